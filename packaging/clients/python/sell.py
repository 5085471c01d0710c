#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sells with a virtual mPOS reader over TCP or Bluetooth LE: session, sign-in, one stripe sale, receipt.

Written from assets/docs/protocol.md and mpos/reader/v1/reader.proto alone; the section names below are that page's.
Needs python3-protobuf and python3-cryptography, and the message classes made once from the published .proto:

    protoc -I devicemodel/proto --python_out=build/proto mpos/reader/v1/reader.proto

Read from the bottom: main, sell, Session, Noise, Frames. Bluetooth is in ble.py and lossy.py.
"""

import argparse
import datetime
import hashlib
import hmac
import os
import secrets
import socket
import struct
import sys
import zlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class Failed(Exception):
    """What went wrong, in words for people."""


# --- Frame -----------------------------------------------------------------------------------------------------------

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


# --- Handshake: Noise_XX_25519_AESGCM_SHA256, the phone's half -----------------------------------------------------------

def hkdf(chaining_key, secret):
    """Noise's HKDF with two outputs."""
    temporary = hmac.new(chaining_key, secret, hashlib.sha256).digest()
    first = hmac.new(temporary, b"\x01", hashlib.sha256).digest()
    return first, hmac.new(temporary, first + b"\x02", hashlib.sha256).digest()


class Cipher:
    """AES-256-GCM under a counter nonce."""

    def __init__(self, key):
        self.aead, self.counter = AESGCM(key), 0

    def _nonce(self):
        nonce = struct.pack(">IQ", 0, self.counter)
        self.counter += 1
        return nonce

    def seal(self, plain, associated=b""):
        return self.aead.encrypt(self._nonce(), plain, associated)

    def open(self, sealed, associated=b""):
        try:
            return self.aead.decrypt(self._nonce(), sealed, associated)
        except Exception as error:
            raise Failed("a sealed message was altered or is not meant for this session") from error


def public_bytes(private):
    return private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


class Noise:
    """Symmetric state and the three messages of the pattern XX, as initiator."""

    NAME = b"Noise_XX_25519_AESGCM_SHA256"  # shorter than a digest: padded with zeros, not hashed
    PROLOGUE = b"vmpos-link-1"

    def __init__(self, static, ephemeral):
        self.static, self.ephemeral = static, ephemeral
        self.hash = self.chaining_key = self.NAME.ljust(32, b"\0")
        self.cipher = None
        self._mix_hash(self.PROLOGUE)

    def _mix_hash(self, data):
        self.hash = hashlib.sha256(self.hash + data).digest()

    def _mix_key(self, secret):
        self.chaining_key, key = hkdf(self.chaining_key, secret)
        self.cipher = Cipher(key)

    def _dh(self, private, public):
        self._mix_key(private.exchange(X25519PublicKey.from_public_bytes(public)))  # refuses an all-zero result

    def _seal(self, plain):
        sealed = self.cipher.seal(plain, self.hash)
        self._mix_hash(sealed)
        return sealed

    def _open(self, sealed):
        plain = self.cipher.open(sealed, self.hash)
        self._mix_hash(sealed)
        return plain

    def message_1(self, payload):
        e = public_bytes(self.ephemeral)
        self._mix_hash(e)
        self._mix_hash(payload)  # no key yet: in clear, and hashed
        return e + payload

    def read_message_2(self, message):
        if len(message) < 32 + 48 + 16:
            raise Failed("handshake message 2 is too short")
        re, rs, payload = message[:32], message[32:80], message[80:]
        self._mix_hash(re)
        self._dh(self.ephemeral, re)                    # ee
        self.remote_ephemeral, self.remote_static = re, self._open(rs)
        self._dh(self.ephemeral, self.remote_static)    # es
        return self._open(payload)

    def message_3(self, payload):
        s = self._seal(public_bytes(self.static))
        self._dh(self.static, self.remote_ephemeral)    # se
        return s + self._seal(payload)

    def split(self):
        """(phone to reader, reader to phone)."""
        first, second = hkdf(self.chaining_key, b"")
        return Cipher(first), Cipher(second)


def check_certificate(der, authority, static_key):
    """The phone's checks of the reader's certificate, in the order of the document."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        authority.public_key().verify(certificate.signature, certificate.tbs_certificate_bytes,
                                      ec.ECDSA(certificate.signature_hash_algorithm))
    except Exception as error:
        raise Failed("the reader's certificate is not of the trusted CA") from error
    if certificate.issuer != authority.subject:
        raise Failed("the reader's certificate has another issuer")
    if not certificate.not_valid_before <= datetime.datetime.utcnow() <= certificate.not_valid_after:
        raise Failed("the reader's certificate is not valid at this time")
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    if not usage.key_agreement or usage.key_cert_sign:
        raise Failed("the reader's certificate is not for key agreement")
    organisations = certificate.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    if not any("SIMULATOR" in name.value for name in organisations):
        raise Failed("the certificate's subject does not say SIMULATOR")
    key = certificate.public_key()
    if not isinstance(key, X25519PublicKey) or key.public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw) != static_key:
        raise Failed("the certificate belongs to another key")


# --- Record ----------------------------------------------------------------------------------------------------------

DATA, CONFIRMED, REFUSED, GOODBYE, KEEP_ALIVE, COMPARE = 1, 2, 3, 4, 5, 6


class Session:
    """An open session: messages of the reader API out and in."""

    def __init__(self, frames, static, authority, show_code, name="Python client", ephemeral=None, nonce=None):
        """Shakes hands over `frames`. `show_code(digits)` is called when the merchant must compare; `ephemeral` and `nonce` are
        drawn afresh unless a test replays a known session."""
        ephemeral, nonce = ephemeral or X25519PrivateKey.generate(), nonce or secrets.token_bytes(16)
        self.frames = frames
        noise = Noise(static, ephemeral)
        commitment = hashlib.sha256(b"vmpos-commit" + nonce + public_bytes(static)).digest()
        keeps_no_time = 0  # this program runs in real time
        self.frames.send(HANDSHAKE, noise.message_1(bytes([1, keeps_no_time]) + commitment))
        introduction = noise.read_message_2(self._receive(HANDSHAKE))
        if len(introduction) < 17 or introduction[0] != 1:
            raise Failed("the reader speaks another version")
        reader_nonce, certificate = introduction[1:17], introduction[17:]
        try:
            check_certificate(certificate, authority, noise.remote_static)
        except Failed:
            self.frames.send(CLOSED, b"\x06")
            raise
        self.frames.send(HANDSHAKE, noise.message_3(nonce + name.encode()[:32]))
        self.sealing, self.opening = noise.split()
        self.hash = noise.hash
        digits = hashlib.sha256(b"vmpos-code" + noise.hash + nonce + reader_nonce).digest()[:8]
        self.code = "%06d" % (int.from_bytes(digits, "big") % 1_000_000)
        kind, _content = self._record()
        if kind == COMPARE:
            show_code(self.code)
            kind, _content = self._record()
        if kind != CONFIRMED:
            raise Failed(REASONS[7] if kind == REFUSED else "the reader did not confirm the session")

    def send(self, message):
        self.frames.send(RECORD, self.sealing.seal(bytes([DATA]) + message))

    def receive(self):
        while True:
            kind, content = self._record()
            if kind == DATA:
                return content
            if kind != KEEP_ALIVE:
                raise Failed("an unexpected record")

    def close(self):
        self.frames.send(RECORD, self.sealing.seal(bytes([GOODBYE, 2])))

    def _receive(self, wanted):
        kind, whole = self.frames.receive()
        if kind != wanted:
            raise Failed("a frame out of place")
        return whole

    def _record(self):
        plain = self.opening.open(self._receive(RECORD))
        if plain[0] == GOODBYE:
            raise Failed(REASONS.get(plain[1], "the reader closed"))
        return plain[0], plain[1:]


# --- The reader API --------------------------------------------------------------------------------------------------

class Acquirer:
    """Carries messages to the acquirer: length, TPDU and header in front; the same taken off the answer."""

    def __init__(self, address, tpdu, header):
        self.address, self.prefix, self.stream = address, bytes.fromhex(tpdu + header), None

    def exchange(self, message, timeout_s):
        """The answer, or (None, whether the request left)."""
        sent = False
        try:
            if self.stream is None:
                self.stream = socket.create_connection(self.address, timeout=5)
            self.stream.settimeout(timeout_s)
            frame = self.prefix + message
            self.stream.sendall(struct.pack(">H", len(frame)) + frame)
            sent = True
            length = struct.unpack(">H", self._read(2))[0]
            answer = self._read(length)
            # The answer's TPDU is ours with source and destination swapped.
            if answer[:5] != self.prefix[:1] + self.prefix[3:5] + self.prefix[1:3]:
                raise OSError("an answer for somebody else")
            return answer[len(self.prefix):], True
        except OSError as error:
            print(f"acquirer: {error}")
            self.stream = None
            return None, sent

    def _read(self, count):
        data = b""
        while len(data) < count:
            piece = self.stream.recv(count - len(data))
            if not piece:
                raise OSError("the acquirer closed the line")
            data += piece
        return data


class Reader:
    """Requests, replies and notices."""

    def __init__(self, session, acquirer, api):
        self.session, self.acquirer, self.api, self.id = session, acquirer, api, 0

    def request(self, body, **fields):
        """Sends one request without waiting; answers its id."""
        self.id += 1
        request = self.api.Request(id=self.id)
        getattr(request, body).SetInParent()
        for name, value in fields.items():
            setattr(getattr(request, body), name, value)
        self.session.send(request.SerializeToString())
        return self.id

    def ask(self, body, **fields):
        """Sends one request and waits for its reply."""
        wanted = self.request(body, **fields)
        while True:
            reply, notice = self.next()
            if notice:
                self.on_notice(notice)
            elif reply.id == wanted:
                if reply.code != self.api.CODE_OK:
                    raise Failed(f"{body}: {self.api.Code.Name(reply.code)} {reply.detail}")
                return reply

    def until(self, body):
        """Serves notices until the one named `body`."""
        while True:
            reply, notice = self.next()
            if notice and notice.WhichOneof("body") == body:
                return getattr(notice, body)
            if notice:
                self.on_notice(notice)
            elif reply.code != self.api.CODE_OK:
                raise Failed(f"the reader refused: {self.api.Code.Name(reply.code)} {reply.detail}")

    def next(self):
        """One message: (Reply, None) or (None, Notice). Where field 2 is a number (tag 10) it is a Reply."""
        data = self.session.receive()
        at = 0
        if data[:1] == b"\x08":  # field 1, a varint
            at = 1
            while data[at] & 0x80:
                at += 1
            at += 1
        if data[at:at + 1] == b"\x10":
            return self.api.Reply.FromString(data), None
        return None, self.api.Notice.FromString(data)

    def on_notice(self, notice):
        if notice.HasField("progress"):
            progress = notice.progress
            print(self.api.Stage.Name(progress.stage)[6:].lower(), progress.masked_pan, flush=True)
        elif notice.HasField("host_request"):
            asked = notice.host_request
            answer, sent = self.acquirer.exchange(asked.message, asked.timeout_ms / 1000)
            outcome = self.api.HOST_OUTCOME_ANSWERED if answer else (
                self.api.HOST_OUTCOME_NO_ANSWER if sent else self.api.HOST_OUTCOME_NOT_SENT)
            self.request("host_answer", exchange=asked.exchange, outcome=outcome, message=answer or b"")


def frames_over(asked):
    """Connects as the command line says."""
    if asked.ble:
        sys.modules.setdefault("sell", sys.modules[__name__])  # run as a program we are __main__, and they import us
        import ble
        import lossy
        central = ble.Central(asked.adapter)
        reader = central.find(name=asked.ble)
        central.connect(reader)
        return lossy.LossyFrames(ble.Radio(central, reader))
    stream = socket.create_connection(asked.reader, timeout=10)
    stream.settimeout(None)
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Frames(stream)


def money(minor):
    return f"CNY {minor // 100}.{minor % 100:02d}"


def print_receipt(result, info):
    print("  | SIMULATOR - NOT A REAL RECEIPT")
    for name, value in [("Merchant", info.merchant), ("Terminal", info.terminal), ("Card", result.masked_pan),
                        ("Entry", result.entry_mode), ("Batch / trace", f"{result.batch} / {result.trace}"),
                        ("Authorisation", result.authorisation_code), ("Reference", result.reference),
                        ("AMOUNT", money(result.amount_minor))]:
        if value:
            print(f"  | {name:<14} {value}")
    print("  | SIMULATOR - NOT A REAL RECEIPT")


def sell(reader, amount_minor):
    """Signs in when needed and sells. Answers whether the sale was approved."""
    info = reader.ask("get_info").info
    print(f"reader {info.serial}, firmware {info.firmware_version}, API {info.api_version}")
    if not reader.ask("get_state").state.signed_in:
        reader.ask("sign_in")
        signed = reader.until("sign_in_result")
        if not signed.signed_in:
            raise Failed(f"sign-in failed: {signed.response_code} {signed.detail}")
        print(f"signed in, batch {signed.batch}", flush=True)
    reader.ask("start_transaction", type=reader.api.TRANSACTION_TYPE_SALE, amount_minor=amount_minor)
    result = reader.until("transaction_result")
    print(f"outcome: {reader.api.Outcome.Name(result.outcome)[8:].lower()}, response code {result.response_code}"
          + (f", {result.detail}" if result.detail else ""))
    approved = result.outcome == reader.api.OUTCOME_APPROVED
    if approved:
        print_receipt(result, info)
    return approved


def static_key(path):
    """The phone's own key: kept, so that the reader knows this phone the next time."""
    if path and os.path.exists(path):
        with open(path, "rb") as file:
            return X25519PrivateKey.from_private_bytes(file.read())
    key = X25519PrivateKey.generate()
    if path:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key.private_bytes(serialization.Encoding.Raw, serialization.PrivateFormat.Raw,
                                         serialization.NoEncryption()))
    return key


def address(text):
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise argparse.ArgumentTypeError(f"{text} is not HOST:PORT")
    return host.strip("[]"), int(port)


def minor_units(text):
    whole, _, part = text.partition(".")
    if not whole.isdigit() or not (part + "00")[:2].isdigit() or len(part) > 2 or int(whole + (part + "00")[:2]) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not an amount such as 12.50")
    return int(whole + (part + "00")[:2])


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    root = os.path.join(here, "..", "..", "..")
    parser = argparse.ArgumentParser(
        description="Sells with a virtual mPOS reader over TCP or Bluetooth LE. Simulator: test keys and test cards only.",
        epilog="Example: sell.py --reader 127.0.0.1:4711 --host 127.0.0.1:4712 12.50")
    parser.add_argument("amount", type=minor_units, help="for instance 12.50")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--reader", type=address, metavar="HOST:PORT", help="as vmpos serve prints it")
    where.add_argument("--ble", metavar="NAME", help="over Bluetooth: the name vmpos serve --ble prints")
    parser.add_argument("--adapter", default="hci0", help="this machine's Bluetooth adapter; hci0 when left out")
    parser.add_argument("--host", type=address, required=True, metavar="HOST:PORT", help="the acquirer, vmpos host")
    parser.add_argument("--key", metavar="FILE", help="keep this phone's key here: the reader then knows it again")
    parser.add_argument("--ca", metavar="FILE", default=os.path.join(root, "assets/keys/test_ca_certificate.pem"),
                        help="certificate of the readers' CA (PEM)")
    parser.add_argument("--proto", metavar="DIR", default=os.path.join(root, "build/proto"),
                        help="where protoc put mpos/reader/v1/reader_pb2.py; build/proto when left out")
    parser.add_argument("--tpdu", default="6000030000", help="10 digits; 6000030000 when left out")
    parser.add_argument("--header", default="603100311108", help="12 digits; 603100311108 when left out")
    asked = parser.parse_args()
    sys.path.insert(0, asked.proto)
    try:
        from mpos.reader.v1 import reader_pb2
    except ImportError:
        raise SystemExit("sell.py: no message classes; make them once with\n  protoc -I devicemodel/proto "
                         "--python_out=build/proto mpos/reader/v1/reader.proto")
    print("SIMULATOR: test keys and test cards only")
    try:
        with open(asked.ca, "rb") as file:
            authority = x509.load_pem_x509_certificate(file.read())
        session = Session(frames_over(asked), static_key(asked.key), authority,
                          lambda code: print(f"confirm: {code}", flush=True))
        approved = sell(Reader(session, Acquirer(asked.host, asked.tpdu, asked.header), reader_pb2), asked.amount)
        session.close()
        return 0 if approved else 1
    except (Failed, OSError) as error:
        print(f"sell.py: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
