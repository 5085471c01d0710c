// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/card_maker.hpp"

namespace mpos::world {

Result<magstripe::Card, std::string> make_card(const config::v1::CardFile& file) {
  const std::string discretionary = file.discretionary().empty() ? "000000000" : file.discretionary();
  magstripe::Card::Tracks tracks;
  if (!file.track1().empty()) {
    tracks[0] = file.track1();
  } else if (!file.no_track1()) {
    tracks[0] = "B" + file.pan() + "^" + (file.name().empty() ? "TEST/CARD" : file.name()) + "^" + file.expiry() +
                file.service_code() + discretionary;
  }
  tracks[1] =
      file.track2().empty() ? file.pan() + "=" + file.expiry() + file.service_code() + discretionary : file.track2();
  tracks[2] = file.track3();
  auto card = magstripe::Card::make(
      tracks, file.coercivity() == "low" ? magstripe::Coercivity::low : magstripe::Coercivity::high, file.wear());
  if (card) return std::move(*card);
  switch (card.error()) {
    case magstripe::EncodeError::bad_character:
      return Failure{std::string{"a track holds a character its code does not have"}};
    case magstripe::EncodeError::too_long: return Failure{std::string{"a track is longer than its stripe"}};
    case magstripe::EncodeError::no_such_track: break;
  }
  return Failure{std::string{"the card cannot be written"}};
}

}  // namespace mpos::world
