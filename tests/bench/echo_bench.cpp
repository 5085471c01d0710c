// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

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

/// Echo requests through the sealed session over a TCP connection; phone and reader take turns on one thread.
void echo_over_tcp(benchmark::State& state) {
  load::Catalogue catalogue{std::string{VMPOS_SOURCE_DIR} + "/assets"};
  world::Options options;
  options.profile = *catalogue.reader("default");
  options.host = *catalogue.host("default");
  net::Context context;
  options.dial_reader = [&](const std::string& address) {
    const auto at = net::parse_host_port(address);
    return net::connect_tcp(context, at->host, at->port);
  };
  Deaf deaf;
  auto created = world::World::create(options, deaf);
  world::World& world = **created;
  world::Station& station = *world.station({});
  auto listener =
      net::listen_tcp(context, "127.0.0.1", 0, [&](auto stream) { (void)station.attach(std::move(stream)); });
  const auto run_until = [&](auto&& is_so) {
    for (int i = 0; i < 1'000'000 && !is_so(); ++i) {
      world.scheduler().run_for(Duration{0});
      if (is_so()) break;
      (void)context.run_for(std::chrono::milliseconds{1});
    }
    return is_so();
  };
  (void)station.reader().power_on("power_on");
  world.scheduler().run_for(std::chrono::seconds{5});
  (void)station.connect(world.dial_reader((*listener)->address()));
  if (!run_until([&] { return station.phone().link_state().state() == bus::v1::LinkState::CONFIRM; })) {
    return state.SkipWithError("no six digits");
  }
  constexpr hal::Key enter[] = {hal::Key::enter};
  station.reader().press(enter, std::chrono::milliseconds{80}, std::chrono::milliseconds{120});
  world.scheduler().run_for(std::chrono::seconds{1});
  if (!run_until([&] { return station.phone().is_connected() && !station.phone().is_busy(); })) {
    return state.SkipWithError("not connected");
  }
  for (auto _ : state) {
    if (!station.phone().echo("0123456789abcdef0123456789abcdef") ||
        !run_until([&] { return !station.phone().is_busy(); })) {
      return state.SkipWithError("no echo");
    }
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(echo_over_tcp)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace
