// SPDX-License-Identifier: Apache-2.0
// A test card, drawn as a card: own art, no scheme marks, number masked.
import QtQuick

Item {
    id: card
    property var info
    property real mm: 2
    width: 85.6 * mm
    height: 53.98 * mm
    readonly property var faces: ({
        navy: ["#1B2F52", "#0F1D38", "#F4EBD6"], pine: ["#17624F", "#0C3F33", "#F1F6EC"], sand: ["#E9DFC9", "#CDBD9B", "#2A2417"],
        violet: ["#56408F", "#33235F", "#F1ECFB"], grey: ["#77746D", "#56534D", "#F2F0EB"], brick: ["#8E3B2C", "#5F231A", "#FBEDE8"]
    })
    readonly property var face: faces[info && faces[info.face] ? info.face : "navy"]
    Rectangle {
        anchors.fill: parent
        anchors.topMargin: 2; anchors.leftMargin: 1
        radius: 3.18 * card.mm; color: "#000000"; opacity: 0.18
    }
    Rectangle {
        anchors.fill: parent
        radius: 3.18 * card.mm
        border.width: 1; border.color: "#33000000"
        gradient: Gradient {
            orientation: Gradient.Horizontal
            GradientStop { position: 0; color: card.face[0] }
            GradientStop { position: 1; color: card.face[1] }
        }
        Rectangle { anchors { left: parent.left; right: parent.right; top: parent.top; topMargin: 20 * card.mm } height: 1; color: card.face[2]; opacity: 0.12 }
    }
    Column {
        x: 5.5 * card.mm; y: 4.5 * card.mm
        spacing: 2
        Text { text: card.info ? card.info.title : ""; color: card.face[2]; font { family: Theme.fontFamily; pixelSize: 13; weight: Font.Bold } }
        Text { text: card.info ? card.info.kind : ""; color: card.face[2]; opacity: 0.85; font { family: Theme.fontFamily; pixelSize: 11 } }
        Text { text: card.info ? card.info.number : ""; color: card.face[2]; font { family: Theme.monoFamily; pixelSize: 11 } }
    }
    Text {
        x: 5.5 * card.mm; anchors.bottom: parent.bottom; anchors.bottomMargin: 4 * card.mm
        text: card.info ? qsTr("VALID THRU %1").arg(card.info.expiry) : ""
        color: card.face[2]; font { family: Theme.fontFamily; pixelSize: 10 }
    }
    Rectangle {
        anchors { right: parent.right; bottom: parent.bottom; rightMargin: 5 * card.mm; bottomMargin: 3.4 * card.mm }
        width: mark.implicitWidth + 8; height: mark.implicitHeight + 3; radius: 2
        color: "transparent"; border.width: 1; border.color: card.face[2]
        Text { id: mark; anchors.centerIn: parent; text: "TEST CARD"; color: card.face[2]; font { family: Theme.fontFamily; pixelSize: 9; weight: Font.Bold } }
    }
}
