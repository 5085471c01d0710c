#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What assets/docs/emv.md names is there, and it names every scenario of chip, tap and ec and every chip card.

In backquotes: `chip/NAME`, `offline/NAME`, `tap/NAME`, `ec/NAME`, `parameters/NAME` and `sam/NAME` are scenarios, a name with an
ending is a file (of devicemodel/emv when no folder is given), another name with a folder is a folder, and a bare name is a card
in the section of the cards."""
import os
import re
import sys

ROOT = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SCENARIO = re.compile(r"(chip|offline|tap|ec|parameters|sam)/[a-z0-9_]+")
FOLDERS = ("chip", "offline", "tap", "ec")
FILE = re.compile(r"[A-Za-z0-9_./]+\.(cpp|hpp|py|yaml|md)")
FOLDER = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)+/?")


def place(name):
    """Where the name should lie, from the root; nothing when it is no path."""
    if SCENARIO.fullmatch(name):
        return f"scenarios/suite/{name}.yaml"
    if FILE.fullmatch(name) and "NAME" not in name:
        return name if "/" in name else f"devicemodel/emv/{name}"
    return name if FOLDER.fullmatch(name) else None


def names_in(folder):
    return {name.removesuffix(".yaml") for name in os.listdir(os.path.join(ROOT, folder)) if name.endswith(".yaml")}


def main():
    problems = []
    named = []
    cards = set()
    in_cards = False
    with open(os.path.join(ROOT, "assets/docs/emv.md"), encoding="utf-8") as page:
        for number, line in enumerate(page, 1):
            if line.startswith("## "):
                in_cards = line.strip() == "## The shipped cards"
            for name in re.findall(r"`([^`]+)`", line):
                named.append(name)
                if in_cards and line.startswith("| ") and re.fullmatch(r"[a-z0-9_]+", name):
                    cards.add(name)
                path = place(name)
                if path and not os.path.exists(os.path.join(ROOT, path)):
                    problems.append(f"emv.md:{number}: `{name}`: no {path}")
    scenarios = {f"{folder}/{name}" for folder in FOLDERS for name in names_in(f"scenarios/suite/{folder}")}
    problems += [f"emv.md: no row names scenarios/suite/{name}.yaml" for name in sorted(scenarios - set(named))]
    shipped = names_in("assets/cards/chip")
    problems += [f"emv.md: no row names the card {name}" for name in sorted(shipped - cards)]
    problems += [f"emv.md: there is no card {name}" for name in sorted(cards - shipped)]
    for problem in problems:
        print(problem)
    print(f"{len(named)} names, {len(scenarios)} scenarios, {len(shipped)} cards, {len(problems)} problems")
    return 1 if problems or not scenarios or not shipped else 0


if __name__ == "__main__":
    sys.exit(main())
