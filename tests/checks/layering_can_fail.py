#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves that the layering check can fail: builds small trees with one forbidden arrow each and expects it to be named."""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = [
    ("devicemodel/base/a.hpp", '#include "devicemodel/hal/hal.hpp"', "devicemodel/base may not include devicemodel/hal"),
    ("devicemodel/firmware/a.cpp", '#include "peripherals/lcd/lcd.hpp"', "may not include peripherals/lcd"),
    ("devicemodel/security/a.cpp", "#include <openssl/evp.h>", "OpenSSL"),
    ("devicemodel/link/a.cpp", "#include <vector>", "portable line"),
    ("scenarios/host/hsm/a.cpp", '#include "devicemodel/security/core.hpp"', "may not include devicemodel/security"),
    ("scenarios/phone/a.cpp", '#include "devicemodel/firmware/reader.hpp"', "may not include devicemodel/firmware"),
    ("scenarios/bus/a.cpp", "#include <QObject>", "Qt"),
    ("app/gui/a.cpp", '#include "scenarios/world/world.hpp"', None),  # below bus: allowed
    ("app/gui/b.cpp", '#include "window.hpp"', "not written from the repository root"),
    ("devicemodel/newroom/a.cpp", "", "not in the table"),
]


def main():
    bad = 0
    for path, line, expected in CASES:
        with tempfile.TemporaryDirectory() as root:
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full))
            with open(full, "w", encoding="utf-8") as source:
                source.write(line + "\n")
            run = subprocess.run([sys.executable, os.path.join(HERE, "layering.py"), root], capture_output=True, text=True)
        good = (run.returncode == 0) if expected is None else (run.returncode == 1 and expected in run.stdout)
        if not good:
            bad += 1
            print(f"{path}: {line!r}: expected {expected!r}, got exit {run.returncode}: {run.stdout}")
    with tempfile.TemporaryDirectory() as root:
        if subprocess.run([sys.executable, os.path.join(HERE, "layering.py"), root], capture_output=True).returncode != 1:
            bad += 1
            print("an empty tree was accepted")
    print(f"{len(CASES) + 1 - bad} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
