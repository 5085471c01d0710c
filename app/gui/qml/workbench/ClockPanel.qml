// SPDX-License-Identifier: Apache-2.0
// The virtual clock: how fast it goes, and what waits for its time.
import QtQuick

Column {
    id: panel
    property var bench
    property var desk
    readonly property var snapshot: bench && bench.snapshot ? bench.snapshot : ({})
    function seconds(ns) { return (Number(ns) / 1e9).toFixed(6) + " s" }
    PanelHead { width: parent.width; text: qsTr("Virtual clock") }
    ValueRow { objectName: "clock_row"; width: parent.width; name: qsTr("Now"); value: panel.desk ? panel.desk.clock : "" }
    ValueRow { width: parent.width; name: qsTr("Speed"); value: panel.desk ? (panel.desk.pace === "paused" || panel.desk.pace === "fast" ? panel.desk.pace : "\u00D7" + panel.desk.pace) : "" }
    ValueRow { width: parent.width; name: qsTr("Events that wait"); value: panel.snapshot.scheduled !== undefined ? panel.snapshot.scheduled : "" }
    ValueRow { width: parent.width; name: qsTr("The next is due at"); value: panel.snapshot.next_due_ns !== undefined ? panel.seconds(panel.snapshot.next_due_ns) : "" }
    Flow {
        x: 14; width: parent.width - 28; topPadding: 10; bottomPadding: 10; spacing: 6
        Repeater {
            model: [["paused", qsTr("Pause")], ["1", "\u00D71"], ["10", "\u00D710"], ["100", "\u00D7100"], ["1000", "\u00D71000"], ["fast", qsTr("Fast")]]
            PushButton {
                required property var modelData
                objectName: "clock_pace_" + modelData[0]
                implicitHeight: 30; height: 30; font.pixelSize: 12; text: modelData[1]; selected: panel.desk && panel.desk.pace === modelData[0]
                onClicked: panel.desk.setPace(modelData[0])
            }
        }
        PushButton { objectName: "clock_step"; implicitHeight: 30; height: 30; font.pixelSize: 12; text: qsTr("Step one event"); enabled: panel.desk && panel.desk.pace === "paused"; onClicked: panel.desk.step() }
    }
    PanelHead { width: parent.width; text: qsTr("Commands that wait for their step"); visible: panel.snapshot.held !== undefined && panel.snapshot.held.length > 0 }
    Repeater {
        model: panel.snapshot.held !== undefined ? panel.snapshot.held : []
        ValueRow { required property var modelData; width: panel.width; name: Object.keys(modelData).filter(key => !["at", "id", "reader"].includes(key)).join(" "); note: qsTr("at: %1").arg(modelData.at.replace(/_/g, " ")) }
    }
}
