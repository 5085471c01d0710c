#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sells through somebody else's acquirer, which only the reader profile knows: another terminal, merchant, TPDU, header,
TMK slot and keys, over TLS. Usage: outside_acquirer.py VMPOS ASSETS CERTIFICATES"""
import pathlib
import subprocess
import sys
import tempfile

from program import LIMIT_S, Process

HOST = """
title: Another acquirer
nac_destination: "0417"
batch: "000070"
keys:
  tmk: 89ABCDEF0123456776543210FEDCBA98
  device_auth_master: 00102030405060708090A0B0C0D0E0F0
terminals:
  - {terminal: "77700001", merchant: "898000000000123", serial: "SIM-ELSE-*"}
accounts:
  - {pan: "6222021234567890128", pin: "123456", balance: "100.00"}
"""

READER = """
title: A reader of another acquirer
model: Virtual DF
serial: SIM-ELSE-0001
terminal: "77700001"
merchant: "898000000000123"
merchant_name: Elsewhere
tpdu: "6004170009"
header: "613100311312"
keys:
  tmk_slots: [11223344556677889900AABBCCDDEEFF, 89ABCDEF0123456776543210FEDCBA98]
  tmk_index: 1
  device_auth_master: 00102030405060708090A0B0C0D0E0F0
body: {stripe: true, flash_kib: 1024}
acquirer: {address: "ADDRESS", tls: true, ca_file: test_ca.pem, server_name: localhost}
"""

SALE = """
title: A sale through another acquirer
reader: READER
steps:
  - sale: "4.00"
  - expect: {lcd: 请刷卡, within: 5s}
  - swipe: debit_101
  - expect: {lcd: 请输入密码, within: 5s}
  - keys: 1 2 3 4 5 6 enter
  - expect: {outcome: approved, within: 20s}
"""


def run(*arguments):
    return subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT_S)


def main():
    vmpos, assets, certificates = sys.argv[1:4]
    certificates = pathlib.Path(certificates)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "host.yaml").write_text(HOST)
        host = Process("host", vmpos, "host", "--assets", assets, "--host", folder / "host.yaml", "--tls-certificate",
                       certificates / "test_host.pem", "--tls-key", certificates / "test_host_key.pem")
        address = host.event("ready")["endpoints"][0]["address"]
        (folder / "test_ca.pem").write_text((certificates / "test_ca.pem").read_text())
        reader = folder / "reader.yaml"
        reader.write_text(READER.replace("ADDRESS", address))

        # vmpos serve: its own phone, told by bus commands.
        serve = Process("serve", vmpos, "serve", "--assets", assets, "--no-state", "--reader", reader)
        ready = serve.event("ready")
        assert [each["kind"] for each in ready["endpoints"]] == ["tcp"], ready  # no acquirer of its own
        serve.screen_with("SIM")
        serve.say(connect={})
        serve.screen_with("配对码")
        serve.say(keys="enter")
        serve.until("phone", lambda line: '"connected"' in line)
        serve.say(login={})
        serve.say(sign_in={})
        serve.until("sign-in", lambda line: '"signed_in"' in line and '"outcome"' in line)
        serve.say(sale="2.50")
        serve.until("wish for a card", lambda line: '"waiting_for_card"' in line)
        serve.say(swipe="debit_101")
        serve.until("PIN entry", lambda line: '"pin_entry"' in line)
        serve.say(keys="1 2 3 4 5 6 enter")
        serve.until("approval", lambda line: '"outcome":"approved"' in line.replace(": ", ":"))
        entry = host.event("ledger")
        assert entry["amount_minor"] == 250 and "898000000000123" in entry["credit"], entry
        serve.end()

        # vmpos phone: the same profile is all it is given.
        serve = Process("serve", vmpos, "serve", "--assets", assets, "--no-state", "--host", "none", "--reader", reader)
        at = serve.event("ready")["endpoints"][0]["address"]
        serve.screen_with("SIM")
        phone = Process("phone", vmpos, "phone", "--assets", assets, "--reader", at, "--profile", reader, "sign-in")
        code = phone.until("six digits", lambda line: line.startswith("confirm: "))[len("confirm: "):]
        serve.screen_with(code)
        serve.say(keys="enter")
        phone.until("sign-in", lambda line: line.startswith("outcome: signed_in"))
        assert phone.child.wait(LIMIT_S) == 0
        serve.end()

        # vmpos demo and vmpos run.
        demo = run(vmpos, "demo", "--fast", "--assets", assets, "--amount", "3.00", "--reader", reader)
        assert demo.returncode == 0 and "approved" in demo.stdout, demo.stdout + demo.stderr
        assert host.event("ledger")["amount_minor"] == 300
        (folder / "sale.yaml").write_text(SALE.replace("READER", str(reader)))
        # A seed of its own each time: this acquirer remembers the nonces it has seen.
        scenario = run(vmpos, "run", "--seed", "2", "--assets", assets, folder / "sale.yaml")
        assert scenario.returncode == 0, scenario.stdout + scenario.stderr
        assert host.event("ledger")["amount_minor"] == 400

        # The other TMK slot belongs to nobody here.
        reader.write_text(reader.read_text().replace("tmk_index: 1", "tmk_index: 0"))
        wrong = run(vmpos, "run", "--seed", "3", "--assets", assets, folder / "sale.yaml")
        assert wrong.returncode == 1 and "sign" in wrong.stdout, wrong.stdout + wrong.stderr
        host.end()
    print("sold through another acquirer: serve, phone, demo and run")


if __name__ == "__main__":
    main()
