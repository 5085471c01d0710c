#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a hostile or broken far end can do to `vmpos serve` over TCP, and what it must leave behind: a refusal, a line in the
journal, and a reader that serves the next phone. usage: hostile_test.py VMPOS ASSETS PYTHON_CLIENT_FOLDER"""
import json
import os
import select
import socket
import struct
import sys
import zlib

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

VMPOS, ASSETS, CLIENT = sys.argv[1:]
sys.path[:0] = [os.path.dirname(os.path.dirname(os.path.abspath(__file__))), CLIENT]
from frames import Failed, Frames  # noqa: E402
from program import LIMIT_S, Process  # noqa: E402
from session import Session  # noqa: E402

DROPS = 1000


class Bench:
    def __init__(self, vmpos, assets):
        # Under the address sanitizer freed memory is kept aside; a leak would hide in it.
        os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"
        self.serve = Process("serve", vmpos, "serve", "--assets", assets, "--no-state", "--readers", "2", "--events", "note,screen")
        ends = self.serve.event("ready")["endpoints"]
        self.places = [self.place(end["address"]) for end in ends if end["kind"] == "tcp"]
        ports = [port for _, port in self.places]
        assert len(self.places) == 2 and 0 not in ports and ports[0] != ports[1], ends
        self.serve.screen_with("SIM")

    @staticmethod
    def place(address):
        host, port = address.rsplit(":", 1)
        return host, int(port)

    def connect(self, reader=0, room=None):
        stream = socket.socket()
        stream.settimeout(LIMIT_S)
        if room:
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        stream.connect(self.places[reader])
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.note("link up")
        return stream

    def note(self, text):
        """Waits for a note that holds `text`."""
        return self.serve.until(f"note '{text}'", lambda line: text in json.loads(line).get("note", {}).get("text", ""))

    def resources(self):
        pid = self.serve.child.pid
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            kib = next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
        return len(os.listdir(f"/proc/{pid}/fd")), kib


def frame(kind, payload, sequence=0, version=1, length=None):
    head = struct.pack(">2sBBBBHHH", b"\xa5\x5a", version, kind, 0, 8, sequence, 0, len(payload) if length is None else length)
    head += struct.pack(">H", zlib.crc32(head) & 0xFFFF)
    return head + payload + struct.pack(">I", zlib.crc32(head + payload))


def rest_of(stream):
    """Everything until the reader hangs up."""
    data = b""
    try:
        while piece := stream.recv(65536):
            data += piece
    except ConnectionError:
        pass
    return data


def closed_with(data):
    """The reason in the closed frame at the end of `data`."""
    assert data[-19:-15] == b"\xa5\x5a\x01\x04", data[-19:].hex()
    return data[-5]


class Tap:
    """A stream that keeps what goes over it, and may change what is sent."""

    def __init__(self, stream, change=lambda data: data):
        self.stream, self.change, self.sent, self.received = stream, change, [], b""

    def sendall(self, data):
        data = self.change(data)
        self.sent.append(data)
        self.stream.sendall(data)

    def recv(self, count):
        data = self.stream.recv(count)
        self.received += data
        return data


def refused_frames(bench):
    # Half a frame, and gone.
    stream = bench.connect()
    stream.sendall(frame(1, bytes(66))[:20])
    stream.close()
    bench.note("link down")

    # Lengths of 64 KiB and 4 GiB are nothing to wait for: the frame behind them is served.
    stream = bench.connect()
    stream.sendall(frame(1, b"", length=0xFFFF) + b"\xff\xff\xff\xff" * 4 + frame(1, b"\x00" * 66, version=2))
    assert closed_with(rest_of(stream)) == 12
    bench.note("another version")

    # A frame of another version; a hello of an older one.
    stream = bench.connect()
    stream.sendall(frame(1, bytes(32) + b"\x00" + bytes(33)))
    assert closed_with(rest_of(stream)) == 12
    bench.note("another version")

    # Noise.
    stream = bench.connect()
    stream.sendall(frame(2, bytes(40)))
    assert closed_with(rest_of(stream)) == 4
    bench.note("handshake refused")


def refused_handshakes(bench, authority):
    static = X25519PrivateKey.generate()

    def open_session(stream, **fixed):
        return Session(Frames(stream), static, authority, lambda code: bench.serve.say(keys="enter"), **fixed)

    # Downgraded on the way: the flags of message 1 changed, as somebody in the middle would.
    def change(data):
        if data[3] != 1 or len(data) != 14 + 66 + 4:
            return data
        payload = data[14:-4]
        return frame(1, payload[:33] + b"\x01" + payload[34:])

    stream = Tap(bench.connect(), change)
    try:
        open_session(stream)
        raise SystemExit("a handshake that was changed on the way stood")
    except Failed as why:
        assert "not meant for this session" in str(why) or "handshake failed" in str(why), why
    stream.stream.close()
    bench.note("link down")

    # A good session, and its messages replayed.
    stream = Tap(bench.connect())
    session = open_session(stream)
    good = stream.sent
    session.close()
    rest_of(stream.stream)
    bench.note("said goodbye")
    replay = bench.connect()
    replay.sendall(good[0])
    head = replay.recv(14, socket.MSG_WAITALL)
    replay.recv(struct.unpack(">H", head[10:12])[0] + 4, socket.MSG_WAITALL)
    replay.sendall(good[1])
    assert closed_with(rest_of(replay)) == 4
    bench.note("handshake refused")

    # A record replayed, and one altered.
    for damage in (lambda record: record, lambda record: record[:14] + bytes([record[14] ^ 1]) + record[15:]):
        stream = Tap(bench.connect())
        session = open_session(stream)
        session.send(b"\x08\x01\x22\x00")
        assert session.receive()
        record = damage(stream.sent[-1])
        stream.stream.sendall(frame(2, record[14:-4], sequence=session.frames.sent))
        try:
            session.receive()
            raise SystemExit("a record that was replayed stood")
        except Failed as why:
            assert "refused a record" in str(why), why
        rest_of(stream.stream)
        bench.note("record refused")


def back_pressure(bench, authority):
    """A phone that asks and does not read holds nobody up and loses nothing: every answer comes, in order."""
    stream = bench.connect(1, room=8192)
    session = Session(Frames(stream), X25519PrivateKey.generate(), authority,
                      lambda code: bench.serve.say(reader="reader2", keys="enter"))
    payload = bytes(1000)
    asked = 0
    stream.settimeout(0.0)
    at_most = 20000

    def request(number):
        # Request{id, echo{payload}}
        echo = b"\x0a" + varint(len(payload)) + payload
        return b"\x08" + varint(number) + b"\x1a" + varint(len(echo)) + echo

    waiting = b""

    class Collect:
        data = b""

        def sendall(self, data):
            self.data += data

    outgoing = Collect()
    session.frames.stream = outgoing
    stalled = False
    while not stalled:
        assert asked < at_most, "the reader swallows whatever comes"
        session.send(request(asked + 1))
        asked += 1
        waiting += outgoing.data
        outgoing.data = b""
        try:
            while waiting:
                waiting = waiting[stream.send(waiting):]
        except BlockingIOError:
            stalled = True
    answered = 0
    session.frames.stream = Pump(stream, waiting)
    while answered < asked:
        reply = session.receive()
        answered += 1
        assert reply.startswith(b"\x08" + varint(answered)), (answered, reply[:8].hex())
    stream.close()
    bench.note("link down")
    return asked


class Pump:
    """Writes what still waits while it reads."""

    def __init__(self, stream, waiting):
        self.stream, self.waiting = stream, waiting

    def recv(self, count):
        while True:
            readable, writable, _ = select.select([self.stream], [self.stream] if self.waiting else [], [], LIMIT_S)
            assert readable or writable, "the reader stalled"
            if writable:
                self.waiting = self.waiting[self.stream.send(self.waiting):]
            if readable:
                return self.stream.recv(count)


def varint(value):
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def connects_and_drops(bench):
    """In five manners; descriptors and memory stay what they were."""
    hello = frame(1, bytes(range(32)) + b"\x01\x00" + bytes(32))
    reset = struct.pack("ii", 1, 0)

    def drop(number):
        stream = bench.connect()
        manner = number % 5
        if manner == 1:
            stream.sendall(hello[:30])
        if manner in (2, 3):
            stream.sendall(hello)
        if manner == 3:
            stream.recv(14, socket.MSG_WAITALL)
        if manner in (3, 4):
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
        stream.close()
        bench.note("link down")
        bench.serve.seen.clear()

    for number in range(200):
        drop(number)
    before = bench.resources()
    for number in range(DROPS):
        drop(number)
    after = bench.resources()
    print(f"{DROPS} connects and drops: descriptors {before[0]} -> {after[0]}, memory {before[1]} -> {after[1]} KiB")
    assert after[0] <= before[0], "descriptors leak"
    assert after[1] - before[1] < 2048, "memory leaks"


def slow_loris(bench):
    """A byte now and then is not a handshake: the reader lets go after its time, and meanwhile tells others that it is busy."""
    stream = bench.connect()
    stream.sendall(b"\xa5")
    other = socket.create_connection(bench.places[0], timeout=LIMIT_S)
    assert closed_with(rest_of(other)) == 9
    bench.note("busy with another phone")
    assert closed_with(rest_of(stream)) == 5
    bench.note("handshake not finished in time")


def main():
    with open(os.path.join(ASSETS, "keys/test_ca_certificate.pem"), "rb") as file:
        authority = x509.load_pem_x509_certificate(file.read())
    bench = Bench(VMPOS, ASSETS)
    refused_frames(bench)
    refused_handshakes(bench, authority)
    asked = back_pressure(bench, authority)
    print(f"{asked} requests asked before reading one answer; all answered in order")
    connects_and_drops(bench)
    slow_loris(bench)
    bench.serve.end()
    print("everything hostile was refused and journalled")


if __name__ == "__main__":
    main()
