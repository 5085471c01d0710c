#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whole sales in a real window under Xvfb, by mouse and keyboard alone.

usage: real_window.py VMPOS_DESKTOP REPORT_DIR

Logs in on the phone, accepts the code on the reader, draws a card through the slot, types the PIN, and expects the approval on phone
and display; then a sale with a chip card pushed into the slot and drawn out again; switches the language; lets the demo play by
itself; kills the world and starts it again. State is in a directory of the test's own, and the next window knows it.
"""
import os
import signal
import subprocess
import sys

import window as gui


def charge(window, amount):
    window.mark()
    window.click("amount")
    window.screen.xdotool("key", "ctrl+a", "key", "BackSpace", "type", "--delay", "40", amount)
    window.click("charge")
    window.wait("stage waiting_for_card")


def expect_approval(window):
    line = window.wait("outcome ")
    if "outcome approved" not in line:
        raise SystemExit("the sale ended with: " + line)
    # The display of this sale, not of the one before.
    if not any(line.startswith("screen") and "交易成功" in line for line in window.since_mark()):
        window.wait("screen", "交易成功")


def swipe_sale(window):
    window.wait("state ready", "place login")
    if not any(line.startswith("screen") and "SIMULATOR" in line for line in window.seen):
        window.wait("screen", "SIMULATOR")
    window.screen.shot("1-start")
    window.click("login")
    window.wait("link confirm")
    window.screen.shot("2-code")
    window.click("key_enter")
    window.wait("signed_in true")
    charge(window, "128.50")
    window.screen.shot("3-waiting")
    # From right to left; the X server keeps the order of the steps and the window takes their time.
    x, y, _, _ = window.place("card_debit_101")
    slot_x, slot_y, slot_w, slot_h = window.place("slot")
    middle = slot_y + slot_h / 2
    points = [(x + 60, y + 20), (slot_x + slot_w + 60, middle)]
    points += [(at, middle) for at in range(int(slot_x + slot_w), int(slot_x) - 40, -12)]
    window.drag(points, "0.008")
    window.wait("stage pin_entry")
    window.screen.shot("4-pin")
    window.type_pin()
    expect_approval(window)
    window.screen.shot("5-approved")


def chip_sale(window):
    window.click("newSale")
    charge(window, "36.00")
    x, y, _, _ = window.place("card_unionpay_debit")
    mouth_x, mouth_y, mm, _ = window.place("chip_mouth")
    points = [(x + 60, y + 20), (mouth_x - 20 * mm, mouth_y + 19 * mm)]
    points += [(mouth_x, mouth_y + at * mm) for at in range(19, -24, -1)]
    window.drag(points)
    window.wait("cards chip=unionpay_debit")
    window.wait("stage pin_entry")
    window.screen.shot("6-chip-pin")
    window.type_pin()
    expect_approval(window)
    window.drag([(mouth_x, mouth_y + 8 * mm)] + [(mouth_x, mouth_y + at * mm) for at in range(9, 19)])
    window.wait("cards chip= ")


def language(window):
    for value, title in (("zh-CN", "虚拟 mPOS"), ("zh-TW", "虛擬 mPOS"), ("en", "Virtual mPOS")):
        window.click("language_button")
        window.click("language_" + value)
        window.wait("title", title)


def demo(window):
    """From the work view to an approved sale in two clicks."""
    window.click("newSale")
    window.click("demo")
    window.click("demoPlay")
    line = window.wait("outcome ")
    if "outcome approved" not in line:
        raise SystemExit("the demo ended with: " + line)
    window.screen.shot("7-demo")
    window.screen.xdotool("key", "Escape")


def crash(window):
    """The world dies; the window says so, keeps what happened, and starts it again."""
    children = subprocess.run(["pgrep", "-P", str(window.program.pid)], capture_output=True, text=True, check=True).stdout.split()
    os.kill(int(children[0]), signal.SIGKILL)
    line = window.wait("failure ")
    if "signal 9" not in line:
        raise SystemExit("a killed world was told as: " + line)
    window.screen.shot("8-stopped")
    window.click("restart")
    window.wait("screen", "SIMULATOR")


def known_again(window):
    """No six digits this time: the reader kept the phone, and the phone the reader."""
    window.wait("state ready", "place login")
    window.click("login")
    window.wait("signed_in true")
    if any("link confirm" in line for line in window.seen):
        raise SystemExit("reader and phone did not know each other any more")


def main():
    screen = gui.Screen(sys.argv[2], "1440x900")
    words = [sys.argv[1], "--seed", "7", "--size", "1440x900", "--language", "en", "--state", os.path.join(screen.home.name, "state")]
    window = gui.Window(screen, *words)
    try:
        swipe_sale(window)
        chip_sale(window)
        language(window)
        demo(window)
        crash(window)
        window.close()
        window = gui.Window(screen, *words)
        known_again(window)
        window.close()
    finally:
        window.kill()
        screen.end()
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
