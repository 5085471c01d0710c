// SPDX-License-Identifier: Apache-2.0
// The merchant's phone: log in, choose a service, type an amount, watch the steps, sign, read the receipt, look back.
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
    property string side: ""              // history, settings or nothing
    property string service: "sale"
    readonly property string page: !desk ? "login" : side !== "" ? side : desk.signedIn ? (desk.selling ? "sale" : "amount") : "login"
    readonly property var fields: desk && desk.signedIn ? desk.serviceFields(service) : []
    readonly property bool hasAmount: fields.some(f => f.name === "amount_minor")
    property alias amountField: amount.field
    property alias loginButton: login
    // What a page is for has the keyboard when the phone has.
    onPageChanged: if (activeFocus) Qt.callLater(focusPage)
    function focusPage() {
        const first = page === "login" ? login : page === "amount" ? (hasAmount ? amount.field : chargeButton) : page === "sale" ? steps.button : back
        first.forceActiveFocus(Qt.TabFocusReason)
    }
    function px(size) { return Math.max(1, Math.round(size * k)) }
    function charge() {
        const values = {}
        if (hasAmount) values["amount_minor"] = amount.text
        for (let i = 0; i < extra.count; ++i) values[extra.itemAt(i).fieldName] = extra.itemAt(i).text
        if (desk.begin(service, values)) amount.text = ""
    }

    Rectangle { anchors.fill: parent; anchors.topMargin: 6; anchors.margins: -3; radius: 9.4 * phone.mm; color: "#000000"; opacity: Theme.dark ? 0.35 : 0.10 }
    Rectangle { anchors.fill: parent; radius: 8.6 * phone.mm; color: "#0B0C0E"; border.width: 1; border.color: "#3A3D42" }
    Rectangle {
        id: glass
        x: 1.7 * phone.mm; y: 1.7 * phone.mm
        width: parent.width - 3.4 * phone.mm; height: parent.height - 3.4 * phone.mm
        radius: 7 * phone.mm
        color: Theme.glass
        clip: true
        Item {
            id: bar
            x: 18 * phone.k; width: parent.width - 36 * phone.k; height: 34 * phone.k
            Text {
                anchors.verticalCenter: parent.verticalCenter
                text: phone.desk && phone.desk.reader.terminal ? qsTr("T %1").arg(phone.desk.reader.terminal) : ""; color: Theme.text2
                font { family: Theme.fontFamily; pixelSize: phone.px(12) }
            }
            Text {
                anchors.right: parent.right; anchors.verticalCenter: parent.verticalCenter
                text: "SIMULATOR"; color: Theme.text3
                font { family: Theme.fontFamily; pixelSize: phone.px(10); weight: Font.DemiBold; letterSpacing: 0.6 }
            }
        }
        Row {  // what else there is
            visible: phone.page !== "sale"
            x: 16 * phone.k; y: 34 * phone.k; spacing: 6 * phone.k; z: 1
            PushButton { id: back; objectName: "back"; visible: phone.side !== ""; scaleFactor: phone.k; implicitHeight: 28 * phone.k; font.pixelSize: phone.px(12); text: "\u2039 " + qsTr("Back"); onClicked: phone.side = "" }
            PushButton { objectName: "history"; visible: phone.side === "" && phone.desk && phone.desk.history.length > 0; scaleFactor: phone.k; implicitHeight: 28 * phone.k; font.pixelSize: phone.px(12)
                         text: qsTr("History"); onClicked: phone.side = "history" }
            PushButton { objectName: "settings"; visible: phone.side === "" && phone.desk && !phone.desk.attached; scaleFactor: phone.k; implicitHeight: 28 * phone.k; font.pixelSize: phone.px(12)
                         text: qsTr("Connection"); onClicked: phone.side = "settings" }
            PushButton { objectName: "logOut"; visible: phone.side === "" && phone.page === "amount"; scaleFactor: phone.k; implicitHeight: 28 * phone.k; font.pixelSize: phone.px(12)
                         text: qsTr("Log out"); onClicked: phone.desk.logOut() }
        }
        Column {  // login
            visible: phone.page === "login"
            x: 20 * phone.k; y: 76 * phone.k; width: parent.width - 40 * phone.k
            spacing: 14 * phone.k
            Column {
                width: parent.width; spacing: 6 * phone.k
                Text { text: phone.desk && phone.desk.reader.merchantName ? phone.desk.reader.merchantName : ""; width: parent.width; elide: Text.ElideRight; color: Theme.text1
                       font { family: Theme.fontFamily; pixelSize: phone.px(22); weight: Font.Bold } }
                Text { text: phone.desk && phone.desk.reader.merchant ? qsTr("Test merchant %1").arg(phone.desk.reader.merchant) : ""; color: Theme.text2
                       font { family: Theme.fontFamily; pixelSize: phone.px(13) } }
            }
            TextInputBox { id: operatorId; objectName: "operator"; label: qsTr("Operator"); text: "01"; width: parent.width; scaleFactor: phone.k; onAccepted: login.clicked() }
            TextInputBox { id: password; objectName: "password"; label: qsTr("Password"); text: "0000"; echoMode: TextInput.Password; width: parent.width
                           scaleFactor: phone.k; onAccepted: login.clicked() }
            Rectangle {
                visible: phone.desk && phone.desk.linkState === "confirm"
                width: parent.width; height: codeColumn.implicitHeight + 24 * phone.k; radius: 10 * phone.k; color: Theme.selection
                Column {
                    id: codeColumn
                    x: 14 * phone.k; y: 12 * phone.k; width: parent.width - 28 * phone.k; spacing: 4 * phone.k
                    Text { text: qsTr("Does the reader show this code?"); width: parent.width; wrapMode: Text.WordWrap; color: Theme.text1; font { family: Theme.fontFamily; pixelSize: phone.px(13); weight: Font.DemiBold } }
                    Text { objectName: "code"; Accessible.role: Accessible.StaticText; Accessible.name: qsTr("Code %1").arg(text); text: phone.desk ? phone.desk.code : ""; color: Theme.accent; font { family: Theme.monoFamily; pixelSize: phone.px(26); weight: Font.Bold; letterSpacing: 3 } }
                    Text { text: qsTr("Press the green key on the reader if it does, the red one if not."); width: parent.width; wrapMode: Text.WordWrap; color: Theme.text2
                           font { family: Theme.fontFamily; pixelSize: phone.px(12) } }
                }
            }
            Text {
                visible: text !== "" && phone.desk && phone.desk.linkState !== "confirm"
                width: parent.width; wrapMode: Text.WordWrap; color: phone.desk && phone.desk.phoneError !== "" ? Theme.error : Theme.text2
                Accessible.role: Accessible.AlertMessage; Accessible.name: text
                text: !phone.desk ? "" : phone.desk.phoneError !== "" ? phone.desk.phoneError : phone.desk.loggedIn ? phone.desk.phoneText : ""
                font { family: Theme.fontFamily; pixelSize: phone.px(13) }
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
                enabled: phone.desk && phone.desk.linkState !== "confirm" && phone.desk.failure === ""
                onClicked: phone.desk.logIn(operatorId.text, password.text)
            }
            Text { anchors.horizontalCenter: parent.horizontalCenter; text: qsTr("Test account, filled in for you"); color: Theme.text3
                   font { family: Theme.fontFamily; pixelSize: phone.px(12) } }
        }
        Column {  // a service and its amount
            visible: phone.page === "amount"
            x: 20 * phone.k; y: 74 * phone.k; width: parent.width - 40 * phone.k
            spacing: 12 * phone.k
            Flow {
                width: parent.width; spacing: 6 * phone.k
                Repeater {
                    model: phone.desk ? phone.desk.services : []
                    PushButton {
                        required property string modelData
                        objectName: "service_" + modelData
                        scaleFactor: phone.k; implicitHeight: 30 * phone.k; font.pixelSize: phone.px(12)
                        text: Words.service(modelData); selected: phone.service === modelData
                        Accessible.checkable: true; Accessible.checked: selected
                        onClicked: phone.service = modelData
                    }
                }
            }
            Text {
                visible: phone.hasAmount
                text: "\u00A5" + (amount.text === "" ? "0.00" : amount.text); color: Theme.text1
                font { family: Theme.fontFamily; pixelSize: phone.px(36); weight: Font.Bold }
            }
            TextInputBox {
                id: amount; objectName: "amount"; label: qsTr("Amount"); width: parent.width; scaleFactor: phone.k; visible: phone.hasAmount
                wrong: phone.desk && phone.desk.phoneError !== ""
                validator: RegularExpressionValidator { regularExpression: /[0-9]{0,10}(\.[0-9]{0,2})?/ }
                onAccepted: phone.charge()
            }
            Repeater {
                id: extra
                model: phone.fields.filter(f => f.name !== "amount_minor")
                TextInputBox {
                    required property var modelData
                    readonly property string fieldName: modelData.name
                    objectName: "field_" + modelData.name
                    label: Words.field(modelData.name); width: parent.width; scaleFactor: phone.k
                    // The last transaction is what people mean most often.
                    text: modelData.name.indexOf("trace") >= 0 && phone.desk.history.length > 0 ? String(phone.desk.history[0].trace)
                        : modelData.name.indexOf("reference") >= 0 && phone.desk.history.length > 0 ? phone.desk.history[0].reference : ""
                    onAccepted: phone.charge()
                }
            }
            Text { visible: text !== ""; width: parent.width; wrapMode: Text.WordWrap; color: Theme.error; text: phone.desk ? phone.desk.phoneError : ""
                   Accessible.role: Accessible.AlertMessage; Accessible.name: text
                   font { family: Theme.fontFamily; pixelSize: phone.px(13) } }
            Text { text: phone.desk && phone.desk.batch !== "" ? qsTr("Signed in, batch %1").arg(phone.desk.batch) : ""; color: Theme.text3
                   font { family: Theme.fontFamily; pixelSize: phone.px(12) } }
        }
        PushButton {
            id: chargeButton; objectName: "charge"; visible: phone.page === "amount"
            x: 20 * phone.k; width: parent.width - 40 * phone.k
            anchors.bottom: parent.bottom; anchors.bottomMargin: 40 * phone.k
            primary: true; scaleFactor: phone.k; text: phone.service === "sale" ? qsTr("Charge") : Words.service(phone.service)
            onClicked: phone.charge()
        }
        SaleSteps {
            id: steps
            visible: phone.page === "sale"
            objectName: "steps"
            desk: phone.desk; k: phone.k
            anchors { fill: parent; topMargin: 44 * phone.k; bottomMargin: 20 * phone.k; leftMargin: 18 * phone.k; rightMargin: 18 * phone.k }
        }
        ListView {  // what this phone has done
            id: past
            objectName: "past"
            visible: phone.page === "history"
            anchors { fill: parent; topMargin: 72 * phone.k; bottomMargin: 24 * phone.k; leftMargin: 18 * phone.k; rightMargin: 18 * phone.k }
            clip: true; spacing: 6 * phone.k; boundsBehavior: Flickable.StopAtBounds
            model: phone.desk ? phone.desk.history : []
            property int open: -1
            Accessible.role: Accessible.List
            Accessible.name: qsTr("History")
            delegate: Rectangle {
                id: entry
                required property var modelData
                required property int index
                width: past.width; height: told.implicitHeight + 16 * phone.k; radius: 8 * phone.k; color: Theme.card
                activeFocusOnTab: true
                border.width: activeFocus ? 2 : 0; border.color: Theme.accent
                Accessible.role: Accessible.ListItem
                Accessible.name: Words.service(modelData.type) + ", " + Theme.money(modelData.amount_minor) + ", " + Words.outcome(modelData.outcome)
                Accessible.onPressAction: toggle()
                function toggle() { past.open = past.open === index ? -1 : index }
                Keys.onReturnPressed: toggle()
                Keys.onEnterPressed: toggle()
                Keys.onSpacePressed: toggle()
                Column {
                    id: told
                    x: 10 * phone.k; y: 8 * phone.k; width: parent.width - 20 * phone.k; spacing: 2 * phone.k
                    Text { text: Words.service(entry.modelData.type) + "  " + Theme.money(entry.modelData.amount_minor || entry.modelData.balance_minor); color: Theme.text1
                           font { family: Theme.fontFamily; pixelSize: phone.px(14); weight: Font.DemiBold } }
                    Text { text: (entry.modelData.outcome === "approved" ? "\u2713 " : "\u2715 ") + Words.outcome(entry.modelData.outcome) + "  " + entry.modelData.masked_pan; color: entry.modelData.outcome === "approved" ? Theme.ok : Theme.error
                           font { family: Theme.fontFamily; pixelSize: phone.px(12) } }
                    Text { text: qsTr("virtual time %1").arg(entry.modelData.time); color: Theme.text3; font { family: Theme.monoFamily; pixelSize: phone.px(11) } }
                    Text { visible: past.open === entry.index && entry.modelData.receipt.length > 0; width: parent.width; text: entry.modelData.receipt.join("\n"); color: Theme.text1; wrapMode: Text.WrapAnywhere
                           font { family: Theme.monoFamily; pixelSize: phone.px(10) } }
                }
                MouseArea { anchors.fill: parent; onClicked: entry.toggle() }
            }
        }
        Column {  // how it reaches reader and acquirer
            visible: phone.page === "settings"
            x: 20 * phone.k; y: 80 * phone.k; width: parent.width - 40 * phone.k; spacing: 12 * phone.k
            Text { text: qsTr("Link to the reader"); color: Theme.text1; font { family: Theme.fontFamily; pixelSize: phone.px(14); weight: Font.DemiBold } }
            Row {
                spacing: 6 * phone.k
                Repeater {
                    model: [["loopback", qsTr("In memory")], ["tcp", "TCP"]]
                    PushButton {
                        required property var modelData
                        objectName: "link_" + modelData[0]
                        scaleFactor: phone.k; implicitHeight: 32 * phone.k; font.pixelSize: phone.px(13)
                        text: modelData[1]; selected: phone.desk && phone.desk.linkChoice === modelData[0]
                        enabled: phone.desk && phone.desk.linkState === "down"
                        onClicked: phone.desk.linkChoice = modelData[0]
                    }
                }
            }
            Text { visible: phone.desk && phone.desk.linkState !== "down"; width: parent.width; wrapMode: Text.WordWrap; text: qsTr("Log out to change the link."); color: Theme.text3; font { family: Theme.fontFamily; pixelSize: phone.px(12) } }
            Text { text: qsTr("Acquirer"); color: Theme.text1; font { family: Theme.fontFamily; pixelSize: phone.px(14); weight: Font.DemiBold } }
            Text { width: parent.width; wrapMode: Text.WordWrap; text: phone.desk ? Words.host(phone.desk.host) : ""; color: Theme.text2; font { family: Theme.fontFamily; pixelSize: phone.px(13) } }
            TextInputBox { id: acquirer; objectName: "acquirer"; label: qsTr("HOST:PORT, empty for the built-in one"); width: parent.width; scaleFactor: phone.k; onAccepted: useIt.clicked() }
            PushButton { id: useIt; objectName: "useAcquirer"; scaleFactor: phone.k; text: qsTr("Use it (the reader starts anew)"); onClicked: { phone.side = ""; phone.desk.useAcquirer(acquirer.text) } }
        }
    }
}
