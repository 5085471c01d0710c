// SPDX-License-Identifier: Apache-2.0
// Keys and state: which slots hold a key, their check values, the counter, the session. Never a key.
import QtQuick

Flickable {
    id: panel
    property var bench
    readonly property var readers: bench && bench.snapshot && bench.snapshot.readers ? bench.snapshot.readers : []
    readonly property var names: ({ master: qsTr("Terminal master key"), pin: qsTr("PIN key"), mac: qsTr("MAC key"), track: qsTr("Track key"),
                                    device_auth: qsTr("Device authentication key"), serial_number: qsTr("Serial number key"), dukpt_initial: qsTr("DUKPT key") })
    contentHeight: column.height + 16; clip: true; boundsBehavior: Flickable.StopAtBounds
    Column {
        id: column
        y: 8; width: panel.width
        Repeater {
            model: panel.readers
            Column {
                id: reader
                required property var modelData
                width: column.width
                PanelHead { width: parent.width; text: qsTr("Keys of %1").arg(reader.modelData.serial) }
                Repeater {
                    model: reader.modelData.keys
                    ValueRow {
                        required property var modelData
                        objectName: "key_" + modelData.name
                        width: reader.width; name: panel.names[modelData.name] || modelData.name.replace(/_/g, " ")
                        value: modelData.present ? qsTr("KCV %1").arg(modelData.check_value) : ""; note: modelData.present ? "" : qsTr("empty")
                    }
                }
                ValueRow { width: parent.width; visible: value !== ""; name: qsTr("DUKPT counter (KSN)"); value: reader.modelData.ksn }
                PanelHead { width: parent.width; text: qsTr("State") }
                ValueRow { objectName: "state_row"; width: parent.width; name: qsTr("Firmware"); value: reader.modelData.state.replace(/_/g, " "); note: reader.modelData.powered ? "" : qsTr("switched off") }
                ValueRow { width: parent.width; name: qsTr("Sign-in"); value: reader.modelData.signed_in ? qsTr("valid") : qsTr("none") }
                ValueRow { width: parent.width; name: qsTr("Reversal"); value: reader.modelData.reversal_pending ? qsTr("pending") : qsTr("none"); tone: reader.modelData.reversal_pending ? 1 : 0 }
                ValueRow { width: parent.width; name: qsTr("MAC checks"); value: reader.modelData.mac_locked ? qsTr("locked until the next sign-in") : qsTr("open"); tone: reader.modelData.mac_locked ? 1 : 0 }
                ValueRow { width: parent.width; name: qsTr("Tamper"); value: reader.modelData.state === "locked" ? qsTr("locked") : qsTr("quiet"); tone: reader.modelData.state === "locked" ? 2 : 0 }
                Repeater {
                    model: [["icc", qsTr("Chip slot")], ["field", qsTr("Antenna")], ["sam", qsTr("PSAM slot")]]
                    ValueRow {
                        required property var modelData
                        readonly property var there: reader.modelData.cards.filter(card => card.slot === modelData[0]).map(card => card.card)
                        width: reader.width; name: modelData[1]; value: there.join(", "); note: value === "" ? qsTr("empty") : ""
                    }
                }
                ValueRow { width: parent.width; name: qsTr("Audit entries"); value: reader.modelData.audit_entries }
            }
        }
    }
}
