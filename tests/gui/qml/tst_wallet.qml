// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Vmpos

Item {
    id: stage
    width: 900; height: 760
    FakeDesk { id: fake }
    Item { id: below; anchors.fill: parent }
    ReaderView { id: readerView; desk: fake; dotScale: 2; x: 300; y: 80 }
    Wallet { id: wallet; desk: fake; reader: readerView; desktop: overlay; underlay: below; x: 20; y: 20; width: 171; height: 700 }
    Item { id: overlay; anchors.fill: parent }

    TestCase {
        name: "Wallet"
        when: windowShown

        function init() {
            Theme.reducedMotion = true
            fake.chipCard = ""; fake.tapped = []; fake.samModule = ""; fake.problems = []; readerView.skinName = "youchi"
            tryVerify(() => ["debit_101", "chip_201"].every(n => findChild(wallet, "card_" + n) !== null))
            fake.calls = []
        }
        function card(name) { return findChild(stage, "card_" + name) }
        // Drags the chip card from the wallet so that its contacts are `deep` mm in the slot.
        function push(deep) {
            const mm = readerView.mm, mouth = readerView.mapToItem(stage, readerView.chipMouth.x, readerView.chipMouth.y)
            mousePress(stage, 100, 60 + 2 * wallet.step)
            for (let d = -20; d <= deep; d += 2) mouseMove(stage, mouth.x, mouth.y + (14.8 - d) * mm, 5)
        }
        function test_a_card_pushed_home_is_inserted_once_and_stays() {
            push(36)
            compare(fake.calls, ["insert chip_201"])
            mouseRelease(stage, readerView.x + readerView.width / 2, readerView.y + readerView.height - 80)
            compare(card("chip_201").where, "chip")
            compare(fake.calls, ["insert chip_201"])
        }
        function test_a_card_not_pushed_far_enough_makes_no_contact() {
            push(16)
            mouseRelease(stage, readerView.x + readerView.width / 2, readerView.y + readerView.height)
            compare(fake.calls, [])
            tryCompare(card("chip_201"), "where", "wallet")
        }
        function test_pulling_back_opens_the_contacts_while_the_card_is_still_held() {
            push(36)
            const mm = readerView.mm, mouth = readerView.mapToItem(stage, readerView.chipMouth.x, readerView.chipMouth.y)
            for (let d = 34; d > 10; d -= 2) mouseMove(stage, mouth.x, mouth.y + (14.8 - d) * mm, 5)
            compare(fake.calls, ["insert chip_201", "pull chip_201"])
            mouseRelease(stage, mouth.x, mouth.y)
        }
        function test_a_stripe_card_does_not_go_into_the_chip_slot() {
            const mm = readerView.mm, mouth = readerView.mapToItem(stage, readerView.chipMouth.x, readerView.chipMouth.y)
            mousePress(stage, 100, 60)
            for (let d = -20; d <= 36; d += 2) mouseMove(stage, mouth.x, mouth.y + (14.8 - d) * mm, 5)
            mouseRelease(stage, mouth.x, mouth.y)
            compare(fake.calls, [])
        }
        function test_a_refused_card_goes_home() {
            push(36)
            mouseRelease(stage, readerView.x + readerView.width / 2, readerView.y + readerView.height - 80)
            fake.chipCard = ""
            fake.refused("a card is in the slot")
            tryCompare(card("chip_201"), "where", "wallet")
        }
        function test_a_card_held_over_the_antenna_is_tapped_and_taken_away() {
            readerView.skinName = "m35"
            const at = readerView.mapToItem(stage, readerView.width / 2, -6 * readerView.mm)
            mousePress(stage, 100, 60 + 2 * wallet.step)
            mouseMove(stage, at.x, at.y, 10)
            mouseMove(stage, at.x + 3, at.y, 10)
            compare(fake.calls, ["tap chip_201"])
            mouseMove(stage, 600, 700, 10)
            compare(fake.calls, ["tap chip_201", "untap"])
            mouseRelease(stage, 600, 700)
        }
        function test_the_keyboard_inserts_pulls_taps_and_takes_away() {
            wallet.forceActiveFocus()
            wallet.current = 2
            keyClick(Qt.Key_I)
            keyClick(Qt.Key_I)
            keyClick(Qt.Key_T)
            keyClick(Qt.Key_T)
            compare(fake.calls, ["insert chip_201", "pull chip_201", "tap chip_201", "untap"])
        }
        function test_a_card_somebody_else_inserts_lies_in_the_slot() {
            fake.chipCard = "chip_201"
            compare(card("chip_201").where, "chip")
            fake.chipCard = ""
            tryCompare(card("chip_201"), "where", "wallet")
        }
        function test_a_broken_card_file_is_told_with_its_place_and_loaded_again() {
            fake.problems = [{ kind: "card", file: "/cards/x.yaml", line: 14, column: 30, reason: "expected '='" }]
            const again = findChild(wallet, "loadAgain")
            verify(again.visible)
            waitForRendering(stage)
            mouseClick(again)
            compare(fake.calls, ["reload"])
        }

        function test_cards_out_of_view_are_made_when_they_come_into_view() {
            const few = fake.wallet, many = []
            for (let i = 0; i < 60; ++i) many.push(Object.assign({}, few[2], { name: "many_" + i }))
            fake.wallet = many
            tryVerify(() => card("many_0") !== null)
            verify(card("many_59") === null)
            wallet.forceActiveFocus()
            keyClick(Qt.Key_End)
            tryVerify(() => card("many_59") !== null)
            verify(card("many_30") === null)
            fake.chipCard = "many_30"
            compare(card("many_30").where, "chip")
            fake.chipCard = ""
            fake.wallet = few
            wallet.show(0)
        }
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
