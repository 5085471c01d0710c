#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the programs refuse, they refuse with a sentence and go on, or do not begin. Usage: serve_refusals.py VMPOS ASSETS"""
import json
import os
import subprocess
import sys
import tempfile

from program import LIMIT_S, Process

VMPOS, ASSETS = sys.argv[1:3]


def refused(words, *arguments, code=2):
    done = subprocess.run([VMPOS, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT_S)
    assert done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr)
    assert words in done.stderr, (arguments, done.stderr)
    return done.stdout


def before_it_begins(folder):
    serve = ("serve", "--assets", ASSETS)
    assert refused("--speed is fast, paused or a factor", *serve, "--no-state", "--speed", "abc") == ""
    assert refused("--state needs a directory", *serve, "--state", "") == ""
    assert refused("only one of them", *serve, "--state", folder, "--no-state") == ""
    assert refused("--fresh beside --no-state", *serve, "--fresh", "--no-state") == ""
    assert refused("option '--port' is given twice", *serve, "--port", "1", "--port=2") == ""
    assert refused("ports end at 65535", *serve, "--no-state", "--readers", "3", "--port", "65534") == ""
    assert refused("cannot be written", *serve, "--no-state", "--log", folder + "/none/x.log") == ""
    refused("expected error, warning, info, debug or trace", *serve, "--log-level", "loud")
    refused("--state needs a directory", "reset", "--state", "")

    scenario = os.path.join(folder, "s.yaml")
    with open(scenario, "w", encoding="utf-8") as file:
        file.write("title: t\nready: false\nsteps:\n  - power: on\n")
    for option in ("--junit", "--journal", "--report", "--log"):
        # A file stands where the folder should: nobody, root neither, can write below it.
        assert refused("cannot be written", "run", scenario, option, scenario + "/x", "--assets", ASSETS) == ""
    phone = ("phone", "--assets", ASSETS, "--reader", "127.0.0.1:9")
    refused("wrong password; 4 tries left", *phone, "--password", "9999", "balance", code=1)
    refused("cannot read CA certificates from '/nowhere'", *phone, "--host", "127.0.0.1:9", "--tls", "--tls-ca", "/nowhere", "balance")
    refused("the TLS options go with the acquirer's address", *phone, "--tls", "balance")
    closed = Process("serve", VMPOS, "serve", "--assets", ASSETS, "--no-state", "--log-level", "error")
    free = closed.event("ready")["endpoints"][0]["address"]
    closed.end()
    refused(f"the reader at {free} cannot be reached: Connection refused; is 'vmpos serve' running there?",
            "phone", "--assets", ASSETS, "--reader", free, "balance", code=1)


def while_it_runs():
    serve = Process("serve", VMPOS, "serve", "--assets", ASSETS, "--no-state", "--events", "outcome", "--log-level", "error")
    serve.event("ready")
    serve.child.stdin.write('{"note": "' + "a" * (3 << 20) + '"}\n')
    serve.say(id=7, swpie="x")
    serve.say(id=8, stripe_fault=False)
    assert "1 MiB" in serve.event("refused")["reason"]
    answer = serve.event("refused")
    assert answer["id"] == 7 and "swpie" in answer["reason"], answer
    assert serve.event("accepted")["id"] == 8
    # Filtered for outcomes, it says nothing else.
    assert all(set(json.loads(line)) & {"ready", "refused", "accepted", "outcome"} for line in serve.seen), serve.seen
    serve.end()


def several_readers():
    serve = Process("serve", VMPOS, "serve", "--assets", ASSETS, "--no-state", "--readers", "3", "--log-level", "error")
    ends = [end for end in serve.event("ready")["endpoints"] if end["kind"] == "tcp"]
    assert [end["reader"] for end in ends] == ["reader", "reader2", "reader3"], ends
    assert len({end["address"] for end in ends}) == 3, ends
    phones = [Process("phone", VMPOS, "phone", "--assets", ASSETS, "--reader", end["address"], "echo", end["reader"]) for end in ends]
    for end, phone in zip(ends, phones):
        phone.until("six digits", lambda line: line.startswith("confirm: "))
        serve.say(reader=end["reader"], keys="enter")
        phone.until("echo", lambda line: line.startswith("outcome: echoed"))
        assert phone.child.wait(LIMIT_S) == 0
    serve.end()


def main():
    with tempfile.TemporaryDirectory() as folder:
        before_it_begins(folder)
    while_it_runs()
    several_readers()
    print("refusals are said, and what goes on goes on")


if __name__ == "__main__":
    main()
