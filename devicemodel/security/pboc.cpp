// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/pboc.hpp"

namespace mpos::security {

void pboc_div(Primitives& primitives, Cipher cipher, Bytes key, Bytes factor, MutableBytes out) noexcept {
  MPOS_ASSERT(cipher == Cipher::tdes || cipher == Cipher::sm4);
  MPOS_ASSERT(factor.size() == 8 && out.size() == 16);
  std::array<std::uint8_t, 16> blocks{};
  for (std::size_t i = 0; i < 8; ++i) {
    blocks[i] = factor[i];
    blocks[8 + i] = static_cast<std::uint8_t>(~factor[i]);
  }
  primitives.ecb_encrypt(cipher, key, blocks, out);
}

}  // namespace mpos::security
