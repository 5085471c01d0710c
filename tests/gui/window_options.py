#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the window's options for state and log say and do, without a screen.

usage: window_options.py VMPOS_DESKTOP
"""
import fcntl
import os
import signal
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]


def environment(home):
    return dict(os.environ, QT_QPA_PLATFORM="offscreen", HOME=home, XDG_STATE_HOME=home + "/xdg", XDG_RUNTIME_DIR=home)


class Window:
    """A window on no screen; it is there when its first frame is."""

    def __init__(self, home, *words):
        env = dict(environment(home), VMPOS_TRACE_STATE="1")
        self.program = subprocess.Popen([PROGRAM, *words], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = []

    def wait(self, words):
        for line in self.program.stdout:
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError("%r was never said, but: %s" % (words, "".join(self.said)))

    def end(self, code=0):
        """Ends it; answers all it said."""
        self.program.send_signal(signal.SIGTERM)
        self.said += self.program.stdout.readlines()
        assert self.program.wait() == code, (self.program.returncode, self.said)
        return "".join(self.said)


def run(home, *words):
    """Opens a window, waits until the reader shows its first screen, ends it; answers all it said."""
    window = Window(home, *words)
    try:
        window.wait("SIMULATOR|")
        return window.end()
    finally:
        window.program.kill()


def refused(home, expected, *words):
    done = subprocess.run([PROGRAM, *words], env=environment(home), capture_output=True, text=True)
    assert done.returncode == 2 and done.stdout == "", done
    assert expected in done.stderr and done.stderr.count("\n") == 1, done.stderr


def no_display(home):
    """Help and version are for terminals without a display too; anything else is told there is none."""
    env = {name: value for name, value in environment(home).items() if name not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")}
    said = [subprocess.run([PROGRAM, *words], env=env, capture_output=True, text=True) for words in (["--help"], ["--version"], [])]
    assert said[0].returncode == 0 and "--attach <ADDRESS>" in said[0].stdout and said[0].stderr == "", said[0]
    assert said[1].returncode == 0 and said[1].stdout.startswith("vmpos-desktop ") and said[1].stderr == "", said[1]
    assert said[2].returncode == 2 and "there is no display here" in said[2].stderr, said[2]


def journal_lines(said, kind):
    return [line for line in said.splitlines() if len(line.split(" ")) > 4 and line.split(" ")[3] == kind]


def main():
    with tempfile.TemporaryDirectory() as home:
        usual = home + "/xdg/vmpos"
        refused(home, "--state needs a directory", "--state", "")
        refused(home, "only one of them", "--state", home, "--no-state")
        refused(home, "error, warning, info, debug or trace, not 'loud'", "--log-level", "loud")
        refused(home, "whole number, not 'x'", "--seed", "x")
        refused(home, "--language is en, zh-CN or zh-TW, not 'xx'", "--language", "xx")
        refused(home, "--theme is light or dark, not 'blue'", "--theme", "blue")
        refused(home, "such as 1440x900, not 'abc'", "--size", "abc")
        refused(home, "expected unix:PATH or 127.0.0.1:PORT", "--attach", "foo")
        refused(home, "expected unix:PATH or 127.0.0.1:PORT", "--attach", "127.0.0.1:70000")
        refused(home, "the path of a Unix socket has 1 to 107 characters", "--attach", "unix:")
        refused(home, "--reader is for a reader of this window's own", "--attach", "127.0.0.1:4713", "--reader", "m35")
        refused(home, "there is no 'nope' under readers; expected", "--reader", "nope")
        refused(home, "there is no 'nope' under hosts; expected", "--host", "nope")
        refused(home, "no card is named 'nope'", "--cards", "debit_101,nope")
        no_display(home)

        run(home, "--no-state")
        run(home, "--seed", "7")
        assert not os.path.exists(usual), "kept without being asked"

        run(home)
        assert os.path.exists(usual + "/reader/reader.state") and os.path.exists(usual + "/ledger.sqlite"), os.listdir(home)

        # Another program has the directory: the sentence on standard error and in the window, which ends with 2.
        state = home + "/own"
        first = Window(home, "--state", state)
        first.wait("SIMULATOR|")
        second = Window(home, "--state", state)
        line = second.wait("another process is using")
        assert line.startswith("vmpos-desktop: " + state + ": another process") and "--state" in line, line
        second.end(code=2)
        # What changed is there while it runs, also for one that gets no chance to end.
        assert os.path.exists(state + "/reader/reader.state")
        first.program.kill()
        first.program.wait()
        # Its world notices, keeps what it has and lets the directory go.
        with open(state + "/lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
        assert os.path.exists(state + "/reader/reader.state")

        # --fresh forgets what was there: a damaged memory is refused without it.
        with open(state + "/reader/reader.state", "wb") as file:
            file.write(b"damaged")
        third = Window(home, "--state", state)
        third.wait("reader.state")
        third.end(code=2)
        run(home, "--state", state, "--fresh")

        said = run(home, "--no-state", "--seed", "7")
        assert "vmpos-desktop: SIMULATOR" in said and "vmpos-desktop: ended" in said, said
        assert not journal_lines(said, "screen"), said
        for level in ("error", "warning"):
            said = run(home, "--no-state", "--seed", "7", "--log-level", level)
            assert "vmpos-desktop" not in said, said
        said = run(home, "--no-state", "--seed", "7", "--log-level", "debug")
        assert journal_lines(said, "screen") and not journal_lines(said, "lights"), said
        said = run(home, "--no-state", "--seed", "7", "--log-level", "trace")
        assert journal_lines(said, "screen") and journal_lines(said, "lights"), said
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
