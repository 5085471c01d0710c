// SPDX-License-Identifier: Apache-2.0
// The numbers of the design: colours of both themes, type and motion. One place; views read, never repeat.
pragma Singleton
import QtQuick

QtObject {
    id: theme
    property bool dark: false
    property bool reducedMotion: false
    property string language: "en"
    readonly property bool chinese: language !== "en"

    readonly property color deskTop: dark ? "#14161A" : "#EAE7E1"
    readonly property color deskBottom: dark ? "#0F1114" : "#E1DDD5"
    readonly property color surface: dark ? "#1C1F24" : "#FCFBF9"
    readonly property color raised: dark ? "#252930" : "#F4F2ED"
    readonly property color line: dark ? "#31363E" : "#DCD8D0"
    readonly property color lineStrong: dark ? "#4B525D" : "#BDB8AE"
    readonly property color text1: dark ? "#EEECE7" : "#1B1E23"
    readonly property color text2: dark ? "#BABEC6" : "#4E545E"
    readonly property color text3: dark ? "#969CA6" : "#60666F"
    readonly property color accent: dark ? "#8DB2FF" : "#1B55C4"
    readonly property color ok: dark ? "#7FD3A4" : "#1B6B3F"
    readonly property color okInk: dark ? "#14161A" : "#FFFFFF"
    readonly property color warning: dark ? "#F0BB60" : "#855000"
    readonly property color error: dark ? "#FF948C" : "#AF241C"
    readonly property color okFill: dark ? "#18352A" : "#E2F1E8"
    readonly property color warningFill: dark ? "#3A2D14" : "#FBEFD8"
    readonly property color errorFill: dark ? "#442120" : "#FBE6E4"
    readonly property color hover: dark ? "#2B3037" : "#EDEAE4"
    readonly property color selection: dark ? "#22314E" : "#E4ECFB"
    readonly property color primary: dark ? "#DCC293" : "#1E2631"
    readonly property color primaryHover: dark ? "#E9D4AB" : "#303C4B"
    readonly property color primaryPressed: dark ? "#C2A777" : "#0E131A"
    readonly property color primaryText: dark ? "#1B1E23" : "#FFFFFF"
    readonly property color simulatorFill: dark ? "#4A3510" : "#FFDF9E"
    readonly property color simulatorText: dark ? "#FFD98A" : "#5E3B00"
    readonly property color simulatorLine: dark ? "#8A6A2A" : "#D9A94A"
    readonly property color glass: dark ? "#15181C" : "#FFFFFF"        // the phone's page
    readonly property color card: dark ? "#20242A" : "#F4F5F7"         // a box on it

    readonly property var lanes: dark
        ? ({ "phone": "#8DB2FF", "reader": "#E6C07A", "card": "#7FD3A4", "psam": "#C6ABFF", "host": "#70CDDB" })
        : ({ "phone": "#1B55C4", "reader": "#855700", "card": "#1B6B3F", "psam": "#673BB0", "host": "#0A6573" })

    readonly property string fontFamily: "Inter"
    readonly property string monoFamily: "JetBrains Mono"
    // Chinese below 12 px fills in.
    function small(px) { return chinese ? Math.max(12, px) : px }
    function time(ms) { return reducedMotion ? 0 : ms }

    function money(minor) {
        const whole = Math.floor(minor / 100)
        const cents = minor % 100
        return "\u00A5" + whole + "." + (cents < 10 ? "0" : "") + cents
    }
}
