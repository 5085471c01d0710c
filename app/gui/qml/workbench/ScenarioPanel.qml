// SPDX-License-Identifier: Apache-2.0
// A scenario in the window: record one, open one, and watch its steps. What is wrong with a file is told with line and reason.
import QtQuick

Item {
    id: panel
    property var bench
    property var desk
    readonly property var player: bench ? bench.player : null
    readonly property string state_: player && player.state ? player.state : "none"
    function choose() { path.field.forceActiveFocus(); path.field.selectAll() }
    readonly property var words: ({ none: "", broken: qsTr("not loaded"), getting_ready: qsTr("getting ready"), running: qsTr("running"), passed: qsTr("passed"), failed: qsTr("failed"), stopped: qsTr("stopped") })
    Item {
        id: tools
        width: parent.width; height: 42
        TextInputBox {
            id: path
            objectName: "scenario_path"
            x: 10; y: 6; width: parent.width - buttons.width - 30; spacing: 0; label: ""
            field.height: 30; field.font.pixelSize: 12; field.leftPadding: 10
            field.Accessible.name: qsTr("Scenario file")
            onAccepted: panel.player.open(field.text)
            Text { parent: path.field; x: 10; anchors.verticalCenter: parent.verticalCenter; visible: path.field.text === ""; text: qsTr("Path of a scenario file, or drop one here"); color: Theme.text3; font { family: Theme.fontFamily; pixelSize: 12 } }
        }
        Row {
            id: buttons
            anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
            spacing: 6
            PushButton { objectName: "scenario_open"; implicitHeight: 30; height: 30; font.pixelSize: 12; text: qsTr("Open"); enabled: path.field.text !== ""; onClicked: panel.player.open(path.field.text) }
            PushButton {
                objectName: "record"
                implicitHeight: 30; height: 30; font.pixelSize: 12; selected: panel.bench && panel.bench.recording === true
                text: panel.bench && panel.bench.recording ? qsTr("\u25A0 Stop") : qsTr("\u25CF Record")
                onClicked: panel.bench.recording ? panel.bench.stopRecording() : panel.bench.record()
            }
        }
    }
    DropArea { anchors.fill: parent; onDropped: drop => { if (drop.hasUrls) { path.field.text = decodeURIComponent(String(drop.urls[0]).replace("file://", "")); panel.player.open(path.field.text) } } }
    Column {
        id: notes
        anchors.top: tools.bottom; width: parent.width
        Rectangle {
            id: noteBox
            readonly property bool wrong: panel.bench && panel.bench.recordProblem !== undefined && panel.bench.recordProblem !== ""
            visible: panel.bench && (panel.bench.recording === true || panel.bench.unsaved === true || (panel.bench.saved !== undefined && panel.bench.saved !== "") || wrong)
            width: parent.width; height: visible ? note.height + 16 + (save.visible ? save.height + 8 : 0) : 0; color: wrong ? Theme.errorFill : Theme.raised
            Text {
                id: note
                objectName: "record_note"
                x: 14; y: 8; width: parent.width - 28; wrapMode: Text.Wrap; textFormat: Text.PlainText
                text: !panel.bench ? "" : noteBox.wrong ? panel.bench.recordProblem : panel.bench.recording ? qsTr("Recording: everything you do becomes a step.")
                      : panel.bench.unsaved ? qsTr("%1 steps recorded. Where shall the file go?").arg(panel.bench.stepsRecorded) : qsTr("Saved: %1").arg(panel.bench.saved)
                color: noteBox.wrong ? Theme.error : Theme.text1; font { family: Theme.fontFamily; pixelSize: 12 }
            }
            Row {
                id: save
                visible: panel.bench && panel.bench.unsaved === true
                x: 10; y: note.y + note.height + 8; spacing: 6
                onVisibleChanged: if (visible) target.field.text = panel.bench.suggestedFile()
                TextInputBox {
                    id: target
                    objectName: "record_file"
                    width: noteBox.width - saveButton.width - discard.width - 32; spacing: 0; label: ""
                    field.height: 30; field.font.pixelSize: 12; field.leftPadding: 10
                    field.Accessible.name: qsTr("File of the recording")
                    onAccepted: panel.bench.saveRecording(field.text)
                }
                PushButton { id: saveButton; objectName: "record_save"; primary: true; implicitHeight: 30; height: 30; font.pixelSize: 12; text: qsTr("Save"); enabled: target.field.text !== ""; onClicked: panel.bench.saveRecording(target.field.text) }
                PushButton { id: discard; objectName: "record_discard"; implicitHeight: 30; height: 30; font.pixelSize: 12; text: qsTr("Discard"); onClicked: panel.bench.discardRecording() }
            }
            PushButton {
                objectName: "record_play"
                visible: panel.bench && !noteBox.wrong && !panel.bench.recording && !panel.bench.unsaved; anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
                implicitHeight: 26; height: 26; font.pixelSize: 12; text: qsTr("Play it")
                onClicked: { path.field.text = panel.bench.saved; panel.player.open(panel.bench.saved) }
            }
        }
        Rectangle {
            visible: panel.player && panel.player.writtenFor !== undefined && panel.player.writtenFor !== ""
            width: parent.width; height: visible ? other.height + 12 : 0; color: Theme.warningFill
            Text { id: other; x: 14; y: 6; width: parent.width - 28; wrapMode: Text.Wrap; textFormat: Text.PlainText; color: Theme.warning
                   text: panel.player ? qsTr("Written for the reader %1; it plays on the one that is here.").arg(panel.player.writtenFor) : ""; font { family: Theme.fontFamily; pixelSize: 12 } }
        }
        Item {
            visible: panel.state_ !== "none" && panel.state_ !== "broken"; width: parent.width; height: visible ? 54 : 0
            Text { x: 14; y: 8; width: parent.width - 190; elide: Text.ElideRight; text: panel.player ? panel.player.title : ""; color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 13; weight: Font.DemiBold } }
            Text { objectName: "scenario_state"; x: 14; y: 28; text: qsTr("%1 \u00B7 step %2 of %3").arg(panel.words[panel.state_]).arg(panel.player ? Math.max(0, panel.player.current) : 0).arg(panel.player ? panel.player.count : 0)
                   color: panel.state_ === "failed" ? Theme.error : panel.state_ === "passed" ? Theme.ok : Theme.text2; font { family: Theme.fontFamily; pixelSize: 12 } }
            Row {
                anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
                spacing: 6
                PushButton { objectName: "scenario_again"; implicitHeight: 30; height: 30; font.pixelSize: 12; text: qsTr("Run again"); onClicked: { if (panel.desk.pace === "paused") panel.desk.setPace("1"); panel.player.again() } }
                PushButton { implicitHeight: 30; height: 30; font.pixelSize: 12; text: qsTr("Stop"); enabled: panel.state_ === "running" || panel.state_ === "getting_ready"; onClicked: panel.player.stop() }
            }
            Row {  // how far it is
                anchors.bottom: parent.bottom; width: parent.width; height: 3
                readonly property real share: panel.player && panel.player.count > 0 ? Math.max(0, panel.player.current) / panel.player.count : 0
                Rectangle { width: parent.width * parent.share; height: 3; color: Theme.ok }
                Rectangle { visible: panel.state_ === "failed"; width: parent.width / Math.max(1, panel.player ? panel.player.count : 1); height: 3; color: Theme.error }
            }
        }
    }
    ListView {
        id: list
        objectName: "steps"
        anchors { top: notes.bottom; left: parent.left; right: parent.right; bottom: parent.bottom }
        visible: panel.state_ !== "broken"
        clip: true; boundsBehavior: Flickable.StopAtBounds
        model: panel.player
        readonly property int now: panel.player && panel.player.current !== undefined ? panel.player.current : -1
        onNowChanged: if (now >= 0) positionViewAtIndex(Math.min(count - 1, now + 2), ListView.Contain)
        delegate: Rectangle {
            id: row
            required property int line
            required property string stepText
            required property string stepState
            required property string time
            required property string expected
            required property string actual
            readonly property bool failed: stepState === "failed"
            width: list.width; height: 31 + (failed ? why.height + 12 : 0)
            color: failed ? Theme.errorFill : stepState === "now" ? Theme.selection : "transparent"
            Accessible.role: Accessible.ListItem
            Accessible.name: qsTr("Line %1, %2").arg(line).arg(stepText) + (stepState !== "" ? ", " + stepState : "")
            Rectangle { visible: row.failed || row.stepState === "now"; width: 3; height: parent.height; color: row.failed ? Theme.error : Theme.accent }
            Text { x: 12; y: 8; width: 16; horizontalAlignment: Text.AlignHCenter; text: row.stepState === "done" ? "\u2713" : row.failed ? "\u2715" : row.stepState === "now" ? "\u25B8" : "\u25CB"
                   color: row.stepState === "done" ? Theme.ok : row.failed ? Theme.error : row.stepState === "now" ? Theme.accent : Theme.text3; font { pixelSize: 13; weight: Font.Bold } }
            Text { x: 34; y: 8; text: row.line > 0 ? row.line : ""; color: Theme.text3; font { family: Theme.monoFamily; pixelSize: 12 } }
            Text { x: 64; y: 7; width: parent.width - 64 - 70; elide: Text.ElideRight; text: row.stepText; textFormat: Text.PlainText; color: Theme.text1; font { family: Theme.monoFamily; pixelSize: 12 } }
            Text { anchors { right: parent.right; rightMargin: 14 } y: 8; text: row.time; color: Theme.text3; font { family: Theme.monoFamily; pixelSize: 12 } }
            Column {
                id: why
                visible: row.failed; x: 64; y: 31; width: parent.width - 80; spacing: 4
                Text { width: parent.width; wrapMode: Text.WordWrap; textFormat: Text.PlainText; text: "\u2713 " + qsTr("Expected: %1").arg(row.expected); color: Theme.ok; font { family: Theme.fontFamily; pixelSize: 12 } }
                Text { width: parent.width; wrapMode: Text.WordWrap; textFormat: Text.PlainText; text: "\u2715 " + qsTr("Actual: %1").arg(row.actual); color: Theme.error; font { family: Theme.fontFamily; pixelSize: 12 } }
            }
            Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
        }
    }
    ListView {
        id: problems
        objectName: "problems"
        anchors { top: notes.bottom; left: parent.left; right: parent.right; bottom: parent.bottom }
        visible: panel.state_ === "broken"
        clip: true; boundsBehavior: Flickable.StopAtBounds
        model: panel.player && panel.player.problems ? panel.player.problems : []
        delegate: Rectangle {
            id: problem
            required property var modelData
            width: problems.width; height: told.height + 24; color: Theme.surface
            Rectangle { width: 3; height: parent.height; color: Theme.error }
            Column {
                id: told
                x: 18; y: 12; width: parent.width - 36; spacing: 6
                Text { text: qsTr("Scenario not loaded"); color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 15; weight: Font.Bold } }
                Text { width: parent.width; wrapMode: Text.WrapAnywhere; text: problem.modelData.line > 0 ? qsTr("%1, line %2, column %3").arg(problem.modelData.file).arg(problem.modelData.line).arg(problem.modelData.column) : problem.modelData.file
                       color: Theme.text2; font { family: Theme.monoFamily; pixelSize: 12 } }
                Text { width: parent.width; wrapMode: Text.WordWrap; textFormat: Text.PlainText; text: problem.modelData.reason; color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 13 } }
                Rectangle {
                    visible: problem.modelData.source.length > 0; width: parent.width; height: code.height + 12; radius: 8; color: Theme.raised; border.width: 1; border.color: Theme.line
                    Column {
                        id: code
                        y: 6; width: parent.width
                        Repeater {
                            model: problem.modelData.source
                            Rectangle {
                                required property var modelData
                                width: code.width; height: 20; color: modelData.wrong ? Theme.errorFill : "transparent"
                                Text { x: 12; anchors.verticalCenter: parent.verticalCenter; text: parent.modelData.number; color: parent.modelData.wrong ? Theme.error : Theme.text3; font { family: Theme.monoFamily; pixelSize: 12 } }
                                Text { x: 52; width: parent.width - 60; elide: Text.ElideRight; textFormat: Text.PlainText; anchors.verticalCenter: parent.verticalCenter; text: parent.modelData.text; color: parent.modelData.wrong ? Theme.error : Theme.text1
                                       font { family: Theme.monoFamily; pixelSize: 12 } }
                            }
                        }
                    }
                }
                PushButton { objectName: "load_again"; primary: true; implicitHeight: 32; height: 32; font.pixelSize: 12; text: qsTr("Load again"); onClicked: panel.player.again() }
            }
        }
    }
    Text {
        visible: panel.state_ === "none"
        anchors.centerIn: parent; width: parent.width - 60; horizontalAlignment: Text.AlignHCenter; wrapMode: Text.WordWrap
        text: qsTr("Record what you do, or open a scenario file: its steps light up as they run."); color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 13; weight: Font.DemiBold }
    }
}
