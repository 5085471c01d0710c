#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sells with a virtual mPOS reader over TCP or Bluetooth LE: session, sign-in, one stripe sale, receipt.

Written from assets/docs/protocol.md and mpos/reader/v1/reader.proto alone.
Needs python3-protobuf and python3-cryptography, and the message classes made once from the published .proto:

    protoc -I devicemodel/proto --python_out=build/proto mpos/reader/v1/reader.proto

Read from the bottom: main, sell, Reader; then session.py and frames.py. Bluetooth is in ble.py and lossy.py.
"""

import argparse
import contextlib
import os
import socket
import struct
import sys

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from frames import Failed, Frames
from session import Session


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


@contextlib.contextmanager
def frames_over(asked):
    """Connects as the command line says, and lets go afterwards."""
    if asked.ble:
        try:
            import ble
        except ImportError as error:
            raise Failed(f"--ble needs python3-dbus: {error}") from error
        import lossy
        central = ble.Central(asked.adapter)
        reader = central.find(name=asked.ble)
        try:
            central.connect(reader)
            frames = lossy.LossyFrames(ble.Radio(central, reader))
            yield frames
            frames.flush()
        finally:
            central.disconnect(reader)
        return
    with socket.create_connection(asked.reader, timeout=10) as stream:
        stream.settimeout(None)
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield Frames(stream)


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
        with frames_over(asked) as frames:
            session = Session(frames, static_key(asked.key), authority, lambda code: print(f"confirm: {code}", flush=True))
            approved = sell(Reader(session, Acquirer(asked.host, asked.tpdu, asked.header), reader_pb2), asked.amount)
            session.close()
        return 0 if approved else 1
    except (Failed, OSError) as error:
        print(f"sell.py: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
