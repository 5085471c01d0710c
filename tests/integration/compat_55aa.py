#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A phone that speaks 55AA sells over TCP. It is written from assets/docs/compat-55aa.md and shares no code with the reader. For the stripe it is
its own acquirer: it makes the working keys, opens the packages and checks number, PIN and MACs. For the chip it asks the built-in acquirer.
Usage: compat_55aa.py VMPOS ASSETS"""
import datetime
import hashlib
import pathlib
import re
import socket
import tempfile
import sys

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

from backend import Backend
from program import LIMIT_S, Process

VMPOS, ASSETS = sys.argv[1:3]
PIN = "123456"
AMOUNT = bytes.fromhex("000000012850")
CUSTOM = b"order 77"
KEYS = {"track": bytes.fromhex("2C3D4F5E61708392A4B5C7D6E9F80B1A"),
        "mac": bytes.fromhex("1F2F3D4C5B6B79898697A4B5C2D3E0F1"),
        "pin": bytes.fromhex("A1B3C2D5E5F70719293B4A5D6D7F8F91")}


def des3(key, data, decrypt=False):
    cipher = Cipher(algorithms.TripleDES(key), modes.ECB())
    way = cipher.decryptor() if decrypt else cipher.encryptor()
    return way.update(data) + way.finalize()


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def diversified(key, factor):
    return des3(key, factor) + des3(key, bytes(b ^ 0xFF for b in factor))


def folded_mac(key, data):
    folded = bytes(8)
    for at in range(0, len(data), 8):
        folded = xor(folded, data[at:at + 8].ljust(8, b"\0"))
    left, right = key[:8], key[8:]
    value = bytes(8)
    for block in (folded, b"\x80" + bytes(7)):
        value = des3(left * 3, xor(value, block))
    return des3(left * 3, des3(right * 3, value, decrypt=True))


def cmac(algorithm, data):
    mac = CMAC(algorithm)
    mac.update(data)
    return mac.finalize()


def device_key(master, serial):
    """The reader's own authentication key (assets/docs/host-protocol.md)."""
    cipher = Cipher(algorithms.AES(master), modes.ECB()).encryptor()
    return cipher.update(hashlib.sha256(serial).digest()[:16])


class Phone:
    """One end of the wire: frames, acknowledgements, one request at a time."""

    def __init__(self, port):
        self.wire = socket.create_connection(("127.0.0.1", port), LIMIT_S)
        self.packet, self.buffer = 0, b""

    @staticmethod
    def frame(kind, packet, data=b"", index=0):
        counted = bytes([index]) + (len(data) + 4).to_bytes(2, "big") + bytes([kind, packet]) + len(data).to_bytes(2, "big") + data
        check = 0
        for byte in counted:
            check ^= byte
        return b"\x55\xaa" + counted + bytes([check]) + b"\xcc\x33"

    def read(self):
        while True:
            if len(self.buffer) >= 5:
                size = int.from_bytes(self.buffer[3:5], "big") & 0x7FFF
                if len(self.buffer) >= size + 8:
                    frame, self.buffer = self.buffer[:size + 8], self.buffer[size + 8:]
                    assert frame[:2] == b"\x55\xaa" and frame[-2:] == b"\xcc\x33", frame.hex()
                    return frame[2], frame[5], frame[6], frame[9:-3]
            more = self.wire.recv(4096)
            assert more, "the reader hung up"
            self.buffer += more

    def send(self, data):
        self.packet = (self.packet + 1) % 256
        self.last = self.frame(0x51, self.packet, data)
        self.wire.sendall(self.last)
        assert self.read()[1] == 0x58, "no ACK"

    def answer(self):
        """Type and data of the answer to the last request, acknowledged."""
        index, kind, packet, data = self.read()
        assert packet == self.packet, (packet, self.packet)
        self.wire.sendall(self.frame(0x58, packet, index=index))
        return kind, data

    def ask(self, text):
        data = bytes.fromhex(text) if isinstance(text, str) else text
        self.send(data)
        kind, answer = self.answer()
        assert kind == 0x41, answer.hex()
        assert answer[:2] == data[:2], answer.hex()
        return answer[2:]

    def refused(self, text, code):
        data = bytes.fromhex(text) if isinstance(text, str) else text
        self.send(data)
        assert self.answer() == (0x45, data[:2] + bytes([code])), data.hex()


def key_order(tmk):
    order = b"\x01"
    for name in ("track", "mac", "pin"):
        order += b"\x01\x10" + des3(tmk, KEYS[name]) + des3(KEYS[name], bytes(8))[:4]
    return order


def opened_number(package, key):
    clear = des3(key, package, decrypt=True)
    assert clear[:6] == AMOUNT, clear.hex()
    return clear[7:7 + (clear[6] + 1) // 2].hex().upper()[:clear[6]]


def result(answer, keys_random, mac_of, serial):
    """Takes a 0305 or 0306 apart, checks its MAC, and answers random and package."""
    time, random = answer[:7], answer[7:15]
    rest, parts = answer[15:], []
    for _ in range(3):
        parts.append(rest[1:1 + rest[0]])
        rest = rest[1 + rest[0]:]
    package, display, extra = parts
    covered = CUSTOM + package + display + extra + serial + time.hex().encode() + random
    assert mac_of(diversified(KEYS["mac"], random), covered) == rest, "MAC of the result"
    assert extra == b"" and (keys_random is None or random == keys_random)
    assert re.fullmatch(rb"\d{6}\*+\d{4}", display), display
    return random, package


def sell(profile, certified):
    serve = Process("serve", VMPOS, "serve", "--no-state", "--host", "none", "--reader", profile, "--assets", ASSETS)
    port = int(serve.event("ready")["endpoints"][0]["address"].rsplit(":", 1)[1])
    phone = Phone(port)
    mac_of = (lambda key, data: cmac(algorithms.TripleDES(key), data)) if certified else folded_mac

    information = phone.ask("0101")
    assert len(information) == 100 and information[11:18] == b"SIMREAD", information
    serial = information[67:91]
    assert serial.startswith(b"SIM-"), serial
    # The same request once more is answered, and acted upon once: its bytes are answered from memory.
    phone.wire.sendall(phone.last)
    assert phone.read()[1] == 0x58
    assert phone.answer() == (0x41, b"\x01\x01" + information)

    text = open(f"{ASSETS}/readers/{profile}.yaml", encoding="utf-8").read()
    tmk = bytes.fromhex(re.search(r"tmk: *([0-9A-F]{32})", text).group(1))
    order = key_order(tmk)
    phone.refused("030400013C010101" + "20" * 10 + AMOUNT.hex() + "0000000000", 0x02)
    if certified:
        phone.refused(b"\x02\x02" + order, 0x05)
        phone.refused(b"\x02\x02" + order + bytes(16), 0x03)
        master = bytes.fromhex(re.search(r"device_auth_master: *([0-9A-F]{32})", text).group(1))
        order += cmac(algorithms.AES(device_key(master, serial.strip())), order)
    assert phone.ask(b"\x02\x02" + order) == b""
    assert phone.ask(b"\x01\x09" + b"20240917101530") == b""

    opening = bytes.fromhex("0304" "00" "01" "3C" "010101") + b"SALE".ljust(10) + AMOUNT + bytes([len(CUSTOM)]) + CUSTOM
    phone.send(opening + bytes.fromhex("01000000"))
    serve.screen_with("128.50")
    serve.say(swipe="debit_101")
    assert phone.answer() == (0x41, bytes.fromhex("030400") + b"101")

    random, package = result(phone.ask("0305"), None, mac_of, serial)
    number = opened_number(package, diversified(KEYS["track"], random))
    _, package = result(phone.ask("0306"), random, mac_of, serial)
    tracks = des3(diversified(KEYS["track"], random), package, decrypt=True)
    assert tracks[7:].hex().upper().startswith(number + "D"), tracks.hex()

    own_random = bytes(8) if certified else bytes.fromhex("A0B1C2D3E4F50617")
    digits = 12 if certified else 6
    phone.refused(b"\x04\x04\x3c\x04" + bytes([digits]) + own_random + bytes(6), 0x04)  # another amount than the display shows
    phone.send(b"\x04\x04\x3c\x04" + bytes([digits]) + own_random + AMOUNT)
    serve.screen_with("密码")
    serve.say(keys=" ".join(PIN) + " enter")
    assert phone.answer() == (0x41, bytes.fromhex("040400"))
    answer = phone.ask("0405")
    random = random if certified else own_random
    assert mac_of(diversified(KEYS["mac"], random), answer[:16]) == answer[16:], "MAC of the PIN result"
    block = des3(diversified(KEYS["pin"], random), answer[:8], decrypt=True)
    expected = xor(bytes.fromhex(f"{len(PIN):02X}{PIN}".ljust(16, "F")), bytes.fromhex("0000" + number[-13:-1]))
    assert block == expected, "PIN block"
    assert des3(diversified(KEYS["track"], random), answer[8:16], decrypt=True) == AMOUNT + b"FF"

    # The acquirer, this program, approves.
    approved = "交易成功".encode()
    assert phone.ask(b"\x07\x01\x05" + bytes([len(approved)]) + approved) == b""
    serve.screen_with("交易成功")
    assert phone.ask("0107") == b""
    phone.refused("0306", 0x07)
    phone.refused("7700", 0x0F)
    serve.end()
    text = "\n".join(serve.seen)
    assert number not in text and PIN not in text, "account number or PIN in the output"


HOST = """
title: The acquirer behind a 55AA phone
nac_destination: "0003"
batch: "000001"
keys:
  tmk: 0123456789ABCDEFFEDCBA9876543210
issuers:
  - {pan: "62", imk_ac: 0123456789ABCDEFFEDCBA9876543210, imk_mac: 23456789ABCDEF01DCBA987654321098, imk_enc: 456789ABCDEF0123BA98765432109876}
terminals:
  - {terminal: "30000001", merchant: "102310053110001", serial: "SIM-*"}
accounts:
  - {pan: "6228480000003019", pin: "123456", balance: "10000.00"}
"""


def tlv_objects(data):
    """Tag and value of each data object of a field 55, as hexadecimal text."""
    objects = {}
    while data:
        size = 2 if data[0] & 0x1F == 0x1F else 1
        tag, length = data[:size].hex().upper(), data[size]
        assert length < 0x80, data.hex()
        objects[tag], data = data[size + 1:size + 1 + length].hex().upper(), data[size + 1 + length:]
    return objects


def taken(data, *sizes):
    """Fields of these sizes off the front (L: a length in one byte, H: in two), and nothing behind them."""
    fields = []
    for size in sizes:
        if size == "L":
            size, data = data[0], data[1:]
        elif size == "H":
            size, data = int.from_bytes(data[:2], "big"), data[2:]
        fields.append(data[:size])
        assert len(fields[-1]) == size, data.hex()
        data = data[size:]
    assert not data, data.hex()
    return fields


def chip_sale(profile, certified, folder):
    (folder / "host.yaml").write_text(HOST, encoding="utf-8")
    host = Process("host", VMPOS, "host", "--assets", ASSETS, "--host", folder / "host.yaml")
    address = host.event("ready")["endpoints"][0]["address"]
    serve = Process("serve", VMPOS, "serve", "--no-state", "--host", "none", "--reader", profile, "--assets", ASSETS)
    phone = Phone(int(serve.event("ready")["endpoints"][0]["address"].rsplit(":", 1)[1]))
    mac_of = (lambda key, data: cmac(algorithms.TripleDES(key), data)) if certified else folded_mac
    serial = phone.ask("0101")[67:91]
    text = open(f"{ASSETS}/readers/{profile}.yaml", encoding="utf-8").read()
    tmk = bytes.fromhex(re.search(r"tmk: *([0-9A-F]{32})", text).group(1))
    master = bytes.fromhex(re.search(r"device_auth_master: *([0-9A-F]{32})", text).group(1))

    def proved(command, covered):
        """With the proof a certified reader asks of whoever loads something."""
        proof = cmac(algorithms.AES(device_key(master, serial.strip())), covered) if certified else b""
        return bytes.fromhex(command), proof

    backend = Backend(address, tmk, serial.strip(), des3, diversified)
    pin, mac, track = backend.sign_in()
    order = b"\x01" + b"".join(b"\x01\x10" + key for key in (track, mac, pin))
    command, proof = proved("0202", order)
    assert phone.ask(command + order + proof) == b""
    assert phone.ask(b"\x01\x09" + datetime.datetime.now().strftime("%Y%m%d%H%M%S").encode()) == b""

    # What the reader holds, one key less and back again.
    keys = phone.ask("050103")
    count, version, first = keys[0], keys[1:5], keys[5:11]
    assert count > 1 and len(keys) == 5 + 9 * count, keys.hex()
    assert bytes.fromhex("A000000333010101") in phone.ask("050203")
    body = b"\x02\x00\x06" + first
    command, proof = proved("0501", b"\x05\x01" + version + body)
    assert phone.ask(command + body + proof) == b""
    assert phone.ask("050103")[0] == count - 1
    phone.refused(command + body + proof, 0x03 if certified else 0x04)

    opening = bytes.fromhex("0304" "00" "03" "3C" "010101") + b"SALE".ljust(10) + AMOUNT + bytes([len(CUSTOM)]) + CUSTOM
    phone.send(opening + bytes.fromhex("01000000"))
    serve.screen_with("插卡")
    serve.say(insert="unionpay_debit")
    assert phone.answer() == (0x41, bytes.fromhex("030405"))
    phone.send(bytes.fromhex("0503" "01" "3C" "010101") + AMOUNT)
    serve.screen_with("密码")
    serve.say(keys=" ".join(PIN) + " enter")
    kind, answer = phone.answer()
    assert kind == 0x41 and answer[:3] == bytes.fromhex("050300"), answer.hex()
    record = answer[3:]

    status, index, time, random, pin_status, block, package, display, extra, mac, chip_data = taken(
        phone.ask(b"\x05\x05" + record), 1, 2, 7, 8, 1, 8, "L", "L", "L", 8, "H")
    assert (status, index, pin_status, extra) == (b"\0", record, b"\0", b"")
    assert re.fullmatch(rb"622848\*+3019", display), display
    covered = b"\x05\x05" + CUSTOM + status + index + pin_status + block + package + display + serial + time.hex().encode() + random
    own_mac = diversified(backend.mak, random)
    assert mac_of(own_mac, covered + (chip_data if certified else b"")) == mac, "MAC of the chip's result"
    clear = des3(diversified(backend.tdk, random), package, decrypt=True)
    assert clear[:6] == AMOUNT, clear.hex()
    number = clear[7:15].hex()
    digits = clear[15]
    track2 = clear[16:16 + (digits + 1) // 2].hex().upper()[:digits]
    assert clear[6] == 16 and number == "6228480000003019" and track2.startswith(number + "D"), clear.hex()
    objects = tlv_objects(chip_data)
    assert objects["9F02"] == AMOUNT.hex() and objects["9F27"] == "80" and not {"5A", "57"} & objects.keys(), objects

    code, issuer_data = backend.chip_sale(AMOUNT, track2, clear[16 + (digits + 1) // 2], random, block, chip_data)
    assert code == b"00" and issuer_data[:1] == b"\x91", (code, issuer_data.hex())
    assert host.event("ledger")["amount_minor"] == 12850

    body = record + b"\x01" + code + len(issuer_data).to_bytes(2, "big") + issuer_data
    if certified:
        phone.refused(b"\x05\x06" + body + bytes(8), 0x03)
        body += mac_of(own_mac, b"\x05\x06" + body)
    assert phone.ask(b"\x05\x06" + body) == b""
    serve.screen_with("交易成功")
    assert phone.ask(b"\x05\x07" + record) == b"\x02"
    status, index, time, again, scripts, mac, chip_data = taken(phone.ask(b"\x05\x08" + record), 1, 2, 7, 8, "L", 8, "H")
    assert (status, index, again, scripts) == (b"\x01", record, random, b"")
    covered = b"\x05\x08" + CUSTOM + status + index + serial + time.hex().encode() + random
    assert mac_of(own_mac, covered + (chip_data if certified else b"")) == mac, "MAC of the issuer's result"
    assert tlv_objects(chip_data)["9F27"] == "40", "a TC"
    assert phone.ask("0510") == b""
    serve.screen_with("请取卡")
    serve.say(pull={})
    phone.refused(b"\x05\x08" + record, 0x07)
    serve.end()
    host.end()
    text = "\n".join(serve.seen)
    assert number not in text and PIN not in text, "account number or PIN in the output"


sell("cup55aa", False)
sell("cup55aa_certified", True)
with tempfile.TemporaryDirectory() as work:
    chip_sale("cup55aa", False, pathlib.Path(work))
    chip_sale("cup55aa_certified", True, pathlib.Path(work))
print("55AA: stripe and chip sales, published and certified")
