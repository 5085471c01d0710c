// SPDX-License-Identifier: Apache-2.0
// The work view: top bar, desk (wallet, reader, phone), workbench, status bar; and the demo view, where reader and phone stand alone.
// Left you do, right you understand.
import QtQuick
import QtQuick.Window

Window {
    id: window
    required property var desk
    required property var bench
    required property var preferences
    property string version
    property bool startInDemo: false
    property size givenSize: Qt.size(0, 0)
    property string seedText: ""   // deterministic mode says so
    width: givenSize.width > 0 ? givenSize.width : preferences.value("width", 1440)
    height: givenSize.height > 0 ? givenSize.height : preferences.value("height", 900)
    minimumWidth: 1180
    minimumHeight: 690
    visible: true
    visibility: demoOn ? Window.FullScreen : Window.Windowed
    title: qsTr("Virtual mPOS \u2014 SIMULATOR")
    color: Theme.surface
    property bool demoOn: startInDemo
    property bool walletFolded: preferences.value("wallet_folded", "false").toString() === "true"
    property bool phoneFolded: preferences.value("phone_folded", "false").toString() === "true"
    property real benchShare: Number(preferences.value("bench_share", 0.367))
    property bool hintClosed: preferences.value("hint_closed", "false").toString() === "true"
    // Until the world has said which reader this is, the one most worlds have.
    readonly property string skin: desk.reader.skin !== undefined ? desk.reader.skin : "youchi"
    readonly property int dotScale: Skins.dotScale(skin, demoOn ? height + 60 : deskArea.height, demoOn ? width * 0.75 : deskArea.width, Screen.devicePixelRatio)

    Binding { target: Theme; property: "dark"; value: window.preferences.theme === "dark" }
    Binding { target: Theme; property: "language"; value: window.preferences.language }
    Binding { target: Theme; property: "reducedMotion"; value: window.preferences.reducedMotion }
    onClosing: { if (!demoOn) { preferences.setValue("width", width); preferences.setValue("height", height) } }
    onWalletFoldedChanged: preferences.setValue("wallet_folded", walletFolded)
    onPhoneFoldedChanged: preferences.setValue("phone_folded", phoneFolded)
    onHintClosedChanged: preferences.setValue("hint_closed", hintClosed)

    readonly property var paces: ["0.25", "1", "10", "100", "fast"]
    function pace(step) {
        const at = paces.indexOf(desk.pace)
        desk.setPace(paces[Math.max(0, Math.min(paces.length - 1, (at < 0 ? 1 : at) + step))])
    }
    function region(step) {
        const all = [top, wallet, reader, phone, workbench]
        let at = all.findIndex(item => item.activeFocus)
        for (let i = 0; i < all.length; ++i) {
            at = (at + step + all.length) % all.length
            if (!all[at].visible) continue
            if (all[at] === wallet || all[at] === reader) all[at].forceActiveFocus(Qt.TabFocusReason)
            else { const next = all[at].nextItemInFocusChain(true); if (next) next.forceActiveFocus(Qt.TabFocusReason) }
            return
        }
    }
    Shortcut { sequence: "F6"; onActivated: window.region(1) }
    Shortcut { sequence: "Shift+F6"; onActivated: window.region(-1) }
    Shortcut { sequence: "F11"; onActivated: window.demoOn = !window.demoOn }
    Shortcut { sequence: "Escape"; enabled: window.demoOn || (!window.hintClosed && hintBox.visible); onActivated: if (window.demoOn) window.leaveDemo(); else window.hintClosed = true }
    Shortcut { sequence: "Ctrl+P"; onActivated: window.desk.setPace(window.desk.pace === "paused" ? "1" : "paused") }
    Shortcut { sequence: "Ctrl+."; onActivated: window.desk.step() }
    Shortcut { sequence: "Ctrl+="; onActivated: window.pace(1) }
    Shortcut { sequence: "Ctrl+-"; onActivated: window.pace(-1) }
    Shortcut { sequence: "Ctrl+B"; onActivated: window.walletFolded = !window.walletFolded }
    Shortcut { sequence: "Ctrl+Shift+B"; onActivated: window.phoneFolded = !window.phoneFolded }
    function leaveDemo() { demo.byItself = false; demoOn = false }
    onDemoOnChanged: {
        const reason = demoButton.activeFocus ? demoButton.focusReason : Qt.TabFocusReason
        Qt.callLater(() => demoOn ? demo.focusFirst(reason) : demoButton.forceActiveFocus(demo.reason))
    }
    Component.onCompleted: if (demoOn) demo.focusFirst(Qt.OtherFocusReason)

    FocusScope {
        id: top
        visible: !window.demoOn
        width: parent.width; height: 48; z: 20
        Rectangle { anchors.fill: parent; color: Theme.surface }
        Row {
            x: 16; anchors.verticalCenter: parent.verticalCenter; spacing: 12
            Rectangle { anchors.verticalCenter: parent.verticalCenter; width: 14; height: 20; radius: 3; color: "#DBC296"; border.width: 1; border.color: "#A88A58"
                        Rectangle { x: 2; y: 3; width: 10; height: 5; color: "#17191C" } }
            Text { anchors.verticalCenter: parent.verticalCenter; text: qsTr("Virtual mPOS"); color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 14; weight: Font.Bold } }
            MenuBox {
                objectName: "profile"
                anchors.verticalCenter: parent.verticalCenter
                visible: !window.desk.attached
                label: qsTr("Reader profile"); current: window.desk.profile
                text: window.desk.ready ? window.desk.reader.model : window.desk.profile
                entries: window.desk.profiles.map(p => ({ value: p.name, text: Words.profile(p.title) }))
                onChosen: value => window.desk.useProfile(value)
            }
            Text { visible: window.desk.attached; anchors.verticalCenter: parent.verticalCenter; text: qsTr("%1 at %2").arg(window.desk.reader.title || "").arg(window.desk.attachedTo); color: Theme.text2; font { family: Theme.fontFamily; pixelSize: 13 } }
        }
        Row {
            x: Math.round(Math.max(400, parent.width * 0.36 - width / 2)); anchors.verticalCenter: parent.verticalCenter; spacing: 12
            Text { objectName: "clock"; anchors.verticalCenter: parent.verticalCenter; text: window.desk.clock; color: Theme.text1
                   font { family: Theme.monoFamily; pixelSize: 15; weight: Font.DemiBold }
                   Accessible.role: Accessible.StaticText; Accessible.name: qsTr("Virtual clock %1 seconds, speed %2").arg(window.desk.clock).arg(window.desk.pace) }
            Row {
                spacing: -1
                Repeater {
                    model: [["paused", "\u2759\u2759", qsTr("Pause")], ["step", "\u25B6\u2759", qsTr("One event on")], ["1", "\u00D71", ""], ["10", "\u00D710", ""], ["100", "\u00D7100", ""], ["fast", qsTr("Fast"), ""]]
                    PushButton {
                        required property var modelData
                        objectName: "pace_" + modelData[0]
                        implicitHeight: 30; height: 30; font.pixelSize: 12; implicitWidth: Math.max(36, implicitContentWidth + 18)
                        text: modelData[1]; selected: window.desk.pace === modelData[0]
                        Accessible.name: modelData[2] !== "" ? modelData[2] : modelData[1]
                        onClicked: modelData[0] === "step" ? window.desk.step() : window.desk.setPace(modelData[0] === "paused" && selected ? "1" : modelData[0])
                    }
                }
            }
        }
        Row {
            anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
            spacing: 8
            PushButton { objectName: "openScenario"; visible: window.width >= 1340; implicitHeight: 30; height: 30; font.pixelSize: 13; text: qsTr("Open scenario\u2026"); onClicked: workbench.openScenario() }
            PushButton { objectName: "recordTop"; visible: window.width >= 1240; implicitHeight: 30; height: 30; font.pixelSize: 13; selected: window.bench.recording === true
                         text: window.bench.recording ? qsTr("\u25A0 Stop") : qsTr("\u25CF Record"); onClicked: workbench.toggleRecording() }
            PushButton { id: demoButton; objectName: "demo"; primary: true; implicitHeight: 30; height: 30; font.pixelSize: 13; text: qsTr("Demo"); onClicked: window.demoOn = true }
            PushButton { objectName: "theme"; implicitHeight: 30; height: 30; implicitWidth: 36; font.pixelSize: 14; text: Theme.dark ? "\u2600" : "\u263E"
                         Accessible.name: Theme.dark ? qsTr("Light theme") : qsTr("Dark theme"); onClicked: window.preferences.theme = Theme.dark ? "light" : "dark" }
            MenuBox {
                objectName: "language"; openLeft: true
                label: qsTr("Language"); current: window.preferences.language
                text: current === "zh-CN" ? "\u7B80\u4F53\u4E2D\u6587" : current === "zh-TW" ? "\u7E41\u9AD4\u4E2D\u6587" : "English"
                entries: [{ value: "en", text: "English" }, { value: "zh-CN", text: "\u7B80\u4F53\u4E2D\u6587" }, { value: "zh-TW", text: "\u7E41\u9AD4\u4E2D\u6587" }]
                onChosen: value => window.preferences.language = value
            }
            PushButton { objectName: "about"; implicitHeight: 30; height: 30; implicitWidth: 34; font.pixelSize: 13; text: "?"; Accessible.name: qsTr("About Virtual mPOS"); onClicked: aboutBox.open() }
        }
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    }

    Rectangle {
        id: deskArea
        objectName: "desk"
        anchors { top: window.demoOn ? parent.top : top.bottom; left: parent.left; right: window.demoOn ? parent.right : workbench.left; bottom: window.demoOn ? parent.bottom : status.top }
        clip: true
        gradient: Gradient {
            GradientStop { position: 0; color: Theme.deskTop }
            GradientStop { position: 1; color: Theme.deskBottom }
        }
        readonly property real walletRoom: wallet.visible ? wallet.width + 40 : 54
        readonly property real phoneRoom: width - reader.width - walletRoom
        readonly property real phoneMm: window.demoOn ? Math.min(reader.mm * 1.02, (height - 110) / 130, (width * 0.635 - reader.width - 96) / 68)
                                                      : Math.min(reader.mm * 1.02, (height - 48) / 130, (phoneRoom - 56) / 64)
        readonly property real gap: Math.max(16, (width - walletRoom - reader.width - (phone.visible ? phone.width : 44)) / 3)
        DemoView { id: demo; objectName: "demoView"; visible: window.demoOn; anchors.fill: parent; desk: window.desk; onLeave: window.leaveDemo() }
        Repeater {  // soft shadow of the reader on the desk
            model: 5
            Rectangle {
                required property int index
                x: reader.x - 2 * reader.mm + index * reader.mm * 0.6; y: reader.y + 3 * reader.mm + index * reader.mm * 0.4
                width: reader.width + 4 * reader.mm - index * 1.2 * reader.mm; height: reader.height + 1.5 * reader.mm - index * reader.mm * 0.6
                radius: 9 * reader.mm; color: "#2B2312"; opacity: Theme.dark ? 0.11 : 0.035
            }
        }
        Item { id: underlay; anchors.fill: parent }
        ReaderView {
            id: reader
            objectName: "reader"
            desk: window.desk
            skinName: window.skin
            devicePixelRatio: Screen.devicePixelRatio
            dotScale: window.dotScale
            x: Math.round(window.demoOn ? deskArea.width * 0.365 : deskArea.walletRoom + deskArea.gap - 20)
            y: Math.round(window.demoOn ? Math.max(24 + (skin.stripeSide === "top" ? 4 * mm : 0), (deskArea.height - height) * 0.4) : Math.max(skin.stripeSide === "top" ? 34 : 20, (deskArea.height - height) / 2 + 6))
        }
        Text {
            objectName: "stripeCaption"
            anchors.horizontalCenter: reader.horizontalCenter; y: reader.y - 9 * reader.mm - 2
            visible: !window.demoOn && deskArea.height > 700 && reader.skin.stripeSide === "top"
            text: wallet.lastSwipe !== "" ? wallet.lastSwipe : qsTr("Stripe slot \u00B7 drag across, 10\u2013150 cm/s"); color: wallet.lastSwipe !== "" ? Theme.text1 : Theme.text3; font { family: Theme.fontFamily; pixelSize: 12 }
        }
        Column {
            anchors.horizontalCenter: reader.horizontalCenter; y: reader.y + reader.height + 20; spacing: 3
            visible: !window.demoOn && deskArea.height > 700 && window.desk.chipCard === ""
            Text { anchors.horizontalCenter: parent.horizontalCenter; visible: window.desk.reader.chip === true; text: qsTr("Chip slot \u00B7 drag in from below"); color: Theme.text3; font { family: Theme.fontFamily; pixelSize: 12 } }
            Text { anchors.horizontalCenter: parent.horizontalCenter; text: window.desk.ready ? qsTr("%1 \u00B7 firmware %2").arg(window.desk.reader.serial).arg(window.desk.reader.firmware) : ""; color: Theme.text3; font { family: Theme.fontFamily; pixelSize: 12 } }
        }
        PhoneView {
            id: phone
            objectName: "phone"
            desk: window.desk
            mm: deskArea.phoneMm
            visible: window.demoOn || !window.phoneFolded
            x: Math.round(window.demoOn ? reader.x + reader.width + (deskArea.width - reader.x - reader.width - width) * 0.5 : deskArea.width - width - deskArea.gap)
            y: Math.round(window.demoOn ? Math.max(40, (deskArea.height - height) * 0.4) : (deskArea.height - height) / 2 + 6)
        }
        Wallet {
            id: wallet
            objectName: "wallet"
            visible: !window.walletFolded || window.demoOn
            x: 20; y: 20; width: deskArea.width < 880 ? 149 : 171; cardMm: width / 85.6; height: deskArea.height - 40
            opacity: window.demoOn ? 0 : 1; enabled: !window.demoOn
            desk: window.desk; reader: reader; desktop: overlay; underlay: underlay
        }
        PushButton {  // spines of what is folded
            objectName: "foldWallet"; visible: !window.demoOn; x: window.walletFolded ? 8 : wallet.x + wallet.width - 26; y: 12; implicitWidth: 28; implicitHeight: 24; font.pixelSize: 12
            text: window.walletFolded ? "\u25B8" : "\u25C2"; Accessible.name: window.walletFolded ? qsTr("Show the wallet") : qsTr("Fold the wallet"); onClicked: window.walletFolded = !window.walletFolded
        }
        PushButton {
            objectName: "foldPhone"; visible: !window.demoOn; anchors.right: parent.right; anchors.rightMargin: 8; y: 12; implicitWidth: 28; implicitHeight: 24; font.pixelSize: 12
            text: window.phoneFolded ? "\u25C2" : "\u25B8"; Accessible.name: window.phoneFolded ? qsTr("Show the phone") : qsTr("Fold the phone"); onClicked: window.phoneFolded = !window.phoneFolded
        }
        Item { id: overlay; anchors.fill: parent }
        Rectangle {  // the one hint of a first start
            id: hintBox
            objectName: "hint"
            visible: !window.demoOn && !window.hintClosed && !window.desk.loggedIn && window.desk.failure === "" && phone.visible
            x: Math.max(12, Math.min(phone.x + phone.width / 2 - width / 2, deskArea.width - width - 12)); y: Math.min(phone.y + phone.height + 12, deskArea.height - height - 10)
            width: 346; height: hint.implicitHeight + 24; radius: 8; color: Theme.dark ? "#2F3640" : "#1E2631"
            Accessible.role: Accessible.Note
            Accessible.name: hint.text
            Text { id: hint; x: 16; y: 12; width: parent.width - 56; wrapMode: Text.WordWrap; color: "white"; lineHeight: 1.2
                   text: qsTr("Start here: log in on the phone, type an amount, then drag a card to the reader."); font { family: Theme.fontFamily; pixelSize: 13 } }
            Text { anchors { right: parent.right; rightMargin: 14; top: parent.top; topMargin: 10 } text: "\u2715"; color: "white"; font.pixelSize: 14
                   objectName: "closeHint"; activeFocusOnTab: true
                   Accessible.role: Accessible.Button; Accessible.name: qsTr("Close the hint"); Accessible.onPressAction: window.hintClosed = true
                   Keys.onReturnPressed: window.hintClosed = true
                   Keys.onEnterPressed: window.hintClosed = true
                   Keys.onSpacePressed: window.hintClosed = true
                   Rectangle { anchors.fill: parent; anchors.margins: -5; radius: 4; color: "transparent"; border.width: parent.activeFocus ? 2 : 0; border.color: "#8DB2FF" }
                   MouseArea { anchors.fill: parent; anchors.margins: -8; onClicked: window.hintClosed = true } }
        }
        Rectangle {  // no world, or no longer one: say what happened, where, and what to do
            objectName: "stopped"
            visible: window.desk.failure !== ""
            x: Math.round(reader.x + reader.width / 2 - width / 2); y: Math.round(reader.y + reader.height * 0.42)
            width: 440; height: problem.implicitHeight + 36; radius: 10; color: Theme.surface; border.width: 1; border.color: Theme.error
            Accessible.role: Accessible.AlertMessage
            Accessible.name: problemTitle.text + " " + window.desk.failure
            Column {
                id: problem; x: 18; y: 18; width: parent.width - 36; spacing: 10
                Text { id: problemTitle; width: parent.width; wrapMode: Text.WordWrap; text: window.desk.attached ? qsTr("The connection to the reader ended. The last events are kept.") : qsTr("The reader stopped. The last events are kept."); color: Theme.error; font { family: Theme.fontFamily; pixelSize: 15; weight: Font.Bold } }
                Text { objectName: "failureText"; width: parent.width; wrapMode: Text.WrapAtWordBoundaryOrAnywhere; maximumLineCount: 12; elide: Text.ElideRight; text: window.desk.failure; color: Theme.text1; font { family: Theme.monoFamily; pixelSize: 12 } }
                PushButton { objectName: "restart"; primary: true; text: window.desk.attached ? qsTr("Connect again") : qsTr("Restart"); onClicked: window.desk.restart() }
            }
        }
    }

    Workbench {  // the panels' own place; everything in it is theirs
        id: workbench
        objectName: "workbench"
        visible: !window.demoOn
        bench: window.bench; desk: window.desk; preferences: window.preferences
        anchors { top: top.bottom; right: parent.right; bottom: status.top }
        width: Math.max(440, Math.round(window.width * window.benchShare))
        Rectangle { width: 1; height: parent.height; color: Theme.line; z: 1 }
    }
    MouseArea {  // grip between desk and bench, also by the arrow keys; a double click or Home restores
        id: grip
        objectName: "grip"
        visible: !window.demoOn
        x: workbench.x - 4; y: top.height; width: 8; height: workbench.height; z: 5; cursorShape: Qt.SplitHCursor
        activeFocusOnTab: true
        Accessible.role: Accessible.Splitter
        Accessible.name: qsTr("Width of the workbench")
        function widen(by) {
            window.benchShare = Math.max(440, Math.min(window.width - 620, workbench.width + by)) / window.width
            window.preferences.setValue("bench_share", window.benchShare)
        }
        Keys.onLeftPressed: widen(24)
        Keys.onRightPressed: widen(-24)
        Keys.onPressed: event => { if (event.key === Qt.Key_Home) { event.accepted = true; window.benchShare = 0.367; window.preferences.setValue("bench_share", 0.367) } }
        Rectangle { anchors.centerIn: parent; width: 4; height: parent.height; color: Theme.accent; visible: grip.activeFocus }
        onPositionChanged: mouse => { if (pressed) window.benchShare = Math.max(440, Math.min(window.width - 620, window.width - (x + mouse.x))) / window.width }
        onReleased: window.preferences.setValue("bench_share", window.benchShare)
        onDoubleClicked: { window.benchShare = 0.367; window.preferences.setValue("bench_share", 0.367) }
    }

    Rectangle {
        id: status
        visible: !window.demoOn
        anchors.bottom: parent.bottom; width: parent.width; height: 28; color: Theme.raised
        Rectangle { width: parent.width; height: 1; color: Theme.line }
        Row {
            x: 8; anchors.verticalCenter: parent.verticalCenter; spacing: 14
            Rectangle {
                objectName: "simulatorBadge"
                anchors.verticalCenter: parent.verticalCenter
                width: badge.implicitWidth + 20; height: 20; radius: 4; color: Theme.simulatorFill; border.width: 1; border.color: Theme.simulatorLine
                Text { id: badge; anchors.centerIn: parent; text: "SIMULATOR"; color: Theme.simulatorText; font { family: Theme.fontFamily; pixelSize: 11; weight: Font.Bold; letterSpacing: 0.8 } }
                Accessible.role: Accessible.StaticText
                Accessible.name: "SIMULATOR"
            }
            Repeater {
                model: {
                    const link = window.desk.linkState === "up" ? qsTr("session up") : window.desk.linkState === "confirm" ? qsTr("compare the code") : qsTr("waiting")
                    const words = [(window.desk.linkChoice === "tcp" ? "TCP: " : qsTr("In memory: ")) + link,
                        window.desk.host === "" ? qsTr("No acquirer") : window.desk.signedIn ? qsTr("Host: signed in") : qsTr("Host: ready")]
                    if (window.desk.problems.length > 0) words.push(qsTr("%1 files not loaded").arg(window.desk.problems.length))
                    words.push(qsTr("Test keys and test cards only"))
                    if (window.seedText !== "") words.push(qsTr("Deterministic, seed %1").arg(window.seedText))
                    return words
                }
                Text { required property string modelData; anchors.verticalCenter: parent.verticalCenter; text: modelData; color: Theme.text2; font { family: Theme.fontFamily; pixelSize: 12 } }
            }
            // Not one of the words above: it changes with every event.
            Text { objectName: "listed"; anchors.verticalCenter: parent.verticalCenter; text: qsTr("%1 events listed").arg(window.bench.log.total); color: Theme.text2; font { family: Theme.fontFamily; pixelSize: 12 } }
        }
    }
    AboutBox { id: aboutBox; objectName: "aboutBox"; anchors.fill: parent; z: 50; version: window.version }
}
