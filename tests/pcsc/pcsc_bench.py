#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures command round trips through pcscd: our card beside a card that answers 9000 to everything, in the same run.

usage: pcsc_bench.py BUILD_DIR [ROUNDS [COMMANDS]]

Both cards sit in readers of the same service; rounds take turns. Prints the median of each and how much of the plain card's rate ours
reaches (aim 80 %). Exit 1 only when nothing could be measured.
"""
import os
import pathlib
import select
import statistics
import subprocess
import sys
import tempfile

import rig

# What the cards are asked, behind a selection. No RSA: that is the card's work, not the line's.
SELECT = "00A4040008A000000333010102"
QUESTIONS = {"counter (GET DATA)": "80CA9F3605", "record of 84 bytes": "00B2011454"}


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    commands = sys.argv[3] if len(sys.argv) > 3 else "2000"
    rig.enter()
    tool = build / "tests" / "pcsc_tool"
    with tempfile.TemporaryDirectory(prefix="vmpos-pcsc-") as folder:
        service = rig.Service(folder)
        ours = rig.Card(build / "bin" / "vmpos", "virtual_card", folder)
        nines = rig.Process([tool, "nines", "35964"], pathlib.Path(folder) / "nines.log", stdout=subprocess.PIPE)
        ready, _, _ = select.select([nines.process.stdout], [], [], rig.PATIENCE)
        rig.expect(ready and nines.process.stdout.readline() == b"ready\n", "the plain card is not ready")
        for reader in (rig.READER, rig.SECOND_READER):
            rig.run([tool, "present", reader])

        def rate(reader, apdu):
            said = rig.run([tool, "rate", reader, commands, SELECT, apdu]).split()
            rig.expect(said[1] == "9000", f"{reader} answered {said[1]} to {apdu}")
            return int(said[0])

        rates = {name: ([], []) for name in QUESTIONS}
        for _ in range(rounds):
            for name, apdu in QUESTIONS.items():
                rates[name][0].append(rate(rig.SECOND_READER, apdu))
                rates[name][1].append(rate(rig.READER, apdu))
        ours.stop()
        nines.stop()
        service.stop()
    for name, (plain, ours) in rates.items():
        least, reached = statistics.median(plain), statistics.median(ours)
        print(f"{name:20} 9000 card {least:7.0f}/s, our card {reached:7.0f}/s, {100 * reached / least:5.1f} %")


if __name__ == "__main__":
    try:
        main()
    except rig.Failed as failure:
        print(f"FAILED {failure}")
        sys.exit(1)
