// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mpos::test {

/// Plays one session with a reader of seed 1 and writes down every byte of it, as assets/docs/protocol.md shows it:
/// connect, compare the digits, ask for Info, sign in at the acquirer, say goodbye. The phone here is made of the
/// link's parts, with fixed keys. Same program, same text.
std::string play_worked_session();

}  // namespace mpos::test
