// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/link/channel.hpp"
#include "devicemodel/security/ports.hpp"

namespace mpos::world {

/// What one end of a link needs of the crypto library; borrowed.
struct LinkCrypto {
  security::Primitives& primitives;
  security::AesGcm& send_cipher;
  security::AesGcm& receive_cipher;
  const link::Identity& identity;
};

}  // namespace mpos::world
