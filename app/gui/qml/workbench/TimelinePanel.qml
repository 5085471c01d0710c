// SPDX-License-Identifier: Apache-2.0
// Everything that happens, on one virtual clock: filter, a strip of all of it, the rows, and what the chosen row's bytes mean.
import QtQuick

Item {
    id: panel
    property var bench
    readonly property var log: bench ? bench.log : null
    property alias follow: rows.follow
    function search() { filter.field.forceActiveFocus() }

    Item {
        id: tools
        width: parent.width; height: 42
        TextInputBox {
            id: filter
            objectName: "timeline_filter"
            x: 10; y: 6; width: parent.width - 210; spacing: 0; label: ""
            field.height: 30; field.font.pixelSize: 12; field.leftPadding: 10
            field.Accessible.name: qsTr("Filter")
            field.onTextChanged: if (panel.log) panel.log.filter = field.text
            Text { parent: filter.field; x: 10; anchors.verticalCenter: parent.verticalCenter; visible: filter.field.text === ""; text: qsTr("Filter: 0200, GENERATE AC, screen")
                   color: Theme.text3; font { family: Theme.fontFamily; pixelSize: 12 } }
        }
        Row {
            anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
            spacing: 6
            PushButton { objectName: "timeline_problems"; implicitHeight: 30; height: 30; font.pixelSize: 12; text: qsTr("Problems"); selected: panel.log && panel.log.problems === true
                         onClicked: panel.log.problems = !panel.log.problems }
            PushButton { objectName: "timeline_follow"; implicitHeight: 30; height: 30; font.pixelSize: 12; text: qsTr("Follow"); selected: rows.follow
                         onClicked: rows.follow = !rows.follow }
        }
    }
    Item {
        id: overview
        anchors.top: tools.bottom; width: parent.width; height: panel.height > 640 ? 76 : 0; visible: height > 0; clip: true
        readonly property var names: [qsTr("Phone"), qsTr("Reader"), qsTr("Card"), qsTr("PSAM"), qsTr("Host")]
        Rectangle { width: parent.width; height: 1; color: Theme.line }
        Repeater {
            model: overview.names
            Item {
                required property string modelData
                required property int index
                y: 6 + index * 13; height: 13; width: overview.width
                LaneMark { x: 20 - width / 2; anchors.verticalCenter: parent.verticalCenter; lane: rows.laneNames[parent.index]; scale: 0.8 }
                Text { x: 32; anchors.verticalCenter: parent.verticalCenter; text: parent.modelData; color: Theme.text2; font { family: Theme.fontFamily; pixelSize: 11 } }
            }
        }
        Canvas {
            id: marks
            objectName: "overview"
            x: 84; y: 6; width: parent.width - 98; height: 66
            readonly property int events: panel.log ? panel.log.count : 0
            readonly property bool dark: Theme.dark
            property var all: []
            function placeOf(row) {
                let at = 0
                for (const mark of all) { if (mark[2] > row) break; at = mark[1] }
                return at * (width - 2)
            }
            onEventsChanged: if (!again.running) again.start()
            onWidthChanged: requestPaint()
            onDarkChanged: requestPaint()
            Timer { id: again; interval: 250; onTriggered: marks.requestPaint() }
            onPaint: {
                const context = getContext("2d")
                context.clearRect(0, 0, width, height)
                all = panel.log && panel.log.overview ? panel.log.overview(600) : []
                for (const mark of all) {
                    context.fillStyle = Theme.lanes[rows.laneNames[mark[0]]]
                    context.fillRect(mark[1] * (width - 2), mark[0] * 13 + 2, 1.5, 9)
                }
            }
            Rectangle {  // what the list shows of it
                visible: marks.all.length > 0
                readonly property real from: marks.placeOf(rows.firstRow)
                x: from - 2; y: -2; width: Math.max(6, marks.placeOf(rows.lastRow) - from + 5); height: parent.height + 2; radius: 3
                color: Qt.rgba(Theme.accent.r, Theme.accent.g, Theme.accent.b, 0.10); border.width: 1; border.color: Theme.accent
            }
            MouseArea {
                anchors.fill: parent
                function go(x) {
                    let best = -1
                    for (const mark of marks.all) if (best < 0 || mark[1] * (marks.width - 2) <= x) best = mark[2]
                    if (best >= 0) rows.goTo(best)
                }
                onPressed: mouse => go(mouse.x)
                onPositionChanged: mouse => go(mouse.x)
            }
        }
    }
    Rectangle { id: rule; anchors.top: overview.bottom; width: parent.width; height: 1; color: Theme.line }
    EventRows {
        id: rows
        anchors { top: rule.bottom; left: parent.left; right: parent.right; bottom: details.top }
        log: panel.log
        empty: panel.log && panel.log.total > 0 ? qsTr("No event fits the filter") : qsTr("Every frame, APDU and key operation will appear here")
        onPicked: row => { rows.follow = false; panel.log.current = row }
    }
    ByteView {
        id: details
        objectName: "details"
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: visible ? Math.min(parent.height * 0.48, 420) : 0
        visible: panel.log && panel.log.current >= 0
        title: panel.log && panel.log.currentTitle ? panel.log.currentTitle : ""
        parts: panel.log && panel.log.parts ? panel.log.parts : []
        onCloseAsked: panel.log.current = -1
    }
    Text {
        visible: panel.log && panel.log.dropped > 0
        anchors { right: parent.right; rightMargin: 14; bottom: details.top; bottomMargin: 4 }
        text: qsTr("%1 older events dropped").arg(panel.log ? panel.log.dropped : 0); color: Theme.warning; font { family: Theme.fontFamily; pixelSize: 12 }
    }
}
