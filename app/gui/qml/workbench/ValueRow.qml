// SPDX-License-Identifier: Apache-2.0
// One name and its value: a field of a message, a key, a counter. `depth` indents; `tone` 1 stands out, 2 is wrong.
import QtQuick

Rectangle {
    id: row
    property string key
    property string name
    property string value
    property string note
    property int depth: 0
    property int tone: 0
    property bool selected: false
    readonly property alias hovered: area.containsMouse
    readonly property real nameAt: 14 + depth * 12
    readonly property real valueAt: Math.max(nameAt + label.x + 40, Math.min(210, width * 0.42))
    height: 24
    color: tone === 2 ? Theme.errorFill : selected ? Theme.selection : "transparent"
    Accessible.role: Accessible.Row
    Accessible.name: [key, name, value, note].filter(text => text !== "").join(" ")
    Text { id: mark; visible: text !== ""; x: row.nameAt; anchors.verticalCenter: parent.verticalCenter; text: row.key; color: Theme.text2; font { family: Theme.monoFamily; pixelSize: 12 } }
    Text {
        id: label
        x: row.key === "" ? row.nameAt : Math.max(row.nameAt + 44, row.nameAt + mark.implicitWidth + 8)
        width: Math.max(20, shownValue.x - x - 6); elide: Text.ElideRight; anchors.verticalCenter: parent.verticalCenter; textFormat: Text.PlainText
        text: row.name; color: row.tone === 2 ? Theme.error : Theme.text1; font { family: Theme.fontFamily; pixelSize: 12 }
    }
    Text {
        id: shownValue
        x: row.value === "" && row.note === "" ? row.width - 14 : Math.max(row.valueAt, 150)
        width: Math.min(implicitWidth, row.width - x - 14); elide: Text.ElideRight; anchors.verticalCenter: parent.verticalCenter; textFormat: Text.PlainText
        text: row.value; color: Theme.text1; font { family: Theme.monoFamily; pixelSize: 12 }
    }
    Text {
        x: shownValue.x + (row.value === "" ? 0 : shownValue.width + 8); width: Math.max(0, row.width - x - 14); elide: Text.ElideRight
        anchors.verticalCenter: parent.verticalCenter; textFormat: Text.PlainText
        text: row.note; color: row.tone === 1 ? Theme.warning : row.tone === 2 ? Theme.error : Theme.text2; font { family: Theme.fontFamily; pixelSize: 12 }
    }
    MouseArea { id: area; anchors.fill: parent; hoverEnabled: true; acceptedButtons: Qt.NoButton }
}
