#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A sale across three processes: `vmpos serve`, `vmpos host`, `vmpos phone`. Drives the reader by JSON lines, waits for
lines and never for time. Usage: three_processes.py VMPOS ASSETS"""
import json
import queue
import signal
import subprocess
import sys
import tempfile
import threading

LIMIT_S = 60


class Process:
    """A child with its standard output read line by line."""

    def __init__(self, name, *arguments):
        self.name = name
        self.seen = []
        self.child = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.child.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def until(self, what, holds):
        while True:
            try:
                line = self.lines.get(timeout=LIMIT_S)
            except queue.Empty:
                line = None
            if line is None:
                raise SystemExit(f"{self.name}: no {what}. It said:\n" + "\n".join(self.seen[-40:]))
            self.seen.append(line)
            if holds(line):
                return line

    def event(self, kind):
        return json.loads(self.until(kind, lambda line: kind in json.loads(line)))[kind]

    def say(self, **command):
        self.child.stdin.write(json.dumps(command) + "\n")
        self.child.stdin.flush()

    def end(self):
        self.child.send_signal(signal.SIGTERM)
        code = self.child.wait(LIMIT_S)
        if code != 0:
            raise SystemExit(f"{self.name}: exit code {code} after SIGTERM")


def screen_with(serve, text):
    serve.until(f"display with {text}",
                lambda line: any(text in part for part in json.loads(line).get("screen", {}).get("lines", [])))


def sale(serve, phone, known):
    if not known:
        code = phone.until("six digits", lambda line: line.startswith("confirm: "))[len("confirm: "):]
        screen_with(serve, code)
        serve.say(keys="enter")
    phone.until("sign-in", lambda line: line.startswith("signed_in"))
    phone.until("request for a card", lambda line: line.startswith("waiting_for_card"))
    serve.say(swipe="debit_101")
    phone.until("PIN entry", lambda line: line.startswith("pin_entry"))
    serve.say(keys="1 2 3 4 5 6 enter")
    outcome = phone.until("outcome of the sale", lambda line: line.startswith("outcome: ") and "signed_in" not in line)
    assert outcome.startswith("outcome: approved, response code 00"), outcome
    assert phone.child.wait(LIMIT_S) == 0
    paper = "\n".join(phone.seen)
    assert "SIMULATOR - NOT A REAL RECEIPT" in paper and "622202*********0128" in paper, paper
    assert "6222021234567890128" not in paper


def main():
    vmpos, assets = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as state:
        host = Process("host", vmpos, "host", "--assets", assets)
        host_at = host.event("ready")["endpoints"][0]["address"]
        serve = Process("serve", vmpos, "serve", "--assets", assets, "--host", "none", "--state", state + "/reader")
        serve_at = serve.event("ready")["endpoints"][0]["address"]
        screen_with(serve, "SIM")

        def start_phone(*errand):
            return Process("phone", vmpos, "phone", "--assets", assets, "--reader", serve_at, "--host", host_at,
                           "--state", state + "/phone", *errand)

        sale(serve, start_phone("sale", "12.50"), known=False)
        entry = host.event("ledger")
        assert entry["amount_minor"] == 1250, entry
        # The reader knows this phone now: no code the second time.
        sale(serve, start_phone("sale", "3.00"), known=True)
        assert host.event("ledger")["amount_minor"] == 300

        # A port that is taken is a sentence, not a crash.
        port = serve_at.rsplit(":", 1)[1]
        second = subprocess.run([vmpos, "serve", "--assets", assets, "--no-state", "--port", port], stdin=subprocess.DEVNULL,
                                capture_output=True, text=True, timeout=LIMIT_S)
        assert second.returncode == 2 and "in use" in second.stderr, second.stderr
        # So is a kind of event that is none.
        odd = subprocess.run([vmpos, "serve", "--assets", assets, "--no-state", "--events", "screen,nonsense"],
                             stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT_S)
        assert odd.returncode == 2 and "nonsense" in odd.stderr and "outcome" in odd.stderr, odd.stderr
        serve.end()
        host.end()
    print("a sale across three processes: approved twice")


if __name__ == "__main__":
    main()
