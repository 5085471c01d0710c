// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/unit/devicemodel/firmware/rig.hpp"

namespace mpos::firmware {

using compat::FrameType;

// Keys and figures of tests/vectors/reader.json.
inline constexpr std::string_view tdk = "2C3D4F5E61708392A4B5C7D6E9F80B1A";
inline constexpr std::string_view mak = "1F2F3D4C5B6B79898697A4B5C2D3E0F1";
inline constexpr std::string_view pik = "A1B3C2D5E5F70719293B4A5D6D7F8F91";

inline std::string unhex_text(std::string_view hex) {
  std::string bytes(hex.size() / 2, '\0');
  std::vector<std::uint8_t> out(bytes.size());
  EXPECT_TRUE(read_hex(hex, out)) << hex;
  std::copy(out.begin(), out.end(), bytes.begin());
  return bytes;
}

inline Config compat_config(Front front, bool chip) {
  Config config = test_config();
  config.serial = "VMPS000012345678";
  config.policy.front = front;
  config.interfaces.chip = chip;
  return config;
}

/// A phone that speaks 55AA to the rig's reader: answers come as hexadecimal, "45:" in front of an error.
class CompatTest : public ::testing::Test {
 protected:
  CompatTest() : CompatTest(Front::cup_55aa) {}
  explicit CompatTest(Front front, bool chip = false) : CompatTest(compat_config(front, chip)) {}
  explicit CompatTest(const Config& config) : rig(config) {
    rig.boot();
    rig.wire.up = true;
    ++rig.wire.count;
    rig.run();
  }
  void send(std::string_view hex) {
    put(hex);
    rig.run();
  }
  /// On the wire, and not yet read.
  void put(std::string_view hex) {
    const std::string data = unhex_text(hex);
    std::array<std::uint8_t, compat::max_frame_bytes> bytes;
    const auto length = compat::encode(
        {0, false, FrameType::request, ++packet_, static_cast<std::uint16_t>(data.size()), as_bytes(data)}, bytes);
    ASSERT_TRUE(length);
    rig.wire.to_reader.insert(rig.wire.to_reader.end(), bytes.begin(),
                              bytes.begin() + static_cast<std::ptrdiff_t>(*length));
  }
  /// The answers that came since the last look, acknowledged.
  std::vector<std::string> answers() {
    std::vector<std::string> all;
    compat::FrameDecoder decoder;
    const auto bytes = std::exchange(rig.wire.from_reader, {});
    EXPECT_EQ(decoder.feed(bytes), bytes.size());
    while (const auto frame = decoder.poll()) {
      EXPECT_TRUE(frame->has_value());
      if (!*frame || (*frame)->type == FrameType::ack) continue;
      all.push_back(((*frame)->type == FrameType::error ? "45:" : "") + TestHost::hex((*frame)->data));
      std::array<std::uint8_t, compat::max_frame_bytes> ack;
      const auto length = compat::encode({(*frame)->index, false, FrameType::ack, (*frame)->packet, 0, {}}, ack);
      rig.wire.to_reader.insert(rig.wire.to_reader.end(), ack.begin(),
                                ack.begin() + static_cast<std::ptrdiff_t>(*length));
    }
    rig.run();
    return all;
  }
  std::string ask(std::string_view hex) {
    send(hex);
    const auto all = answers();
    EXPECT_LE(all.size(), 1U);
    return all.empty() ? "" : all.back();
  }
  std::string late() {
    const auto all = answers();
    return all.empty() ? "" : all.back();
  }
  std::string key_order() {
    const TestKeys keys;
    std::string order = "020201";
    for (const std::string_view text : {tdk, mak, pik}) {
      const std::string key = unhex_text(text);
      std::array<std::uint8_t, 16> wrapped{};
      std::array<std::uint8_t, 8> zeros{}, check{};
      primitives_.ecb_encrypt(security::Cipher::tdes, keys.master, as_bytes(key), wrapped);
      primitives_.ecb_encrypt(security::Cipher::tdes, as_bytes(key), zeros, check);
      order += "0110" + TestHost::hex(wrapped) + TestHost::hex(Bytes{check}.first(4));
    }
    return order;
  }
  std::string open_card(std::string_view amount = "000000010000", std::string_view modes = "01") {
    return ask("030400" + std::string{modes} +
               "3C"
               "010101"
               "20202020202020202020" +
               std::string{amount} +
               "080102030405060708"
               "00000000");
  }
  void load_keys_and_swipe(std::string_view track = debit_track) {
    EXPECT_EQ(ask(key_order()), "0202");
    EXPECT_EQ(open_card(), "");
    rig.swipe(track);
    EXPECT_EQ(late(), "030400313031");  // swiped, service code 101
  }

  Rig rig;
  std::uint8_t packet_ = 0;
  primitives::OpenSslPrimitives primitives_;
};

class CertifiedCompatTest : public CompatTest {
 protected:
  explicit CertifiedCompatTest(bool chip = false) : CompatTest(Front::cup_55aa_certified, chip) {}
  std::string proved_key_order() {
    const TestKeys keys;
    const std::string covered = key_order().substr(4);
    std::array<std::uint8_t, 16> proof{};
    security::cmac(primitives_, security::Cipher::aes, keys.device_auth, as_bytes(unhex_text(covered)), proof);
    return "0202" + covered + TestHost::hex(proof);
  }
};

}  // namespace mpos::firmware
