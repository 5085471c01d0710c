// SPDX-License-Identifier: Apache-2.0
// A running sale on the phone: the amount, its steps, then the outcome with the receipt.
import QtQuick

Item {
    id: steps
    property var desk
    property real k: 1
    readonly property string outcome: desk && desk.outcome.outcome ? desk.outcome.outcome : ""
    readonly property bool over: outcome !== ""
    readonly property bool good: outcome === "approved"
    // Where the sale stands: 0 reader and sign-in, 1 amount sent, 2 card, 3 PIN, 4 host, 5 receipt.
    readonly property int at: over ? 5 : Words.stageStep(desk ? desk.phoneStage : "")
    property alias button: next
    Column {
        width: parent.width
        spacing: 4 * steps.k
        Text { text: Words.service(steps.desk ? steps.desk.service : ""); color: Theme.text2; font { family: Theme.fontFamily; pixelSize: Math.round(14 * steps.k) } }
        Text {
            objectName: "saleAmount"
            Accessible.role: Accessible.StaticText; Accessible.name: text
            text: Theme.money(steps.desk && steps.desk.outcome.amount_minor ? steps.desk.outcome.amount_minor : steps.desk && steps.desk.outcome.balance_minor ? steps.desk.outcome.balance_minor : 0); color: Theme.text1
            font { family: Theme.fontFamily; pixelSize: Math.round(38 * steps.k); weight: Font.Bold }
        }
        Item { width: 1; height: 6 * steps.k }
        Rectangle {
            width: parent.width; radius: 10 * steps.k; color: Theme.card
            height: list.implicitHeight + 24 * steps.k
            visible: !steps.over
            Column {
                id: list
                x: 14 * steps.k; y: 12 * steps.k; width: parent.width - 28 * steps.k
                spacing: 9 * steps.k
                Repeater {
                    model: [qsTr("Reader connected, signed in"), steps.desk && steps.desk.service === "balance" ? qsTr("Request sent") : qsTr("Amount sent"),
                            steps.desk && steps.desk.phoneStage === "swipe_again" ? qsTr("Swipe again") : steps.desk && steps.desk.phoneStage === "use_chip" ? qsTr("The card has a chip") : qsTr("Waiting for card"),
                            qsTr("PIN on the reader"), qsTr("Host answer"), qsTr("Receipt")]
                    Row {
                        required property string modelData
                        required property int index
                        readonly property bool done: index < steps.at
                        readonly property bool now: index === steps.at
                        spacing: 12 * steps.k
                        Accessible.role: Accessible.StaticText
                        Accessible.name: done ? qsTr("%1: done").arg(modelData) : now ? qsTr("%1: now").arg(modelData) : modelData
                        Rectangle {
                            width: 18 * steps.k; height: width; radius: width / 2
                            anchors.verticalCenter: parent.verticalCenter
                            color: parent.done ? Theme.ok : "transparent"
                            border.width: parent.done ? 0 : 2; border.color: parent.now ? Theme.accent : Theme.lineStrong
                            Rectangle { visible: parent.parent.now; anchors.centerIn: parent; width: parent.width * 0.45; height: width; radius: width / 2; color: Theme.accent }
                            Text { visible: parent.parent.done; anchors.centerIn: parent; text: "\u2713"; color: Theme.okInk; font { pixelSize: Math.round(12 * steps.k); weight: Font.Bold } }
                        }
                        Text { anchors.verticalCenter: parent.verticalCenter; text: parent.modelData; color: parent.now ? Theme.text1 : parent.done ? Theme.text1 : Theme.text3
                               font { family: Theme.fontFamily; pixelSize: Math.round(14 * steps.k); weight: parent.now ? Font.Bold : Font.Normal } }
                    }
                }
            }
        }
        Row {
            visible: steps.over; spacing: 10 * steps.k
            Rectangle { width: 24 * steps.k; height: width; radius: steps.good ? width / 2 : 5 * steps.k; color: steps.good ? Theme.ok : Theme.error
                        Text { anchors.centerIn: parent; text: steps.good ? "\u2713" : "\u2715"; color: "white"; font { pixelSize: Math.round(14 * steps.k); weight: Font.Bold } } }
            Text {
                objectName: "outcomeText"
                Accessible.role: Accessible.StaticText; Accessible.name: text
                anchors.verticalCenter: parent.verticalCenter
                color: steps.good ? Theme.ok : Theme.error
                font { family: Theme.fontFamily; pixelSize: Math.round(18 * steps.k); weight: Font.Bold }
                text: steps.outcome === "declined" ? qsTr("Declined, code %1").arg(steps.desk.outcome.response_code) : Words.outcome(steps.outcome)
            }
        }
        Column {  // the cardholder signs here
            visible: steps.over && steps.desk.signatureDue
            width: parent.width; spacing: 8 * steps.k
            Text { width: parent.width; wrapMode: Text.WordWrap; text: qsTr("The cardholder signs here"); color: Theme.text1; font { family: Theme.fontFamily; pixelSize: Math.round(14 * steps.k); weight: Font.DemiBold } }
            SignaturePad { id: pad; objectName: "signature"; width: parent.width; height: 120 * steps.k; k: steps.k }
            Row {
                spacing: 8 * steps.k
                PushButton { objectName: "signDone"; primary: true; scaleFactor: steps.k; implicitHeight: 34 * steps.k; text: qsTr("Done"); enabled: pad.strokes.length > 0; onClicked: { steps.desk.sign(pad.strokes); pad.clear() } }
                PushButton { objectName: "signClear"; scaleFactor: steps.k; implicitHeight: 34 * steps.k; text: qsTr("Clear"); onClicked: pad.clear() }
            }
        }
        Rectangle {
            visible: steps.over && steps.desk.receipt.length > 0 && !steps.desk.signatureDue
            width: parent.width; height: paper.implicitHeight + 20 * steps.k; color: "#FBFAF6"; border.width: 1; border.color: "#DCD8D0"; radius: 4
            Text {
                id: paper
                objectName: "receipt"
                x: 10 * steps.k; y: 10 * steps.k; width: parent.width - 20 * steps.k
                text: steps.desk ? steps.desk.receipt.join("\n") : ""
                wrapMode: Text.WrapAnywhere
                color: "#1B1E23"; font { family: Theme.monoFamily; pixelSize: Math.round(10.5 * steps.k) }
                Accessible.role: Accessible.StaticText
                Accessible.name: qsTr("Receipt") + ": " + text
            }
            SignaturePad {
                visible: steps.desk ? steps.desk.signature.length > 0 : false
                anchors { right: parent.right; bottom: parent.bottom; rightMargin: 6; bottomMargin: 14 * steps.k }
                width: 110 * steps.k; height: 42 * steps.k; k: steps.k * 0.7; readOnly: true
                strokes: steps.desk ? steps.desk.signature : []
            }
        }
        Text {
            visible: steps.over && steps.desk.outcome.detail !== undefined && steps.desk.outcome.detail !== "" && !steps.good
            width: parent.width; wrapMode: Text.WordWrap; text: steps.desk && steps.desk.outcome.detail ? steps.desk.outcome.detail : ""
            color: Theme.text2; font { family: Theme.fontFamily; pixelSize: Math.round(13 * steps.k) }
        }
    }
    Column {
        anchors.bottom: parent.bottom; width: parent.width; spacing: 10 * steps.k
        PushButton {
            id: next
            objectName: steps.over ? "newSale" : "cancelSale"
            width: parent.width; scaleFactor: steps.k; primary: steps.over
            text: steps.over ? qsTr("New sale") : qsTr("Cancel sale")
            onClicked: steps.over ? steps.desk.newSale() : steps.desk.cancelSale()
        }
        Text { width: parent.width; wrapMode: Text.WordWrap; horizontalAlignment: Text.AlignHCenter
               text: qsTr("Sealed end to end. This phone never sees card or PIN."); color: Theme.text3; font { family: Theme.fontFamily; pixelSize: Math.round(11 * steps.k) } }
    }
}
