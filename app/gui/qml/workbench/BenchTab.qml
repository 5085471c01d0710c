// SPDX-License-Identifier: Apache-2.0
// A tab of the bench: its word, a count in a tag, a rule under the one in front.
import QtQuick
import QtQuick.Templates as T

T.Button {
    id: tab
    property bool front: false
    property bool closable: true
    property int count: 0
    signal closeAsked()
    implicitHeight: 38
    implicitWidth: content.width + 16
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.PageTab
    Accessible.name: text
    contentItem: Item {
        Row {
            id: content
            anchors.centerIn: parent; spacing: 5
            Text { anchors.verticalCenter: parent.verticalCenter; text: tab.text; color: tab.front ? Theme.text1 : Theme.text2
                   font { family: Theme.fontFamily; pixelSize: 13; weight: tab.front ? Font.DemiBold : Font.Normal } }
            Rectangle {
                visible: tab.count > 0; anchors.verticalCenter: parent.verticalCenter; width: number.implicitWidth + 10; height: 16; radius: 4; color: Theme.simulatorFill
                Text { id: number; anchors.centerIn: parent; text: tab.count; color: Theme.simulatorText; font { family: Theme.fontFamily; pixelSize: 11; weight: Font.DemiBold } }
            }
            Text {
                visible: tab.front && tab.closable; anchors.verticalCenter: parent.verticalCenter; text: "\u2715"; color: Theme.text3; font.pixelSize: 10
                Accessible.role: Accessible.Button
                Accessible.name: qsTr("Close %1").arg(tab.text)
                MouseArea { anchors.fill: parent; anchors.margins: -7; onClicked: tab.closeAsked() }
            }
        }
    }
    background: Rectangle {
        color: tab.hovered && !tab.front ? Theme.hover : "transparent"
        Rectangle { visible: tab.front; anchors.bottom: parent.bottom; x: 6; width: parent.width - 12; height: 2; color: Theme.text1 }
        Rectangle { anchors.fill: parent; anchors.margins: 3; radius: 5; color: "transparent"; border.width: tab.visualFocus ? 2 : 0; border.color: Theme.accent }
    }
}
