// SPDX-License-Identifier: Apache-2.0
// Rows of events on the five lanes: time, who to whom, what, bytes. Fixed row height; only rows in view exist. Follow keeps the newest
// in view and lets go on the first scroll up.
import QtQuick

Item {
    id: rows
    property var log
    property bool follow: true
    property bool showLanes: true
    property string empty: qsTr("Every frame, APDU and key operation will appear here")
    readonly property var laneNames: ["phone", "reader", "card", "psam", "host"]
    readonly property real laneAt: 112
    readonly property real lanePitch: 22
    readonly property real textAt: showLanes ? laneAt + 5 * lanePitch + 2 : laneAt
    readonly property int firstRow: Math.floor((list.contentY - list.originY) / 22)
    readonly property int lastRow: Math.min(list.count - 1, Math.ceil((list.contentY - list.originY + list.height) / 22))
    signal picked(int row)
    function goTo(row) { follow = false; list.positionViewAtIndex(row, ListView.Center) }
    Accessible.role: Accessible.Table
    Accessible.name: qsTr("Timeline, %1 events").arg(log ? log.total : 0)

    Item {
        id: head
        width: parent.width; height: 26
        Text { x: 14; anchors.verticalCenter: parent.verticalCenter; text: qsTr("Virtual time"); color: Theme.text3; font { family: Theme.fontFamily; pixelSize: 12 } }
        Repeater {
            model: rows.showLanes ? rows.laneNames : []
            LaneMark { required property string modelData; required property int index; lane: modelData
                       x: rows.laneAt + (index + 0.5) * rows.lanePitch - width / 2; anchors.verticalCenter: head.verticalCenter }
        }
        Text { x: rows.textAt; anchors.verticalCenter: parent.verticalCenter; text: qsTr("Event"); color: Theme.text3; font { family: Theme.fontFamily; pixelSize: 12 } }
        Text { anchors { right: parent.right; rightMargin: 14; verticalCenter: parent.verticalCenter } text: qsTr("Bytes"); color: Theme.text3; font { family: Theme.fontFamily; pixelSize: 12 } }
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    }
    ListView {
        id: list
        objectName: "events"
        anchors { top: head.bottom; left: parent.left; right: parent.right; bottom: parent.bottom }
        clip: true
        reuseItems: true
        cacheBuffer: 0
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        currentIndex: rows.log && rows.log.current !== undefined ? rows.log.current : -1
        highlightFollowsCurrentItem: false
        model: rows.log
        onCountChanged: if (rows.follow) Qt.callLater(positionViewAtEnd)
        function showCurrent() { if (currentIndex >= 0) positionViewAtIndex(currentIndex, ListView.Contain) }
        onCurrentIndexChanged: if (currentIndex >= 0) { rows.follow = false; Qt.callLater(showCurrent) }
        onHeightChanged: Qt.callLater(rows.follow ? positionViewAtEnd : showCurrent)
        onMovementStarted: rows.follow = false
        Keys.onDownPressed: rows.picked(Math.min(count - 1, currentIndex + 1))
        Keys.onUpPressed: rows.picked(Math.max(0, currentIndex - 1))
        WheelHandler { onWheel: rows.follow = false; acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad; blocking: false }
        delegate: Rectangle {
            id: line
            required property int index
            required property string time
            required property string quiet
            required property int from
            required property int to
            required property string mark
            required property string title
            required property string detail
            required property string bytes
            required property bool problem
            readonly property bool chosen: ListView.isCurrentItem
            width: list.width; height: 22
            color: chosen ? Theme.selection : problem ? Theme.errorFill : area.containsMouse ? Theme.hover : "transparent"
            Accessible.role: Accessible.Row
            Accessible.name: [time, rows.laneNames[from], rows.laneNames[to], title, detail, bytes].join(" ")
            Row {  // how long nothing happened before it
                visible: line.quiet !== ""; anchors.right: parent.right; width: parent.width - rows.laneAt; clip: true; spacing: 4
                Repeater { model: line.quiet !== "" ? Math.ceil(parent.width / 8) : 0; Rectangle { width: 4; height: 1; color: Theme.lineStrong } }
            }
            Rectangle { visible: line.chosen || line.problem; width: 3; height: parent.height; color: line.problem ? Theme.error : Theme.accent }
            Text { x: 14; anchors.verticalCenter: parent.verticalCenter; text: line.time; color: Theme.text2; font { family: Theme.monoFamily; pixelSize: 12 } }
            Item {
                visible: rows.showLanes
                x: rows.laneAt; width: 5 * rows.lanePitch; height: parent.height
                readonly property color shade: Theme.lanes[rows.laneNames[line.from]]
                id: lanes
                Repeater { model: 5; Rectangle { required property int index; x: (index + 0.5) * rows.lanePitch; width: 1; height: 22; color: Theme.line } }
                Rectangle {
                    visible: line.from !== line.to
                    readonly property real a: (Math.min(line.from, line.to) + 0.5) * rows.lanePitch
                    x: a; width: Math.abs(line.to - line.from) * rows.lanePitch; height: 1.5; color: lanes.shade; anchors.verticalCenter: parent.verticalCenter
                }
                Rectangle {
                    visible: line.from !== line.to; width: 5; height: 5; radius: 2.5; color: lanes.shade
                    x: (line.from + 0.5) * rows.lanePitch - 2.5; anchors.verticalCenter: parent.verticalCenter
                }
                Text {
                    visible: line.from !== line.to; text: line.to > line.from ? "\u25B8" : "\u25C2"; color: lanes.shade; font.pixelSize: 11
                    x: (line.to + 0.5) * rows.lanePitch - width / 2; anchors.verticalCenter: parent.verticalCenter
                }
                Text {
                    visible: line.from === line.to && line.mark === "triangle"; text: "\u25B2"; color: lanes.shade; font.pixelSize: 10
                    x: (line.from + 0.5) * rows.lanePitch - width / 2; anchors.verticalCenter: parent.verticalCenter
                }
                Rectangle {
                    visible: line.from === line.to && line.mark !== "triangle"
                    width: line.mark === "dot" ? 5 : 9; height: width
                    radius: line.mark === "dot" || line.mark === "ring" ? width / 2 : 1; rotation: line.mark === "diamond" ? 45 : 0
                    color: line.mark === "ring" ? "transparent" : lanes.shade; border.width: line.mark === "ring" ? 2 : 0; border.color: lanes.shade
                    x: (line.from + 0.5) * rows.lanePitch - width / 2; anchors.verticalCenter: parent.verticalCenter
                }
            }
            Text {
                id: word
                x: rows.textAt; anchors.verticalCenter: parent.verticalCenter; text: line.title; color: Theme.text1; elide: Text.ElideRight
                width: Math.min(implicitWidth, parent.width - rows.textAt - 60); textFormat: Text.PlainText
                font { family: Theme.fontFamily; pixelSize: 12; weight: Font.DemiBold }
            }
            Text {
                x: word.x + word.width + 7; width: Math.max(0, parent.width - x - (line.quiet !== "" ? 54 + since.width : 54)); elide: Text.ElideRight; textFormat: Text.PlainText
                anchors.verticalCenter: parent.verticalCenter; text: line.detail; color: Theme.text2; font { family: Theme.fontFamily; pixelSize: 12 }
            }
            Text { id: since; visible: line.quiet !== ""; anchors { right: parent.right; rightMargin: 52; verticalCenter: parent.verticalCenter } text: qsTr("after %1 s").arg(line.quiet); color: Theme.text3
                   font { family: Theme.fontFamily; pixelSize: 12 } }
            Text { anchors { right: parent.right; rightMargin: 14; verticalCenter: parent.verticalCenter } text: line.bytes; color: Theme.text3
                   font { family: Theme.monoFamily; pixelSize: 12 } }
            MouseArea { id: area; anchors.fill: parent; hoverEnabled: true; onClicked: { list.forceActiveFocus(); rows.picked(line.index) } }
        }
        Rectangle {  // where in all of it the view is
            visible: list.contentHeight > list.height
            anchors.right: parent.right; anchors.rightMargin: 2; width: 4; radius: 2; color: Theme.lineStrong
            height: Math.max(24, list.height * list.visibleArea.heightRatio)
            y: list.visibleArea.yPosition * list.height
        }
    }
    Column {
        visible: list.count === 0
        anchors.centerIn: parent; spacing: 12; width: parent.width - 40
        Row { anchors.horizontalCenter: parent.horizontalCenter; spacing: 14
              Repeater { model: rows.laneNames; LaneMark { required property string modelData; lane: modelData; anchors.verticalCenter: parent.verticalCenter } } }
        Text { width: parent.width; horizontalAlignment: Text.AlignHCenter; wrapMode: Text.WordWrap; text: rows.empty; color: Theme.text1
               font { family: Theme.fontFamily; pixelSize: 13; weight: Font.DemiBold } }
    }
}
