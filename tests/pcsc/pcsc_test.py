#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds our virtual card against PC/SC and EMV software from elsewhere, through a pcscd of its own.

usage: pcsc_test.py BUILD_DIR     prints a line for each check, then 'N passed, N failed'; exit 1 when one failed

A program that is not installed fails its check: nothing is skipped.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import traceback

import rig
from rig import Failed, expect, run

sys.path.insert(0, str(rig.ROOT / "tests" / "integration"))
from program import Process  # noqa: E402

VECTORS = rig.ROOT / "tests" / "vectors" / "virtual_card.json"
ATR = "3B 60 00 00"


class Bench:
    """What the checks share."""

    def __init__(self, build, folder):
        self.vmpos = build / "bin" / "vmpos"
        self.tool = build / "tests" / "pcsc_tool"
        self.folder = folder
        self.node_modules = pathlib.Path(os.environ["VMPOS_NODE_MODULES"])
        self.published = json.loads(VECTORS.read_text())
        self.service = rig.Service(folder)
        self.state = folder / "state"
        self.card = None
        self.answers = []

    def pull(self):
        """Takes the card out; answers the exit code of its server. The service must have seen it before the next one comes."""
        code = self.card.stop()
        self.card = None
        run([self.tool, "absent", rig.READER])
        return code

    def insert(self, *options):
        if self.card:
            self.pull()
        self.card = rig.Card(self.vmpos, "virtual_card", self.folder, "--state", self.state, *options)
        self.wait_for_card()

    def wait_for_card(self):
        """The service looks into its readers twice a second or so."""
        run([self.tool, "present", rig.READER])


def send(*apdus):
    """Status words and data of commands sent by opensc-tool."""
    command = ["opensc-tool", "--reader", "0"]
    for apdu in apdus:
        command += ["--send-apdu", apdu]
    answers = []
    for line in run(command).splitlines():
        found = re.match(r"Received \(SW1=0x(..), SW2=0x(..)\)", line)
        if found:
            answers.append([found.group(1) + found.group(2), ""])
        elif answers and re.match(r"([0-9A-F]{2} )+", line):
            answers[-1][1] += "".join(re.match(r"((?:[0-9A-F]{2} ){1,16})", line).group(1).split())
    return answers


def pcsc_scan_sees_the_atr(bench):
    process = subprocess.Popen(["pcsc_scan", "-n", "-t", str(rig.PATIENCE)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        seen = b""
        for line in process.stdout:
            seen += line
            if f"ATR: {ATR}".encode() in seen.replace(b"\x1b[35m", b"").replace(b"\x1b[0m", b""):
                return
        raise Failed("pcsc_scan did not see that ATR:\n" + seen.decode(errors="replace"))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def opensc_tool_selects_and_reads(bench):
    transcript = {step["c_apdu"]: step for step in bench.published["transcript"]}
    select = next(c for c in transcript if c.startswith("00A4040008"))
    record = next(c for c in transcript if c.startswith("00B20114"))
    answers = send(select, record)
    expect(answers == [["9000", transcript[c]["r_data"]] for c in (select, record)], f"the card answered {answers}")


def cardpeek_walks_the_card_with_its_own_script(bench):
    home = bench.folder / "cardpeek"
    home.mkdir()
    environment = dict(os.environ, HOME=str(home), DISPLAY="")

    def cardpeek(answers, lua, bytes_kept):
        # Cardpeek prints without end when its input does: what is kept of it is bounded.
        program = subprocess.Popen(["cardpeek", "--console", "--reader", f"pcsc://{rig.READER}", "--exec", lua], cwd=home,
                                   env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            program.stdin.write(answers)
            program.stdin.flush()
            text = program.stdout.read(bytes_kept)
        finally:
            program.kill()
            program.stdin.close()
            program.stdout.close()
            program.wait()
        return text.decode(errors="replace")

    # The first run writes cardpeek's scripts; it asks whether it may, and says that it did.
    cardpeek(b"1\n1\n", "os.exit(0)", 20000)
    script = home / ".cardpeek" / "scripts" / "emv.lua"
    expect(script.exists(), "cardpeek wrote no emv.lua")
    view = home / "card.xml"
    text = cardpeek(b"1\n" * 40, f"dofile('{script}') ui.save_view('{view}') print('WALKED') io.stdout:flush() os.exit(0)", 2000000)
    errors = [line for line in text.splitlines() if re.search(r"ERROR|Lua.*error|traceback", line)]
    expect(not errors, "cardpeek: " + "; ".join(errors[:5]))
    expect("WALKED" in text, "emv.lua did not come to its end:\n" + text[-1500:])
    walked = view.read_text(errors="replace")
    for wanted in ("A000000333010102", "PBOC CREDIT", bench.published["pan"][:8]):
        expect(wanted in walked, f"cardpeek's view has no {wanted}")


def node_pcsclite_runs_the_whole_transaction(bench):
    bench.insert("--fresh")  # the transcript is that of a new card
    commands = bench.folder / "commands.json"
    answers = bench.folder / "answers.json"
    transcript = bench.published["transcript"]
    commands.write_text(json.dumps([step["c_apdu"] for step in transcript]))
    environment = dict(os.environ, NODE_PATH=str(bench.node_modules))
    said = run(["node", rig.HERE / "transaction.js", rig.READER, commands, answers], env=environment)
    expect(said.strip().endswith(f"{len(transcript)} commands"), f"transaction.js said {said}")
    bench.answers = json.loads(answers.read_text())
    for step, got in zip(transcript, bench.answers, strict=True):
        expect(got["answer"] == step["r_data"] + step["sw"], f"{step['step']}: {got['answer']}, published {step['r_data']}{step['sw']}")


def node_emv_agrees_on_every_record(bench):
    expect(bench.answers, "there was no transaction")
    ours = {}
    for line in run([bench.vmpos, "card", "show", "--records", "virtual_card"]).splitlines():
        name, place, shape = line.split(" ", 2)
        ours[(name == "1PAY.SYS.DDF01", place)] = shape
    in_directory = True
    seen = 0
    for answer in bench.answers:
        command = answer["command"]
        if command.startswith("00A404"):
            in_directory = "315041592E" in command
        if command.startswith("00B2") and answer["tlv"] is not None:
            place = f"{int(command[6:8], 16) >> 3}.{int(command[4:6], 16)}"
            expect(ours.get((in_directory, place)) == answer["tlv"], f"record {place}: node-emv {answer['tlv']}, we {ours.get((in_directory, place))}")
            seen += 1
    expect(seen >= 7, f"only {seen} records were read")


class OpenSsl:
    """Raw RSA with a public key, and hashes, by the command line alone."""

    def __init__(self, folder):
        self.folder = folder

    def recover(self, modulus, exponent, signature):
        conf, der = self.folder / "key.conf", self.folder / "key.der"
        conf.write_text("asn1=SEQUENCE:info\n[info]\nalgorithm=SEQUENCE:algorithm\nkey=BITWRAP,SEQUENCE:key\n"
                        "[algorithm]\nname=OID:rsaEncryption\nparameter=NULL\n"
                        f"[key]\nn=INTEGER:0x{modulus}\ne=INTEGER:0x{exponent}\n")
        run(["openssl", "asn1parse", "-genconf", conf, "-noout", "-out", der])
        (self.folder / "signature").write_bytes(bytes.fromhex(signature))
        run(["openssl", "pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", der, "-pkeyopt", "rsa_padding_mode:none",
             "-in", self.folder / "signature", "-out", self.folder / "block"])
        return (self.folder / "block").read_bytes().hex().upper()

    def sha1(self, text):
        (self.folder / "hashed").write_bytes(bytes.fromhex(text))
        return run(["openssl", "dgst", "-sha1", "-r", self.folder / "hashed"]).split()[0].upper()

    def open(self, modulus, exponent, signature, form, beyond):
        """The recovered block, after its frame, format and hash were found right (EMV book 2, annex A2.1)."""
        block = self.recover(modulus, exponent, signature)
        expect(block.startswith("6A" + form) and block.endswith("BC"), f"format {form}: recovered {block[:4]}..{block[-2:]}")
        expect(self.sha1(block[2:-42] + beyond) == block[-42:-2], f"format {form}: the hash is another")
        return block


def objects_of(hexadecimal, found):
    """Tag to value of everything in a BER-TLV text, templates opened."""
    at = 0
    while at < len(hexadecimal):
        start = at
        first = int(hexadecimal[at:at + 2], 16)
        at += 2
        if first & 0x1F == 0x1F:
            while int(hexadecimal[at:at + 2], 16) & 0x80:
                at += 2
            at += 2
        tag = hexadecimal[start:at]
        length = int(hexadecimal[at:at + 2], 16)
        at += 2
        if length > 0x80:
            more = 2 * (length - 0x80)
            length = int(hexadecimal[at:at + more], 16)
            at += more
        value = hexadecimal[at:at + 2 * length]
        at += 2 * length
        found[tag] = value
        if first & 0x20:
            objects_of(value, found)
    return found


def openssl_checks_the_certificates(bench):
    expect(bench.answers, "there was no transaction")
    card = {}
    dynamic = None
    for answer in bench.answers:
        data = answer["answer"][:-4]
        if answer["command"].startswith("00B2"):
            objects_of(data, card)
        if answer["command"].startswith("0088"):
            dynamic = (answer["command"][10:-2], objects_of(data, {})["80"])
    openssl = OpenSsl(bench.folder)
    ca, static = bench.published["ca"], bench.published["static_data_to_be_authenticated"]
    expect(openssl.sha1(ca["rid"] + ca["index"] + ca["modulus"] + ca["exponent"]) == ca["sha1"], "check sum of the CA key")
    issuer_block = openssl.open(ca["modulus"], ca["exponent"], card["90"], "02", card.get("92", "") + card["9F32"])
    expect(issuer_block[4:12].rstrip("F") == card["5A"][:len(issuer_block[4:12].rstrip("F"))], "the issuer is another's")
    inside = issuer_block[30:-42]
    issuer = (inside + card["92"]) if "92" in card else inside[:2 * int(issuer_block[26:28], 16)]
    openssl.open(issuer, card["9F32"], card["93"], "03", static)
    icc_block = openssl.open(issuer, card["9F32"], card["9F46"], "04", card.get("9F48", "") + card["9F47"] + static)
    expect(icc_block[4:24].rstrip("F") == card["5A"].rstrip("F"), "the card's certificate names another account")
    inside = icc_block[42:-42]
    icc = (inside + card["9F48"]) if "9F48" in card else inside[:2 * int(icc_block[38:40], 16)]
    expect(dynamic, "no INTERNAL AUTHENTICATE was sent")
    openssl.open(icc, card["9F47"], dynamic[1], "05", dynamic[0])


def made_card_gives_the_same_answers(bench):
    made = bench.folder / "made.yaml"
    run([bench.vmpos, "card", "make", "virtual_card", "-o", made])
    run([bench.vmpos, "card", "show", made])
    bench.pull()
    bench.card = rig.Card(bench.vmpos, made, bench.folder)
    bench.wait_for_card()
    opensc_tool_selects_and_reads(bench)


def our_own_reader_side_takes_the_card(bench):
    said = run([bench.tool, "port", rig.READER])
    expect("FAILED" not in said, said)


def serve_refuses_a_reader_there_is_not(bench):
    done = subprocess.run([bench.vmpos, "serve", "--no-state", "--pcsc", "Nobody's reader"], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=rig.PATIENCE)
    expect(done.returncode == 2 and f"'{rig.READER}'" in done.stderr, f"it ended with {done.returncode}: {done.stderr}")


def reader_sells_with_the_card_in_the_pcsc_reader(bench):
    bench.pull()
    serve = Process("serve", bench.vmpos, "serve", "--no-state", "--pcsc", rig.READER, "--events",
                    "ready,screen,link,phone,outcome,card_inserted,card_removed,apdu,emv_result,refused")
    serve.screen_with("欢迎使用")
    serve.say(connect={})
    serve.until("six digits", lambda line: json.loads(line).get("link", {}).get("state") == "confirm")
    serve.say(keys="enter")
    serve.until("a link", lambda line: json.loads(line).get("link", {}).get("state") == "up")
    serve.say(login={})
    serve.say(sign_in={})
    expect(serve.event("outcome")["outcome"] == "signed_in", "the reader did not sign in")
    serve.say(sale="12.50")
    serve.until("a request for a card", lambda line: json.loads(line).get("phone", {}).get("stage") == "waiting_for_card")
    bench.insert("--fresh")
    expect(serve.event("card_inserted") == {"card": "pcsc", "slot": "icc", "upside_down": False}, "another card came")
    serve.until("PIN entry", lambda line: json.loads(line).get("phone", {}).get("stage") == "pin_entry")
    serve.say(keys="1 2 3 4 5 6 enter")
    outcome = serve.event("outcome")
    # Approved: the issuer's key in the host found the cryptogram right that this card made.
    expect(outcome.get("entry_mode") == "051" and outcome.get("response_code") == "00", f"the sale ended {outcome}")
    asked = [json.loads(line)["apdu"] for line in serve.seen if "apdu" in json.loads(line)]
    expect(any(a["command"].startswith("80AE80") and a["response"].endswith("9000") for a in asked), "no cryptogram was asked for")
    bench.pull()
    serve.event("card_removed")
    expect(not any("6222021234567890128" in line for line in serve.seen), "the account number was shown")
    serve.end()
    bench.insert("--fresh")


def card_remembers_and_comes_back_with_the_service(bench):
    select = next(s["c_apdu"] for s in bench.published["transcript"] if s["c_apdu"].startswith("00A4040008"))
    start = next(s["c_apdu"] for s in bench.published["transcript"] if s["c_apdu"].startswith("80A8"))
    atc = "80CA9F3605"

    def transaction():
        status, data = send(select, start, atc)[-1]
        expect(status == "9000", f"GET DATA of the counter: {status}")
        return int(objects_of(data, {})["9F36"], 16)

    bench.insert("--fresh")
    expect(transaction() == 1, "a new card counts from 1")
    bench.service.stop()
    bench.service.start()
    rig.wait_until(lambda: "the driver is back" in bench.card.server.log.read_text(), "the card did not come back", bench.card.server)
    bench.wait_for_card()
    expect(transaction() == 2, "the card forgot when pcscd restarted")
    expect(bench.pull() == 0, "SIGTERM did not end vmpos card serve cleanly")
    bench.insert()
    expect(transaction() == 3, "the card forgot when it was served again")


def psam_is_read_and_makes_a_mac(bench):
    """A PSAM of the assets in the reader: its serial, and a MAC that counts as the reader's own."""
    bench.pull()
    bench.card = rig.Card(bench.vmpos, "reader", bench.folder, "--psam", "--state", bench.state)
    bench.wait_for_card()
    serial = re.search(r'^serial: "(\d+)"', (rig.ROOT / "assets" / "psams" / "reader.yaml").read_text(), re.M).group(1)
    read, challenge, select, init, mac = send("00B095000E", "0084000004", "00A4040009A0000000038698070100",
                                              "801A2801080000000000000000", "80FA000008000000000000000000")
    expect(read[0] == "9000" and read[1].startswith(serial), f"READ BINARY of the public data: {read}")
    expect(challenge[0] == "9000" and len(challenge[1]) == 8, f"GET CHALLENGE: {challenge}")
    expect([select[0][:2], init[0], mac[0]][1:] == ["9000", "9000"] and len(mac[1]) == 16, f"purchase application: {select} {init} {mac}")
    expect(bench.pull() == 0, "SIGTERM did not end vmpos card serve cleanly")
    bench.insert()


CHECKS = [pcsc_scan_sees_the_atr, opensc_tool_selects_and_reads, cardpeek_walks_the_card_with_its_own_script,
          node_pcsclite_runs_the_whole_transaction, node_emv_agrees_on_every_record, openssl_checks_the_certificates,
          our_own_reader_side_takes_the_card,
          serve_refuses_a_reader_there_is_not, reader_sells_with_the_card_in_the_pcsc_reader,
          card_remembers_and_comes_back_with_the_service, psam_is_read_and_makes_a_mac, made_card_gives_the_same_answers]


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    if rig.INSIDE not in os.environ:
        missing = [name for name in ("pcscd", "pcsc_scan", "opensc-tool", "cardpeek", "node", "npm", "openssl", "unshare", "ip")
                   if not shutil.which(name)]
        if missing:
            print(f"FAILED programs are missing: {', '.join(missing)}")
            print("0 passed, 1 failed")
            return 1
        os.environ["VMPOS_NODE_MODULES"] = str(rig.node_modules())
    rig.enter()
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="vmpos-pcsc-") as folder:
        bench = Bench(build, pathlib.Path(folder))
        bench.insert("--fresh")
        for check in CHECKS:
            name = check.__name__.replace("_", " ")
            try:
                check(bench)
                passed += 1
                print(f"ok {name}", flush=True)
            except (Exception, SystemExit) as failure:
                failed += 1
                print(f"FAILED {name}: {failure}", flush=True)
                if not isinstance(failure, (Failed, SystemExit)):
                    traceback.print_exc(file=sys.stdout)
        if bench.card:
            bench.pull()
        bench.service.stop()
        if failed:
            for log in sorted(bench.folder.glob("*.log")):
                print(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        print(f"FAILED {failure}\n0 passed, 1 failed")
        sys.exit(1)
