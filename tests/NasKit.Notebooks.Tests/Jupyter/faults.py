"""Does to the kernel what must not hurt it. argv[2] names what; prints one JSON object with what was seen."""
import json
import os
import random
import signal
import subprocess
import sys
import time

import zmq
from jupyter_client.session import Session

from kernel_client import Kernel, of_type, result, stream


def memory(kernel):
    with open(f"/proc/{kernel.manager.provisioner.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def garbage(kernel):
    """10,000 malformed, truncated, forged and replayed messages on each socket; the next good one is answered."""
    chance = random.Random(7)
    context = zmq.Context.instance()
    good = Session(key=kernel.manager.session.key, signature_scheme="hmac-sha256")
    forger = Session(key=b"another key", signature_scheme="hmac-sha256")
    unsigned = Session(key=b"")

    def frames(session, kind="execute_request", content=None):
        return [frame if isinstance(frame, bytes) else frame.bytes for frame in session.serialize(
            session.msg(kind, content if content is not None else {"code": "System.IO.File.WriteAllText(\"/tmp/naskit-forged\", \"\")", "silent": True}))]

    replayed = frames(good, "kernel_info_request", {})
    answered = {}
    for channel in ("shell", "control", "stdin", "hb"):
        socket = context.socket(zmq.DEALER)
        socket.linger = 5000
        socket.sndhwm = 0
        socket.connect(f"tcp://127.0.0.1:{getattr(kernel.manager, channel + '_port')}")
        socket.send_multipart(replayed)
        for i in range(10_000):
            kind = i % 8
            if kind == 0:
                sent = [chance.randbytes(chance.randrange(200)) for _ in range(chance.randrange(1, 9))]
            elif kind == 1:
                whole = frames(good)
                sent = whole[:chance.randrange(1, len(whole))]
            elif kind == 2:
                sent = frames(forger)
            elif kind == 3:
                sent = frames(unsigned)
            elif kind == 4:
                sent = replayed
            elif kind == 5:
                sent = frames(good)
                sent[-1] = sent[-1][:-5]
            elif kind == 6:
                sent = frames(good)
                sent[1] = sent[1][:10]
            else:
                whole = [b"<IDS|MSG>", b"", b"{" * 500, b"[]", b"\xff\xfe", b"null"]
                whole[1] = good.sign(whole[2:])
                sent = whole
            socket.send_multipart(sent)
        answered[channel] = socket
    outcome = {}
    for channel in ("shell", "control"):
        request = kernel.ask("kernel_info_request", {}, channel)
        outcome[channel] = kernel.reply(request, channel=channel)["content"]["status"]
    asked = kernel.client.execute("Console.ReadLine()", allow_stdin=True)
    kernel.client.get_stdin_msg(timeout=60)
    kernel.client.input("still there")
    outcome["stdin"] = kernel.reply(asked)["content"]["status"]
    beat = context.socket(zmq.REQ)
    beat.linger = 0
    beat.connect(f"tcp://127.0.0.1:{kernel.manager.hb_port}")
    beat.send(b"ping")
    outcome["hb"] = "ok" if beat.poll(60000) and beat.recv() == b"ping" else "silent"
    beat.close()
    # The first of the replayed ones is good and answered; none of the others may be.
    replies = 0
    while answered["shell"].poll(200):
        answered["shell"].recv_multipart()
        replies += 1
    outcome["replies to the flood"] = replies
    outcome["forged code ran"] = os.path.exists("/tmp/naskit-forged")
    for socket in answered.values():
        socket.close(0)
    return outcome


def flood(kernel):
    """50 MB of output in short lines, all of which arrives."""
    request = kernel.client.execute("var line = new string('x', 99); for (var i = 0; i < 500_000; i++) Console.WriteLine(line); 1")
    published = kernel.published(request, timeout=150)
    text = stream(published)
    return {
        "bytes": len(text), "lines": text.count("\n"), "whole": text == ("x" * 99 + "\n") * 500_000,
        "messages": len(of_type(published, "stream")), "status": kernel.reply(request)["content"]["status"], "after": result(kernel.run("2")[1]),
    }


def cells(kernel):
    """1,000 cells in a row; memory after the first 100 and at the end."""
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    times = []
    for i in range(count):
        started = time.monotonic()
        reply, published = kernel.run(f"var cell{i % 50} = {i}; Console.WriteLine(cell{i % 50}); cell{i % 50} + 1")
        times.append(time.monotonic() - started)
        assert reply["content"]["status"] == "ok" and result(published) == str(i + 1), reply
        if i == 99:
            before = memory(kernel)
    times.sort()
    return {"cells": count, "kilobytes after 100": before, "kilobytes": memory(kernel), "growth": memory(kernel) / before - 1, "median seconds": times[len(times) // 2]}


def interrupts(kernel):
    """Interrupts at random moments: no reply is lost, and the session goes on after each."""
    chance = random.Random(3)
    bodies = [
        "while (true) { }", "Thread.Sleep(60000);", "await Task.Delay(60000);", "while (true) await Task.Delay(1);", "for (var i = 0; i < 1000; i++) kept = 5;",
        "while (true) Console.Write('x');", "Task.Delay(60000).Wait();", "var all = Enumerable.Range(0, 2000).Select(i => i * 2).ToList();",
    ]
    kernel.run("var kept = 5;")
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    lost, wrong, stopped, longest = 0, [], 0, 0.0
    for i in range(count):
        request = kernel.client.execute(chance.choice(bodies))
        time.sleep(chance.random() * 0.12)
        asked = time.monotonic()
        sent = [kernel.ask("interrupt_request", {}, "control")]
        # One that came before the cell began stops nothing, so it is repeated until the cell has ended.
        reply = None
        while reply is None and time.monotonic() - asked < 60:
            try:
                reply = kernel.reply(request, timeout=2)
            except Exception:
                sent.append(kernel.ask("interrupt_request", {}, "control"))
        # Once each is answered, none is still on its way to stop the next cell.
        for interrupt in sent:
            kernel.reply(interrupt, channel="control")
        if reply is None:
            lost += 1
            continue
        stopped += reply["content"]["status"] == "error"
        if reply["content"]["status"] == "error" and reply["content"]["ename"] != "Interrupted":
            wrong.append(reply["content"]["ename"])
        longest = max(longest, time.monotonic() - asked)
        kernel.published(request)
        after = result(kernel.run("kept")[1])
        if after != "5":
            wrong.append(after)
    return {"interrupts": count, "lost": lost, "wrong": wrong, "stopped": stopped, "longest seconds": round(longest, 2)}


def reconnect(kernel):
    """A front end is killed in the middle of a cell; another one finds the session as it was."""
    kernel.run("var kept = 3;")
    script = ("import sys, time; from jupyter_client import BlockingKernelClient; c = BlockingKernelClient(connection_file=sys.argv[1]); "
              "c.load_connection_file(); c.start_channels(); c.wait_for_ready(60); c.execute('await Task.Delay(3000); kept = 4; for (var i = 0; i < 100000; i++) Console.WriteLine(i);'); time.sleep(60)")
    other = subprocess.Popen([sys.executable, "-c", script, kernel.manager.connection_file])
    while not any(m["msg_type"] == "execute_input" and "Delay(3000)" in m["content"]["code"] for m in [kernel.client.get_iopub_msg(timeout=60)]):
        pass
    other.send_signal(signal.SIGKILL)
    other.wait()
    kernel.client.stop_channels()
    kernel.client = kernel.connect()
    return {"kept": result(kernel.run("kept")[1])}


def orphan(kernel):
    """The process that started the kernel dies without a word: the kernel ends too."""
    script = ("import sys, os, time; sys.path.insert(0, os.path.dirname(sys.argv[2])); from kernel_client import Kernel; k = Kernel(); "
              "print(k.manager.provisioner.pid, flush=True); time.sleep(120)")
    parent = subprocess.Popen([sys.executable, "-c", script, sys.argv[1], os.path.abspath(__file__)], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 30
    while os.path.exists(f"/proc/{child}") and time.monotonic() < deadline:
        time.sleep(0.1)
    return {"ended": not os.path.exists(f"/proc/{child}")}


def main():
    kernel = Kernel()
    try:
        json.dump(globals()[sys.argv[2]](kernel), sys.stdout)
    finally:
        kernel.close()


if __name__ == "__main__":
    main()
