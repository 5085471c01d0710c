// SPDX-License-Identifier: Apache-2.0
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
  screen_.center(2, prompt(sign_in_.is_valid(now()) ? Prompt::none : Prompt::please_sign_in, language_));
  screen_.center(3, clock);
  screen_.flush();
  board_.timers.start(clock_timer, std::chrono::seconds{60 - time.second});
}

Prompt Reader::service_name() const noexcept {
  switch (task_) {
    case Task::sign_in: return Prompt::sign_in;
    case Task::upload: return Prompt::upload;
    case Task::transaction:
    case Task::none: break;
  }
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
