// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "devicemodel/base/result.hpp"
#include "mpos/config/v1/config.pb.h"
#include "peripherals/card/personalisation.hpp"

namespace mpos::card {

/// The file of a personalised card. `profile` and `keys` are what make_card() got; the private keys of the authority
/// and the issuer stay behind, as they do at a personalisation bureau.
config::v1::MadeCard made_card(const config::v1::CardFile& profile, const Personalisation& card, const KeyRing& keys,
                               security::Primitives& primitives);

/// The card in such a file, byte for byte as it says, even where a person has changed bytes. The failure begins with
/// the path of the value that is wrong: "applications[0].afl is not hexadecimal".
Result<Personalisation, std::string> personalisation_from(const config::v1::MadeCard& file);

}  // namespace mpos::card
