// SPDX-License-Identifier: Apache-2.0
// Words that come from files and events, in the window's language. What is not known stays as it came.
pragma Singleton
import QtQuick

QtObject {
    property string language: Theme.language   // the functions are asked again when it changes
    function pick(table, word) { return language !== "" && table[word] !== undefined ? table[word] : word }
    function service(name) {
        const known = { "sale": qsTr("Sale"), "balance": qsTr("Balance"), "wallet": qsTr("Wallet purchase"), "void": qsTr("Void"), "refund": qsTr("Refund"),
            "preauth": qsTr("Pre-authorisation"), "preauth_void": qsTr("Pre-authorisation void"), "completion": qsTr("Completion"),
            "completion_void": qsTr("Completion void"), "settlement": qsTr("Settlement"), "settle": qsTr("Settlement"), "sign_off": qsTr("Sign off"),
            "cash": qsTr("Electronic cash"), "load": qsTr("Load"), "offline_sale": qsTr("Offline sale"), "offline_refund": qsTr("Offline refund") }
        return known[name] !== undefined ? known[name] : name.charAt(0).toUpperCase() + name.slice(1).replace(/_/g, " ")
    }
    function field(name) {
        const known = { "amount_minor": qsTr("Amount"), "trace": qsTr("Trace number"), "original_trace": qsTr("Trace number"), "reference": qsTr("Reference"),
            "original_reference": qsTr("Reference"), "authorisation_code": qsTr("Authorisation code"), "original_date": qsTr("Date"), "original_amount_minor": qsTr("First amount") }
        return known[name] !== undefined ? known[name] : name.charAt(0).toUpperCase() + name.slice(1).replace(/_/g, " ")
    }
    function cardKind(kind) {
        return pick({ "stripe": qsTr("stripe"), "chip": qsTr("chip"), "chip and stripe": qsTr("chip and stripe"), "stripe and chip": qsTr("chip and stripe") }, kind)
    }
    function card(title) {
        return pick({ "Debit": qsTr("Debit"), "Credit": qsTr("Credit"), "Worn stripe": qsTr("Worn stripe"), "Expired": qsTr("Expired"), "Lost": qsTr("Lost"), "Stolen": qsTr("Stolen"),
            "UnionPay debit, chip and tap": qsTr("UnionPay debit, chip and tap"), "UnionPay credit, chip and tap": qsTr("UnionPay credit, chip and tap") }, title)
    }
    function profile(title) {
        return pick({ "Youchi bar reader": qsTr("Youchi bar reader"), "Newland bar reader": qsTr("Newland bar reader"),
            "M35 reader, stripe, chip and contactless": qsTr("M35 reader, stripe, chip and contactless") }, title)
    }
}
