// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/base/hex.hpp"
#include "devicemodel/firmware/reader.hpp"
#include "devicemodel/firmware/text.hpp"

namespace mpos::firmware {

void Reader::show_idle() noexcept {
  language_ = config_.language;
  const hal::CalendarTime time = board_.rtc.now();
  FixedString<16> clock{decimal<2>(time.month)};
  clock.append("-");
  clock.append(decimal<2>(time.day));
  clock.append(" ");
  clock.append(decimal<2>(time.hour));
  clock.append(":");
  clock.append(decimal<2>(time.minute));

  screen_.clear();
  screen_.center_title("SIMULATOR");
  screen_.center(1, prompt(Prompt::welcome, language_));
  screen_.center(
      2, prompt(speaks_compat() || sign_in_.is_valid(now()) ? Prompt::none : Prompt::please_sign_in, language_));
  screen_.center(3, clock);
  screen_.flush();
  board_.timers.start(clock_timer, std::chrono::seconds{60 - time.second});
}

Prompt Reader::service_name() const noexcept {
  switch (task_) {
    case Task::sign_in: return Prompt::sign_in;
    case Task::upload: return Prompt::upload;
    case Task::parameters: return Prompt::parameters;
    case Task::transaction:
    case Task::none: break;
  }
  if (order_.type == TransactionType::wallet) return Prompt::wallet;
  if (order_.type == TransactionType::cash_load) return Prompt::cash_load;
  if (order_.type == TransactionType::cash_sale) return Prompt::cash_sale;
  return order_.type == TransactionType::balance ? Prompt::balance : Prompt::sale;
}

void Reader::show_service(Prompt service, Prompt text, std::string_view last) noexcept {
  screen_.clear();
  screen_.title(prompt(service, language_));
  if (task_ == Task::transaction && order_.amount_minor > 0) {
    screen_.center(1, money_text(static_cast<std::int64_t>(order_.amount_minor)));
  }
  screen_.center(2, prompt(text, language_));
  screen_.center(3, last);
  screen_.flush();
}

Prompt Reader::decline_text(std::string_view code) noexcept {
  if (code == "51") return Prompt::not_enough_funds;
  if (code == "55") return Prompt::wrong_pin;
  if (forces_sign_in(code)) return Prompt::please_sign_in;
  return Prompt::declined;
}

Prompt Reader::card_prompt() const noexcept {
  if (contacts_only()) return Prompt::insert_card;
  if (torn_tap_stands()) return Prompt::tap_card;
  if (cash_pays()) {
    if (!tap_welcome()) return Prompt::insert_card;
    return config_.interfaces.chip ? Prompt::tap_or_insert : Prompt::tap_card;
  }
  const bool insert = chip_welcome() && !sale_.chip_given_up();
  if (insert && !stripe_welcome()) return Prompt::insert_card;
  if (tap_welcome()) return insert ? Prompt::tap_insert_or_swipe : Prompt::tap_or_swipe;
  return insert ? Prompt::swipe_or_insert : Prompt::swipe_card;
}

void Reader::show_card_busy() noexcept {
  set_state(ReaderState::card);
  show_service(service_name(), Prompt::processing,
               prompt(by_tap_ ? Prompt::hold_card_still : Prompt::leave_card_in, language_));
}

void Reader::show_choice() noexcept {
  const emv::Candidates& candidates = chip_.candidates();
  screen_.clear();
  screen_.title(prompt(Prompt::choose, language_));
  constexpr std::size_t rows = Screen::lines - 1;
  const std::size_t first = choice_ < rows ? 0 : choice_ - rows + 1;
  for (std::size_t row = 0; row < rows && first + row < candidates.size(); ++row) {
    const emv::Candidate& candidate = candidates[first + row];
    FixedString<18> text{first + row == choice_ ? "> " : "  "};
    const Bytes name = candidate.label.empty() ? candidate.name.span() : candidate.label.span();
    for (const std::uint8_t byte : name) {
      char c[2] = {hex_digits_upper[byte >> 4], hex_digits_upper[byte & 15]};
      if (candidate.label.empty()) {
        if (!text.try_append({c, 2})) break;
        continue;
      }
      c[0] = byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '.';
      if (!text.try_append({c, 1})) break;
    }
    screen_.center(static_cast<int>(row) + 1, text);
  }
  screen_.flush();
}

void Reader::show_offline_pin() noexcept {
  show_service(service_name(), Prompt::enter_pin);
  if (first_offline_pin_) return;
  FixedString<40> again{prompt(Prompt::wrong_pin, language_)};
  if (chip_.tries_left() < 10) {
    again.append(" ");
    again.append(decimal<1>(chip_.tries_left()));
  }
  screen_.center(1, again);
  screen_.flush();
}

void Reader::show_pin_stars() noexcept {
  constexpr std::string_view stars = "************";
  screen_.center(3, part(stars, 0, pin_entry_.digits()));
  screen_.flush();
}

void Reader::show_code(std::string_view code) noexcept {
  screen_.clear();
  screen_.center_title("SIMULATOR");
  FixedString<24> text{prompt(Prompt::match, language_)};
  text.append(code);
  screen_.center(2, text);
  screen_.flush();
}

void Reader::show_result(Prompt text, std::string_view last) noexcept {
  show_service(service_name(), text, last);
  if (task_ == Task::transaction && order_.type == TransactionType::balance &&
      verdict_.judgement == Judgement::approved) {
    screen_.center(1, money_text(verdict_.balance_minor));
    screen_.flush();
  }
}

}  // namespace mpos::firmware
