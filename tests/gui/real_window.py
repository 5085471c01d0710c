#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A whole sale in a real window under Xvfb, by mouse and keyboard alone.

usage: real_window.py VMPOS_DESKTOP REPORT_DIR

Starts an X server of its own, opens the window, logs in on the phone, accepts the code on the reader, types an amount, drags a card
through the slot, types the PIN on the keyboard, and expects the approval on phone and display. It waits for the window's own
accessible state lines (VMPOS_TRACE_STATE), never for time to pass. The screenshots stay in REPORT_DIR. State is in a directory of the
test's own; after the sale the window is ended and opened once more, and reader and phone know each other still.
"""
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading

WAIT_S = 120  # only how long a broken window is waited for before the test says so


class Window:
    def __init__(self, program, report):
        self.report = report
        os.makedirs(report, exist_ok=True)
        read, write = os.pipe()
        self.xvfb = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
                                     pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as ready:
            self.display = ":" + ready.readline().strip()
        if self.display == ":":
            raise SystemExit("Xvfb did not start")
        self.home = tempfile.TemporaryDirectory()
        self.env = dict(os.environ, DISPLAY=self.display, VMPOS_TRACE_STATE="1", QT_QPA_PLATFORM="xcb", LC_ALL="C.UTF-8",
                        XDG_STATE_HOME=self.home.name, XDG_RUNTIME_DIR=self.home.name)
        self.words = [program, "--seed", "7", "--state", os.path.join(self.home.name, "state")]
        self.open()

    def open(self):
        self.program = subprocess.Popen(self.words, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = queue.Queue()
        self.seen = []
        threading.Thread(target=self.read, args=[self.program.stdout, self.lines], daemon=True).start()

    @staticmethod
    def read(stream, lines):
        for line in stream:
            lines.put(line.rstrip("\n"))
        lines.put(None)

    def wait(self, *words):
        """The first state line that holds all of `words`, from the last one waited for on."""
        while True:
            try:
                line = self.lines.get(timeout=WAIT_S)
            except queue.Empty:
                line = None
            if line is None:
                self.shot("failed")
                raise SystemExit("the window never said %r; it said last:\n  %s" % (words, "\n  ".join(self.seen[-25:])))
            self.seen.append(line)
            if all(word in line for word in words):
                print("seen:", line)
                return line

    def xdotool(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self.env, check=True)

    def shot(self, name):
        path = os.path.join(self.report, "window-%s.png" % name)
        subprocess.run(["import", "-window", "root", path], env=self.env, check=False)
        print("screenshot:", path)

    def places(self, line):
        """`place NAME X Y W H` pairs of a state line, as centre points."""
        words = line.split()
        return {words[i + 1]: tuple(map(float, words[i + 2:i + 6])) for i in range(len(words)) if words[i] == "place"}

    def click(self, place):
        x, y, w, h = place
        self.xdotool("mousemove", int(x + w / 2), int(y + h / 2), "click", 1)

    def close(self):
        """Ends the window as Ctrl+C does. It is to end well, and to say so."""
        self.program.send_signal(signal.SIGINT)
        self.wait("vmpos-desktop: ended")
        if self.program.wait(timeout=WAIT_S) != 0:
            raise SystemExit("the window ended with %d" % self.program.returncode)

    def end(self):
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()
        self.xvfb.terminate()
        self.xvfb.wait()


def sale(window):
    place = window.places(window.wait("state ready", "place login"))
    window.wait("screen", "SIMULATOR")
    window.shot("1-start")
    window.click(place["login"])
    window.wait("link confirm")
    window.shot("2-code")
    window.click(place["key_enter"])
    window.wait("signed_in true")
    window.click(place["amount"])
    window.xdotool("type", "--delay", "40", "128.50")
    window.click(place["charge"])
    window.wait("stage waiting_for_card")
    window.shot("3-waiting")

    # Draw the card through the slot from right to left in steps; the X server keeps their order and the window takes their time.
    x, y, w, h = place["card_debit_101"]
    slot_x, slot_y, slot_w, slot_h = place["slot"]
    middle = int(slot_y + slot_h / 2)
    moves = ["mousemove", int(x + 60), int(y + 40), "mousedown", 1, "mousemove", int(slot_x + slot_w + 60), middle]
    for step in range(int(slot_x + slot_w), int(slot_x) - 40, -12):
        moves += ["mousemove", step, middle, "sleep", "0.008"]
    moves += ["mouseup", 1]
    window.xdotool(*moves)
    window.wait("stage pin_entry")
    window.shot("4-pin")
    window.click(place["reader_body"])
    for digit in "123456":
        window.xdotool("key", "--delay", "60", digit)
    window.xdotool("key", "Return")
    line = window.wait("outcome ")
    if "outcome approved" not in line:
        raise SystemExit("the sale ended with: " + line)
    if not any(line.startswith("screen") and "交易成功" in line for line in window.seen):
        raise SystemExit("approved, and the display never said so: " + window.seen[-1])
    window.shot("5-approved")


def known_again(window):
    """No six digits this time: the reader kept the phone, and the phone the reader."""
    place = window.places(window.wait("state ready", "place login"))
    window.wait("screen", "SIMULATOR")
    window.click(place["login"])
    window.wait("signed_in true")
    if any("link confirm" in line for line in window.seen):
        raise SystemExit("reader and phone did not know each other any more")


def main():
    window = Window(sys.argv[1], sys.argv[2])
    try:
        sale(window)
        window.close()
        window.open()
        known_again(window)
        window.close()
    finally:
        window.end()
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
