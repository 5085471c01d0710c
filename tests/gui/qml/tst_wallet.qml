// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Vmpos

Item {
    id: stage
    width: 900; height: 760
    FakeDesk { id: fake }
    Wallet { id: wallet; desk: fake; reader: readerView; desktop: overlay; x: 20; y: 20; width: 171; height: implicitHeight }
    ReaderView { id: readerView; desk: fake; dotScale: 2; x: 300; y: 80 }
    Item { id: overlay; anchors.fill: parent }

    TestCase {
        name: "Wallet"
        when: windowShown

        function init() { fake.calls = [] }

        function test_s_swipes_the_chosen_card() {
            wallet.forceActiveFocus()
            wallet.current = 1
            keyClick(Qt.Key_S)
            keyClick(Qt.Key_S, Qt.ShiftModifier)
            keyClick(Qt.Key_S, Qt.AltModifier)
            compare(fake.calls, ["swipe credit_101 60 false", "swipe credit_101 180 false", "swipe credit_101 6 false"])
            verify(wallet.lastSwipe.indexOf("Too slow") === 0)
        }
        function test_arrows_choose_a_card_and_stop_at_the_ends() {
            wallet.forceActiveFocus()
            wallet.current = 0
            keyClick(Qt.Key_Up)
            compare(wallet.current, 0)
            for (let i = 0; i < 9; ++i) keyClick(Qt.Key_Down)
            compare(wallet.current, fake.wallet.length - 1)
        }
        function test_a_card_drawn_through_the_slot_is_swiped_once_with_its_own_speed() {
            const slot = readerView.mapToItem(stage, readerView.slot.x, readerView.slot.y)
            const y = slot.y + readerView.slot.height / 2
            mousePress(stage, 100, 60)
            mouseMove(stage, slot.x + readerView.slot.width - 4, y, 20)
            for (let x = readerView.slot.width - 10; x > 0; x -= 20) mouseMove(stage, slot.x + x, y, 10)
            mouseMove(stage, slot.x - 60, y, 10)
            mouseRelease(stage, slot.x - 60, y)
            compare(fake.calls.length, 1)
            const words = fake.calls[0].split(" ")
            compare(words[0] + " " + words[1], "swipe debit_101")
            verify(Number(words[2]) > 0)
            compare(words[3], "false")
        }
        function test_a_touch_of_the_slot_is_no_swipe() {
            const slot = readerView.mapToItem(stage, readerView.slot.x, readerView.slot.y)
            mousePress(stage, 100, 60)
            mouseMove(stage, slot.x + 30, slot.y + 20, 10)
            mouseMove(stage, slot.x + 40, slot.y + 20, 10)
            mouseRelease(stage, slot.x + 40, slot.y + 20)
            compare(fake.calls, [])
        }
    }
}
