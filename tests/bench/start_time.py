#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times the start of `vmpos serve`: from exec to the ready line, and to the reader's first answer over TCP.

The answer is the second handshake message, for which the reader has booted, agreed keys and sealed its certificate.
Time runs a thousand times as fast, so that of the second a reader takes to boot a millisecond is in the figure; as fast as
it goes, a reader's patience is over before a phone's first bytes are here. Layout: assets/docs/protocol.md.

    tests/bench/start_time.py build/release/bin/vmpos [RUNS]
"""
import json
import socket
import statistics
import struct
import subprocess
import sys
import time
import zlib

# Sync, wire version, frame type.
HANDSHAKE = b"\xa5\x5a\x01\x01"
CLOSED = b"\xa5\x5a\x01\x04"


def first_message() -> bytes:
    """A phone's first frame: an ephemeral key (any point will do) and a hello with any commitment."""
    version, flags = 1, 1  # a phone that keeps no time
    payload = bytes([9]) + bytes(31) + bytes([version, flags]) + bytes(32)
    head = struct.pack(">2sBBBBHHH", b"\xa5\x5a", 1, 1, 0, 8, 0, 0, len(payload))
    head += struct.pack(">H", zlib.crc32(head) & 0xFFFF)
    frame = head + payload
    return frame + struct.pack(">I", zlib.crc32(frame))


def one_start(program: str) -> tuple[float, float]:
    """Milliseconds to the ready line and to the answer."""
    began = time.perf_counter()
    serve = subprocess.Popen(
        [program, "serve", "--no-state", "--events", "none", "--speed", "1000"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        ready = json.loads(serve.stdout.readline())["ready"]
        ready_after = time.perf_counter() - began
        address = next(e["address"] for e in ready["endpoints"] if e["kind"] == "tcp")
        host, port = address.rsplit(":", 1)
        while True:
            with socket.create_connection((host, int(port)), timeout=10) as phone:
                phone.sendall(first_message())
                answer = phone.recv(4096)
                answered_after = time.perf_counter() - began
            if answer[:4] == HANDSHAKE:
                break
            # On a busy machine a reader's patience may be over before the bytes are here; a phone tries again.
            if answer[:4] != CLOSED or answered_after > 10:
                raise SystemExit(f"not a handshake answer: {answer[:32].hex()}")
    finally:
        serve.terminate()
        serve.wait()
        serve.stdin.close()
        serve.stdout.close()
    return 1000 * ready_after, 1000 * answered_after


def main() -> None:
    program = sys.argv[1]
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    one_start(program)  # fills the page cache
    times = [one_start(program) for _ in range(runs)]
    for name, column in (("ready line", 0), ("first answer", 1)):
        values = [row[column] for row in times]
        print(f"{name:13} min {min(values):6.1f}  median {statistics.median(values):6.1f}  max {max(values):6.1f} ms")


if __name__ == "__main__":
    main()
