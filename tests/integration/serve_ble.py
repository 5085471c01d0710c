#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`vmpos serve` without --ble maps no Qt; with it, and without the adapter it asks for, one sentence, and TCP goes on.

usage: serve_ble.py VMPOS ASSETS
"""
import subprocess
import sys

from program import LIMIT_S, Process


def main():
    vmpos, assets = sys.argv[1:]
    serve = Process("serve", vmpos, "serve", "--assets", assets, "--no-state")
    serve.event("ready")
    with open(f"/proc/{serve.child.pid}/maps", encoding="utf-8") as maps:
        mapped = maps.read()
    assert "Qt6" not in mapped and "vmpos" in mapped, mapped
    serve.end()

    # No machine has an adapter of that address.
    child = subprocess.Popen([vmpos, "serve", "--assets", assets, "--no-state", "--ble", "--ble-adapter", "00:00:00:00:00:01",
                              "--events", "note"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             text=True)
    ready, note = child.stdout.readline(), child.stdout.readline()
    assert '"tcp"' in ready and '"ble"' not in ready, ready
    assert "no Bluetooth: " in note, note
    child.terminate()
    _, errors = child.communicate(timeout=LIMIT_S)
    assert child.returncode == 0, (child.returncode, errors)
    assert errors.count("no Bluetooth: ") == 1, errors

    for arguments, reason in ((["--ble", "--ble-service", "spp"], "own, nus, issc or fff0"),
                              (["--ble-service", "nus"], "go with --ble")):
        wrong = subprocess.run([vmpos, "serve", *arguments], capture_output=True, text=True, timeout=LIMIT_S)
        assert wrong.returncode == 2 and reason in wrong.stderr, wrong
    print("no Bluetooth, and everything else works")


if __name__ == "__main__":
    main()
