// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "app/cli/commands.hpp"
#include "app/cli/live_loop.hpp"
#include "app/cli/option_parser.hpp"
#include "app/cli/standard_output.hpp"
#include "peripherals/net/tcp.hpp"
#include "peripherals/net/tls.hpp"
#include "scenarios/bus/journal_line.hpp"
#include "scenarios/load/json_line.hpp"
#include "scenarios/world/acquirer.hpp"
#include "scenarios/world/load_options.hpp"

namespace mpos::cli {
namespace {

void print(const bus::v1::Event& event) {
  print_line(load::event_to_json_line(event));
}

/// Numbers and prints what the acquirer sees.
class Printer final : public world::Sink {
 public:
  Printer(bool on, LogLevel level, const sim::Scheduler& scheduler)
      : on_(on), scheduler_(scheduler), speaker_(level), journal_(speaker_) {}
  bool wanted() const override { return on_ || speaker_.wants_lines(); }
  void take(std::string_view, bus::v1::Event event) override {
    event.set_number(++number_);
    event.set_time_ns(scheduler_.now().time_since_epoch().count());
    if (speaker_.wants_lines()) {
      journal_.write(event.number(), scheduler_.now(), event.reader(), bus::to_journal_text(event));
    }
    if (on_) print(event);
  }

 private:
  bool on_;
  const sim::Scheduler& scheduler_;
  bus::JournalSpeaker speaker_;
  sim::Journal journal_;
  std::uint64_t number_ = 0;
};

int complain(const std::string& what) {
  std::fprintf(stderr, "vmpos host: %s\n", what.c_str());
  return exit_usage;
}

}  // namespace

int host_command(std::span<char* const> arguments) {
  OptionParser parser("host", "",
                      "Runs the acquirer alone over TCP, until SIGTERM. Prints one JSON line with its address when it "
                      "is ready, then events.",
                      "vmpos host --port 4712 --ledger ledger.sqlite");
  world::Files files;
  std::string bind = "127.0.0.1", ledger, certificate, key, events = "all";
  std::optional<std::uint64_t> port;
  LogLevel level = LogLevel::info;
  parser.value("--bind", "ADDRESS", bind, "Listen on this numeric address in place of 127.0.0.1");
  parser.value("--port", "P", port, "Port; a free one when 0 or left out");
  parser.value("--host", "NAME", files.host, "Host profile, by name or path");
  parser.value("--ledger", "FILE", ledger, "Keep the ledger in this file; in memory when left out");
  parser.value("--tls-certificate", "FILE", certificate, "Serve TLS with this certificate chain (PEM)");
  parser.value("--tls-key", "FILE", key, "The private key that goes with it (PEM)");
  parser.value("--events", "KINDS", events, "all or none");
  parser.value("--assets", "DIR", files.assets, "Folder with readers/, cards/ and hosts/");
  parser.log_level(level);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  if (events != "all" && events != "none") return complain("--events is all or none, not '" + events + "'");
  if (port.value_or(0) > 65535) return complain("a port is 0 to 65535");
  if (certificate.empty() != key.empty()) return complain("--tls-certificate and --tls-key go together");
  const auto profile = world::load_host(files);
  if (!profile) return complain(profile.error());

  net::Context context;
  sim::Scheduler scheduler;
  Printer printer{events != "none", level, scheduler};
  auto acquirer = world::Acquirer::create(
      scheduler, sim::Random{world::draw_seed()}, *profile,
      {.ledger = ledger.empty() ? ":memory:" : ledger, .clock = world::local_time_text()}, printer);
  if (!acquirer) return complain(acquirer.error());
  LiveLoop loop{scheduler, context};
  const auto on_accept = [&](std::unique_ptr<radio::Stream> stream) {
    loop.catch_up();
    (*acquirer)->attach(loop.clocked(std::move(stream)));
  };
  const auto number = static_cast<std::uint16_t>(port.value_or(0));
  auto listener = certificate.empty() ? net::listen_tcp(context, bind, number, on_accept)
                                      : net::listen_tls(context, bind, number, certificate, key, on_accept);
  if (!listener) return complain(listener.error());
  context.on_signal([&context](int) { context.stop(); });

  bus::v1::Event ready;
  ready.mutable_ready()->set_name("vmpos host");
  ready.mutable_ready()->set_version(VMPOS_VERSION);
  ready.mutable_ready()->set_simulator(true);
  auto& endpoint = *ready.mutable_ready()->add_endpoints();
  endpoint.set_kind(certificate.empty() ? "host" : "host tls");
  endpoint.set_address((*listener)->address());
  print(ready);
  if (level >= LogLevel::info) std::fprintf(stderr, "vmpos host: SIMULATOR, test keys and test cards only.\n");
  while (!context.is_stopped() && flush_output()) loop.turn();
  acquirer->reset();
  if (level >= LogLevel::info) std::fprintf(stderr, "vmpos host: ended\n");
  return exit_good;
}

}  // namespace mpos::cli
