// SPDX-License-Identifier: Apache-2.0
// The bench: panels that explain what happens on the desk, each a view of bus events. It fills the place at the window's right. Each
// panel opens as a tab; which ones are open, and which is in front, is remembered.
import QtQuick

Rectangle {
    id: workbench
    property var bench             // the events, app/gui/workbench/bench.hpp
    property var desk              // for acts
    property var preferences       // what the window remembers
    property string front: "timeline"
    property var open: ["timeline", "scenario", "faults", "host", "keys", "power", "storage", "links", "clock"]
    readonly property var panels: [
        { name: "timeline", title: qsTr("Timeline"), view: timelinePanel }, { name: "scenario", title: qsTr("Scenario"), view: scenarioPanel },
        { name: "faults", title: qsTr("Faults"), view: faultPanel }, { name: "host", title: qsTr("Host"), view: hostPanel },
        { name: "keys", title: qsTr("Keys"), view: keyPanel }, { name: "power", title: qsTr("Power"), view: powerPanel },
        { name: "storage", title: qsTr("Storage"), view: storagePanel }, { name: "links", title: qsTr("Links"), view: linkPanel },
        { name: "clock", title: qsTr("Clock"), view: clockPanel }]
    color: Theme.surface

    function show(name) {
        if (!open.includes(name)) open = open.concat([name])
        front = name
        keep()
    }
    function close(name) {
        if (open.length < 2) return
        open = open.filter(one => one !== name)
        if (front === name) front = open[0]
        keep()
    }
    function keep() {
        if (!preferences) return
        preferences.setValue("bench_front", front)
        preferences.setValue("bench_open", open.join(","))
    }
    Component.onCompleted: {
        if (!preferences) return
        const kept = String(preferences.value("bench_open", open.join(","))).split(",").filter(name => panels.some(panel => panel.name === name))
        if (kept.length > 0) open = kept
        const last = String(preferences.value("bench_front", front))
        front = open.includes(last) ? last : open[0]
    }
    readonly property bool needsState: ["keys", "host", "power", "storage", "links", "clock"].includes(front)
    onNeedsStateChanged: if (bench && bench.watching !== undefined) bench.watching = needsState
    onBenchChanged: if (bench && bench.watching !== undefined) bench.watching = needsState

    function openScenario() { show("scenario"); Qt.callLater(() => { if (panel.item && panel.item.choose) panel.item.choose() }) }
    function toggleRecording() { if (!bench) return; show("scenario"); if (bench.recording) bench.stopRecording(); else bench.record() }
    Shortcut { sequence: "Ctrl+O"; enabled: workbench.visible; onActivated: workbench.openScenario() }
    Shortcut { sequence: "Ctrl+R"; enabled: workbench.visible; onActivated: workbench.toggleRecording() }
    Shortcut { sequence: "Ctrl+F"; enabled: workbench.visible; onActivated: { workbench.show("timeline"); Qt.callLater(() => panel.item.search()) } }
    Shortcut { sequence: "Ctrl+E"; enabled: workbench.visible && workbench.front === "timeline"; onActivated: panel.item.follow = !panel.item.follow }
    Repeater { model: 9; Item { required property int index; Shortcut { sequence: "Ctrl+" + (index + 1); enabled: workbench.visible; onActivated: workbench.show(workbench.panels[index].name) } } }

    Component { id: timelinePanel; TimelinePanel { bench: workbench.bench } }
    Component { id: scenarioPanel; ScenarioPanel { bench: workbench.bench; desk: workbench.desk } }
    Component { id: faultPanel; FaultPanel { bench: workbench.bench } }
    Component { id: hostPanel; HostPanel { bench: workbench.bench } }
    Component { id: keyPanel; KeyPanel { bench: workbench.bench } }
    Component { id: powerPanel; PowerPanel { bench: workbench.bench } }
    Component { id: storagePanel; StoragePanel { bench: workbench.bench } }
    Component { id: linkPanel; LinkPanel { bench: workbench.bench } }
    Component { id: clockPanel; ClockPanel { bench: workbench.bench; desk: workbench.desk } }

    Rectangle {
        id: tabs
        width: parent.width; height: 38; color: Theme.raised
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
        Flickable {
            id: strip
            anchors { fill: parent; leftMargin: 6; rightMargin: 40 }
            contentWidth: row.width; clip: true; interactive: false
            // Whole tabs only; those past the width are under "more". The one in front is always there.
            function reveal() {
                const all = []
                for (let i = 0; i < names.count; ++i) if (names.itemAt(i)) all.push(names.itemAt(i))
                const front = all.find(tab => tab.front)
                if (!front) return
                contentX = all.find(tab => front.x + front.width - tab.x <= width || tab === front).x
            }
            onWidthChanged: Qt.callLater(reveal)
            onContentWidthChanged: Qt.callLater(reveal)
            Connections { target: workbench; function onFrontChanged() { Qt.callLater(strip.reveal) } }
            Row {
                id: row
                Repeater {
                    id: names
                    model: workbench.panels.filter(panel => workbench.open.includes(panel.name))
                    BenchTab {
                        required property var modelData
                        readonly property bool fits: x >= strip.contentX - 0.5 && x + width <= strip.contentX + strip.width + 0.5
                        objectName: "tab_" + modelData.name
                        opacity: fits ? 1 : 0; enabled: fits
                        text: modelData.title
                        count: modelData.name === "faults" && workbench.bench && workbench.bench.faults ? workbench.bench.faults.active : 0
                        front: workbench.front === modelData.name
                        closable: workbench.open.length > 1
                        onClicked: workbench.show(modelData.name)
                        onCloseAsked: workbench.close(modelData.name)
                    }
                }
            }
        }
        PushButton {
            objectName: "tab_more"
            anchors { right: parent.right; rightMargin: 6; verticalCenter: parent.verticalCenter }
            implicitWidth: 30; width: 30; implicitHeight: 26; height: 26; text: "\u22EF"; selected: more.visible
            Accessible.name: qsTr("All panels")
            onClicked: more.visible = !more.visible
        }
    }
    Loader {
        id: panel
        objectName: "panel"
        anchors { top: tabs.bottom; left: parent.left; right: parent.right; bottom: parent.bottom }
        sourceComponent: workbench.panels.find(one => one.name === workbench.front).view
    }
    Rectangle {
        id: more
        objectName: "more_panels"
        visible: false; z: 5
        anchors { right: parent.right; rightMargin: 6; top: tabs.bottom }
        width: 180; height: list.height + 12; radius: 8; color: Theme.surface; border.width: 1; border.color: Theme.lineStrong
        Column {
            id: list
            x: 6; y: 6; width: parent.width - 12
            Repeater {
                model: workbench.panels
                PushButton {
                    required property var modelData
                    objectName: "more_" + modelData.name
                    width: list.width; implicitHeight: 30; height: 30; font.pixelSize: 12
                    text: modelData.title; selected: workbench.open.includes(modelData.name)
                    onClicked: { workbench.show(modelData.name); more.visible = false }
                }
            }
        }
    }
}
