// SPDX-License-Identifier: Apache-2.0
// What can be broken, as the bus lists it: at once, or when the reader gets to a named step.
import QtQuick

Item {
    id: panel
    property var bench
    readonly property var faults: bench ? bench.faults : null
    property int asking: -1   // the row whose step is being chosen
    Item {
        id: tools
        width: parent.width; height: 42
        TextInputBox {
            id: search
            objectName: "fault_search"
            x: 10; y: 6; width: parent.width - 20; spacing: 0; label: ""
            field.height: 30; field.font.pixelSize: 12; field.leftPadding: 10
            field.Accessible.name: qsTr("Find a fault")
            field.onTextChanged: if (panel.faults) { panel.asking = -1; panel.faults.search = field.text }
            Text { parent: search.field; x: 10; anchors.verticalCenter: parent.verticalCenter; visible: search.field.text === ""; text: qsTr("Find a fault"); color: Theme.text3; font { family: Theme.fontFamily; pixelSize: 12 } }
        }
    }
    ListView {
        id: list
        objectName: "faults"
        anchors { top: tools.bottom; left: parent.left; right: parent.right; bottom: foot.top }
        clip: true; boundsBehavior: Flickable.StopAtBounds
        model: panel.faults
        section.property: "group"
        section.delegate: PanelHead { required property string section; width: list.width; text: section }
        delegate: Rectangle {
            id: row
            required property int index
            required property string name
            required property string word
            required property bool once
            required property string about
            required property string unit
            required property string usual
            required property string reason
            required property bool active
            required property bool clears
            width: list.width; height: Math.max(46, words.height + 12) + (panel.asking === index ? steps.height + 10 : 0)
            color: active ? Theme.simulatorFill : area.containsMouse ? Theme.hover : "transparent"
            Accessible.role: Accessible.ListItem
            Accessible.name: name + (active ? ", " + qsTr("active") : "")
            MouseArea { id: area; anchors.fill: parent; hoverEnabled: true; acceptedButtons: Qt.NoButton }
            Column {
                id: words
                x: 14; y: 6; width: parent.width - buttons.width - 34
                Text { width: parent.width; elide: Text.ElideRight; text: row.name; color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 13; weight: Font.DemiBold } }
                Text { visible: text !== ""; width: parent.width; wrapMode: Text.WordWrap; text: row.reason !== "" ? qsTr("Refused: %1").arg(row.reason) : row.about
                       color: row.reason !== "" ? Theme.error : Theme.text2; font { family: Theme.fontFamily; pixelSize: 12 } }
            }
            Row {
                id: buttons
                anchors { right: parent.right; rightMargin: 12 }
                y: 8; spacing: 6
                Rectangle {
                    visible: row.unit !== "" && !row.active; width: 66; height: 30; radius: 5; color: Theme.surface; border.width: typed.activeFocus ? 2 : 1; border.color: typed.activeFocus ? Theme.accent : Theme.lineStrong
                    TextInput { id: typed; anchors { fill: parent; margins: 6 } text: row.usual; clip: true; selectByMouse: true; color: Theme.text1; verticalAlignment: TextInput.AlignVCenter; activeFocusOnTab: true
                                font { family: Theme.monoFamily; pixelSize: 12 } Accessible.role: Accessible.EditableText; Accessible.name: row.unit }
                }
                Text { visible: row.active; anchors.verticalCenter: parent.verticalCenter; text: "\u26A1 " + (row.once ? qsTr("Set once") : qsTr("Active")); color: Theme.warning; font { family: Theme.fontFamily; pixelSize: 12; weight: Font.DemiBold } }
                PushButton { objectName: "now_" + row.word; visible: !row.active; implicitHeight: 30; height: 30; font.pixelSize: 12; text: qsTr("Now"); onClicked: panel.faults.set(row.index, typed.text, 0) }
                PushButton { objectName: "at_" + row.word; visible: !row.active; implicitHeight: 30; height: 30; font.pixelSize: 12; text: qsTr("At step\u2026"); selected: panel.asking === row.index
                             onClicked: panel.asking = panel.asking === row.index ? -1 : row.index }
                PushButton { objectName: "clear_" + row.word; visible: row.active; implicitHeight: 30; height: 30; font.pixelSize: 12; text: row.clears ? qsTr("Clear") : qsTr("Unmark"); onClicked: panel.faults.clear(row.index) }
            }
            Flow {
                id: steps
                visible: panel.asking === row.index
                x: 14; y: Math.max(46, words.height + 12); width: parent.width - 28; spacing: 4
                Repeater {
                    model: panel.faults && panel.faults.steps ? panel.faults.steps.slice(1) : []
                    PushButton {
                        required property string modelData
                        required property int index
                        objectName: "step_" + modelData.replace(/ /g, "_")
                        implicitHeight: 26; height: 26; font.pixelSize: 12; text: modelData
                        onClicked: { panel.asking = -1; panel.faults.set(row.index, typed.text, index + 1) }
                    }
                }
            }
            Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
        }
    }
    Rectangle {
        id: foot
        anchors.bottom: parent.bottom; width: parent.width; height: 38; color: Theme.raised
        Rectangle { width: parent.width; height: 1; color: Theme.line }
        Text { x: 14; width: parent.width - 28; anchors.verticalCenter: parent.verticalCenter; elide: Text.ElideRight
               text: qsTr("%1 faults, as the bus lists them. What is set goes into journal and recording.").arg(list.count); color: Theme.text2; font { family: Theme.fontFamily; pixelSize: 12 } }
    }
}
