// SPDX-License-Identifier: Apache-2.0
// A button that opens a short list to choose from.
import QtQuick

FocusScope {
    id: box
    property string label
    property string text
    property var entries: []       // [{ value, text }]
    property string current
    property bool openLeft: false
    signal chosen(string value)
    implicitWidth: button.implicitWidth; implicitHeight: 30
    property bool open: false
    onActiveFocusChanged: if (!activeFocus) open = false
    property int reason: Qt.TabFocusReason   // how the button got the keyboard: only who uses it sees a ring
    function unfold() {
        reason = button.focusReason
        open = true
        list.currentIndex = Math.max(0, entries.findIndex(e => e.value === current))
        list.forceActiveFocus(reason)
    }
    function fold() { open = false; button.forceActiveFocus(reason) }
    function pick(value) { fold(); chosen(value) }
    PushButton {
        id: button
        objectName: box.objectName + "_button"
        focus: true
        implicitHeight: 30; height: 30; font.pixelSize: 13; font.weight: Font.Medium
        text: box.text + "  \u25BE"
        Accessible.role: Accessible.ButtonDropDown
        Accessible.name: box.label + ": " + box.text
        onClicked: box.open ? box.fold() : box.unfold()
        Keys.onDownPressed: box.unfold()
    }
    Rectangle {
        visible: box.open
        x: box.openLeft ? box.width - width : 0; y: 34; z: 100
        width: Math.max(box.width, 300); height: list.contentHeight + 8; radius: 6; color: Theme.surface; border.width: 1; border.color: Theme.lineStrong
        ListView {
            id: list
            x: 4; y: 4; width: parent.width - 8; height: contentHeight
            model: box.entries; interactive: false; keyNavigationEnabled: true
            Accessible.role: Accessible.PopupMenu
            Accessible.name: box.label
            Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Escape   // before the window's own
            Keys.onEscapePressed: box.fold()
            Keys.onReturnPressed: box.pick(box.entries[currentIndex].value)
            Keys.onEnterPressed: box.pick(box.entries[currentIndex].value)
            Keys.onSpacePressed: box.pick(box.entries[currentIndex].value)
            delegate: Rectangle {
                id: entry
                required property var modelData
                required property int index
                objectName: box.objectName + "_" + modelData.value
                Keys.onTabPressed: box.fold()
                Keys.onBacktabPressed: box.fold()
                width: list.width; height: 32; radius: 4
                color: area.containsMouse || (list.activeFocus && list.currentIndex === index) ? Theme.hover : "transparent"
                Accessible.role: Accessible.MenuItem
                Accessible.name: modelData.text
                Accessible.onPressAction: box.pick(modelData.value)
                Text { x: 10; width: parent.width - 20; elide: Text.ElideRight; anchors.verticalCenter: parent.verticalCenter; text: (entry.modelData.value === box.current ? "\u2713 " : "") + entry.modelData.text
                       color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 13 } }
                MouseArea { id: area; anchors.fill: parent; hoverEnabled: true; onClicked: box.pick(entry.modelData.value) }
            }
        }
    }
}
