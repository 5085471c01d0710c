#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The whole suite, twice: all scenarios pass, and the same seed gives the same journal byte for byte."""
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

PROGRAM, SOURCE = sys.argv[1], sys.argv[2]
SUITE = os.path.join("scenarios", "suite")
ENVIRONMENT = dict(os.environ, VMPOS_ASSETS=os.path.join(SOURCE, "assets"))


def vmpos(*arguments):
    return subprocess.run([PROGRAM, *arguments], cwd=SOURCE, env=ENVIRONMENT, capture_output=True, text=True)


def read(path):
    with open(path, "rb") as file:
        return file.read()


class SuiteTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def test_two_runs_pass_and_give_the_same_journal(self):
        first = vmpos("run", SUITE, "--journal", self.path("a"), "--junit", self.path("a.xml"), "--report", self.path("report"))
        second = vmpos("run", SUITE, "--journal", self.path("b"))
        self.assertEqual(first.returncode, 0, first.stdout[-6000:] + first.stderr)
        self.assertEqual(second.returncode, 0, second.stdout[-6000:] + second.stderr)
        self.assertGreater(os.path.getsize(self.path("a")), 10000)
        self.assertEqual(read(self.path("a")), read(self.path("b")))

        suite = ElementTree.parse(self.path("a.xml")).getroot().find("testsuite")
        self.assertGreaterEqual(int(suite.get("tests")), 25)
        self.assertEqual(suite.get("failures"), "0")
        self.assertIn(b"<svg", read(os.path.join(self.path("report"), "index.html")))

    def test_journals_hide_account_numbers_and_nothing_else(self):
        self.assertEqual(vmpos("run", SUITE, "--journal", self.path("a"), "--log-level", "error").returncode, 0)
        journal = read(self.path("a")).decode()
        numbers = set()
        for folder, _, names in os.walk(os.path.join(SOURCE, "assets")):
            for name in names:
                if name.endswith(".yaml"):
                    # A merchant's number and the serial number of a wallet are none of an account.
                    text = re.sub(r"(merchant|serial): *\S+", "", read(os.path.join(folder, name)).decode())
                    numbers |= set(re.findall(r"(?<![0-9A-F])[0-9]{13,19}(?![0-9A-F*])", text))
        self.assertGreater(len(numbers), 20)
        # Not assertNotIn: it would print the whole journal.
        shown = [number for number in numbers if number in journal or "".join("3" + digit for digit in number) in journal]
        self.assertEqual(shown, [])
        self.assertNotRegex(journal, r"6228480000[0-9]{3}")  # the stretch of made-up cards

        # What is no number of an account stands there whole: identifiers, certificates, amounts.
        self.assertIn('aid="A000000333010106"', journal)
        self.assertRegex(journal, r'line="AID +A000000333010106"')
        self.assertRegex(journal, r'credit="merchant [0-9]{15}"')
        self.assertRegex(journal, r'psam_removed detail="[0-9]{20}"')
        self.assertIsNone(re.search(r' (aid|tvr|tsi|cvm|ac|atc)="[^"]*[*]', journal))
        certificates = re.findall(r'response="70[0-9A-F*]*?(?:90|9F46)8180([0-9A-F*]{256})', journal)
        self.assertGreater(len(certificates), 10)
        self.assertFalse([certificate for certificate in certificates if "*" in certificate])

    def test_other_seeds_pass_too(self):
        for seed in ("2", "77"):
            run = vmpos("run", SUITE, "--seed", seed, "--log-level", "warning")
            self.assertEqual(run.returncode, 0, run.stdout[-6000:])

    def test_a_failed_expectation_exits_with_1(self):
        bad = self.path("bad.yaml")
        with open(bad, "w", encoding="utf-8") as file:
            file.write("title: t\nready: false\nsteps:\n  - expect: {lcd: never there}\n")
        run = vmpos("run", bad)
        self.assertEqual(run.returncode, 1)
        self.assertTrue(run.stdout.endswith("0 passed, 1 failed\n"), run.stdout)

    def test_a_wrong_file_or_usage_exits_with_2(self):
        bad = self.path("bad.yaml")
        with open(bad, "w", encoding="utf-8") as file:
            file.write("title: t\nsteps:\n  - swpie: x\n")
        self.assertEqual(vmpos("run", bad).returncode, 2)
        self.assertIn("bad.yaml:3:5: unknown key 'swpie'", vmpos("run", bad).stdout)
        self.assertEqual(vmpos("run", self.path("missing.yaml")).returncode, 2)
        self.assertEqual(vmpos("run").returncode, 2)
        self.assertEqual(vmpos("run", "--sead", "1", SUITE).returncode, 2)
        self.assertIn("did you mean '--seed'?", vmpos("run", "--sead", "1", SUITE).stderr)
        self.assertEqual(vmpos("rum").returncode, 2)
        self.assertIn("did you mean 'run'?", vmpos("rum").stderr)

    def test_every_command_has_help_with_an_example(self):
        self.assertEqual(vmpos("--help").returncode, 0)
        for command in ("run", "vectors", "profile", "schema"):
            help_text = vmpos(command, "--help")
            self.assertEqual(help_text.returncode, 0)
            self.assertIn("Example:\n  vmpos " + command, help_text.stdout)

    def test_profiles_are_listed_and_shown(self):
        listing = vmpos("profile", "list")
        self.assertEqual(listing.returncode, 0, listing.stderr)
        self.assertIn("debit_101", listing.stdout)
        self.assertIn("serial: SIM-M35-000001", vmpos("profile", "show", "m35").stdout)
        self.assertEqual(vmpos("profile", "show", "nobody").returncode, 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
