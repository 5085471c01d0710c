// SPDX-License-Identifier: Apache-2.0
// The reader's flash: how much of it holds something, how worn each sector is, and each write.
import QtQuick

Item {
    id: panel
    property var bench
    readonly property var reader: bench && bench.snapshot && bench.snapshot.readers ? bench.snapshot.readers[0] : null
    readonly property var storage: reader && reader.storage ? reader.storage : null
    readonly property var wear: storage ? storage.wear : []
    Column {
        id: top
        width: parent.width
        PanelHead { width: parent.width; text: qsTr("Flash") }
        ValueRow { objectName: "storage_used"; width: parent.width; name: qsTr("Sectors in use")
                   value: panel.storage ? panel.storage.sectors_used + " / " + panel.wear.length : ""; note: panel.storage ? qsTr("%1 KiB each").arg(panel.storage.sector_bytes / 1024) : "" }
        ValueRow { width: parent.width; name: qsTr("Most worn sector"); value: panel.storage ? panel.storage.highest_wear : ""; note: qsTr("erases") }
        ValueRow { width: parent.width; name: qsTr("Reversal kept"); value: panel.reader && panel.reader.reversal_pending ? qsTr("yes") : qsTr("no") }
        ValueRow { width: parent.width; name: qsTr("Audit entries"); value: panel.reader ? panel.reader.audit_entries : "" }
        Item {
            width: parent.width; height: grid.height + 20
            Grid {
                id: grid
                x: 14; y: 8; columns: Math.max(8, Math.floor((panel.width - 28) / 13)); spacing: 2
                Repeater {
                    model: panel.wear
                    Rectangle {
                        required property int modelData
                        required property int index
                        width: 11; height: 11; radius: 2
                        color: modelData === 0 ? Theme.raised : Qt.tint(Theme.raised, Qt.rgba(Theme.warning.r, Theme.warning.g, Theme.warning.b, Math.min(1, 0.25 + modelData / Math.max(1, panel.storage.highest_wear) * 0.75)))
                        border.width: 1; border.color: Theme.line
                        Accessible.role: Accessible.StaticText
                        Accessible.name: qsTr("Sector %1, erased %2 times").arg(index).arg(modelData)
                    }
                }
            }
        }
        PanelHead { width: parent.width; text: qsTr("Writes") }
    }
    EventRows {
        anchors { top: top.bottom; left: parent.left; right: parent.right; bottom: parent.bottom }
        showLanes: false; log: panel.bench ? panel.bench.flashEvents : null; empty: qsTr("Each write and erase of the flash will appear here")
    }
}
