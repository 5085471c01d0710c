#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a person did and saw becomes a scenario that passes unedited: scenarios of the suite are run, their command logs recorded
into scenario files, and those run again. Usage: record.py VMPOS SOURCE"""
import os
import subprocess
import sys
import tempfile

from program import LIMIT_S

VMPOS, SOURCE = sys.argv[1:3]
ASSETS = os.path.join(SOURCE, "assets")
SUITE = ("sale/approved_with_pin", "declined/not_enough_funds", "cancel/pin_entry", "chip/approved_dda_1984", "chip/pulled_during_pin",
         "chip/wrong_pin_online", "power/flash_cut_before_the_request", "readers/two_readers", "timeout/host_silent", "reversal/uploaded", "link/corrupt")


def run(*arguments, code=0):
    done = subprocess.run([VMPOS, *arguments], cwd=SOURCE, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT_S)
    assert done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr)
    return done


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def read_bytes(path):
    with open(path, "rb") as file:
        return file.read()


def scenarios(folder):
    for name in SUITE:
        path = f"scenarios/suite/{name}.yaml"
        if not os.path.exists(os.path.join(SOURCE, path)):
            raise AssertionError(f"{path} is gone; name another")
        log, made = (os.path.join(folder, name.replace("/", "_") + end) for end in (".log", ".yaml"))
        run("run", path, "--log", log, "--assets", ASSETS)
        run("record", log, "-o", made, "--title", name, "--assets", ASSETS)
        said = run("run", made, "--assets", ASSETS).stdout
        assert "1 passed, 0 failed" in said, said
        text = read(made)
        assert "expect:" in text and f'title: "{name}"' in text, text


def refusals(folder):
    assert "cannot be read" in run("record", os.path.join(folder, "none.log"), "-o", "x.yaml", code=2).stderr
    broken = os.path.join(folder, "broken.log")
    with open(broken, "wb") as file:
        file.write(b"not a log")
    assert "at byte" in run("record", broken, "-o", os.path.join(folder, "x.yaml"), code=2).stderr
    kept = read_bytes(broken)
    assert "broken.log" in run("record", broken, "-o", broken, code=2).stderr and read_bytes(broken) == kept
    assert "-o FILE" in run("record", broken, code=2).stderr


def main():
    with tempfile.TemporaryDirectory() as folder:
        scenarios(folder)
        refusals(folder)
    print("recorded scenarios pass unedited")


main()
