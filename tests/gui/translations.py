#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every text of the window is there in every language: what the sources say and what the Qt Linguist files translate are one set, and
what files of cards, acquirers and readers call themselves is in it.

usage: translations.py SOURCE_DIR LUPDATE
       translations.py --update SOURCE_DIR LUPDATE    # brings the Qt Linguist files up to date; what is new waits there for its words

example: tests/gui/translations.py --update . /usr/lib/qt6/bin/lupdate
"""
import glob
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

PLACES = re.compile(r"%[0-9]")
TITLE = re.compile(r"^(?:title|kind): *(.*?) *$", re.MULTILINE)
# lupdate does not see the namespace a class is in, and the program asks with it.
NAMESPACE = "mpos::gui::"
NAMES = ("vmpos_zh_CN.ts", "vmpos_zh_TW.ts")


def messages(path):
    """(context without its namespace, text) and its translation, for each message."""
    for context in xml.etree.ElementTree.parse(path).getroot().iter("context"):
        name = context.find("name").text.split("::")[-1]
        for message in context.iter("message"):
            yield (name, message.find("source").text), message.find("translation")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def run_lupdate(lupdate, source, *files):
    subprocess.run([lupdate, "-silent", "-locations", "none", "-no-obsolete", os.path.join(source, "app/gui"), "-ts", *files],
                   check=True, stderr=subprocess.DEVNULL)


def update(source, lupdate):
    classes = set()
    for header in glob.glob(os.path.join(source, "app/gui/**/*.hpp"), recursive=True):
        classes |= set(re.findall(r"^class (\w+)", read(header), re.MULTILINE))
    files = [os.path.join(source, "app/gui/i18n", name) for name in NAMES]
    for file in files:
        without = read(file).replace("<name>" + NAMESPACE, "<name>")
        with open(file, "w", encoding="utf-8") as out:
            out.write(without)
    run_lupdate(lupdate, source, *files)
    for file in files:
        named = re.sub(r"<name>(\w+)</name>", lambda m: "<name>%s%s</name>" % (NAMESPACE if m[1] in classes else "", m[1]), read(file))
        with open(file, "w", encoding="utf-8") as out:
            out.write(named)
        for at, translation in messages(file):
            if translation.get("type"):
                print("%s: to be translated: %s: %r" % (os.path.basename(file), *at))


def titles(source):
    """What files of cards, acquirers and readers call themselves, with the file."""
    for path in sorted(path for kind in ("cards", "hosts", "readers") for path in glob.glob(os.path.join(source, "assets", kind, "**/*.yaml"), recursive=True)):
        for words in TITLE.findall(read(path)):
            yield words.strip("\"'"), os.path.relpath(path, source)


def check(source, lupdate):
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        fresh = os.path.join(folder, "fresh.ts")
        run_lupdate(lupdate, source, fresh)
        wanted = {at for at, _ in messages(fresh)}
    assert len(wanted) > 100, len(wanted)
    named = list(titles(source))
    assert len(named) > 60, len(named)
    wrong += ["%s: %r is not in the list 'known' of app/gui/qml/Words.qml" % (file, words) for words, file in named if ("Words", words) not in wanted]
    for name in NAMES:
        have = list(messages(os.path.join(source, "app/gui/i18n", name)))
        for at, translation in have:
            if translation.get("type") or not translation.text:
                wrong.append("%s: not translated: %s: %r" % (name, *at))
            elif sorted(PLACES.findall(at[1])) != sorted(PLACES.findall(translation.text)):
                wrong.append("%s: other places to fill in: %s: %r" % (name, *at))
        known = {at for at, _ in have}
        wrong += ["%s: missing: %s: %r" % (name, *at) for at in sorted(wanted - known)]
        wrong += ["%s: nothing says it any more: %s: %r" % (name, *at) for at in sorted(known - wanted)]
    print("\n".join(wrong))
    print("%s passed, %d failed" % (0 if wrong else 1, len(wrong)))
    return 1 if wrong else 0


def main():
    if sys.argv[1:2] == ["--update"]:
        update(*sys.argv[2:4])
        return 0
    return check(*sys.argv[1:3])


if __name__ == "__main__":
    sys.exit(main())
