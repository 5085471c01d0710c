// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/scenarios/host/fake_chip.hpp"

namespace mpos::host {
namespace {

constexpr const char* published_pan = "6222021234567890128";

class ChipSaleTest : public ::testing::Test {
 protected:
  ChipSaleTest() { open(test_profile()); }
  void open(const config::v1::HostProfile& profile) {
    auto made = Host::create(scheduler_, sim::Random{7}, profile, {}, recorder_);
    EXPECT_TRUE(made.has_value());
    host_ = std::move(*made);
    terminal_ = std::make_unique<FakeTerminal>(*host_);
    EXPECT_EQ(terminal_->sign_in(), "00");
  }
  void account(const std::string& pan, std::int64_t balance = 1000000) {
    bus::v1::HostAccount made;
    made.set_pan(pan);
    made.set_pin("123456");
    made.set_balance_minor(balance);
    ASSERT_TRUE(host_->set_account(made));
  }
  /// A sale of 100.00 with the published field 55, or what the test makes of it.
  std::string published(const std::string& field55 = published_field55,
                        const std::function<void(iso8583::Message&)>& change = {}) {
    Purchase purchase;
    purchase.change = [&](iso8583::Message& message) {
      message.set(22, "051");
      message.set(23, "001");
      message.set(55, from_hex(field55));
      if (change) change(message);
    };
    return terminal_->send(purchase);
  }
  std::string answered() const { return to_hex(terminal_->answer.get(55)); }
  std::string remark() const { return recorder_.messages.back().text(); }
  void TearDown() override { EXPECT_EQ(host_->summary().sum_of_balances, 0); }

  sim::Scheduler scheduler_;
  Recorder recorder_;
  std::unique_ptr<Host> host_;
  std::unique_ptr<FakeTerminal> terminal_;
};

TEST_F(ChipSaleTest, ThePublishedSaleGetsThePublishedAnswer) {
  EXPECT_EQ(published(), "00");
  EXPECT_EQ(answered(), "910A4D545BE7762B47053030");
  EXPECT_EQ(terminal_->answer.text(23), "001");
  EXPECT_EQ(host_->balance(published_pan), 1000000 - 10000);
}

TEST_F(ChipSaleTest, TheCupFormIsTheSameSale) {
  Purchase purchase;
  purchase.cup = true;
  purchase.change = [](iso8583::Message& message) {
    message.set(2, published_pan);
    message.set(14, "3012");
    message.set(22, "051");
    message.set(23, "001");
    message.set(55, from_hex(published_field55));
  };
  EXPECT_EQ(terminal_->send(purchase), "00");
  EXPECT_EQ(terminal_->answer.text(2), published_pan);
  EXPECT_EQ(terminal_->answer.text(14), "3012");
  purchase.change = [](iso8583::Message& message) {
    message.set(2, "6210948000000003");
    message.set(22, "051");
    message.set(55, from_hex(published_field55));
  };
  EXPECT_EQ(terminal_->send(purchase), "14");
  purchase.change = [](iso8583::Message& message) {
    message.set(14, "3011");
    message.set(22, "051");
    message.set(55, from_hex(published_field55));
  };
  EXPECT_EQ(terminal_->send(purchase), "14");
}

TEST_F(ChipSaleTest, AChangedBitUnderTheCryptogramIs05AndIsNotAnswered) {
  for (const auto& [from, to] : {std::pair{"5AA988CFB5271BFE", "5AA988CFB5271BFF"},
                                 {"9F370455667788", "9F370455667789"},
                                 {"82027C00", "82027C01"},
                                 {"9F1A020156", "9F1A020157"},
                                 {"07010103A0000201", "07010103A0000301"},
                                 {"9F36020001", "9F36020002"}}) {
    EXPECT_EQ(published(with(published_field55, from, to)), "05") << to;
    EXPECT_FALSE(terminal_->answer.has(55));
    EXPECT_NE(remark().find("cryptogram wrong"), std::string::npos);
  }
  EXPECT_EQ(published(published_field55, [](auto& message) { message.set(23, "002"); }), "05");
  EXPECT_EQ(host_->balance(published_pan), 1000000);
  EXPECT_EQ(published(), "00");
}

TEST_F(ChipSaleTest, ACryptogramOfAnotherKindOrAlgorithmIs05) {
  EXPECT_EQ(published(with(published_field55, "9F270180", "9F270140")), "05");
  EXPECT_NE(remark().find("no ARQC"), std::string::npos);
  EXPECT_EQ(published(with(published_field55, "07010103A0000201", "0701010360000201")), "05");
  EXPECT_NE(remark().find("no ARQC"), std::string::npos);
  EXPECT_EQ(published(with(published_field55, "07010103A0000201", "07010103A0000204")), "05");
  EXPECT_NE(remark().find("another algorithm"), std::string::npos);
}

TEST_F(ChipSaleTest, Field55IsHeldAgainstTheMessage) {
  const auto changed = [this](const char* from, const char* to) {
    return published(with(published_field55, from, to));
  };
  EXPECT_EQ(changed("9F0206000000010000", "9F0206000000009999"), "13");
  EXPECT_EQ(changed("9F0306000000000000", "9F0306000000000001"), "13");
  EXPECT_EQ(changed("5F2A020156", "5F2A020840"), "30");
  EXPECT_EQ(changed("9C0100", "9C0120"), "30");
  EXPECT_EQ(changed("9A03240917", "9A03240915"), "30");
  EXPECT_EQ(changed("9A03240917", "9A03240919"), "30");
  EXPECT_EQ(changed("9A03240917", "9A03240918"), "05");
  EXPECT_EQ(changed("9F1A020156", "9F1B020156"), "30");
  EXPECT_EQ(published(std::string(published_field55) + "5F340102"), "30");
  EXPECT_EQ(published("9F"), "30");
  EXPECT_EQ(published(published_field55, [](auto& message) { message.clear(55); }), "30");
  EXPECT_EQ(published(published_field55, [](auto& message) { message.set(23, "101"); }), "30");
}

TEST_F(ChipSaleTest, ACounterThatDoesNotRiseIs05UntilTheHostIsReset) {
  EXPECT_EQ(published(), "00");
  EXPECT_EQ(published(), "05");
  EXPECT_NE(remark().find("did not rise"), std::string::npos);
  host_->reset();
  ASSERT_EQ(terminal_->sign_in(), "00");
  EXPECT_EQ(published(), "00");
}

TEST_F(ChipSaleTest, ARealCardTakesTheAnswerAndGivesItsCertificate) {
  for (const char* name : {"unionpay_debit", "unionpay_credit", "unionpay_quasi_credit", "sm4", "sda_only", "new_card",
                           "visa_test", "electronic_cash", "multi_application"}) {
    SCOPED_TRACE(name);
    FakeChip chip(name);
    account(chip.bench.app().profile.pan);
    for (int turn = 0; turn < 2; ++turn) {
      EXPECT_EQ(chip.send(*terminal_, {}, chip.transact(0x80, 10000)), "00") << remark();
      const auto answer = from_hex(answered());
      ASSERT_EQ(answer.size(), 12U);
      EXPECT_EQ(chip.bench.send(card::test::apdu("00820000", Bytes{answer}.subspan(2))).status(), 0x9000);
      const auto second = chip.bench.generate_second(0x40, "00");
      ASSERT_EQ(second.status(), 0x9000);
      EXPECT_EQ((second.data()[0] == 0x77 ? card::test::find(second.data(), 0x9F27)[0] : second.data()[2]) & 0xC0,
                0x40);
    }
    EXPECT_EQ(host_->balance(chip.bench.app().profile.pan), 1000000 - 2 * 10000);
  }
}

TEST_F(ChipSaleTest, ADeclineIsToldTheCardToo) {
  FakeChip chip("unionpay_debit");
  account(chip.bench.app().profile.pan, 5000);
  EXPECT_EQ(chip.send(*terminal_, {}, chip.transact(0x80, 10000)), "51");
  EXPECT_EQ(answered().substr(0, 4), "910A");
  EXPECT_EQ(answered().substr(20), "3531");
  Purchase wrong_pin;
  wrong_pin.pin = "999999";
  EXPECT_EQ(chip.send(*terminal_, wrong_pin, chip.transact(0x80, 10000)), "55");
  EXPECT_EQ(answered().substr(20), "3535");
}

TEST_F(ChipSaleTest, RulesDamageOrLeaveOutTheIssuersCryptogram) {
  bus::v1::HostRule rule;
  rule.set_wrong_arpc(true);
  ASSERT_TRUE(host_->add_rule(rule));
  EXPECT_EQ(published(), "00");
  EXPECT_EQ(answered(), "910A4C545BE7762B47053030");
  host_->reset();
  ASSERT_EQ(terminal_->sign_in(), "00");
  rule.Clear();
  rule.set_no_arpc(true);
  ASSERT_TRUE(host_->add_rule(rule));
  EXPECT_EQ(published(), "00");
  EXPECT_FALSE(terminal_->answer.has(55));
}

TEST_F(ChipSaleTest, AForcedCodeIsUnderTheIssuersCryptogram) {
  bus::v1::HostRule rule;
  rule.set_response_code("01");
  ASSERT_TRUE(host_->add_rule(rule));
  EXPECT_EQ(published(), "01");
  EXPECT_EQ(answered().substr(0, 4), "910A");
  EXPECT_EQ(answered().substr(20), "3031");
  EXPECT_EQ(host_->balance(published_pan), 1000000);
}

TEST_F(ChipSaleTest, ACardOfNoKnownIssuerIs05) {
  auto profile = test_profile();
  profile.clear_issuers();
  open(profile);
  EXPECT_EQ(published(), "05");
  EXPECT_NE(remark().find("no keys of the card's issuer"), std::string::npos);
}

TEST_F(ChipSaleTest, WithoutAPinTheCardMustHaveVerifiedItsHolder) {
  FakeChip chip("offline_approval");
  account(chip.bench.app().profile.pan);
  EXPECT_EQ(chip.send(*terminal_, {}, chip.transact(0x80, 10000, "0000008000"), "052"), "00");
  for (const char* tvr : {"0000808000", "0000108000", "0000088000", "0000048000"}) {
    EXPECT_EQ(chip.send(*terminal_, {}, chip.transact(0x80, 10000, tvr), "052"), "55") << tvr;
  }
}

TEST_F(ChipSaleTest, ATapWithoutAPinHasALimit) {
  FakeChip chip("unionpay_debit");
  account(chip.bench.app().profile.pan);
  Purchase purchase;
  purchase.amount_minor = 100000;
  EXPECT_EQ(chip.send(*terminal_, purchase, chip.tap(100000), "072"), "00") << remark();
  purchase.amount_minor = 100001;
  EXPECT_EQ(chip.send(*terminal_, purchase, chip.tap(100001), "072"), "55");
  EXPECT_EQ(chip.send(*terminal_, purchase, chip.tap(100001), "071"), "00");
  EXPECT_EQ(chip.send(*terminal_, purchase, chip.tap(100001), "982"), "55") << "the other name of a tap";
}

TEST_F(ChipSaleTest, APhonesShortCryptogramIsUnderstood) {
  FakeChip chip("sim_card");
  account(chip.bench.app().profile.pan);
  Purchase purchase;
  EXPECT_EQ(chip.send(*terminal_, purchase, chip.tap(10000), "072"), "00") << remark();
  const auto field = chip.tap(10000);
  EXPECT_EQ(chip.send(*terminal_, purchase, with(field, "9F370455667788", "9F370455667789"), "072"), "05");
}

TEST_F(ChipSaleTest, ElectronicCashTellsItsBalanceUnderAMac) {
  FakeChip chip("electronic_cash");
  account(chip.bench.app().profile.pan);
  const auto field = chip.transact(0x80, 10000);
  ASSERT_NE(field.find("0A010000020000"), std::string::npos);
  EXPECT_EQ(chip.send(*terminal_, {}, with(field, "0A010000020000", "0A010000020001")), "05");
  EXPECT_NE(remark().find("MAC of the issuer data"), std::string::npos);
  EXPECT_EQ(chip.send(*terminal_, {}, field), "00");
}

TEST_F(ChipSaleTest, ABalanceEnquiryByChip) {
  FakeChip chip("unionpay_debit");
  account(chip.bench.app().profile.pan);
  Purchase enquiry;
  enquiry.balance = true;
  chip.bench.start(0);
  auto list = chip.bench.values(chip.bench.app().cdol1, 0, "0000048000", "", "00000000");
  list[6 + 6 + 2 + 5 + 2 + 3] = 0x31;
  const auto reply = chip.bench.send(card::test::apdu("80AE8000", list));
  EXPECT_EQ(chip.send(*terminal_, enquiry, chip.field55(reply.data(), 0, "0000048000", "31")), "00") << remark();
  EXPECT_EQ(terminal_->answer.text(54), "0002156C000001000000");
  EXPECT_TRUE(terminal_->answer.has(55));
}

/// Field 55 of a load of 100.00 by this card's contacts.
std::string load_field55(FakeChip& chip) {
  chip.bench.start(10000);
  auto list = chip.bench.values(chip.bench.app().cdol1, 10000, "0000008000", "", "00000000");
  list[6 + 6 + 2 + 5 + 2 + 3] = 0x60;
  const auto reply = chip.bench.send(card::test::apdu("80AE8000", list));
  return chip.field55(reply.data(), 10000, "0000008000", "60");
}

TEST_F(ChipSaleTest, ALoadOfElectronicCashGoesToTheCardInAScript) {
  FakeChip chip("electronic_cash");
  account(chip.bench.app().profile.pan);
  Purchase load;
  load.change = [this](iso8583::Message& message) {
    message.set(3, "600000");
    message.set(60, "45" + terminal_->batch + "00050");
  };
  EXPECT_EQ(chip.send(*terminal_, load, load_field55(chip), "052"), "55") << "without a PIN";
  EXPECT_EQ(chip.send(*terminal_, load, chip.tap(10000), "071"), "40") << "not at the antenna";
  EXPECT_EQ(chip.send(*terminal_, load, load_field55(chip)), "00") << remark();
  EXPECT_NE(answered().find("04DA9F790A000000030000"), std::string::npos) << "200.00 and 100.00: " << answered();
  EXPECT_EQ(recorder_.entries.back().credit(), "electronic cash");
  EXPECT_EQ(host_->balance(chip.bench.app().profile.pan), 1000000 - 10000);
}

TEST_F(ChipSaleTest, ACardWithoutElectronicCashIsNotLoaded) {
  FakeChip chip("unionpay_debit");
  account(chip.bench.app().profile.pan);
  Purchase load;
  load.change = [this](iso8583::Message& message) {
    message.set(3, "600000");
    message.set(60, "45" + terminal_->batch + "00050");
  };
  EXPECT_EQ(chip.send(*terminal_, load, load_field55(chip)), "57");
}

TEST_F(ChipSaleTest, TheStripeOfAChipCardIsUsedOnlyWhereThatIsAllowed) {
  const auto sale = [this](const char* entry, const char* service, const char* capability) {
    Purchase purchase;
    purchase.service = service;
    purchase.change = [&](iso8583::Message& message) {
      message.set(22, entry);
      message.set(60, "22" + terminal_->batch + "000" + capability + "0");
    };
    return terminal_->send(purchase);
  };
  EXPECT_EQ(sale("021", "201", "5"), "45");
  EXPECT_EQ(sale("021", "601", "6"), "45");
  EXPECT_EQ(sale("021", "201", "2"), "00");
  EXPECT_EQ(sale("021", "101", "5"), "00");
  EXPECT_EQ(sale("801", "201", "5"), "45");
  EXPECT_EQ(sale("801", "101", "5"), "45");
  EXPECT_EQ(sale("011", "101", "5"), "40");
  auto profile = test_profile();
  profile.set_fallback_allowed(true);
  open(profile);
  EXPECT_EQ(sale("801", "201", "5"), "00");
  EXPECT_EQ(sale("801", "101", "5"), "45");
  EXPECT_EQ(sale("021", "201", "5"), "45");
}

}  // namespace
}  // namespace mpos::host
