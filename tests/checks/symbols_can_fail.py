#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves that the symbol check can fail: compiles one offence a library and expects it to be named. usage: ... COMPILER"""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = [
    ("int* f() { return new int(1); }", "heap"),
    ("#include <cstdlib>\nvoid* f() { return std::malloc(3); }", "heap"),
    ("void f() { throw 1; }", "exceptions"),
    ("#include <ctime>\nlong f() { return std::time(nullptr); }", "clock"),
    ("#include <string>\nstd::string f(const std::string& a) { return a + \"x\"; }", "exceptions"),
    ("int f(int a) { return a + 1; }", None),
]


def main():
    compiler = sys.argv[1]
    bad = 0
    for source, expected in CASES:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.cpp")
            with open(path, "w", encoding="utf-8") as out:
                out.write(source + "\n")
            archive = os.path.join(folder, "a.a")
            subprocess.run([compiler, "-std=c++20", "-O1", "-c", path, "-o", path + ".o"], check=True)
            subprocess.run(["ar", "rc", archive, path + ".o"], check=True)
            run = subprocess.run([sys.executable, os.path.join(HERE, "symbols.py"), archive], capture_output=True, text=True)
        good = (run.returncode == 0) if expected is None else (run.returncode == 1 and expected in run.stdout)
        if not good:
            bad += 1
            print(f"{source!r}: expected {expected!r}, got exit {run.returncode}: {run.stdout}")
    print(f"{len(CASES) - bad} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
