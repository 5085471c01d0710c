#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`vmpos serve` is killed while the host has posted a sale the reader has no answer to. Started again it reverses that
sale before it sells, and takes a new trace number. Waits for lines and never for time. Usage: killed_serve.py VMPOS ASSETS"""
import json
import sys
import tempfile

from program import LIMIT_S, Process

EVENTS = "ready,screen,link,phone,outcome,host_message,ledger,refused"


def link_is(serve, state):
    serve.until(f"link {state}", lambda line: json.loads(line).get("link", {}).get("state") == state)


def start(vmpos, assets, state, known):
    serve = Process("serve", vmpos, "serve", "--assets", assets, "--state", state, "--events", EVENTS)
    serve.screen_with("欢迎使用")
    serve.say(connect={})
    if not known:
        link_is(serve, "confirm")
        serve.say(keys="enter")
    link_is(serve, "up")
    serve.say(login={})
    serve.say(sign_in={})
    assert serve.event("outcome")["outcome"] == "signed_in"
    return serve


def message(serve, mti):
    return json.loads(serve.until(mti, lambda line: json.loads(line).get("host_message", {}).get("mti") == mti))["host_message"]


def stage(serve, name):
    serve.until(name, lambda line: json.loads(line).get("phone", {}).get("stage") == name)


def sell(serve):
    serve.say(sale="12.50")
    stage(serve, "waiting_for_card")
    serve.say(swipe="debit_101")
    stage(serve, "pin_entry")
    serve.say(keys="1 2 3 4 5 6 enter")


def main():
    vmpos, assets = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as state:
        serve = start(vmpos, assets, state, known=False)
        serve.say(host_rule={"on": "0200", "silent": True})
        sell(serve)
        trace = message(serve, "0200")["trace"]
        serve.event("ledger")
        serve.child.kill()
        serve.child.wait(LIMIT_S)

        serve = start(vmpos, assets, state, known=True)
        serve.seen.clear()
        sell(serve)
        sold = message(serve, "0200")["trace"]
        assert sold > trace, (sold, trace)
        before = [json.loads(line).get("host_message", {}) for line in serve.seen]
        assert any(m.get("mti") == "0400" and m.get("trace") == trace for m in before), before
        assert serve.event("outcome")["outcome"] == "approved"
        serve.end()
    print("a killed serve: its sale was reversed before the next")


if __name__ == "__main__":
    main()
