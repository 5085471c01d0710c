// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/state.hpp"

#include <algorithm>

#include "peripherals/card/saved_state.hpp"

namespace mpos::card {
namespace {

constexpr std::string_view magic = "MPCS";
constexpr std::uint8_t version = 1;

void write(StateWriter& w, const ApplicationState& app) {
  w.number(app.atc, 2);
  w.number(app.last_online_atc, 2);
  for (const bool flag : {app.blocked, app.online_pending, app.issuer_authentication_failed,
                          app.issuer_authentication_missing, app.sda_failed, app.dda_failed, app.script_failed}) {
    w.flag(flag);
  }
  w.number(app.scripts, 1);
  for (const std::uint64_t amount :
       {app.offline_amount, app.cash_balance, app.cash_limit, app.cash_single_limit, app.cash_reset_threshold}) {
    w.number(amount, 8);
  }
  w.number(app.log.size(), 1);
  for (const Blob& entry : app.log) w.blob(entry);
  w.number(app.written_records.size(), 2);
  for (const auto& [place, bytes] : app.written_records) {
    w.number(place, 2);
    w.blob(bytes);
  }
}

ApplicationState read(StateReader& r) {
  ApplicationState app;
  app.atc = static_cast<std::uint16_t>(r.number(2));
  app.last_online_atc = static_cast<std::uint16_t>(r.number(2));
  for (bool* flag : {&app.blocked, &app.online_pending, &app.issuer_authentication_failed,
                     &app.issuer_authentication_missing, &app.sda_failed, &app.dda_failed, &app.script_failed}) {
    *flag = r.flag();
  }
  app.scripts = static_cast<std::uint8_t>(r.number(1));
  for (std::uint64_t* amount :
       {&app.offline_amount, &app.cash_balance, &app.cash_limit, &app.cash_single_limit, &app.cash_reset_threshold}) {
    *amount = r.number(8);
  }
  for (std::uint64_t left = r.number(1); left > 0 && r.good(); --left) app.log.push_back(r.blob());
  for (std::uint64_t left = r.number(2); left > 0 && r.good(); --left) {
    const auto place = static_cast<std::uint16_t>(r.number(2));
    app.written_records[place] = r.blob();
  }
  return app;
}

}  // namespace

Blob save(const CardState& state) {
  StateWriter w{magic, version};
  w.blob(as_bytes(state.pin));
  w.number(state.pin_tries, 1);
  w.flag(state.blocked);
  w.number(state.random_counter, 8);
  w.number(state.applications.size(), 1);
  for (const ApplicationState& app : state.applications) write(w, app);
  w.number(state.wallet_balance, 4);
  w.number(state.wallet_sequence, 2);
  return w.finish();
}

std::optional<CardState> load(Bytes bytes) {
  auto opened = StateReader::open(bytes, magic, version);
  if (!opened) return std::nullopt;
  StateReader& r = *opened;
  CardState state;
  const Blob pin = r.blob();
  state.pin.assign(as_text(pin));
  state.pin_tries = static_cast<std::uint8_t>(r.number(1));
  state.blocked = r.flag();
  state.random_counter = r.number(8);
  for (std::uint64_t left = r.number(1); left > 0 && r.good(); --left) state.applications.push_back(read(r));
  state.wallet_balance = static_cast<std::uint32_t>(r.number(4));
  state.wallet_sequence = static_cast<std::uint16_t>(r.number(2));
  const bool digits = std::all_of(state.pin.begin(), state.pin.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!r.done() || !digits || state.pin.size() > 12 || state.pin_tries > 15) return std::nullopt;
  return state;
}

}  // namespace mpos::card
