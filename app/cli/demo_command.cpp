// SPDX-License-Identifier: Apache-2.0
#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "app/cli/commands.hpp"
#include "app/cli/option_parser.hpp"
#include "app/cli/outside_acquirer.hpp"
#include "scenarios/bus/bus.hpp"
#include "scenarios/load/values.hpp"
#include "scenarios/runner/picture.hpp"
#include "scenarios/world/load_options.hpp"

namespace mpos::cli {
namespace {

using std::chrono::seconds;

int terminal_columns() {
  ::winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  const int count = columns != nullptr ? std::atoi(columns) : 0;
  return count > 0 ? count : 132;
}

/// Shows a sale on standard output, a little slower than it happens when somebody watches.
class Demo {
 public:
  Demo(bus::Bus& bus, bool paced) : bus_(bus), paced_(paced), columns_(terminal_columns()) {
    subscription_ = bus_.subscribe([this](const bus::v1::Event& event) { show(event); });
  }
  bool run(std::int64_t amount_minor);

 private:
  void show(const bus::v1::Event& event);
  void narrate(const std::string& text) {
    std::printf("\n» %s\n", text.c_str());
    pause(500);
  }
  void pause(int milliseconds) const {
    std::fflush(stdout);
    // Time for the person who watches; the world itself waits for nothing, and --fast leaves this out.
    if (paced_) std::this_thread::sleep_for(std::chrono::milliseconds{milliseconds});
  }
  bool until(const std::string& stage) {
    return bus_.wait([&](const bus::v1::Event& event) { return event.has_phone() && event.phone().stage() == stage; },
                     seconds{70});
  }
  void keys(std::initializer_list<const char*> names) {
    bus::v1::Command command;
    for (const char* name : names) command.mutable_keys()->add_keys(name);
    bus_.post(command);
  }

  bus::Bus& bus_;
  bool paced_;
  int columns_;
  std::string last_dots_;
  bus::v1::Outcome outcome_;
  bus::Subscription subscription_;
};

void Demo::show(const bus::v1::Event& event) {
  if (event.has_screen() && event.screen().on() && event.screen().dots() != last_dots_) {
    last_dots_ = event.screen().dots();
    std::printf("%s", runner::draw_screen(event.screen(), columns_).c_str());
    pause(350);
  } else if (event.has_phone() && !event.phone().text().empty()) {
    std::printf("  phone: %s %s\n", event.phone().stage().c_str(), event.phone().text().c_str());
  } else if (event.has_receipt()) {
    std::printf("\n");
    for (const auto& line : event.receipt().lines()) std::printf("    %s\n", line.c_str());
  } else if (event.has_ledger()) {
    const auto& entry = event.ledger();
    std::printf("  ledger: entry %llu, %s, debit %s, credit %s, CNY %s\n",
                static_cast<unsigned long long>(entry.entry()), entry.what().c_str(), entry.debit().c_str(),
                entry.credit().c_str(), load::format_money(entry.amount_minor()).c_str());
  } else if (event.has_outcome()) {
    outcome_ = event.outcome();
  }
}

bool Demo::run(std::int64_t amount_minor) {
  std::printf("vmpos demo: SIMULATOR, test keys and test cards only.\n");
  narrate("The reader is switched on, the phone connects, the merchant accepts the code on the keypad and signs in.");
  if (const auto ready = bus_.make_ready(); !ready) {
    std::fprintf(stderr, "vmpos demo: %s\n", ready.error().c_str());
    return false;
  }
  narrate("On the phone the merchant asks for CNY " + load::format_money(amount_minor) + ".");
  bus::v1::Command sale;
  sale.mutable_sale()->set_amount_minor(amount_minor);
  bus_.post(sale);
  if (!until("waiting_for_card")) return false;
  narrate("The cardholder swipes a debit card.");
  bus::v1::Command swipe;
  swipe.mutable_swipe()->set_card("debit_101");
  bus_.post(swipe);
  if (!until("pin_entry")) return false;
  narrate("The PIN is typed on the reader. Neither phone nor journal ever sees a digit.");
  keys({"1", "2", "3", "4", "5", "6", "enter"});
  if (!until("result")) return false;
  bus_.scheduler().run_for(std::chrono::milliseconds{500});
  std::printf("\n» %s, response code %s.\n", outcome_.outcome().c_str(), outcome_.response_code().c_str());
  return outcome_.outcome() == "approved";
}

}  // namespace

int demo_command(std::span<char* const> arguments) {
  OptionParser parser("demo", "", "Shows a whole sale on one virtual reader, in this terminal.",
                      "vmpos demo --language en");
  world::Files files;
  std::string amount = "12.50", language;
  bool fast = false;
  std::optional<std::uint64_t> seed;
  LogLevel level = LogLevel::info;
  parser.flag("--fast", fast, "Do not wait between the pictures");
  parser.value("--amount", "MONEY", amount, "12.50 when left out");
  parser.value("--language", "TAG", language, "en, zh-CN or zh-TW; the profile's own when left out");
  parser.value("--seed", "N", seed, "1 when left out");
  parser.value("--reader", "NAME", files.reader, "Reader profile, by name or path");
  parser.value("--assets", "DIR", files.assets, "Folder with readers/, cards/ and hosts/");
  parser.log_level(level);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  const auto minor = load::parse_money(amount);
  if (!minor || *minor < 1) {
    std::fprintf(stderr, "vmpos demo: --amount is money, as 12.50\n");
    return exit_usage;
  }
  files.every_card = false;
  auto options = world::load_options(files);
  if (!options) {
    std::fprintf(stderr, "vmpos demo: %s\n", options.error().c_str());
    return exit_usage;
  }
  if (!language.empty() && language != "en" && language != "zh-CN" && language != "zh-TW") {
    std::fprintf(stderr, "vmpos demo: --language takes en, zh-CN or zh-TW, not '%s'\n", language.c_str());
    return exit_usage;
  }
  if (!language.empty()) options->profile.set_language(language);
  options->seed = seed.value_or(1);
  options->keep_journal = false;
  net::Context context;
  if (const auto reached = reach_acquirer(context, *options); !reached) {
    std::fprintf(stderr, "vmpos demo: %s\n", reached.error().c_str());
    return exit_usage;
  }
  bus::JournalSpeaker speaker{level};
  if (speaker.wants_lines()) options->journal = &speaker;
  auto bus = bus::Bus::create(*options);
  if (!bus) {
    std::fprintf(stderr, "vmpos demo: %s\n", bus.error().c_str());
    return exit_usage;
  }
  Demo demo{**bus, !fast && ::isatty(STDOUT_FILENO) == 1};
  return demo.run(*minor) ? exit_good : exit_failed;
}

}  // namespace mpos::cli
