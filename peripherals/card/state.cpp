// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/state.hpp"

#include <algorithm>

#include "devicemodel/base/crc32.hpp"

namespace mpos::card {
namespace {

constexpr std::string_view magic = "MPCS";
constexpr std::uint8_t version = 1;

class Writer {
 public:
  void number(std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
  }
  void flag(bool value) { out.push_back(value ? 1 : 0); }
  void blob(Bytes bytes) {
    number(bytes.size(), 2);
    append(out, bytes);
  }
  Blob out;
};

class Reader {
 public:
  explicit Reader(Bytes bytes) : rest_(bytes) {}
  std::uint64_t number(std::size_t bytes) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : take(bytes)) value = value << 8 | byte;
    return value;
  }
  bool flag() {
    const std::uint64_t value = number(1);
    if (value > 1) good_ = false;
    return value == 1;
  }
  Blob blob() {
    const Bytes bytes = take(number(2));
    return {bytes.begin(), bytes.end()};
  }
  bool good() const noexcept { return good_; }
  bool done() const noexcept { return good_ && rest_.empty(); }

 private:
  Bytes take(std::size_t size) {
    if (size > rest_.size()) {
      good_ = false;
      rest_ = {};
      return {};
    }
    const Bytes out = rest_.first(size);
    rest_ = rest_.subspan(size);
    return out;
  }
  Bytes rest_;
  bool good_ = true;
};

void write(Writer& w, const ApplicationState& app) {
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

ApplicationState read(Reader& r) {
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
  Writer w;
  append(w.out, as_bytes(magic));
  w.number(version, 1);
  w.blob(as_bytes(state.pin));
  w.number(state.pin_tries, 1);
  w.flag(state.blocked);
  w.number(state.random_counter, 8);
  w.number(state.applications.size(), 1);
  for (const ApplicationState& app : state.applications) write(w, app);
  w.number(state.wallet_balance, 4);
  w.number(state.wallet_sequence, 2);
  w.number(crc32(w.out), 4);
  return std::move(w.out);
}

std::optional<CardState> load(Bytes bytes) {
  if (bytes.size() < magic.size() + 5 || !equal(bytes.first(magic.size()), as_bytes(magic)) ||
      bytes[magic.size()] != version) {
    return std::nullopt;
  }
  const Bytes body = bytes.first(bytes.size() - 4);
  if (crc32(body) != load_be32(bytes.data() + body.size())) return std::nullopt;
  Reader r{body.subspan(magic.size() + 1)};
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
