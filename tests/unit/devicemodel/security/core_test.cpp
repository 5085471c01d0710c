// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <new>

#include "devicemodel/security/cbc_mac.hpp"
#include "tests/unit/devicemodel/security/security_fixture.hpp"

namespace mpos::security {
namespace {

class CoreKeys : public SecurityTest {};

TEST_F(CoreKeys, only_the_keys_of_a_secure_room_are_personalised) {
  SecurityCore core = make();
  for (const KeyUsage usage : {KeyUsage::pin, KeyUsage::mac, KeyUsage::track}) {
    EXPECT_EQ(core.personalise(usage, KeyAlgorithm::tdes, pik).error(), KeyError::wrong_usage);
  }
  EXPECT_EQ(core.personalise(KeyUsage::master, KeyAlgorithm::aes, tmk).error(), KeyError::wrong_usage);
  EXPECT_EQ(core.personalise(KeyUsage::serial_number, KeyAlgorithm::tdes, tmk).error(), KeyError::wrong_usage);
  EXPECT_EQ(core.personalise(static_cast<KeyUsage>(7), KeyAlgorithm::tdes, tmk).error(), KeyError::slot_out_of_range);
  EXPECT_EQ(core.personalise(KeyUsage::master, KeyAlgorithm::tdes, Bytes{tmk}.first(8)).error(), KeyError::bad_length);
  EXPECT_EQ(core.personalise(KeyUsage::dukpt_initial, KeyAlgorithm::tdes, Buffer(24, 1)).error(), KeyError::bad_length);
  EXPECT_EQ(core.personalise(KeyUsage::master, KeyAlgorithm::tdes, Buffer(16, 0x23)).error(), KeyError::equal_halves);
  EXPECT_FALSE(core.has_key(KeyUsage::master));
  EXPECT_FALSE(core.check_value(KeyUsage::master));
}

TEST_F(CoreKeys, a_key_shows_its_check_value_only) {
  SecurityCore core = make();
  Buffer even = tmk;
  for (std::uint8_t& byte : even) byte ^= 1;
  ASSERT_TRUE(core.personalise(KeyUsage::master, KeyAlgorithm::tdes, even));
  EXPECT_EQ(hex_of(*core.check_value(KeyUsage::master)), "5ED7EA43");
  ASSERT_TRUE(core.personalise(KeyUsage::serial_number, KeyAlgorithm::sm4, sm4_key));
  EXPECT_EQ(hex_of(*core.check_value(KeyUsage::serial_number)), "72EBA303");
}

TEST_F(CoreKeys, field_62_loads_three_keys_and_reports_their_check_values) {
  SecurityCore core = make();
  EXPECT_EQ(core.load_working_keys(field62_60).error(), KeyError::no_master_key);
  ASSERT_TRUE(core.personalise(KeyUsage::master, KeyAlgorithm::tdes, tmk));
  EXPECT_EQ(core.load_working_keys(Bytes{field62_60}.first(59)).error(), KeyError::bad_length);
  const auto report = core.load_working_keys(field62_60);
  ASSERT_TRUE(report);
  EXPECT_EQ(hex_of(report->check_values[0]), "76CDB553");
  EXPECT_EQ(hex_of(report->check_values[1]), "2CF573AF");
  EXPECT_EQ(hex_of(report->check_values[2]), "EC5A3B00");
  EXPECT_TRUE(report->has_track_key);
  EXPECT_EQ(core.failed_key(), nullptr);
}

TEST_F(CoreKeys, a_single_length_mac_key_in_a_double_slot_is_checked_with_des) {
  SecurityCore core = make({TransactionKeys::div, MacAlgorithm::cup_ecb_des});
  sign_in(core, field62_single_mak);
  EXPECT_EQ(hex_of(*core.check_value(KeyUsage::mac)), "72305BF7");
  ASSERT_TRUE(core.load_working_keys(Bytes{field62_single_mak}.first(40)));
  EXPECT_FALSE(core.has_key(KeyUsage::track));
}

TEST_F(CoreKeys, one_wrong_byte_anywhere_changes_no_key) {
  SecurityCore core = make({TransactionKeys::div, MacAlgorithm::cup_ecb_des});
  sign_in(core, field62_single_mak);
  for (std::size_t i = 0; i < field62_60.size(); ++i) {
    Buffer bad = field62_60;
    bad[i] ^= 0x10;
    EXPECT_EQ(core.load_working_keys(bad).error(), KeyError::bad_check_value);
    const std::string_view failed = core.failed_key();
    EXPECT_EQ(failed, i < 20 ? "pik" : i < 40 ? "mak" : "tdk");
    EXPECT_EQ(hex_of(*core.check_value(KeyUsage::mac)), "72305BF7");
    EXPECT_EQ(hex_of(*core.check_value(KeyUsage::pin)), "76CDB553");
  }
}

TEST_F(CoreKeys, a_working_key_with_equal_halves_is_refused) {
  SecurityCore core = make();
  sign_in(core);
  const Buffer weak = hex("1F2F3D4C5B6B79891F2F3D4C5B6B7989");
  const Buffer field = join(encrypt(Cipher::tdes, tmk, weak), kcv4(Cipher::tdes, weak), encrypt(Cipher::tdes, tmk, mak),
                            kcv4(Cipher::tdes, mak));
  EXPECT_EQ(core.load_working_keys(field).error(), KeyError::equal_halves);
}

TEST_F(CoreKeys, triple_length_keys_load_and_single_ones_only_for_a_single_des_mac) {
  SecurityCore core = make();
  ASSERT_TRUE(core.personalise(KeyUsage::master, KeyAlgorithm::tdes, tmk));
  const Buffer long_pin = join(pik, Buffer(mak.begin(), mak.begin() + 8));
  const Buffer long_mac = join(mak, Buffer(pik.begin(), pik.begin() + 8));
  ASSERT_TRUE(core.load_working_keys(join(encrypt(Cipher::tdes, tmk, long_pin), kcv4(Cipher::tdes, long_pin),
                                          encrypt(Cipher::tdes, tmk, long_mac), kcv4(Cipher::tdes, long_mac))));
  const auto before = core.check_value(KeyUsage::mac);
  const Buffer short_pin(pik.begin(), pik.begin() + 8);
  const Buffer short_mac(mak.begin(), mak.begin() + 8);
  const Buffer both = join(encrypt(Cipher::tdes, tmk, short_pin), kcv4(Cipher::des, short_pin),
                           encrypt(Cipher::tdes, tmk, short_mac), kcv4(Cipher::des, short_mac));
  EXPECT_EQ(core.load_working_keys(both).error(), KeyError::bad_length);
  EXPECT_EQ(std::string_view{core.failed_key()}, "pik");
  EXPECT_EQ(core.load_working_keys(field62_single_mak).error(), KeyError::bad_length);
  EXPECT_EQ(std::string_view{core.failed_key()}, "mak");
  EXPECT_EQ(core.check_value(KeyUsage::mac), before) << "the keys in use stay";

  SecurityCore des = make({TransactionKeys::div, MacAlgorithm::cup_ecb_des});
  ASSERT_TRUE(des.personalise(KeyUsage::master, KeyAlgorithm::tdes, tmk));
  EXPECT_EQ(des.load_working_keys(both).error(), KeyError::bad_length) << "never for PINs";
  ASSERT_TRUE(des.load_working_keys(field62_single_mak));
  EXPECT_EQ(hex_of(*des.check_value(KeyUsage::mac)), "72305BF7");
}

TEST_F(CoreKeys, sm4_working_keys_need_an_sm4_master_key) {
  SecurityCore core = make();
  ASSERT_TRUE(core.personalise(KeyUsage::master, KeyAlgorithm::sm4, sm4_key));
  EXPECT_EQ(core.load_working_keys(field62_60).error(), KeyError::bad_check_value);
  EXPECT_EQ(core.load_working_keys(field62_single_mak).error(), KeyError::bad_check_value);
  const Buffer field =
      join(encrypt(Cipher::sm4, sm4_key, pik), kcv4(Cipher::sm4, pik), encrypt(Cipher::sm4, sm4_key, mak),
           kcv4(Cipher::sm4, mak), encrypt(Cipher::sm4, sm4_key, tdk), kcv4(Cipher::sm4, tdk));
  EXPECT_TRUE(core.load_working_keys(field));
  EXPECT_EQ(core.load_working_keys(Buffer(24, 1)).error(), KeyError::bad_length);
}

TEST_F(CoreKeys, proofs_and_the_serial_cipher_use_their_own_keys) {
  SecurityCore core = make();
  EXPECT_EQ(core.device_auth_mac(tmk).error(), KeyError::no_master_key);
  EXPECT_EQ(core.sign_in_confirmation(tmk).error(), KeyError::no_working_key);
  EXPECT_EQ(core.serial_cipher("1", "2").error(), KeyError::no_master_key);
  sign_in(core);
  // RFC 4493, example 1.
  ASSERT_TRUE(core.personalise(KeyUsage::device_auth, KeyAlgorithm::aes, hex("2B7E151628AED2A6ABF7158809CF4F3C")));
  EXPECT_EQ(hex_of(*core.device_auth_mac({})), "BB1D6929E95937287FA37D129B756746");
  ASSERT_TRUE(core.personalise(KeyUsage::serial_number, KeyAlgorithm::sm4, sm4_key));
  const auto cipher = core.serial_cipher("00002603009918100000206", "156983");
  ASSERT_TRUE(cipher);
  EXPECT_EQ(std::string_view(cipher->data(), cipher->size()), "E0BBDD3B");
  Buffer want(8);
  cmac(primitives_, Cipher::tdes, mak, as_bytes("VMPOS-SIGNIN-2"), want);
  EXPECT_EQ(hex_of(*core.sign_in_confirmation(as_bytes("VMPOS-SIGNIN-2"))), hex_of(want));
}

TEST_F(CoreKeys, a_new_master_key_and_zeroise_take_the_working_keys_away) {
  SecurityCore core = make();
  sign_in(core);
  ASSERT_TRUE(core.personalise(KeyUsage::master, KeyAlgorithm::tdes, mak));
  EXPECT_FALSE(core.has_key(KeyUsage::pin));
  sign_in(core);
  core.zeroise();
  for (int usage = 0; usage < 7; ++usage) EXPECT_FALSE(core.has_key(static_cast<KeyUsage>(usage)));
  EXPECT_EQ(core.begin_transaction().error(), KeyError::no_working_key);
}

TEST_F(CoreKeys, zeroise_leaves_no_key_byte_in_memory) {
  alignas(SecurityCore) static std::array<std::uint8_t, sizeof(SecurityCore)> memory{};
  auto* core = new (memory.data()) SecurityCore(primitives_, entropy_, {});
  sign_in(*core);
  ASSERT_TRUE(core->begin_transaction());
  core->set_card(*Pan::parse(test_pan));
  enter(*core, "123456");
  const auto holds = [&](const Buffer& secret) {
    return std::search(memory.begin(), memory.end(), secret.begin(), secret.begin() + 6) != memory.end();
  };
  const Buffer pin{1, 2, 3, 4, 5, 6};
  EXPECT_TRUE(holds(tmk) && holds(pik) && holds(pin) && holds(hex("363232323032")));
  core->zeroise();
  for (const Buffer& secret : {tmk, pik, mak, tdk, pin, hex("363232323032")}) EXPECT_FALSE(holds(secret));
  core->~SecurityCore();
}

TEST_F(CoreKeys, sealed_state_comes_back_whole_under_the_same_storage_key_only) {
  const Buffer storage_key(32, 0x42);
  SecurityCore core = make();
  sign_in(core);
  ASSERT_TRUE(core.personalise(KeyUsage::dukpt_initial, KeyAlgorithm::tdes, dukpt_key_initial));
  ASSERT_TRUE(core.set_ksn(ksn_zero));
  Buffer sealed(SecurityCore::sealed_state_max_bytes);
  EXPECT_EQ(core.seal_state(storage_key, MutableBytes{sealed}.first(100)), 0U);
  const std::size_t size = core.seal_state(storage_key, sealed);
  ASSERT_GT(size, 0U);
  sealed.resize(size);
  EXPECT_EQ(std::search(sealed.begin(), sealed.end(), pik.begin(), pik.end()), sealed.end());

  SecurityCore copy = make({TransactionKeys::dukpt, MacAlgorithm::cup_ecb_tdes});
  ASSERT_TRUE(copy.restore_state(storage_key, sealed));
  for (const KeyUsage usage :
       {KeyUsage::master, KeyUsage::pin, KeyUsage::mac, KeyUsage::track, KeyUsage::dukpt_initial}) {
    EXPECT_EQ(copy.check_value(usage), core.check_value(usage));
  }
  ASSERT_TRUE(copy.begin_transaction());
  EXPECT_EQ(hex_of(copy.transaction_nonce().span()), "FFFF9876543210E00001");

  SecurityCore other = make();
  EXPECT_EQ(other.restore_state(Buffer(32, 0x43), sealed).error(), KeyError::storage_failed);
  EXPECT_EQ(other.restore_state(storage_key, Bytes{sealed}.first(size - 1)).error(), KeyError::storage_failed);
  for (std::size_t i = 0; i < size; ++i) {
    Buffer bad = sealed;
    bad[i] ^= 4;
    EXPECT_EQ(other.restore_state(storage_key, bad).error(), KeyError::storage_failed) << i;
  }
  EXPECT_FALSE(other.has_key(KeyUsage::master));
}

TEST_F(CoreKeys, keys_a_module_opened_take_the_place_of_the_master_key_only_when_they_are_right) {
  SecurityCore core = make();
  sign_in(core);
  Buffer opened = pik;
  opened.insert(opened.end(), mak.begin(), mak.end());
  opened.insert(opened.end(), tdk.begin(), tdk.end());
  Buffer wrong = opened;
  wrong[20] ^= 0x10;
  EXPECT_EQ(core.load_opened_keys(field62_60, wrong).error(), KeyError::bad_check_value);
  EXPECT_EQ(core.load_opened_keys(field62_60, Bytes{opened}.first(40)).error(), KeyError::bad_length);
  EXPECT_TRUE(core.has_key(KeyUsage::master) && core.has_key(KeyUsage::mac));
  EXPECT_TRUE(core.load_working_keys(field62_60)) << "the master key is what it was";
  EXPECT_TRUE(core.load_opened_keys(field62_60, opened));
  EXPECT_FALSE(core.has_key(KeyUsage::master));
  EXPECT_TRUE(core.has_key(KeyUsage::mac));
}

TEST_F(CoreKeys, the_pin_bucket_is_no_fuller_than_it_was_when_the_power_went) {
  SecurityCore core = make();
  EXPECT_EQ(core.pin_tokens(), 120);
  core.limit_pin_tokens(3);
  EXPECT_EQ(core.pin_tokens(), 3);
  core.limit_pin_tokens(90);
  EXPECT_EQ(core.pin_tokens(), 3);
}

}  // namespace
}  // namespace mpos::security
