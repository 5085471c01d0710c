// SPDX-License-Identifier: Apache-2.0
// The mark of a lane: shape first, then colour. Phone tall bar, reader square, card wide bar, PSAM diamond, host disc.
import QtQuick

Rectangle {
    property string lane
    implicitWidth: lane === "phone" ? 5 : lane === "card" ? 12 : 9
    implicitHeight: lane === "phone" ? 12 : lane === "card" ? 6 : 9
    radius: lane === "host" ? 5 : 1
    rotation: lane === "psam" ? 45 : 0
    color: Theme.lanes[lane] !== undefined ? Theme.lanes[lane] : Theme.text3
}
