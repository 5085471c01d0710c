# SPDX-License-Identifier: Apache-2.0
"""Programs of ours as children of a test, read line by line, and the two things a test does with a phone and a served reader.
Waits for lines and never for time; LIMIT_S only ends a test that hangs."""
import atexit
import json
import queue
import signal
import subprocess
import threading

LIMIT_S = 120


class Process:
    """A child whose standard output is read line by line and whose standard input takes bus commands. `options` go to
    subprocess.Popen."""

    def __init__(self, name, *arguments, **options):
        self.name, self.seen, self.lines = name, [], queue.Queue()
        self.child = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, **options)
        atexit.register(self.child.kill)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.child.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def until(self, what, holds):
        """The first line that `holds`; ends the test when the child says no more."""
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
        code = self.child.wait(LIMIT_S)
        if code != 0:
            raise SystemExit(f"{self.name}: exit code {code} after SIGTERM")


def compare(serve, phone, key):
    """The phone's six digits stand on the reader's display; the merchant presses `key`."""
    code = phone.until("six digits", lambda line: line.startswith("confirm: "))[len("confirm: "):].strip()
    assert len(code) == 6 and code.isdigit(), code
    serve.screen_with(code)
    serve.say(keys=key)


def pay(serve, phone, card, pin):
    """Swipes and types; answers the phone's line with the outcome."""
    phone.until("request for a card", lambda line: line.startswith("waiting_for_card"))
    serve.say(swipe=card)
    phone.until("PIN entry", lambda line: line.startswith("pin_entry"))
    serve.say(keys=" ".join(pin) + " enter")
    return phone.until("outcome", lambda line: line.startswith("outcome: ") and "signed_in" not in line)
