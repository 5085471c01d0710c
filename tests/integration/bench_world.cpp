// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/bench_world.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <stdexcept>

#include "scenarios/load/catalogue.hpp"

namespace mpos::test {

bus::WorldOptions default_options(std::uint64_t seed) {
  load::Catalogue catalogue{std::string{VMPOS_SOURCE_DIR} + "/assets"};
  auto reader = catalogue.reader("default");
  auto host = catalogue.host("default");
  auto cards = catalogue.cards();
  auto keys = catalogue.chip_keys();
  auto terminal = catalogue.terminal_data("default");
  const auto loaded = [](const auto& part) {
    if (!part) throw std::runtime_error(part.error().to_string());
  };
  loaded(reader);
  loaded(host);
  loaded(cards);
  loaded(keys);
  loaded(terminal);
  bus::WorldOptions options;
  options.seed = seed;
  options.profile = *reader;
  options.host = *host;
  options.cards = *cards;
  options.chip_keys = *keys;
  options.terminal_data = *terminal;
  return options;
}

BenchWorld::BenchWorld(const bus::WorldOptions& options) {
  auto bus = bus::Bus::create(options);
  if (!bus) throw std::runtime_error(bus.error());
  bus_ = std::move(*bus);
  subscription_ = bus_->subscribe([this](const bus::v1::Event& event) { events_.push_back(event); });
}

bus::v1::Command BenchWorld::command(const std::string& reader) const {
  bus::v1::Command command;
  command.set_reader(reader);
  return command;
}

void BenchWorld::power(bus::v1::Power::Action action, const std::string& reader) {
  auto act = command(reader);
  act.mutable_power()->set_action(action);
  bus_->post(act);
}

void BenchWorld::keys(const std::string& spaced, const std::string& reader) {
  auto act = command(reader);
  std::istringstream names{spaced};
  for (std::string name; names >> name;) act.mutable_keys()->add_keys(name);
  bus_->post(act);
}

void BenchWorld::swipe(const std::string& card, const std::string& reader) {
  auto act = command(reader);
  act.mutable_swipe()->set_card(card);
  bus_->post(act);
}

void BenchWorld::sale(std::int64_t minor, const std::string& reader) {
  auto act = command(reader);
  act.mutable_sale()->set_amount_minor(minor);
  bus_->post(act);
}

bool BenchWorld::until_stage(const std::string& stage, Duration within, const std::string& reader) {
  return bus_->wait(
      [&](const bus::v1::Event& event) {
        return event.has_phone() && event.phone().stage() == stage && (reader.empty() || event.reader() == reader);
      },
      within);
}

bus::v1::Outcome BenchWorld::until_outcome(Duration within, const std::string& reader) {
  bus::v1::Outcome outcome;
  (void)bus_->wait(
      [&](const bus::v1::Event& event) {
        if (!event.has_outcome() || (!reader.empty() && event.reader() != reader)) return false;
        outcome = event.outcome();
        return true;
      },
      within);
  return outcome;
}

bus::v1::Outcome BenchWorld::whole_sale(std::int64_t minor, const std::string& reader) {
  sale(minor, reader);
  if (!until_stage("waiting_for_card", std::chrono::seconds{5}, reader)) return {};
  swipe("debit_101", reader);
  if (!until_stage("pin_entry", std::chrono::seconds{5}, reader)) return {};
  keys("1 2 3 4 5 6 enter", reader);
  return until_outcome(std::chrono::seconds{200}, reader);
}

}  // namespace mpos::test
