// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "devicemodel/security/core.hpp"
#include "devicemodel/sim/random.hpp"

namespace mpos::security {

using Buffer = std::vector<std::uint8_t>;

inline Buffer hex(std::string_view text) {
  Buffer out(text.size() / 2);
  EXPECT_TRUE(read_hex(text, out)) << text;
  return out;
}

inline std::string hex_of(Bytes bytes) {
  std::string out(2 * bytes.size(), '0');
  write_hex(bytes, out);
  return out;
}

// The fixed test keys of this project.
inline const Buffer tmk = hex("10233245546776899801ABBACDDCEFFE");
inline const Buffer pik = hex("A1B3C2D5E5F70719293B4A5D6D7F8F91");
inline const Buffer mak = hex("1F2F3D4C5B6B79898697A4B5C2D3E0F1");
inline const Buffer tdk = hex("2C3D4F5E61708392A4B5C7D6E9F80B1A");
inline const Buffer sm4_key = hex("00112233445566778899AABBCCDDEEFF");
inline const Buffer field62_60 =
    hex("9C3C0C7FCF477BCA6D56659727DD20CD76CDB553BB858169D98E88B695395B5DA0F33F222CF573AFC43EC8213339F1564FF1AF43AA898D"
        "01EC5A3B00");
inline const Buffer field62_single_mak =
    hex("9C3C0C7FCF477BCA6D56659727DD20CD76CDB553BB858169D98E88B6000000000000000072305BF7C43EC8213339F1564FF1AF43AA898D"
        "01EC5A3B00");
inline const Buffer dukpt_key_initial = hex("6AC292FAA1315B4D858AB3A3D7D5933A");
inline const Buffer ksn_zero = hex("FFFF9876543210E00000");
inline constexpr const char* test_pan = "6222021234567890128";
inline constexpr const char* test_track2 = "6222021234567890128=30122201234567800";

/// Gives the bytes it was told to, then counts on.
class FixedEntropy final : public hal::Entropy {
 public:
  Buffer next;
  void fill(MutableBytes out) override {
    for (std::uint8_t& byte : out) {
      if (next.empty()) {
        byte = counter_++;
      } else {
        byte = next.front();
        next.erase(next.begin());
      }
    }
  }

 private:
  std::uint8_t counter_ = 0;
};

class SecurityTest : public testing::Test {
 protected:
  primitives::OpenSslPrimitives primitives_;
  FixedEntropy entropy_;

  SecurityCore make(SecurityCore::Settings settings = {}) { return {primitives_, entropy_, settings}; }

  /// A core signed in with the test keys.
  void sign_in(SecurityCore& core, const Buffer& field62 = field62_60) {
    ASSERT_TRUE(core.personalise(KeyUsage::master, KeyAlgorithm::tdes, tmk));
    ASSERT_TRUE(core.load_working_keys(field62));
  }
  static void enter(SecurityCore& core, std::string_view digits) {
    for (const char c : digits) ASSERT_TRUE(core.pin_vault().push(static_cast<std::uint8_t>(c - '0')));
  }
  Buffer encrypt(Cipher cipher, const Buffer& key, const Buffer& data) {
    Buffer out = data;
    primitives_.ecb_encrypt(cipher, key, out, out);
    return out;
  }
  Buffer kcv4(Cipher cipher, const Buffer& key) {
    Buffer out = encrypt(cipher, key, Buffer(block_bytes(cipher)));
    out.resize(4);
    return out;
  }
};

template <typename... Parts>
Buffer join(const Parts&... parts) {
  Buffer out;
  (out.insert(out.end(), parts.begin(), parts.end()), ...);
  return out;
}

}  // namespace mpos::security
