// SPDX-License-Identifier: Apache-2.0
// A test card, drawn as a card: own art, no scheme marks, number masked. Small, its words are set for reading; large, to size.
import QtQuick
import Vmpos

Item {
    id: card
    property var info
    property real mm: 2
    property bool shadow: false
    readonly property bool reading: mm < 3
    readonly property string shownTitle: info ? Words.card(info.title) : ""
    readonly property string shownKind: info ? Words.cardKind(info.kind) : ""
    width: 85.6 * mm
    height: 53.98 * mm
    Rectangle {
        visible: card.shadow
        x: 1.2 * card.mm; y: 2 * card.mm; width: parent.width; height: parent.height
        radius: 3.18 * card.mm; color: "#000000"; opacity: 0.22
    }
    CardArt {
        id: art
        anchors.fill: parent
        mm: card.mm; face: card.info ? card.info.face : "navy"
        chip: card.info ? card.info.chip === true && !card.reading : false
        waves: card.info ? card.info.contactless === true && !card.reading : false
    }
    Column {
        visible: card.reading
        x: 5.5 * card.mm; y: 4 * card.mm; width: parent.width - 9 * card.mm
        spacing: 1
        Text { width: parent.width; elide: Text.ElideRight; text: card.shownTitle; color: art.ink; font { family: Theme.fontFamily; pixelSize: 13; weight: Font.Bold } }
        Text { width: parent.width; elide: Text.ElideRight; text: card.shownKind; color: art.ink; opacity: 0.9; font { family: Theme.fontFamily; pixelSize: Theme.small(11) } }
        Text { text: card.info ? card.info.number : ""; color: art.ink; font { family: Theme.monoFamily; pixelSize: 11 } }
    }
    Loader {
        anchors.fill: parent
        active: !card.reading
        sourceComponent: Item {
            Text { x: 9 * card.mm; y: 5.2 * card.mm; width: parent.width - 40 * card.mm; elide: Text.ElideRight; text: card.shownTitle; color: art.ink
                   font { family: Theme.fontFamily; pixelSize: Math.max(1, Math.round(4.3 * card.mm)); weight: Font.Bold } }
            Text { x: 9 * card.mm; y: 11 * card.mm; text: card.shownKind; color: art.ink; font { family: Theme.fontFamily; pixelSize: Math.max(1, Math.round(2.7 * card.mm)) } }
            Text { x: 9 * card.mm; y: 32.6 * card.mm; text: card.info ? card.info.number : ""; color: art.ink
                   font { family: Theme.monoFamily; pixelSize: Math.max(1, Math.round(4.4 * card.mm)) } }
        }
    }
    Text {
        x: (card.reading ? 5.5 : 9) * card.mm; anchors.bottom: parent.bottom; anchors.bottomMargin: 4 * card.mm
        text: card.info ? qsTr("VALID THRU %1").arg(card.info.expiry) : ""
        color: art.ink; font { family: Theme.fontFamily; pixelSize: card.reading ? 10 : Math.round(2.6 * card.mm) }
    }
    Rectangle {
        anchors { right: parent.right; bottom: parent.bottom; rightMargin: 5 * card.mm; bottomMargin: 3.4 * card.mm }
        width: mark.implicitWidth + 8; height: mark.implicitHeight + 3; radius: 2
        color: "transparent"; border.width: 1; border.color: art.ink
        Text { id: mark; anchors.centerIn: parent; text: card.reading ? "TEST" : "TEST CARD"; color: art.ink
               font { family: Theme.fontFamily; pixelSize: card.reading ? 9 : Math.round(2.3 * card.mm); weight: Font.Bold } }
    }
}
