// SPDX-License-Identifier: Apache-2.0
// A flat button in its states: default, hover, focus, pressed, disabled. `primary` fills it.
import QtQuick
import QtQuick.Templates as T

T.Button {
    id: control
    property bool primary: false
    property bool selected: false
    property real scaleFactor: 1
    implicitHeight: 40 * scaleFactor
    implicitWidth: Math.max(64 * scaleFactor, label.implicitWidth + 28 * scaleFactor)
    font.family: Theme.fontFamily
    font.pixelSize: 14 * scaleFactor
    font.weight: Font.DemiBold
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    contentItem: Text {
        id: label
        text: control.text
        font: control.font
        color: !control.enabled ? Theme.text3 : control.primary ? Theme.primaryText : control.selected ? Theme.accent : Theme.text1
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        elide: Text.ElideRight
    }
    background: Rectangle {
        radius: 6 * control.scaleFactor
        color: {
            if (control.primary && control.enabled)
                return control.down ? Theme.primaryPressed : control.hovered ? Theme.primaryHover : Theme.primary
            if (control.selected) return Theme.selection
            return control.down ? Theme.line : control.hovered ? Theme.hover : Theme.surface
        }
        border.width: control.primary && control.enabled ? 0 : 1
        border.color: control.down ? Theme.text2 : Theme.lineStrong
        Rectangle {
            anchors.fill: parent
            anchors.margins: -4
            radius: parent.radius + 4
            color: "transparent"
            border.width: control.visualFocus ? 2 : 0
            border.color: Theme.accent
        }
    }
}
