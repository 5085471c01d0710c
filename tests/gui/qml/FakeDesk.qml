// SPDX-License-Identifier: Apache-2.0
// A desk with a memory instead of a world: views are tested for what they say to it and show of it.
import QtQuick
QtObject {
    property var reader: ({ title: "Youchi \u00B7 gold bar", model: "Youchi", serial: "SIM-YC-000042", firmware: "1.4.2", merchantName: "Harbour Tea House",
                            merchant: "102310053110001", terminal: "30000001", stripe: true, chip: true, contactless: true, sam: true, skin: "m35" })
    property var lcdDots: ""
    property var lcdLines: ["SIMULATOR", "欢迎使用", "请先签到", "09-17 10:15"]
    property bool lcdOn: true
    property bool backlight: true
    property var lights: [true, true, false, false]
    property bool pinEntry: false
    property string chipCard: ""
    property string samModule: ""
    property var tapped: []
    property string linkChoice: "loopback"
    property bool connecting: false
    property string service: "sale"
    property bool signatureDue: false
    property var signature: []
    property var history: []
    property var psams: [{ name: "reader", title: "Reader's own" }]
    property var profiles: []
    property string profile: "default"
    property var services: ["sale", "balance"]
    property var problems: []
    property string host: "Test acquirer"
    property bool attached: false
    property bool ready: true
    signal refused(string reason)
    property string linkState: "down"
    property string linkReason: ""
    property string code: ""
    property string phoneStage: ""
    property string phoneText: ""
    property bool loggedIn: false
    property bool signedIn: false
    property string batch: ""
    property string phoneError: ""
    property bool selling: false
    property var outcome: ({})
    property var receipt: []
    property var wallet: [
        { name: "debit_101", title: "Debit Stripe", kind: "stripe \u00B7 PIN", number: "6222 02\u2022\u2022 \u2022\u2022\u2022\u2022 0128", expiry: "12/30", face: "navy", pin: "123456", stripe: true, chip: false, contactless: false, sim: false },
        { name: "credit_101", title: "Credit Stripe", kind: "stripe", number: "6225 00\u2022\u2022 \u2022\u2022\u2022\u2022 0253", expiry: "12/30", face: "pine", pin: "", stripe: true, chip: false, contactless: false, sim: false },
        { name: "chip_201", title: "Chip Card", kind: "chip \u00B7 stripe", number: "6222 02\u2022\u2022 \u2022\u2022\u2022\u2022 7702", expiry: "12/30", face: "sand", pin: "", stripe: true, chip: true, contactless: true, sim: false }]
    property string clock: "00.120 500"
    property string pace: "1"
    property string failure: ""
    property var calls: []
    function keyDown(k) { calls.push("down " + k) }
    function keyUp(k) { calls.push("up " + k) }
    function swipe(c, s, b) { calls.push("swipe " + c + " " + Math.round(s) + " " + b) }
    function logIn(o, p) { calls.push("login " + o + " " + p) }
    function insert(c) { calls.push("insert " + c); chipCard = c }
    function pull() { calls.push("pull " + chipCard); chipCard = "" }
    function tap(c) { calls.push("tap " + c); tapped = [c] }
    function untap() { calls.push("untap"); tapped = [] }
    function insertSam(m) { calls.push("sam " + m); samModule = m }
    function removeSam() { calls.push("sam out"); samModule = "" }
    function serviceFields(s) { return s === "sale" ? [{ name: "amount_minor", kind: "money" }] : [] }
    function begin(s, f) { calls.push("begin " + s + " " + (f.amount_minor || "")); return true }
    function sign(s) { calls.push("sign " + s.length) }
    function logOut() { calls.push("log out") }
    function reloadCards() { calls.push("reload") }
    function useAcquirer(a) { calls.push("acquirer " + a) }
    function restart() { calls.push("restart") }
    function cancelSale() { calls.push("cancel") }
    function newSale() { calls.push("new") }
    function setPace(p) { pace = p; calls.push("pace " + p) }
    function step() { calls.push("step") }
}
