// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <functional>
#include <iostream>

#include "app/cli/card_command.hpp"
#include "app/cli/option_parser.hpp"
#include "app/cli/standard_output.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "peripherals/card/personaliser.hpp"
#include "peripherals/card/virtual_card.hpp"
#include "peripherals/net/tcp.hpp"
#include "peripherals/pcsc/vpcd_card.hpp"
#include "scenarios/load/json_line.hpp"
#include "scenarios/world/load_options.hpp"
#include "scenarios/world/psam_box.hpp"
#include "scenarios/world/state_directory.hpp"

namespace mpos::cli {
namespace {

constexpr const char* driver_host = "127.0.0.1";

/// What a card remembers, kept in a file from one command to the next.
class Memory {
 public:
  Memory(std::unique_ptr<world::StateDirectory> directory, std::string name)
      : directory_(std::move(directory)), name_(std::move(name)) {}

  /// The state left by an earlier run, else that of a new card.
  Result<card::CardState, std::string> first(const card::Personalisation& card) {
    if (!directory_) return card::first_state(card);
    const auto bytes = directory_->load_card(name_);
    if (!bytes) return Failure{bytes.error()};
    if (!*bytes) return card::first_state(card);
    auto state = card::load(**bytes);
    if (!state || !card::VirtualCard::fits(card, *state)) {
      return Failure{directory_->card_file(name_).string() + ": is damaged, or belongs to another card"};
    }
    kept_ = *state;
    return *std::move(state);
  }
  Result<void, std::string> keep(const card::CardState& state) {
    if (!directory_ || (kept_ && *kept_ == state)) return {};
    kept_ = state;
    return directory_->store_card(name_, card::save(state));
  }

 private:
  std::unique_ptr<world::StateDirectory> directory_;
  std::string name_;
  std::optional<card::CardState> kept_;
};

/// Writes what the card or module remembers, when it is something new.
using Keep = std::function<Result<void, std::string>()>;

/// Holds the line to the driver, and makes a new one when it is gone: pcscd ends and comes back as its programs do.
class Line {
 public:
  Line(net::Context& context, std::uint16_t port, card::CardPort& card, Keep keep)
      : context_(context), port_(port), keep_(std::move(keep)), vpcd_(card) {}

  /// One round: connects when there is no line, then waits for what comes.
  void turn() {
    constexpr Duration between_tries = std::chrono::milliseconds{200};
    if (!stream_) connect();
    (void)context_.run_for(between_tries);
    if (stream_ && !stream_->is_open()) stream_.reset();
  }
  const std::optional<std::string>& failure() const noexcept { return failure_; }

 private:
  void connect() {
    stream_ = net::connect_tcp(context_, driver_host, port_, net::Acknowledge::at_once);
    stream_->set_handlers({.opened = [this] { opened(); },
                           .received = [this](Bytes bytes) { received(bytes); },
                           .closed = [this](const std::string&) { closed(); }});
  }
  void opened() {
    connected_ = true;
    if (std::exchange(announced_, true)) {
      std::fprintf(stderr, "vmpos card serve: the driver is back, the card is in the reader again\n");
      return;
    }
    bus::v1::Event event;
    event.mutable_ready()->set_name("vmpos card");
    event.mutable_ready()->set_version(VMPOS_VERSION);
    event.mutable_ready()->set_simulator(true);
    auto& endpoint = *event.mutable_ready()->add_endpoints();
    endpoint.set_kind("vpcd");
    endpoint.set_address(driver_host + (":" + std::to_string(port_)));
    print_line(load::event_to_json_line(event));
  }
  void received(Bytes bytes) {
    answers_.clear();
    vpcd_.receive(bytes, answers_);
    // The card remembers before it answers, as a chip does.
    if (const auto kept = keep_(); !kept) {
      failure_ = kept.error();
      return context_.stop();
    }
    if (!answers_.empty()) (void)stream_->send(answers_);
  }
  void closed() {
    vpcd_.disconnected();
    if (std::exchange(connected_, false)) {
      std::fprintf(stderr, "vmpos card serve: the driver is gone; waiting for it\n");
    } else if (!std::exchange(said_waiting_, true)) {
      std::fprintf(
          stderr,
          "vmpos card serve: waiting for vpcd at %s:%u. Is pcscd running, with the package vsmartcard-vpcd? It "
          "starts with the first PC/SC program, such as pcsc_scan.\n",
          driver_host, unsigned{port_});
    }
  }

  net::Context& context_;
  std::uint16_t port_;
  Keep keep_;
  pcsc::VpcdCard vpcd_;
  std::unique_ptr<radio::Stream> stream_;
  card::Blob answers_;
  bool connected_ = false;
  bool announced_ = false;
  bool said_waiting_ = false;
  std::optional<std::string> failure_;
};

int complain(const std::string& what) {
  std::fprintf(stderr, "vmpos card serve: %s\n", what.c_str());
  return exit_usage;
}

int serve(std::uint16_t port, card::CardPort& card, Keep keep) {
  net::Context context;
  context.on_signal([&context](int) { context.stop(); });
  Line line{context, port, card, std::move(keep)};
  std::fprintf(stderr, "vmpos card serve: SIMULATOR, a test card with test keys.\n");
  while (!context.is_stopped() && flush_output()) line.turn();
  return line.failure() ? complain(*line.failure()) : exit_good;
}

/// A PSAM of the assets, with the keys the acquirer of that reader profile puts into it.
int serve_psam(std::uint16_t port, const std::string& name, const world::Files& files,
               const world::StateDirectory* directory, security::Primitives& primitives) {
  const auto options = world::load_options(files);
  if (!options) return complain(options.error());
  world::PsamBox box{*options, primitives, directory};
  const auto module = box.module(name, 0);
  if (!module) return complain(module.error());
  return serve(port, **module, [&box] { return box.save(); });
}

}  // namespace

int card_serve_command(std::span<char* const> arguments) {
  OptionParser parser(
      "card serve", "CARD",
      "Puts a virtual chip card into a PC/SC reader until SIGTERM: the reader 'Virtual PCD' of pcscd, which the "
      "package\n"
      "vsmartcard-vpcd brings. Prints one JSON line when the card is in the reader. When pcscd ends, waits until it is "
      "back.\nWith --psam, CARD is a PSAM of assets/psams: 'vmpos card serve --psam reader'.",
      "vmpos card serve virtual_card --state ~/cards");
  CardPlaces places;
  std::optional<std::uint64_t> port;
  std::string state;
  bool fresh = false;
  bool is_psam = false;
  world::Files files;
  files.reader = "youchi";  // a body with a PSAM slot
  parser.flag("--psam", is_psam, "CARD is a purchase secure access module: a name under psams/ of the assets");
  parser.value("--reader", "NAME", files.reader,
               "With --psam: the reader profile whose acquirer keys the module holds");
  parser.value("--port", "P", port, "Port of the driver: 35963 for its first reader, 35964 for its second");
  parser.value("--state", "DIR", state, "Keep here what the card remembers (counter, PIN tries, log, cash)");
  parser.flag("--fresh", fresh, "Begin with a new card");
  parser.value("--keys", "FILE", places.keys, "RSA test keys in place of keys/chip.yaml of the assets");
  parser.value("--assets", "DIR", places.assets, "Folder with cards/ and keys/");
  parser.flag("--lab", places.lab, "Let in account numbers that are no known test numbers");
  parser.operand_count(1, 1);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  const std::uint64_t number = port.value_or(pcsc::VpcdCard::default_port);
  if (number < 1 || number > 65535) return complain("a port is 1 to 65535");
  primitives::OpenSslPrimitives primitives;
  std::unique_ptr<world::StateDirectory> directory;
  if (!state.empty()) {
    auto opened = world::StateDirectory::open(state, fresh);
    if (!opened) return complain(opened.error());
    directory = std::move(*opened);
  }
  if (is_psam) {
    files.assets = places.assets;
    files.lab = places.lab;
    return serve_psam(static_cast<std::uint16_t>(number), parser.operands().front(), files, directory.get(),
                      primitives);
  }
  auto ready = ready_card(parser.operands().front(), places, {}, primitives);
  if (!ready) {
    std::cerr << ready.error();
    return exit_usage;
  }
  if (!ready->card->profile.contact) return complain(ready->name + " has no contacts to put into a reader");
  if (directory) {
    if (!world::StateDirectory::is_good_name(ready->name)) {
      return complain("with --state, the name of a card file has 1 to 32 letters, digits, '-', '_' and '.'");
    }
  }
  Memory memory{std::move(directory), ready->name};
  auto first = memory.first(*ready->card);
  if (!first) return complain(first.error());
  card::VirtualCard card{ready->card, *std::move(first), primitives};

  return serve(static_cast<std::uint16_t>(number), card, [&] { return memory.keep(card.state()); });
}

}  // namespace mpos::cli
