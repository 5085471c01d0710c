#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every text of the window is there in every language: what the sources say and what the Qt Linguist files translate are one set.

usage: translations.py SOURCE_DIR LUPDATE
"""
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

PLACES = re.compile(r"%[0-9]")


def messages(path):
    return [(m.find("source").text, m.find("translation")) for m in xml.etree.ElementTree.parse(path).getroot().iter("message")]


def main():
    source, lupdate = sys.argv[1:3]
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        fresh = os.path.join(folder, "fresh.ts")
        subprocess.run([lupdate, "-silent", os.path.join(source, "app/gui"), "-ts", fresh], check=True, stderr=subprocess.DEVNULL)
        wanted = {text for text, _ in messages(fresh)}
    assert len(wanted) > 100, len(wanted)
    for name in ("vmpos_zh_CN.ts", "vmpos_zh_TW.ts"):
        have = messages(os.path.join(source, "app/gui/i18n", name))
        for text, translation in have:
            if translation.get("type") or not translation.text:
                wrong.append("%s: not translated: %r" % (name, text))
            elif sorted(PLACES.findall(text)) != sorted(PLACES.findall(translation.text)):
                wrong.append("%s: other places to fill in: %r" % (name, text))
        wrong += ["%s: missing: %r" % (name, text) for text in sorted(wanted - {text for text, _ in have})]
        wrong += ["%s: nothing says it any more: %r" % (name, text) for text in sorted({text for text, _ in have} - wanted)]
    print("\n".join(wrong))
    print("%s passed, %d failed" % (0 if wrong else 1, len(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
