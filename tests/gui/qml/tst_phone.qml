// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Vmpos

Item {
    width: 400; height: 700
    FakeDesk { id: fake }
    PhoneView { id: phone; desk: fake; mm: 4.76 }
    DemoView { id: demo; desk: fake; visible: false; width: 1280; height: 720 }

    TestCase {
        name: "Phone"
        when: windowShown

        function init() {
            fake.calls = []; fake.signedIn = false; fake.selling = false; fake.outcome = ({}); fake.receipt = []
            fake.linkState = "down"; fake.code = ""; fake.phoneStage = ""; fake.phoneError = ""
        }

        function test_log_in_uses_the_filled_in_account() {
            mouseClick(phone.loginButton)
            compare(fake.calls, ["login 01 0000"])
        }
        function test_the_code_to_compare_is_shown_and_no_second_login_is_possible() {
            fake.code = "482913"
            fake.linkState = "confirm"
            compare(findChild(phone, "code").text, "482913")
            verify(!phone.loginButton.enabled)
        }
        function test_the_amount_is_charged() {
            fake.signedIn = true
            phone.amountField.forceActiveFocus()
            for (const c of "128.50") keyClick(c)
            mouseClick(findChild(phone, "charge"))
            compare(fake.calls, ["begin sale 128.50"])
            compare(phone.amountField.text, "")
        }
        function test_the_amount_field_takes_amounts_only() {
            fake.signedIn = true
            phone.amountField.forceActiveFocus()
            for (const c of "1a2.345") keyClick(c)
            compare(phone.amountField.text, "12.34")
            phone.amountField.text = ""
        }
        function test_a_running_sale_can_be_cancelled() {
            fake.signedIn = true
            fake.selling = true
            mouseClick(findChild(phone, "cancelSale"))
            compare(fake.calls, ["cancel"])
        }
        function test_the_outcome_is_told_in_words_data() {
            return [{ tag: "approved", outcome: { outcome: "approved", amount_minor: 12850 }, text: "Approved" },
                    { tag: "declined", outcome: { outcome: "declined", response_code: "51", amount_minor: 100 }, text: "Declined, code 51" },
                    { tag: "no answer", outcome: { outcome: "no_answer", amount_minor: 5 }, text: "No host answer" }]
        }
        function test_the_outcome_is_told_in_words(data) {
            fake.signedIn = true
            fake.selling = true
            fake.outcome = data.outcome
            compare(findChild(phone, "outcomeText").text, data.text)
            compare(findChild(phone, "saleAmount").text, Theme.money(data.outcome.amount_minor))
        }
        function test_every_stage_of_a_sale_stands_at_a_step_data() {
            const steps = { waiting_for_card: 2, swipe_again: 2, use_chip: 2, tap_again: 2, one_card: 2, see_phone: 2, no_tap: 2, chip: 2, choice: 2,
                            card_read: 3, pin_entry: 3, pin_done: 4, host: 4, reversal: 4, remove_card: 4, signed_in: 1, "": 1 }
            return Object.keys(steps).map(stage => ({ tag: stage === "" ? "none" : stage, stage: stage, step: steps[stage] }))
        }
        function test_every_stage_of_a_sale_stands_at_a_step(data) {
            fake.signedIn = true
            fake.selling = true
            fake.phoneStage = data.stage
            compare(findChild(phone, "steps").at, data.step)
            compare(demo.at, data.step - 1)
            fake.outcome = { outcome: "approved", amount_minor: 100 }
            compare(findChild(phone, "steps").at, 5)
            compare(demo.at, 4)
        }
        function test_the_demo_begins_again_after_a_sale() {
            fake.signedIn = true
            fake.phoneStage = "host"
            compare(demo.at, 0)
        }
        function test_money_keeps_its_cents() {
            compare(Theme.money(5), "\u00A50.05")
            compare(Theme.money(12850), "\u00A5128.50")
        }
    }
}
