// SPDX-License-Identifier: Apache-2.0
// The reader's supply: what stands, switching it, and when it came and went.
import QtQuick

Item {
    id: panel
    property var bench
    readonly property var reader: bench && bench.snapshot && bench.snapshot.readers ? bench.snapshot.readers[0] : null
    Column {
        id: top
        width: parent.width
        PanelHead { width: parent.width; text: qsTr("Supply") }
        ValueRow { objectName: "power_row"; width: parent.width; name: qsTr("Reader"); value: panel.reader && panel.reader.powered ? qsTr("on") : qsTr("off") }
        ValueRow { width: parent.width; name: qsTr("Firmware"); value: panel.reader ? panel.reader.state.replace(/_/g, " ") : "" }
        ValueRow { width: parent.width; name: qsTr("Backlight"); value: panel.reader && panel.reader.lights && panel.reader.lights.backlight ? qsTr("on") : qsTr("off") }
        Row {
            x: 14; topPadding: 8; bottomPadding: 10; spacing: 8
            PushButton { objectName: "power_on"; implicitHeight: 30; height: 30; font.pixelSize: 12; text: qsTr("Switch on"); enabled: panel.reader !== null && !panel.reader.powered
                         onClicked: panel.bench.power(true) }
            PushButton { objectName: "power_cut"; implicitHeight: 30; height: 30; font.pixelSize: 12; text: qsTr("Cut the power"); enabled: panel.reader !== null && panel.reader.powered
                         onClicked: panel.bench.power(false) }
        }
        PanelHead { width: parent.width; text: qsTr("History") }
    }
    EventRows {
        anchors { top: top.bottom; left: parent.left; right: parent.right; bottom: parent.bottom }
        showLanes: false; log: panel.bench ? panel.bench.powerEvents : null; empty: qsTr("Power on and off will appear here")
    }
}
