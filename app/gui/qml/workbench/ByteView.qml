// SPDX-License-Identifier: Apache-2.0
// What the bytes of one event mean: a part for each message in it, its fields, and the bytes below. The field under the pointer is marked
// in the bytes. Stars are digits that are never shown.
import QtQuick

Rectangle {
    id: view
    property string title
    property var parts: []
    property int part: 0
    property int marked: -1
    readonly property var shown: parts.length > 0 ? parts[Math.min(part, parts.length - 1)] : null
    readonly property var field: shown && marked >= 0 && marked < shown.rows.length ? shown.rows[marked] : null
    signal closeAsked()
    onPartsChanged: { part = 0; marked = -1 }
    color: Theme.surface

    Rectangle { width: parent.width; height: 1; color: Theme.lineStrong }
    Item {
        id: head
        width: parent.width; height: 38
        Text { x: 14; width: parent.width - tabs.width - 60; anchors.verticalCenter: parent.verticalCenter; text: view.title; elide: Text.ElideRight; textFormat: Text.PlainText
               color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 13; weight: Font.DemiBold } }
        Row {
            id: tabs
            anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
            spacing: 4
            Repeater {
                model: view.parts
                PushButton {
                    required property var modelData
                    required property int index
                    objectName: "part_" + index
                    implicitHeight: 26; height: 26; font.pixelSize: 12; text: modelData.title; selected: view.part === index
                    onClicked: { view.part = index; view.marked = -1 }
                }
            }
            PushButton { implicitHeight: 26; height: 26; implicitWidth: 28; width: 28; font.pixelSize: 12; text: "\u2715"; Accessible.name: qsTr("Close"); onClicked: view.closeAsked() }
        }
    }
    ListView {
        id: fields
        objectName: "fields"
        anchors { top: head.bottom; left: parent.left; right: parent.right; bottom: bytes.top }
        clip: true; boundsBehavior: Flickable.StopAtBounds; reuseItems: true
        model: view.shown ? view.shown.rows : []
        delegate: ValueRow {
            required property var modelData
            required property int index
            width: fields.width
            key: modelData.key; name: modelData.name; value: modelData.value; note: modelData.note; depth: modelData.depth; tone: modelData.tone
            selected: view.marked === index
            onHoveredChanged: if (hovered) view.marked = index
        }
    }
    Rectangle {
        id: bytes
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: view.shown && view.shown.hex.length > 0 ? Math.min(view.shown.hex.length, 5) * 19 + 14 : 0
        visible: height > 0; color: Theme.raised; clip: true
        Rectangle { width: parent.width; height: 1; color: Theme.line }
        ListView {
            id: dump
            objectName: "bytes"
            anchors { fill: parent; margins: 7; leftMargin: 14 }
            clip: true; boundsBehavior: Flickable.StopAtBounds
            model: view.shown ? view.shown.hex : []
            delegate: Row {
                id: dumpLine
                required property var modelData
                height: 19; spacing: 12
                Text { text: modelData.at.toString(16).toUpperCase().padStart(4, "0"); color: Theme.text3; font { family: Theme.monoFamily; pixelSize: 12 } }
                Row {
                    Repeater {
                        model: dumpLine.modelData.bytes
                        Rectangle {
                            required property string modelData
                            required property int index
                            readonly property int at: dumpLine.modelData.at + index
                            readonly property bool inside: view.field !== null && view.field.size > 0 && at >= view.field.at && at < view.field.at + view.field.size
                            width: 19; height: 17; radius: 2; color: inside ? Theme.selection : "transparent"
                            Text { anchors.centerIn: parent; text: parent.modelData; color: parent.inside ? Theme.accent : Theme.text1; font { family: Theme.monoFamily; pixelSize: 12 } }
                        }
                    }
                }
                Text { visible: view.width > 470; text: modelData.text; color: Theme.text2; textFormat: Text.PlainText; font { family: Theme.monoFamily; pixelSize: 12 } }
            }
        }
    }
    onMarkedChanged: if (field && field.size > 0 && shown.hex.length > 5) dump.positionViewAtIndex(Math.floor(field.at / 16), ListView.Contain)
}
