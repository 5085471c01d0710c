// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/sim/journal.hpp"
#include "mpos/bus/v1/bus.pb.h"

namespace mpos::bus {

/// What happened, as one line of masked, deterministic text: the part of a journal line after number, time and reader.
/// No key digit of a PIN, no key, no clear account data: events hold none, and display dots and message bytes appear as
/// check sums. Hexadecimal values, which world::ApduMask has masked where they are a card's, are marked as such.
sim::JournalText to_journal_text(const v1::Event& event);

}  // namespace mpos::bus
