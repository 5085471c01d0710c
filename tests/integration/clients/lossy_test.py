#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Python client's lossy.py against the reader, over a transport that loses, damages and repeats: nothing is lost or doubled.
The reader profile `radio` makes TCP count as lossy; the losing is done here, in both directions.

usage: lossy_test.py VMPOS ASSETS CLIENTS_PYTHON PROTO
"""
import os
import random
import select
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from program import Process  # noqa: E402

PACKET = 180


class BadAir:
    """A stream cut into packets, of which some are lost, damaged or come twice."""

    def __init__(self, address, seed, rate):
        self.stream, self.dice, self.rate = socket.create_connection(address), random.Random(seed), rate
        self.stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lost = 0

    def mistreat(self, data):
        out = b""
        for at in range(0, len(data), PACKET):
            piece, fate = bytearray(data[at:at + PACKET]), self.dice.random()
            if fate < self.rate:
                self.lost += 1
                continue
            if fate < 2 * self.rate:
                piece[self.dice.randrange(len(piece))] ^= 1 << self.dice.randrange(8)
            out += bytes(piece) * (2 if fate > 1 - self.rate else 1)
        return out

    def send(self, data):
        self.stream.sendall(self.mistreat(data))

    def receive(self, timeout_s):
        if not select.select([self.stream], [], [], timeout_s)[0]:
            return None
        data = self.stream.recv(4096)
        if not data:
            raise AssertionError("the reader hung up")
        return self.mistreat(data)


def main():
    vmpos, assets, client, protos = sys.argv[1:]
    sys.path[:0] = [client, protos]
    import lossy
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from mpos.reader.v1 import reader_pb2
    from sell import Reader, address
    from session import Session

    with open(os.path.join(assets, "keys/test_ca_certificate.pem"), "rb") as file:
        authority = x509.load_pem_x509_certificate(file.read())
    serve = Process("serve", vmpos, "serve", "--assets", assets, "--reader", "radio", "--no-state")
    at = address(serve.event("ready")["endpoints"][0]["address"])
    serve.screen_with("SIM")

    def compare(code):
        serve.screen_with(code)
        serve.say(keys="enter")

    key = X25519PrivateKey.generate()
    # Without losses nothing is waited for: a whole burst, and the reader's credit goes to 0 and back.
    for rate, count, size in ((0.0, 200, 1024), (0.03, 40, 700)):
        air = BadAir(at, 1, rate)
        frames = lossy.LossyFrames(air)
        reader = Reader(Session(frames, key, authority, compare), None, reader_pb2)
        messages = [os.urandom(size) for _ in range(count)]
        asked = [reader.request("echo", payload=message) for message in messages]
        answers = [reader.next()[0] for _ in asked]
        assert [reply.id for reply in answers] == asked, "answers are missing, doubled or out of order"
        assert all(reply.code == reader_pb2.CODE_OK for reply in answers), answers[0].detail
        assert [reply.echo.payload for reply in answers] == messages, "an answer was altered"
        assert (air.lost > 0) == (rate > 0), air.lost
        if rate:
            assert frames.repeated and frames.dropped, (frames.repeated, frames.dropped)
        print(f"{count} messages of {size} bytes, {air.lost} packets lost, {frames.repeated} frames sent again")
        reader.session.close()
        frames.flush()
        air.stream.close()
    serve.end()


if __name__ == "__main__":
    main()
