#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A reference client sells with `vmpos serve` and `vmpos host`: usage: client_test.py VMPOS ASSETS CLIENT_COMMAND...

An unknown phone compares six digits; a known one need not; a refused code, a declined card and a busy reader are told; --help
has an example.
"""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from program import LIMIT_S, Process, compare, pay  # noqa: E402


def main():
    vmpos, assets, *client = sys.argv[1:]
    helped = subprocess.run([*client, "--help"], capture_output=True, text=True, timeout=LIMIT_S)
    assert helped.returncode == 0 and "12.50" in helped.stdout and "SIMULATOR" in helped.stdout.upper(), helped
    lost = subprocess.run([*client, "--reader", "127.0.0.1:1", "--host", "127.0.0.1:1", "1.00"], capture_output=True, text=True,
                          timeout=LIMIT_S)
    assert lost.returncode in (1, 2) and "refused" in (lost.stdout + lost.stderr).lower(), lost

    with tempfile.TemporaryDirectory() as folder:
        host = Process("host", vmpos, "host", "--assets", assets)
        host_at = host.event("ready")["endpoints"][0]["address"]
        serve = Process("serve", vmpos, "serve", "--assets", assets, "--host", "none", "--no-state")
        serve_at = serve.event("ready")["endpoints"][0]["address"]
        serve.screen_with("SIM")
        key = os.path.join(folder, "phone.key")

        def start(amount):
            return Process("client", *client, "--reader", serve_at, "--host", host_at, "--key", key, amount)

        # The merchant refuses the code.
        phone = start("1.00")
        compare(serve, phone, "cancel")
        assert phone.exit_code() in (1, 2)

        # The merchant accepts it, and a whole sale follows.
        phone = start("12.50")
        compare(serve, phone, "enter")
        phone.until("sign-in", lambda line: line.startswith("signed"))
        # A second phone is told that the reader is taken.
        second = subprocess.run([*client, "--reader", serve_at, "--host", host_at, "1.00"], capture_output=True, text=True,
                                timeout=LIMIT_S)
        assert second.returncode in (1, 2) and "busy" in (second.stdout + second.stderr), second
        outcome = pay(serve, phone, "debit_101", "123456")
        assert outcome.startswith("outcome: approved, response code 00"), outcome
        assert phone.exit_code() == 0
        paper = "\n".join(phone.seen)
        assert "SIMULATOR - NOT A REAL RECEIPT" in paper and "622202*********0128" in paper, paper
        assert "12.50" in paper and "6222021234567890128" not in paper, paper
        assert host.event("ledger")["amount_minor"] == 1250

        # The reader knows this phone now: no code; and a card without the money is declined.
        phone = start("5000.00")
        outcome = pay(serve, phone, "poor_101", "123456")
        assert outcome.startswith("outcome: declined, response code 51"), outcome
        assert phone.exit_code() == 1
        assert not any(line.startswith("confirm") for line in phone.seen), phone.seen
        serve.end()
        host.end()
    print("a client sold: refused, approved, declined")


if __name__ == "__main__":
    main()
