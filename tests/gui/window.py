# SPDX-License-Identifier: Apache-2.0
"""The window under an X server of its own, driven by mouse and keyboard alone. Tests wait for its state lines (VMPOS_TRACE_STATE),
never for time to pass."""
import os
import queue
import signal
import subprocess
import tempfile
import threading

WAIT_S = 240  # only how long a broken window is waited for before the test says so


class Screen:
    """An X server, a home of its own, and a folder for pictures."""

    def __init__(self, report, size="1920x1080"):
        self.report = os.environ.get("VMPOS_REPORT", report)
        os.makedirs(self.report, exist_ok=True)
        read, write = os.pipe()
        self.xvfb = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", size + "x24", "-nolisten", "tcp"],
                                     pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as ready:
            self.display = ":" + ready.readline().strip()
        if self.display == ":":
            raise SystemExit("Xvfb did not start")
        self.home = tempfile.TemporaryDirectory()
        self.env = dict(os.environ, DISPLAY=self.display, VMPOS_TRACE_STATE="1", QT_QPA_PLATFORM="xcb", LC_ALL="C.UTF-8",
                        XDG_STATE_HOME=self.home.name, XDG_RUNTIME_DIR=self.home.name)

    def xdotool(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self.env, check=True)

    def shot(self, name, size=None):
        path = os.path.join(self.report, "window-%s.png" % name)
        crop = ["-crop", size + "+0+0"] if size else []
        subprocess.run(["import", "-window", "root", *crop, path], env=self.env, check=False)
        print("screenshot:", path)

    def end(self):
        self.xvfb.terminate()
        self.xvfb.wait()


class Window:
    def __init__(self, screen, *words):
        self.screen = screen
        self.now = {}
        self.seen = []
        self.marked = 0
        self.program = subprocess.Popen(words, env=screen.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = queue.Queue()
        threading.Thread(target=self.read, args=[self.program.stdout, self.lines], daemon=True).start()

    @staticmethod
    def read(stream, lines):
        for line in stream:
            lines.put(line.rstrip("\n"))
        lines.put(None)

    def next_line(self, wanted):
        try:
            line = self.lines.get(timeout=WAIT_S)
        except queue.Empty:
            line = None
        if line is None:
            self.screen.shot("failed")
            raise SystemExit("the window never said %r; it said last:\n  %s" % (wanted, "\n  ".join(s[:200] for s in self.seen[-25:])))
        self.seen.append(line)
        words = line.split()
        if line.startswith("state "):
            self.now = {words[i + 1]: tuple(map(float, words[i + 2:i + 6])) for i in range(len(words)) if words[i] == "place"}
        return line

    def wait(self, *words):
        """The first state line that holds all of `words`, from the last one waited for on."""
        while True:
            line = self.next_line(words)
            if all(word in line for word in words):
                print("seen:", line[:160])
                return line

    def mark(self):
        """From here on, since_mark() tells."""
        self.marked = len(self.seen)

    def since_mark(self):
        return self.seen[self.marked:]

    def place(self, name):
        """Where an item lies: x, y, width, height; waits until it is to be seen."""
        while name not in self.now:
            self.next_line("place " + name)
        return self.now[name]

    def click(self, name):
        x, y, w, h = self.place(name)
        self.screen.xdotool("mousemove", int(x + w / 2), int(y + h / 2), "click", 1)

    def drag(self, points, pause="0.01"):
        """Presses at the first point, goes along the others, lets go at the last; the X server keeps their order."""
        moves = ["mousemove", *map(int, points[0]), "mousedown", 1]
        for point in points[1:]:
            moves += ["mousemove", *map(int, point), "sleep", pause]
        self.screen.xdotool(*moves, "mouseup", 1)

    def type_pin(self, digits="123456"):
        """Each digit when the display shows a star for the one before."""
        self.click("reader_body")
        for typed, digit in enumerate(digits, 1):
            self.screen.xdotool("key", "--delay", "60", digit)
            self.wait("screen ", "*" * typed)
        self.screen.xdotool("key", "Return")

    def close(self, code=0):
        """Ends the window as Ctrl+C does."""
        self.program.send_signal(signal.SIGINT)
        if code == 0:
            self.wait("vmpos-desktop: ended")
        if self.program.wait(timeout=WAIT_S) != code:
            raise SystemExit("the window ended with %d" % self.program.returncode)

    def kill(self):
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()
