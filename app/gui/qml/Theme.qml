// SPDX-License-Identifier: Apache-2.0
// The numbers of the design: colours (light theme), type and the scale rule. One place; views read, never repeat.
pragma Singleton
import QtQuick

QtObject {
    readonly property color deskTop: "#EAE7E1"
    readonly property color deskBottom: "#E1DDD5"
    readonly property color surface: "#FCFBF9"
    readonly property color raised: "#F4F2ED"
    readonly property color line: "#DCD8D0"
    readonly property color lineStrong: "#BDB8AE"
    readonly property color text1: "#1B1E23"
    readonly property color text2: "#4E545E"
    readonly property color text3: "#60666F"
    readonly property color accent: "#1B55C4"
    readonly property color ok: "#1B6B3F"
    readonly property color warning: "#855000"
    readonly property color error: "#AF241C"
    readonly property color errorFill: "#FBE6E4"
    readonly property color hover: "#EDEAE4"
    readonly property color selection: "#E4ECFB"
    readonly property color primary: "#1E2631"
    readonly property color primaryHover: "#303C4B"
    readonly property color primaryPressed: "#0E131A"
    readonly property color primaryText: "#FFFFFF"
    readonly property color simulatorFill: "#FFDF9E"
    readonly property color simulatorText: "#5E3B00"
    readonly property color simulatorLine: "#D9A94A"

    readonly property var lanes: ({ "phone": "#1B55C4", "reader": "#855700", "card": "#1B6B3F", "psam": "#673BB0", "host": "#0A6573" })

    readonly property string fontFamily: "Inter"
    readonly property string monoFamily: "JetBrains Mono"

    readonly property real pitchMm: 0.42      // one LCD dot on the bar reader
    readonly property real bodyWidthMm: 63
    readonly property real bodyHeightMm: 124

    // The largest whole number of device pixels a dot at which the body and 48 px fit the desk's height; at least 2.
    function dotScale(deskHeight, devicePixelRatio) {
        const fits = Math.floor((deskHeight - 48) * devicePixelRatio * pitchMm / (bodyHeightMm + 20))
        return Math.max(2, fits)
    }
    function money(minor) {
        const whole = Math.floor(minor / 100)
        const cents = minor % 100
        return "\u00A5" + whole + "." + (cents < 10 ? "0" : "") + cents
    }
}
