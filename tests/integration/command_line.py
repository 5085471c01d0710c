#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a person meets at the command line: output that cannot be written, files in each other's way, folders of somebody else.
Waits for lines and never for time. Usage: command_line.py VMPOS SOURCE"""
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile

from program import LIMIT_S, Process

VMPOS, SOURCE = sys.argv[1:3]
ASSETS = os.path.join(SOURCE, "assets")
SALE = os.path.join(SOURCE, "scenarios/suite/sale/approved_with_pin.yaml")


def run(*arguments, code=0, stdin="", stdout=subprocess.PIPE, **more):
    done = subprocess.run([VMPOS, *map(str, arguments)], input=stdin, stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=LIMIT_S, **more)
    assert done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr)
    return done


def refused(words, *arguments, quiet=True, **more):
    """Exit code 2, a sentence with `words`, and when `quiet` nothing on standard output."""
    done = run(*arguments, code=2, **more)
    said = done.stderr if quiet else done.stdout + done.stderr
    assert words in said and not (quiet and done.stdout), (arguments, done.stdout, done.stderr)
    return said


def a_full_disk_is_no_success():
    for arguments in (("--help",), ("card", "make", "unionpay_debit", "--assets", ASSETS), ("schema", "scenario"),
                      ("profile", "list", "--assets", ASSETS), ("decode", "9F34030203009B02E800"),
                      ("run", SALE, "--assets", ASSETS), ("demo", "--fast", "--assets", ASSETS),
                      ("serve", "--no-state", "--assets", ASSETS), ("host", "--assets", ASSETS)):
        with open("/dev/full", "w", encoding="utf-8") as full:
            said = run(*arguments, code=2, stdout=full).stderr
        assert "vmpos: standard output cannot be written: No space left on device" in said, (arguments, said)
    # Started without a standard output, a file that is opened does not become one.
    with tempfile.TemporaryDirectory() as folder:
        journal = os.path.join(folder, "j")
        done = subprocess.run(["sh", "-c", 'exec "$0" "$@" >&-', VMPOS, "run", SALE, "--journal", journal, "--assets", ASSETS],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT_S)
        assert done.returncode == 2 and "Bad file descriptor" in done.stderr, done
        assert "passed" not in pathlib.Path(journal).read_text(encoding="utf-8")


def a_reader_whose_listener_left_ends():
    reading, writing = os.pipe()
    quiet = subprocess.Popen([VMPOS, "serve", "--no-state", "--assets", ASSETS, "--log-level", "error"], stdin=subprocess.PIPE,
                             stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        assert '"ready"' in lines.readline()
    said = quiet.communicate('{"keys": "1"}\n', timeout=LIMIT_S)[1]
    assert quiet.returncode == 2 and "standard output cannot be written: Broken pipe" in said, (quiet.returncode, said)


def outputs_spare_inputs(folder):
    scenario, log, both = (os.path.join(folder, name) for name in ("s.yaml", "x.log", "both"))
    text = "title: t\nready: false\nsteps:\n  - power: on\n"
    pathlib.Path(scenario).write_text(text, encoding="utf-8")
    os.link(scenario, os.path.join(folder, "hard"))
    os.symlink(scenario, os.path.join(folder, "soft"))
    run("run", scenario, "--log", log, "--assets", ASSETS)
    recorded = pathlib.Path(log).read_bytes()
    for option in ("--journal", "--log", "--junit"):
        for name in ("s.yaml", "./s.yaml", "hard", "soft", "../" + os.path.basename(folder) + "/s.yaml"):
            refused("would overwrite what is read", "run", "s.yaml", option, name, "--assets", ASSETS, cwd=folder)
    refused("would overwrite what is read", "replay", log, "--journal", log, "--assets", ASSETS)
    refused("would overwrite what is read", "record", log, "-o", log, "--assets", ASSETS)
    for pair in (("--log", "--journal"), ("--journal", "--junit")):
        refused("are the same file", "run", scenario, pair[0], both, pair[1], folder + "/./both", "--assets", ASSETS)
        assert not os.path.exists(both)
    refused("are the same file", "serve", "--no-state", "--log", both, "--journal", both, "--assets", ASSETS)
    refused("are the same file", "serve", "--no-state", "--log", both, "--pcap", both, "--assets", ASSETS)
    reader = pathlib.Path(folder, "reader.yaml")
    reader.write_bytes(pathlib.Path(ASSETS, "readers/default.yaml").read_bytes())
    refused("would overwrite what is read", "serve", "--no-state", "--reader", reader, "--log", reader, "--assets", ASSETS)
    card = pathlib.Path(folder, "card.yaml")
    card.write_bytes(pathlib.Path(ASSETS, "cards/chip/unionpay_debit.yaml").read_bytes())
    refused("would overwrite what is read", "card", "make", card, "-o", card, "--assets", ASSETS)
    assert card.read_bytes() == pathlib.Path(ASSETS, "cards/chip/unionpay_debit.yaml").read_bytes()
    assert pathlib.Path(scenario).read_text(encoding="utf-8") == text and pathlib.Path(log).read_bytes() == recorded
    # A device is no file that could be lost.
    run("run", scenario, "--log", "/dev/null", "--journal", "/dev/null", "--assets", ASSETS)


def outputs_are_whole(folder):
    journal = pathlib.Path(folder, "kept.journal")
    journal.write_text("what was there\n", encoding="utf-8")
    journal.chmod(0o640)
    slow = subprocess.Popen([VMPOS, "run", SALE, "--speed", "0.001", "--journal", journal, "--log", os.path.join(folder, "new.log"),
                             "--log-level", "debug", "--assets", ASSETS], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    slow.send_signal(signal.SIGINT)
    slow.communicate(timeout=LIMIT_S)
    assert journal.read_text(encoding="utf-8") == "what was there\n"
    assert sorted(os.listdir(folder)) == ["kept.journal"], os.listdir(folder)
    run("run", SALE, "--journal", journal, "--assets", ASSETS)
    assert journal.read_text(encoding="utf-8").startswith("# ") and journal.stat().st_mode & 0o777 == 0o640
    link = pathlib.Path(folder, "link")
    link.symlink_to(journal)
    run("run", SALE, "--junit", link, "--assets", ASSETS)
    assert link.is_symlink() and "<testsuite" in journal.read_text(encoding="utf-8")
    assert sorted(os.listdir(folder)) == ["kept.journal", "link"], os.listdir(folder)
    said = run("run", SALE, "--journal", "/dev/stdout", "--assets", ASSETS).stdout
    assert "1 passed" in said and "\n# " in said, said


def reset_spares_strangers(folder):
    """A lock and a ledger.sqlite of another program are not ours to remove."""
    other = pathlib.Path(folder, "other")
    (other / "cards").mkdir(parents=True)
    (other / "cards/visiting.card").write_text("ink on paper", encoding="utf-8")
    (other / "lock").write_text("pid 17\n", encoding="utf-8")
    base = sqlite3.connect(other / "ledger.sqlite")
    base.execute("CREATE TABLE household(spent)")
    base.commit()
    base.close()
    before = {path: path.read_bytes() for path in other.rglob("*") if path.is_file()}
    refused("holds nothing that vmpos kept", "reset", "--state", other)
    refused("is not vmpos's, and --fresh would remove it", "serve", "--state", other, "--fresh", "--assets", ASSETS)
    assert before == {path: path.read_bytes() for path in other.rglob("*") if path.is_file()}
    empty = pathlib.Path(folder, "empty")
    empty.mkdir()
    for path in (empty, pathlib.Path(folder, "none")):
        assert run("reset", "--state", path).stdout == f"nothing was kept in {path}\n"
    assert not os.listdir(empty)

    kept = pathlib.Path(folder, "kept")
    for _ in range(2):
        serve = Process("serve", VMPOS, "serve", "--state", str(kept), "--fresh", "--assets", ASSETS, "--log-level", "error")
        serve.screen_with("SIM")
        serve.end()
    (kept / "mine.txt").write_text("keep", encoding="utf-8")
    said = run("reset", "--state", kept).stdout
    assert f"removed {kept}/ledger.sqlite\n" in said and f"removed {kept}/lock\n" in said, said
    assert os.listdir(kept) == ["mine.txt"], os.listdir(kept)
    refused("holds nothing that vmpos kept", "reset", "--state", kept)


def a_sale_by_hand():
    """The lines of README.md, "A sale by hand"; a step left out is named."""
    readme = pathlib.Path(SOURCE, "README.md").read_text(encoding="utf-8")
    lines = [line for line in readme.split("### A sale by hand")[1].split("###")[0].splitlines() if line.startswith("{")]
    serve = Process("serve", VMPOS, "serve", "--no-state", "--assets", ASSETS, "--events", "screen,phone,outcome", "--log-level", "error")

    def typed(line):
        serve.child.stdin.write(line + "\n")
        serve.child.stdin.flush()

    def refusal():
        return serve.event("refused")["reason"]

    connect, accept, login, sign_in, sale, swipe, pin = lines
    serve.screen_with("欢迎使用")
    typed(sale)
    assert refusal() == "the phone is not connected to the reader; first " + connect
    typed(connect)
    serve.screen_with("配对码")
    typed(sale)
    assert refusal().endswith("accept the code on both displays first: " + accept)
    typed(accept)
    serve.until("connection", lambda line: '"connected"' in line)
    typed(sale)
    assert refusal() == "no operator is logged in on the phone; first " + login
    typed(login)
    typed(sale)
    assert serve.event("outcome")["detail"] == "sign_in_required: sign in first"
    typed(sign_in)
    assert serve.event("outcome")["outcome"] == "signed_in"
    typed(sale)
    serve.until("request for a card", lambda line: "waiting_for_card" in line)
    typed(swipe)
    serve.until("PIN entry", lambda line: "pin_entry" in line)
    typed(pin)
    assert serve.event("outcome")["outcome"] == "approved"
    typed('{"quit": {}}')
    assert serve.exit_code() == 0


def words_of_errors(folder):
    """Files and lines that are nearly right."""
    scenario = pathlib.Path(folder, "s.yaml")

    def told(text, code=2):
        scenario.write_text(text, encoding="utf-8")
        return run("run", scenario, "--assets", ASSETS, code=code).stdout

    assert "s.yaml:3:11: 'sale': expected an amount such as" in told("title: t\nsteps:\n  - sale: 12.505\n")
    assert "'steps' is a list, not nothing" in told("title: t\nsteps:\n")
    early = told("title: t\nsteps:\n  - swipe: debit_101\n  - expect: {lcd: 请输入密码, within: 3s}\n", 1)
    assert "the swipe of debit_101 came when the reader was not asking for a card, and was ignored" in early, early
    assert refused("not JSON from line 1, column", "vectors", scenario, quiet=False)
    said = refused("there is no 'nobody' under readers", "serve", "--reader", "nobody", "--assets", ASSETS)
    assert "\n\n" not in said and said.count("\n") == 1, said
    assert "did you mean" not in refused("unknown option '--bogus'", "run", "--bogus", scenario)
    refused("line 2, character 1, 'x', is neither", "decode", "-", stdin="9F34030203009B02E800\nx\n", quiet=False)
    refused("--ble-adapter is an address", "serve", "--no-state", "--ble", "--ble-adapter", "zz", "--assets", ASSETS)

    make = ("card", "make", "unionpay_debit", "--assets", ASSETS)
    assert refused("option '--pin': expected 4 to 12 digits", *make, "--pin", "12").count("--pin") == 1
    refused("option '--pan': 622588******0258 is not a known test number", *make, "--pan", "6225880000000258")
    refused("expiry 191231 is before the card becomes effective", *make, "--expiry", "1912")
    listing = run("profile", "list", "--assets", ASSETS).stdout
    readers = listing.split("Readers\n")[1].split("Cards\n")[0].splitlines()
    assert len({line.index("SIM-") for line in readers}) == 1, readers


def main():
    a_full_disk_is_no_success()
    a_reader_whose_listener_left_ends()
    a_sale_by_hand()
    for check in (words_of_errors, outputs_spare_inputs, outputs_are_whole, reset_spares_strangers):
        with tempfile.TemporaryDirectory() as folder:
            check(folder)
    print("what cannot be done is said, and what was there stays")


if __name__ == "__main__":
    main()
