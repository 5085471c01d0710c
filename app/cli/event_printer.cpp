// SPDX-License-Identifier: Apache-2.0
#include "app/cli/event_printer.hpp"

#include <algorithm>
#include <sstream>

#include "app/cli/standard_output.hpp"
#include "scenarios/load/json_line.hpp"

namespace mpos::cli {
namespace {

/// What a person sends before what was refused for `reason`; empty when that does not help.
std::string first_command(const std::string& reason, bool code_shown) {
  if (reason == "the phone is not connected to the reader") {
    return code_shown ? R"(accept the code on both displays first: {"keys": "enter"})" : R"(first {"connect": {}})";
  }
  if (reason == "no operator is logged in on the phone") return R"(first {"login": {}})";
  return {};
}

}  // namespace

EventFilter::EventFilter(const std::string& text) : all_(text == "all") {
  std::istringstream in{text};
  for (std::string kind; std::getline(in, kind, ',');) kinds_.push_back(kind);
}

std::string EventFilter::known_kinds() {
  std::string kinds;
  const auto& oneof = *bus::v1::Event::descriptor()->FindOneofByName("what");
  for (int i = 0; i < oneof.field_count(); ++i) kinds += (i == 0 ? "" : ", ") + std::string{oneof.field(i)->name()};
  return kinds;
}

std::string EventFilter::unknown_kind() const {
  const auto& oneof = *bus::v1::Event::descriptor()->FindOneofByName("what");
  for (const std::string& kind : kinds_) {
    bool known = kind == "all" || (kind == "none" && kinds_.size() == 1);
    for (int i = 0; i < oneof.field_count(); ++i) known = known || oneof.field(i)->name() == kind;
    if (!known || (kind == "all" && kinds_.size() > 1)) return kind;
  }
  return {};
}

bool EventFilter::passes(const bus::v1::Event& event) const {
  if (all_ || event.has_accepted() || event.has_refused() || event.has_ready()) return true;
  const auto* field = bus::v1::Event::descriptor()->FindFieldByNumber(static_cast<int>(event.what_case()));
  return field != nullptr && std::find(kinds_.begin(), kinds_.end(), field->name()) != kinds_.end();
}

void EventPrinter::print(const bus::v1::Event& event) {
  if (event.has_link()) code_shown_ = event.link().state() == bus::v1::LinkState::CONFIRM;
  if (!filter_.passes(event)) return;
  const std::string first = event.has_refused() ? first_command(event.refused().reason(), code_shown_) : std::string{};
  if (first.empty()) return print_line(load::event_to_json_line(event));
  bus::v1::Event told = event;
  told.mutable_refused()->set_reason(event.refused().reason() + "; " + first);
  print_line(load::event_to_json_line(told));
}

}  // namespace mpos::cli
