# SPDX-License-Identifier: Apache-2.0
"""Frames over TCP: numbered, checked, put together from fragments. Section "Frame" of assets/docs/protocol.md."""

import struct
import zlib


class Failed(Exception):
    """What went wrong, in words for people."""


HANDSHAKE, RECORD, ACKNOWLEDGEMENT, CLOSED = 1, 2, 3, 4
MORE_FRAGMENTS = 1
FRAME_PAYLOAD = 2048  # what we send at most in one frame; a receiver takes 4224
WHOLE_LIMIT = 4113    # a message or record put together from fragments

REASONS = {2: "the reader closed", 3: "idle for too long", 4: "handshake failed", 5: "handshake took too long",
           6: "certificate refused", 7: "the code was refused on the reader", 8: "the code was not answered in time",
           9: "busy: another phone controls the reader", 10: "the reader refused a record", 12: "another wire version"}


class Frames:
    """Numbered frames over a byte stream that keeps order (TCP)."""

    def __init__(self, stream):
        self.stream = stream
        self.sent = self.received = 0

    def send(self, kind, payload):
        for at in range(0, len(payload), FRAME_PAYLOAD):
            piece = payload[at:at + FRAME_PAYLOAD]
            flags = MORE_FRAGMENTS if at + len(piece) < len(payload) else 0
            numbered = kind in (HANDSHAKE, RECORD)
            head = struct.pack(">2sBBBBHHH", b"\xa5\x5a", 1, kind, flags, 8, self.sent if numbered else 0, self.received,
                               len(piece))
            head += struct.pack(">H", zlib.crc32(head) & 0xFFFF)
            self.stream.sendall(head + piece + struct.pack(">I", zlib.crc32(head + piece)))
            self.sent = (self.sent + numbered) & 0xFFFF

    def receive(self):
        """The next whole handshake message or record, its fragments joined: (kind, bytes)."""
        whole = b""
        while True:
            kind, flags, sequence, payload = self._frame()
            if kind == CLOSED:
                raise Failed(REASONS.get(payload[0] if payload else 0, "the reader closed"))
            if sequence != self.received:
                raise Failed("a frame is missing")
            self.received = (self.received + 1) & 0xFFFF
            whole += payload
            if len(whole) > WHOLE_LIMIT:
                raise Failed("a message is too long")
            if not flags & MORE_FRAGMENTS:
                return kind, whole

    def _frame(self):
        head = self._read(14)
        sync, version, kind, flags, _credit, sequence, _ack, length, check = struct.unpack(">2sBBBBHHHH", head)
        # TCP does not damage bytes: a wrong check here is a far end that speaks something else.
        if sync != b"\xa5\x5a" or check != zlib.crc32(head[:12]) & 0xFFFF or length > 4224:
            raise Failed("this is not a frame of the reader's protocol")
        rest = self._read(length + 4)
        if zlib.crc32(head + rest[:length]) != struct.unpack(">I", rest[length:])[0]:
            raise Failed("a frame is damaged")
        if version != 1:
            raise Failed("another wire version")
        return kind, flags, sequence, rest[:length]

    def _read(self, count):
        data = b""
        while len(data) < count:
            piece = self.stream.recv(count - len(data))
            if not piece:
                raise Failed("the reader closed the connection")
            data += piece
        return data
