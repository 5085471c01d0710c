#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads every include and fails on an arrow that the table does not allow.

usage: layering.py [ROOT]    prints each forbidden arrow as file:line, exit 1 when there is one
       layering.py --table   prints the table

A room is a second-level folder (devicemodel/link). A room may include itself, the rooms of its row, and what those rooms may
include in turn. System headers are held against a short list of owners: Qt, OpenSSL, SQLite, Asio, PC/SC, libyaml, CLI11 and JSON each
belong to the rooms named for them.
"""
import os
import re
import sys

ALLOWED = {
    "devicemodel/base": [],
    "devicemodel/hal": ["devicemodel/base"],
    "devicemodel/security": ["devicemodel/hal"],
    "devicemodel/stripe": ["devicemodel/base"],
    "devicemodel/records": ["devicemodel/hal"],
    "devicemodel/iso8583": ["devicemodel/base"],
    "devicemodel/link": ["devicemodel/security", "devicemodel/hal"],
    "devicemodel/emv": ["devicemodel/security"],
    # The reader's side of a PSAM speaks T=0 with the EMV room's protocol and folds with the security room.
    "devicemodel/sam": ["devicemodel/emv"],
    "devicemodel/command": ["devicemodel/base"],
    "devicemodel/compat": ["devicemodel/base"],
    "devicemodel/firmware": ["devicemodel/hal", "devicemodel/security", "devicemodel/link", "devicemodel/command",
                             "devicemodel/iso8583", "devicemodel/stripe", "devicemodel/records", "devicemodel/emv",
                             "devicemodel/sam", "devicemodel/compat"],
    "devicemodel/sim": ["devicemodel/hal"],
    "devicemodel/primitives": ["devicemodel/security", "devicemodel/link"],
    "peripherals/keypad": ["devicemodel/hal", "devicemodel/sim"],
    "peripherals/lcd": ["devicemodel/hal", "devicemodel/sim"],
    "peripherals/indicators": ["devicemodel/hal", "devicemodel/sim"],
    "peripherals/clock": ["devicemodel/hal", "devicemodel/sim"],
    "peripherals/magstripe": ["devicemodel/hal", "devicemodel/sim"],
    "peripherals/card": ["devicemodel/hal", "devicemodel/sim", "devicemodel/emv", "devicemodel/primitives"],
    "peripherals/icc": ["devicemodel/hal", "devicemodel/sim", "devicemodel/emv", "peripherals/card"],
    "peripherals/field": ["devicemodel/hal", "devicemodel/sim", "peripherals/card"],
    "peripherals/psam": ["devicemodel/hal", "devicemodel/sim", "devicemodel/primitives", "peripherals/card"],
    "peripherals/storage": ["devicemodel/hal", "devicemodel/sim"],
    "peripherals/radio": ["devicemodel/hal", "devicemodel/sim"],
    "peripherals/net": ["peripherals/radio"],
    # The wire to the Bluetooth helper is a stream of the net room.
    "peripherals/radio_ble": ["peripherals/net"],
    # Cards of ours towards other programs, cards of others towards our slot: both are card ports.
    "peripherals/pcsc": ["peripherals/card", "peripherals/icc"],
    "scenarios/load": ["devicemodel/base"],
    "scenarios/phone": ["devicemodel/sim", "devicemodel/link", "devicemodel/primitives", "peripherals/radio"],
    "scenarios/host": ["devicemodel/sim", "devicemodel/iso8583", "peripherals/radio", "scenarios/load"],
    "scenarios/world": ["devicemodel/firmware", "devicemodel/sim", "devicemodel/primitives", "peripherals/keypad",
                        "peripherals/lcd", "peripherals/indicators", "peripherals/clock", "peripherals/magstripe",
                        "peripherals/storage", "peripherals/radio", "peripherals/card", "peripherals/icc", "peripherals/field",
                        "peripherals/psam",
                        "scenarios/load", "scenarios/phone", "scenarios/host"],
    # Looks at bytes of every kind and changes nothing: names of tags, field tables, frame layouts.
    "scenarios/decode": ["devicemodel/emv", "devicemodel/iso8583", "devicemodel/link"],
    "scenarios/bus": ["scenarios/world", "scenarios/load"],
    "scenarios/vectors": ["devicemodel/security", "devicemodel/compat", "devicemodel/primitives", "devicemodel/iso8583", "devicemodel/link",
                          "devicemodel/stripe", "devicemodel/emv", "peripherals/magstripe", "peripherals/psam"],
    "scenarios/runner": ["scenarios/bus", "scenarios/load"],
    "app/cli": ["scenarios/runner", "scenarios/bus", "scenarios/load", "scenarios/vectors", "scenarios/decode",
                "peripherals/net", "peripherals/radio_ble", "peripherals/pcsc"],
    "app/ble": ["peripherals/radio_ble"],
    "app/gui": ["scenarios/runner", "scenarios/bus", "scenarios/load", "scenarios/decode"],
}
PORTABLE = {"devicemodel/" + room for room in
            ("base", "hal", "security", "stripe", "records", "iso8583", "link", "emv", "sam", "command", "compat", "firmware")}
# Who may include which foreign headers: pattern, owners (rooms or floors), name for the message.
FOREIGN = [
    (re.compile(r"^openssl/"), {"devicemodel/primitives", "scenarios/host", "peripherals/net"}, "OpenSSL"),
    (re.compile(r"^sqlite3"), {"scenarios/host"}, "SQLite"),
    (re.compile(r"^asio"), {"peripherals/net"}, "Asio"),
    (re.compile(r"^(PCSC/|winscard)"), {"peripherals/pcsc"}, "PC/SC"),
    (re.compile(r"^yaml"), {"scenarios/load"}, "libyaml"),
    (re.compile(r"^CLI/"), {"app/cli"}, "CLI11"),
    (re.compile(r"^nlohmann/"), {"scenarios/vectors"}, "nlohmann-json"),
    (re.compile(r"^Q[A-Z]|^Qt"), {"app/gui", "app/ble", "peripherals/radio_ble"}, "Qt"),
    (re.compile(r"^pb(_encode|_decode|_common)?\.h$|\.npb\.h$"), {"devicemodel/command", "devicemodel/firmware"}, "nanopb"),
]
# Nothing above the portable line may reach for these.
NOT_PORTABLE = re.compile(r"^(google/|mpos/.*\.pb\.h$|vector$|string$|map$|unordered_|functional$|memory$|thread$|mutex$|iostream$|"
                          r"fstream$|sstream$|filesystem$|random$|deque$|list$|set$|future$|atomic$|exception$|stdexcept$)")
# The host is the far end and computes everything itself; the phone shares only the link, in the opposite role.
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def closure(room, seen=None):
    seen = set() if seen is None else seen
    for below in ALLOWED[room]:
        if below not in seen:
            seen.add(below)
            closure(below, seen)
    return seen


def room_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else None


def check(root):
    problems = []
    files = 0
    for floor in ("devicemodel", "peripherals", "scenarios", "app"):
        for folder, _, names in os.walk(os.path.join(root, floor)):
            for name in sorted(names):
                if not name.endswith((".cpp", ".hpp", ".h", ".c")):
                    continue
                path = os.path.relpath(os.path.join(folder, name), root)
                room = room_of(path)
                files += 1
                if room not in ALLOWED:
                    problems.append(f"{path}:1: the room {room} is not in the table of tests/checks/layering.py")
                    continue
                with open(os.path.join(root, path), encoding="utf-8") as source:
                    for number, line in enumerate(source, 1):
                        found = INCLUDE.match(line)
                        if found:
                            problems += judge(path, number, room, found.group(1), found.group(2))
    return files, problems


def judge(path, number, room, bracket, target):
    where = f"{path}:{number}: "
    below = closure(room)
    first = target.split("/")[0]
    if first in ("devicemodel", "peripherals", "scenarios", "app"):
        other = room_of(target)
        if other != room and other not in below:
            return [where + f"{room} may not include {other} ({target})"]
        return []
    if bracket == '"' and first != "mpos":
        return [where + f'"{target}" is not written from the repository root']
    problems = []
    for pattern, owners, name in FOREIGN:
        if pattern.search(target) and room not in owners:
            problems.append(where + f"{name} ({target}) belongs to {', '.join(sorted(owners))}, not to {room}")
    if room in PORTABLE and NOT_PORTABLE.search(target):
        problems.append(where + f"<{target}> does not exist above the portable line")
    return problems


def main():
    if "--table" in sys.argv:
        for room, below in ALLOWED.items():
            print(f"{room:24} {' '.join(below) or '-'}")
        return 0
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    files, problems = check(root)
    for problem in problems:
        print(problem)
    if files == 0:
        print(f"no sources below {root}")
        return 1
    print(f"{files} files, {len(problems)} forbidden arrows")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
