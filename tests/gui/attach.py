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


def read_frames(stream, count):
    """So many frames' bytes; fewer when the far end closes."""
    frames, buffer = [], b""
    while len(frames) < count:
        piece = stream.recv(65536)
        if not piece:
            break
        buffer += piece
        while len(buffer) >= 4 and len(buffer) >= 4 + struct.unpack(">I", buffer[:4])[0]:
            size = struct.unpack(">I", buffer[:4])[0]
            frames.append(buffer[4:4 + size])
            buffer = buffer[4 + size:]
    return frames


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
        everything = b"".join(read_frames(stranger, 1000))  # ends because the server closes
        assert b"a frame" in everything, everything[-200:]
        stranger.close()
    # A frame that never ends, and a client that only listens, cost nobody anything.
    half = connect(path)
    half.sendall(b"\0\0\1\0abc")
    # id 7, world_info {}: its answer comes to who asked, with the number it was asked with.
    asker = connect(path)
    read_frames(asker, 3)
    asker.sendall(frame(b"\x10\x07\x92\x08\x00"))
    answers = read_frames(asker, 2)
    assert any(b"\x52\x02\x08\x07" in answer for answer in answers), answers
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
