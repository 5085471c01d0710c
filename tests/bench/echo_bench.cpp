// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "devicemodel/primitives/aes_gcm.hpp"
#include "devicemodel/primitives/certificate_verifier.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "peripherals/net/tcp.hpp"
#include "scenarios/load/catalogue.hpp"
#include "scenarios/world/world.hpp"

namespace {

using namespace mpos;

class Deaf final : public world::Sink {
 public:
  bool wanted() const override { return false; }
  void take(std::string_view, bus::v1::Event) override {}
};

/// A world whose phone knows its reader and reaches it over TCP on the loopback address; they take turns on one thread.
class Bench {
 public:
  /// Empty when phone and reader are connected, else what is missing.
  std::string bring_up() {
    load::Catalogue catalogue{std::string{VMPOS_SOURCE_DIR} + "/assets"};
    world::Options options;
    options.profile = *catalogue.reader("default");
    options.host = *catalogue.host("default");
    options.dial_reader = [this](const std::string& address) {
      const auto at = net::parse_host_port(address);
      return net::connect_tcp(context_, at->host, at->port);
    };
    world_ = std::move(*world::World::create(options, deaf_));
    listener_ = std::move(
        *net::listen_tcp(context_, "127.0.0.1", 0, [this](auto stream) { (void)station().attach(std::move(stream)); }));
    (void)station().reader().power_on("power_on");
    world_->scheduler().run_for(std::chrono::seconds{5});
    connect();
    if (!run_until([this] { return phone().link_state().state() == bus::v1::LinkState::CONFIRM; })) {
      return "no six digits";
    }
    constexpr hal::Key enter[] = {hal::Key::enter};
    station().reader().press(enter, std::chrono::milliseconds{80}, std::chrono::milliseconds{120});
    world_->scheduler().run_for(std::chrono::seconds{1});
    return run_until([this] { return is_connected(); }) ? "" : "not connected";
  }

  world::Station& station() { return *world_->station({}); }
  phone::Phone& phone() { return station().phone(); }
  bool is_connected() { return phone().is_connected() && !phone().is_busy(); }
  void connect() { (void)station().connect(world_->dial_reader(listener_->address())); }
  template <typename Condition>
  bool run_until(Condition&& is_so) {
    for (int i = 0; i < 1'000'000 && !is_so(); ++i) {
      world_->scheduler().run_for(Duration{0});
      if (is_so()) break;
      (void)context_.run_for(std::chrono::milliseconds{1});
    }
    return is_so();
  }

 private:
  Deaf deaf_;
  net::Context context_;
  std::unique_ptr<world::World> world_;
  std::unique_ptr<net::Listener> listener_;
};

/// The middle of what was measured and what one in a hundred is past, in microseconds.
void report(benchmark::State& state, std::vector<double>& spans) {
  std::sort(spans.begin(), spans.end());
  state.counters["p50_us"] = spans[spans.size() / 2];
  state.counters["p99_us"] = spans[spans.size() * 99 / 100];
}

double microseconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begun).count();
}

/// Echo requests through the sealed session, one outstanding.
void echo_over_tcp(benchmark::State& state) {
  Bench bench;
  if (const auto missing = bench.bring_up(); !missing.empty()) return state.SkipWithError(missing.c_str());
  std::vector<double> spans;
  for (auto _ : state) {
    const auto begun = std::chrono::steady_clock::now();
    if (!bench.phone().echo("0123456789abcdef0123456789abcdef") ||
        !bench.run_until([&] { return !bench.phone().is_busy(); })) {
      return state.SkipWithError("no echo");
    }
    spans.push_back(microseconds_since(begun));
  }
  state.SetItemsProcessed(state.iterations());
  report(state, spans);
}
BENCHMARK(echo_over_tcp)->Unit(benchmark::kMicrosecond)->UseRealTime();

/// From dialling to a session both sides have agreed on, certificate checked, of a phone the reader knows.
void connect_over_tcp(benchmark::State& state) {
  Bench bench;
  if (const auto missing = bench.bring_up(); !missing.empty()) return state.SkipWithError(missing.c_str());
  std::vector<double> spans;
  for (auto _ : state) {
    state.PauseTiming();
    (void)bench.phone().disconnect();
    const bool down =
        bench.run_until([&] { return !bench.phone().is_connected() && !bench.station().reader().has_far_end(); });
    state.ResumeTiming();
    if (!down) return state.SkipWithError("the old session did not end");
    const auto begun = std::chrono::steady_clock::now();
    bench.connect();
    if (!bench.run_until([&] { return bench.is_connected(); })) return state.SkipWithError("not connected");
    spans.push_back(microseconds_since(begun));
  }
  report(state, spans);
}
BENCHMARK(connect_over_tcp)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace
