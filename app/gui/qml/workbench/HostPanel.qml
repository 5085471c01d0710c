// SPDX-License-Identifier: Apache-2.0
// The acquirer: its test accounts as they stand, and its messages and ledger as they come.
import QtQuick

Item {
    id: panel
    property var bench
    readonly property var accounts: bench && bench.snapshot && bench.snapshot.accounts ? bench.snapshot.accounts : []
    Column {
        id: top
        width: parent.width
        PanelHead { width: parent.width; text: qsTr("Test accounts") }
        ListView {
            id: list
            objectName: "accounts"
            width: parent.width; height: Math.min(contentHeight, panel.height * 0.36); clip: true; boundsBehavior: Flickable.StopAtBounds
            model: panel.accounts
            delegate: ValueRow {
                required property var modelData
                width: list.width; name: modelData.masked_pan.replace(/\*/g, "\u2022"); value: Theme.money(modelData.balance_minor)
            }
        }
        PanelHead { width: parent.width; text: qsTr("Messages and ledger") }
    }
    EventRows {
        id: rows
        anchors { top: top.bottom; left: parent.left; right: parent.right; bottom: details.top }
        log: panel.bench ? panel.bench.hostEvents : null; empty: qsTr("The acquirer's messages and postings will appear here")
        onPicked: row => { rows.follow = false; rows.log.current = row }
    }
    ByteView {
        id: details
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: visible ? Math.min(parent.height * 0.42, 380) : 0
        visible: rows.log !== null && rows.log.current >= 0
        title: rows.log ? rows.log.currentTitle : ""; parts: rows.log ? rows.log.parts : []
        onCloseAsked: rows.log.current = -1
    }
}
