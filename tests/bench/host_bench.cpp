// SPDX-License-Identifier: Apache-2.0
// What one approved sale costs the host, from the bytes on the line to the bytes on the line. Budget: 80 us; the
// posting 40 us.
#include <benchmark/benchmark.h>

#include "scenarios/host/ledger/ledger.hpp"
#include "tests/unit/scenarios/host/fake_terminal.hpp"

namespace {

using namespace mpos;
using namespace mpos::host;

void sale(benchmark::State& state) {
  sim::Scheduler scheduler;
  Recorder recorder;
  recorder.on = false;
  auto profile = test_profile();
  profile.mutable_accounts(0)->set_balance_minor(1000000000000);
  auto made = Host::create(scheduler, sim::Random{7}, profile, {}, recorder);
  FakeTerminal terminal(**made);
  if (terminal.sign_in() != "00" || terminal.sale(100) != "00") state.SkipWithError("no sign-in");
  Purchase purchase;
  for (auto _ : state) {
    state.PauseTiming();
    const auto message = terminal.packed_with_mac(terminal.purchase_message(purchase));
    const auto frame = FakeTerminal::framed(message, "6000030000");
    terminal.wire->sent.clear();
    state.ResumeTiming();
    terminal.wire->handlers.received(frame);
    if (terminal.wire->sent.size() != 1) state.SkipWithError("no answer");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(sale)->Iterations(20000);

void posting(benchmark::State& state) {
  sim::Random salt{1};
  auto ledger = Ledger::open(":memory:", salt);
  AccountSetup setup;
  setup.balance_minor = 1000000000000;
  const Account account = (*ledger)->set_account("6222021234567890128", setup);
  Request request;
  request.state = RequestState::approved;
  request.account = account.id;
  request.merchant = (*ledger)->merchant_account("102310053110001");
  request.amount_minor = 100;
  RequestKey key{"30000001", 1, 0, 200};
  for (auto _ : state) {
    ++key.trace;
    benchmark::DoNotOptimize((*ledger)->record(key, request));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(posting);

}  // namespace
