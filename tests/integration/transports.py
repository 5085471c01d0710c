#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The same scenarios over the loopback and over TCP pass and have the same journal, apart from what the link says of itself and from
times. usage: transports.py VMPOS ROOT"""
import itertools
import os
import re
import subprocess
import sys
import tempfile

SCENARIOS = """
balance/shown balance/wrong_pin
cancel/phone_in_pin_entry cancel/waiting_for_card
chip/approved_t1 chip/approved_unionpay_debit chip/cvm_plain_pin chip/fallback_to_stripe chip/pulled_while_the_host_is_asked
chip/script_before
declined/not_enough_funds declined/wrong_pin
ec/load ec/purchase
host/altered_amount
languages/zh_tw
link/known_phone_needs_no_code link/shape_breaks_at_host
offline/approved_and_uploaded
parameters/new_key_and_limit
phone/echo phone/forged_approval
power/cut_during_pin
readers/two_readers
reversal/before_the_next_sale
sale/approved_with_pin sale/three_in_a_row
sam/wallet_purchase
tap/approved_online
timeout/host_silent
""".split()
# The one line in which the transport is named, and the note that names the far end.
OF_THE_LINK = re.compile(r'^\S+ (link [A-Z]+|note text="link )')


def kind(line):
    """Who says it and of what: "reader screen". What happens at the same instant in two places may be told in either order."""
    return tuple(line.split(" ")[:2])


def journal_of(vmpos, root, link, folder):
    """The journals' lines without number and time, for each scenario."""
    path = os.path.join(folder, link)
    files = [os.path.join("scenarios/suite", name + ".yaml") for name in SCENARIOS]
    done = subprocess.run([vmpos, "run", *files, "--link", link, "--journal", path, "--assets", "assets"], cwd=root,
                          capture_output=True, text=True)
    assert done.returncode == 0, f"over {link}:\n{done.stdout}{done.stderr}"
    journals, links = {}, 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("# "):
                lines = journals.setdefault(line.strip(), [])
                continue
            event = line.rstrip("\n").split(" ", 2)[2]
            if OF_THE_LINK.match(event):
                links += f'transport="{link}"' in event
            else:
                lines.append(event)
    assert len(journals) == len(SCENARIOS) == 30, len(journals)
    assert links >= len(SCENARIOS), f"{links} links over {link}"
    return journals


def main():
    vmpos, root = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        memory, tcp = (journal_of(vmpos, root, link, folder) for link in ("loopback", "tcp"))
    problems = []
    for name, lines in memory.items():
        kinds = sorted({kind(line) for line in lines + tcp[name]})
        for one in kinds:
            ours, theirs = ([line for line in journal if kind(line) == one] for journal in (lines, tcp[name]))
            pairs = itertools.zip_longest(ours, theirs, fillvalue="nothing")
            different = [(left, right) for left, right in pairs if left != right]
            if different:
                problems.append("%s:\n  loopback: %s\n  tcp:      %s" % (name, *different[0]))
    assert not problems, "\n".join(problems)
    print(f"{len(memory)} scenarios, the same {sum(map(len, memory.values()))} events over loopback and TCP")


if __name__ == "__main__":
    main()
