// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "devicemodel/firmware/config.hpp"

namespace mpos::firmware {

/// Every text the display may show, apart from amounts, times and codes. The order is that of the table.
enum class Prompt : std::uint8_t {
  none,
  sale,
  balance,
  sign_in,
  upload,
  reversal,
  please_sign_in,
  welcome,
  swipe_card,
  swipe_again,
  use_the_chip,
  enter_pin,
  wrong_pin,
  match,
  processing,
  approved,
  declined,
  not_enough_funds,
  cancelled,
  reversed,
  no_host_answer,
  no_connection,
  card_unreadable,
  timed_out,
  answer_refused,
  signature,
  self_test_failed,
  locked,
  swipe_or_insert,
  insert_card,
  leave_card_in,
  remove_card,
  chip_no_answer,
  tap_card,
  hold_card_still,
  present_one_card,
  choose,
  psam_removed,
  no_psam,
  psam_failed,
  wallet,
  wallet_left,
  tap_insert_or_swipe,
  tap_or_swipe,
  see_phone,
  cash_load,
  parameters,
  updated,
  update_failed,
  cash_sale,
  tap_or_insert
};
inline constexpr std::size_t prompt_count = 51;

/// The protected table's text: UTF-8, at most 16 columns (Chinese 2, Latin 1).
std::string_view prompt(Prompt id, Language language) noexcept;

/// Whether the table is the one that was built: its CRC-32 is compared with the figure worked out by the compiler.
bool prompts_intact() noexcept;

}  // namespace mpos::firmware
