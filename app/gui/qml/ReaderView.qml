// SPDX-License-Identifier: Apache-2.0
// The reader, drawn to its profile's size and material: everything in millimetres of the body, one LCD dot a whole number of device
// pixels.
import QtQuick
import Vmpos

FocusScope {
    id: reader
    property var desk
    property string skinName: "youchi"
    readonly property var skin: Skins.of(skinName)
    readonly property var paint: skin.paint
    property int dotScale: 2
    property real devicePixelRatio: 1
    readonly property real mm: dotScale / devicePixelRatio / skin.pitch
    // Nothing lights up or moves while a PIN is typed.
    readonly property bool privacy: desk ? desk.pinEntry : false
    property string keyboardKey: ""
    width: skin.width * mm
    height: skin.height * mm
    Accessible.role: Accessible.Grouping
    Accessible.name: desk && desk.reader.title ? qsTr("Reader %1, SIMULATOR").arg(Words.profile(desk.reader.title)) : qsTr("Reader, SIMULATOR")

    // Where the stripe slot lies, in this item's coordinates.
    readonly property rect slot: skin.stripeSide === "top" ? Qt.rect(2.4 * mm, -9 * mm, 58.2 * mm, 16 * mm)
                                                           : Qt.rect(width - 4 * mm, 6 * mm, 16 * mm, height - 12 * mm)
    readonly property point chipMouth: Qt.point(width / 2, height)
    property bool cardInSlot: false

    function keyFor(event) {
        if (event.key >= Qt.Key_0 && event.key <= Qt.Key_9) return String(event.key - Qt.Key_0)
        switch (event.key) {
        case Qt.Key_Asterisk: return "star"
        case Qt.Key_NumberSign: return "hash"
        case Qt.Key_Return:
        case Qt.Key_Enter: return "enter"
        case Qt.Key_Backspace: return "clear"
        case Qt.Key_Delete: return "cancel"
        case Qt.Key_Up: return "up"
        case Qt.Key_Down: return "down"
        case Qt.Key_F2: return event.modifiers & Qt.ShiftModifier ? "power" : "menu"
        }
        return ""
    }
    activeFocusOnTab: true
    Keys.onPressed: event => {
        const name = keyFor(event)
        if (name === "") return
        event.accepted = true
        if (event.isAutoRepeat) return
        if (keyboardKey !== "") desk.keyUp(keyboardKey)
        keyboardKey = name
        desk.keyDown(name)
    }
    Keys.onReleased: event => {
        const name = keyFor(event)
        if (name === "" || event.isAutoRepeat) return
        event.accepted = true
        if (keyboardKey === name) { desk.keyUp(name); keyboardKey = "" }
    }
    onActiveFocusChanged: if (!activeFocus && keyboardKey !== "") { desk.keyUp(keyboardKey); keyboardKey = "" }

    MouseArea { anchors.fill: parent; onPressed: reader.forceActiveFocus() }

    Rectangle {  // stripe lip, behind the body
        visible: reader.skin.stripeSide === "top"
        x: 2.4 * reader.mm; y: -3.0 * reader.mm; width: 58.2 * reader.mm; height: 16 * reader.mm; radius: 5 * reader.mm
        gradient: Gradient {
            GradientStop { position: 0; color: reader.cardInSlot ? reader.paint.lipLine : reader.paint.lip[0] }
            GradientStop { position: 0.5; color: reader.paint.lip[1] }
            GradientStop { position: 1; color: reader.paint.lip[2] }
        }
        Rectangle { x: parent.radius; y: 0; width: parent.width - 2 * parent.radius; height: 1; color: reader.paint.lipLine }
    }
    Rectangle {  // stripe slot in the right side
        visible: reader.skin.stripeSide === "right"
        x: reader.width - 2 * reader.mm; y: 5 * reader.mm; width: 3.2 * reader.mm; height: reader.height - 10 * reader.mm; radius: 1.5 * reader.mm
        color: reader.cardInSlot ? reader.paint.lipLine : reader.paint.lip[1]
    }
    Rectangle {  // chip lip
        x: reader.width / 2 - 26 * reader.mm; y: reader.height - 12 * reader.mm; width: 52 * reader.mm; height: 14.2 * reader.mm; radius: 3 * reader.mm
        gradient: Gradient {
            GradientStop { position: 0; color: reader.paint.chipLip[0] }
            GradientStop { position: 0.6; color: reader.paint.chipLip[1] }
            GradientStop { position: 1; color: reader.paint.chipLip[2] }
        }
    }
    Rectangle {  // a PSAM in its slot looks out at the left
        visible: reader.desk ? reader.desk.samModule !== "" : false
        x: -1.4 * reader.mm; y: reader.height * 0.62; width: 6 * reader.mm; height: 12 * reader.mm; radius: 1; color: "#F4EEDD"; border.width: 1; border.color: "#B7AC90"
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("SAM slot, %1").arg(reader.desk ? reader.desk.samModule : "")
    }
    Rectangle {  // rim
        width: reader.width; height: reader.height; radius: reader.skin.radius * reader.mm
        border.width: 1; border.color: reader.paint.rimEdge
        gradient: Gradient {
            GradientStop { position: 0; color: reader.paint.rim[0] }
            GradientStop { position: 0.25; color: reader.paint.rim[1] }
            GradientStop { position: 0.5; color: reader.paint.rim[2] }
            GradientStop { position: 0.75; color: reader.paint.rim[3] }
            GradientStop { position: 1; color: reader.paint.rim[4] }
        }
        Rectangle { x: parent.radius; y: 1; width: parent.width - 2 * parent.radius; height: 1; color: reader.paint.light }
    }
    Rectangle {  // face
        x: reader.mm; y: reader.mm; width: reader.width - 2 * reader.mm; height: reader.height - 2 * reader.mm; radius: (reader.skin.radius - 0.9) * reader.mm
        gradient: Gradient {
            orientation: Gradient.Horizontal
            GradientStop { position: 0; color: reader.paint.face[0] }
            GradientStop { position: 0.25; color: reader.paint.face[1] }
            GradientStop { position: 0.5; color: reader.paint.face[2] }
            GradientStop { position: 0.75; color: reader.paint.face[3] }
            GradientStop { position: 1; color: reader.paint.face[4] }
        }
        Rectangle {
            anchors { left: parent.left; right: parent.right; top: parent.top }
            height: parent.height * 0.35; radius: parent.radius
            gradient: Gradient {
                GradientStop { position: 0; color: reader.skin.waves ? "#18FFFFFF" : "#55FFFFFF" }
                GradientStop { position: 1; color: "#00FFFFFF" }
            }
        }
    }
    Text {  // contactless mark above the glass
        visible: reader.skin.waves
        x: 0; width: reader.width; y: 0.6 * reader.mm; height: 4.4 * reader.mm; horizontalAlignment: Text.AlignHCenter; verticalAlignment: Text.AlignVCenter
        text: ")))"; color: reader.desk && reader.desk.tapped.length > 0 ? "#8DB2FF" : reader.paint.ink; rotation: -90
        font { family: Theme.fontFamily; pixelSize: Math.round(3 * reader.mm); weight: Font.Bold }
        transformOrigin: Item.Center
    }
    Rectangle {  // glass
        x: reader.skin.glass[0] * reader.mm; y: reader.skin.glass[1] * reader.mm; width: reader.skin.glass[2] * reader.mm; height: reader.skin.glass[3] * reader.mm
        radius: 3.2 * reader.mm
        border.width: 1; border.color: reader.paint.glassLine
        gradient: Gradient {
            GradientStop { position: 0; color: "#2A2D31" }
            GradientStop { position: 0.4; color: "#17191C" }
            GradientStop { position: 1; color: "#121416" }
        }
    }
    Rectangle {  // LCD frame: one millimetre of free backlight all round
        id: frame
        readonly property bool bright: reader.desk ? reader.desk.backlight && reader.desk.failure === "" : false
        x: Math.round(lcd.x - reader.mm); y: Math.round(lcd.y - reader.mm)
        width: Math.round(lcd.width + 2 * reader.mm); height: Math.round(lcd.height + 2 * reader.mm); radius: 0.7 * reader.mm
        gradient: Gradient {
            GradientStop { position: 0; color: reader.desk && reader.desk.failure !== "" ? "#2B302C" : frame.bright ? reader.skin.lcdTop : "#8C9885" }
            GradientStop { position: 1; color: reader.desk && reader.desk.failure !== "" ? "#232724" : frame.bright ? reader.skin.lcdBottom : "#828E7C" }
        }
    }
    LcdView {
        id: lcd
        objectName: "lcd"
        visible: reader.desk ? reader.desk.failure === "" : true
        x: Math.round(reader.skin.lcdX * reader.mm * reader.devicePixelRatio) / reader.devicePixelRatio
        y: Math.round(reader.skin.lcdY * reader.mm * reader.devicePixelRatio) / reader.devicePixelRatio
        width: 128 * reader.dotScale / reader.devicePixelRatio
        height: 64 * reader.dotScale / reader.devicePixelRatio
        dotScale: reader.dotScale
        blueWhite: reader.skin.blueWhite
        dots: reader.desk ? reader.desk.lcdDots : ""
        on: reader.desk ? reader.desk.lcdOn : false
        backlight: reader.desk ? reader.desk.backlight : false
        Accessible.role: Accessible.StaticText
        Accessible.name: reader.privacy ? qsTr("Display, PIN entry") : reader.desk && reader.desk.lcdOn ? qsTr("Display, 4 lines: %1").arg(reader.desk.lcdLines.join("; ")) : qsTr("Display, dark")
    }
    Repeater {
        model: [{ name: "PWR", colour: "#5BE08A" }, { name: "LINK", colour: "#6BA6FF" },
                { name: "CHG", colour: "#F3B54A" }, { name: "ERR", colour: "#FF6B5E" }]
        Item {
            id: light
            required property var modelData
            required property int index
            readonly property bool lit: reader.desk && reader.desk.lights.length > index ? reader.desk.lights[index] : false
            x: (reader.skin.lights.x + reader.skin.lights.pitch * index) * reader.mm
            y: reader.skin.lights.y * reader.mm
            width: lamp.width; height: lamp.height
            Accessible.role: Accessible.Indicator
            Accessible.name: lit ? qsTr("Light %1, on").arg(modelData.name) : qsTr("Light %1, off").arg(modelData.name)
            Rectangle {
                id: lamp
                width: (reader.skin.lights.words ? 2 : 5) * reader.mm; height: (reader.skin.lights.words ? 2 : 1.2) * reader.mm; radius: height / 2
                color: light.lit ? light.modelData.colour : "#34383F"
                Rectangle { visible: light.lit; anchors.centerIn: parent; width: parent.width * 1.5; height: parent.height * 1.5; radius: height / 2; color: light.modelData.colour; opacity: 0.25 }
            }
            Text {
                visible: reader.skin.lights.words
                anchors { verticalCenter: lamp.verticalCenter; left: lamp.right; leftMargin: 0.9 * reader.mm }
                text: light.modelData.name
                color: light.lit ? "#FFFFFF" : "#8A9099"
                font { family: Theme.fontFamily; pixelSize: Math.max(8, Math.round(1.9 * reader.mm)); weight: Font.Bold; letterSpacing: 0.5 }
            }
        }
    }
    Text {
        x: reader.skin.label[0] * reader.mm; y: reader.skin.label[1] * reader.mm; width: reader.skin.label[2] * reader.mm; height: reader.skin.label[3] * reader.mm
        horizontalAlignment: Text.AlignHCenter; verticalAlignment: Text.AlignVCenter
        text: reader.skin.labelText
        color: reader.paint.ink
        font { family: Theme.fontFamily; pixelSize: Math.max(9, Math.round(2.3 * reader.mm)); weight: Font.Bold; letterSpacing: 0.4 * reader.mm }
    }
    Repeater {  // function keys
        model: [{ key: "menu", legend: "\u2261", name: qsTr("Menu") }, { key: "up", legend: "\u25B2", name: qsTr("Up") },
                { key: "down", legend: "\u25BC", name: qsTr("Down") }, { key: "power", legend: "\u23FB", name: qsTr("Power") }]
        KeyCap {
            required property var modelData
            required property int index
            objectName: "key_" + modelData.key
            visible: reader.skin.fnW > 0
            keyName: modelData.key; legend: modelData.legend; accessibleName: modelData.name
            mm: reader.mm; legendMm: 2.8; privacy: reader.privacy; shade: reader.paint.shade
            heldByKeyboard: reader.keyboardKey === keyName
            paintTop: reader.paint.fn[0]; paintBottom: reader.paint.fn[1]; edge: reader.paint.fn[2]; ink: reader.paint.fn[3]
            x: (reader.skin.fnX + reader.skin.fnPitch * index) * reader.mm; y: reader.skin.fnY * reader.mm; width: reader.skin.fnW * reader.mm; height: reader.skin.fnH * reader.mm
            onPressedDown: { reader.forceActiveFocus(); reader.desk.keyDown(keyName) }
            onReleased: reader.desk.keyUp(keyName)
        }
    }
    Repeater {  // digits
        model: [["1", ""], ["2", "ABC"], ["3", "DEF"], ["4", "GHI"], ["5", "JKL"], ["6", "MNO"], ["7", "PQRS"], ["8", "TUV"], ["9", "WXYZ"],
                ["star", ""], ["0", "+"], ["hash", ""]]
        KeyCap {
            required property var modelData
            required property int index
            objectName: "key_" + modelData[0]
            keyName: modelData[0]
            legend: keyName === "star" ? "\u2217" : keyName === "hash" ? "#" : keyName
            letters: reader.skin.letters ? modelData[1] : ""
            accessibleName: keyName === "star" ? qsTr("Star") : keyName === "hash" ? qsTr("Hash") : keyName
            mm: reader.mm; privacy: reader.privacy; shade: reader.paint.shade; legendMm: reader.skin.letters ? 4.6 : 4
            paintTop: reader.paint.digit[0]; paintBottom: reader.paint.digit[1]; edge: reader.paint.digit[2]; ink: reader.paint.digit[3]
            heldByKeyboard: reader.keyboardKey === keyName
            x: (reader.skin.digitX + reader.skin.digitPitchX * (index % 3)) * reader.mm; y: (reader.skin.digitY + reader.skin.digitPitchY * Math.floor(index / 3)) * reader.mm
            width: reader.skin.digitW * reader.mm; height: reader.skin.digitH * reader.mm
            onPressedDown: { reader.forceActiveFocus(); reader.desk.keyDown(keyName) }
            onReleased: reader.desk.keyUp(keyName)
        }
    }
    Repeater {
        model: [{ key: "cancel", mark: "\u2715", legend: "\u53D6\u6D88", name: qsTr("Cancel"), top: "#C4483F", bottom: "#A9302A", edge: "#7E1F1A", ink: "#FFFFFF" },
                { key: "clear", mark: "\u25C1", legend: "\u6E05\u9664", name: qsTr("Clear"), top: "#EBBB55", bottom: "#D9A034", edge: "#A37419", ink: "#33260A" },
                { key: "enter", mark: "\u25CB", legend: Theme.language === "zh-TW" ? "\u78BA\u8A8D" : "\u786E\u8BA4", name: qsTr("Enter"), top: "#3A8F5C", bottom: "#26704A", edge: "#184F32", ink: "#FFFFFF" }]
        KeyCap {
            required property var modelData
            required property int index
            objectName: "key_" + modelData.key
            keyName: modelData.key; legend: modelData.mark + " " + modelData.legend; accessibleName: modelData.name
            paintTop: modelData.top; paintBottom: modelData.bottom; edge: modelData.edge; ink: modelData.ink
            mm: reader.mm; legendMm: 3.2; privacy: reader.privacy; shade: reader.paint.shade
            heldByKeyboard: reader.keyboardKey === keyName
            x: (reader.skin.digitX + reader.skin.digitPitchX * index) * reader.mm; y: reader.skin.lastY * reader.mm; width: reader.skin.digitW * reader.mm; height: reader.skin.lastH * reader.mm
            onPressedDown: { reader.forceActiveFocus(); reader.desk.keyDown(keyName) }
            onReleased: reader.desk.keyUp(keyName)
        }
    }
    Text {
        visible: reader.skin.chipMark > 0
        x: 25 * reader.mm; y: reader.skin.chipMark * reader.mm; width: 13 * reader.mm
        horizontalAlignment: Text.AlignHCenter
        text: "\u25A6 \u25B2"; color: reader.paint.ink
        font { family: Theme.fontFamily; pixelSize: Math.round(2.6 * reader.mm) }
    }
    Rectangle { x: reader.width / 2 - 9.5 * reader.mm; y: reader.height - 0.9 * reader.mm; width: 19 * reader.mm; height: 0.9 * reader.mm; radius: height / 2; color: reader.paint.notch }
    Item {  // the slots, for people who do not see them
        Accessible.role: Accessible.StaticText
        Accessible.name: reader.cardInSlot ? qsTr("Stripe slot, card in it") : qsTr("Stripe slot, empty")
        width: 1; height: 1
    }
    Item {
        Accessible.role: Accessible.StaticText
        Accessible.name: reader.desk && reader.desk.chipCard !== "" ? qsTr("Chip slot, %1 inserted").arg(reader.desk.chipCard) : qsTr("Chip slot, empty")
        width: 1; height: 1
    }
    Rectangle {  // keyboard focus: a ring round the body
        anchors.fill: parent; anchors.margins: -5
        radius: reader.skin.radius * reader.mm + 5; color: "transparent"
        border.width: reader.activeFocus ? 2 : 0; border.color: Theme.accent
    }
}
