// SPDX-License-Identifier: Apache-2.0
// Words that come from files and events, in the window's language. What is not known stays as it came.
pragma Singleton
import QtQuick

QtObject {
    property string language: Theme.language   // the functions are asked again when it changes
    function service(name) {
        const known = { "sale": qsTr("Sale"), "balance": qsTr("Balance"), "wallet": qsTr("Wallet purchase"),
            "cash_load": qsTr("Load electronic cash"), "cash_sale": qsTr("Electronic cash sale") }
        return known[name] !== undefined ? known[name] : name.charAt(0).toUpperCase() + name.slice(1).replace(/_/g, " ")
    }
    // How far a sale is on the phone: 1 the amount is sent, 2 the card, 3 the PIN, 4 the acquirer. `stage` as the phone says it.
    function stageStep(stage) {
        switch (stage) {
        case "waiting_for_card":
        case "swipe_again":
        case "use_chip":
        case "tap_again":
        case "one_card":
        case "see_phone":
        case "no_tap":
        case "chip":
        case "choice": return 2
        case "card_read":
        case "pin_entry": return 3
        case "pin_done":
        case "host":
        case "reversal":
        case "remove_card": return 4
        }
        return 1
    }
    function field(name) {
        const known = { "amount_minor": qsTr("Amount"), "trace": qsTr("Trace number"), "original_trace": qsTr("Trace number"), "reference": qsTr("Reference"),
            "original_reference": qsTr("Reference"), "authorisation_code": qsTr("Authorisation code"), "original_date": qsTr("Date"), "original_amount_minor": qsTr("First amount") }
        return known[name] !== undefined ? known[name] : name.charAt(0).toUpperCase() + name.slice(1).replace(/_/g, " ")
    }
    // What files of cards, readers and acquirers say; a file with other words keeps them.
    readonly property var known: [
        QT_TR_NOOP("55AA reader, as the public firmware"),
        QT_TR_NOOP("55AA reader, certified"),
        QT_TR_NOOP("Application blocked"),
        QT_TR_NOOP("Approves by itself"),
        QT_TR_NOOP("Bar reader with a lenient policy"),
        QT_TR_NOOP("Bar reader, offline approvals"),
        QT_TR_NOOP("Bar reader, outdated parameters"),
        QT_TR_NOOP("Bar reader, stripe and chip"),
        QT_TR_NOOP("Before its date"),
        QT_TR_NOOP("Blocks, T=1"),
        QT_TR_NOOP("Card blocked"),
        QT_TR_NOOP("Chip debit"),
        QT_TR_NOOP("Combined signature, 1408 bits"),
        QT_TR_NOOP("Counter jumps"),
        QT_TR_NOOP("Counts its sales"),
        QT_TR_NOOP("Credit"),
        QT_TR_NOOP("Credit, blocked"),
        QT_TR_NOOP("Data changed after signing"),
        QT_TR_NOOP("Debit"),
        QT_TR_NOOP("Debit of another bank"),
        QT_TR_NOOP("Debit with a limit of 100.00 a sale"),
        QT_TR_NOOP("Debit, 20.00 on the account"),
        QT_TR_NOOP("Debit, expired"),
        QT_TR_NOOP("Debit, high coercivity"),
        QT_TR_NOOP("Debit, reported lost"),
        QT_TR_NOOP("Debit, reported stolen"),
        QT_TR_NOOP("Debit, worn"),
        QT_TR_NOOP("Declines after approval"),
        QT_TR_NOOP("Declines at the antenna"),
        QT_TR_NOOP("Falls silent"),
        QT_TR_NOOP("For cash only"),
        QT_TR_NOOP("Four times the bit rate"),
        QT_TR_NOOP("Issuer certificate past its date"),
        QT_TR_NOOP("Issuer certificate with a wrong hash"),
        QT_TR_NOOP("Longest keys"),
        QT_TR_NOOP("Longest keys, exponent 65537"),
        QT_TR_NOOP("M35 reader with contactless limits"),
        QT_TR_NOOP("M35 reader, stripe, chip and contactless"),
        QT_TR_NOOP("Mastercard test card"),
        QT_TR_NOOP("Never been online"),
        QT_TR_NOOP("Newland bar reader"),
        QT_TR_NOOP("No CDOL1"),
        QT_TR_NOOP("No offline authentication"),
        QT_TR_NOOP("Online PIN, offline if need be"),
        QT_TR_NOOP("PIN and signature"),
        QT_TR_NOOP("PIN blocked"),
        QT_TR_NOOP("PIN checked by the chip"),
        QT_TR_NOOP("Past its date"),
        QT_TR_NOOP("Phone that asks its owner"),
        QT_TR_NOOP("Phone with a payment SIM"),
        QT_TR_NOOP("Plain PIN or nothing"),
        QT_TR_NOOP("Published virtual card"),
        QT_TR_NOOP("Reader on a radio that loses frames, whose link acknowledges and repeats"),
        QT_TR_NOOP("Refuses its issuer"),
        QT_TR_NOOP("SM4 cryptograms"),
        QT_TR_NOOP("Signature, no PIN"),
        QT_TR_NOOP("Signs another number"),
        QT_TR_NOOP("Signs another number at the antenna"),
        QT_TR_NOOP("Static authentication"),
        QT_TR_NOOP("TLV length too long"),
        QT_TR_NOOP("Test acquirer"),
        QT_TR_NOOP("Test acquirer with new parameters"),
        QT_TR_NOOP("Test acquirer without sign-in proof"),
        QT_TR_NOOP("Three applications"),
        QT_TR_NOOP("Two account numbers"),
        QT_TR_NOOP("UnionPay credit, chip and tap"),
        QT_TR_NOOP("UnionPay debit, chip and tap"),
        QT_TR_NOOP("UnionPay electronic cash"),
        QT_TR_NOOP("UnionPay quasi-credit"),
        QT_TR_NOOP("Visa test card"),
        QT_TR_NOOP("Wallet of the first generation"),
        QT_TR_NOOP("Wants its contacts"),
        QT_TR_NOOP("Youchi bar reader"),
        QT_TR_NOOP("stripe"),
        QT_TR_NOOP("chip"),
        QT_TR_NOOP("chip and stripe"),
        QT_TR_NOOP("phone")
    ]
    function said(word) { return language === "en" ? word : qsTranslate("Words", word) }
    function cardKind(kind) { return said(kind) }
    function card(title) { return said(title) }
    function profile(title) { return said(title) }
    function host(title) { return said(title) }
    function outcome(word) {
        const table = { "approved": qsTr("Approved"), "declined": qsTr("Declined"), "cancelled": qsTr("Cancelled"), "timed_out": qsTr("Timed out"), "card_unreadable": qsTr("Card not readable"),
            "chip_required": qsTr("Use the chip"), "no_answer": qsTr("No host answer"), "not_sent": qsTr("Host not reached"), "answer_refused": qsTr("Answer refused"),
            "card_removed": qsTr("Card taken out too early"), "card_refused": qsTr("Card refused"), "refused": qsTr("Refused"), "error": qsTr("Error") }
        return table[word] !== undefined ? table[word] : word
    }
}
