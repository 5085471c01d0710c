// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/apdu.hpp"
#include "devicemodel/emv/types.hpp"

namespace mpos::emv {

/// What selection wants next.
struct SelectionStep {
  enum class Kind : std::uint8_t { send, ready, card_blocked };
  Kind kind = Kind::ready;
};

/// Builds the list of applications both sides know (EMV book 1 section 12.3): by the payment system environment, and
/// by trying each terminal AID when that gives none.
class Selection {
 public:
  /// Begins; the first command is in `apdu`.
  SelectionStep start(const AidTable& aids, bool use_pse, Candidates& out, Apdu& apdu) noexcept;
  SelectionStep on_reply(const AidTable& aids, const Reply& reply, Candidates& out, Apdu& apdu) noexcept;
  /// Whether an application the terminal knows was there but blocked (6283).
  bool met_a_blocked_one() const noexcept { return blocked_; }

 private:
  enum class State : std::uint8_t { environment, directory, list };
  SelectionStep try_aid(const AidTable& aids, Candidates& out, Apdu& apdu) noexcept;
  SelectionStep on_directory(const AidTable& aids, const Reply& reply, Candidates& out, Apdu& apdu) noexcept;
  SelectionStep on_listed(const AidTable& aids, const Reply& reply, Candidates& out, Apdu& apdu) noexcept;
  static void read_directory_command(std::uint8_t record, std::uint8_t sfi, Apdu& apdu) noexcept;

  State state_ = State::list;
  std::uint8_t sfi_ = 0;
  std::uint8_t record_ = 0;
  std::size_t aid_ = 0;
  std::uint8_t nexts_ = 0;
  bool next_ = false;
  bool blocked_ = false;
};

/// Adds one directory entry (the value of a template 61) if the terminal knows its application; for PPSE too.
/// False when it is malformed.
bool add_entry(const AidTable& aids, Bytes entry, Candidates& out) noexcept;
/// Sorts by the low nibble of the priority, 1 first, 0 last; equals keep their order.
void sort_by_priority(Candidates& candidates) noexcept;
/// True when the card's name is, or for partial selection begins with, the terminal's AID.
bool name_matches(const AidParameters& aid, Bytes name) noexcept;

}  // namespace mpos::emv
