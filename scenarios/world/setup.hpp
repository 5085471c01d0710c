// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "devicemodel/base/result.hpp"
#include "devicemodel/firmware/config.hpp"
#include "devicemodel/hal/hal.hpp"
#include "devicemodel/security/ports.hpp"
#include "mpos/config/v1/config.pb.h"

namespace mpos::world {

/// What makes one reader of a world, worked out from the profile.
struct Setup {
  std::string name;
  config::v1::ReaderProfile profile;  ///< with this reader's own serial and terminal number
  firmware::Config config;
  hal::CalendarTime clock;  ///< what its clock shows when the world begins
};

/// The `index`th reader's serial (or terminal) number: the profile's, its last digits counted on.
std::string serial_of(const std::string& first, std::size_t index);

/// Checks the profile and works out one reader. The failure is a sentence that names the field.
Result<Setup, std::string> make_setup(const config::v1::ReaderProfile& profile, const std::string& name,
                                      std::size_t index);

/// The keys a secure room would load: TMK = DIV(tmk_master, left 8 bytes of SHA-1(serial)) or the profile's own, the
/// sign-in proof key AES-ECB(device_auth_master, left 16 bytes of SHA-256(serial)), serial-number key, DUKPT initial
/// key and KSN.
Result<firmware::Personalisation, std::string> make_keys(const config::v1::ReaderProfile& profile,
                                                         security::Primitives& primitives);

}  // namespace mpos::world
