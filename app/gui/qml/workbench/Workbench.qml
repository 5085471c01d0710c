// SPDX-License-Identifier: Apache-2.0
// The bench: panels that explain what happens on the desk, each a view of bus events. It fills the place at the window's right.
import QtQuick

Item {
    id: workbench
    property var bench             // the events, app/gui/workbench/bench.hpp
    property var desk              // for acts
    EventList { anchors.fill: parent; desk: workbench.bench }
}
