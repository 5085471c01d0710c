// SPDX-License-Identifier: Apache-2.0
// One key of the reader: travels 0.35 mm when pressed; answers to mouse, touch and (through the reader) keyboard. While `privacy` holds
// (PIN entry) nothing moves and nothing lights up.
import QtQuick

Item {
    id: key
    property string keyName
    property string legend
    property string letters: ""
    property string accessibleName: legend
    property color paintTop: "#FDF8EC"
    property color paintBottom: "#F0E2C6"
    property color edge: "#B79A68"
    property color ink: "#3A2C12"
    property real mm: 4.76
    property real legendMm: 4.6
    property color shade: "#8A6F3F"
    property bool privacy: false
    property bool heldByKeyboard: false
    readonly property bool held: area.pressed || heldByKeyboard
    signal pressedDown()
    signal released()
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("Key %1").arg(accessibleName)
    Accessible.onPressAction: { pressedDown(); released() }

    Rectangle {  // shadow
        x: 0; width: parent.width; height: parent.height; radius: cap.radius
        y: key.held && !key.privacy ? 0.25 * key.mm : 0.55 * key.mm
        color: key.shade
        opacity: 0.55
    }
    Rectangle {
        id: cap
        width: parent.width
        height: parent.height
        y: key.held && !key.privacy ? 0.35 * key.mm : 0
        radius: 2.1 * key.mm
        border.width: 1
        border.color: key.edge
        gradient: Gradient {
            GradientStop { position: 0; color: key.held && !key.privacy ? key.paintBottom : key.paintTop }
            GradientStop { position: 1; color: key.paintBottom }
        }
        Behavior on y { NumberAnimation { duration: Theme.time(key.held ? 60 : 90); easing.type: Easing.OutQuad } }
        Column {
            anchors.centerIn: parent
            spacing: -0.2 * key.mm
            Text {
                anchors.horizontalCenter: parent.horizontalCenter
                text: key.legend
                color: key.ink
                font.family: Theme.fontFamily
                font.pixelSize: Math.round(key.legendMm * key.mm)
                font.weight: Font.DemiBold
            }
            Text {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: key.letters.length > 0
                text: key.letters
                color: key.ink
                font.family: Theme.fontFamily
                font.pixelSize: Math.max(8, Math.round(1.7 * key.mm))
                font.letterSpacing: 0.5
                font.weight: Font.Medium
            }
        }
        Rectangle {  // hover halo
            anchors.fill: parent
            anchors.margins: -3
            radius: cap.radius + 3
            color: "transparent"
            border.width: area.containsMouse && !key.held && !key.privacy ? 3 : 0
            border.color: "#66FFFFFF"
        }
    }
    MouseArea {
        id: area
        anchors.fill: parent
        hoverEnabled: true
        onPressed: key.pressedDown()
        onReleased: key.released()
        onCanceled: key.released()
    }
}
