// SPDX-License-Identifier: Apache-2.0
// What this is, its version, and what it is made of.
import QtQuick

FocusScope {
    id: about
    property string version
    visible: false
    property Item before: null     // what had the keyboard and gets it back
    property int reason: Qt.TabFocusReason
    function open() {
        before = Window.activeFocusItem
        reason = before && before.focusReason !== undefined ? before.focusReason : Qt.TabFocusReason
        visible = true
        close.forceActiveFocus(reason)
    }
    function leave() { visible = false; if (before) before.forceActiveFocus(reason) }
    Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Escape
    Keys.onEscapePressed: leave()
    Accessible.role: Accessible.Dialog
    Accessible.name: qsTr("About Virtual mPOS")
    MouseArea { anchors.fill: parent; onClicked: about.leave() }
    Rectangle {
        anchors.centerIn: parent; width: 560; height: words.implicitHeight + 48; radius: 10; color: Theme.surface; border.width: 1; border.color: Theme.lineStrong
        MouseArea { anchors.fill: parent }
        Column {
            id: words; x: 24; y: 24; width: parent.width - 48; spacing: 10
            Text { text: qsTr("Virtual mPOS %1").arg(about.version); color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 20; weight: Font.Bold } }
            Text { width: parent.width; wrapMode: Text.WordWrap; color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 13 }
                   text: qsTr("SIMULATOR: test keys and test cards only. No payment made here moves money.") }
            Text { width: parent.width; wrapMode: Text.WordWrap; color: Theme.text2; font { family: Theme.fontFamily; pixelSize: 12 } lineHeight: 1.3
                   text: qsTr("Licence: Apache-2.0.") + "\n" + qsTr("Made with:") + " Qt 6 (LGPL-3.0), Protocol Buffers (BSD-3-Clause), nanopb (Zlib), OpenSSL 3 (Apache-2.0), SQLite (public domain), Asio (BSL-1.0), libyaml (MIT), CLI11 (BSD-3-Clause), nlohmann/json (MIT), PCSC-Lite (BSD-3-Clause), GNU Unifont (OFL-1.1), Inter (OFL-1.1), JetBrains Mono (OFL-1.1), Noto CJK (OFL-1.1)." }
            PushButton { id: close; objectName: "aboutClose"; text: qsTr("Close"); onClicked: about.leave()
                         Keys.onTabPressed: {}          // there is nowhere else to go
                         Keys.onBacktabPressed: {} }
        }
    }
}
