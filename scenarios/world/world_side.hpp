// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scenarios/world/world.hpp"

namespace mpos::world {

/// One end of a link: its identity, ciphers and entropy. Private to the world.
struct World::Side {
  explicit Side(const sim::Random& random) : entropy(random.fork("link")) {}
  DeviceIdentity identity;
  primitives::OpenSslAesGcm send_cipher;
  primitives::OpenSslAesGcm receive_cipher;
  sim::Random entropy;
  // Only where keys are logged: the phone's ephemeral key of the handshake at hand, and the ciphers that tell theirs.
  std::vector<std::uint8_t> ephemeral;
  SecretBytes<32> sending_key;
  std::unique_ptr<WatchedCipher> watched_send;
  std::unique_ptr<WatchedCipher> watched_receive;
};

}  // namespace mpos::world
