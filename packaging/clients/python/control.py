#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Drives a reader that runs elsewhere through its control socket (assets/docs/control.md): sends commands, prints events.

    vmpos serve --control unix:/tmp/reader.sock
    control.py unix:/tmp/reader.sock '{"swipe": {"card": "debit_101"}}'       one command; its answer
    control.py unix:/tmp/reader.sock                                          every event, until Ctrl-C

Commands are the Protobuf messages of mpos/bus/v1/bus.proto in their JSON form. Needs python3-protobuf, and the message classes made
once from the published .proto:

    mkdir -p build/proto && cd devicemodel/proto && protoc --python_out=../../build/proto $(find mpos -name '*.proto')

Exit codes: 0 accepted, 1 refused, 2 the usage or the connection is wrong.
"""
import argparse
import os
import socket
import struct
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


def connect(address):
    """A connected socket for unix:PATH or HOST:PORT."""
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(address[len("unix:"):])
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)))


class Control:
    """The bus at the other end of a connected socket."""

    def __init__(self, connection, messages):
        self.connection, self.messages = connection, messages
        self.stream = connection.makefile("rb")
        self.last_id = 0

    def send(self, command):
        body = command.SerializeToString()
        self.connection.sendall(struct.pack(">I", len(body)) + body)

    def event(self):
        """The next event; None when the reader has hung up."""
        head = self.stream.read(4)
        if len(head) < 4:
            return None
        return self.messages.Event.FromString(self.stream.read(struct.unpack(">I", head)[0]))

    def ask(self, command):
        """Sends a command and gives the event that answers it; what comes before it is passed over."""
        self.last_id += 1
        command.id = self.last_id
        self.send(command)
        while (event := self.event()) is not None:
            kind = event.WhichOneof("what")
            if kind in ("accepted", "refused") and getattr(event, kind).id == command.id:
                return event
        raise ConnectionError("the reader hung up without an answer")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", help="unix:PATH or 127.0.0.1:PORT, as the ready line of vmpos serve says it")
    parser.add_argument("command", nargs="?", help="a bus command as JSON; every event is printed without one")
    parser.add_argument("--proto", default=os.path.join(ROOT, "build", "proto"), help="folder with the message classes")
    options = parser.parse_args()
    sys.path.insert(0, options.proto)
    try:
        from google.protobuf import json_format
        from mpos.bus.v1 import bus_pb2
    except ImportError as error:
        print(f"control.py: {error}; control.py --help says what it needs", file=sys.stderr)
        return 2
    try:
        control = Control(connect(options.address), bus_pb2)
        if options.command is not None:
            answer = control.ask(json_format.Parse(options.command, bus_pb2.Command()))
            if answer.HasField("refused"):
                print(f"refused: {answer.refused.reason}", file=sys.stderr)
                return 1
            return 0
        while (event := control.event()) is not None:
            print(json_format.MessageToJson(event, preserving_proto_field_name=True, indent=None), flush=True)
        return 0
    except (OSError, ValueError, json_format.ParseError) as error:
        print(f"control.py: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
