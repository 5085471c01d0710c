#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pictures of the views at two sizes and in three languages, for people to look at; and that nothing it shows is cut away.

usage: pictures.py VMPOS_DESKTOP REPORT_DIR
"""
import sys

import window as gui

SIZES = ("1280x720", "1920x1080")
LANGUAGES = ("en", "zh-CN", "zh-TW")


def inside(window, size):
    """Whether what a person must reach lies in the window."""
    width, height = map(int, size.split("x"))
    for name in ("login", "key_enter", "simulatorBadge", "language_button", "demo", "lcd"):
        x, y, w, h = window.place(name)
        assert x >= 0 and y >= 0 and x + w <= width and y + h <= height, (size, name, window.place(name))
    lcd = window.place("lcd")
    assert lcd[0] == int(lcd[0]) and lcd[1] == int(lcd[1]) and lcd[2] % 128 == 0, lcd


def main():
    screen = gui.Screen(sys.argv[2])
    for size, theme, reader in zip(SIZES, ("dark", "light"), ("m35", "youchi")):
        window = gui.Window(screen, sys.argv[1], "--seed", "7", "--no-state", "--size", size, "--theme", theme, "--reader", reader, "--language", "en")
        try:
            window.wait("state ready")
            inside(window, size)
            for language in LANGUAGES:
                if language != "en":
                    window.click("language_button")
                    window.click("language_" + language)
                    window.wait("title ")
                    window.wait("state now")
                screen.shot("%s-%s" % (size, language), size)
            window.click("demo")
            window.place("demoPlay")
            screen.shot("demo-%s" % size)
            window.close()
        finally:
            window.kill()
    screen.end()
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
