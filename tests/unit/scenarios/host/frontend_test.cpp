// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "devicemodel/iso8583/frame.hpp"
#include "tests/unit/scenarios/host/fake_terminal.hpp"

namespace mpos::host {
namespace {

constexpr const char* debit = "6222021234567890128";

class FrontendTest : public ::testing::Test {
 protected:
  FrontendTest() {
    auto made = Host::create(scheduler_, sim::Random{7}, test_profile(), {}, recorder_);
    EXPECT_TRUE(made.has_value());
    host_ = std::move(*made);
    terminal_ = std::make_unique<FakeTerminal>(*host_);
  }
  void sign_in() { ASSERT_EQ(terminal_->sign_in(), "00"); }
  bus::v1::HostRule rule(const char* mti) {
    bus::v1::HostRule made;
    made.set_on(mti);
    return made;
  }
  std::string pay(const char* pan, std::int64_t amount_minor) {
    Purchase purchase;
    purchase.pan = pan;
    purchase.amount_minor = amount_minor;
    return terminal_->send(purchase);
  }
  void TearDown() override { EXPECT_EQ(host_->summary().sum_of_balances, 0); }

  sim::Scheduler scheduler_;
  Recorder recorder_;
  std::unique_ptr<Host> host_;
  std::unique_ptr<FakeTerminal> terminal_;
};

TEST_F(FrontendTest, ASaleIsApprovedAndPosted) {
  sign_in();
  EXPECT_EQ(terminal_->sale(12345), "00");
  EXPECT_EQ(host_->balance(debit), 1000000 - 12345);
  EXPECT_EQ(terminal_->answer.text(38).size(), 6U);
  EXPECT_EQ(terminal_->answer.text(12), "101500");
  EXPECT_EQ(terminal_->answer.text(13), "0917");
  EXPECT_TRUE(host_->signed_in("30000001"));
  ASSERT_EQ(recorder_.entries.size(), 1U);
  EXPECT_EQ(recorder_.entries[0].debit(), "622202*********0128");
  EXPECT_EQ(recorder_.entries[0].credit(), "merchant 102310053110001");
  EXPECT_EQ(recorder_.entries[0].amount_minor(), 12345);
  ASSERT_EQ(recorder_.accounts.size(), 1U);
  EXPECT_EQ(recorder_.accounts[0].balance_minor(), 1000000 - 12345);
}

TEST_F(FrontendTest, ABalanceEnquiryAnswersField54) {
  sign_in();
  Purchase enquiry;
  enquiry.balance = true;
  EXPECT_EQ(terminal_->send(enquiry), "00");
  EXPECT_EQ(terminal_->answer.text(54), "0002156C000001000000");
  EXPECT_EQ(host_->summary().postings, 1) << "the account was opened, nothing else moved";
}

TEST_F(FrontendTest, EveryKeySourceAndTrackFormIsUnderstood) {
  sign_in();
  Purchase purchase;
  purchase.cup = true;
  EXPECT_EQ(terminal_->send(purchase), "00");
  purchase.cup = false;
  purchase.dukpt = true;
  EXPECT_EQ(terminal_->send(purchase), "00");
  EXPECT_EQ(terminal_->send(purchase), "00");
  EXPECT_EQ(host_->balance(debit), 1000000 - 3 * 10000);
}

TEST_F(FrontendTest, ADukptCounterThatDoesNotRiseIs94) {
  sign_in();
  Purchase purchase;
  purchase.dukpt = true;
  const auto message = terminal_->packed_with_mac(terminal_->purchase_message(purchase));
  ASSERT_EQ(terminal_->exchange(message)->text(39), "00");
  EXPECT_EQ(terminal_->exchange(message)->text(39), "94");
}

TEST_F(FrontendTest, AMalformedMessageIs30) {
  sign_in();
  const auto code_of = [this](const char* hex) {
    const auto answer = terminal_->exchange(from_hex(hex));
    return answer ? std::string(answer->text(39)) : std::string("silent");
  };
  EXPECT_EQ(code_of("0200002000000000000000000A"), "30");      // field 11 is no number
  EXPECT_EQ(code_of("020000200000000000"), "silent");          // cut in the bitmap
  EXPECT_EQ(code_of("02AA"), "silent");                        // no message type
  EXPECT_EQ(code_of("02100020000000000000000001"), "silent");  // not a request

  Purchase purchase;
  for (const int field : {3, 4, 11, 22, 25, 49, 53, 59, 60, 52}) {
    purchase.change = [field](iso8583::Message& message) { message.clear(field); };
    EXPECT_EQ(terminal_->send(purchase), "30") << field;
  }
  purchase.change = [](iso8583::Message& message) { message.set(49, "840"); };
  EXPECT_EQ(terminal_->send(purchase), "30");
  purchase.change = [](iso8583::Message& message) { message.set(59, "A2005x"); };
  EXPECT_EQ(terminal_->send(purchase), "30");
  purchase.change = [](iso8583::Message& message) { message.set(60, "22"); };
  EXPECT_EQ(terminal_->send(purchase), "30");
  purchase.change = [](iso8583::Message& message) { message.set(11, "000000"); };
  EXPECT_EQ(terminal_->send(purchase), "30");
  EXPECT_EQ(host_->balance(debit), 1000000);
}

TEST_F(FrontendTest, AnUnknownTerminalIs97AndAForeignMerchant03) {
  sign_in();
  Purchase purchase;
  purchase.terminal = "39999999";
  EXPECT_EQ(terminal_->send(purchase), "97");
  purchase.terminal = "30000001";
  purchase.merchant = "102310053119999";
  EXPECT_EQ(terminal_->send(purchase), "03");
}

TEST_F(FrontendTest, WithoutSignInOrInAnotherBatchIs77) {
  sign_in();
  host_->reset();
  EXPECT_EQ(terminal_->sale(100), "77");

  sign_in();
  Purchase late;
  late.batch = "000002";
  EXPECT_EQ(terminal_->send(late), "77");
  EXPECT_EQ(terminal_->sale(100), "00");
}

TEST_F(FrontendTest, TheFirstMessageWithoutConfirmationEndsTheSignIn) {
  sign_in();
  EXPECT_FALSE(host_->signed_in("30000001"));
  Purchase purchase;
  purchase.confirm = false;
  EXPECT_EQ(terminal_->send(purchase), "77");
  EXPECT_EQ(terminal_->sale(100), "77");
  sign_in();
  purchase.confirm = true;
  EXPECT_EQ(terminal_->send(purchase), "00");
  purchase.confirm = false;
  EXPECT_EQ(terminal_->send(purchase), "00");
}

TEST_F(FrontendTest, EveryDamagedByteOfASaleIsNeverApproved) {
  sign_in();
  ASSERT_EQ(terminal_->sale(100), "00");
  const std::size_t size = terminal_->packed_with_mac(terminal_->purchase_message({})).size();
  for (std::size_t at = 0; at < size; ++at) {
    host_->reset();
    ASSERT_EQ(terminal_->sign_in(), "00");
    Purchase purchase;
    purchase.damage = [at](std::vector<std::uint8_t>& bytes) { bytes[at] ^= 1; };
    EXPECT_NE(terminal_->send(purchase), "00") << "byte " << at;
  }
  EXPECT_EQ(host_->balance(debit), 1000000);
}

TEST_F(FrontendTest, FiveWrongMacsInARowSignTheTerminalOut) {
  sign_in();
  Purchase wrong;
  wrong.damage = [](std::vector<std::uint8_t>& bytes) { bytes.back() ^= 1; };
  for (int i = 0; i < 4; ++i) EXPECT_EQ(terminal_->send(wrong), "A0");
  EXPECT_EQ(terminal_->sale(100), "00");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(terminal_->send(wrong), "A0");
  EXPECT_EQ(terminal_->sale(100), "77");
  EXPECT_EQ(terminal_->sign_in(), "00");
  for (int i = 0; i < 4; ++i) EXPECT_EQ(terminal_->send(wrong), "A0") << "the count begins again";
  EXPECT_EQ(terminal_->sale(100), "00");
}

TEST_F(FrontendTest, AReplayedSaleIs94AndPostsNothing) {
  sign_in();
  const auto message = terminal_->packed_with_mac(terminal_->purchase_message({}));
  EXPECT_EQ(terminal_->exchange(message)->text(39), "00");
  EXPECT_EQ(terminal_->exchange(message)->text(39), "94");
  EXPECT_EQ(host_->balance(debit), 1000000 - 10000);
}

TEST_F(FrontendTest, AWrongDeviceIdentityIs58) {
  sign_in();
  const auto with = [this](std::string_view from, std::string_view to) {
    Purchase purchase;
    purchase.change = [&](iso8583::Message& message) {
      std::string field(message.text(59));
      const auto at = field.find(from);
      ASSERT_NE(at, std::string::npos);
      field.replace(at, from.size(), to);
      message.set(59, field);
    };
    return terminal_->send(purchase);
  };
  EXPECT_EQ(with("SIM-TEST-0001", "SIM-TEST-0002"), "58");
  EXPECT_EQ(with("03006890128", "03006890129"), "58");
  EXPECT_EQ(with("A2", "B2"), "58");
  EXPECT_EQ(with("0100203", "0100203"), "00");
}

TEST_F(FrontendTest, AMalformedPinBlockIs99AndCountsNothing) {
  sign_in();
  Purchase purchase;
  purchase.change = [](iso8583::Message& message) { message.set(52, from_hex("0011223344556677")); };
  for (int i = 0; i < 4; ++i) EXPECT_EQ(terminal_->send(purchase), "99");
  Purchase foreign;
  foreign.control = "23";
  EXPECT_EQ(terminal_->send(foreign), "99");
  EXPECT_EQ(terminal_->sale(100), "00");
}

TEST_F(FrontendTest, TheThirdWrongPinIs75UntilTheHostIsReset) {
  sign_in();
  Purchase wrong;
  wrong.pin = "654321";
  EXPECT_EQ(terminal_->send(wrong), "55");
  EXPECT_EQ(terminal_->send(wrong), "55");
  EXPECT_EQ(terminal_->sale(100), "00");
  EXPECT_EQ(terminal_->send(wrong), "55");
  EXPECT_EQ(terminal_->send(wrong), "55");
  EXPECT_EQ(terminal_->send(wrong), "75");
  EXPECT_EQ(terminal_->sale(100), "75");
  host_->reset();
  sign_in();
  EXPECT_EQ(terminal_->sale(100), "00");
}

TEST_F(FrontendTest, ANewPinTakesTheOldOnesPlace) {
  bus::v1::HostAccount account;
  account.set_pan(debit);
  account.set_pin("9876");
  ASSERT_TRUE(host_->set_account(account));
  sign_in();
  EXPECT_EQ(terminal_->sale(100), "55");
  Purchase purchase;
  purchase.pin = "9876";
  EXPECT_EQ(terminal_->send(purchase), "00");
  account.set_pin("12");
  EXPECT_FALSE(host_->set_account(account));
}

TEST_F(FrontendTest, AChangedAccountKeepsWhatTheChangeLeavesOut) {
  bus::v1::HostAccount account;
  account.set_pan("6228480000000049");
  account.set_balance_minor(500000);
  ASSERT_TRUE(host_->set_account(account));
  sign_in();
  EXPECT_EQ(pay("6228480000000049", 100001), "61") << "the limit stays";
  account.clear_balance_minor();
  account.set_limit_minor(0);
  ASSERT_TRUE(host_->set_account(account));
  EXPECT_EQ(pay("6228480000000049", 100001), "00") << "the limit is gone";
  account.set_balance_minor(0);
  ASSERT_TRUE(host_->set_account(account));
  EXPECT_EQ(host_->balance("6228480000000049"), 0);
}

TEST_F(FrontendTest, StatusLimitsAndFundsHaveTheirCodes) {
  sign_in();
  EXPECT_EQ(pay("6210948000000003", 2001), "51");
  EXPECT_EQ(pay("6210948000000003", 2000), "00");
  EXPECT_EQ(pay("6221558812340000", 100), "62");
  EXPECT_EQ(pay("6228480000000015", 100), "41");
  EXPECT_EQ(pay("6228480000000023", 100), "43");
  EXPECT_EQ(pay("6228480000000031", 100), "54");
  EXPECT_EQ(pay("6228480000000049", 100001), "61");
  EXPECT_EQ(pay("6228480000000049", 100000), "00");
  EXPECT_EQ(pay("6228480000009999", 100), "14");
  EXPECT_EQ(pay(debit, 0), "13");
  Purchase old;
  old.expiry = "2408";
  EXPECT_EQ(terminal_->send(old), "54");
  old.expiry = "2409";
  EXPECT_EQ(terminal_->send(old), "00");
}

TEST_F(FrontendTest, AnAccountWithAPinIsNotDebitedWithoutIt) {
  sign_in();
  Purchase purchase;
  purchase.pin.clear();
  EXPECT_EQ(terminal_->send(purchase), "55");
  purchase.pan = "6228480000000056";
  EXPECT_EQ(terminal_->send(purchase), "00");
}

TEST_F(FrontendTest, AForeignAmountInThePackageIs13AndABrokenPackage30) {
  sign_in();
  Purchase purchase;
  purchase.change = [](iso8583::Message& message) { message.set(4, "000000000001"); };
  EXPECT_EQ(terminal_->send(purchase), "13");
  purchase.change = [](iso8583::Message& message) {
    std::string field(message.text(59));
    const auto at = field.find("03064");
    ASSERT_NE(at, std::string::npos);
    field.replace(at + 5, 4, "0000");
    message.set(59, field);
  };
  EXPECT_EQ(terminal_->send(purchase), "30");
  purchase.change = [](iso8583::Message& message) { message.set(22, "011"); };
  EXPECT_EQ(terminal_->send(purchase), "40");
  purchase.change = [](iso8583::Message& message) { message.set(3, "200000"); };
  EXPECT_EQ(terminal_->send(purchase), "12");
}

TEST_F(FrontendTest, AReversalUndoesItsSaleOnce) {
  sign_in();
  ASSERT_EQ(terminal_->sale(5000), "00");
  const int trace = terminal_->trace;
  const std::string reference(terminal_->answer.text(37));
  EXPECT_EQ(terminal_->reverse(5001, trace), "64");
  EXPECT_EQ(host_->balance(debit), 995000);
  EXPECT_EQ(terminal_->reverse(5000, trace), "00");
  EXPECT_EQ(terminal_->answer.text(37), reference);
  EXPECT_EQ(host_->balance(debit), 1000000);
  EXPECT_EQ(terminal_->reverse(5000, trace, "06"), "00");
  EXPECT_EQ(host_->balance(debit), 1000000);
  EXPECT_EQ(recorder_.entries.back().what(), "reversal");
}

TEST_F(FrontendTest, AReversalOfADeclinedSaleChangesNothing) {
  sign_in();
  ASSERT_EQ(pay("6210948000000003", 99999), "51");
  EXPECT_EQ(terminal_->reverse(99999, terminal_->trace), "00");
  EXPECT_EQ(host_->balance("6210948000000003"), 2000);
}

TEST_F(FrontendTest, AnOriginalThatComesAfterItsReversalIsDeclined) {
  sign_in();
  ASSERT_EQ(terminal_->sale(100), "00");
  const auto late = terminal_->purchase_message({});
  const auto late_bytes = terminal_->packed_with_mac(late);
  EXPECT_EQ(terminal_->reverse(10000, terminal_->trace), "00");
  EXPECT_EQ(terminal_->exchange(late_bytes)->text(39), "94");
  EXPECT_EQ(host_->balance(debit), 1000000 - 100);
}

TEST_F(FrontendTest, AnEchoNeedsNoMacAndASignOffDoes) {
  iso8583::Message echo;
  echo.mti = "0820";
  echo.set(41, "30000001");
  echo.set(42, "102310053110001");
  echo.set(60, "00000001301");
  ASSERT_TRUE(terminal_->exchange(echo).has_value());
  EXPECT_EQ(terminal_->answer.mti.view(), "0830");
  EXPECT_EQ(terminal_->answer.text(39), "00");

  sign_in();
  ASSERT_EQ(terminal_->sale(100), "00");
  echo.set(11, "000099");
  echo.set(60, "00000001002");
  // Anybody can write a sign-off: without a right MAC the session stands.
  EXPECT_EQ(terminal_->exchange(echo)->text(39), "30");
  const auto in_hand = terminal_->purchase_message({});
  iso8583::Message sign_off = echo;
  sign_off.set(59, in_hand.get(59));
  auto bytes = terminal_->packed_with_mac(sign_off);
  bytes.back() ^= 1;
  EXPECT_EQ(terminal_->exchange(bytes)->text(39), "A0");
  EXPECT_EQ(terminal_->sale(100), "00");
  sign_off.set(59, terminal_->purchase_message({}).get(59));
  EXPECT_EQ(terminal_->exchange(terminal_->packed_with_mac(sign_off))->text(39), "00");
  EXPECT_EQ(terminal_->sale(100), "77");
  echo.set(60, "00000001393");
  EXPECT_EQ(terminal_->exchange(echo)->text(39), "40");
  echo.mti = "0500";
  EXPECT_EQ(terminal_->exchange(echo)->text(39), "40");
}

TEST_F(FrontendTest, RulesMakeTheHostMisbehave) {
  sign_in();
  ASSERT_EQ(terminal_->sale(100), "00");

  auto silent = rule("0200");
  silent.set_silent(true);
  ASSERT_TRUE(host_->add_rule(silent));
  EXPECT_EQ(terminal_->sale(200), "silent");
  EXPECT_EQ(host_->balance(debit), 1000000 - 300);

  auto drop = rule("0200");
  drop.set_drop(true);
  drop.set_times(2);
  ASSERT_TRUE(host_->add_rule(drop));
  EXPECT_EQ(terminal_->sale(200), "silent");
  EXPECT_EQ(terminal_->sale(200), "silent");
  EXPECT_EQ(host_->balance(debit), 1000000 - 300);

  auto wrong_mac = rule("");
  wrong_mac.set_wrong_mac(true);
  ASSERT_TRUE(host_->add_rule(wrong_mac));
  EXPECT_EQ(terminal_->sale(200), "bad mac");

  auto code = rule("0200");
  code.set_response_code("05");
  ASSERT_TRUE(host_->add_rule(code));
  EXPECT_EQ(terminal_->sale(200), "05");

  auto alter = rule("0200");
  alter.set_alter_field("38=ABCDEF");
  ASSERT_TRUE(host_->add_rule(alter));
  EXPECT_EQ(terminal_->sale(200), "00");
  EXPECT_EQ(terminal_->answer.text(38), "ABCDEF");

  auto tpdu = rule("0200");
  tpdu.set_wrong_tpdu(true);
  ASSERT_TRUE(host_->add_rule(tpdu));
  EXPECT_EQ(terminal_->sale(200), "00");
  EXPECT_EQ(to_hex(Bytes{terminal_->wire->sent.back()}.subspan(2, 5)), "6000030000");

  auto delay = rule("0200");
  delay.set_delay_ns(1500000000);
  ASSERT_TRUE(host_->add_rule(delay));
  const std::size_t before = terminal_->wire->sent.size();
  EXPECT_EQ(terminal_->sale(200), "silent");
  scheduler_.run_for(std::chrono::milliseconds{1499});
  EXPECT_EQ(terminal_->wire->sent.size(), before);
  scheduler_.run_for(std::chrono::milliseconds{1});
  EXPECT_EQ(terminal_->wire->sent.size(), before + 1);

  EXPECT_EQ(terminal_->sale(200), "00");
}

TEST_F(FrontendTest, EventsNameNoCardAndNoPin) {
  sign_in();
  ASSERT_EQ(terminal_->sale(100), "00");
  Purchase cup;
  cup.cup = true;
  ASSERT_EQ(terminal_->send(cup), "00");
  ASSERT_EQ(recorder_.messages.size(), 6U);
  for (const auto& event : recorder_.messages) {
    const std::string bytes = event.SerializeAsString();
    const std::string hex = to_hex(as_bytes(event.frame()));
    EXPECT_EQ(bytes.find("1234567890"), std::string::npos);
    EXPECT_EQ(hex.find("1234567890"), std::string::npos);
    EXPECT_EQ(bytes.find("890128"), std::string::npos);
    if (event.mti() != "0200") continue;
    iso8583::Message message;
    const Bytes frame = as_bytes(event.frame());
    ASSERT_EQ(load_be16(frame.data()), frame.size() - 2);
    ASSERT_TRUE(iso8583::unpack(frame.subspan(13), message));
    EXPECT_EQ(to_hex(message.get(52)), "0000000000000000");
  }
}

TEST_F(FrontendTest, WithoutAnAudienceNoEventIsBuilt) {
  recorder_.on = false;
  sign_in();
  EXPECT_EQ(terminal_->sale(100), "00");
  EXPECT_TRUE(recorder_.messages.empty());
  EXPECT_TRUE(recorder_.entries.empty());
}

TEST_F(FrontendTest, RandomSalesReversalsAndRepeatsKeepTheBooksBalanced) {
  sign_in();
  std::mt19937 random(4711);
  std::int64_t expected = 1000000;
  struct Sale {
    int trace;
    std::int64_t amount;
    bool standing;
    std::vector<std::uint8_t> bytes;
  };
  std::vector<Sale> sales;
  for (int round = 0; round < 300; ++round) {
    const unsigned choice = random() % 4;
    if (choice < 2 || sales.empty()) {
      Purchase purchase;
      purchase.amount_minor = static_cast<std::int64_t>(random() % 20000) + 1;
      const auto message = terminal_->purchase_message(purchase);
      const auto bytes = terminal_->packed_with_mac(message);
      const bool good = expected >= purchase.amount_minor;
      ASSERT_EQ(terminal_->exchange(bytes)->text(39), good ? "00" : "51");
      terminal_->confirmation_due = false;
      if (good) expected -= purchase.amount_minor;
      sales.push_back({terminal_->trace, purchase.amount_minor, good, bytes});
    } else {
      Sale& sale = sales[random() % sales.size()];
      if (choice == 2) {
        ASSERT_EQ(terminal_->reverse(sale.amount, sale.trace), "00");
        if (sale.standing) expected += sale.amount;
        sale.standing = false;
      } else {
        ASSERT_EQ(terminal_->exchange(sale.bytes)->text(39), "94");
      }
    }
    ASSERT_EQ(host_->balance(debit), expected);
    ASSERT_EQ(host_->summary().sum_of_balances, 0);
  }
}

}  // namespace
}  // namespace mpos::host
