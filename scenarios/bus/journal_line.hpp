// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mpos/bus/v1/bus.pb.h"

namespace mpos::bus {

/// One line of masked, deterministic text, without a line end: number, virtual time, reader, what happened. No key
/// digit of a PIN, no key, no clear account data: events hold none, and display dots and message bytes appear as check
/// sums.
std::string to_journal_line(const v1::Event& event);

}  // namespace mpos::bus
