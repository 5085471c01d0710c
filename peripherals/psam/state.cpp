// SPDX-License-Identifier: Apache-2.0
#include "peripherals/psam/state.hpp"

#include <algorithm>

#include "peripherals/card/saved_state.hpp"
#include "peripherals/psam/psam.hpp"

namespace mpos::psam {
namespace {

constexpr std::string_view magic = "MPSM";
constexpr std::uint8_t version = 1;

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
  card::StateWriter w{magic, version};
  w.number(state.files.size(), 1);
  for (const auto& [id, bytes] : state.files) {
    w.number(id, 2);
    w.blob(bytes);
  }
  w.number(state.keys.size(), 2);
  for (const Key& key : state.keys) {
    w.number(static_cast<std::uint64_t>(key.folder), 1);
    w.number(key.type, 1);
    w.number(key.index, 1);
    w.blob(key.bytes);
  }
  w.blob(as_bytes(state.pin));
  w.number(state.pin_tries, 1);
  w.number(state.authentication_tries, 1);
  w.number(state.transaction_number, 4);
  w.number(state.wrong_mac2, 1);
  w.flag(state.application_locked);
  w.flag(state.card_blocked);
  w.number(state.random_counter, 8);
  return w.finish();
}

std::optional<PsamState> load(Bytes bytes) {
  auto opened = card::StateReader::open(bytes, magic, version);
  if (!opened) return std::nullopt;
  card::StateReader& r = *opened;
  PsamState state;
  for (std::uint64_t left = r.number(1); left > 0 && r.good(); --left) {
    const auto id = static_cast<std::uint16_t>(r.number(2));
    state.files[id] = r.blob();
  }
  for (std::uint64_t left = r.number(2); left > 0 && r.good(); --left) {
    Key key;
    key.folder = r.flag() ? Folder::application : Folder::card;
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
  state.application_locked = r.flag();
  state.card_blocked = r.flag();
  state.random_counter = r.number(8);
  if (!r.done() || !possible(state)) return std::nullopt;
  return state;
}

}  // namespace mpos::psam
