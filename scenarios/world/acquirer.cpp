// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/acquirer.hpp"

#include <utility>

#include "scenarios/host/host.hpp"

namespace mpos::world {

struct Acquirer::Parts final : host::Observer {
  explicit Parts(Sink& to) : sink(to) {}

  bool wants_events() const override { return sink.wanted(); }
  void host_message(const bus::v1::HostMessage& message) override {
    bus::v1::Event event;
    *event.mutable_host_message() = message;
    sink.take({}, std::move(event));
  }
  void ledger_entry(const bus::v1::LedgerEntry& entry) override {
    bus::v1::Event event;
    *event.mutable_ledger() = entry;
    sink.take({}, std::move(event));
  }
  void account_state(const bus::v1::AccountState& account) override {
    bus::v1::Event event;
    *event.mutable_account() = account;
    sink.take({}, std::move(event));
  }
  void note(const bus::v1::Note& note) override {
    bus::v1::Event event;
    *event.mutable_note() = note;
    sink.take({}, std::move(event));
  }

  Sink& sink;
  std::unique_ptr<host::Host> host;
};

Acquirer::Acquirer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Acquirer::~Acquirer() = default;

Result<std::unique_ptr<Acquirer>, std::string> Acquirer::create(sim::Scheduler& scheduler, sim::Random random,
                                                                const config::v1::HostProfile& profile,
                                                                const Settings& settings, Sink& sink) {
  auto parts = std::make_unique<Parts>(sink);
  host::Options options;
  options.ledger = settings.ledger;
  if (!settings.clock.empty()) options.clock = settings.clock;
  auto host = host::Host::create(scheduler, std::move(random), profile, options, *parts);
  if (!host) return Failure{host.error()};
  parts->host = std::move(*host);
  return std::unique_ptr<Acquirer>{new Acquirer{std::move(parts)}};
}

void Acquirer::attach(std::unique_ptr<radio::Stream> stream) {
  parts_->host->attach(std::move(stream));
}

Acquirer::Done Acquirer::add_rule(const bus::v1::HostRule& rule) {
  return parts_->host->add_rule(rule);
}

Acquirer::Done Acquirer::set_account(const bus::v1::HostAccount& account) {
  return parts_->host->set_account(account);
}

Acquirer::Done Acquirer::reset() {
  parts_->host->reset();
  return {};
}

std::optional<std::int64_t> Acquirer::balance(std::string_view pan) {
  return parts_->host->balance(pan);
}

}  // namespace mpos::world
