// SPDX-License-Identifier: Apache-2.0
#include "scenarios/bus/held_commands.hpp"

#include <algorithm>

namespace mpos::bus {
namespace {

/// Whether this event is the reader's coming to that step.
bool is_step(v1::When when, const v1::Event& event) {
  const auto stage = [&event](std::string_view word) { return event.has_phone() && event.phone().stage() == word; };
  constexpr std::string_view generate_ac = "80AE";
  switch (when) {
    case v1::WHEN_CONNECTED: return event.has_link() && event.link().state() == v1::LinkState::UP;
    case v1::WHEN_WAITING_FOR_CARD: return stage("waiting_for_card");
    case v1::WHEN_CARD_IN: return event.has_card_inserted();
    case v1::WHEN_CARD_OUT: return event.has_card_removed();
    case v1::WHEN_CHIP: return event.has_apdu() && event.apdu().slot() == "icc";
    case v1::WHEN_FIRST_CRYPTOGRAM: return event.has_apdu() && event.apdu().command().starts_with(generate_ac);
    case v1::WHEN_PIN_ENTRY: return stage("pin_entry");
    case v1::WHEN_HOST: return stage("host");
    case v1::WHEN_HOST_ASKED: return event.has_host_message() && event.host_message().to_host();
    case v1::WHEN_RESULT: return event.has_outcome();
    default: return false;
  }
}

}  // namespace

Result<void, std::string> HeldCommands::hold(const v1::Command& command) {
  if (!v1::When_IsValid(command.at())) return Failure{std::string{"no step has this number"}};
  if (command.act_case() == v1::Command::ACT_NOT_SET) return Failure{std::string{"the command names nothing to do"}};
  if (held_.size() >= most) return Failure{std::to_string(most) + " commands wait for their step already"};
  held_.push_back(command);
  return {};
}

std::vector<v1::Command> HeldCommands::due(std::string_view reader, const v1::Event& event) {
  const auto waits = [&](const v1::Command& command) {
    return (!reader.empty() && command.reader() != reader) || !is_step(command.at(), event);
  };
  const auto first = std::stable_partition(held_.begin(), held_.end(), waits);
  std::vector<v1::Command> due{std::make_move_iterator(first), std::make_move_iterator(held_.end())};
  held_.erase(first, held_.end());
  for (v1::Command& command : due) {
    command.clear_at();
    command.clear_id();  // it was answered when it was held; a refusal now is told to all
  }
  return due;
}

}  // namespace mpos::bus
