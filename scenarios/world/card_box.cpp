// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/card_box.hpp"

#include <cinttypes>

#include "devicemodel/base/crc32.hpp"
#include "peripherals/card/chip_file.hpp"
#include "peripherals/card/personaliser.hpp"
#include "scenarios/world/card_maker.hpp"

namespace mpos::world {
namespace {

/// A catalogue name as part of a file name; one that is a path gets its check sum instead.
std::string file_name(const std::string& name) {
  if (StateDirectory::is_good_name(name)) return name;
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "card-%08" PRIX32, crc32(as_bytes(name)));
  return text.data();
}

}  // namespace

Result<const config::v1::CardFile*, std::string> CardBox::file(const std::string& name) {
  if (const auto known = options_.cards.find(name); known != options_.cards.end()) return &known->second;
  if (const auto known = loaded_.find(name); known != loaded_.end()) return &known->second;
  if (!options_.load_card) return Failure{"no card is named " + name};
  auto card = options_.load_card(name);
  if (!card) return Failure{card.error()};
  return &loaded_.emplace(name, *std::move(card)).first->second;
}

Result<const magstripe::Card*, std::string> CardBox::stripe(const std::string& name) {
  if (const auto known = stripes_.find(name); known != stripes_.end()) return &known->second;
  const auto from = file(name);
  if (!from) return Failure{from.error()};
  auto made = make_card(**from);
  if (!made) return Failure{"card " + name + ": " + made.error()};
  return &stripes_.emplace(name, std::move(*made)).first->second;
}

Result<card::CardState, std::string> CardBox::remembered(const std::string& name,
                                                         const card::Personalisation& card) const {
  if (state_ == nullptr) return card::first_state(card);
  const auto bytes = state_->load_card(file_name(name));
  if (!bytes) return Failure{bytes.error()};
  if (!*bytes) return card::first_state(card);
  auto loaded = card::load(**bytes);
  if (!loaded || !card::VirtualCard::fits(card, *loaded)) {
    return Failure{state_->card_file(file_name(name)).string() + ": is damaged, or belongs to another card"};
  }
  return std::move(*loaded);
}

Result<std::shared_ptr<card::VirtualCard>, std::string> CardBox::chip(const std::string& name) {
  if (const auto known = chips_.find(name); known != chips_.end()) return known->second.card;
  const auto from = file(name);
  if (!from) return Failure{from.error()};
  if (!(*from)->has_chip()) return Failure{"card " + name + " has no chip"};
  if (!keys_) {
    auto ring = card::KeyRing::from(options_.chip_keys);
    if (!ring) return Failure{"chip keys: " + ring.error()};
    keys_ = std::move(*ring);
  }
  const auto wrong = [&](const std::string& what) { return Failure{"card " + name + ": " + what}; };
  const auto profile = card::profile_from(**from);
  if (!profile) return wrong(profile.error());
  auto made = card::make_card(*profile, *keys_, primitives_);
  if (!made) return wrong(made.error());
  auto state = remembered(name, *made);
  if (!state) return Failure{state.error()};
  auto chip = std::make_shared<card::VirtualCard>(std::make_shared<const card::Personalisation>(std::move(*made)),
                                                  *state, primitives_);
  chips_.emplace(name, Chip{chip, std::move(*state)});
  return chip;
}

Result<void, std::string> CardBox::save() {
  if (state_ == nullptr) return {};
  for (auto& [name, chip] : chips_) {
    if (chip.card->state() == chip.kept) continue;
    if (auto done = state_->store_card(file_name(name), card::save(chip.card->state())); !done) return done;
    chip.kept = chip.card->state();
  }
  return {};
}

}  // namespace mpos::world
