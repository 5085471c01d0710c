// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/base/pan.hpp"
#include "scenarios/world/world.hpp"

namespace mpos::world {
namespace {

void fill(const Station& station, const Options& options, bus::v1::ReaderInfo& info) {
  const auto& setup = station.reader().setup();
  const config::v1::ReaderProfile& profile = setup.profile;
  info.set_name(station.reader().name());
  info.set_profile_title(profile.title());
  info.set_model(profile.model());
  info.set_serial(profile.serial());
  info.set_firmware_version(std::string{setup.config.firmware_version.view()});
  info.set_language(profile.language());
  info.set_terminal(profile.terminal());
  info.set_merchant(profile.merchant());
  info.set_merchant_name(profile.merchant_name());
  info.set_certified(profile.certified());
  info.set_stripe(profile.body().stripe());
  info.set_chip(profile.body().chip());
  info.set_contactless(profile.body().contactless());
  info.set_sam(profile.body().sam());
  info.set_skin(profile.body().skin());
  info.set_width_mm(profile.body().width_mm());
  info.set_height_mm(profile.body().height_mm());
  info.set_outside_acquirer(static_cast<bool>(options.dial_acquirer));
}

void fill(const std::string& name, const config::v1::CardFile& card, bus::v1::CardInfo& info) {
  info.set_name(name);
  info.set_title(card.title());
  info.set_kind(card.kind());
  info.set_masked_pan(std::string{mask_pan(card.pan()).view()});
  info.set_expiry(card.expiry());
  info.set_face(card.face());
  info.set_pin_hint(card.pin());
  info.set_sim(card.chip().contactless_only());
  info.set_stripe(!card.chip().contactless_only());
  info.set_chip(card.has_chip() && !card.chip().contactless_only());
  info.set_contactless(card.has_chip() && (card.chip().contactless() || card.chip().contactless_only()));
}

/// The transactions somebody with this reader can begin, by the names their commands have.
void add_services(const config::v1::Body& body, bus::v1::WorldInfo& info) {
  info.add_services("sale");
  info.add_services("balance");
  if (body.sam()) info.add_services("wallet");
  if (body.chip()) info.add_services("cash_load");
  if (body.chip() || body.contactless()) info.add_services("cash_sale");
}

}  // namespace

bus::v1::WorldInfo World::info() const {
  bus::v1::WorldInfo info = options_.beside;
  info.set_program_version(options_.program_version);
  for (const auto& station : stations_) fill(*station, options_, *info.add_readers());
  for (const auto& [name, card] : options_.cards) fill(name, card, *info.add_cards());
  for (const auto& [name, psam] : options_.psams) {
    auto& module = *info.add_psams();
    module.set_name(name);
    module.set_title(psam.title());
  }
  add_services(options_.profile.body(), info);
  if (options_.dial_acquirer) {
    info.set_host_title(options_.profile.acquirer().address());
  } else if (options_.builtin_host) {
    info.set_host_title(options_.host.title());
  }
  return info;
}

World::Done World::reload_cards() {
  if (!options_.load_cards) return Failure{std::string{"this world keeps the card files it began with"}};
  LoadedCards loaded = options_.load_cards();
  options_.cards = std::move(loaded.cards);
  options_.beside.mutable_problems()->Clear();
  for (auto& problem : loaded.problems) *options_.beside.add_problems() = std::move(problem);
  cards_->forget_stripes();
  return {};
}

}  // namespace mpos::world
