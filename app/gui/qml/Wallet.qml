// SPDX-License-Identifier: Apache-2.0
// The cards beside the reader. A card is lifted by pressing, follows the pointer, and is swiped by drawing it through the slot at the
// reader's top: the pointer's own speed becomes the swipe's.
import QtQuick

FocusScope {
    id: wallet
    property var desk
    property Item reader
    property Item desktop          // what the lifted card moves over
    property real cardMm: 2
    property int current: 0
    readonly property real step: 70
    property string lastSwipe: ""
    implicitWidth: 85.6 * cardMm
    implicitHeight: title.height + 10 + (desk ? desk.wallet.length - 1 : 0) * step + 53.98 * cardMm
    activeFocusOnTab: true
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Wallet")

    function swipeCurrent(speed) {
        const card = desk.wallet[current]
        if (!card) return
        desk.swipe(card.name, speed, false)
        showSpeed(speed)
    }
    function showSpeed(speed) {
        lastSwipe = speed > 150 ? qsTr("Too fast: %1 cm/s. The reader reads 10 to 150.").arg(Math.round(speed))
                  : speed < 10 ? qsTr("Too slow: %1 cm/s. The reader reads 10 to 150.").arg(Math.round(speed))
                  : qsTr("%1 cm/s").arg(Math.round(speed))
        fade.restart()
    }
    Keys.onPressed: event => {
        if (event.key === Qt.Key_Up) { current = Math.max(0, current - 1); event.accepted = true }
        else if (event.key === Qt.Key_Down) { current = Math.min(desk.wallet.length - 1, current + 1); event.accepted = true }
        else if (event.key === Qt.Key_S) {
            swipeCurrent(event.modifiers & Qt.ShiftModifier ? 180 : event.modifiers & Qt.AltModifier ? 6 : 60)
            event.accepted = true
        }
    }
    Timer { id: fade; interval: 1600; onTriggered: wallet.lastSwipe = "" }

    Text {
        id: title
        text: qsTr("WALLET"); color: Theme.text3
        font { family: Theme.fontFamily; pixelSize: 11; weight: Font.DemiBold; letterSpacing: 0.7 }
    }
    Repeater {
        model: wallet.desk ? wallet.desk.wallet : []
        Item {
            id: place
            required property var modelData
            required property int index
            y: title.height + 10 + index * wallet.step
            width: 85.6 * wallet.cardMm
            height: 53.98 * wallet.cardMm
            Rectangle {  // the place a lifted card leaves
                anchors.fill: parent; visible: drag.lifted; radius: 3.18 * wallet.cardMm
                color: "transparent"; border.width: 1; border.color: Theme.lineStrong
                Text { x: 12; y: 9; text: place.modelData.title; color: Theme.text3; font { family: Theme.fontFamily; pixelSize: 12 } }
            }
            CardFace {
                id: face
                objectName: "card_" + place.modelData.name
                info: place.modelData
                mm: wallet.cardMm
                scale: drag.lifted ? 1.02 : 1
                y: !drag.lifted && drag.containsMouse ? -4 : 0
                Behavior on scale { NumberAnimation { duration: 120; easing.type: Easing.OutCubic } }
                Accessible.role: Accessible.ListItem
                Accessible.name: qsTr("Card %1, %2, ending %3").arg(place.modelData.title).arg(place.modelData.kind).arg(place.modelData.number.slice(-4))
                Rectangle {
                    anchors.fill: parent; anchors.margins: -3; radius: 3.18 * wallet.cardMm + 3; color: "transparent"
                    border.width: wallet.activeFocus && wallet.current === place.index ? 2 : 0; border.color: Theme.accent
                }
                ParallelAnimation {
                    id: home
                    NumberAnimation { target: face; property: "x"; to: 0; duration: 220; easing.type: Easing.OutCubic }
                    NumberAnimation { target: face; property: "y"; to: 0; duration: 220; easing.type: Easing.OutCubic }
                    onFinished: { face.parent = place; face.x = 0; face.y = 0; face.z = 0 }
                }
            }
            MouseArea {
                id: drag
                anchors.fill: parent
                hoverEnabled: true
                preventStealing: true
                property bool lifted: false
                property point grip
                property bool inSlot: false
                property bool swiped: false
                property var samples: []   // {x mm, t ms} while in the slot
                onPressed: mouse => {
                    wallet.current = place.index
                    wallet.forceActiveFocus()
                    const at = mapToItem(wallet.desktop, mouse.x, mouse.y)
                    grip = Qt.point(mouse.x, mouse.y)
                    home.stop()
                    face.parent = wallet.desktop
                    face.x = at.x - grip.x
                    face.y = at.y - grip.y
                    face.z = 100
                    lifted = true
                    swiped = false
                    inSlot = false
                }
                onPositionChanged: mouse => {
                    if (!lifted) return
                    const at = mapToItem(wallet.desktop, mouse.x, mouse.y)
                    const slotCorner = wallet.reader.mapToItem(wallet.desktop, wallet.reader.slot.x, wallet.reader.slot.y)
                    const slot = Qt.rect(slotCorner.x, slotCorner.y, wallet.reader.slot.width, wallet.reader.slot.height)
                    const overSlot = at.x > slot.x - 20 && at.x < slot.x + slot.width + 20 && Math.abs(at.y - (slot.y + slot.height / 2)) < slot.height
                    if (overSlot && !swiped) {
                        if (!inSlot) { inSlot = true; samples = []; wallet.reader.cardInSlot = true }
                        samples.push({ x: at.x / wallet.reader.mm, t: Date.now() })
                        face.y = slot.y + slot.height / 2 - face.height * 0.75   // x only while in the slot
                    } else {
                        if (inSlot) finish()
                        face.y = at.y - grip.y
                    }
                    face.x = at.x - grip.x
                }
                onReleased: drop()
                onCanceled: drop()
                function drop() {
                    if (inSlot) finish()
                    lifted = false
                    const corner = place.mapToItem(wallet.desktop, 0, 0)
                    const from = Qt.point(face.x - corner.x, face.y - corner.y)
                    face.parent = place
                    face.x = from.x
                    face.y = from.y
                    home.restart()
                }
                function finish() {
                    inSlot = false
                    wallet.reader.cardInSlot = false
                    if (samples.length < 2) return
                    const first = samples[0], last = samples[samples.length - 1]
                    const way = last.x - first.x, time = Math.max(1, last.t - first.t)
                    if (Math.abs(way) < 25) return           // a touch of the slot, not a swipe
                    const speed = Math.abs(way) / time * 100  // mm/ms to cm/s
                    swiped = true
                    wallet.desk.swipe(place.modelData.name, speed, way > 0)
                    wallet.showSpeed(speed)
                }
            }
        }
    }
    Text {
        y: wallet.implicitHeight + 18
        width: wallet.width + 10
        wrapMode: Text.WordWrap
        text: wallet.lastSwipe !== "" ? wallet.lastSwipe : qsTr("Drag a card through the slot at the reader's top, or select it and press S to swipe.")
        color: wallet.lastSwipe !== "" ? Theme.text1 : Theme.text3
        font { family: Theme.fontFamily; pixelSize: 12 }
    }
}
