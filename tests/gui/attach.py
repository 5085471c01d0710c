#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A window on a reader that runs elsewhere, over the control socket of `vmpos serve`, and what strangers may write into that socket.

usage: attach.py VMPOS_DESKTOP VMPOS REPORT_DIR
"""
import json
import os
import signal
import socket
import stat
import struct
import subprocess
import sys

import window as gui


def frame(message):
    return struct.pack(">I", len(message)) + message


class Frames:
    """The messages that come over a stream, one after the other; what came with one and belongs to the next is kept."""

    def __init__(self, stream):
        self.stream = stream
        self.buffer = b""

    def next(self):
        """The next message; None when the far end closed."""
        while len(self.buffer) < 4 or len(self.buffer) < 4 + struct.unpack(">I", self.buffer[:4])[0]:
            piece = self.stream.recv(65536)
            if not piece:
                return None
            self.buffer += piece
        end = 4 + struct.unpack(">I", self.buffer[:4])[0]
        message, self.buffer = self.buffer[4:end], self.buffer[end:]
        return message


def connect(path):
    stream = socket.socket(socket.AF_UNIX)
    stream.settimeout(gui.WAIT_S)
    stream.connect(path)
    return stream


def strangers(path):
    """Bytes that are no command end that connection, with a word, and nobody else's."""
    for bad in (b"\xff\xff\xff\xff", b"\0\0\0\0", frame(b"\xff\xff\xff")):
        stranger = connect(path)
        stranger.sendall(bad)
        frames = Frames(stranger)
        everything = b"".join(iter(frames.next, None))  # ends because the server closes
        assert b"a frame" in everything, everything[-200:]
        stranger.close()
    # A frame that never ends, and a client that only listens, cost nobody anything.
    half = connect(path)
    half.sendall(b"\0\0\1\0abc")
    # id 7, world_info {}: its answer comes to who asked, with the number it was asked with.
    asker = connect(path)
    asker.sendall(frame(b"\x10\x07\x92\x08\x00"))
    frames = Frames(asker)
    for message in iter(frames.next, None):
        if b"\x52\x02\x08\x07" in message:
            break
    else:
        raise AssertionError("the connection closed without an answer")
    half.close()
    asker.close()


def main():
    program, vmpos, report = sys.argv[1:4]
    screen = gui.Screen(report, "1440x900")
    path = os.path.join(screen.home.name, "reader.sock")
    refused = subprocess.run([vmpos, "serve", "--no-state", "--control", "0.0.0.0:0"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert refused.returncode == 2 and "for this machine only" in refused.stderr, refused
    server = subprocess.Popen([vmpos, "serve", "--no-state", "--seed", "7", "--control", "unix:" + path, "--events", "none"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    window = None
    try:
        ready = json.loads(server.stdout.readline())["ready"]
        assert {"kind": "control", "address": "unix:" + path} in ready["endpoints"], ready
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600, oct(os.stat(path).st_mode)
        strangers(path)
        window = gui.Window(screen, program, "--attach", "unix:" + path, "--size", "1440x900", "--language", "en")
        window.wait("state ready", "place login")
        window.click("login")
        window.wait("link confirm")
        window.click("key_enter")
        window.wait("signed_in true")
        screen.shot("9-attached")
        # The reader goes: the window stays and says so.
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=gui.WAIT_S) == 0
        window.wait("failure ", path)
        window.place("restart")
        assert not os.path.exists(path), "the socket outlived its server"
        window.close(code=2)
    finally:
        if window:
            window.kill()
        server.kill()
        server.wait()
        screen.end()
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
