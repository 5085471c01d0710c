// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/devicemodel/emv/authority.hpp"

namespace mpos::emv {
namespace {

using namespace test;

/// X = 100.00, Y = 50.00 in front of the rules.
Bench& with_list(Bench& bench, const std::string& rules) {
  bench.card.data["8E"] = "0000271000001388" + rules;
  return bench;
}

struct Case {
  const char* what;
  const char* rules;
  const char* results;
  const char* tvr_byte_3;
};

TEST(Cvm, each_method_gives_its_result_and_bits) {
  for (const Case& c : {
           Case{"fail", "0000", "000001", "80"},
           Case{"plain PIN", "0100", "010002", "00"},
           Case{"online PIN", "0200", "020000", "04"},
           Case{"plain PIN and signature", "0300", "030000", "00"},
           Case{"signature", "1E00", "1E0000", "00"},
           Case{"no CVM", "1F00", "1F0002", "00"},
           Case{"unrecognised", "0600", "060001", "C0"},
           Case{"unrecognised, then no CVM", "46001F00", "1F0002", "40"},
           Case{"no rule's condition holds", "1F04", "3F0001", "80"},
           Case{"last rule fails and asks to go on", "4600", "460001", "C0"},
           Case{"a condition nobody knows is passed over", "1F0A1E00", "1E0000", "00"},
       }) {
    Bench bench;
    with_list(bench, c.rules).run();
    EXPECT_EQ(bench.value(tag::cvm_results), c.results) << c.what;
    EXPECT_EQ(bench.tvr().substr(4, 2), c.tvr_byte_3) << c.what;
    EXPECT_EQ(bench.kernel.tsi()[0] & tsi::cvm, tsi::cvm) << c.what;
  }
}

TEST(Cvm, signature_is_told_to_the_caller) {
  for (const char* rules : {"1E00", "0300"}) {
    Bench bench;
    EXPECT_TRUE(with_list(bench, rules).run().signature) << rules;
  }
  Bench bench;
  EXPECT_FALSE(with_list(bench, "1F00").run().signature);
}

TEST(Cvm, conditions_of_kind_of_transaction) {
  const auto results = [](const char* rules, const std::function<void(Transaction&)>& change) {
    Bench bench;
    change(bench.transaction);
    with_list(bench, rules).run();
    return bench.value(tag::cvm_results);
  };
  const auto sale = [](Transaction&) {};
  const auto atm = [](Transaction& t) { t.cash = t.unattended = true; };
  const auto cash = [](Transaction& t) { t.cash = true; };
  const auto manual = [](Transaction& t) { t.manual_cash = true; };
  const auto cashback = [](Transaction& t) { t.cashback = true; };
  EXPECT_EQ(results("1E011F00", sale), "1F0002");
  EXPECT_EQ(results("1E011F00", atm), "1E0100");
  EXPECT_EQ(results("1E011F00", cash), "1F0002");
  EXPECT_EQ(results("1E021F00", sale), "1E0200");
  EXPECT_EQ(results("1E021F00", manual), "1F0002");
  EXPECT_EQ(results("1E021F00", cashback), "1F0002");
  EXPECT_EQ(results("1E041F00", sale), "1F0002");
  EXPECT_EQ(results("1E041F00", manual), "1E0400");
  EXPECT_EQ(results("1E051F00", sale), "1F0002");
  EXPECT_EQ(results("1E051F00", cashback), "1E0500");
}

TEST(Cvm, condition_3_holds_when_the_terminal_can) {
  Bench bench;
  with_list(bench, "02031F00").run();
  EXPECT_EQ(bench.value(tag::cvm_results), "020300");
  Bench without;
  without.profile.capabilities[1] = 0x28;  // signature and no CVM only
  with_list(without, "020301031F00").run();
  EXPECT_EQ(without.value(tag::cvm_results), "1F0002");
  EXPECT_EQ(without.tvr().substr(4, 2), "00");
}

TEST(Cvm, amount_conditions_compare_with_x_and_y_in_the_applications_currency) {
  const auto results = [](const char* rules, const char* amount, const char* currency) {
    Bench bench;
    bench.transaction.amount = array_of<6>(amount);
    if (*currency != 0) bench.card.data["9F42"] = currency;
    with_list(bench, rules).run();
    return bench.value(tag::cvm_results);
  };
  EXPECT_EQ(results("1E061F00", "000000009999", "0156"), "1E0600");
  EXPECT_EQ(results("1E061F00", "000000010000", "0156"), "1F0002");
  EXPECT_EQ(results("1E071F00", "000000010000", "0156"), "1F0002");
  EXPECT_EQ(results("1E071F00", "000000010001", "0156"), "1E0700");
  EXPECT_EQ(results("1E081F00", "000000004999", "0156"), "1E0800");
  EXPECT_EQ(results("1E081F00", "000000005000", "0156"), "1F0002");
  EXPECT_EQ(results("1E091F00", "000000005001", "0156"), "1E0900");
  EXPECT_EQ(results("1E091F00", "000000005000", "0156"), "1F0002");
  EXPECT_EQ(results("1E061F00", "000000000001", "0840"), "1F0002") << "another currency";
  EXPECT_EQ(results("1E061F00", "000000000001", ""), "1F0002") << "currency of the application not known";
}

TEST(Cvm, a_pin_the_terminal_cannot_take_sets_its_bit) {
  for (const char* rules : {"01001F00", "02001F00", "04001F00", "05001F00"}) {
    Bench bench;
    bench.profile.capabilities[1] = 0x28;
    with_list(bench, rules).run();
    EXPECT_EQ(bench.tvr().substr(4, 2), "90") << rules;
  }
  Bench bench;
  bench.aids[0].online_pin = false;
  with_list(bench, "42001F00").run();
  EXPECT_EQ(bench.tvr().substr(4, 2), "10");
  EXPECT_EQ(bench.value(tag::cvm_results), "1F0002");
}

TEST(Cvm, a_bypassed_pin_is_not_asked_again) {
  Bench bench;
  bench.pin = Input::Kind::pin_bypassed;
  with_list(bench, "420041001E00").run();
  EXPECT_EQ(bench.tvr().substr(4, 2), "08");
  EXPECT_EQ(bench.value(tag::cvm_results), "1E0000");
  EXPECT_TRUE(bench.tries.empty());
}

TEST(Cvm, a_broken_pin_pad_sets_its_bit) {
  Bench bench;
  bench.pin = Input::Kind::pin_pad_broken;
  with_list(bench, "42001E00").run();
  EXPECT_EQ(bench.tvr().substr(4, 2), "10");
}

TEST(Cvm, cancelling_the_pin_ends_the_transaction) {
  Bench bench;
  bench.pin = Input::Kind::cancelled;
  const Outcome outcome = with_list(bench, "0200").run();
  EXPECT_EQ(outcome.disposition, Disposition::terminated);
  EXPECT_EQ(outcome.reason, Reason::cancelled);
}

TEST(Cvm, a_wrong_offline_pin_is_asked_again_until_the_card_blocks_it) {
  Bench bench;
  int asked = 0;
  bench.respond = [&](Bytes apdu) {
    if (hex(apdu).starts_with("0020")) {
      EXPECT_EQ(hex(apdu), "0020008008241234FFFFFFFFFF");
      return unhex(++asked == 1 ? "63C2" : asked == 2 ? "63C1" : "63C0");
    }
    return bench.card.answer(apdu);
  };
  with_list(bench, "41001E00").run();
  EXPECT_EQ(bench.tries, (std::vector<std::uint8_t>{3, 2, 1}));
  EXPECT_EQ(bench.tvr().substr(4, 2), "20");
  EXPECT_EQ(bench.value(tag::cvm_results), "1E0000");
}

TEST(Cvm, a_pin_blocked_before_is_not_asked_for) {
  Bench none_left;
  none_left.card.answers["80CA9F17"] = "9F1701009000";
  with_list(none_left, "0100").run();
  EXPECT_TRUE(none_left.tries.empty());
  EXPECT_EQ(none_left.tvr().substr(4, 2), "A0");
  EXPECT_EQ(none_left.value(tag::cvm_results), "010001");
  for (const char* status : {"6983", "6984"}) {
    Bench bench;
    bench.card.answers["80CA9F17"] = "6A88";
    bench.card.answers["00200080"] = status;
    with_list(bench, "0100").run();
    EXPECT_EQ(bench.tries, (std::vector<std::uint8_t>{255})) << "the counter is not known";
    EXPECT_EQ(bench.tvr().substr(4, 2), "A0") << status;
  }
}

TEST(Cvm, another_status_to_verify_is_a_failed_method_without_the_limit_bit) {
  Bench bench;
  bench.card.answers["00200080"] = "6A86";
  with_list(bench, "0100").run();
  EXPECT_EQ(bench.tvr().substr(4, 2), "80");
}

TEST(Cvm, a_document_check_needs_the_policy) {
  Bench bench;
  bench.policy.document_check = true;
  with_list(bench, "2000").run();
  EXPECT_EQ(bench.value(tag::cvm_results), "200002");
  Bench wrong;
  wrong.policy.document_check = true;
  wrong.document = 0;
  with_list(wrong, "2000").run();
  EXPECT_EQ(wrong.value(tag::cvm_results), "200001");
  Bench without;
  with_list(without, "60001F00").run();
  EXPECT_EQ(without.value(tag::cvm_results), "1F0002");
}

TEST(Cvm, a_card_without_cvm_support_list_or_rules) {
  Bench unsupported;
  unsupported.card.aip = "0C00";
  unsupported.run();
  EXPECT_EQ(unsupported.value(tag::cvm_results), "3F0000");
  EXPECT_EQ(unsupported.kernel.tsi()[0] & tsi::cvm, 0);
  Bench missing;
  missing.card.data.erase("8E");
  missing.run();
  EXPECT_EQ(missing.tvr().substr(0, 2), "A0");
  EXPECT_EQ(missing.kernel.tsi()[0] & tsi::cvm, 0);
  Bench no_rules;
  with_list(no_rules, "").run();
  EXPECT_EQ(no_rules.kernel.tsi()[0] & tsi::cvm, 0);
  Bench odd;
  EXPECT_EQ(with_list(odd, "1F").run().reason, Reason::bad_data);
}

/// A card that enciphers its PIN; answers what the terminal sent to VERIFY, opened.
std::string enciphered_block(Bench& bench, Authority& authority, const std::string& rules,
                             const std::string& more = {}) {
  EXPECT_TRUE(bench.keys.put(authority.ca()));
  with_list(bench, rules);
  authority.issue(bench.card, more);
  std::string opened;
  bench.respond = [&](Bytes apdu) {
    const std::string command = hex(apdu);
    if (command.starts_with("0088"))
      return unhex(tlv("80", authority.dynamic("021122", command.substr(10, 8))) + "9000");
    if (command.starts_with("00200088")) opened = authority.open(command.substr(10));
    return bench.card.answer(apdu);
  };
  bench.run();
  return opened;
}

TEST(Cvm, an_enciphered_offline_pin_goes_to_the_card_with_its_number_and_random_bytes) {
  for (const char* aip : {"1C00", "7C00", "3C00"}) {  // without authentication, and with DDA
    Bench bench;
    Authority authority;
    bench.card.aip = aip;
    const std::string opened = enciphered_block(bench, authority, "0400");
    EXPECT_EQ(opened.substr(0, 34),
              "7F"
              "241234FFFFFFFFFF"
              "0102030405060708")
        << aip;
    EXPECT_EQ(bench.value(tag::cvm_results), "040002") << aip;
    EXPECT_EQ(bench.tvr().substr(4, 2), "00") << aip;
  }
  Bench bench;
  Authority authority;
  enciphered_block(bench, authority, "0500");
  EXPECT_EQ(bench.value(tag::cvm_results), "050000") << "signature still to come";
}

TEST(Cvm, an_enciphered_offline_pin_fails_without_a_key_or_a_challenge) {
  Bench no_key;
  Authority authority;
  authority.icc_expiry = "0101";
  EXPECT_EQ(enciphered_block(no_key, authority, "44001E00"), "");
  EXPECT_EQ(no_key.value(tag::cvm_results), "1E0000");
  for (const char* answer : {"6D00", "010203049000"}) {
    Bench bench;
    Authority good;
    bench.card.answers["0084"] = answer;
    EXPECT_EQ(enciphered_block(bench, good, "0400"), "");
    EXPECT_EQ(bench.value(tag::cvm_results), "040001");
  }
}

}  // namespace
}  // namespace mpos::emv
