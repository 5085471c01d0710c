// SPDX-License-Identifier: Apache-2.0
// The bar reader, drawn to size: everything in millimetres of the body, one LCD dot a whole number of device pixels.
import QtQuick
import Vmpos

FocusScope {
    id: reader
    property var desk
    property int dotScale: 2
    property real devicePixelRatio: 1
    readonly property real mm: dotScale / devicePixelRatio / Theme.pitchMm
    readonly property bool privacy: desk ? desk.pinEntry : false
    property string keyboardKey: ""
    width: Theme.bodyWidthMm * mm
    height: Theme.bodyHeightMm * mm
    Accessible.role: Accessible.Grouping
    Accessible.name: desk ? qsTr("Reader %1, SIMULATOR").arg(desk.readerName) : qsTr("Reader, SIMULATOR")

    // Where the stripe slot lies, in this item's coordinates.
    readonly property rect slot: Qt.rect(2.4 * mm, -9 * mm, 58.2 * mm, 16 * mm)
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

    // Soft shadow on the desk.
    Repeater {
        model: 6
        Rectangle {
            x: -2 * reader.mm + index * reader.mm * 0.5
            y: 3 * reader.mm + index * reader.mm * 0.4
            width: reader.width + 4 * reader.mm - index * reader.mm
            height: reader.height + 2 * reader.mm - index * reader.mm * 0.6
            radius: 10 * reader.mm
            color: "#3B2F18"
            opacity: 0.03
        }
    }
    Rectangle {  // stripe lip, behind the body
        x: 2.4 * reader.mm; y: -3.0 * reader.mm; width: 58.2 * reader.mm; height: 16 * reader.mm; radius: 5 * reader.mm
        gradient: Gradient {
            GradientStop { position: 0; color: reader.cardInSlot ? "#D8BF92" : "#B99A66" }
            GradientStop { position: 0.5; color: "#8F7345" }
            GradientStop { position: 1; color: "#6E5733" }
        }
        Rectangle { x: parent.radius; y: 0; width: parent.width - 2 * parent.radius; height: 1; color: "#D8BF92" }
        Accessible.role: Accessible.StaticText
        Accessible.name: reader.cardInSlot ? qsTr("Stripe slot, card in it") : qsTr("Stripe slot, empty")
    }
    Rectangle {  // chip lip
        x: 5.5 * reader.mm; y: 112 * reader.mm; width: 52 * reader.mm; height: 14.2 * reader.mm; radius: 3 * reader.mm
        gradient: Gradient {
            GradientStop { position: 0; color: "#8F7345" }
            GradientStop { position: 0.6; color: "#6E5733" }
            GradientStop { position: 1; color: "#9E8251" }
        }
    }
    Rectangle {  // rim
        width: reader.width; height: reader.height; radius: 8.4 * reader.mm
        border.width: 1; border.color: "#A88A58"
        gradient: Gradient {
            GradientStop { position: 0; color: "#F5E7CC" }
            GradientStop { position: 0.25; color: "#E6D1A8" }
            GradientStop { position: 0.5; color: "#DBC296" }
            GradientStop { position: 0.75; color: "#CBB082" }
            GradientStop { position: 1; color: "#B8996A" }
        }
        Rectangle { x: parent.radius; y: 1; width: parent.width - 2 * parent.radius; height: 1; color: "#FFF6E2" }
    }
    Rectangle {  // face
        x: reader.mm; y: reader.mm; width: 61 * reader.mm; height: 122 * reader.mm; radius: 7.5 * reader.mm
        gradient: Gradient {
            orientation: Gradient.Horizontal
            GradientStop { position: 0; color: "#D9C094" }
            GradientStop { position: 0.25; color: "#EAD8B4" }
            GradientStop { position: 0.5; color: "#EEDDBC" }
            GradientStop { position: 0.75; color: "#E2CCA2" }
            GradientStop { position: 1; color: "#CDB386" }
        }
        Rectangle {
            anchors { left: parent.left; right: parent.right; top: parent.top }
            height: parent.height * 0.35; radius: parent.radius
            gradient: Gradient {
                GradientStop { position: 0; color: "#55FFFFFF" }
                GradientStop { position: 1; color: "#00FFFFFF" }
            }
        }
    }
    Rectangle {  // glass
        x: 2.9 * reader.mm; y: 5.6 * reader.mm; width: 57.2 * reader.mm; height: 37.4 * reader.mm; radius: 3.2 * reader.mm
        border.width: 1; border.color: "#9C7F4D"
        gradient: Gradient {
            GradientStop { position: 0; color: "#2A2D31" }
            GradientStop { position: 0.4; color: "#17191C" }
            GradientStop { position: 1; color: "#121416" }
        }
    }
    Rectangle {  // LCD frame: one millimetre of free backlight all round
        x: Math.round(lcd.x - reader.mm); y: Math.round(lcd.y - reader.mm)
        width: Math.round(lcd.width + 2 * reader.mm); height: Math.round(lcd.height + 2 * reader.mm); radius: 0.7 * reader.mm
        gradient: Gradient {
            GradientStop { position: 0; color: reader.desk && reader.desk.backlight ? "#D3E2C8" : "#8C9885" }
            GradientStop { position: 1; color: reader.desk && reader.desk.backlight ? "#C6D7BB" : "#828E7C" }
        }
    }
    LcdView {
        id: lcd
        objectName: "lcd"
        x: Math.round(4.62 * reader.mm * reader.devicePixelRatio) / reader.devicePixelRatio
        y: Math.round(9.1 * reader.mm * reader.devicePixelRatio) / reader.devicePixelRatio
        width: 128 * reader.dotScale / reader.devicePixelRatio
        height: 64 * reader.dotScale / reader.devicePixelRatio
        dotScale: reader.dotScale
        dots: reader.desk ? reader.desk.lcdDots : ""
        on: reader.desk ? reader.desk.lcdOn : false
        backlight: reader.desk ? reader.desk.backlight : false
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("Display, 4 lines")
        Accessible.description: reader.privacy ? qsTr("PIN entry") : reader.desk ? reader.desk.lcdLines.join("; ") : ""
    }
    Repeater {
        model: [{ name: "PWR", colour: "#5BE08A" }, { name: "LINK", colour: "#6BA6FF" },
                { name: "CHG", colour: "#F3B54A" }, { name: "ERR", colour: "#FF6B5E" }]
        Row {
            required property var modelData
            required property int index
            readonly property bool lit: reader.desk && reader.desk.lights.length > index ? reader.desk.lights[index] : false
            x: (5.8 + 15 * index) * reader.mm
            y: 38.7 * reader.mm
            spacing: 0.9 * reader.mm
            Accessible.role: Accessible.Indicator
            Accessible.name: lit ? qsTr("Light %1, on").arg(modelData.name) : qsTr("Light %1, off").arg(modelData.name)
            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                width: 2 * reader.mm; height: width; radius: width / 2
                color: parent.lit ? parent.modelData.colour : "#34383F"
            }
            Text {
                anchors.verticalCenter: parent.verticalCenter
                text: parent.modelData.name
                color: parent.lit ? "#FFFFFF" : "#8A9099"
                font { family: Theme.fontFamily; pixelSize: Math.max(8, Math.round(1.9 * reader.mm)); weight: Font.Bold; letterSpacing: 0.5 }
            }
        }
    }
    Text {
        x: 3 * reader.mm; y: 44.4 * reader.mm; width: 57 * reader.mm; height: 3.6 * reader.mm
        horizontalAlignment: Text.AlignHCenter; verticalAlignment: Text.AlignVCenter
        text: "VIRTUAL mPOS \u00B7 SIMULATOR"
        color: "#5A431A"
        font { family: Theme.fontFamily; pixelSize: Math.max(9, Math.round(2.3 * reader.mm)); weight: Font.Bold; letterSpacing: 0.45 * reader.mm }
    }
    Repeater {  // function keys
        model: [{ key: "menu", legend: "\u2261", name: qsTr("Menu") }, { key: "up", legend: "\u25B2", name: qsTr("Up") },
                { key: "down", legend: "\u25BC", name: qsTr("Down") }, { key: "power", legend: "\u23FB", name: qsTr("Power") }]
        KeyCap {
            required property var modelData
            required property int index
            objectName: "key_" + modelData.key
            keyName: modelData.key; legend: modelData.legend; accessibleName: modelData.name
            mm: reader.mm; legendMm: 2.8; privacy: reader.privacy
            heldByKeyboard: reader.keyboardKey === keyName
            paintTop: "#E9D9B8"; paintBottom: "#DCC79C"; edge: "#AC8E5B"
            x: (5.4 + 13.4 * index) * reader.mm; y: 50 * reader.mm; width: 12 * reader.mm; height: 6.4 * reader.mm
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
            letters: modelData[1]
            accessibleName: keyName === "star" ? qsTr("Star") : keyName === "hash" ? qsTr("Hash") : keyName
            mm: reader.mm; privacy: reader.privacy
            heldByKeyboard: reader.keyboardKey === keyName
            x: (5.4 + 18.1 * (index % 3)) * reader.mm; y: (59.4 + 11.3 * Math.floor(index / 3)) * reader.mm
            width: 16 * reader.mm; height: 9.4 * reader.mm
            onPressedDown: { reader.forceActiveFocus(); reader.desk.keyDown(keyName) }
            onReleased: reader.desk.keyUp(keyName)
        }
    }
    Repeater {
        model: [{ key: "cancel", legend: "\u2715 \u53D6\u6D88", name: qsTr("Cancel"), top: "#C4483F", bottom: "#A9302A", edge: "#7E1F1A", ink: "#FFFFFF" },
                { key: "clear", legend: "\u25C1 \u6E05\u9664", name: qsTr("Clear"), top: "#EBBB55", bottom: "#D9A034", edge: "#A37419", ink: "#33260A" },
                { key: "enter", legend: "\u25CB \u786E\u8BA4", name: qsTr("Enter"), top: "#3A8F5C", bottom: "#26704A", edge: "#184F32", ink: "#FFFFFF" }]
        KeyCap {
            required property var modelData
            required property int index
            objectName: "key_" + modelData.key
            keyName: modelData.key; legend: modelData.legend; accessibleName: modelData.name
            paintTop: modelData.top; paintBottom: modelData.bottom; edge: modelData.edge; ink: modelData.ink
            mm: reader.mm; legendMm: 3.2; privacy: reader.privacy
            heldByKeyboard: reader.keyboardKey === keyName
            x: (5.4 + 18.1 * index) * reader.mm; y: 105.4 * reader.mm; width: 16 * reader.mm; height: 10.2 * reader.mm
            onPressedDown: { reader.forceActiveFocus(); reader.desk.keyDown(keyName) }
            onReleased: reader.desk.keyUp(keyName)
        }
    }
    Text {
        x: 25 * reader.mm; y: 117.6 * reader.mm; width: 13 * reader.mm
        horizontalAlignment: Text.AlignHCenter
        text: "\u25A6 \u25B2"; color: "#5A431A"
        font { family: Theme.fontFamily; pixelSize: Math.round(2.6 * reader.mm) }
    }
    Rectangle { x: 22 * reader.mm; y: 123.1 * reader.mm; width: 19 * reader.mm; height: 0.9 * reader.mm; radius: height / 2; color: "#5E4A27" }
    Rectangle {  // keyboard focus: a ring round the body
        anchors.fill: parent; anchors.margins: -5
        radius: 8.4 * reader.mm + 5; color: "transparent"
        border.width: reader.activeFocus ? 2 : 0; border.color: Theme.accent
    }
}
