// SPDX-License-Identifier: Apache-2.0
// The work view: top bar, desk (wallet, reader, phone), event log, status bar. Left you do, right you understand.
import QtQuick
import QtQuick.Window

Window {
    id: window
    required property var desk
    required property var bench
    property string seedText: ""   // deterministic mode says so
    width: 1440
    height: 900
    minimumWidth: 1180
    minimumHeight: 690
    visible: true
    title: qsTr("Virtual mPOS \u2014 SIMULATOR")
    color: Theme.surface
    readonly property int dotScale: Theme.dotScale(deskArea.height, Screen.devicePixelRatio)
    property bool hintClosed: false

    Rectangle {
        id: top
        width: parent.width; height: 48; color: Theme.surface; z: 2
        Row {
            x: 16; anchors.verticalCenter: parent.verticalCenter; spacing: 12
            Rectangle { anchors.verticalCenter: parent.verticalCenter; width: 14; height: 20; radius: 3; color: "#DBC296"; border.width: 1; border.color: "#A88A58"
                        Rectangle { x: 2; y: 3; width: 10; height: 5; color: "#17191C" } }
            Text { anchors.verticalCenter: parent.verticalCenter; text: qsTr("Virtual mPOS"); color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 14; weight: Font.Bold } }
            Text { anchors.verticalCenter: parent.verticalCenter; text: window.desk.readerName; color: Theme.text2; font { family: Theme.fontFamily; pixelSize: 13 } }
        }
        Row {
            anchors.centerIn: parent; spacing: 10
            Text { objectName: "clock"; anchors.verticalCenter: parent.verticalCenter; text: window.desk.clock; color: Theme.text1
                   font { family: Theme.monoFamily; pixelSize: 15; weight: Font.DemiBold } }
            Row {
                spacing: 4
                Repeater {
                    model: [["paused", qsTr("Pause")], ["1", "\u00D71"], ["10", "\u00D710"], ["100", "\u00D7100"]]
                    PushButton {
                        required property var modelData
                        implicitHeight: 30; height: 30; font.pixelSize: 12
                        text: modelData[1]; selected: window.desk.pace === modelData[0]
                        onClicked: window.desk.setPace(modelData[0])
                    }
                }
            }
        }
        Rectangle {
            anchors { right: parent.right; rightMargin: 16; verticalCenter: parent.verticalCenter }
            width: badge.implicitWidth + 20; height: 24; radius: 4; color: Theme.simulatorFill; border.width: 1; border.color: Theme.simulatorLine
            Text { id: badge; anchors.centerIn: parent; text: "SIMULATOR"; color: Theme.simulatorText; font { family: Theme.fontFamily; pixelSize: 11; weight: Font.Bold; letterSpacing: 0.8 } }
        }
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    }

    Rectangle {
        id: deskArea
        objectName: "desk"
        anchors { top: top.bottom; left: parent.left; right: workbench.left; bottom: status.top }
        clip: true
        gradient: Gradient {
            GradientStop { position: 0; color: Theme.deskTop }
            GradientStop { position: 1; color: Theme.deskBottom }
        }
        readonly property real phoneMm: Math.min(reader.mm, (height - 48) / 130, (width - reader.width - wallet.width - 112) / 64)
        Wallet {
            id: wallet
            objectName: "wallet"
            x: 20; y: 20; width: 171; height: implicitHeight
            desk: window.desk; reader: reader; desktop: overlay
        }
        ReaderView {
            id: reader
            objectName: "reader"
            desk: window.desk
            devicePixelRatio: Screen.devicePixelRatio
            dotScale: window.dotScale
            x: Math.round(wallet.x + wallet.width + Math.max(24, (deskArea.width - wallet.x - wallet.width - width - phone.width) / 3))
            y: Math.round(Math.max(34, (deskArea.height - height) / 2 + 6))
        }
        Text {
            anchors.horizontalCenter: reader.horizontalCenter; y: reader.y - 9 * reader.mm - 2
            visible: deskArea.height > 700
            text: qsTr("Stripe slot \u00B7 drag across, 10\u2013150 cm/s"); color: Theme.text3; font { family: Theme.fontFamily; pixelSize: 12 }
        }
        Text {
            anchors.horizontalCenter: reader.horizontalCenter; y: reader.y + reader.height + 22
            visible: deskArea.height > 700
            text: qsTr("%1 \u00B7 firmware %2").arg(window.desk.serial).arg(window.desk.firmwareVersion); color: Theme.text3
            font { family: Theme.fontFamily; pixelSize: 12 }
        }
        PhoneView {
            id: phone
            objectName: "phone"
            desk: window.desk
            mm: deskArea.phoneMm
            x: Math.round(deskArea.width - width - Math.max(24, (deskArea.width - wallet.x - wallet.width - reader.width - width) / 3))
            y: Math.round((deskArea.height - height) / 2)
        }
        Item { id: overlay; anchors.fill: parent }
        Rectangle {  // the one hint of a first start
            visible: !window.hintClosed && !window.desk.loggedIn && window.desk.failure === ""
            x: Math.max(12, Math.min(phone.x + phone.width / 2 - width / 2, deskArea.width - width - 12)); y: deskArea.height - height - 10
            width: 330; height: hint.implicitHeight + 24; radius: 8; color: Theme.primary
            Text { id: hint; x: 16; y: 12; width: parent.width - 56; wrapMode: Text.WordWrap; color: "white"; lineHeight: 1.2
                   text: qsTr("Start here: log in on the phone, type an amount, then drag a card to the reader."); font { family: Theme.fontFamily; pixelSize: 13 } }
            Text { anchors { right: parent.right; rightMargin: 14; top: parent.top; topMargin: 10 } text: "\u2715"; color: "white"; font.pixelSize: 14
                   MouseArea { anchors.fill: parent; anchors.margins: -8; onClicked: window.hintClosed = true } }
        }
        Rectangle {  // no world, or no longer one: say what happened, where, and what to do
            visible: window.desk.failure !== ""
            anchors.centerIn: parent; width: 460; height: problem.implicitHeight + 40; radius: 10; color: Theme.surface; border.width: 1; border.color: Theme.error
            Column {
                id: problem; x: 20; y: 20; width: parent.width - 40; spacing: 8
                Text { text: qsTr("The reader cannot run"); color: Theme.error; font { family: Theme.fontFamily; pixelSize: 15; weight: Font.Bold } }
                Text { width: parent.width; wrapMode: Text.WordWrap; text: window.desk.failure; color: Theme.text1; font { family: Theme.fontFamily; pixelSize: 13 } }
            }
        }
    }

    Workbench {  // the panels' own place; everything in it is theirs
        id: workbench
        objectName: "workbench"
        bench: window.bench; desk: window.desk
        anchors { top: top.bottom; right: parent.right; bottom: status.top }
        width: Math.max(440, Math.round(window.width * 0.367))
        Rectangle { width: 1; height: parent.height; color: Theme.line; z: 1 }
    }

    Rectangle {
        id: status
        anchors.bottom: parent.bottom; width: parent.width; height: 28; color: Theme.raised
        Rectangle { width: parent.width; height: 1; color: Theme.line }
        Row {
            x: 12; anchors.verticalCenter: parent.verticalCenter; spacing: 16
            Repeater {
                model: [qsTr("Loopback: %1").arg(window.desk.linkState === "up" ? qsTr("session up") : window.desk.linkState === "confirm" ? qsTr("compare the code") : qsTr("waiting")),
                        window.desk.signedIn ? qsTr("Built-in host: signed in") : qsTr("Built-in host: ready"),
                        qsTr("Journal %1 events").arg(window.bench.log.total), qsTr("Test keys and test cards only")].concat(window.seedText !== "" ? [qsTr("Deterministic, seed %1").arg(window.seedText)] : [])
                Text { required property string modelData; text: modelData; color: Theme.text2; font { family: Theme.fontFamily; pixelSize: 12 } }
            }
        }
    }
}
