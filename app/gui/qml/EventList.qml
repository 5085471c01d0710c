// SPDX-License-Identifier: Apache-2.0
// The log of bus events: one fixed-height row each, virtual time first. Follow keeps the newest in view until the reader scrolls up.
import QtQuick

Rectangle {
    id: panel
    property var desk
    property bool follow: true
    color: Theme.surface
    Accessible.role: Accessible.Table
    Accessible.name: qsTr("Events, %1").arg(desk ? desk.log.total : 0)
    Item {
        id: tabs
        width: parent.width; height: 38
        Text { x: 16; anchors.verticalCenter: parent.verticalCenter; text: qsTr("Events"); color: Theme.text1
               font { family: Theme.fontFamily; pixelSize: 13; weight: Font.DemiBold } }
        Rectangle { x: 12; y: 36; width: 52; height: 2; color: Theme.text1 }
        PushButton {
            anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
            height: 26; implicitHeight: 26; font.pixelSize: 12; text: qsTr("Follow"); selected: panel.follow
            onClicked: { panel.follow = !panel.follow; if (panel.follow) list.positionViewAtEnd() }
        }
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    }
    ListView {
        id: list
        objectName: "events"
        anchors { top: tabs.bottom; left: parent.left; right: parent.right; bottom: parent.bottom; topMargin: 4 }
        clip: true
        reuseItems: true
        boundsBehavior: Flickable.StopAtBounds
        model: panel.desk ? panel.desk.log : null
        onCountChanged: if (panel.follow) Qt.callLater(positionViewAtEnd)
        onMovementStarted: panel.follow = false
        delegate: Item {
            required property string time
            required property string lane
            required property string title
            required property string detail
            required property string bytes
            width: list.width; height: 22
            Text { x: 16; anchors.verticalCenter: parent.verticalCenter; text: parent.time; color: Theme.text2; font { family: Theme.monoFamily; pixelSize: 12 } }
            LaneMark { x: 116; anchors.verticalCenter: parent.verticalCenter; lane: parent.lane }
            Text {
                x: 140; width: parent.width - 140 - 52; elide: Text.ElideRight; anchors.verticalCenter: parent.verticalCenter
                textFormat: Text.StyledText
                text: "<b>" + parent.title.replace(/&/g, "&amp;").replace(/</g, "&lt;") + "</b>  " + parent.detail.replace(/&/g, "&amp;").replace(/</g, "&lt;")
                color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 12 }
            }
            Text { anchors { right: parent.right; rightMargin: 16; verticalCenter: parent.verticalCenter } text: parent.bytes; color: Theme.text3
                   font { family: Theme.monoFamily; pixelSize: 12 } }
        }
    }
    Column {
        visible: list.count === 0
        anchors.centerIn: parent; spacing: 10
        Row { anchors.horizontalCenter: parent.horizontalCenter; spacing: 14
              Repeater { model: ["phone", "reader", "card", "psam", "host"]; LaneMark { required property string modelData; lane: modelData; anchors.verticalCenter: parent.verticalCenter } } }
        Text { text: qsTr("Every frame, APDU and key operation will appear here"); color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 13; weight: Font.DemiBold } }
    }
}
