// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "peripherals/card/personalisation.hpp"

namespace mpos::cli {

/// Where cards and keys are looked for.
struct CardPlaces {
  std::string assets;  ///< folder; found by itself when empty
  std::string keys;    ///< file of RSA test keys; keys/chip.yaml of the assets when empty
  bool lab = false;
};

/// What a person changes of a profile without writing a new one; empty texts change nothing.
struct CardChanges {
  std::string title, pan, expiry, name, pin;
  bool any() const { return !(title.empty() && pan.empty() && expiry.empty() && name.empty() && pin.empty()); }
};

/// A chip with all its bytes.
struct ReadyCard {
  std::filesystem::path file;    ///< where it was found
  std::string name;              ///< of the file, without folder and ending
  config::v1::CardFile profile;  ///< what it was made from
  std::shared_ptr<const card::Personalisation> card;
  std::vector<card::CaPublicKey> authorities;  ///< whose keys a terminal needs
  config::v1::MadeCard made;
};

/// Loads a profile, by name or path, and personalises it; or takes a card as `vmpos card make` wrote it. The failure
/// lists what is wrong with file, line and column.
Result<ReadyCard, std::string> ready_card(const std::string& name, const CardPlaces& places, const CardChanges& changes,
                                          security::Primitives& primitives);

}  // namespace mpos::cli
