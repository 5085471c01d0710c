// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/compat/front.hpp"
#include "devicemodel/firmware/compat_chip.hpp"
#include "devicemodel/firmware/record_ids.hpp"
#include "devicemodel/hal/hal.hpp"

namespace mpos::firmware {

/// What the reader keeps while its phone speaks 55AA: the wire, what is still to be answered, and the pieces of one
/// transaction between the phone's commands.
struct CompatTask {
  /// What a late answer waits for.
  enum class Waits : std::uint8_t { none, card, pin, confirmation, chip };
  static constexpr std::size_t cache_count = record_id::compat_caches.count;
  static constexpr std::size_t cache_bytes = 255;

  compat::Front front;
  /// The request being answered.
  std::uint8_t packet = 0;
  compat::Command command = compat::Command::reset;
  /// The one that is answered when card or cardholder have done their part.
  Waits waits = Waits::none;
  std::uint8_t late_packet = 0;
  compat::Command late_command = compat::Command::reset;

  bool holds_card = false;  ///< account data of a stripe rest in the sale
  CompatChip chip;
  bool wants_stripe = true;  ///< which ways 0304 opened
  bool wants_chip = false;
  Duration patience{};        ///< how long the phone lets card and cardholder take
  Duration fallback_until{};  ///< the chip gave up: until then its stripe will do, for the same amount
  bool has_pin = false;       ///< and an enciphered PIN
  bool show_masked = false;
  std::uint8_t min_digits = 4;
  std::uint8_t max_digits = 12;
  std::uint64_t amount_minor = 0;
  ByteVector<128> custom;
  ByteVector<128> plain;  ///< what 0207 enciphers once it is confirmed
  std::array<ByteVector<cache_bytes>, cache_count> ram;

  /// Whether the pieces of a transaction are here.
  bool holds() const noexcept { return holds_card || chip.phase != CompatChip::Phase::none; }
  /// And nothing is done with them: only the phone's next command, or the time limit, goes on.
  bool rests() const noexcept {
    return holds() && chip.phase != CompatChip::Phase::running && chip.phase != CompatChip::Phase::finishing;
  }
  /// The request being answered gets its answer later, when card or cardholder have done their part.
  void defer(Waits part) noexcept {
    waits = part;
    late_packet = packet;
    late_command = command;
  }
  /// They have: what is said next answers the deferred request.
  void recall() noexcept {
    waits = Waits::none;
    packet = late_packet;
    command = late_command;
  }
  /// Whether the key may reach a PIN entry that has `count` digits.
  bool takes_digit(hal::Key key, std::size_t count) const noexcept {
    if (hal::digit_of(key)) return count < max_digits;
    return key != hal::Key::enter || count == 0 || count >= min_digits;
  }
};

}  // namespace mpos::firmware
