// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "devicemodel/security/mac.hpp"
#include "devicemodel/security/pboc.hpp"
#include "tests/unit/devicemodel/security/security_fixture.hpp"

namespace mpos::security {
namespace {

using std::chrono::seconds;

class CoreTransaction : public SecurityTest {
 protected:
  static constexpr Duration start{};

  void begin_sale(SecurityCore& core) {
    entropy_.next = hex("A0B1C2D3E4F50617");
    ASSERT_TRUE(core.begin_transaction());
    core.set_card(*Pan::parse(test_pan));
  }
};

TEST_F(CoreTransaction, the_pin_block_is_the_worked_example_under_the_key_of_the_transaction) {
  SecurityCore core = make();
  sign_in(core);
  begin_sale(core);
  EXPECT_EQ(hex_of(core.transaction_nonce().span()), "A0B1C2D3E4F50617");
  enter(core, "123456");
  const auto block = core.encipher_pin(start);
  ASSERT_TRUE(block);
  EXPECT_EQ(hex_of(block->span()), "13268DD5EC520EF0");
  EXPECT_EQ(core.pin_vault().size(), 0U);
}

TEST_F(CoreTransaction, fixed_keys_are_the_working_keys) {
  SecurityCore core = make({TransactionKeys::fixed, MacAlgorithm::cup_ecb_tdes});
  sign_in(core);
  begin_sale(core);
  EXPECT_TRUE(core.transaction_nonce().empty());
  enter(core, "123456");
  EXPECT_EQ(hex_of(core.encipher_pin(start)->span()), "2E31BB08A843460C");
  const auto track = core.encrypt_track(test_track2);
  ASSERT_TRUE(track);
  EXPECT_EQ(hex_of(track->span()), "6222021234567890128D2E55B472F055697900");
  EXPECT_EQ(core.resume_transaction(Buffer(8)).error(), KeyError::bad_length);
}

TEST_F(CoreTransaction, account_data_are_sealed_as_the_public_firmware_does) {
  SecurityCore core = make();
  sign_in(core);
  begin_sale(core);
  const auto sealed = core.seal_account(10000, test_track2, "");
  ASSERT_TRUE(sealed);
  EXPECT_EQ(sealed->source, SealedAccount::Source::div);
  EXPECT_EQ(hex_of(sealed->nonce.span()), "A0B1C2D3E4F50617");
  EXPECT_EQ(hex_of(sealed->cipher_text.span()), "493FA4A7DCCA2B0667C52556F877D85D5D05DF1A04836726358523394256405F");
}

TEST_F(CoreTransaction, sealing_refuses_what_it_cannot_seal) {
  SecurityCore core = make();
  EXPECT_EQ(core.seal_account(1, test_track2, "").error(), SealError::no_transaction);
  EXPECT_EQ(core.encrypt_track(test_track2).error(), SealError::no_transaction);
  sign_in(core, Buffer(field62_60.begin(), field62_60.begin() + 40));
  begin_sale(core);
  EXPECT_EQ(core.seal_account(1, test_track2, "").error(), SealError::no_working_key);
  EXPECT_EQ(core.encrypt_track(test_track2).error(), SealError::no_working_key);
  sign_in(core);
  begin_sale(core);
  EXPECT_EQ(core.seal_account(1, "", "").error(), SealError::bad_track);
  EXPECT_EQ(core.seal_account(1, "62220X", "").error(), SealError::bad_track);
  EXPECT_EQ(core.seal_account(1'000'000'000'000, test_track2, "").error(), SealError::too_long);
  EXPECT_EQ(core.encrypt_track("123").error(), SealError::bad_track);
  EXPECT_EQ(core.encrypt_track(std::string(105, '1')).error(), SealError::too_long);
}

TEST_F(CoreTransaction, every_reason_not_to_encipher_a_pin_wipes_it) {
  SecurityCore core = make();
  enter(core, "1234");
  EXPECT_EQ(core.encipher_pin(start).error(), PinError::no_working_key);
  EXPECT_EQ(core.pin_vault().size(), 0U);
  sign_in(core);
  enter(core, "1234");
  EXPECT_EQ(core.encipher_pin(start).error(), PinError::no_transaction);
  EXPECT_EQ(core.pin_vault().size(), 0U);
  ASSERT_TRUE(core.begin_transaction());
  enter(core, "1234");
  EXPECT_EQ(core.encipher_pin(start).error(), PinError::no_card);
  EXPECT_EQ(core.pin_vault().size(), 0U);
  core.set_card(*Pan::parse(test_pan));
  enter(core, "123");
  EXPECT_EQ(core.encipher_pin(start).error(), PinError::bad_length);
  EXPECT_EQ(core.pin_vault().size(), 0U);
  enter(core, "123");
  ASSERT_TRUE(core.pin_vault().push(10));
  EXPECT_EQ(core.encipher_pin(start).error(), PinError::not_a_digit);
  EXPECT_EQ(core.pin_vault().size(), 0U);
  core.drop_working_keys();
  EXPECT_EQ(core.begin_transaction().error(), KeyError::no_working_key);
}

TEST_F(CoreTransaction, a_thirteenth_digit_is_not_taken) {
  SecurityCore core = make();
  enter(core, "123456789012");
  EXPECT_FALSE(core.pin_vault().push(3));
  EXPECT_EQ(core.pin_vault().size(), 12U);
}

TEST_F(CoreTransaction, pins_draw_from_a_bucket_of_120_that_refills_every_30_seconds) {
  SecurityCore core = make();
  sign_in(core);
  begin_sale(core);
  const auto try_pin = [&](Duration now) {
    enter(core, "1234");
    return core.encipher_pin(now);
  };
  for (int i = 0; i < 120; ++i) ASSERT_TRUE(try_pin(start)) << i;
  EXPECT_EQ(try_pin(start).error(), PinError::rate_limited);
  EXPECT_EQ(try_pin(seconds{29}).error(), PinError::rate_limited);
  EXPECT_TRUE(try_pin(seconds{30}));
  EXPECT_EQ(try_pin(seconds{59}).error(), PinError::rate_limited);
  EXPECT_TRUE(try_pin(seconds{60}));
  // Signing in anew does not fill the bucket, nor does switching off and on.
  sign_in(core);
  begin_sale(core);
  EXPECT_EQ(try_pin(seconds{61}).error(), PinError::rate_limited);
  EXPECT_EQ(try_pin(seconds{1}).error(), PinError::rate_limited);
  EXPECT_TRUE(try_pin(seconds{31}));
}

TEST_F(CoreTransaction, one_pin_key_makes_ten_thousand_blocks_and_no_more) {
  SecurityCore core = make();
  sign_in(core);
  begin_sale(core);
  Duration now = start;
  for (int i = 0; i < 10000; ++i, now += seconds{30}) {
    enter(core, "1234");
    ASSERT_TRUE(core.encipher_pin(now)) << i;
  }
  enter(core, "1234");
  EXPECT_EQ(core.encipher_pin(now).error(), PinError::rate_limited);
  sign_in(core);
  begin_sale(core);
  enter(core, "1234");
  EXPECT_TRUE(core.encipher_pin(now));
}

TEST_F(CoreTransaction, the_mac_is_under_the_key_of_the_transaction) {
  SecurityCore core = make();
  const Buffer mab = hex("0200302004C020C0");
  EXPECT_EQ(core.mac(mab).error(), KeyError::no_working_key);
  sign_in(core);
  begin_sale(core);
  Buffer derived(16);
  pboc_div(primitives_, Cipher::tdes, mak, hex("A0B1C2D3E4F50617"), derived);
  EXPECT_EQ(*core.mac(mab), mac_cup_ecb(primitives_, Cipher::tdes, derived, mab));

  // A single-length MAK is diversified as K||K.
  SecurityCore single = make({TransactionKeys::div, MacAlgorithm::cup_ecb_des});
  sign_in(single, field62_single_mak);
  begin_sale(single);
  const Buffer half(mak.begin(), mak.begin() + 8);
  pboc_div(primitives_, Cipher::tdes, join(half, half), hex("A0B1C2D3E4F50617"), derived);
  EXPECT_EQ(*single.mac(mab), mac_cup_ecb(primitives_, Cipher::des, Bytes{derived}.first(8), mab));

  SecurityCore des = make({TransactionKeys::fixed, MacAlgorithm::cup_ecb_des});
  sign_in(des, field62_single_mak);
  begin_sale(des);
  EXPECT_EQ(*des.mac(mab), mac_cup_ecb(primitives_, Cipher::des, half, mab));
}

TEST_F(CoreTransaction, an_sm4_mac_needs_sm4_keys_and_the_other_way_round) {
  SecurityCore core = make({TransactionKeys::div, MacAlgorithm::cup_ecb_sm4});
  sign_in(core);
  begin_sale(core);
  EXPECT_EQ(core.mac(tmk).error(), KeyError::wrong_usage);
  ASSERT_TRUE(core.personalise(KeyUsage::master, KeyAlgorithm::sm4, sm4_key));
  ASSERT_TRUE(core.load_working_keys(join(encrypt(Cipher::sm4, sm4_key, pik), kcv4(Cipher::sm4, pik),
                                          encrypt(Cipher::sm4, sm4_key, mak), kcv4(Cipher::sm4, mak),
                                          encrypt(Cipher::sm4, sm4_key, tdk), kcv4(Cipher::sm4, tdk))));
  begin_sale(core);
  Buffer derived(16);
  pboc_div(primitives_, Cipher::sm4, mak, hex("A0B1C2D3E4F50617"), derived);
  EXPECT_EQ(*core.mac(tmk), mac_cup_ecb(primitives_, Cipher::sm4, derived, tmk));
  enter(core, "123456");
  EXPECT_EQ(core.encipher_pin(start)->size(), 16U);
  EXPECT_EQ(core.seal_account(1, test_track2, "")->cipher_text.size() % 16, 0U);
}

TEST_F(CoreTransaction, ten_wrong_macs_in_a_row_lock_verification_until_the_next_sign_in) {
  SecurityCore core = make();
  sign_in(core);
  begin_sale(core);
  const auto right = *core.mac(tmk);
  auto wrong = right;
  wrong[7] ^= 1;
  for (int i = 0; i < 9; ++i) EXPECT_FALSE(core.verify_mac(tmk, wrong));
  EXPECT_TRUE(core.verify_mac(tmk, right));
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(core.verify_mac(tmk, wrong));
  EXPECT_TRUE(core.mac_verification_locked());
  EXPECT_FALSE(core.verify_mac(tmk, right));
  sign_in(core);
  begin_sale(core);
  EXPECT_TRUE(core.verify_mac(tmk, right));
  EXPECT_FALSE(core.verify_mac(tmk, Bytes{right}.first(7)));
  EXPECT_FALSE(core.verify_mac(tmk, {}));
}

TEST_F(CoreTransaction, no_two_of_ten_thousand_transactions_share_a_random) {
  sim::Random random{7};
  SecurityCore core{primitives_, random, {}};
  sign_in(core);
  std::set<std::array<std::uint8_t, 8>> nonces;
  for (int i = 0; i < 10000; ++i) {
    ASSERT_TRUE(core.begin_transaction());
    const ByteVector<12> nonce = core.transaction_nonce();
    std::array<std::uint8_t, 8> key{};
    copy_bytes(nonce.span(), key);
    EXPECT_TRUE(nonces.insert(key).second);
  }
}

TEST_F(CoreTransaction, a_stored_transaction_is_resumed_by_its_nonce) {
  SecurityCore core = make();
  sign_in(core);
  begin_sale(core);
  const auto before = *core.mac(tmk);
  ASSERT_TRUE(core.begin_transaction());
  EXPECT_NE(*core.mac(tmk), before);
  ASSERT_TRUE(core.resume_transaction(hex("A0B1C2D3E4F50617")));
  EXPECT_EQ(*core.mac(tmk), before);
  EXPECT_EQ(core.resume_transaction(Buffer(7)).error(), KeyError::bad_length);
  core.drop_working_keys();
  EXPECT_EQ(core.resume_transaction(Buffer(8)).error(), KeyError::no_working_key);
}

TEST_F(CoreTransaction, the_end_forgets_card_pin_and_keys) {
  SecurityCore core = make();
  sign_in(core);
  begin_sale(core);
  enter(core, "1234");
  core.end_transaction();
  EXPECT_EQ(core.pin_vault().size(), 0U);
  EXPECT_TRUE(core.transaction_nonce().empty());
  EXPECT_EQ(core.mac(tmk).error(), KeyError::no_working_key);
  ASSERT_TRUE(core.begin_transaction());
  enter(core, "1234");
  EXPECT_EQ(core.encipher_pin(start).error(), PinError::no_card);
}

class CoreDukpt : public CoreTransaction {
 protected:
  SecurityCore core_ = make({TransactionKeys::dukpt, MacAlgorithm::cup_ecb_tdes});

  void SetUp() override {
    EXPECT_EQ(core_.set_ksn(ksn_zero).error(), KeyError::no_master_key);
    ASSERT_TRUE(core_.personalise(KeyUsage::dukpt_initial, KeyAlgorithm::tdes, dukpt_key_initial));
    EXPECT_EQ(core_.set_ksn(Bytes{ksn_zero}.first(9)).error(), KeyError::bad_length);
    ASSERT_TRUE(core_.set_ksn(ksn_zero));
  }
};

TEST_F(CoreDukpt, the_first_transactions_are_those_of_x9_24) {
  for (const char* block : {"1B9C1845EB993A7A", "10A01C8D02C69107", "18DC07B94797B466"}) {
    ASSERT_TRUE(core_.begin_transaction());
    core_.set_card(*Pan::parse("4012345678909"));
    enter(core_, "1234");
    EXPECT_EQ(hex_of(core_.encipher_pin(start)->span()), block);
  }
  EXPECT_EQ(hex_of(core_.ksn().span()), "FFFF9876543210E00003");
}

TEST_F(CoreDukpt, request_and_answer_have_keys_of_their_own) {
  ASSERT_TRUE(core_.begin_transaction());
  Buffer key(16);
  dukpt_key(primitives_, dukpt_key_initial, hex("FFFF9876543210E00001"), key);
  Buffer request(16);
  Buffer response(16);
  dukpt_variant(primitives_, key, DukptUse::mac_request, request);
  dukpt_variant(primitives_, key, DukptUse::mac_response, response);
  EXPECT_EQ(*core_.mac(tmk), mac_cup_ecb(primitives_, Cipher::tdes, request, tmk));
  EXPECT_FALSE(core_.verify_mac(tmk, *core_.mac(tmk)));
  EXPECT_TRUE(core_.verify_mac(tmk, mac_cup_ecb(primitives_, Cipher::tdes, response, tmk)));
}

TEST_F(CoreDukpt, account_data_are_chained_under_the_data_key) {
  ASSERT_TRUE(core_.begin_transaction());
  const auto sealed = core_.seal_account(10000, test_track2, "");
  ASSERT_TRUE(sealed);
  EXPECT_EQ(sealed->source, SealedAccount::Source::dukpt);
  Buffer key(16);
  dukpt_key(primitives_, dukpt_key_initial, hex("FFFF9876543210E00001"), key);
  dukpt_variant(primitives_, key, DukptUse::data_request, key);
  Buffer clear(sealed->cipher_text.size());
  primitives_.cbc_decrypt(Cipher::tdes, key, Buffer(8), sealed->cipher_text.span(), clear);
  EXPECT_EQ(hex_of(clear), "000000010000256222021234567890128D30122201234567800F00FFFFFFFFFF");
}

TEST_F(CoreDukpt, the_counter_never_goes_back_and_past_keys_are_gone) {
  ASSERT_TRUE(core_.begin_transaction());
  ASSERT_TRUE(core_.begin_transaction());
  EXPECT_EQ(core_.set_ksn(hex("FFFF9876543210E00001")).error(), KeyError::wrong_usage);
  EXPECT_TRUE(core_.set_ksn(hex("FFFF9876543210E00002")));
  EXPECT_EQ(core_.resume_transaction(hex("FFFF9876543210E00001")).error(), KeyError::exhausted);
  EXPECT_TRUE(core_.resume_transaction(hex("FFFF9876543210E00002")));
  EXPECT_EQ(core_.resume_transaction(Buffer(8)).error(), KeyError::bad_length);
  EXPECT_TRUE(core_.set_ksn(hex("FFFF9876543210E01000")));
  ASSERT_TRUE(core_.begin_transaction());
  EXPECT_EQ(hex_of(core_.transaction_nonce().span()), "FFFF9876543210E01001");
}

TEST_F(CoreDukpt, the_last_counter_ends_the_life_of_the_device) {
  ASSERT_TRUE(core_.set_ksn(hex("FFFF9876543210FFF800")));
  EXPECT_EQ(core_.begin_transaction().error(), KeyError::exhausted);
  EXPECT_EQ(core_.mac(tmk).error(), KeyError::no_working_key);
}

TEST_F(CoreDukpt, without_an_initial_key_there_is_no_transaction) {
  core_.zeroise();
  EXPECT_EQ(core_.begin_transaction().error(), KeyError::no_working_key);
}

}  // namespace
}  // namespace mpos::security
