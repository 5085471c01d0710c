// SPDX-License-Identifier: Apache-2.0
// Reader and phone alone, large, with a line that says what happens. By hand, or by itself: the demo's own hand does what a merchant
// and a cardholder would, one act of the bus after another.
import QtQuick

Rectangle {
    id: demo
    property var desk
    property bool byItself: false
    signal leave()
    readonly property int reason: play.focusReason
    function focusFirst(reason) { play.forceActiveFocus(reason) }
    readonly property var names: [qsTr("Amount"), qsTr("Card"), "PIN", qsTr("Online"), qsTr("Receipt")]
    readonly property int at: {
        if (!desk) return 0
        if (desk.outcome.outcome) return 4
        return desk.selling ? Words.stageStep(desk.phoneStage) - 1 : 0
    }
    readonly property string headline: [qsTr("Type the amount"), qsTr("Present a card"), qsTr("Enter the PIN"), qsTr("The bank decides"),
        desk && desk.outcome.outcome === "approved" ? qsTr("Approved") : qsTr("The sale is over")][at]
    readonly property string sentence: [
        desk && desk.linkState === "confirm" ? qsTr("Phone and reader meet for the first time: both show six digits, and the green key says they agree.")
            : desk && desk.signedIn ? qsTr("The merchant types an amount on the phone.") : qsTr("The merchant logs in on the phone, and the phone finds the reader."),
        qsTr("Insert, swipe or tap: the reader reads the card itself. The phone only waits."),
        qsTr("The cardholder types the PIN on the reader. It is enciphered inside at once and never leaves it in clear."),
        qsTr("The reader seals the request, the phone carries it, the bank answers. Nobody in between can read or change it."),
        desk && desk.outcome.outcome === "approved" ? qsTr("The bank has answered, the reader shows it, and the phone prints the receipt.") : qsTr("The display and the phone say why.")][at]
    color: "transparent"

    Rectangle { anchors.fill: parent; gradient: Gradient { GradientStop { position: 0; color: Theme.dark ? "#181B20" : "#F5F3EE" } GradientStop { position: 0.62; color: Theme.dark ? "#14161A" : "#ECE8E0" } } }
    Rectangle { anchors { left: parent.left; right: parent.right; bottom: parent.bottom } height: parent.height * 0.38
                gradient: Gradient { GradientStop { position: 0; color: Theme.dark ? "#1B1A18" : "#E2DACB" } GradientStop { position: 1; color: Theme.dark ? "#121110" : "#D6CCB9" } } }

    readonly property real u: Math.min(width / 1920, height / 1080)
    Row {
        x: 96 * demo.u; y: 62 * demo.u; spacing: 16 * demo.u
        Rectangle { width: badge.implicitWidth + 28 * demo.u; height: 32 * demo.u; radius: 4; color: Theme.simulatorFill; border.width: 1; border.color: Theme.simulatorLine
                    Text { id: badge; anchors.centerIn: parent; text: "SIMULATOR"; color: Theme.simulatorText; font { family: Theme.fontFamily; pixelSize: Math.max(11, Math.round(14 * demo.u)); weight: Font.Bold; letterSpacing: 1 } } }
        Text { anchors.verticalCenter: parent.verticalCenter; text: qsTr("Test keys and test cards only"); color: Theme.text2; font { family: Theme.fontFamily; pixelSize: Math.max(12, Math.round(17 * demo.u)) } }
    }
    Column {
        x: 96 * demo.u; y: 296 * demo.u; width: 520 * demo.u; spacing: 12 * demo.u
        Text { text: qsTr("Step %1 of %2").arg(demo.at + 1).arg(demo.names.length); color: Theme.lanes.reader; font { family: Theme.fontFamily; pixelSize: Math.max(12, Math.round(20 * demo.u)); weight: Font.DemiBold } }
        Text { objectName: "demoHeadline"; width: parent.width; wrapMode: Text.WordWrap; text: demo.headline; color: Theme.text1; font { family: Theme.fontFamily; pixelSize: Math.round((Theme.chinese ? 68 : 56) * demo.u); weight: Font.Bold }
               Accessible.role: Accessible.Heading; Accessible.name: text }
        Text { objectName: "demoSentence"; width: parent.width; wrapMode: Text.WordWrap; text: demo.sentence; color: Theme.text1; lineHeight: 1.35; font { family: Theme.fontFamily; pixelSize: Math.max(13, Math.round(27 * demo.u)) }
               Accessible.role: Accessible.StaticText; Accessible.name: text }
    }
    Row {
        x: 96 * demo.u; y: 700 * demo.u; spacing: 0
        Repeater {
            model: demo.names
            Item {
                id: stop
                required property string modelData
                required property int index
                readonly property bool done: index < demo.at || (index === 4 && demo.at === 4)
                width: 104 * demo.u; height: 70 * demo.u
                Rectangle { visible: stop.index < 4; x: 40 * demo.u; y: 15 * demo.u; width: 56 * demo.u; height: 2; color: stop.index < demo.at ? Theme.ok : Theme.lineStrong }
                Rectangle {
                    width: 32 * demo.u; height: width; radius: width / 2
                    color: stop.done ? Theme.ok : stop.index === demo.at ? Theme.primary : Theme.surface; border.width: stop.done || stop.index === demo.at ? 0 : 1; border.color: Theme.lineStrong
                    Text { anchors.centerIn: parent; text: stop.done ? "\u2713" : stop.index === demo.at ? "\u25CF" : ""; color: stop.done ? Theme.okInk : Theme.primaryText; font { pixelSize: Math.round(15 * demo.u); weight: Font.Bold } }
                }
                Text { y: 40 * demo.u; x: 16 * demo.u - width / 2; text: stop.modelData; color: stop.index === demo.at ? Theme.text1 : Theme.text2
                       font { family: Theme.fontFamily; pixelSize: Math.max(12, Math.round(18 * demo.u)); weight: stop.index === demo.at ? Font.Bold : Font.Normal } }
            }
        }
    }
    Column {
        x: 96 * demo.u; anchors.bottom: parent.bottom; anchors.bottomMargin: 58 * demo.u; spacing: 12
        Row {
            spacing: 12
            PushButton { id: play; objectName: "demoPlay"; primary: true; text: demo.byItself ? qsTr("By hand") : qsTr("Play by itself"); onClicked: demo.byItself = !demo.byItself }
            PushButton { objectName: "demoPause"; text: qsTr("Pause"); selected: demo.desk && demo.desk.pace === "paused"; onClicked: demo.desk.setPace(demo.desk.pace === "paused" ? "1" : "paused") }
        }
        Row {
            spacing: 12
            PushButton { objectName: "demoSlow"; text: qsTr("Slow \u00D7\u00BC"); selected: demo.desk && demo.desk.pace === "0.25"; onClicked: demo.desk.setPace(demo.desk.pace === "0.25" ? "1" : "0.25") }
            PushButton { objectName: "demoLeave"; text: qsTr("Leave") + "  Esc"; onClicked: demo.leave() }
        }
    }

    // The demo's own hand. Each act is begun by what the world last said; the pauses are for the eye.
    property string typed: ""
    property string pin: ""
    Timer {
        id: hand
        interval: demo.desk && demo.desk.pace === "0.25" ? 1400 : demo.desk && demo.desk.pinEntry ? 260 : 1100
        repeat: true
        running: demo.byItself && demo.visible && demo.desk !== null && demo.desk.pace !== "paused" && demo.desk.failure === ""
        onTriggered: demo.act()
    }
    function press(key) { desk.keyDown(key); desk.keyUp(key) }
    function act() {
        if (desk.linkState === "confirm") return press("enter")
        if (!desk.signedIn) { if (!desk.connecting) desk.logIn("01", "0000"); return }
        if (desk.outcome.outcome) { if (desk.chipCard !== "") desk.pull(); byItself = false; return }
        if (!desk.selling) { typed = ""; pin = ""; desk.begin("sale", { "amount_minor": "128.50" }); return }
        switch (desk.phoneStage) {
        case "waiting_for_card": {
            const card = desk.wallet.find(c => c.chip && c.pin !== "" && desk.reader.chip) || desk.wallet.find(c => c.pin !== "")
            if (!card) return
            pin = card.pin
            if (card.chip && desk.reader.chip) { if (desk.chipCard === "") desk.insert(card.name) }
            else desk.swipe(card.name, 60, false)
            return
        }
        case "use_chip": return
        case "pin_entry":
            if (typed === "" && desk.chipCard !== "") pin = desk.wallet.find(c => c.name === desk.chipCard).pin
            if (pin === "") return  // a card swiped by hand: only its owner knows
            if (typed.length < pin.length) { press(pin[typed.length]); typed += pin[typed.length] }
            else { press("enter"); typed = "" }
            return
        }
    }
}
