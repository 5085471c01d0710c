// SPDX-License-Identifier: Apache-2.0
// The cards beside the reader, scrolled with the wheel or the arrow keys. A card is lifted by pressing and follows the pointer: drawn
// through the stripe slot it is swiped with the pointer's own speed, pushed into the chip slot from below it is inserted, held over the
// antenna it is tapped; from wherever it is it can be taken away again, also too early.
import QtQuick

FocusScope {
    id: wallet
    property var desk
    property Item reader
    property Item desktop          // what a lifted card moves over
    property Item underlay         // the same place behind the reader, for cards in a slot
    property real cardMm: 2
    property int current: 0
    readonly property real step: 70
    property string lastSwipe: ""
    readonly property var cards: desk ? desk.wallet : []
    readonly property var problems: desk ? desk.problems.filter(p => p.kind === "card") : []
    clip: false

    function say(speed) {
        lastSwipe = speed > 150 ? qsTr("Too fast: %1 cm/s. The reader reads 10 to 150.").arg(Math.round(speed))
                  : speed < 10 ? qsTr("Too slow: %1 cm/s. The reader reads 10 to 150.").arg(Math.round(speed))
                  : qsTr("%1 cm/s").arg(Math.round(speed))
        fade.restart()
    }
    function swipeCurrent(speed) {
        const card = cards[current]
        if (!card) return
        desk.swipe(card.name, speed, false)
        say(speed)
    }
    function chipCurrent() {
        if (desk.chipCard !== "") desk.pull()
        else if (cards[current]) desk.insert(cards[current].name)
    }
    function tapCurrent() {
        if (desk.tapped.length > 0) desk.untap()
        else if (cards[current]) desk.tap(cards[current].name)
    }
    function show(index) {
        current = Math.max(0, Math.min(cards.length - 1, index))
        const top = current * step
        if (top < list.contentY) list.contentY = top
        else if (top + 108 > list.contentY + list.height) list.contentY = top + 108 - list.height
    }
    Keys.onPressed: event => {
        event.accepted = true
        if (event.key === Qt.Key_Up) show(current - 1)
        else if (event.key === Qt.Key_Down) show(current + 1)
        else if (event.key === Qt.Key_Home) show(0)
        else if (event.key === Qt.Key_End) show(cards.length - 1)
        else if (event.key === Qt.Key_S) swipeCurrent(event.modifiers & Qt.ShiftModifier ? 180 : event.modifiers & Qt.AltModifier ? 6 : 60)
        else if (event.key === Qt.Key_I) chipCurrent()
        else if (event.key === Qt.Key_T) tapCurrent()
        else event.accepted = false
    }
    Timer { id: fade; interval: 1600; onTriggered: wallet.lastSwipe = "" }

    Text {
        id: title
        text: qsTr("WALLET"); color: Theme.text3
        font { family: Theme.fontFamily; pixelSize: Theme.small(11); weight: Font.DemiBold; letterSpacing: Theme.chinese ? 0 : 0.7 }
    }
    Column {  // cards that could not be loaded: file, line, what to do
        id: broken
        y: title.height + 10; width: parent.width; spacing: 6
        Repeater {
            model: wallet.problems.slice(0, 2)
            Rectangle {
                required property var modelData
                width: wallet.width; height: told.implicitHeight + 16; radius: 6; color: Theme.errorFill; border.width: 1; border.color: Theme.error
                Accessible.role: Accessible.AlertMessage
                Accessible.name: told.children[0].text + ", " + told.children[1].text + ", " + modelData.reason
                Column {
                    id: told
                    x: 10; y: 8; width: parent.width - 20; spacing: 2
                    Text { width: parent.width; elide: Text.ElideMiddle; text: "\u26A0 " + parent.parent.modelData.file.split("/").pop(); color: Theme.error
                           font { family: Theme.fontFamily; pixelSize: 13; weight: Font.DemiBold } }
                    Text { text: qsTr("Not loaded, line %1, column %2").arg(parent.parent.modelData.line).arg(parent.parent.modelData.column); color: Theme.error; font { family: Theme.fontFamily; pixelSize: 12 } }
                    Text { width: parent.width; wrapMode: Text.WordWrap; maximumLineCount: 4; elide: Text.ElideRight; text: parent.parent.modelData.reason; color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 12 } }
                }
            }
        }
        PushButton {
            objectName: "loadAgain"
            visible: wallet.problems.length > 0
            implicitHeight: 28; font.pixelSize: 12; text: qsTr("Load again")
            onClicked: wallet.desk.reloadCards()
        }
    }
    Flickable {
        id: list
        objectName: "walletList"
        y: title.height + 10 + (wallet.problems.length > 0 ? broken.implicitHeight + 8 : 0)
        x: -4; width: parent.width + 12; height: parent.height - y - foot.height - 10
        contentHeight: Math.max(0, wallet.cards.length - 1) * wallet.step + 54 * wallet.cardMm + 8
        clip: true
        focus: true
        activeFocusOnTab: true
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Wallet, %1 cards").arg(wallet.cards.length)
        interactive: false          // a press lifts a card; the wheel and the arrows scroll
        WheelHandler {
            acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
            onWheel: event => list.contentY = Math.max(0, Math.min(Math.max(0, list.contentHeight - list.height), list.contentY - event.angleDelta.y * 0.7))
        }
        Repeater {
            model: wallet.cards
            Loader {  // a card is made when it first comes into view, or into the reader
                id: spot
                required property var modelData
                required property int index
                readonly property string cardName: modelData.name
                readonly property bool inChip: wallet.desk.chipCard === cardName
                readonly property bool inField: wallet.desk.tapped.indexOf(cardName) >= 0
                readonly property bool wanted: inChip || inField || (y + height >= list.contentY - wallet.step && y < list.contentY + list.height + wallet.step)
                onWantedChanged: if (wanted) active = true
                Component.onCompleted: active = wanted
                active: false
                x: 4; y: 4 + index * wallet.step
                width: 85.6 * wallet.cardMm; height: 53.98 * wallet.cardMm
                sourceComponent: Item {
                    id: place
                    readonly property var modelData: spot.modelData
                    readonly property int index: spot.index
                    readonly property string cardName: spot.cardName
                    readonly property bool inChip: spot.inChip
                    readonly property bool inField: spot.inField
                    onInChipChanged: if (inChip) face.seat(); else if (face.where === "chip" && !drag.lifted) face.goHome()
                    onInFieldChanged: if (inField) face.hover(); else if (face.where === "field" && !drag.lifted) face.goHome()
                    Component.onCompleted: { if (inChip) face.seat(); else if (inField) face.hover() }
                    Component.onDestruction: if (face.parent !== place) face.destroy()
                    Rectangle {  // the place a card in use leaves
                        anchors.fill: parent; visible: face.parent !== place; radius: 3.18 * wallet.cardMm
                        color: Theme.deskTop; border.width: 1; border.color: Theme.lineStrong
                        Column {
                            x: 11; y: 8; width: parent.width - 20
                            Text { width: parent.width; elide: Text.ElideRight; text: Words.card(place.modelData.title); color: Theme.text2; font { family: Theme.fontFamily; pixelSize: 12 } }
                            Text { text: face.where === "chip" ? qsTr("in the chip slot") : face.where === "field" ? qsTr("at the antenna") : ""; color: Theme.text3; font { family: Theme.fontFamily; pixelSize: 12 } }
                        }
                    }
                    CardFace {
                        id: face
                        objectName: "card_" + place.cardName
                        info: place.modelData
                        property string where: "wallet"        // wallet, hand, stripe, chip, field
                        readonly property bool large: where !== "wallet"
                        readonly property real big: wallet.reader ? wallet.reader.mm : 4.76
                        readonly property real seatDepth: 28 * big
                        property point centre: Qt.point(0, 0)  // on the desktop, while large
                        mm: large ? big : wallet.cardMm
                        shadow: where === "hand" || where === "field"
                        x: large ? centre.x - width / 2 : 0
                        y: large ? centre.y - height / 2 : (!drag.lifted && drag.containsMouse ? -4 : 0)
                        rotation: where === "chip" || (where === "stripe" && wallet.reader.skin.stripeSide === "right") ? 90 : where === "field" ? -6 : 0
                        Accessible.role: Accessible.ListItem
                        Accessible.name: qsTr("Card %1, %2, ending %3").arg(shownTitle).arg(shownKind).arg(place.modelData.number.slice(-4))
                        Accessible.onPressAction: wallet.show(place.index)

                        function onDesk(item, px, py) { return item.mapToItem(wallet.desktop, px, py) }
                        function mouth() { return onDesk(wallet.reader, wallet.reader.chipMouth.x, wallet.reader.chipMouth.y) }
                        function lie(kind) {
                            where = kind
                            parent = kind === "hand" || kind === "field" ? wallet.desktop : wallet.underlay
                        }
                        function toDepth(depth) { const m = mouth(); centre = Qt.point(m.x, m.y - depth + 42.8 * big) }
                        function seat() { home.stop(); lie("chip"); settle.to = seatDepth; settle.from = Math.min(seatDepth, seatDepth - 2 * big); settle.restart() }
                        function hover() {
                            home.stop(); lie("field")
                            const at = onDesk(wallet.reader, wallet.reader.width / 2, 0)
                            if (!drag.lifted) centre = Qt.point(at.x + 4 * big, at.y - 16 * big)
                            rings.count = 3
                        }
                        function goHome() {
                            rings.count = 0
                            const corner = place.mapToItem(wallet.desktop, place.width / 2, place.height / 2)
                            parent = wallet.desktop
                            where = "hand"
                            home.begin = centre
                            home.end = corner
                            home.restart()
                        }
                        property real flight: 0
                        NumberAnimation {
                            id: home
                            property point begin
                            property point end
                            target: face; property: "flight"; from: 0; to: 1; duration: Math.max(1, Theme.time(220)); easing.type: Easing.OutCubic
                            onFinished: { face.where = "wallet"; face.parent = place }
                        }
                        onFlightChanged: if (home.running) centre = Qt.point(home.begin.x + (home.end.x - home.begin.x) * flight, home.begin.y + (home.end.y - home.begin.y) * flight)
                        property real depth: 0
                        NumberAnimation { id: settle; target: face; property: "depth"; duration: Math.max(1, Theme.time(90)); easing.type: Easing.OutBack }
                        onDepthChanged: if (where === "chip") toDepth(depth)
                        Connections {  // the reader moves when the window changes
                            target: wallet.reader
                            function onXChanged() { if (face.where === "chip") face.toDepth(face.depth) }
                            function onYChanged() { if (face.where === "chip") face.toDepth(face.depth) }
                            function onHeightChanged() { if (face.where === "chip") { face.depth = face.seatDepth; face.toDepth(face.depth) } }
                        }
                        Rectangle {
                            anchors.fill: parent; anchors.margins: -3; radius: 3.18 * face.mm + 3; color: "transparent"
                            border.width: list.activeFocus && wallet.current === place.index && !face.large ? 2 : 0; border.color: Theme.accent
                        }
                        Repeater {  // the field round a tapped card
                            id: rings
                            property int count: 0
                            model: count
                            Rectangle {
                                required property int index
                                anchors.fill: parent; anchors.margins: -(3 + index * 5); radius: 3.18 * face.mm + 3 + index * 5; color: "transparent"
                                border.width: 4; border.color: Theme.accent; opacity: [0.42, 0.22, 0.10][index]
                            }
                        }
                        MouseArea {
                            id: drag
                            anchors.fill: parent
                            hoverEnabled: true
                            preventStealing: true
                            property bool lifted: false
                            property point grip               // pointer to card centre, desktop pixels
                            property bool swiped: false
                            property bool asked: false        // the chip slot was asked to take it
                            property var samples: []          // {at mm, t ms} while in the stripe slot
                            onPressed: mouse => {
                                wallet.current = place.index
                                list.forceActiveFocus()
                                const at = face.onDesk(drag, mouse.x, mouse.y)
                                home.stop(); settle.stop()
                                swiped = false
                                asked = face.where === "chip"
                                if (face.where === "wallet") {
                                    // The card grows to its size on the desk round the point it is held at.
                                    const share = face.big / wallet.cardMm
                                    const own = Qt.point((mouse.x - face.width / 2) * share, (mouse.y - face.height / 2) * share)
                                    face.lie("hand")
                                    grip = Qt.point(-own.x, -own.y)
                                    face.centre = Qt.point(at.x + grip.x, at.y + grip.y)
                                } else {
                                    grip = Qt.point(face.centre.x - at.x, face.centre.y - at.y)
                                }
                                lifted = true
                            }
                            onPositionChanged: mouse => { if (lifted) move(face.onDesk(drag, mouse.x, mouse.y)) }
                            onReleased: drop()
                            onCanceled: drop()

                            function move(at) {
                                const big = face.big
                                const slotCorner = face.onDesk(wallet.reader, wallet.reader.slot.x, wallet.reader.slot.y)
                                const slot = Qt.rect(slotCorner.x, slotCorner.y, wallet.reader.slot.width, wallet.reader.slot.height)
                                const m = face.mouth()
                                const top = face.onDesk(wallet.reader, 0, 0)
                                const wide = wallet.reader.skin.stripeSide === "top"
                                const overSlot = place.modelData.stripe && face.where !== "chip" && !swiped && (wide
                                    ? at.x > slot.x - 20 && at.x < slot.x + slot.width + 20 && Math.abs(at.y - (slot.y + slot.height / 2)) < slot.height
                                    : at.y > slot.y - 20 && at.y < slot.y + slot.height + 20 && Math.abs(at.x - (slot.x + slot.width / 2)) < slot.width)
                                // Held near its leading edge the card goes in as deep as the pointer says, the last 6 mm at half the speed.
                                const raw = m.y - at.y + 14.8 * big
                                const lane = wallet.desk.reader.chip === true && place.modelData.chip && Math.abs(at.x - m.x) < 30 * big
                                const overField = wallet.desk.reader.contactless === true && place.modelData.contactless && !overSlot
                                    && at.x > top.x - 10 * big && at.x < top.x + wallet.reader.width + 10 * big
                                    && at.y > top.y - 60 * big && at.y < top.y + (wide ? -14 : 5) * big
                                if (face.where === "chip") {
                                    if (inserted(at, m, big) < -25 * big) leaveChip(at)
                                } else if (lane && raw > -25 * big && raw < 12 * big) {
                                    leaveStripe(); leaveField()
                                    face.lie("chip")
                                    grip = Qt.point(0, 28 * big)
                                    asked = false
                                    inserted(at, m, big)
                                } else if (overSlot) {
                                    leaveField()
                                    if (face.where !== "stripe") { face.lie("stripe"); samples = []; wallet.reader.cardInSlot = true }
                                    samples.push({ at: (wide ? at.x : at.y) / big, t: Date.now() })
                                    face.centre = wide ? Qt.point(at.x + grip.x, top.y + 9 * big - face.height / 2)
                                                       : Qt.point(top.x + wallet.reader.width - 4 * big + face.height / 2, at.y + grip.y)
                                } else {
                                    leaveStripe()
                                    if (overField) {
                                        if (face.where !== "field") { face.lie("field"); rings.count = 3; if (!place.inField) wallet.desk.tap(place.cardName) }
                                    } else {
                                        leaveField()
                                        face.lie("hand")
                                    }
                                    face.centre = Qt.point(at.x + grip.x, overField ? Math.min(at.y + grip.y, top.y - 8 * big) : at.y + grip.y)
                                }
                            }
                            // Puts the card as deep as the pointer says; answers the depth.
                            function inserted(at, m, big) {
                                const raw = m.y - (at.y + grip.y) + 42.8 * big
                                const soft = raw < 22 * big ? raw : Math.min(28 * big, 22 * big + (raw - 22 * big) * 0.5)
                                face.depth = soft
                                face.toDepth(soft)
                                if (soft >= 27.5 * big && !asked) { asked = true; if (!place.inChip) wallet.desk.insert(place.cardName) }
                                if (soft < 25.5 * big && asked) { asked = false; if (place.inChip) wallet.desk.pull() }
                                return soft
                            }
                            function leaveChip(at) {
                                face.lie("hand")
                                grip = Qt.point(0, 0)
                                face.centre = at
                            }
                            function leaveField() {
                                if (face.where !== "field") return
                                rings.count = 0
                                if (place.inField || wallet.desk.tapped.length > 0) wallet.desk.untap()
                            }
                            function leaveStripe() {
                                if (face.where !== "stripe") return
                                wallet.reader.cardInSlot = false
                                face.where = "hand"
                                if (samples.length < 2) return
                                const first = samples[0], last = samples[samples.length - 1]
                                const way = last.at - first.at, time = Math.max(1, last.t - first.t)
                                if (Math.abs(way) < 25) return            // a touch of the slot, not a swipe
                                const speed = Math.abs(way) / time * 100  // mm/ms to cm/s
                                swiped = true
                                wallet.desk.swipe(place.cardName, speed, wallet.reader.skin.stripeSide === "top" ? way > 0 : way < 0)
                                wallet.say(speed)
                            }
                            function drop() {
                                if (!lifted) return
                                lifted = false
                                leaveStripe()
                                if (face.where === "chip" && asked) { face.depth = face.seatDepth; face.toDepth(face.depth); return }
                                if (face.where === "field") return       // it stays at the antenna until it is taken away
                                face.goHome()
                            }
                        }
                        Connections {
                            target: wallet.desk
                            function onRefused() {
                                if (face.where === "chip" && !place.inChip) { drag.lifted = false; face.goHome() }
                                else if (face.where === "field" && !place.inField) { drag.lifted = false; face.goHome() }
                            }
                        }
                    }
                }
            }
        }
        Rectangle {  // where in the wallet this is
            visible: list.contentHeight > list.height
            x: list.width - 5; width: 3; radius: 2; color: Theme.lineStrong
            y: list.contentY + list.contentY / list.contentHeight * list.height
            height: list.height * list.height / list.contentHeight
        }
    }
    Column {
        id: foot
        anchors.bottom: parent.bottom; width: parent.width + 10; spacing: 8
        Repeater {  // PSAMs, where the reader has a slot for one
            model: wallet.desk && wallet.desk.reader.sam === true ? wallet.desk.psams.slice(0, 2) : []
            Item {
                id: sam
                required property var modelData
                readonly property bool inserted: wallet.desk.samModule === modelData.name
                width: foot.width; height: 34
                activeFocusOnTab: true
                Accessible.role: Accessible.Button
                Accessible.name: inserted ? qsTr("PSAM %1, in its slot").arg(modelData.name) : qsTr("PSAM %1").arg(modelData.name)
                Accessible.onPressAction: toggle()
                Keys.onReturnPressed: toggle()
                Keys.onEnterPressed: toggle()
                Keys.onSpacePressed: toggle()
                function toggle() { inserted ? wallet.desk.removeSam() : wallet.desk.insertSam(modelData.name) }
                Rectangle { width: 20; height: 32; radius: 3; color: "transparent"; border.width: 1; border.color: Theme.lineStrong }
                Rectangle {
                    id: chip
                    objectName: "sam_" + sam.modelData.name
                    width: 20; height: 32; radius: 3; color: "#F4EEDD"; border.width: 1; border.color: "#B7AC90"
                    opacity: sam.inserted && !grab.drag.active ? 0 : 1
                    Rectangle { x: 5; y: 10; width: 10; height: 12; radius: 2; color: "#D9B96C"; border.width: 1; border.color: "#8A6C2C" }
                }
                MouseArea {
                    id: grab
                    anchors.fill: parent
                    drag.target: chip; drag.threshold: 4
                    onReleased: mouse => {
                        const at = mapToItem(wallet.reader, mouse.x, mouse.y)
                        const over = at.x > -30 && at.y > 0 && at.x < wallet.reader.width && at.y < wallet.reader.height
                        const moved = Math.abs(chip.x) + Math.abs(chip.y) > 4
                        chip.x = 0; chip.y = 0
                        if (!moved || (over && !sam.inserted) || (!over && sam.inserted)) sam.toggle()
                    }
                }
                Column {
                    x: 30; anchors.verticalCenter: parent.verticalCenter
                    Text { text: "PSAM " + sam.modelData.name; color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 12; weight: Font.DemiBold } }
                    Text { text: sam.inserted ? qsTr("in its slot") : qsTr("drag to the reader"); color: Theme.text3; font { family: Theme.fontFamily; pixelSize: Theme.small(11) } }
                }
                Rectangle { anchors.fill: parent; anchors.margins: -3; radius: 6; color: "transparent"; border.width: sam.activeFocus ? 2 : 0; border.color: Theme.accent }
            }
        }
        Text {
            width: foot.width; wrapMode: Text.WordWrap
            visible: text !== ""
            text: wallet.lastSwipe !== "" ? wallet.lastSwipe : wallet.cards.length > 0 ? qsTr("Drag a card to the reader, or select it and press") : wallet.desk && wallet.desk.ready ? qsTr("The wallet is empty") : ""
            color: wallet.lastSwipe !== "" ? Theme.text1 : Theme.text2
            font { family: Theme.fontFamily; pixelSize: 12 }
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        Row {
            visible: wallet.lastSwipe === "" && wallet.cards.length > 0
            spacing: 5
            Repeater {
                model: [["S", qsTr("swipe")], ["I", qsTr("insert")], ["T", qsTr("tap")]]
                Row {
                    required property var modelData
                    spacing: 3
                    Rectangle { width: 18; height: 18; radius: 4; color: Theme.surface; border.width: 1; border.color: Theme.lineStrong
                                Text { anchors.centerIn: parent; text: parent.parent.modelData[0]; color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 11; weight: Font.DemiBold } } }
                    Text { text: parent.modelData[1]; color: Theme.text2; font { family: Theme.fontFamily; pixelSize: 12 } }
                }
            }
        }
    }
}
