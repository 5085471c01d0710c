# SPDX-License-Identifier: Apache-2.0
"""The back end of a UnionPay-style phone: signs a terminal in at the built-in acquirer and sends it the sales a reader has sealed. It is written
from assets/docs/host-protocol.md, shares no code with the program, and holds the keys a sign-in brings, as such a back end does."""
import socket

from program import LIMIT_S

FIXED_DIGITS = {3: 6, 4: 12, 11: 6, 12: 6, 13: 4, 15: 4, 22: 3, 23: 3, 25: 2, 26: 2, 53: 16}
FIXED_TEXT = {37: 12, 38: 6, 39: 2, 41: 8, 42: 15, 49: 3}
BINARY = {52: 8, 64: 8}
LONG = {54, 55, 57, 59, 62, 63}
LEFT = {22, 60}
TERMINAL, MERCHANT = b"30000001", b"102310053110001"


def bcd(digits, left=False):
    if len(digits) % 2:
        digits = digits + "0" if left else "0" + digits
    return bytes.fromhex(digits)


def packed(mti, fields, mac=None):
    """MTI, bitmap and fields; `mac` makes field 64 from what stands before it."""
    bitmap = 1 if mac else 0
    body = b""
    for number in sorted(fields):
        value = fields[number]
        bitmap |= 1 << (64 - number)
        if number == 32:
            body += bcd(f"{len(value):02}") + bcd(value, left=True)
        elif number == 60:
            body += bcd(f"{len(value):04}") + bcd(value, left=True)
        elif number in LONG:
            body += bcd(f"{len(value):04}") + value
        elif number in FIXED_DIGITS:
            body += bcd(value, left=number in LEFT)
        else:
            body += value
    message = bytes.fromhex(mti) + bitmap.to_bytes(8, "big") + body
    return message + mac(message) if mac else message


def unpacked(message):
    bitmap, rest, fields = int.from_bytes(message[2:10], "big"), message[10:], {}
    for number in range(2, 65):
        if not bitmap >> (64 - number) & 1:
            continue
        if number == 32:
            size, skip = (int(rest[:1].hex()) + 1) // 2, 1
        elif number == 60:
            size, skip = (int(rest[:2].hex()) + 1) // 2, 2
        elif number == 44:
            size, skip = int(rest[:1].hex()), 1
        elif number in LONG:
            size, skip = int(rest[:2].hex()), 2
        else:
            size, skip = {**FIXED_TEXT, **BINARY}.get(number) or (FIXED_DIGITS[number] + 1) // 2, 0
        fields[number], rest = rest[skip:skip + size], rest[skip + size:]
    assert not rest, rest.hex()
    return message[:2].hex(), fields


def element(tag, value):
    return tag + f"{len(value):03}" + value


class Backend:
    def __init__(self, address, tmk, serial, des3, diversified):
        host, port = address.rsplit(":", 1)
        self.wire = socket.create_connection((host, int(port)), LIMIT_S)
        self.tmk, self.serial, self.des3, self.diversified, self.trace = tmk, serial, des3, diversified, 0

    def exchange(self, message):
        frame = bytes.fromhex("6000030001" "613100311108") + message
        self.wire.sendall(len(frame).to_bytes(2, "big") + frame)
        answer = b""
        while len(answer) < 2 or len(answer) < 2 + int.from_bytes(answer[:2], "big"):
            more = self.wire.recv(4096)
            assert more, "the host hung up"
            answer += more
        return unpacked(answer[13:])

    def next_trace(self):
        self.trace += 1
        return f"{self.trace:06}"

    def sign_in(self):
        """Field 62: PIK, MAK and TDK, each 16 bytes under the TMK and its check value."""
        number = b"Sequence No" + f"{len(self.serial):02}".encode() + self.serial
        mti, answer = self.exchange(packed("0800", {11: self.next_trace(), 41: TERMINAL, 42: MERCHANT, 60: "00000000004", 62: number, 63: b"001"}))
        assert mti == "0810" and answer[39] == b"00", answer
        self.batch = answer[60].hex()[2:8]
        keys = [answer[62][at:at + 20] for at in (0, 20, 40)]
        self.pik, self.mak, self.tdk = (self.des3(self.tmk, key[:16], decrypt=True) for key in keys)
        return keys

    def mac(self, random):
        key = self.diversified(self.mak, random)

        def make(message):
            folded = bytes(8)
            for at in range(0, len(message), 8):
                folded = bytes(a ^ b for a, b in zip(folded, message[at:at + 8].ljust(8, b"\0")))
            text = folded.hex().upper().encode()
            first = self.des3(key, text[:8])
            return self.des3(key, bytes(a ^ b for a, b in zip(first, text[8:]))).hex().upper().encode()[:8]
        return make

    def chip_sale(self, amount, track2, sequence, random, pin_block, chip_data):
        """Fields 39 and 55 of the answer. The PIN block is the reader's; the account goes under the same transaction's keys."""
        clear = amount + bytes([len(track2)]) + bytes.fromhex(track2 + "F" * (len(track2) % 2)) + b"\0"
        package = self.des3(self.diversified(self.tdk, random), clear + b"\xff" * (-len(clear) % 8))
        account = element("A6", element("01", "DIV") + element("02", random.hex().upper()) + element("03", package.hex().upper()))
        mti, answer = self.exchange(packed("0200", {
            3: "000000", 4: amount.hex(), 11: self.next_trace(), 22: "051", 23: f"{sequence:03}", 25: "00", 26: "12", 41: TERMINAL,
            42: MERCHANT, 49: b"156", 52: pin_block, 53: "2610000000000000", 55: chip_data, 59: account.encode(),
            60: "22" + self.batch + "00050"}, self.mac(random)))
        assert mti == "0210", mti
        return answer[39], answer.get(55, b"")
