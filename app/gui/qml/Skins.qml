// SPDX-License-Identifier: Apache-2.0
// What the readers look like, in millimetres from the body's top left corner, and their paints. A profile names its skin; one without
// gets the plain bar.
pragma Singleton
import QtQuick

QtObject {
    readonly property var gold: ({
        lip: ["#B99A66", "#8F7345", "#6E5733"], lipLine: "#D8BF92", chipLip: ["#8F7345", "#6E5733", "#9E8251"],
        rim: ["#F5E7CC", "#E6D1A8", "#DBC296", "#CBB082", "#B8996A"], rimEdge: "#A88A58", light: "#FFF6E2",
        face: ["#D9C094", "#EAD8B4", "#EEDDBC", "#E2CCA2", "#CDB386"], glassLine: "#9C7F4D", ink: "#5A431A",
        fn: ["#E9D9B8", "#DCC79C", "#AC8E5B", "#3A2C12"], digit: ["#FDF8EC", "#F0E2C6", "#B79A68", "#3A2C12"], notch: "#5E4A27", shade: "#8A6F3F"
    })
    readonly property var silver: ({
        lip: ["#A9AEB5", "#7C828B", "#565C65"], lipLine: "#CED3D9", chipLip: ["#7C828B", "#565C65", "#8E949C"],
        rim: ["#F7F8FA", "#E6E9ED", "#D7DBE0", "#C3C8CF", "#A9AFB8"], rimEdge: "#8F959E", light: "#FFFFFF",
        face: ["#CDD2D8", "#E7EAEE", "#F0F2F5", "#DDE1E6", "#C2C8CF"], glassLine: "#7C838C", ink: "#343A43",
        fn: ["#E4E7EB", "#D2D7DD", "#969DA7", "#262B33"], digit: ["#FFFFFF", "#ECEFF3", "#9BA2AC", "#262B33"], notch: "#4D535C", shade: "#6C737D"
    })
    readonly property var slate: ({
        lip: ["#3F5A73", "#2A4258", "#1B2F42"], lipLine: "#7290AA", chipLip: ["#2A4258", "#1B2F42", "#36526B"],
        rim: ["#5F7B95", "#4A667F", "#3A556E", "#2D475F", "#223A50"], rimEdge: "#16283A", light: "#8FAAC2",
        face: ["#2F4A62", "#3C5972", "#43617B", "#395670", "#2A445B"], glassLine: "#142535", ink: "#DCE8F2",
        fn: ["#56728C", "#47627B", "#1C3245", "#FFFFFF"], digit: ["#F3F7FA", "#DDE6EE", "#1F3549", "#142433"], notch: "#101F2D", shade: "#14263A"
    })
    readonly property var graphite: ({
        lip: ["#4A5058", "#33383F", "#1F2328"], lipLine: "#6A7079", chipLip: ["#22262B", "#14171A", "#2A2F35"],
        rim: ["#5A6069", "#34383F", "#262A30", "#1F2328", "#1A1D21"], rimEdge: "#0E1013", light: "#767C86",
        face: ["#23272C", "#2A2E34", "#2D3238", "#282C32", "#202429"], glassLine: "#0B0D10", ink: "#C9CDD3",
        fn: ["#3A3F47", "#2E3239", "#14171A", "#F2F3F5"], digit: ["#3D424A", "#30353C", "#15181C", "#FFFFFF"], notch: "#0A0C0E", shade: "#0C0E11"
    })
    function bar(paint, label) {
        return { width: 63, height: 124, radius: 8.4, pitch: 0.42, lcdX: 4.62, lcdY: 9.1, glass: [2.9, 5.6, 57.2, 37.4], stripeSide: "top",
                 lights: { x: 5.8, y: 38.7, pitch: 15, words: true }, label: [3, 44.6, 57, 3.4], labelText: label, waves: false,
                 fnX: 5.4, fnY: 50, fnPitch: 13.4, fnW: 12, fnH: 6.4, digitX: 5.4, digitY: 59.4, digitPitchX: 18.1, digitPitchY: 11.3, digitW: 16, digitH: 9.4,
                 lastY: 105.4, lastH: 10.2, letters: true, chipMark: 117.6, paint: paint, lcdTop: "#D3E2C8", lcdBottom: "#C6D7BB", blueWhite: false }
    }
    readonly property var all: ({
        youchi: bar(gold, "VIRTUAL mPOS \u00B7 SIMULATOR"),
        "default": bar(silver, "VIRTUAL mPOS \u00B7 SIMULATOR"),
        newland: bar(slate, "BAR N \u00B7 SIMULATOR"),
        m35: { width: 56, height: 87, radius: 6, pitch: 0.35, lcdX: 5.6, lcdY: 7.95, glass: [2.7, 5.2, 50.6, 29.4], stripeSide: "right",
               lights: { x: 14.2, y: 32, pitch: 7.6, words: false }, label: [4, 81.9, 48, 2.8], labelText: "M35 \u00B7 SIMULATOR", waves: true,
               fnX: 0, fnY: -1, fnPitch: 0, fnW: 0, fnH: 0, digitX: 4, digitY: 36.6, digitPitchX: 16.4, digitPitchY: 9.2, digitW: 15.2, digitH: 7.9,
               lastY: 73.4, lastH: 7.9, letters: false, chipMark: -1, paint: graphite, lcdTop: "#DCE6EC", lcdBottom: "#CBD8E0", blueWhite: true }
    })
    function of(name) { return all[name] !== undefined ? all[name] : all["default"] }

    // The largest whole number of device pixels a dot at which the body and its lips fit the desk's height; at least 2.
    function dotScale(skin, deskHeight, deskWidth, devicePixelRatio) {
        const s = of(skin)
        const high = Math.floor((deskHeight - 48) * devicePixelRatio * s.pitch / (s.height + (s.stripeSide === "top" ? 20 : 8)))
        const wide = Math.floor((deskWidth * 0.42) * devicePixelRatio * s.pitch / s.width)
        return Math.max(2, Math.min(high, wide))
    }
}
