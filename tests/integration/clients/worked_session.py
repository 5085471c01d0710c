#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Python client replays the worked session of protocol.md: with the same keys it sends the same bytes and opens the same
records. usage: worked_session.py PROTOCOL_MD CLIENT_FOLDER CA_CERTIFICATE; with --json it prints the session instead."""
import json
import re
import sys


def read_session(path):
    """Values by name, the phone's frames, the reader's frames, and the opened records in order with their direction."""
    with open(path, encoding="utf-8") as file:
        text = re.search(r"<!-- worked session.*?```\n(.*?)```", file.read(), re.S).group(1)
    values, frames, opened = {}, [], []
    mark = None
    for line in text.splitlines():
        previous, mark = mark, line[0]
        words = line[2:]
        record = re.fullmatch(r"record opened, type (\w\w)", words)
        if mark == "=" and record:
            opened.append(record.group(1))
            mark = "opened"
        elif mark == "=" and previous == "opened" and re.fullmatch(r"[0-9A-F]+", words):
            opened[-1] += words
            mark = "opened"
        elif mark == "=" and "  " in words:
            name, value = re.split(r"  +", words, maxsplit=1)
            values[name] = value
        elif mark in "<>":
            if words.startswith("A55A "):
                frames.append([mark, ""])
            frames[-1][1] += words.replace(" ", "")
    return {"values": values, "frames": frames, "opened": opened}


class Replay:
    """A stream that gives the reader's bytes and keeps ours."""

    def __init__(self, frames):
        self.incoming = bytes.fromhex("".join(frame for mark, frame in frames if mark == "<"))
        self.sent = b""

    def sendall(self, data):
        self.sent += data

    def recv(self, count):
        data, self.incoming = self.incoming[:count], self.incoming[count:]
        return data


def main():
    session = read_session(sys.argv[1])
    assert len(session["frames"]) == 14 and len(session["opened"]) == 11, (len(session["frames"]), len(session["opened"]))
    if "--json" in sys.argv:
        print(json.dumps(session))
        return
    sys.path.insert(0, sys.argv[2])
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from frames import Frames
    from session import DATA, Session
    with open(sys.argv[3], "rb") as file:
        authority = x509.load_pem_x509_certificate(file.read())
    values, codes = session["values"], []
    key = {name: X25519PrivateKey.from_private_bytes(bytes.fromhex(values[f"phone {name} private key"]))
           for name in ("static", "ephemeral")}
    stream = Replay(session["frames"])
    opened = Session(Frames(stream), key["static"], authority, codes.append, name="Example", ephemeral=key["ephemeral"],
                     nonce=bytes.fromhex(values["phone nonce"]))
    assert codes == [values["six digits"]], codes
    assert opened.hash.hex().upper() == values["handshake hash"]
    records = [bytes.fromhex(text) for text in session["opened"]]
    marks = [mark for mark, _ in session["frames"]][3:]
    assert records[0] == b"\x06" and records[1] == b"\x02"
    for mark, record in list(zip(marks, records))[2:-1]:
        assert record[0] == DATA
        if mark == ">":
            opened.send(record[1:])
        else:
            assert opened.receive() == record[1:]
    opened.close()
    wanted = "".join(frame for mark, frame in session["frames"] if mark == ">")
    assert stream.sent.hex().upper() == wanted, "the client sends other bytes than the document shows"
    assert stream.incoming == b""
    print("the Python client replays the worked session byte by byte")


if __name__ == "__main__":
    main()
