// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include "mpos/bus/v1/bus.pb.h"

namespace mpos::gui {

/// An event as the timeline tells it. Lanes: 0 phone, 1 reader, 2 card, 3 PSAM, 4 host.
struct EventWords {
  int from = 1;
  int to = 1;    ///< another lane than `from`: a message between the two
  QString mark;  ///< arrow, square (screen), triangle (flash), ring (card in or out), diamond (PSAM), dot
  QString title;
  QString detail;
  QString bytes;  ///< their count; empty where there are none
  bool problem = false;
};

/// False for an event that is no row: answers to commands, snapshots, a key's release, lights.
bool is_row(const bus::v1::Event& event);
EventWords words_of(const bus::v1::Event& event);

}  // namespace mpos::gui
