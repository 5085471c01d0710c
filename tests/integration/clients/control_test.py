#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Programs at the control socket of vmpos serve. Usage: control_test.py VMPOS ASSETS CLIENTS MESSAGES"""
import os
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir))
from program import LIMIT_S, Process  # noqa: E402

VMPOS, ASSETS, CLIENTS, MESSAGES = sys.argv[1:5]
sys.path[:0] = [CLIENTS, MESSAGES]
from control import Control, connect  # noqa: E402
from mpos.bus.v1 import bus_pb2  # noqa: E402


def client(address):
    control = Control(connect(address), bus_pb2)
    first = [control.event().WhichOneof("what") for _ in range(3)]
    assert first == ["ready", "world_info", "snapshot"], first
    return control


def next_of(control, *kinds):
    while (event := control.event()) is not None:
        if event.WhichOneof("what") in kinds:
            return event
    raise AssertionError(f"hung up before {kinds}")


def answers_go_to_who_asked(serve, address):
    one, two = client(address), client(address)
    assert one.ask(bus_pb2.Command(snapshot=bus_pb2.GetSnapshot())).HasField("accepted")
    refused = two.ask(bus_pb2.Command(swipe=bus_pb2.Swipe(card="no such card")))
    assert "no such card" in refused.refused.reason, refused
    # Both hear the world; neither hears the other's answer, nor does standard output.
    two.send(bus_pb2.Command(swipe=bus_pb2.Swipe(card="debit_101")))
    heard = next_of(one, "swiped", "accepted", "refused")
    assert heard.WhichOneof("what") == "swiped", heard
    serve.say(id=4, snapshot={})
    assert serve.event("accepted")["id"] == 4
    assert not [line for line in serve.seen if "no such card" in line], serve.seen
    serve.say(id=1 << 32, snapshot={})
    assert "at most 4294967295" in serve.event("refused")["reason"]
    return one


def what_is_no_command_ends_that_connection_only(address, witness):
    for frame in (struct.pack(">I", 0), struct.pack(">I", (4 << 20) + 1), struct.pack(">I", 3) + b"\xff\xff\xff"):
        bad = client(address)
        bad.connection.sendall(frame)
        assert next_of(bad, "refused").refused.reason
        while bad.event() is not None:
            pass
    assert witness.ask(bus_pb2.Command(snapshot=bus_pb2.GetSnapshot())).HasField("accepted")


def tool(address, *arguments):
    return subprocess.run([sys.executable, os.path.join(CLIENTS, "control.py"), "--proto", MESSAGES, address, *arguments],
                          capture_output=True, text=True, timeout=LIMIT_S)


def the_tool_says_how_it_went(address):
    assert tool(address, '{"snapshot": {}}').returncode == 0
    refused = tool(address, '{"swipe": {"card": "nobody"}}')
    assert refused.returncode == 1 and "refused: " in refused.stderr and "nobody" in refused.stderr, refused
    for arguments in ((address, '{"swpie": {}}'), ("unix:/nowhere/at all", '{"snapshot": {}}')):
        wrong = tool(*arguments)
        assert wrong.returncode == 2 and "control.py: " in wrong.stderr and "Traceback" not in wrong.stderr, wrong


def main():
    with tempfile.TemporaryDirectory() as folder:
        for asked in (f"unix:{folder}/reader.sock", "127.0.0.1:0"):
            serve = Process("serve", VMPOS, "serve", "--assets", ASSETS, "--no-state", "--control", asked, "--log-level", "error",
                            "--events", "none")
            ends = serve.event("ready")["endpoints"]
            address = next(end["address"] for end in ends if end["kind"] == "control")
            witness = answers_go_to_who_asked(serve, address)
            what_is_no_command_ends_that_connection_only(address, witness)
            the_tool_says_how_it_went(address)
            serve.end()
    print("each client is answered alone, and a broken one disturbs nobody")


if __name__ == "__main__":
    main()
