// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "app/cli/ble_guest.hpp"
#include "app/cli/commands.hpp"
#include "app/cli/control_server.hpp"
#include "app/cli/distinct_files.hpp"
#include "app/cli/event_printer.hpp"
#include "app/cli/live_loop.hpp"
#include "app/cli/option_parser.hpp"
#include "app/cli/outcome_file.hpp"
#include "app/cli/outside_acquirer.hpp"
#include "app/cli/standard_output.hpp"
#include "devicemodel/base/hex.hpp"
#include "devicemodel/sim/pacer.hpp"
#include "peripherals/net/tcp.hpp"
#include "peripherals/pcsc/pcsc_card.hpp"
#include "peripherals/pcsc/pcsc_watch.hpp"
#include "peripherals/radio_ble/layout.hpp"
#include "scenarios/bus/bus.hpp"
#include "scenarios/load/json_line.hpp"
#include "scenarios/world/load_options.hpp"

namespace mpos::cli {
namespace {

struct ServeOptions {
  world::Files files;
  std::string bind = "127.0.0.1";
  std::optional<std::uint64_t> port, host_port, readers;
  std::string events = "all", speed = "1", pcsc, pcap, key_log, log, journal, control;
  world::Start start;
  AcquirerOptions acquirer;
  BleOptions ble;
  LogLevel level = LogLevel::info;
  bool insecure = false;
};

/// Six bytes in hexadecimal, with colons.
bool is_bluetooth_address(std::string_view text) {
  constexpr std::string_view shape = "hh:hh:hh:hh:hh:hh";
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 'h' ? !hex_value(text[i]) : text[i] != ':') return false;
  }
  return true;
}

int complain(const std::string& what) {
  std::fprintf(stderr, "vmpos serve: %s\n", what.c_str());
  return exit_usage;
}

Result<world::Options, std::string> make_options(const ServeOptions& asked) {
  world::Files files = asked.files;
  files.every_card = !asked.log.empty();  // A command log holds all that could be used.
  auto options = world::load_options(files);
  if (!options) return options;
  if (const auto set = world::set_start(asked.start, *options); !set) return Failure{set.error()};
  const std::uint64_t count = asked.readers.value_or(1);
  if (count < 1 || count > 1000) return Failure{std::string{"--readers is 1 to 1000"}};
  options->readers = {"reader"};
  for (std::uint64_t i = 2; i <= count; ++i) options->readers.push_back("reader" + std::to_string(i));
  options->keep_journal = false;
  options->program_version = VMPOS_VERSION;
  options->heading = "vmpos serve, seed " + std::to_string(options->seed);
  if (!asked.pcap.empty()) {
    auto capture = world::Capture::create(asked.pcap);
    if (!capture) return Failure{"--pcap: " + capture.error()};
    options->capture = std::move(*capture);
  }
  if (!asked.key_log.empty()) {
    if (!asked.insecure) {
      return Failure{
          std::string{"--key-log writes the keys of every session to a file, for tests only; say --insecure "
                      "beside it if that is what you want"}};
    }
    auto key_log = world::KeyLog::create(asked.key_log);
    if (!key_log) return Failure{"--key-log: " + key_log.error()};
    options->key_log = std::move(*key_log);
  }
  return options;
}

/// The card in a PC/SC reader of this machine, in and out of the first reader's chip slot as a person moves it.
/// Wall-clock I/O: only where time is real.
class PcscGuest {
 public:
  static constexpr const char* card_name = "pcsc";

  /// Without a reader of that name the failure lists those there are.
  static Result<std::shared_ptr<pcsc::PcscCard>, std::string> open(const std::string& reader) {
    auto opened = pcsc::PcscCard::open(reader);
    if (!opened) return Failure{"--pcsc: " + opened.error()};
    return std::shared_ptr<pcsc::PcscCard>{std::move(*opened)};
  }
  PcscGuest(const std::string& pcsc_reader, std::shared_ptr<pcsc::PcscCard> card, bus::Bus& bus, LiveLoop& loop,
            net::Context& context)
      : card_(std::move(card)),
        bus_(bus),
        loop_(loop),
        watch_(pcsc_reader, [this, &context](bool present) { context.post([this, present] { moved(present); }); }) {}

 private:
  void moved(bool present) {
    loop_.catch_up();
    const std::string reader = bus_.readers().front();
    if (!present) return bus_.remove_outside(reader, card_name);
    if (const auto done = bus_.insert_outside(reader, card_name, card_); !done) {
      std::fprintf(stderr, "vmpos serve: the PC/SC card stays outside: %s\n", done.error().c_str());
    }
  }

  std::shared_ptr<pcsc::PcscCard> card_;
  bus::Bus& bus_;
  LiveLoop& loop_;
  pcsc::PcscWatch watch_;
};

int serve(const ServeOptions& asked, world::Options options, const std::optional<OutsideAcquirer>& acquirer) {
  net::Context context;
  std::optional<LiveLoop> made;  // outlives the streams of the world, and needs its clock
  options.dial_reader = [&context, &made](const std::string& address) -> std::unique_ptr<radio::Stream> {
    const auto parsed = net::parse_host_port(address);
    return parsed ? made->clocked(net::connect_tcp(context, parsed->host, parsed->port)) : nullptr;
  };
  if (acquirer) {
    options.dial_acquirer = [&context, &made, &acquirer](const std::string&) -> std::unique_ptr<radio::Stream> {
      return made->clocked(acquirer->dial(context));
    };
  }
  std::shared_ptr<pcsc::PcscCard> pcsc_card;
  if (!asked.pcsc.empty()) {
    auto opened = PcscGuest::open(asked.pcsc);
    if (!opened) return complain(opened.error());
    pcsc_card = std::move(*opened);
  }
  OutcomeFile recording;
  if (!asked.log.empty()) {
    if (const auto opened = recording.open(asked.log); !opened) return complain(opened.error());
    options.command_log = &recording.stream();
  }
  JournalFile journal;
  if (!asked.journal.empty()) {
    if (const auto opened = journal.open(asked.journal, options.heading); !opened) return complain(opened.error());
  }
  bus::JournalSpeaker speaker{asked.level};
  BothJournals sink{asked.journal.empty() ? nullptr : &journal, speaker.wants_lines() ? &speaker : nullptr};
  if (sink.wanted()) options.journal = &sink;
  auto created = bus::Bus::create(options);
  if (!created) return complain(created.error());
  bus::Bus& bus = **created;
  LiveLoop& loop = made.emplace(bus.scheduler(), context);

  bus::v1::Event ready;
  ready.mutable_ready()->set_name("vmpos");
  ready.mutable_ready()->set_version(VMPOS_VERSION);
  ready.mutable_ready()->set_simulator(true);
  const auto add_endpoint = [&](const std::string& reader, const char* kind, const net::Listener& listener) {
    auto& endpoint = *ready.mutable_ready()->add_endpoints();
    endpoint.set_reader(reader);
    endpoint.set_kind(kind);
    endpoint.set_address(listener.address());
  };
  const auto phone_arrives = [&bus, &loop](const std::string& name, std::unique_ptr<radio::Stream> stream) {
    loop.catch_up();
    (void)bus.attach_phone(name, loop.clocked(std::move(stream)));
    loop.hold_real_time(true);  // until the loop has asked whether this phone keeps time
  };
  std::string ble_trouble;
  std::optional<BleGuest> ble;
  if (asked.ble.wanted) {
    const std::string name = bus.readers().front();
    ble.emplace(
        context, options.profile, asked.ble,
        [phone_arrives, name](auto stream) { phone_arrives(name, std::move(stream)); },
        [&ble_trouble, &asked](const std::string& reason) {
          ble_trouble = "no Bluetooth: " + reason;
          if (asked.level >= LogLevel::warning) std::fprintf(stderr, "vmpos serve: %s\n", ble_trouble.c_str());
        },
        [&asked](const std::string& text) {
          if (asked.level >= LogLevel::debug) std::fprintf(stderr, "vmpos serve: Bluetooth: %s\n", text.c_str());
        });
    if (ble->is_up()) {
      auto& endpoint = *ready.mutable_ready()->add_endpoints();
      endpoint.set_reader(name);
      endpoint.set_kind("ble");
      endpoint.set_address(ble->address());
      endpoint.set_name(ble->appearance().name);
      endpoint.set_service(std::string{radio_ble::find_layout(ble->appearance().service)->service});
    }
  }
  std::vector<std::unique_ptr<net::Listener>> listeners;
  std::uint64_t port = asked.port.value_or(0);
  for (const std::string& name : bus.readers()) {
    auto listener = net::listen_tcp(context, asked.bind, static_cast<std::uint16_t>(port),
                                    [phone_arrives, name](auto stream) { phone_arrives(name, std::move(stream)); });
    if (!listener) return complain(listener.error());
    add_endpoint(name, "tcp", **listener);
    listeners.push_back(std::move(*listener));
    if (port != 0) ++port;
  }
  if (options.builtin_host && !acquirer) {
    const auto host_port = static_cast<std::uint16_t>(asked.host_port.value_or(0));
    auto listener = net::listen_tcp(context, asked.bind, host_port, [&bus, &loop](auto stream) {
      loop.catch_up();
      (void)bus.attach_terminal(loop.clocked(std::move(stream)));
    });
    if (!listener) return complain(listener.error());
    add_endpoint({}, "host", **listener);
    listeners.push_back(std::move(*listener));
  }

  EventPrinter printer{asked.events};
  std::optional<ControlServer> control;
  bus::Subscription subscription = bus.subscribe([&printer, &control](const bus::v1::Event& event) {
    const bool elsewhere = control && control->asked(event);
    if (!elsewhere) printer.print(event);
  });
  context.on_signal([&context](int) { context.stop(); });
  const auto refuse = [&asked, &printer](const std::string& reason, std::uint64_t id) {
    bus::v1::Event event;
    event.mutable_refused()->set_id(id);
    event.mutable_refused()->set_reason(reason);
    printer.print(event);
    if (asked.level >= LogLevel::warning) std::fprintf(stderr, "vmpos serve: refused: %s\n", reason.c_str());
  };
  const auto take_line = [&](std::string_view line) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
    loop.catch_up();
    std::uint64_t id = 0;
    const auto command = load::command_from_json_line(line, &id);
    if (!command) {
      refuse(command.error(), id);
    } else if (id >= ControlServer::first_id) {
      refuse("id: expected at most " + std::to_string(ControlServer::first_id - 1), id);
    } else {
      bus.post(*command);
    }
  };
  context.read_lines(STDIN_FILENO, {.line = take_line,
                                    .too_long = [&] { refuse("a line is longer than 1 MiB; it was skipped", 0); },
                                    .ended =
                                        [&](const std::string& reason) {
                                          if (!reason.empty()) refuse("standard input: " + reason, 0);
                                        }});
  bus::v1::Command act;
  act.mutable_pace()->set_speed(asked.speed);
  bus.post(act);

  if (!asked.control.empty()) {
    control.emplace(bus, loop, ready);
    const auto opened = control->open(context, asked.control, [&context] { context.stop(); });
    if (!opened) return complain(opened.error());
    if (!control->address().empty()) {
      auto& endpoint = *ready.mutable_ready()->add_endpoints();
      endpoint.set_kind("control");
      endpoint.set_address(control->address());
    }
    control->set_ready(ready);
  }
  printer.print(ready);
  if (asked.level >= LogLevel::info) {
    std::fprintf(
        stderr, "vmpos serve: SIMULATOR, test keys and test cards only.%s\n",
        asked.start.seed ? (" Deterministic mode, seed " + std::to_string(*asked.start.seed) + ".").c_str() : "");
  }
  for (const std::string& name : bus.readers()) {
    bus::v1::Command power;
    power.set_reader(name);
    power.mutable_power()->set_action(bus::v1::Power::ON);
    bus.post(power);
  }

  std::optional<PcscGuest> guest;
  if (pcsc_card) guest.emplace(asked.pcsc, pcsc_card, bus, loop, context);
  std::string speed;
  // Nobody reads any more: main() says so.
  while (!context.is_stopped() && !bus.quit_requested() && flush_output()) {
    if (speed != bus.pace()) {
      speed = bus.pace();
      (void)loop.set_speed(speed);
    }
    loop.hold_real_time(guest.has_value() || bus.needs_real_time() || acquirer.has_value());
    loop.turn();
    if (!ble_trouble.empty()) {
      bus::v1::Event event;
      event.mutable_note()->set_text(std::exchange(ble_trouble, {}));
      printer.print(event);
    }
    if (recording.is_open()) recording.stream().flush();
    if (!asked.journal.empty()) journal.flush();
    if (const auto saved = bus.save(true); !saved) return complain(saved.error());
  }
  guest.reset();
  control.reset();
  ble.reset();
  subscription.reset();
  listeners.clear();
  int code = exit_good;
  for (const auto& done : {bus.end_record(), bus.save(), recording.close(), journal.close()}) {
    if (!done) code = complain(done.error());
  }
  created->reset();
  if (asked.level >= LogLevel::info) std::fprintf(stderr, "vmpos serve: ended\n");
  return code;
}

}  // namespace

int serve_command(std::span<char* const> arguments) {
  OptionParser parser("serve", "",
                      "Serves virtual readers over TCP, in real time, until SIGTERM. Prints one JSON line with the "
                      "addresses when it is\n"
                      "ready, then events; takes bus commands as JSON lines on standard input.",
                      "vmpos serve --port 4711");
  ServeOptions asked;
  parser.value("--bind", "ADDRESS", asked.bind, "Listen on this numeric address in place of 127.0.0.1");
  parser.value("--port", "P", asked.port, "Port of the first reader; a free one when 0 or left out");
  parser.value("--host-port", "P", asked.host_port, "Port of the built-in acquirer; a free one when 0 or left out");
  parser.value("--readers", "N", asked.readers, "How many readers; 1 when left out");
  parser.value("--reader", "NAME", asked.files.reader, "Reader profile, by name or path");
  parser.value("--host", "NAME", asked.files.host, "Host profile, by name or path; none for no built-in acquirer");
  parser.value("--acquirer", "HOST:PORT", asked.acquirer.address,
               "Where the readers' own phones find the acquirer, in place of the profile's or the built-in one");
  parser.flag("--tls", asked.acquirer.tls, "Reach that acquirer over TLS");
  parser.value("--tls-ca", "FILE", asked.acquirer.tls_ca, "Certificates to trust (PEM); the system's when left out");
  parser.value("--tls-name", "NAME", asked.acquirer.server_name, "Name the acquirer's certificate must carry");
  parser.value("--events", "KINDS", asked.events,
               "all, none, or kinds after commas: screen,phone,outcome; answers always");
  parser.value("--control", "ADDRESS", asked.control,
               "The command bus for vmpos-desktop --attach and other programs: unix:PATH or 127.0.0.1:PORT");
  parser.value("--speed", "N", asked.speed, "fast, paused or a factor; 1 when left out");
  parser.value("--seed", "N", asked.start.seed, "Deterministic mode: every random number comes from this seed");
  parser.flag("--ble", asked.ble.wanted, "The first reader is on Bluetooth LE too; needs an adapter");
  parser.value("--ble-service", "NAME", asked.ble.service,
               "GATT service of the link, in place of the profile's: own, nus, issc or fff0");
  parser.value("--ble-adapter", "ADDRESS", asked.ble.adapter,
               "Adapter to use, as 00:1A:7D:DA:71:11; the first when left out");
  parser.value("--pcsc", "READER", asked.pcsc,
               "The card in this PC/SC reader is the card in the chip slot; real time only");
  parser.value("--state", "DIR", asked.start.state, "Keep what outlives the run here");
  parser.flag("--no-state", asked.start.no_state, "Keep nothing");
  parser.flag("--fresh", asked.start.fresh, "Begin with new readers and a new ledger");
  parser.value("--pcap", "FILE", asked.pcap, "Write what goes over the wires to this pcapng file, with virtual time");
  parser.value("--key-log", "FILE", asked.key_log, "Tests only, with --insecure: the sessions' keys, for Wireshark");
  parser.flag("--insecure", asked.insecure, "Allows --key-log");
  parser.value("--assets", "DIR", asked.files.assets, "Folder with readers/, cards/ and hosts/");
  parser.value("--log", "FILE", asked.log,
               "Write the command log, for 'vmpos replay'; what outside phones send is in it");
  parser.value("--journal", "FILE", asked.journal, "Write the masked journal");
  parser.flag("--lab", asked.files.lab, "Let in account numbers that are no known test numbers");
  parser.log_level(asked.level);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  if (asked.port.value_or(0) > 65535 || asked.host_port.value_or(0) > 65535) return complain("a port is 0 to 65535");
  if (asked.port.value_or(0) != 0 && *asked.port + asked.readers.value_or(1) > 65536) {
    return complain("--readers " + std::to_string(*asked.readers) + " from --port " + std::to_string(*asked.port) +
                    " on: ports end at 65535, and each reader takes one");
  }
  if (!asked.ble.service.empty() && !radio_ble::find_layout(asked.ble.service)) {
    return complain("--ble-service is own, nus, issc or fff0, not '" + asked.ble.service + "'");
  }
  if (!asked.ble.adapter.empty() && !is_bluetooth_address(asked.ble.adapter)) {
    return complain("--ble-adapter is an address such as 00:1A:7D:DA:71:11, not '" + asked.ble.adapter + "'");
  }
  if (!asked.ble.wanted && !(asked.ble.service + asked.ble.adapter).empty()) {
    return complain("--ble-service and --ble-adapter go with --ble");
  }
  if (!asked.pcsc.empty() && (asked.start.seed || asked.speed != "1")) {
    return complain("--pcsc takes a real card, which keeps real time: leave out --seed and --speed");
  }
  if (!asked.pcsc.empty() && !asked.log.empty()) {
    return complain("--pcsc: what a real card answers is in no command log; leave out --log");
  }
  if (const std::string unknown = EventFilter{asked.events}.unknown_kind(); !unknown.empty()) {
    return complain("--events is all, none, or kinds after commas: " + EventFilter::known_kinds() + "; not " + unknown);
  }
  if (!sim::Pacer::is_speed(asked.speed)) {
    return complain("--speed is fast, paused or a factor from 0.001 to 100000, not '" + asked.speed + "'");
  }
  if (const auto distinct = check_distinct(
          {{"--reader", as_path(asked.files.reader)},
           {"--host", as_path(asked.files.host)},
           {"--tls-ca", asked.acquirer.tls_ca}},
          {{"--pcap", asked.pcap}, {"--key-log", asked.key_log}, {"--log", asked.log}, {"--journal", asked.journal}});
      !distinct) {
    return complain(distinct.error());
  }
  // The window begins anew with readers it keeps and with those it does not, in the same words.
  if (asked.control.starts_with("fd:") && asked.start.no_state) asked.start.fresh = false;
  const bool no_host = asked.files.host == "none";
  const bool host_named = asked.files.host != "default";
  if (no_host) asked.files.host = "default";
  asked.files.keep_going = !asked.control.empty();  // broken cards are told over the bus
  auto options = make_options(asked);
  if (!options) return complain(options.error());
  if (no_host) options->builtin_host = false;
  // Who names a host, or none, does not mean the profile's acquirer.
  const auto acquirer =
      OutsideAcquirer::find(asked.acquirer, host_named ? config::v1::Acquirer{} : options->profile.acquirer());
  if (!acquirer) return complain(acquirer.error());
  if (host_named) options->profile.clear_acquirer();
  return serve(asked, std::move(*options), *acquirer);
}

}  // namespace mpos::cli
