"""Asks the kernel everything that protocol 5.4 knows. Prints a JSON object: case name -> null, or what was wrong."""
import json
import sys
import time
import traceback

from kernel_client import Kernel, of_type, result, stream

CASES = []


def case(function):
    CASES.append(function)
    return function


def content(kernel, request, **options):
    return kernel.reply(request, **options)["content"]


# ---- kernel_info ----------------------------------------------------------------------------------------------------

@case
def kernel_info_names_protocol_and_language(k):
    info = content(k, k.client.kernel_info())
    assert info["status"] == "ok" and info["protocol_version"] == "5.4", info
    language = info["language_info"]
    assert language["name"] == "C#" and language["file_extension"] == ".cs" and language["mimetype"] == "text/x-csharp", language


@case
def kernel_info_claims_no_debugger(k):
    info = content(k, k.client.kernel_info())
    assert info["debugger"] is False and info["supported_features"] == [], info


@case
def kernel_info_is_answered_on_control(k):
    info = content(k, k.ask("kernel_info_request", {}, "control"), channel="control")
    assert info["protocol_version"] == "5.4", info


@case
def kernel_info_is_busy_then_idle(k):
    request = k.client.kernel_info()
    k.reply(request)
    assert [m["content"]["execution_state"] for m in k.published(request)] == ["busy", "idle"]


# ---- headers --------------------------------------------------------------------------------------------------------

@case
def a_reply_carries_the_request_as_its_parent(k):
    request = k.client.session.msg("kernel_info_request", {})
    k.client.shell_channel.send(request)
    reply = k.reply(request["header"]["msg_id"])
    parent = reply["parent_header"]
    assert reply["msg_type"] == "kernel_info_reply" and parent["msg_type"] == "kernel_info_request", reply
    assert parent["session"] == request["header"]["session"] and parent["username"] == request["header"]["username"], parent


@case
def headers_have_all_the_fields_of_the_protocol(k):
    header = k.reply(k.client.kernel_info())["header"]
    assert set(header) >= {"msg_id", "session", "username", "date", "msg_type", "version"} and header["version"] == "5.4", header


@case
def message_ids_are_never_used_twice(k):
    _, published = k.run("Console.Write(1); display(2); 3")
    ids = [m["header"]["msg_id"] for m in published]
    assert len(ids) == len(set(ids)), ids


# ---- execute --------------------------------------------------------------------------------------------------------

@case
def execute_gives_the_value_of_the_last_expression(k):
    reply, published = k.run("1 + 2")
    assert reply["content"]["status"] == "ok" and result(published) == "3", published
    assert of_type(published, "execute_result")[0]["execution_count"] == reply["content"]["execution_count"]


@case
def execute_echoes_the_input(k):
    reply, published = k.run("var echo = 1;")
    assert of_type(published, "execute_input") == [{"code": "var echo = 1;", "execution_count": reply["content"]["execution_count"]}]


@case
def execute_goes_from_busy_over_input_to_idle(k):
    _, published = k.run("5")
    kinds = [m["msg_type"] for m in published]
    assert kinds == ["status", "execute_input", "execute_result", "status"], kinds


@case
def execution_count_goes_up_by_one(k):
    first, _ = k.run("1")
    second, _ = k.run("1")
    assert second["content"]["execution_count"] == first["content"]["execution_count"] + 1


@case
def execute_reply_has_payload_and_user_expressions(k):
    reply, _ = k.run("1")
    assert reply["content"]["payload"] == [] and reply["content"]["user_expressions"] == {}, reply["content"]


@case
def variables_functions_and_types_stay(k):
    k.run("var kept = 20; int Twice(int n) => 2 * n; record Pair(int A, int B);")
    assert result(k.run("new Pair(Twice(kept), 2).A + 2")[1]) == "42"


@case
def a_statement_has_no_result(k):
    assert of_type(k.run("var none = 1;")[1], "execute_result") == []


@case
def an_empty_cell_is_fine(k):
    assert k.run("")[0]["content"]["status"] == "ok"


@case
def await_works_at_the_top(k):
    assert result(k.run("await Task.Delay(1); await Task.FromResult(7)")[1]) == "7"


@case
def silent_publishes_nothing_but_status(k):
    before, _ = k.run("1")
    reply, published = k.run("Console.WriteLine(1); display(2); 3", silent=True)
    assert {m["msg_type"] for m in published} == {"status"}, published
    assert reply["content"]["execution_count"] == before["content"]["execution_count"]


@case
def silent_keeps_what_it_declares(k):
    k.run("var quiet = 11;", silent=True)
    assert result(k.run("quiet")[1]) == "11"


@case
def a_silent_error_is_replied_but_not_published(k):
    reply, published = k.run("throw new Exception(\"hush\");", silent=True)
    assert reply["content"]["status"] == "error" and of_type(published, "error") == []


@case
def without_store_history_the_count_stays(k):
    before, _ = k.run("1")
    reply, published = k.run("2", store_history=False)
    assert reply["content"]["execution_count"] == before["content"]["execution_count"] and result(published) == "2"


@case
def user_expressions_are_evaluated(k):
    reply, published = k.run("var ue = 4;", user_expressions={"twice": "ue * 2", "bad": "nothing_there"})
    values = reply["content"]["user_expressions"]
    assert values["twice"]["status"] == "ok" and values["twice"]["data"]["text/plain"] == "8", values
    assert values["bad"]["status"] == "error" and "nothing_there" in values["bad"]["evalue"], values
    assert of_type(published, "execute_result") == []


@case
def user_expressions_are_not_evaluated_after_an_error(k):
    reply, _ = k.run("throw new Exception();", user_expressions={"a": "1"})
    assert reply["content"]["status"] == "error" and "user_expressions" not in reply["content"]


@case
def an_exception_is_told_with_name_value_and_lines(k):
    reply, published = k.run("var a1 = 1;\nthrow new InvalidOperationException(\"boom\");")
    told = reply["content"]
    assert told["status"] == "error" and told["ename"] == "System.InvalidOperationException" and told["evalue"] == "boom", told
    assert any("line 2" in line for line in told["traceback"]), told
    error = of_type(published, "error")[0]
    assert error["ename"] == told["ename"] and error["traceback"] == told["traceback"]


@case
def a_compile_error_points_at_the_place(k):
    told = k.run("var b1 = nowhere;")[0]["content"]
    assert told["ename"] == "CompilationError" and "line 1, column 10" in told["evalue"] and "nowhere" in told["evalue"], told


@case
def an_error_aborts_what_is_queued(k):
    first = k.client.execute("await Task.Delay(200); throw new Exception();")
    second = k.client.execute("1")
    third = k.client.execute("2")
    assert content(k, first)["status"] == "error"
    assert content(k, second)["status"] == "aborted" and content(k, third)["status"] == "aborted"
    for request in (first, second, third):
        k.published(request)
    assert k.run("3")[0]["content"]["status"] == "ok"


@case
def an_abort_is_busy_and_idle_and_nothing_else(k):
    first = k.client.execute("await Task.Delay(200); throw new Exception();")
    second = k.client.execute("1")
    k.published(first)
    assert [m["msg_type"] for m in k.published(second)] == ["status", "status"]
    k.reply(second)


@case
def with_stop_on_error_off_the_queue_goes_on(k):
    first = k.client.execute("await Task.Delay(100); throw new Exception();", stop_on_error=False)
    second = k.client.execute("5")
    assert content(k, first)["status"] == "error" and content(k, second)["status"] == "ok"
    assert result(k.published(second)) == "5"


@case
def an_error_does_not_abort_other_requests(k):
    first = k.client.execute("await Task.Delay(200); throw new Exception();")
    second = k.client.kernel_info()
    assert content(k, first)["status"] == "error" and content(k, second)["status"] == "ok"
    k.published(second)


@case
def a_request_without_code_is_an_error_reply(k):
    reply = content(k, k.ask("execute_request", {"silent": False}))
    assert reply["status"] == "error" and "code" in reply["evalue"], reply


@case
def a_request_with_wrong_types_is_an_error_reply(k):
    reply = content(k, k.ask("execute_request", {"code": "1", "silent": "yes"}))
    assert reply["status"] == "error" and "silent" in reply["evalue"], reply


@case
def code_beyond_the_basic_plane_comes_back_whole(k):
    assert stream(k.run("Console.Write(\"héllo 😀 中\");")[1]) == "héllo 😀 中"


@case
def half_a_character_does_no_harm(k):
    _, published = k.run("Console.Write('\\ud83d'); Console.Write('\\ude00'); Console.Write(\"\\ud83d\");")
    assert stream(published).startswith("😀"), stream(published)


# ---- streams --------------------------------------------------------------------------------------------------------

@case
def stdout_and_stderr_are_streams(k):
    _, published = k.run("Console.WriteLine(\"out\"); Console.Error.WriteLine(\"err\");")
    assert stream(published) == "out\n" and stream(published, "stderr") == "err\n"


@case
def text_comes_while_the_cell_runs(k):
    request = k.client.execute("Console.Write(\"first\"); await Task.Delay(60000);")
    started = time.monotonic()
    while True:
        message = k.client.get_iopub_msg(timeout=30)
        if message["msg_type"] == "stream" and "first" in message["content"]["text"]:
            break
    assert time.monotonic() - started < 30
    k.interrupt()
    assert content(k, request)["status"] == "error"
    k.published(request)


@case
def order_of_streams_and_displays_is_kept(k):
    _, published = k.run("Console.Write(1); display(2); Console.Write(3); display(4); 5")
    kinds = [m["msg_type"] for m in published][2:-1]
    assert kinds == ["stream", "display_data", "stream", "display_data", "execute_result"], kinds


@case
def a_background_thread_writes_to_the_cell_that_started_it(k):
    first = k.client.execute("_ = Task.Run(async () => { await Task.Delay(700); Console.Write(\"from behind\"); });")
    k.reply(first)
    k.published(first)
    request = k.client.execute("await Task.Delay(1500); Console.Write(\"front\");")
    texts = {}
    while True:
        message = k.client.get_iopub_msg(timeout=30)
        parent = message["parent_header"].get("msg_id")
        if message["msg_type"] == "stream":
            texts[parent] = texts.get(parent, "") + message["content"]["text"]
        if parent == request and message["content"].get("execution_state") == "idle":
            break
    k.reply(request)
    assert texts == {first: "from behind", request: "front"}, texts


# ---- display --------------------------------------------------------------------------------------------------------

@case
def display_shows_a_value_under_an_id(k):
    shown = of_type(k.run("display(\"shown\");")[1], "display_data")[0]
    assert "shown" in shown["data"]["text/plain"] and shown["transient"]["display_id"], shown


@case
def update_replaces_a_display_under_its_id(k):
    _, published = k.run("var bar = display(\"0 %\"); for (var i = 1; i <= 3; i++) bar.Update($\"{i} of 3\");")
    shown = of_type(published, "display_data")[0]["transient"]["display_id"]
    updates = of_type(published, "update_display_data")
    assert len(updates) == 3 and {u["transient"]["display_id"] for u in updates} == {shown}
    assert "3 of 3" in updates[-1]["data"]["text/plain"]


@case
def a_later_cell_can_update_an_earlier_display(k):
    shown = of_type(k.run("var later = display(1);")[1], "display_data")[0]["transient"]["display_id"]
    update = of_type(k.run("later.Update(2);")[1], "update_display_data")[0]
    assert update["transient"]["display_id"] == shown and update["data"]["text/plain"] == "2"


@case
def clear_output_is_published_with_its_wait(k):
    _, published = k.run("clearOutput(); clearOutput(wait: true);")
    assert of_type(published, "clear_output") == [{"wait": False}, {"wait": True}]


@case
def html_is_shown_as_html(k):
    assert of_type(k.run("HTML(\"<b>bold</b>\")")[1], "execute_result")[0]["data"]["text/html"] == "<b>bold</b>"


@case
def a_result_always_has_plain_text(k):
    for data in [of_type(k.run(code)[1], "execute_result")[0]["data"] for code in ("new[] { 1, 2 }", "new { A = 1 }", "\"text\"", "(object?)null")]:
        assert "text/plain" in data, data


# ---- stdin ----------------------------------------------------------------------------------------------------------

@case
def read_line_asks_the_front_end(k):
    request = k.client.execute("var line = Console.ReadLine(); line", allow_stdin=True)
    asked = k.client.get_stdin_msg(timeout=30)
    assert asked["msg_type"] == "input_request" and asked["content"] == {"prompt": "", "password": False}, asked
    assert asked["parent_header"]["msg_id"] == request
    k.client.input("typed")
    assert content(k, request)["status"] == "ok" and result(k.published(request)) == "typed"


@case
def input_and_password_have_a_prompt(k):
    request = k.client.execute("input(\"name? \") + password(\"secret? \")", allow_stdin=True)
    first = k.client.get_stdin_msg(timeout=30)["content"]
    k.client.input("a")
    second = k.client.get_stdin_msg(timeout=30)["content"]
    k.client.input("b")
    assert first == {"prompt": "name? ", "password": False} and second == {"prompt": "secret? ", "password": True}
    assert result(k.published(request)) == "ab"
    k.reply(request)


@case
def without_stdin_reading_is_an_error_that_says_so(k):
    told = k.run("Console.ReadLine()", allow_stdin=False)[0]["content"]
    assert told["status"] == "error" and "allow_stdin" in told["evalue"], told


@case
def waiting_for_input_can_be_interrupted(k):
    request = k.client.execute("Console.ReadLine()", allow_stdin=True)
    k.client.get_stdin_msg(timeout=30)
    k.interrupt()
    assert content(k, request)["ename"] == "Interrupted"
    k.published(request)


@case
def an_answer_that_nobody_waits_for_is_dropped(k):
    k.client.input("stray")
    request = k.client.execute("Console.ReadLine()", allow_stdin=True)
    k.client.get_stdin_msg(timeout=30)
    k.client.input("meant")
    assert result(k.published(request)) == "meant"
    k.reply(request)


# ---- complete -------------------------------------------------------------------------------------------------------

def matches(k, code, position=None):
    reply = content(k, k.client.complete(code, position))
    assert reply["status"] == "ok", reply
    return reply


@case
def members_of_a_variable_of_an_earlier_cell_are_completed(k):
    k.run("var cells = new List<string> { \"a\" };")
    found = matches(k, "cells.")
    assert {"Add", "Count", "Where"} <= set(found["matches"]) and found["cursor_start"] == found["cursor_end"] == 6, found["matches"][:20]


@case
def a_prefix_is_replaced_from_its_beginning(k):
    found = matches(k, "Console.Wri")
    assert found["matches"] == ["Write", "WriteLine"] and (found["cursor_start"], found["cursor_end"]) == (8, 11), found


@case
def variables_types_and_keywords_are_completed(k):
    k.run("var completableThing = 1;")
    assert matches(k, "completableTh")["matches"] == ["completableThing"]
    assert "StringBuilder" in matches(k, "new StringB")["matches"]
    assert "foreach" in matches(k, "forea")["matches"]


@case
def cursor_positions_count_characters_of_unicode(k):
    found = matches(k, "\"😀😀\".Leng", 9)
    assert found["matches"] == ["Length"] and (found["cursor_start"], found["cursor_end"]) == (5, 9), found


@case
def completion_in_the_middle_of_code_uses_what_stands_around(k):
    found = matches(k, "foreach (var one in new[] { \"a\" })\n{\n    one.Subs\n}", 48)
    assert found["matches"] == ["Substring"], found


@case
def the_parameter_of_a_lambda_has_its_type(k):
    assert "Length" in matches(k, "new[] { \"a\" }.Where(s => s.")["matches"]


@case
def completions_carry_their_kinds(k):
    kinds = matches(k, "Console.Wri")["metadata"]["_jupyter_types_experimental"]
    assert kinds[0]["text"] == "Write" and kinds[0]["type"] == "function" and "Console" in kinds[0]["signature"], kinds


@case
def nothing_is_completed_in_comments_and_strings(k):
    assert matches(k, "// Console.")["matches"] == [] and matches(k, "\"Console.")["matches"] == []


@case
def magics_are_completed(k):
    assert matches(k, "#!")["matches"] == ["#!about", "#!csharp", "#!html", "#!javascript", "#!markdown", "#!time"]


@case
def completing_broken_code_is_no_error(k):
    for code in ("", "}}}}", "var x = (", "class A { void M() { thi", "#r \"", "\u0000", "using "):
        assert matches(k, code)["status"] == "ok"


# ---- inspect --------------------------------------------------------------------------------------------------------

def inspected(k, code, position, level=0):
    reply = content(k, k.client.inspect(code, position, level))
    assert reply["status"] == "ok", reply
    return reply


@case
def a_method_is_shown_with_its_documentation(k):
    reply = inspected(k, "display(1)", 3)
    text = reply["data"]["text/plain"]
    assert reply["found"] and "DisplayedValue Kernel.display(object? value" in text and "Shows a value below the cell." in text, text
    assert "<code>" in reply["data"]["text/html"]


@case
def a_variable_is_shown_with_its_type(k):
    k.run("var looked = new Dictionary<string, int>();")
    assert inspected(k, "looked", 2)["data"]["text/plain"].startswith("Dictionary<string, int> looked")


@case
def inside_the_brackets_the_function_is_shown(k):
    assert "Math.Max(int val1, int val2)" in inspected(k, "Math.Max(1, 2)", 12)["data"]["text/plain"]


@case
def a_function_of_a_cell_shows_its_own_comment(k):
    k.run("/// <summary>Adds one.</summary>\n/// <param name=\"n\">What to add to.</param>\nint AddOne(int n) => n + 1;")
    text = inspected(k, "AddOne(1)", 2)["data"]["text/plain"]
    assert "int AddOne(int n)" in text and "Adds one." in text and "n: What to add to." in text, text


@case
def what_nobody_knows_is_not_found(k):
    reply = inspected(k, "whatIsThis", 3)
    assert reply["found"] is False and reply["data"] == {}, reply


@case
def remarks_come_with_more_detail(k):
    assert "Remarks" not in inspected(k, "display(1)", 3, 0)["data"]["text/plain"]
    assert inspected(k, "display(1)", 3, 1)["found"]


# ---- is_complete ----------------------------------------------------------------------------------------------------

@case
def whole_code_is_complete(k):
    for code in ("1 + 1", "var x = 1;", "", "if (true) { }", "// comment", "#!html\n<b>"):
        assert content(k, k.client.is_complete(code))["status"] == "complete", code


@case
def open_code_is_incomplete_with_an_indent(k):
    reply = content(k, k.client.is_complete("if (true)\n{"))
    assert reply == {"status": "incomplete", "indent": "    "}, reply
    assert content(k, k.client.is_complete("Console.WriteLine("))["status"] == "incomplete"


@case
def wrong_code_is_invalid(k):
    assert content(k, k.client.is_complete("var = = 3;"))["status"] == "invalid"


# ---- history --------------------------------------------------------------------------------------------------------

@case
def history_has_the_last_cells(k):
    k.run("var h1 = 1;")
    k.run("h1 + 1")
    tail = content(k, k.client.history(hist_access_type="tail", n=2))["history"]
    assert [entry[2] for entry in tail] == ["var h1 = 1;", "h1 + 1"], tail


@case
def history_has_results_where_asked(k):
    k.run("40 + 2")
    last = content(k, k.client.history(hist_access_type="tail", n=1, output=True))["history"][0]
    assert last[2] == ["40 + 2", "42"], last


@case
def history_has_a_range(k):
    count = k.run("var range1 = 1;")[0]["content"]["execution_count"]
    found = content(k, k.client.history(hist_access_type="range", session=0, start=count, stop=count + 1))["history"]
    assert [(entry[1], entry[2]) for entry in found] == [(count, "var range1 = 1;")], found


@case
def history_is_searched_by_pattern(k):
    k.run("var needle = 1;")
    k.run("var needle = 1;")
    found = content(k, k.client.history(hist_access_type="search", pattern="*needle*", unique=True))["history"]
    assert [entry[2] for entry in found] == ["var needle = 1;"], found


@case
def cells_that_are_not_stored_are_not_in_history(k):
    k.run("var hidden1 = 1;", store_history=False)
    k.run("var hidden2 = 1;", silent=True)
    assert content(k, k.client.history(hist_access_type="search", pattern="*hidden*"))["history"] == []


# ---- comms ----------------------------------------------------------------------------------------------------------

@case
def there_are_no_comms(k):
    assert content(k, k.client.comm_info()) == {"status": "ok", "comms": {}}
    assert content(k, k.client.comm_info("some.target"))["comms"] == {}


@case
def opening_an_unknown_comm_closes_it(k):
    published = k.published(k.ask("comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}}))
    assert [c["comm_id"] for c in of_type(published, "comm_close")] == ["c1"], published


@case
def a_message_over_a_closed_comm_is_answered_by_close(k):
    published = k.published(k.ask("comm_msg", {"comm_id": "c2", "data": {}}))
    assert [c["comm_id"] for c in of_type(published, "comm_close")] == ["c2"]


@case
def closing_a_comm_is_quiet(k):
    published = k.published(k.ask("comm_close", {"comm_id": "c3", "data": {}}))
    assert [m["msg_type"] for m in published] == ["status", "status"]


# ---- interrupt ------------------------------------------------------------------------------------------------------

STOPPABLE = {
    "an_endless_loop": "while (true) { }",
    "an_endless_loop_that_allocates": "while (true) { var garbage = new byte[100]; }",
    "a_sleep": "Thread.Sleep(60000);",
    "an_awaited_delay": "await Task.Delay(60000);",
    "a_wait_for_a_task": "Task.Delay(60000).Wait();",
    "a_wait_for_a_lock": "var taken = new object(); var holder = new Thread(() => { lock (taken) Thread.Sleep(60000); }) { IsBackground = true }; holder.Start(); Thread.Sleep(200); lock (taken) { }",
    "a_wait_for_a_handle": "new ManualResetEventSlim().Wait();",
    "an_endless_query": "var none = Enumerable.Range(0, int.MaxValue).SelectMany(i => Enumerable.Range(0, int.MaxValue)).Where(i => i < 0).FirstOrDefault();",
    "a_parallel_loop": "Parallel.For(0, int.MaxValue, i => { Thread.SpinWait(100); });",
    "an_endless_iterator": "IEnumerable<int> Endless() { while (true) yield return 1; }\nvar sum = Endless().Where(i => i == 0).Count();",
    "a_loop_that_catches_everything": "while (true) { try { Thread.Sleep(10); } catch (Exception) { } }",
}


def stops(name, code):
    def test(k):
        k.run("var survivor = 99;")
        request = k.client.execute("Console.Write(\"go\");\n" + code)
        while "go" not in k.client.get_iopub_msg(timeout=60)["content"].get("text", ""):
            pass
        time.sleep(0.3)
        k.interrupt()
        reply = content(k, request)
        k.published(request)
        assert reply["status"] == "error" and reply["ename"] == "Interrupted", reply
        assert "does not return" not in reply["evalue"], reply
        assert result(k.run("survivor")[1]) == "99"
    test.__name__ = "interrupt_stops_" + name
    return test


CASES += [stops(name, code) for name, code in STOPPABLE.items()]


@case
def interrupt_is_replied_on_control(k):
    reply = content(k, k.ask("interrupt_request", {}, "control"), channel="control")
    assert reply == {"status": "ok"}, reply


@case
def interrupt_without_a_cell_harms_nothing(k):
    content(k, k.ask("interrupt_request", {}, "control"), channel="control")
    assert result(k.run("1 + 1")[1]) == "2"


@case
def interrupt_aborts_what_is_queued(k):
    first = k.client.execute("await Task.Delay(60000);")
    second = k.client.execute("1")
    time.sleep(0.5)
    k.interrupt()
    assert content(k, first)["ename"] == "Interrupted" and content(k, second)["status"] == "aborted"
    k.published(first)
    k.published(second)


@case
def the_stop_token_fires(k):
    request = k.client.execute("while (!Kernel.StopToken.IsCancellationRequested) Thread.Sleep(5); Console.Write(\"saw it\");")
    time.sleep(1)
    k.interrupt()
    k.reply(request)
    assert stream(k.published(request)) == "saw it"


@case
def endless_recursion_is_an_error_and_the_kernel_lives(k):
    k.run("var beforeRecursion = 5;")
    told = k.run("int Down(int n) => Down(n + 1) + 1;\nDown(0)")[0]["content"]
    assert told["status"] == "error" and "InsufficientExecutionStack" in told["ename"], told
    assert result(k.run("beforeRecursion")[1]) == "5"


# ---- heartbeat and control while a cell runs ------------------------------------------------------------------------

@case
def heartbeat_and_control_answer_while_a_cell_runs(k):
    request = k.client.execute("while (true) { }")
    time.sleep(0.5)
    import zmq
    beat = zmq.Context.instance().socket(zmq.REQ)
    beat.linger = 0
    beat.connect(f"tcp://127.0.0.1:{k.manager.hb_port}")
    beat.send(b"ping")
    assert beat.poll(10000) and beat.recv() == b"ping"
    beat.close()
    assert content(k, k.ask("kernel_info_request", {}, "control"), channel="control")["status"] == "ok"
    k.interrupt()
    k.reply(request)
    k.published(request)


# ---- magics ---------------------------------------------------------------------------------------------------------

@case
def html_markdown_and_javascript_cells_are_shown(k):
    for name, kind in (("html", "text/html"), ("markdown", "text/markdown"), ("javascript", "application/javascript")):
        shown = of_type(k.run(f"#!{name}\nanything")[1], "display_data")[0]["data"]
        assert shown[kind] == "anything", shown


@case
def a_cell_may_change_language_and_back(k):
    _, published = k.run("Console.Write(1);\n#!html\n<i>2</i>\n#!csharp\n3")
    assert [m["msg_type"] for m in published][2:-1] == ["stream", "display_data", "execute_result"]


@case
def time_is_told(k):
    assert stream(k.run("#!time\nvar timed = 1;")[1]).startswith("Wall time: ")


@case
def about_tells_what_this_is(k):
    text = of_type(k.run("#!about")[1], "display_data")[0]["data"]["text/plain"]
    assert "NasKit" in text and ".NET 10" in text, text


@case
def an_unknown_magic_says_which_exist(k):
    told = k.run("#!pip install everything")[0]["content"]
    assert told["status"] == "error" and "#!about, #!csharp, #!html, #!javascript, #!markdown and #!time" in told["evalue"], told


# ---- unknown messages -----------------------------------------------------------------------------------------------

@case
def an_unknown_request_is_an_error_reply(k):
    reply = k.reply(k.ask("create_subshell_request", {}))
    assert reply["msg_type"] == "create_subshell_reply" and reply["content"]["status"] == "error", reply


@case
def a_debug_request_is_an_error_reply(k):
    assert content(k, k.ask("debug_request", {"type": "request"}, "control"), channel="control")["status"] == "error"


@case
def an_unknown_message_that_is_no_request_is_ignored(k):
    assert k.nothing(k.ask("made_up", {}))
    assert result(k.run("8")[1]) == "8"


# ---- shutdown: on kernels of their own ------------------------------------------------------------------------------

def ended(k, seconds=20):
    deadline = time.monotonic() + seconds
    while k.manager.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not k.manager.is_alive()


@case
def shutdown_is_replied_published_and_done_while_a_cell_runs(_):
    k = Kernel()
    try:
        k.client.execute("while (true) { }")
        time.sleep(0.5)
        reply = content(k, k.ask("shutdown_request", {"restart": False}, "control"), channel="control")
        assert reply == {"status": "ok", "restart": False}, reply
        assert ended(k)
    finally:
        k.close()


@case
def a_restart_begins_anew(_):
    k = Kernel()
    try:
        k.run("var gone = 1;")
        k.client.stop_channels()
        k.manager.restart_kernel()
        k.client = k.connect()
        reply, _ = k.run("gone")
        assert reply["content"]["status"] == "error" and reply["content"]["execution_count"] == 1, reply
    finally:
        k.close()


def main():
    wanted = sys.argv[2:]
    outcome, seconds = {}, {}
    kernel = Kernel()
    try:
        for test in CASES:
            if wanted and test.__name__ not in wanted:
                continue
            started = time.monotonic()
            try:
                test(kernel)
                outcome[test.__name__] = None
            except BaseException as error:
                outcome[test.__name__] = "".join(traceback.format_exception(error))[-3000:]
                # A case that failed half way may have left messages or a running cell behind.
                kernel.close()
                kernel = Kernel()
            seconds[test.__name__] = round(time.monotonic() - started, 2)
    finally:
        kernel.close()
    json.dump(outcome, sys.stdout, indent=1)
    slow = sorted(seconds.items(), key=lambda pair: -pair[1])[:8]
    print("slowest:", slow, "in all:", round(sum(seconds.values())), "s", file=sys.stderr)


if __name__ == "__main__":
    main()
