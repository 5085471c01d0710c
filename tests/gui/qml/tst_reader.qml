// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Vmpos

Item {
    width: 400; height: 700
    FakeDesk { id: fake }
    ReaderView { id: view; desk: fake; dotScale: 2; x: 40; y: 60 }

    TestCase {
        name: "Reader"
        when: windowShown

        function init() { fake.calls = []; fake.pinEntry = false }
        function key(name) { return findChild(view, "key_" + name) }

        function test_a_key_goes_down_and_up_under_the_mouse() {
            const five = key("5")
            mousePress(five, five.width / 2, five.height / 2)
            mouseRelease(five, five.width / 2, five.height / 2)
            compare(fake.calls, ["down 5", "up 5"])
        }
        function test_the_keyboard_presses_the_same_keys_data() {
            return [{ tag: "digit", key: Qt.Key_7, name: "7" }, { tag: "enter", key: Qt.Key_Return, name: "enter" },
                    { tag: "clear", key: Qt.Key_Backspace, name: "clear" }, { tag: "cancel", key: Qt.Key_Delete, name: "cancel" },
                    { tag: "star", key: Qt.Key_Asterisk, name: "star" }, { tag: "menu", key: Qt.Key_F2, name: "menu" }]
        }
        function test_the_keyboard_presses_the_same_keys(data) {
            view.forceActiveFocus()
            keyPress(data.key)
            keyRelease(data.key)
            compare(fake.calls, ["down " + data.name, "up " + data.name])
        }
        function test_a_held_key_comes_up_when_focus_leaves() {
            view.forceActiveFocus()
            keyPress(Qt.Key_3)
            view.focus = false
            compare(fake.calls, ["down 3", "up 3"])
        }
        function test_no_key_moves_during_pin_entry() {
            fake.pinEntry = true
            const one = key("1")
            const cap = one.children[1]
            mousePress(one, 5, 5)
            compare(cap.y, 0)
            mouseRelease(one, 5, 5)
            compare(fake.calls, ["down 1", "up 1"])
        }
        function test_one_dot_is_a_whole_number_of_pixels() {
            const lcd = findChild(view, "lcd")
            compare(lcd.width, 256)
            compare(lcd.height, 128)
            compare(lcd.x, Math.round(lcd.x))
            compare(lcd.y, Math.round(lcd.y))
        }
        function test_the_scale_rule_takes_the_largest_whole_dot_that_fits() {
            compare(Skins.dotScale("youchi", 824, 2000, 1), 2)
            compare(Skins.dotScale("youchi", 1004, 2000, 1), 2)
            compare(Skins.dotScale("youchi", 1100, 2000, 1), 3)
            compare(Skins.dotScale("youchi", 2084, 4000, 1), 5)
            compare(Skins.dotScale("m35", 644, 2000, 1), 2)
            compare(Skins.dotScale("youchi", 300, 2000, 1), 2)
        }
        function test_every_skin_keeps_the_display_on_whole_pixels_data() {
            return Object.keys(Skins.all).map(name => ({ tag: name, name: name }))
        }
        function test_every_skin_keeps_the_display_on_whole_pixels(data) {
            view.skinName = data.name
            const lcd = findChild(view, "lcd")
            compare(lcd.width, 256)
            compare(lcd.x, Math.round(lcd.x))
            verify(lcd.x > 0 && lcd.x + lcd.width < view.width)
            view.skinName = "youchi"
        }
        function test_the_display_tells_a_screen_reader_its_lines_but_never_a_pin() {
            const lcd = findChild(view, "lcd")
            verify(lcd.Accessible.name.indexOf("欢迎使用") > 0)
            fake.pinEntry = true
            compare(lcd.Accessible.name, "Display, PIN entry")
        }
        function test_the_lcd_paints_lit_dots_dark_and_others_light() {
            const bytes = new Uint8Array(1024)
            for (let column = 64; column < 128; ++column) bytes[column] = 255   // the right half of the first eight rows
            const lcd = findChild(view, "lcd")
            lcd.dots = bytes.buffer
            const red = (x, y) => grabImage(view).red(lcd.x + x, lcd.y + y)
            tryVerify(() => red(200, 4) < 60)
            verify(red(20, 4) > 150)
            verify(red(200, 40) > 150)
        }
    }
}
