// SPDX-License-Identifier: Apache-2.0
// The merchant's phone: log in, type an amount, watch the steps, read the receipt.
import QtQuick

FocusScope {
    id: phone
    property var desk
    property real mm: 4.76
    readonly property real k: mm / 4.76   // phone text scales with the phone
    width: 64 * mm
    height: 130 * mm
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Merchant's phone, SIMULATOR")
    readonly property string page: !desk ? "login" : desk.signedIn ? (desk.selling ? "sale" : "amount") : "login"
    property alias amountField: amount.field
    property alias loginButton: login

    Rectangle { anchors.fill: parent; anchors.topMargin: 6; anchors.margins: -3; radius: 9.4 * phone.mm; color: "#000000"; opacity: 0.10 }
    Rectangle { anchors.fill: parent; radius: 8.6 * phone.mm; color: "#0B0C0E"; border.width: 1; border.color: "#3A3D42" }
    Rectangle {
        id: glass
        x: 1.7 * phone.mm; y: 1.7 * phone.mm
        width: parent.width - 3.4 * phone.mm; height: parent.height - 3.4 * phone.mm
        radius: 7 * phone.mm
        color: "#FFFFFF"
        Item {
            id: bar
            x: 16 * phone.k; width: parent.width - 32 * phone.k; height: 34 * phone.k
            Text {
                anchors.verticalCenter: parent.verticalCenter
                text: phone.desk ? phone.desk.terminal : ""
                font { family: Theme.fontFamily; pixelSize: Math.round(12 * phone.k); weight: Font.DemiBold } color: Theme.text1
            }
            Text {
                anchors.right: parent.right; anchors.verticalCenter: parent.verticalCenter
                text: "SIMULATOR"; color: Theme.text3
                font { family: Theme.fontFamily; pixelSize: Math.round(10 * phone.k); weight: Font.DemiBold; letterSpacing: 0.6 }
            }
        }
        Column {  // login
            visible: phone.page === "login"
            x: 20 * phone.k; y: 64 * phone.k; width: parent.width - 40 * phone.k
            spacing: 16 * phone.k
            Column {
                width: parent.width; spacing: 6 * phone.k
                Text { text: phone.desk ? phone.desk.merchantName : ""; width: parent.width; elide: Text.ElideRight; color: Theme.text1
                       font { family: Theme.fontFamily; pixelSize: Math.round(22 * phone.k); weight: Font.Bold } }
                Text { text: phone.desk ? qsTr("Test merchant %1").arg(phone.desk.merchant) : ""; color: Theme.text2
                       font { family: Theme.fontFamily; pixelSize: Math.round(13 * phone.k) } }
            }
            Item { width: 1; height: 4 * phone.k }
            TextInputBox { id: operatorId; objectName: "operator"; label: qsTr("Operator"); text: "01"; width: parent.width; scaleFactor: phone.k; onAccepted: login.clicked() }
            TextInputBox { id: password; objectName: "password"; label: qsTr("Password"); text: "0000"; echoMode: TextInput.Password; width: parent.width
                           scaleFactor: phone.k; onAccepted: login.clicked() }
            Rectangle {
                visible: phone.desk && phone.desk.linkState === "confirm"
                width: parent.width; height: codeColumn.implicitHeight + 24 * phone.k; radius: 10 * phone.k; color: Theme.selection
                Column {
                    id: codeColumn
                    x: 14 * phone.k; y: 12 * phone.k; width: parent.width - 28 * phone.k; spacing: 4 * phone.k
                    Text { text: qsTr("Does the reader show this code?"); color: Theme.text1; font { family: Theme.fontFamily; pixelSize: Math.round(13 * phone.k); weight: Font.DemiBold } }
                    Text { objectName: "code"; text: phone.desk ? phone.desk.code : ""; color: Theme.accent; font { family: Theme.monoFamily; pixelSize: Math.round(26 * phone.k); weight: Font.Bold; letterSpacing: 3 } }
                    Text { text: qsTr("Press the green key on the reader if it does, the red one if not."); width: parent.width; wrapMode: Text.WordWrap; color: Theme.text2
                           font { family: Theme.fontFamily; pixelSize: Math.round(12 * phone.k) } }
                }
            }
            Text {
                visible: text !== "" && phone.desk && phone.desk.linkState !== "confirm"
                width: parent.width; wrapMode: Text.WordWrap; color: phone.desk && phone.desk.phoneError !== "" ? Theme.error : Theme.text2
                text: !phone.desk ? "" : phone.desk.phoneError !== "" ? phone.desk.phoneError : phone.desk.loggedIn ? phone.desk.phoneText : ""
                font { family: Theme.fontFamily; pixelSize: Math.round(13 * phone.k) }
            }
        }
        Column {
            visible: phone.page === "login"
            x: 20 * phone.k; width: parent.width - 40 * phone.k
            anchors.bottom: parent.bottom; anchors.bottomMargin: 24 * phone.k
            spacing: 10 * phone.k
            PushButton {
                id: login; objectName: "login"; primary: true; width: parent.width; scaleFactor: phone.k
                text: qsTr("Log in and start a sale")
                enabled: phone.desk && phone.desk.linkState !== "confirm"
                onClicked: phone.desk.logIn(operatorId.text, password.text)
            }
            Text { anchors.horizontalCenter: parent.horizontalCenter; text: qsTr("Test account, filled in for you"); color: Theme.text3
                   font { family: Theme.fontFamily; pixelSize: Math.round(12 * phone.k) } }
        }
        Column {  // amount
            visible: phone.page === "amount"
            x: 20 * phone.k; y: 52 * phone.k; width: parent.width - 40 * phone.k
            spacing: 14 * phone.k
            Text { text: qsTr("Sale"); color: Theme.text2; font { family: Theme.fontFamily; pixelSize: Math.round(14 * phone.k) } }
            Text {
                text: "\u00A5" + (amount.text === "" ? "0.00" : amount.text); color: Theme.text1
                font { family: Theme.fontFamily; pixelSize: Math.round(36 * phone.k); weight: Font.Bold }
            }
            TextInputBox {
                id: amount; objectName: "amount"; label: qsTr("Amount"); width: parent.width; scaleFactor: phone.k
                wrong: phone.desk && phone.desk.phoneError !== ""
                validator: RegularExpressionValidator { regularExpression: /[0-9]{0,10}(\.[0-9]{0,2})?/ }
                onAccepted: charge.clicked()
            }
            Text { visible: text !== ""; width: parent.width; wrapMode: Text.WordWrap; color: Theme.error; text: phone.desk ? phone.desk.phoneError : ""
                   font { family: Theme.fontFamily; pixelSize: Math.round(13 * phone.k) } }
            Text { text: phone.desk && phone.desk.batch !== "" ? qsTr("Signed in, batch %1").arg(phone.desk.batch) : ""; color: Theme.text3
                   font { family: Theme.fontFamily; pixelSize: Math.round(12 * phone.k) } }
        }
        PushButton {
            id: charge; objectName: "charge"; visible: phone.page === "amount"
            x: 20 * phone.k; width: parent.width - 40 * phone.k
            anchors.bottom: parent.bottom; anchors.bottomMargin: 40 * phone.k
            primary: true; scaleFactor: phone.k; text: qsTr("Charge")
            onClicked: if (phone.desk.sell(amount.text)) amount.text = ""
        }
        SaleSteps {
            visible: phone.page === "sale"
            objectName: "steps"
            desk: phone.desk; k: phone.k
            x: 16 * phone.k; y: 44 * phone.k; width: parent.width - 32 * phone.k
            anchors.bottom: parent.bottom; anchors.bottomMargin: 20 * phone.k
        }
    }
}
