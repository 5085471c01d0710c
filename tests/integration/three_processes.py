#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A sale across three processes: `vmpos serve`, `vmpos host`, `vmpos phone`. Drives the reader by JSON lines, waits for
lines and never for time. Usage: three_processes.py VMPOS ASSETS"""
import subprocess
import sys
import tempfile

from program import LIMIT_S, Process, compare, pay


def sale(serve, phone, known):
    if not known:
        compare(serve, phone, "enter")
    phone.until("sign-in", lambda line: line.startswith("signed_in"))
    outcome = pay(serve, phone, "debit_101", "123456")
    assert outcome.startswith("outcome: approved, response code 00"), outcome
    assert phone.exit_code() == 0
    paper = "\n".join(phone.seen)
    assert "SIMULATOR - NOT A REAL RECEIPT" in paper and "622202*********0128" in paper, paper
    assert "6222021234567890128" not in paper


def main():
    vmpos, assets = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as state:
        host = Process("host", vmpos, "host", "--assets", assets)
        host_at = host.event("ready")["endpoints"][0]["address"]
        serve = Process("serve", vmpos, "serve", "--assets", assets, "--host", "none", "--state", state + "/reader")
        serve_at = serve.event("ready")["endpoints"][0]["address"]
        serve.screen_with("SIM")

        def start_phone(*errand):
            return Process("phone", vmpos, "phone", "--assets", assets, "--reader", serve_at, "--host", host_at,
                           "--state", state + "/phone", *errand)

        sale(serve, start_phone("sale", "12.50"), known=False)
        entry = host.event("ledger")
        assert entry["amount_minor"] == 1250, entry
        # The reader knows this phone now: no code the second time.
        sale(serve, start_phone("sale", "3.00"), known=True)
        assert host.event("ledger")["amount_minor"] == 300

        # A port that is taken is a sentence, not a crash.
        port = serve_at.rsplit(":", 1)[1]
        second = subprocess.run([vmpos, "serve", "--assets", assets, "--no-state", "--port", port], stdin=subprocess.DEVNULL,
                                capture_output=True, text=True, timeout=LIMIT_S)
        assert second.returncode == 2 and "in use" in second.stderr, second.stderr
        # So is a kind of event that is none.
        odd = subprocess.run([vmpos, "serve", "--assets", assets, "--no-state", "--events", "screen,nonsense"],
                             stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT_S)
        assert odd.returncode == 2 and "nonsense" in odd.stderr and "outcome" in odd.stderr, odd.stderr
        serve.end()
        host.end()
    print("a sale across three processes: approved twice")


if __name__ == "__main__":
    main()
