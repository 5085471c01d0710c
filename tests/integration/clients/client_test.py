#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A reference client sells with `vmpos serve` and `vmpos host`: usage: client_test.py VMPOS ASSETS CLIENT_COMMAND...

An unknown phone compares six digits; a known one need not; a refused code, a declined card and a busy reader are told; --help
has an example.
"""
import atexit
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading

LIMIT_S = 120  # a test that hangs ends; no step depends on it


class Process:
    def __init__(self, name, *words):
        self.name, self.seen, self.lines = name, [], queue.Queue()
        self.child = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        atexit.register(self.child.kill)
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

    def screen_with(self, text):
        self.until(f"display with {text}",
                   lambda line: any(text in part for part in json.loads(line).get("screen", {}).get("lines", [])))

    def say(self, **command):
        self.child.stdin.write(json.dumps(command) + "\n")
        self.child.stdin.flush()

    def exit_code(self):
        """Waits for the end; keeps what was said until then."""
        while True:
            line = self.lines.get(timeout=LIMIT_S)
            if line is None:
                return self.child.wait(LIMIT_S)
            self.seen.append(line)

    def end(self):
        self.child.send_signal(signal.SIGTERM)
        assert self.child.wait(LIMIT_S) == 0, f"{self.name}: exit code {self.child.returncode} after SIGTERM"


def compare(serve, phone, key):
    code = phone.until("six digits", lambda line: line.startswith("confirm: "))[len("confirm: "):].strip()
    assert len(code) == 6 and code.isdigit(), code
    serve.screen_with(code)
    serve.say(keys=key)


def pay(serve, phone, card, pin):
    phone.until("request for a card", lambda line: line.startswith("waiting_for_card"))
    serve.say(swipe=card)
    phone.until("PIN entry", lambda line: line.startswith("pin_entry"))
    serve.say(keys=" ".join(pin) + " enter")
    return phone.until("outcome", lambda line: line.startswith("outcome: ") and "signed_in" not in line)


def main():
    vmpos, assets, *client = sys.argv[1:]
    helped = subprocess.run([*client, "--help"], capture_output=True, text=True, timeout=LIMIT_S)
    assert helped.returncode == 0 and "12.50" in helped.stdout and "SIMULATOR" in helped.stdout.upper(), helped
    lost = subprocess.run([*client, "--reader", "127.0.0.1:1", "--host", "127.0.0.1:1", "1.00"], capture_output=True, text=True,
                          timeout=LIMIT_S)
    assert lost.returncode in (1, 2) and "refused" in (lost.stdout + lost.stderr).lower(), lost

    with tempfile.TemporaryDirectory() as folder:
        host = Process("host", vmpos, "host", "--assets", assets)
        host_at = host.event("ready")["endpoints"][0]["address"]
        serve = Process("serve", vmpos, "serve", "--assets", assets, "--host", "none", "--no-state")
        serve_at = serve.event("ready")["endpoints"][0]["address"]
        serve.screen_with("SIM")
        key = os.path.join(folder, "phone.key")

        def start(amount):
            return Process("client", *client, "--reader", serve_at, "--host", host_at, "--key", key, amount)

        # The merchant refuses the code.
        phone = start("1.00")
        compare(serve, phone, "cancel")
        assert phone.exit_code() in (1, 2)

        # The merchant accepts it, and a whole sale follows.
        phone = start("12.50")
        compare(serve, phone, "enter")
        phone.until("sign-in", lambda line: line.startswith("signed"))
        # A second phone is told that the reader is taken.
        second = subprocess.run([*client, "--reader", serve_at, "--host", host_at, "1.00"], capture_output=True, text=True,
                                timeout=LIMIT_S)
        assert second.returncode in (1, 2) and "busy" in (second.stdout + second.stderr), second
        outcome = pay(serve, phone, "debit_101", "123456")
        assert outcome.startswith("outcome: approved, response code 00"), outcome
        assert phone.exit_code() == 0
        paper = "\n".join(phone.seen)
        assert "SIMULATOR - NOT A REAL RECEIPT" in paper and "622202*********0128" in paper, paper
        assert "12.50" in paper and "6222021234567890128" not in paper, paper
        assert host.event("ledger")["amount_minor"] == 1250

        # The reader knows this phone now: no code; and a card without the money is declined.
        phone = start("5000.00")
        outcome = pay(serve, phone, "poor_101", "123456")
        assert outcome.startswith("outcome: declined, response code 51"), outcome
        assert phone.exit_code() == 1
        assert not any(line.startswith("confirm") for line in phone.seen), phone.seen
        serve.end()
        host.end()
    print("a client sold: refused, approved, declined")


if __name__ == "__main__":
    main()
