// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "devicemodel/security/account_data.hpp"
#include "devicemodel/security/aes_dukpt.hpp"
#include "devicemodel/security/field62.hpp"
#include "devicemodel/security/future_keys.hpp"
#include "devicemodel/security/kcv.hpp"
#include "devicemodel/security/mac.hpp"
#include "devicemodel/security/pboc.hpp"
#include "devicemodel/security/pin_block.hpp"
#include "tests/unit/devicemodel/security/security_fixture.hpp"

// The published figures of each rule are in tests/vectors and run by vectors_test; here stand the borders and refusals.
namespace mpos::security {
namespace {

class Blocks : public SecurityTest {};

Buffer pin_of(std::string_view digits) {
  Buffer out;
  for (const char c : digits) out.push_back(static_cast<std::uint8_t>(c - '0'));
  return out;
}

TEST_F(Blocks, the_two_check_value_rules_differ) {
  const Buffer key = hex("3F419E1CB7079442AA37474C2EFBF8B8");
  Buffer out(3);
  kcv_ecb(primitives_, Cipher::aes, key, out);
  EXPECT_EQ(hex_of(out), "E5E07C");
  out.resize(5);
  kcv_cmac(primitives_, Cipher::aes, key, out);
  EXPECT_EQ(hex_of(out), "08793E25AB");
}

TEST_F(Blocks, odd_parity_touches_the_low_bit_only) {
  Buffer key = hex("00FF01FE8081");
  set_odd_parity(key);
  EXPECT_EQ(hex_of(key), "01FE01FE8080");
}

TEST_F(Blocks, equal_parts_are_found_whatever_their_parity) {
  EXPECT_TRUE(has_equal_parts(hex("10233245546776891122334455667788")));
  EXPECT_FALSE(has_equal_parts(tmk));
  EXPECT_FALSE(has_equal_parts(Bytes{tmk}.first(8)));
  EXPECT_TRUE(has_equal_parts(join(tmk, Buffer(tmk.begin() + 8, tmk.end()))));
  EXPECT_FALSE(has_equal_parts(join(tmk, Buffer(tmk.begin(), tmk.begin() + 8))));
}

TEST_F(Blocks, a_mac_in_pieces_is_the_mac_of_the_whole) {
  Buffer data(1000);
  for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<std::uint8_t>(i * 31);
  for (const std::size_t size : {0U, 1U, 7U, 8U, 9U, 15U, 16U, 17U, 255U, 256U, 257U, 512U, 1000U}) {
    Buffer whole(16);
    cmac(primitives_, Cipher::aes, sm4_key, Bytes{data}.first(size), whole);
    for (const std::size_t cut : {0U, 1U, 8U, 16U, 100U}) {
      if (cut > size) continue;
      CbcMac pieces{primitives_, Cipher::aes, sm4_key};
      pieces.update(Bytes{data}.first(cut));
      pieces.update(Bytes{data}.subspan(cut, size - cut));
      Buffer out(16);
      pieces.finish_cmac(out);
      EXPECT_EQ(out, whole) << size << " cut at " << cut;
    }
  }
}

TEST_F(Blocks, the_two_paddings_differ_on_an_empty_and_on_a_full_message) {
  for (const Buffer& data : {Buffer{}, Buffer(8), Buffer(16, 3)}) {
    Buffer one(8);
    Buffer two(8);
    mac_alg3(primitives_, mak, data, Padding::zeros, one);
    mac_alg3(primitives_, mak, data, Padding::bit, two);
    EXPECT_NE(one, two);
  }
}

TEST_F(Blocks, ksn_counters_skip_more_than_ten_ones_and_end) {
  Buffer ksn = hex("FFFF9876543210EFFC00");
  ASSERT_TRUE(dukpt_next(ksn));
  EXPECT_EQ(hex_of(ksn), "FFFF9876543210F00000");
  Buffer last = hex("FFFF9876543210FFF800");
  EXPECT_FALSE(dukpt_next(last));
  EXPECT_EQ(hex_of(last), "FFFF9876543210FFF800");
}

TEST_F(Blocks, future_keys_give_the_key_of_every_counter_and_keep_none_behind) {
  FutureKeys keys;
  keys.load(primitives_, dukpt_key_initial, ksn_zero);
  Buffer ksn = ksn_zero;
  for (int i = 0; i < 3000; ++i) {
    ASSERT_TRUE(dukpt_next(ksn));
    Buffer key(16);
    ASSERT_TRUE(keys.next(primitives_, key));
    ASSERT_EQ(hex_of(keys.ksn()), hex_of(ksn));
    Buffer want(16);
    dukpt_key(primitives_, dukpt_key_initial, ksn, want);
    ASSERT_EQ(hex_of(key), hex_of(want)) << hex_of(ksn);
    // REQ-063: what is left in the reader holds neither this key nor the initial one.
    Buffer state(FutureKeys::state_bytes);
    keys.save(state);
    ASSERT_EQ(std::search(state.begin(), state.end(), key.begin(), key.end()), state.end());
    ASSERT_EQ(std::search(state.begin(), state.end(), dukpt_key_initial.begin(), dukpt_key_initial.end()), state.end());
  }
}

TEST_F(Blocks, future_keys_go_on_after_a_jump_and_after_a_restart) {
  FutureKeys keys;
  keys.load(primitives_, dukpt_key_initial, ksn_zero);
  EXPECT_FALSE(keys.skip_to(primitives_, hex("FFFF9876543210EFF7FE")));  // more than ten ones
  ASSERT_TRUE(keys.skip_to(primitives_, hex("FFFF9876543210E00555")));
  EXPECT_FALSE(keys.skip_to(primitives_, hex("FFFF9876543210E00555")));
  EXPECT_FALSE(keys.skip_to(primitives_, hex("FFFF9876543210E00001")));
  EXPECT_FALSE(keys.skip_to(primitives_, hex("FFFF9876543211E00556")));
  Buffer state(FutureKeys::state_bytes);
  keys.save(state);
  FutureKeys restored;
  restored.restore(state);
  for (const char* ksn : {"FFFF9876543210E00556", "FFFF9876543210E00557", "FFFF9876543210E00558"}) {
    Buffer key(16);
    Buffer want(16);
    ASSERT_TRUE(restored.next(primitives_, key));
    dukpt_key(primitives_, dukpt_key_initial, hex(ksn), want);
    EXPECT_EQ(hex_of(key), hex_of(want)) << ksn;
  }
  restored.clear();
  Buffer key(16);
  EXPECT_FALSE(restored.next(primitives_, key));
}

TEST_F(Blocks, an_aes_working_key_is_never_longer_than_its_source) {
  const Buffer id = hex("1234567890123456");
  Buffer out(24);
  EXPECT_FALSE(aes_dukpt_working_key(primitives_, sm4_key, id, 1, AesDukptUsage::pin, AesDukptAlgorithm::aes192, out));
  out.resize(16);
  EXPECT_TRUE(aes_dukpt_working_key(primitives_, sm4_key, id, 1, AesDukptUsage::pin, AesDukptAlgorithm::aes128, out));
}

TEST_F(Blocks, pin_blocks_take_four_to_twelve_digits_only) {
  Buffer block(8, 0xEE);
  Buffer big(16, 0xEE);
  const Buffer random(8);
  const Buffer fill(14, 12);
  for (const std::string_view pin : {"", "123", "1234567890123"}) {
    const Buffer digits = pin_of(pin);
    EXPECT_FALSE(pin_block_0(digits, test_pan, block));
    EXPECT_FALSE(pin_block_cup(digits, test_pan, block));
    EXPECT_FALSE(pin_block_1(digits, fill, block));
    EXPECT_FALSE(pin_block_3(digits, test_pan, fill, block));
    EXPECT_FALSE(pin_field_4(digits, random, big));
    EXPECT_FALSE(pin_block_4(primitives_, sm4_key, digits, test_pan, random, big));
    EXPECT_FALSE(pin_block_sm4_cup(digits, test_pan, big));
  }
  EXPECT_EQ(block, Buffer(8, 0xEE));
  EXPECT_FALSE(pin_block_0(Buffer{1, 2, 3, 10}, test_pan, block));
  EXPECT_FALSE(pin_block_0(pin_of("1234"), "622202X", block));
  EXPECT_FALSE(pin_block_0(pin_of("1234"), "", block));
  EXPECT_FALSE(pin_block_1(pin_of("1234"), Buffer(9, 1), block));
  EXPECT_FALSE(pin_block_3(pin_of("1234"), test_pan, Buffer(14, 9), block));
  EXPECT_FALSE(pan_field_4("12345678901234567890", big));
  EXPECT_FALSE(pin_field_4(pin_of("1234"), Buffer(7), big));
  EXPECT_TRUE(pin_block_0(pin_of("123456789012"), "6222021234567894", block));
  EXPECT_EQ(hex_of(block), "0C1214775BD57576");
}

TEST_F(Blocks, tracks_that_cannot_be_packed_or_enciphered_are_refused) {
  Buffer out(60);
  EXPECT_EQ(track_pack("12A4", 0, out).error(), SealError::bad_track);
  EXPECT_EQ(track_pack("1234", 0, MutableBytes{out}.first(1)).error(), SealError::too_long);
  EXPECT_EQ(track_encrypt_cup(primitives_, Cipher::tdes, tdk, "1234567890123456789", out).error(),
            SealError::bad_track);
  EXPECT_TRUE(track_encrypt_cup(primitives_, Cipher::tdes, tdk, "12345678901234567890", out));
  EXPECT_EQ(track_encrypt_cup(primitives_, Cipher::sm4, sm4_key, "12345678901234567890", out).error(),
            SealError::bad_track);
}

TEST_F(Blocks, the_full_div_package_is_that_of_the_public_firmware) {
  Buffer out(160);
  const auto size = full_div_package(10000, test_track2, "", 8, out);
  ASSERT_TRUE(size);
  out.resize(*size);
  EXPECT_EQ(hex_of(out), "000000010000256222021234567890128D30122201234567800F00FFFFFFFFFF");
  out.resize(160);
  EXPECT_EQ(full_div_package(1'000'000'000'000, test_track2, "", 8, out).error(), SealError::too_long);
  EXPECT_EQ(full_div_package(1, std::string(38, '1'), "", 8, out).error(), SealError::too_long);
  EXPECT_EQ(full_div_package(1, test_track2, std::string(105, '1'), 8, out).error(), SealError::too_long);
  EXPECT_TRUE(full_div_package(999'999'999'999, std::string(37, '1'), std::string(104, '2'), 16, out));
}

TEST_F(Blocks, field_62_is_told_by_its_length) {
  for (std::size_t size = 0; size <= 100; ++size) {
    const bool known = size == 24 || size == 40 || size == 44 || size == 56 || size == 60 || size == 84;
    EXPECT_EQ(parse_field62(Buffer(size, 1)).has_value(), known) << size;
  }
  EXPECT_EQ(parse_field62(field62_single_mak)->mac.cipher_text.size(), 8U);
  EXPECT_EQ(parse_field62(field62_60)->mac.cipher_text.size(), 16U);
  EXPECT_EQ(parse_field62(Buffer(44, 1))->track->cipher_text.size(), 16U);
}

}  // namespace
}  // namespace mpos::security
