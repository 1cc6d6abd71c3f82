"""Starts the kernel as Jupyter does and talks to it through jupyter_client."""
import os
import queue
import sys
import time

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec

PATIENCE = 60  # seconds; a reply that is still not there is counted as lost


class Kernel:
    """A running kernel and a client of it. argv[1] of every driver is NasKit.Cli.dll."""

    def __init__(self, cwd=None):
        program = sys.argv[1]
        self.manager = KernelManager()
        # As `naskit kernel install` writes it.
        self.manager._kernel_spec = KernelSpec(
            argv=["dotnet", program, "kernel", "run", "--connection-file", "{connection_file}"],
            display_name=".NET (C#)", language="C#", interrupt_mode="message",
            env={"DOTNET_TieredPGO": "0", "DOTNET_TC_QuickJit": "0", "MALLOC_ARENA_MAX": "2"})
        self.manager.start_kernel(cwd=cwd, env=dict(os.environ))
        self.client = self.connect()

    def connect(self):
        client = self.manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        return client

    def reply(self, request, client=None, timeout=PATIENCE, channel="shell"):
        """The reply to a request, by its id."""
        client = client or self.client
        deadline = time.monotonic() + timeout
        while True:
            get = client.get_shell_msg if channel == "shell" else client.get_control_msg
            message = get(timeout=max(0.01, deadline - time.monotonic()))
            if message["parent_header"].get("msg_id") == request:
                return message

    def published(self, request, client=None, timeout=PATIENCE):
        """Everything published for a request, from busy to idle."""
        client = client or self.client
        messages = []
        deadline = time.monotonic() + timeout
        while True:
            message = client.get_iopub_msg(timeout=max(0.01, deadline - time.monotonic()))
            if message["parent_header"].get("msg_id") != request:
                continue
            messages.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages

    def run(self, code, timeout=PATIENCE, client=None, **options):
        """Executes a cell: its reply, and what it published."""
        client = client or self.client
        request = client.execute(code, **options)
        reply = self.reply(request, client, timeout)
        return reply, self.published(request, client, timeout)

    def ask(self, kind, content, channel="shell"):
        """Sends a message of any type and gives its id."""
        message = self.client.session.msg(kind, content)
        getattr(self.client, channel + "_channel").send(message)
        return message["header"]["msg_id"]

    def nothing(self, request, seconds=0.5):
        """Whether no shell reply to a request comes for a while."""
        try:
            self.reply(request, timeout=seconds)
        except queue.Empty:
            return True
        return False

    def interrupt(self):
        self.manager.interrupt_kernel()

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def of_type(messages, kind):
    return [message["content"] for message in messages if message["msg_type"] == kind]


def stream(messages, name="stdout"):
    return "".join(content["text"] for content in of_type(messages, "stream") if content["name"] == name)


def result(messages):
    results = of_type(messages, "execute_result")
    return results[-1]["data"]["text/plain"] if results else None
