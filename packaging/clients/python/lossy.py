# SPDX-License-Identifier: Apache-2.0
"""Frames over a transport that loses bytes (Bluetooth): numbered, acknowledged, sent again. Section "Lossy transports" of
assets/docs/protocol.md. Same two calls as frames.Frames, so a Session runs on either."""

import collections
import contextlib
import struct
import time
import zlib

from frames import ACKNOWLEDGEMENT, CLOSED, HANDSHAKE, MORE_FRAGMENTS, REASONS, RECORD, WHOLE_LIMIT, Failed

LOSSY_PAYLOAD = 480    # of one frame: a loss costs little, and eight of them fit a radio's queue
CREDIT = 8             # frames the reader may have unacknowledged towards us
FIRST_PAUSE_S = 0.3    # then 0.6, 1.2 and from then on 2.4
LAST_DOUBLING = 3
REPEATS = 8
REST_OF_FRAME_S = 0.15


class LossyFrames:
    """`radio` has send(bytes) and receive(timeout_s), which answers bytes, or None when nothing came in time."""

    def __init__(self, radio, clock=time.monotonic):
        self.radio, self.clock = radio, clock
        self.waiting = collections.deque()  # (sequence, kind, flags, piece): not acknowledged yet, oldest first
        self.in_flight = 0                  # of them, sent and not given up
        self.sent = self.received = 0       # numbers: of the next new frame; expected next
        self.far_credit = 1
        self.repeats, self.repeat_at = 0, None
        self.buffer, self.partial_at = b"", None
        self.whole, self.inbox = b"", collections.deque()
        self.repeated = self.dropped = 0    # figures for tests

    def send(self, kind, payload):
        if kind not in (HANDSHAKE, RECORD):
            self.radio.send(self._frame(kind, 0, 0, payload))
            return
        for at in range(0, len(payload), LOSSY_PAYLOAD):
            piece = payload[at:at + LOSSY_PAYLOAD]
            flags = MORE_FRAGMENTS if at + len(piece) < len(payload) else 0
            self.waiting.append((self.sent, kind, flags, piece))
            self.sent = (self.sent + 1) & 0xFFFF
        self._send_what_may_go()
        while len(self.waiting) > 2 * CREDIT:
            self._turn()

    def receive(self):
        while not self.inbox:
            self._turn()
        return self.inbox.popleft()

    def flush(self):
        """Waits until the reader has everything, or is gone."""
        with contextlib.suppress(Failed):
            while self.waiting:
                self._turn()

    def _frame(self, kind, flags, sequence, payload):
        head = struct.pack(">2sBBBBHHH", b"\xa5\x5a", 1, kind, flags, CREDIT, sequence, self.received, len(payload))
        head += struct.pack(">H", zlib.crc32(head) & 0xFFFF)
        return head + payload + struct.pack(">I", zlib.crc32(head + payload))

    def _send_what_may_go(self):
        window = max(self.far_credit, 1)  # a credit of 0 still lets one frame go, as a probe
        while self.in_flight < min(window, len(self.waiting)):
            sequence, kind, flags, piece = self.waiting[self.in_flight]
            self.radio.send(self._frame(kind, flags, sequence, piece))
            self.in_flight += 1
        if self.in_flight and self.repeat_at is None:
            self.repeat_at = self.clock() + FIRST_PAUSE_S

    def _turn(self):
        """Waits for bytes, or for the moment at which something is to be done."""
        moments = [at for at in (self.repeat_at, self.partial_at) if at is not None]
        data = self.radio.receive(max(0.0, min(moments) - self.clock()) if moments else None)
        if data:
            self.buffer += data
            self._take_frames()
            self.partial_at = self.clock() + REST_OF_FRAME_S if self.buffer else None
        now = self.clock()
        if self.partial_at is not None and now >= self.partial_at:
            self.buffer = self.buffer[1:]  # its end was lost: look behind its beginning
            self._take_frames()
            self.partial_at = now + REST_OF_FRAME_S if self.buffer else None
        if self.repeat_at is not None and now >= self.repeat_at:
            self.repeats += 1
            if self.repeats > REPEATS:
                raise Failed("the reader fell silent")
            self.repeat_at = now + FIRST_PAUSE_S * (1 << min(self.repeats, LAST_DOUBLING))
            self._again()
        self._send_what_may_go()

    def _again(self):
        self.repeated += self.in_flight
        self.in_flight = 0

    def _take_frames(self):
        while True:
            start = self.buffer.find(b"\xa5\x5a")
            if start < 0:
                self.buffer = self.buffer[-1:] if self.buffer.endswith(b"\xa5") else b""
                return
            self.buffer = self.buffer[start:]
            if len(self.buffer) < 14:
                return
            head = self.buffer[:14]
            _, version, kind, flags, credit, sequence, acknowledged, length, check = struct.unpack(">2sBBBBHHHH", head)
            if check != zlib.crc32(head[:12]) & 0xFFFF or length > 4224:
                self.buffer = self.buffer[1:]
                continue
            if len(self.buffer) < 14 + length + 4:
                return
            payload, mark = self.buffer[14:14 + length], self.buffer[14 + length:14 + length + 4]
            if struct.unpack(">I", mark)[0] != zlib.crc32(head + payload):
                self.buffer = self.buffer[1:]
                continue
            self.buffer = self.buffer[14 + length + 4:]
            if version != 1:
                raise Failed("another wire version")
            self._on_frame(kind, flags, credit, sequence, acknowledged, payload)

    def _on_frame(self, kind, flags, credit, sequence, acknowledged, payload):
        dropped_till_now = self.far_credit == 0 and credit > 0
        self.far_credit = credit
        if self.waiting:
            count = (acknowledged - self.waiting[0][0]) & 0xFFFF
            if 0 < count <= len(self.waiting):
                for _ in range(count):
                    self.waiting.popleft()
                self.in_flight = max(0, self.in_flight - count)
                self.repeats = 0
                self.repeat_at = self.clock() + FIRST_PAUSE_S if self.waiting else None
        if dropped_till_now and self.in_flight:
            self._again()
        if kind == CLOSED:
            raise Failed(REASONS.get(payload[0] if payload else 0, "the reader closed"))
        if kind == ACKNOWLEDGEMENT:
            return
        if sequence == self.received:
            self.received = (self.received + 1) & 0xFFFF
            self.whole += payload
            if len(self.whole) > WHOLE_LIMIT:
                raise Failed("a message is too long")
            if not flags & MORE_FRAGMENTS:
                self.inbox.append((kind, self.whole))
                self.whole = b""
        else:
            self.dropped += 1
        self.radio.send(self._frame(ACKNOWLEDGEMENT, 0, 0, b""))
