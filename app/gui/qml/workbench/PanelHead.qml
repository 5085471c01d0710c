// SPDX-License-Identifier: Apache-2.0
// The heading of a group of rows in a panel.
import QtQuick

Rectangle {
    property alias text: words.text
    height: 28; color: Theme.raised
    Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    Text { id: words; x: 14; anchors.verticalCenter: parent.verticalCenter; color: Theme.text2; font { family: Theme.fontFamily; pixelSize: 12; weight: Font.DemiBold } }
}
