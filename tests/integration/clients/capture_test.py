#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A sale is captured by `vmpos serve --pcap`, and tshark with packaging/wireshark/vmpos.lua names what went over the wires: sealed
without the key log, opened with it. usage: capture_test.py VMPOS ASSETS TSHARK DISSECTOR PROTO_FOLDER CLIENT_COMMAND..."""
import os
import stat
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from program import LIMIT_S, Process, compare, pay  # noqa: E402


def read_capture(tshark, dissector, capture, fields, *options):
    command = [tshark, "-X", f"lua_script:{dissector}", "-r", capture, *options, "-T", "fields"]
    for field in fields:
        command += ["-e", field]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S)
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr and "error" not in done.stderr, done.stderr
    return [dict(zip(fields, line.split("\t"))) for line in done.stdout.splitlines()]


def main():
    vmpos, assets, tshark, dissector, protos, *client = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        capture, keys = os.path.join(folder, "sale.pcapng"), os.path.join(folder, "keys.txt")
        # Keys are not logged by mistake.
        refused = subprocess.run([vmpos, "serve", "--assets", assets, "--no-state", "--key-log", keys], capture_output=True,
                                 text=True, stdin=subprocess.DEVNULL, timeout=LIMIT_S)
        assert refused.returncode == 2 and "--insecure" in refused.stderr and not os.path.exists(keys), refused
        nowhere = subprocess.run([vmpos, "serve", "--assets", assets, "--no-state", "--pcap", folder + "/none/x"], text=True,
                                 capture_output=True, stdin=subprocess.DEVNULL, timeout=LIMIT_S)
        assert nowhere.returncode == 2 and "none/x" in nowhere.stderr, nowhere

        serve = Process("serve", vmpos, "serve", "--assets", assets, "--no-state", "--pcap", capture, "--key-log", keys,
                        "--insecure")
        ends = {end["kind"]: end["address"] for end in serve.event("ready")["endpoints"]}
        serve.screen_with("SIM")
        phone = Process("client", *client, "--reader", ends["tcp"], "--host", ends["host"], "12.50")
        compare(serve, phone, "enter")
        outcome = pay(serve, phone, "debit_101", "123456")
        assert outcome.startswith("outcome: approved"), outcome
        assert phone.exit_code() == 0
        # And with a chip card, so that there are commands to a card: how that sale ends is not this test's matter.
        phone = Process("client", *client, "--reader", ends["tcp"], "--host", ends["host"], "1.00")
        compare(serve, phone, "enter")
        phone.until("request for a card", lambda line: line.startswith("waiting_for_card"))
        serve.say(insert="unionpay_debit")
        serve.until("SELECT", lambda line: '"apdu"' in line)
        serve.say(pull={})
        phone.exit_code()
        serve.end()
        assert stat.S_IMODE(os.stat(keys).st_mode) == 0o600

        fields = ["frame.time_epoch", "_ws.col.Protocol", "_ws.col.Info", "vmpos_link.handshake", "vmpos_link.record",
                  "vmpos_host.mti", "protobuf.message.name", "vmpos_apdu.status"]
        sealed = read_capture(tshark, dissector, capture, fields)
        info = [packet["_ws.col.Info"] for packet in sealed]
        assert info[:3] == ["handshake message 1", "handshake message 2", "handshake message 3"], info
        assert "record 0 (sealed)" in info and not any("Request" in text for text in info), info
        host = [packet["vmpos_host.mti"] for packet in sealed if packet["vmpos_host.mti"]]
        assert host[:4] == ["0800", "0810", "0200", "0210"], host
        assert "SELECT" in info and "9000" in "".join(packet["vmpos_apdu.status"] for packet in sealed), info
        # A card's answer is written down with its command, at the later time it falls due: in order are the packets of each wire.
        lanes = {}
        for packet in sealed:
            lanes.setdefault(packet["_ws.col.Protocol"], []).append(float(packet["frame.time_epoch"]))
        for lane, times in lanes.items():
            assert times == sorted(times), (lane, times)
            assert 0 <= times[0] and times[-1] < 3600, ("virtual time begins when the world does", lane, times[0], times[-1])

        # The second for google/protobuf/descriptor.proto, which the bus's schema imports.
        search = [f'uat:protobuf_search_paths:"{path}","{whole}"' for path, whole in ((protos, "TRUE"), ("/usr/include", "FALSE"))]
        opened = read_capture(tshark, dissector, capture, fields, "-o", f"vmpos_link.key_log:{keys}", "-o", search[0], "-o",
                              search[1])
        info = [packet["_ws.col.Info"] for packet in opened]
        for wanted in ("compare", "confirmed", "data, Request", "data, Reply", "data, Notice", "goodbye"):
            assert any(text.endswith(wanted) for text in info), (wanted, info)
        named = ",".join(packet["protobuf.message.name"] for packet in opened)
        for wanted in ("StartTransaction", "HostRequest", "TransactionResult"):
            assert f"mpos.reader.v1.{wanted}" in named, (wanted, named)
    print("the capture names its frames, sealed and opened")


if __name__ == "__main__":
    main()
