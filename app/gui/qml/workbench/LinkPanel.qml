// SPDX-License-Identifier: Apache-2.0
// The link between phone and reader: its state, and every frame and message on it.
import QtQuick

Item {
    id: panel
    property var bench
    readonly property var reader: bench && bench.snapshot && bench.snapshot.readers ? bench.snapshot.readers[0] : null
    readonly property var link: reader && reader.link ? reader.link : null
    Column {
        id: top
        width: parent.width
        PanelHead { width: parent.width; text: qsTr("Phone and reader") }
        ValueRow { objectName: "link_state"; width: parent.width; name: qsTr("Session"); value: panel.link && panel.link.state ? panel.link.state : qsTr("none"); note: panel.link ? panel.link.reason : "" }
        ValueRow { width: parent.width; name: qsTr("Carried by"); value: panel.link && panel.link.transport !== "" ? panel.link.transport : qsTr("nothing") }
        ValueRow { width: parent.width; name: qsTr("Phone shows"); value: panel.reader && panel.reader.phone ? panel.reader.phone.stage.replace(/_/g, " ") : "" }
        PanelHead { width: parent.width; text: qsTr("Frames and messages") }
    }
    EventRows {
        id: rows
        anchors { top: top.bottom; left: parent.left; right: parent.right; bottom: details.top }
        log: panel.bench ? panel.bench.linkEvents : null; empty: qsTr("Frames will appear here when a phone connects")
        onPicked: row => { rows.follow = false; rows.log.current = row }
    }
    ByteView {
        id: details
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: visible ? Math.min(parent.height * 0.45, 380) : 0
        visible: rows.log !== null && rows.log.current >= 0
        title: rows.log ? rows.log.currentTitle : ""; parts: rows.log ? rows.log.parts : []
        onCloseAsked: rows.log.current = -1
    }
}
