// SPDX-License-Identifier: Apache-2.0
#include "scenarios/runner/judge.hpp"

#include <algorithm>

#include "devicemodel/base/pan.hpp"
#include "scenarios/load/values.hpp"
#include "scenarios/load/words.hpp"

namespace mpos::runner {
namespace {

using bus::v1::Event;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

bool shows(const bus::v1::Screen& screen, const std::string& text) {
  return screen.on() && std::any_of(screen.lines().begin(), screen.lines().end(),
                                    [&](const auto& line) { return contains(line, text); });
}

std::string lines_of(const Event* event) {
  if (event == nullptr) return "no frame yet";
  if (!event->screen().on()) return "a dark display";
  std::string out;
  for (const auto& line : event->screen().lines()) out += (out.empty() ? "" : " | ") + line;
  return "screen " + std::to_string(event->screen().number()) + ": " + out;
}

std::string state_word(const bus::v1::LinkState& link) {
  return load::enum_word(*bus::v1::LinkState::State_descriptor()->FindValueByNumber(link.state()));
}

bool light_on(const bus::v1::Lights& lights, const std::string& name) {
  const auto* field = bus::v1::Lights::descriptor()->FindFieldByName(name);
  return field != nullptr && bus::v1::Lights::GetReflection()->GetBool(lights, field);
}

std::string text_of(const bus::v1::Outcome& o) {
  std::string out = o.outcome();
  if (!o.response_code().empty()) out += ", response_code " + o.response_code();
  if (!o.masked_pan().empty()) out += ", masked_pan " + o.masked_pan();
  if (o.reversal_pending()) out += ", reversal_pending";
  if (o.offline()) out += ", offline";
  if (o.uploads_pending() != 0) out += ", uploads_pending " + std::to_string(o.uploads_pending());
  if (o.balance_minor() != 0) out += ", balance " + load::format_money(o.balance_minor());
  if (!o.detail().empty()) out += ", detail " + quoted(o.detail());
  return out;
}

std::string text_of(const bus::v1::EmvResult& e) {
  std::string out = e.disposition() + ", reason " + e.reason() + ", cryptogram " + e.cryptogram() + ", tvr " + e.tvr() +
                    ", tsi " + e.tsi() + ", cvm_results " + e.cvm_results() + ", aid " + e.aid();
  if (!e.response_code().empty()) out += ", response_code " + e.response_code();
  if (!e.script_results().empty()) out += ", script_results " + e.script_results();
  if (e.reverse()) out += ", reverse";
  if (e.fallback()) out += ", fallback";
  if (e.signature()) out += ", signature";
  return out;
}

}  // namespace

void Memory::take(const Event& event) {
  events_.push_back(event);
  switch (event.what_case()) {
    case Event::kScreen:
    case Event::kLights:
    case Event::kLink:
    case Event::kPhone: standing_[{event.reader(), event.what_case()}] = event; break;
    case Event::kAccount: accounts_[event.account().masked_pan()] = event.account(); break;
    default: break;
  }
}

const Event* Memory::standing(std::string_view reader, Event::WhatCase what) const {
  const auto found = standing_.find(std::pair{std::string(reader), static_cast<int>(what)});
  return found == standing_.end() ? nullptr : &found->second;
}

const bus::v1::AccountState* Memory::account(std::string_view masked_pan) const {
  const auto found = accounts_.find(masked_pan);
  return found == accounts_.end() ? nullptr : &found->second;
}

Judge::Judge(const scenario::v1::Expect& expect, Given given, std::string reader)
    : expect_(expect), given_(given), reader_(std::move(reader)) {}

bool Judge::concerns(const Event& event) const {
  return event.reader().empty() || event.reader() == reader_;
}

bool Judge::asks_outcome() const {
  return !expect_.outcome().empty() || !expect_.response_code().empty() || !expect_.detail().empty() ||
         expect_.has_reversal_pending() || expect_.has_offline() || expect_.has_uploads_pending() || given_.balance;
}

Judge::Condition Judge::lcd(const Memory& memory) const {
  const Event* now = memory.standing(reader_, Event::kScreen);
  Condition c{"lcd " + quoted(expect_.lcd()), lines_of(now)};
  c.holds = (now != nullptr && shows(now->screen(), expect_.lcd())) ||
            std::any_of(memory.events().begin(), memory.events().end(), [&](const Event& event) {
              return event.has_screen() && event.reader() == reader_ && shows(event.screen(), expect_.lcd());
            });
  return c;
}

Judge::Condition Judge::never_lcd(const Memory& memory) const {
  Condition c{"never_lcd " + quoted(expect_.never_lcd()), {}, true, true};
  for (const Event& event : memory.events()) {
    if (!event.has_screen() || event.reader() != reader_ || !shows(event.screen(), expect_.never_lcd())) continue;
    c.holds = false;
    c.seen = lines_of(&event);
  }
  return c;
}

Judge::Condition Judge::outcome(const Memory& memory) const {
  Condition c{{}, "no outcome"};
  const auto ask = [&](const std::string& text) { c.asked += (c.asked.empty() ? "" : ", ") + text; };
  if (!expect_.outcome().empty()) ask("outcome " + expect_.outcome());
  if (!expect_.response_code().empty()) ask("response_code " + expect_.response_code());
  if (!expect_.masked_pan().empty()) ask("masked_pan " + expect_.masked_pan());
  if (!expect_.detail().empty()) ask("detail " + quoted(expect_.detail()));
  if (expect_.has_reversal_pending())
    ask(std::string("reversal_pending ") + (expect_.reversal_pending() ? "true" : "false"));
  if (expect_.has_offline()) ask(std::string("offline ") + (expect_.offline() ? "true" : "false"));
  if (expect_.has_uploads_pending()) ask("uploads_pending " + std::to_string(expect_.uploads_pending()));
  if (given_.balance) ask("balance " + load::format_money(expect_.balance_minor()));
  for (const Event& event : memory.events()) {
    if (!event.has_outcome() || !concerns(event)) continue;
    const auto& o = event.outcome();
    c.seen = text_of(o);
    c.holds = (expect_.outcome().empty() || o.outcome() == expect_.outcome()) &&
              (expect_.response_code().empty() || o.response_code() == expect_.response_code()) &&
              (expect_.masked_pan().empty() || o.masked_pan() == expect_.masked_pan()) &&
              (expect_.detail().empty() || contains(o.detail(), expect_.detail())) &&
              (!expect_.has_reversal_pending() || o.reversal_pending() == expect_.reversal_pending()) &&
              (!expect_.has_offline() || o.offline() == expect_.offline()) &&
              (!expect_.has_uploads_pending() || o.uploads_pending() == expect_.uploads_pending()) &&
              (!given_.balance || o.balance_minor() == expect_.balance_minor());
    if (c.holds) break;
  }
  return c;
}

Judge::Condition Judge::phone(const Memory& memory) const {
  const Event* now = memory.standing(reader_, Event::kPhone);
  Condition c{"phone " + quoted(expect_.phone()),
              now == nullptr ? "a phone that shows nothing" : now->phone().stage() + " " + quoted(now->phone().text())};
  const auto fits = [&](const Event& event) {
    return event.phone().stage() == expect_.phone() || contains(event.phone().text(), expect_.phone());
  };
  c.holds = (now != nullptr && fits(*now)) ||
            std::any_of(memory.events().begin(), memory.events().end(), [&](const Event& event) {
              return event.has_phone() && event.reader() == reader_ && fits(event);
            });
  return c;
}

Judge::Condition Judge::link(const Memory& memory) const {
  const Event* now = memory.standing(reader_, Event::kLink);
  Condition c{"link " + expect_.link(),
              now == nullptr ? "no link yet" : state_word(now->link()) + " " + now->link().reason()};
  c.holds = (now != nullptr && state_word(now->link()) == expect_.link()) ||
            std::any_of(memory.events().begin(), memory.events().end(), [&](const Event& event) {
              return event.has_link() && event.reader() == reader_ && state_word(event.link()) == expect_.link();
            });
  return c;
}

Judge::Condition Judge::light(const Memory& memory) const {
  const Event* now = memory.standing(reader_, Event::kLights);
  Condition c{"light " + expect_.light(), "it is off"};
  c.holds = (now != nullptr && light_on(now->lights(), expect_.light())) ||
            std::any_of(memory.events().begin(), memory.events().end(), [&](const Event& event) {
              return event.has_lights() && event.reader() == reader_ && light_on(event.lights(), expect_.light());
            });
  return c;
}

Judge::Condition Judge::account(const Memory& memory) const {
  const std::string masked(mask_pan(expect_.account().pan()).view());
  const auto* state = memory.account(masked);
  Condition c{"account " + masked,
              state == nullptr ? "nothing was told of it" : "balance " + load::format_money(state->balance_minor())};
  if (given_.account_balance) c.asked += " with balance " + load::format_money(expect_.account().balance_minor());
  c.holds =
      state != nullptr && (!given_.account_balance || state->balance_minor() == expect_.account().balance_minor());
  return c;
}

Judge::Condition Judge::host(const Memory& memory) const {
  const auto& asked = expect_.host();
  const std::uint32_t times = asked.times() == 0 ? 1 : asked.times();
  Condition c{"host " + asked.mti(), {}};
  if (!asked.response_code().empty()) c.asked += " response_code " + asked.response_code();
  c.asked += ", " + std::to_string(times) + (times == 1 ? " time" : " times");
  std::uint32_t count = 0;
  for (const Event& event : memory.events()) {
    if (!event.has_host_message() || !concerns(event)) continue;
    const auto& message = event.host_message();
    c.seen += (c.seen.empty() ? "" : ", ") + message.mti() +
              (message.response_code().empty() ? "" : " " + message.response_code());
    if ((asked.mti().empty() || message.mti() == asked.mti()) &&
        (asked.response_code().empty() || message.response_code() == asked.response_code())) {
      ++count;
    }
  }
  if (c.seen.empty()) c.seen = "no message";
  c.holds = count >= times;
  return c;
}

Judge::Condition Judge::emv(const Memory& memory) const {
  const auto& asked = expect_.emv();
  Condition c{"emv", "no chip transaction ended"};
  bool fits = true;
  const auto text = [&](const char* name, const std::string& wanted, const std::string& found) {
    if (wanted.empty()) return;
    if (c.asked.find(name) == std::string::npos) c.asked += std::string(" ") + name + " " + wanted;
    fits = fits && wanted == found;
  };
  const auto flag = [&](const char* name, bool asks, bool wanted, bool found) {
    if (asks) text(name, wanted ? "true" : "false", found ? "true" : "false");
  };
  const auto compare = [&](const bus::v1::EmvResult& e) {
    fits = true;
    text("disposition", asked.disposition(), e.disposition());
    text("reason", asked.reason(), e.reason());
    text("cryptogram", asked.cryptogram(), e.cryptogram());
    text("tvr", asked.tvr(), e.tvr());
    text("tsi", asked.tsi(), e.tsi());
    text("cvm_results", asked.cvm_results(), e.cvm_results());
    text("aid", asked.aid(), e.aid());
    text("response_code", asked.response_code(), e.response_code());
    text("script_results", asked.script_results(), e.script_results());
    text("interface", asked.interface(), e.interface());
    flag("reverse", asked.has_reverse(), asked.reverse(), e.reverse());
    flag("fallback", asked.has_fallback(), asked.fallback(), e.fallback());
    flag("signature", asked.has_signature(), asked.signature(), e.signature());
    return fits;
  };
  (void)compare(bus::v1::EmvResult::default_instance());
  for (const Event& event : memory.events()) {
    if (!event.has_emv_result() || event.reader() != reader_) continue;
    c.seen = text_of(event.emv_result());
    c.holds = compare(event.emv_result());
    if (c.holds) break;
  }
  return c;
}

Judge::Condition Judge::apdu(const Memory& memory) const {
  const auto& asked = expect_.apdu();
  const std::uint32_t times = asked.times() == 0 ? 1 : asked.times();
  Condition c{"apdu " + asked.command(), {}};
  if (!asked.status().empty()) c.asked += " status " + asked.status();
  c.asked += ", " + std::to_string(times) + (times == 1 ? " time" : " times");
  std::uint32_t count = 0;
  for (const Event& event : memory.events()) {
    if (!event.has_apdu() || event.reader() != reader_) continue;
    const auto& apdu = event.apdu();
    const bool command = std::string_view{apdu.command()}.starts_with(asked.command());
    if (command) {
      const std::string& response = apdu.response();
      c.seen += (c.seen.empty() ? "" : ", ") + apdu.command().substr(0, 10) + " -> " +
                (response.size() < 4 ? "mute" : response.substr(response.size() - 4));
    }
    if (command && (asked.status().empty() || std::string_view{apdu.response()}.ends_with(asked.status()))) ++count;
  }
  if (c.seen.empty()) c.seen = "no such command";
  c.holds = count >= times;
  return c;
}

Judge::Condition Judge::refused(const Memory& memory) const {
  Condition c{"refused " + quoted(expect_.refused()), "nothing was refused"};
  for (const Event& event : memory.events()) {
    if (!event.has_refused()) continue;
    c.seen = quoted(event.refused().reason());
    c.holds = c.holds || contains(event.refused().reason(), expect_.refused());
  }
  return c;
}

Judge::Condition Judge::beep(const Memory& memory) const {
  const bool heard = std::any_of(memory.events().begin(), memory.events().end(),
                                 [&](const Event& event) { return event.has_beep() && event.reader() == reader_; });
  Condition c{expect_.beep() ? "a beep" : "no beep", heard ? "a beep" : "no beep"};
  c.never = !expect_.beep();
  c.holds = heard == expect_.beep();
  return c;
}

Judge::Condition Judge::audit(const Memory& memory) const {
  Condition c{"audit " + quoted(expect_.audit()), {}};
  for (const Event& event : memory.events()) {
    if (!event.has_audit() || event.reader() != reader_) continue;
    c.seen += (c.seen.empty() ? "" : ", ") + event.audit().what();
    c.holds = c.holds || event.audit().what() == expect_.audit();
  }
  if (c.seen.empty()) c.seen = "no audit entry";
  return c;
}

std::vector<Judge::Condition> Judge::conditions(const Memory& memory) const {
  std::vector<Condition> out;
  if (!expect_.lcd().empty()) out.push_back(lcd(memory));
  if (!expect_.never_lcd().empty()) out.push_back(never_lcd(memory));
  if (!expect_.phone().empty()) out.push_back(phone(memory));
  if (asks_outcome()) {
    out.push_back(outcome(memory));
  } else if (!expect_.masked_pan().empty()) {
    Condition c = outcome(memory);
    c.holds =
        c.holds || std::any_of(memory.events().begin(), memory.events().end(), [&](const Event& event) {
          return event.has_phone() && event.reader() == reader_ && event.phone().masked_pan() == expect_.masked_pan();
        });
    out.push_back(c);
  }
  if (!expect_.link().empty()) out.push_back(link(memory));
  if (!expect_.light().empty()) out.push_back(light(memory));
  if (expect_.has_account()) out.push_back(account(memory));
  if (expect_.has_host()) out.push_back(host(memory));
  if (expect_.has_emv()) out.push_back(emv(memory));
  if (expect_.has_apdu()) out.push_back(apdu(memory));
  if (!expect_.refused().empty()) out.push_back(refused(memory));
  if (expect_.has_beep()) out.push_back(beep(memory));
  if (!expect_.audit().empty()) out.push_back(audit(memory));
  return out;
}

Verdict Judge::judge(const Memory& memory) const {
  bool all = true;
  for (const Condition& c : conditions(memory)) {
    if (c.never && !c.holds) return Verdict::broken;
    // What must not be cannot be known to hold before the wait is over.
    all = all && c.holds && !c.never;
  }
  return all ? Verdict::holds : Verdict::open;
}

bool Judge::holds_at_deadline(const Memory& memory) const {
  const auto all = conditions(memory);
  return std::all_of(all.begin(), all.end(), [](const Condition& c) { return c.holds; });
}

std::string Judge::expected() const {
  std::string out;
  for (const Condition& c : conditions(Memory{})) out += (out.empty() ? "" : "; ") + c.asked;
  return out;
}

std::string Judge::actual(const Memory& memory) const {
  std::string out;
  for (const Condition& c : conditions(memory)) {
    if (!c.holds) out += (out.empty() ? "" : "; ") + c.seen;
  }
  return out;
}

}  // namespace mpos::runner
