#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is recorded plays again: a scenario, a `serve` session driven over standard input with state it found, and one with a
phone over TCP give the same journal, byte for byte. Waits for lines and never for time. Usage: replay.py VMPOS SOURCE"""
import os
import subprocess
import sys
import tempfile

from program import LIMIT_S, Process
from three_processes import sale

VMPOS, SOURCE = sys.argv[1:3]
ASSETS = os.path.join(SOURCE, "assets")


def run(*arguments, code=0):
    done = subprocess.run([VMPOS, *arguments], cwd=SOURCE, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT_S)
    assert done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr)
    return done


def read(path):
    with open(path, "rb") as file:
        return file.read()


def play(folder, name, code=0):
    log, once, again = (os.path.join(folder, name + end) for end in (".log", ".journal", ".again"))
    said = run("replay", log, "--journal", again, "--assets", ASSETS, code=code).stdout
    if code == 0:
        assert "the same, byte for byte" in said, said
        assert read(once) == read(again), f"{name}: the journals differ"
        assert len(read(once)) > 2000, read(once)
    return said


def files(folder, name):
    return "--log", os.path.join(folder, name + ".log"), "--journal", os.path.join(folder, name + ".journal")


def scenarios(folder):
    for name in ("sale/approved_with_pin", "power/flash_cut_before_the_request", "readers/two_readers", "link/corrupt"):
        path = f"scenarios/suite/{name}.yaml"
        flat = name.replace("/", "_")
        run("run", path, *files(folder, flat), "--assets", ASSETS)
        play(folder, flat)
    run("run", "scenarios/suite/sale", "--log", os.path.join(folder, "many.log"), code=2)


def drive(serve, known):
    """A whole sale over standard input; two commands come in one write, so they meet the same virtual time."""
    serve.screen_with("欢迎使用")
    serve.say(connect={})
    if not known:
        serve.until("six digits", lambda line: '"state":"confirm"' in line)
        serve.say(keys="enter")
    serve.until("link up", lambda line: "connected" in line and "phone" in line)
    serve.child.stdin.write('{"login": {}, "id": 1}\n{"sign_in": {}, "id": 2}\n{"power": "on", "id": 3}\n')
    serve.child.stdin.flush()
    assert serve.event("outcome")["outcome"] == "signed_in"
    serve.until("refusal", lambda line: '"refused":{"id":3' in line)
    serve.say(sale="12.50")
    serve.until("request for a card", lambda line: "waiting_for_card" in line)
    serve.say(swipe="debit_101")
    serve.until("PIN entry", lambda line: "pin_entry" in line)
    serve.say(keys="1 2 3 4 5 6 enter")
    assert serve.event("outcome")["outcome"] == "approved"


def session(folder):
    state = os.path.join(folder, "state")
    for name, known in (("new", False), ("kept", True)):
        serve = Process("serve", VMPOS, "serve", "--assets", ASSETS, "--state", state, *files(folder, name))
        drive(serve, known)
        serve.end()
        play(folder, name)


def outside_phone(folder):
    state = os.path.join(folder, "outside")
    serve = Process("serve", VMPOS, "serve", "--assets", ASSETS, "--state", state, *files(folder, "tcp"))
    ends = {end["kind"]: end["address"] for end in serve.event("ready")["endpoints"]}
    serve.screen_with("SIM")
    phone = Process("phone", VMPOS, "phone", "--assets", ASSETS, "--reader", ends["tcp"], "--host", ends["host"], "sale", "12.50")
    sale(serve, phone, known=False)
    serve.end()
    said = play(folder, "tcp")
    assert " 0 things from outside" not in said, said


def what_is_wrong_is_said(folder):
    good = read(os.path.join(folder, "new.log"))
    bad = os.path.join(folder, "bad.log")
    for bytes_, words in ((good[:-1], "ends in the middle"), (b"x" + good, "not a command log"),
                          (good[:3000] + bytes([good[3000] ^ 1]) + good[3001:], "damaged")):
        with open(bad, "wb") as file:
            file.write(bytes_)
        said = run("replay", bad, "--assets", ASSETS, code=2).stderr
        assert words in said and "bad.log" in said, said
    run("replay", os.path.join(folder, "missing.log"), code=2)
    run("replay", code=2)
    # A serve that was killed leaves a log without an end, which still plays.
    killed = os.path.join(folder, "killed.log")
    serve = Process("serve", VMPOS, "serve", "--assets", ASSETS, "--no-state", "--log", killed)
    serve.screen_with("SIM")
    serve.child.kill()
    serve.child.wait(LIMIT_S)
    said = run("replay", killed, "--assets", ASSETS).stdout
    assert "has no end" in said, said


def main():
    with tempfile.TemporaryDirectory() as folder:
        scenarios(folder)
        session(folder)
        outside_phone(folder)
        what_is_wrong_is_said(folder)
    print("recorded sessions play again, byte for byte")


if __name__ == "__main__":
    main()
