// SPDX-License-Identifier: Apache-2.0
// Glass to sign on: strokes drawn with mouse or finger, in shares of its size. Read-only it shows what was signed.
import QtQuick

Item {
    id: pad
    property var strokes: []
    property bool readOnly: false
    property real k: 1
    Accessible.role: Accessible.Canvas
    Accessible.name: readOnly ? qsTr("Signature") : strokes.length > 0 ? qsTr("Signature field, %1 strokes").arg(strokes.length) : qsTr("Signature field, empty; the space bar draws a test signature")
    activeFocusOnTab: !readOnly
    // For hands that hold no mouse: a few waves.
    function draw() {
        const line = []
        for (let i = 0; i <= 40; ++i) line.push(0.15 + 0.0175 * i, 0.55 - 0.22 * Math.sin(i * 0.8) * (1 - i / 55))
        strokes = strokes.concat([line])
    }
    Keys.onSpacePressed: if (!readOnly) draw()
    Keys.onDeletePressed: if (!readOnly) clear()
    function clear() { strokes = []; canvas.requestPaint() }
    onStrokesChanged: canvas.requestPaint()
    Rectangle { anchors.fill: parent; radius: 8 * pad.k; color: pad.readOnly ? "transparent" : Theme.card; border.width: pad.readOnly ? 0 : pad.activeFocus ? 2 : 1; border.color: pad.activeFocus ? Theme.accent : Theme.lineStrong }
    Rectangle { x: 12 * pad.k; width: parent.width - 24 * pad.k; y: parent.height * 0.78; height: 1; color: Theme.lineStrong }
    Canvas {
        id: canvas
        anchors.fill: parent
        onPaint: {
            const c = getContext("2d")
            c.reset()
            c.strokeStyle = pad.readOnly ? "#1B1E23" : String(Theme.text1)
            c.lineWidth = Math.max(1.5, 2 * pad.k)
            c.lineCap = "round"; c.lineJoin = "round"
            for (const stroke of pad.strokes) {
                c.beginPath()
                for (let i = 0; i + 1 < stroke.length; i += 2) c[i === 0 ? "moveTo" : "lineTo"](stroke[i] * width, stroke[i + 1] * height)
                if (stroke.length === 2) c.lineTo(stroke[0] * width + 0.5, stroke[1] * height)
                c.stroke()
            }
        }
    }
    MouseArea {
        anchors.fill: parent
        enabled: !pad.readOnly
        preventStealing: true
        property var now: []
        function at(mouse) { return [Math.max(0, Math.min(1, mouse.x / width)), Math.max(0, Math.min(1, mouse.y / height))] }
        onPressed: mouse => { if (pad.strokes.length >= 200) return; now = at(mouse); pad.strokes = pad.strokes.concat([now]) }
        onPositionChanged: mouse => {
            if (!pressed || now.length === 0 || now.length >= 4000) return
            now = now.concat(at(mouse))
            pad.strokes = pad.strokes.slice(0, -1).concat([now])
        }
        onReleased: now = []
    }
}
