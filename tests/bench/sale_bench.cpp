// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>
#include <malloc.h>

#include "scenarios/bus/bus.hpp"
#include "scenarios/load/catalogue.hpp"
#include "scenarios/world/key_names.hpp"
#include "scenarios/world/world.hpp"

namespace {

using namespace mpos;
using std::chrono::milliseconds;

world::Options options(const char* reader = "default") {
  load::Catalogue catalogue{std::string{VMPOS_SOURCE_DIR} + "/assets"};
  world::Options options;
  options.profile = *catalogue.reader(reader);
  options.profile.mutable_policy()->set_sign_in_transactions(1'000'000'000);
  options.host = *catalogue.host("default");
  options.host.set_sign_in_transactions(999'999);
  for (auto& account : *options.host.mutable_accounts()) account.set_balance_minor(900'000'000'000);
  options.cards = *catalogue.cards();
  options.chip_keys = *catalogue.chip_keys();
  options.terminal_data = *catalogue.terminal_data("default");
  options.keep_journal = false;
  return options;
}

/// Nobody listens: events are not made.
class Deaf final : public world::Sink {
 public:
  bool wanted() const override { return false; }
  void take(std::string_view, bus::v1::Event) override {}
};

template <typename Predicate>
bool run_until(sim::Scheduler& scheduler, Predicate&& is_so) {
  for (int i = 0; i < 100'000 && !is_so(); ++i) {
    if (!scheduler.step()) break;
  }
  return is_so();
}

bool sign_in(world::World& world, world::Station& station) {
  auto& phone = station.phone();
  return phone.sign_in() && run_until(world.scheduler(), [&] { return !phone.is_busy(); }) &&
         station.reader().firmware().signed_in();
}

bool make_ready(world::World& world, world::Station& station) {
  auto& clock = world.scheduler();
  auto& phone = station.phone();
  auto& reader = station.reader();
  constexpr hal::Key enter[] = {hal::Key::enter};
  return reader.power_on("power_on") &&
         run_until(clock, [&] { return reader.firmware().state() == firmware::ReaderState::idle; }) &&
         station.connect() &&
         run_until(clock, [&] { return phone.link_state().state() == bus::v1::LinkState::CONFIRM; }) &&
         (reader.press(enter, milliseconds{80}, milliseconds{120}),
          run_until(clock, [&] { return phone.is_connected() && !phone.is_busy(); })) &&
         phone.login("01", "0000") && sign_in(world, station);
}

/// Begins a sale and waits for the reader to ask for a card.
bool ask_for_card(world::World& world, world::Station& station) {
  return station.phone().sale(1, {}, {}) && run_until(world.scheduler(), [&] {
           return station.reader().firmware().state() == firmware::ReaderState::waiting_for_card;
         });
}

bool type_pin(world::World& world, world::Station& station) {
  constexpr hal::Key pin[] = {hal::Key::digit_1, hal::Key::digit_2, hal::Key::digit_3, hal::Key::digit_4,
                              hal::Key::digit_5, hal::Key::digit_6, hal::Key::enter};
  if (!run_until(world.scheduler(), [&] { return station.reader().firmware().in_pin_entry(); })) return false;
  station.reader().press(pin, milliseconds{80}, milliseconds{120});
  return true;
}

bool approved(world::World& world, world::Station& station) {
  auto& phone = station.phone();
  return run_until(world.scheduler(), [&] { return !phone.is_busy(); }) &&
         phone.last_result().outcome() == reader::v1::OUTCOME_APPROVED;
}

bool idle(world::World& world, world::Station& station) {
  return run_until(world.scheduler(),
                   [&] { return station.reader().firmware().state() == firmware::ReaderState::idle; });
}

bool sell(world::World& world, world::Station& station) {
  bus::v1::Swipe swipe;
  swipe.set_card("debit_101");
  return ask_for_card(world, station) && world.swipe(station, swipe) && type_pin(world, station) &&
         approved(world, station) && idle(world, station);
}

bool sell_by_chip(world::World& world, world::Station& station, const char* card) {
  bus::v1::InsertCard insert;
  insert.set_card(card);
  return ask_for_card(world, station) && world.insert(station, insert) && type_pin(world, station) &&
         approved(world, station) && station.reader().pull() && idle(world, station);
}

bool sell_by_tap(world::World& world, world::Station& station) {
  bus::v1::TapCards tap;
  tap.add_cards("unionpay_debit");
  return ask_for_card(world, station) && world.tap(station, tap) && approved(world, station) &&
         station.reader().untap() && idle(world, station);
}

/// Sales one after the other: reader, phone and acquirer in one process, virtual time, ledger in memory.
template <typename Sale>
void sales(benchmark::State& state, const world::Options& options, Sale&& sale) {
  Deaf deaf;
  auto world = world::World::create(options, deaf);
  if (!world) return state.SkipWithError(world.error().c_str());
  auto& station = *(*world)->station({});
  if (!make_ready(**world, station)) return state.SkipWithError("the reader did not get ready");
  for (auto _ : state) {
    // A sign-in is good for 24 hours, which are over after some 2,400 sales; then the day begins anew, as in a shop.
    if (!station.reader().firmware().signed_in() && !sign_in(**world, station)) {
      return state.SkipWithError("the reader did not sign in again");
    }
    if (!sale(**world, station)) {
      const auto& result = station.phone().last_result();
      const std::string why = "a sale was not approved; the last result is trace " + std::to_string(result.trace()) +
                              ", answer " + result.response_code() + " " + result.detail();
      return state.SkipWithError(why.c_str());
    }
    // PIN entries are rationed (one back every 30 s); time costs nothing here.
    (*world)->scheduler().run_for(std::chrono::seconds{31});
  }
  state.SetItemsProcessed(state.iterations());
}

/// By contact chip: power, ATR, selection, records, offline authentication, PIN, field 55, both cryptograms, issuer
/// authentication. `card` with DDA of 1024 bits, and one without any: the difference is RSA.
void chip_sale(benchmark::State& state, const char* card) {
  sales(state, options(), [card](auto& world, auto& station) { return sell_by_chip(world, station, card); });
}
BENCHMARK_CAPTURE(chip_sale, dda_1024, "unionpay_debit")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(chip_sale, no_authentication, "no_authentication")->Unit(benchmark::kMicrosecond);

/// By the antenna: PPSE, selection, one cryptogram, field 55; no PIN.
void tap_sale(benchmark::State& state) {
  sales(state, options("m35"), sell_by_tap);
}
BENCHMARK(tap_sale)->Unit(benchmark::kMicrosecond);

/// By stripe, with PIN.
void stripe_sale(benchmark::State& state) {
  sales(state, options(), sell);
}
BENCHMARK(stripe_sale)->Unit(benchmark::kMicrosecond);

/// Heap a further reader with its phone takes, after a sale each.
void memory_per_reader(benchmark::State& state) {
  constexpr std::size_t count = 50;
  double bytes = 0;
  for (auto _ : state) {
    Deaf deaf;
    const auto measure = [&](std::size_t readers) {
      auto few = options();
      few.readers.clear();
      for (std::size_t i = 0; i < readers; ++i) few.readers.push_back("r" + std::to_string(i));
      const std::size_t before = ::mallinfo2().uordblks;
      auto world = world::World::create(few, deaf);
      for (const auto& station : (*world)->stations()) {
        if (!make_ready(**world, *station) || !sell(**world, *station)) state.SkipWithError("a reader did not sell");
      }
      return static_cast<double>(::mallinfo2().uordblks - before);
    };
    bytes = (measure(count + 1) - measure(1)) / count;
  }
  state.counters["KiB_per_reader_and_phone"] = bytes / 1024;
}
BENCHMARK(memory_per_reader)->Iterations(1);

}  // namespace
