#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`sell.py --ble` where there is no Bluetooth ends with 2 and a sentence; with a bluetoothd (a fake one: fake_bluez/dbus.py) it sells and
lets go of the reader at its end, however that is. The real one: tests/ble_e2e. usage: bluetooth_test.py VMPOS ASSETS CLIENT_COMMAND..."""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from program import LIMIT_S, Process, compare, pay  # noqa: E402

DEVICE = "/org/bluez/hci0/dev_01"


def fails(client, sentence, **environment):
    done = subprocess.run([*client, "--ble", "mPOS SIM 000001", "--host", "127.0.0.1:1", "1.00"], capture_output=True, text=True,
                          timeout=LIMIT_S, env={**os.environ, **environment})
    assert done.returncode == 2 and sentence in done.stderr and done.stderr.count("\n") == 1, done


def main():
    vmpos, assets, *client = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "dbus.py"), "w", encoding="utf-8") as file:
            file.write("raise ImportError('there is none')\n")
        fails(client, "needs python3-dbus", PYTHONPATH=folder)
        log = os.path.join(folder, "calls.txt")
        fake = dict(PYTHONPATH=os.path.join(HERE, "fake_bluez"), FAKE_LOG=log)
        fails([*client, "--adapter", "hci7"], "there is no adapter hci7", **fake)
        fails(client, "does not scan: Resource Not Ready", FAKE_REFUSAL="Resource Not Ready", **fake)

        serve = Process("serve", vmpos, "serve", "--assets", assets, "--reader", "radio", "--no-state")
        ends = {end["kind"]: end["address"] for end in serve.event("ready")["endpoints"]}
        serve.screen_with("SIM")

        def start(amount):
            with open(log, "w", encoding="utf-8"):
                pass
            return Process("client", *client, "--ble", "mPOS SIM 000001", "--host", ends["host"], amount,
                           env={**os.environ, **fake, "FAKE_READER": ends["tcp"]})

        def check_calls():
            with open(log, encoding="utf-8") as file:
                calls = file.read().splitlines()
            assert calls == [f"Connect {DEVICE}", f"Disconnect {DEVICE}"], calls

        phone = start("1.00")
        compare(serve, phone, "cancel")
        assert phone.exit_code() == 2
        check_calls()
        phone = start("12.50")
        compare(serve, phone, "enter")
        outcome = pay(serve, phone, "debit_101", "123456")
        assert outcome.startswith("outcome: approved"), outcome
        assert phone.exit_code() == 0
        check_calls()
        serve.end()
    print("sells over Bluetooth, lets go, and says what is missing")


if __name__ == "__main__":
    main()
