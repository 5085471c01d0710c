// SPDX-License-Identifier: Apache-2.0
// A labelled single-line field.
import QtQuick
import QtQuick.Templates as T

Column {
    id: box
    property alias text: field.text
    property alias label: caption.text
    property alias echoMode: field.echoMode
    property alias validator: field.validator
    property alias field: field
    property bool wrong: false
    property real scaleFactor: 1
    signal accepted()
    spacing: 6 * scaleFactor
    Text {
        id: caption
        font.family: Theme.fontFamily
        font.pixelSize: Math.round(13 * box.scaleFactor)
        color: Theme.text2
    }
    T.TextField {
        id: field
        width: box.width
        height: 40 * box.scaleFactor
        leftPadding: 14 * box.scaleFactor
        rightPadding: 14 * box.scaleFactor
        verticalAlignment: TextInput.AlignVCenter
        font.family: Theme.fontFamily
        font.pixelSize: Math.round(15 * box.scaleFactor)
        color: Theme.text1
        selectionColor: Theme.accent
        selectedTextColor: "white"
        selectByMouse: true
        Accessible.role: Accessible.EditableText
        Accessible.name: caption.text
        onAccepted: box.accepted()
        background: Rectangle {
            radius: 6 * box.scaleFactor
            color: Theme.surface
            border.width: field.activeFocus ? 2 : 1
            border.color: box.wrong ? Theme.error : field.activeFocus ? Theme.accent : Theme.lineStrong
        }
    }
}
