// SPDX-License-Identifier: Apache-2.0
#include "peripherals/psam/state.hpp"

#include <algorithm>

#include "devicemodel/base/crc32.hpp"
#include "peripherals/psam/psam.hpp"

namespace mpos::psam {
namespace {

constexpr std::string_view magic = "MPSM";
constexpr std::uint8_t version = 1;

void put(Blob& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void put(Blob& out, Bytes bytes) {
  put(out, bytes.size(), 2);
  card::append(out, bytes);
}

class Reader {
 public:
  explicit Reader(Bytes bytes) : rest_(bytes) {}
  std::uint64_t number(std::size_t bytes) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : take(bytes)) value = value << 8 | byte;
    return value;
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

bool possible(const PsamState& state) {
  const bool digits = std::all_of(state.pin.begin(), state.pin.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || state.pin.size() > 12 || state.pin_tries > 3 || state.authentication_tries > 3) return false;
  for (const std::uint16_t id : {file::directory, file::card_public, file::terminal, file::application_public}) {
    if (state.files.count(id) == 0) return false;
  }
  if (state.files.size() != 4 || state.files.at(file::terminal).size() != 6) return false;
  return std::all_of(state.keys.begin(), state.keys.end(),
                     [](const Key& key) { return key.type < 32 && (key.bytes.size() == 8 || key.bytes.size() == 16); });
}

}  // namespace

PsamState first_state(const PsamProfile& profile) {
  PsamState state;
  Blob card_public = profile.serial;
  card::append(card_public, Blob{0x01, 0x01, 0x00, 0x00});  // version, key card type, issuer data
  Blob application_public{0x01};
  for (const Blob* part : {&profile.issuer, &profile.application, &profile.start, &profile.end}) {
    card::append(application_public, *part);
  }
  Blob entry = card::tlv(0x4F, application_name);
  state.files[file::directory] = card::tlv(0x61, entry);
  state.files[file::card_public] = std::move(card_public);
  state.files[file::terminal] = profile.terminal;
  state.files[file::application_public] = std::move(application_public);
  state.keys = profile.keys;
  state.pin = profile.pin;
  state.transaction_number = profile.transaction_number;
  return state;
}

Blob save(const PsamState& state) {
  Blob out;
  card::append(out, as_bytes(magic));
  put(out, version, 1);
  put(out, state.files.size(), 1);
  for (const auto& [id, bytes] : state.files) {
    put(out, id, 2);
    put(out, bytes);
  }
  put(out, state.keys.size(), 2);
  for (const Key& key : state.keys) {
    put(out, static_cast<std::uint64_t>(key.folder), 1);
    put(out, key.type, 1);
    put(out, key.index, 1);
    put(out, key.bytes);
  }
  put(out, as_bytes(state.pin));
  put(out, state.pin_tries, 1);
  put(out, state.authentication_tries, 1);
  put(out, state.transaction_number, 4);
  put(out, state.wrong_mac2, 1);
  put(out, state.application_locked ? 1 : 0, 1);
  put(out, state.card_blocked ? 1 : 0, 1);
  put(out, state.random_counter, 8);
  put(out, crc32(out), 4);
  return out;
}

std::optional<PsamState> load(Bytes bytes) {
  if (bytes.size() < magic.size() + 5 || !equal(bytes.first(magic.size()), as_bytes(magic)) ||
      bytes[magic.size()] != version) {
    return std::nullopt;
  }
  const Bytes body = bytes.first(bytes.size() - 4);
  if (crc32(body) != load_be32(bytes.data() + body.size())) return std::nullopt;
  Reader r{body.subspan(magic.size() + 1)};
  PsamState state;
  for (std::uint64_t left = r.number(1); left > 0 && r.good(); --left) {
    const auto id = static_cast<std::uint16_t>(r.number(2));
    state.files[id] = r.blob();
  }
  bool folders_known = true;
  for (std::uint64_t left = r.number(2); left > 0 && r.good(); --left) {
    Key key;
    const std::uint64_t folder = r.number(1);
    folders_known = folders_known && folder <= 1;
    key.folder = folder == 0 ? Folder::card : Folder::application;
    key.type = static_cast<std::uint8_t>(r.number(1));
    key.index = static_cast<std::uint8_t>(r.number(1));
    key.bytes = r.blob();
    state.keys.push_back(std::move(key));
  }
  const Blob pin = r.blob();
  state.pin.assign(as_text(pin));
  state.pin_tries = static_cast<std::uint8_t>(r.number(1));
  state.authentication_tries = static_cast<std::uint8_t>(r.number(1));
  state.transaction_number = static_cast<std::uint32_t>(r.number(4));
  state.wrong_mac2 = static_cast<std::uint8_t>(r.number(1));
  const std::uint64_t locked = r.number(1);
  const std::uint64_t blocked = r.number(1);
  state.application_locked = locked == 1;
  state.card_blocked = blocked == 1;
  state.random_counter = r.number(8);
  if (!r.done() || locked > 1 || blocked > 1 || !folders_known || !possible(state)) return std::nullopt;
  return state;
}

}  // namespace mpos::psam
