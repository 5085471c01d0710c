// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "peripherals/card/test_keys.hpp"
#include "peripherals/card/virtual_card.hpp"
#include "peripherals/magstripe/card.hpp"
#include "scenarios/world/options.hpp"
#include "scenarios/world/state_directory.hpp"

namespace mpos::world {

/// The cards of a world. One name of the catalogue is one card: its stripe and its chip. Cards are made when they are
/// first used; what a chip remembers stays with it, and in the state directory where there is one.
class CardBox {
 public:
  /// All references outlive the box; `state` may be nullptr.
  CardBox(const Options& options, security::Primitives& primitives, const StateDirectory* state)
      : options_(options), primitives_(primitives), state_(state) {}

  /// The failure says what is wrong with the card, or that there is none of that name.
  Result<const magstripe::Card*, std::string> stripe(const std::string& name);
  Result<std::shared_ptr<card::VirtualCard>, std::string> chip(const std::string& name);
  /// Stripes are made anew from the card files; chips keep what they are.
  void forget_stripes() { stripes_.clear(); }
  /// Writes what the chips remember; those that remember nothing new are passed over.
  Result<void, std::string> save();

 private:
  struct Chip {
    std::shared_ptr<card::VirtualCard> card;
    card::CardState kept;
  };
  Result<const config::v1::CardFile*, std::string> file(const std::string& name);
  Result<card::CardState, std::string> remembered(const std::string& name, const card::Personalisation& card) const;

  const Options& options_;
  security::Primitives& primitives_;
  const StateDirectory* state_;
  std::optional<card::KeyRing> keys_;
  std::map<std::string, config::v1::CardFile> loaded_;  ///< those `options_` did not hold
  std::map<std::string, magstripe::Card> stripes_;
  std::map<std::string, Chip> chips_;
};

}  // namespace mpos::world
