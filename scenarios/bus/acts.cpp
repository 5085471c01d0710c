// SPDX-License-Identifier: Apache-2.0
#include "scenarios/bus/acts.hpp"

#include "devicemodel/base/hex.hpp"
#include "scenarios/world/key_names.hpp"

namespace mpos::bus {
namespace {

using Done = Result<void, std::string>;
using v1::Command;

Failure<std::string> no_key(const std::string& name) {
  return Failure{"no key is named " + name +
                 "; keys are 0 to 9, star, hash, cancel, clear, enter, menu, up, down, power"};
}

Done press(world::ReaderUnit& reader, const v1::PressKeys& act) {
  std::vector<hal::Key> keys;
  for (const std::string& name : act.keys()) {
    const auto key = world::key_from_name(name);
    if (!key) return no_key(name);
    keys.push_back(*key);
  }
  if (keys.empty()) return Failure{std::string{"no keys are given"}};
  if (act.hold_ns() < 0 || act.gap_ns() < 0) return Failure{std::string{"hold and gap are not negative"}};
  reader.press(keys, act.hold_ns() > 0 ? Duration{act.hold_ns()} : Duration{std::chrono::milliseconds{80}},
               act.gap_ns() > 0 ? Duration{act.gap_ns()} : Duration{std::chrono::milliseconds{120}});
  return {};
}

Done touch(world::ReaderUnit& reader, const v1::KeyTouch& act, bool down) {
  const auto key = world::key_from_name(act.key());
  if (!key) return no_key(act.key());
  reader.touch(*key, down);
  return {};
}

Done power(world::ReaderUnit& reader, const v1::Power& act) {
  switch (act.action()) {
    case v1::Power::ON: return reader.power_on("power_on");
    case v1::Power::CUT: return reader.power_cut("cut");
    case v1::Power::CYCLE:
      if (auto done = reader.power_cut("cycle"); !done) return done;
      return reader.power_on("cycle");
    default: return Failure{std::string{"power is on, cut or cycle"}};
  }
}

Done key_fault(world::ReaderUnit& reader, const v1::KeyFault& act) {
  const auto key = world::key_from_name(act.key());
  if (!key) return no_key(act.key());
  using Fault = keypad::Keypad::Fault;
  switch (act.kind()) {
    case v1::KeyFault::NONE: reader.key_fault(*key, Fault::none); return {};
    case v1::KeyFault::DEAD: reader.key_fault(*key, Fault::dead); return {};
    case v1::KeyFault::STUCK: reader.key_fault(*key, Fault::stuck); return {};
    default: return Failure{std::string{"a key fault is none, dead or stuck"}};
  }
}

Done connect(world::World& world, world::Station& station, const v1::PhoneConnect& act) {
  if (act.transport() != v1::PhoneConnect::TCP) return world.connect(station);
  auto stream = world.dial_reader(act.address());
  if (!stream) return Failure{std::string{"tcp is not available in this world"}};
  return station.connect(std::move(stream));
}

Done phone_raw(phone::Phone& phone, const v1::PhoneRaw& act) {
  std::vector<std::uint8_t> bytes(act.hex().size() / 2);
  if (!read_hex(act.hex(), bytes)) return Failure{std::string{"hex is an even count of hexadecimal digits"}};
  return phone.raw(bytes, act.sealed());
}

Done on_host(world::World& world, const Command& command) {
  world::Acquirer* host = world.acquirer();
  if (host == nullptr) return Failure{std::string{"this world has no acquirer of its own"}};
  switch (command.act_case()) {
    case Command::kHostRule: return host->add_rule(command.host_rule());
    case Command::kHostAccount: return world.set_account(command.host_account());
    default: return host->reset();
  }
}

}  // namespace

Result<void, std::string> carry_out(world::World& world, const Command& command) {
  world::Station* station = world.station(command.reader());
  if (station == nullptr) return Failure{"no reader is named " + command.reader()};
  world::ReaderUnit& reader = station->reader();
  phone::Phone& phone = station->phone();
  switch (command.act_case()) {
    case Command::kKeys: return press(reader, command.keys());
    case Command::kKeyDown: return touch(reader, command.key_down(), true);
    case Command::kKeyUp: return touch(reader, command.key_up(), false);
    case Command::kSwipe: return world.swipe(*station, command.swipe());
    case Command::kInsert: return world.insert(*station, command.insert());
    case Command::kPull: return reader.pull();
    case Command::kTap: return world.tap(*station, command.tap());
    case Command::kUntap: return reader.untap();
    case Command::kSamInsert: return world.insert_sam(*station, command.sam_insert());
    case Command::kSamRemove: return reader.remove_sam();
    case Command::kPower: return power(reader, command.power());
    case Command::kKeyFault: return key_fault(reader, command.key_fault());
    case Command::kFlashFault: reader.cut_flash_after(command.flash_fault().cut_after_bytes()); return {};
    case Command::kStripeFault: reader.stripe_dead(command.stripe_fault().dead()); return {};
    case Command::kSetClock: return reader.set_clock(command.set_clock().time());

    case Command::kConnect: return connect(world, *station, command.connect());
    case Command::kDisconnect: return phone.disconnect();
    case Command::kLogin: return phone.login(command.login().operator_id(), command.login().password());
    case Command::kSignIn: return phone.sign_in();
    case Command::kSale:
      return phone.sale(command.sale().amount_minor(), command.sale().currency(), command.sale().language());
    case Command::kBalance: return phone.balance(command.balance().language());
    case Command::kWallet: return phone.wallet(command.wallet().amount_minor(), command.wallet().language());
    case Command::kCashLoad: return phone.cash_load(command.cash_load().amount_minor(), command.cash_load().language());
    case Command::kCashSale: return phone.cash_sale(command.cash_sale().amount_minor(), command.cash_sale().language());
    case Command::kCancel: return phone.cancel();
    case Command::kSign: return station->sign(command.sign());
    case Command::kEcho: return phone.echo(command.echo().text());
    case Command::kUpload: return phone.upload();
    case Command::kParameters:
      return phone.parameters(static_cast<reader::v1::ParameterSet>(command.parameters().set()));
    case Command::kPhoneRaw: return phone_raw(phone, command.phone_raw());
    case Command::kPhoneFault:
      if (command.phone_fault().kind() == v1::PhoneFault::KIND_UNSPECIFIED ||
          !v1::PhoneFault::Kind_IsValid(command.phone_fault().kind())) {
        return Failure{std::string{"no such phone fault"}};
      }
      phone.set_fault(command.phone_fault().kind());
      return {};

    case Command::kHostRule:
    case Command::kHostAccount:
    case Command::kHostReset: return on_host(world, command);

    case Command::kLinkFault: return station->link_fault(command.link_fault());
    case Command::kLinkShape: return station->link_shape(command.link_shape());
    default: return Failure{std::string{"the command names nothing to do"}};
  }
}

}  // namespace mpos::bus
