// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/advice_desk.hpp"

#include "tests/unit/scenarios/host/fake_chip.hpp"

namespace mpos::host {
namespace {

class AdviceTest : public ::testing::Test {
 protected:
  AdviceTest() {
    auto made = Host::create(scheduler_, sim::Random{7}, test_profile(), {}, recorder_);
    EXPECT_TRUE(made.has_value());
    host_ = std::move(*made);
    terminal_ = std::make_unique<FakeTerminal>(*host_);
    EXPECT_EQ(terminal_->sign_in(), "00");
  }
  /// The card with 10,000.00 behind it.
  std::unique_ptr<FakeChip> card(const std::string& name) {
    auto chip = std::make_unique<FakeChip>(name);
    bus::v1::HostAccount account;
    account.set_pan(chip->bench.app().profile.pan);
    account.set_pin("123456");
    account.set_balance_minor(1000000);
    EXPECT_TRUE(host_->set_account(account));
    return chip;
  }
  /// An offline sale of 100.00 in this form; `trace` 0 for the next.
  std::string upload(FakeChip& chip, const std::string& field55, const char* mti, const char* type, int trace = 0,
                     const std::function<void(iso8583::Message&)>& change = {}) {
    if (trace != 0) terminal_->trace = trace - 1;
    Purchase purchase;
    purchase.change = [&](iso8583::Message& message) {
      message.mti = mti;
      for (const int field : {26, 52, 53}) message.clear(field);
      message.set(60, std::string(type) + terminal_->batch + "00050");
      if (change) change(message);
    };
    return chip.send(*terminal_, purchase, field55, "052");
  }
  std::string notice(FakeChip& chip, const std::string& field55, int of_trace,
                     const std::function<void(iso8583::Message&)>& change = {}) {
    Purchase purchase;
    purchase.change = [&](iso8583::Message& message) {
      message.mti = "0620";
      for (const int field : {26, 52, 53}) message.clear(field);
      message.set(60, "00" + terminal_->batch + "95150");
      char trace[7];
      std::snprintf(trace, sizeof trace, "%06d", of_trace);
      message.set(61, terminal_->batch + trace + "0917");
      if (change) change(message);
    };
    return chip.send(*terminal_, purchase, field55, "052");
  }
  /// Field 55 of an 0620 after the second GENERATE AC.
  std::string notice_field(FakeChip& chip, Bytes second, std::string_view tvr, std::string_view results) {
    const auto objects = from_hex(chip.field55(second, 10000, tvr));
    const auto list = parse_ber(objects);
    std::string field;
    for (const std::uint32_t tag : {0x9F33U, 0x95U, 0x9F37U, 0x9F10U, 0x9F26U, 0x9F36U, 0x82U, 0x9F1AU, 0x9AU}) {
      field += to_hex(card::tlv(tag, *list->find(tag)));
    }
    return field + "9F1E083132333435363738" + "DF3105" + std::string(results);
  }
  std::int64_t balance(const FakeChip& chip) { return host_->balance(chip.bench.app().profile.pan).value_or(-1); }
  std::string remark() const { return recorder_.messages.back().text(); }
  void TearDown() override { EXPECT_EQ(host_->summary().sum_of_balances, 0); }

  sim::Scheduler scheduler_;
  Recorder recorder_;
  std::unique_ptr<Host> host_;
  std::unique_ptr<FakeTerminal> terminal_;
};

TEST_F(AdviceTest, AnOfflineSaleIsPostedOnceHoweverOftenItComes) {
  const auto made = card("offline_approval");
  FakeChip& chip = *made;
  const auto field = chip.transact(0x40, 10000, "0000008000") + "8A025931";
  ASSERT_NE(field.find("9F270140"), std::string::npos);
  EXPECT_EQ(upload(chip, field, "0220", "30"), "00") << remark();
  const int trace = terminal_->trace;
  const std::string reference(terminal_->answer.text(37));
  EXPECT_EQ(terminal_->answer.text(38).size(), 6U);
  EXPECT_EQ(terminal_->answer.mti.view(), "0230");
  EXPECT_EQ(upload(chip, field, "0220", "30", trace), "00");
  EXPECT_EQ(terminal_->answer.text(37), reference);
  EXPECT_EQ(balance(chip), 1000000 - 10000);
  EXPECT_EQ(recorder_.entries.back().what(), "offline sale");
}

TEST_F(AdviceTest, ACertificateServesOnceUnderWhateverTrace) {
  const auto made = card("offline_approval");
  FakeChip& chip = *made;
  const auto field = chip.transact(0x40, 10000, "0000008000");
  EXPECT_EQ(upload(chip, field, "0220", "30"), "00");
  EXPECT_EQ(upload(chip, field, "0220", "30"), "94");
  EXPECT_NE(remark().find("was used before"), std::string::npos);
  EXPECT_EQ(balance(chip), 1000000 - 10000);
}

TEST_F(AdviceTest, UploadsMayComeAfterAnOnlineSaleOfTheCard) {
  const auto made = card("offline_approval");
  FakeChip& chip = *made;
  const auto offline = chip.transact(0x40, 10000, "0000008000");
  EXPECT_EQ(chip.send(*terminal_, {}, chip.transact(0x80, 10000)), "00");
  EXPECT_EQ(upload(chip, offline, "0220", "30"), "00");
  EXPECT_EQ(balance(chip), 1000000 - 20000);
}

TEST_F(AdviceTest, AnOfflineApprovalIsPostedWithoutFunds) {
  const auto made = card("offline_approval");
  FakeChip& chip = *made;
  bus::v1::HostAccount poor;
  poor.set_pan(chip.bench.app().profile.pan);
  poor.set_balance_minor(100);
  poor.set_status("blocked");
  ASSERT_TRUE(host_->set_account(poor));
  EXPECT_EQ(upload(chip, chip.transact(0x40, 10000, "0000008000"), "0220", "30"), "00");
  EXPECT_EQ(balance(chip), 100 - 10000);
}

TEST_F(AdviceTest, ElectronicCashIsPaidFromThePurseNotTheAccount) {
  const auto made = card("electronic_cash");
  FakeChip& chip = *made;
  const auto field = chip.transact(0x40, 10000, "0000008000", 1) + "9F7406454343303031";
  EXPECT_EQ(upload(chip, field, "0200", "36"), "00") << remark();
  EXPECT_EQ(balance(chip), 1000000);
  EXPECT_EQ(recorder_.entries.back().debit(), "electronic cash");
  EXPECT_EQ(recorder_.entries.back().amount_minor(), 10000);
  const auto tapped = chip.tap(5000, "36000000");
  EXPECT_NE(tapped.find("9F270140"), std::string::npos);
  EXPECT_EQ(upload(chip, tapped, "0220", "36", 0, [](auto& message) { message.set(4, "000000005000"); }), "13");
}

TEST_F(AdviceTest, AWrongCertificateOrAnARQCIsRefusedAndMayComeAgain) {
  const auto made = card("offline_approval");
  FakeChip& chip = *made;
  const auto field = chip.transact(0x40, 10000, "0000008000");
  EXPECT_EQ(upload(chip, with(field, "9F370455667788", "9F370455667789"), "0220", "30"), "05");
  const int trace = terminal_->trace;
  EXPECT_EQ(upload(chip, with(field, "9F270140", "9F270180"), "0220", "30"), "05");
  EXPECT_NE(remark().find("no TC"), std::string::npos);
  EXPECT_EQ(upload(chip, "9F", "0220", "30"), "30");
  EXPECT_EQ(upload(chip, field, "0220", "31"), "12");
  EXPECT_EQ(upload(chip, field, "0220", "30", 0, [](auto& m) { m.set(22, "022"); }), "40");
  EXPECT_EQ(upload(chip, field, "0220", "30", 0, [](auto& m) { m.clear(55); }), "30");
  EXPECT_EQ(upload(chip, field, "0220", "30", trace), "00");
  EXPECT_EQ(balance(chip), 1000000 - 10000);
}

TEST_F(AdviceTest, AnUploadMayBelongToAnEarlierBatch) {
  const auto made = card("offline_approval");
  FakeChip& chip = *made;
  const auto earlier = [](iso8583::Message& message) { message.set(60, "3000009900050"); };
  EXPECT_EQ(upload(chip, chip.transact(0x40, 10000, "0000008000"), "0220", "30", 0, earlier), "00");
}

TEST_F(AdviceTest, ACardThatDeclinesAfterTheApprovalReverses) {
  const auto made = card("bad_aac_after_approval");
  FakeChip& chip = *made;
  ASSERT_EQ(chip.send(*terminal_, {}, chip.transact(0x80, 10000)), "00");
  const int trace = terminal_->trace;
  const auto answer = from_hex(to_hex(terminal_->answer.get(55)));
  chip.bench.send(card::test::apdu("00820000", Bytes{answer}.subspan(2)));
  const auto second = chip.bench.generate_second(0x40, "00");
  const auto list_bytes = from_hex(chip.field55(second.data(), 10000, "0000048000"));
  const auto list = parse_ber(list_bytes);
  const std::string field =
      "95050000048000" + to_hex(card::tlv(0x9F10, *list->find(0x9F10))) + "9F1E083132333435363738";
  const auto reverse = [&](const std::string& field55) {
    return terminal_->reverse(10000, trace, "06", [&](auto& message) { message.set(55, from_hex(field55)); });
  };
  EXPECT_EQ(reverse(field + "9F36020009"), "25");
  EXPECT_EQ(reverse("9505000004800"
                    "09F1E083132333435363738"),
            "30");
  EXPECT_EQ(balance(chip), 1000000 - 10000);
  EXPECT_EQ(reverse(field + "9F36020001DF31052000000007"), "00");
  EXPECT_NE(remark().find("the card declined; script 00000007 done"), std::string::npos) << remark();
  EXPECT_EQ(balance(chip), 1000000);
}

TEST_F(AdviceTest, ScriptResultsAreTakenForTheSaleTheyBelongTo) {
  const auto made = card("unionpay_debit");
  FakeChip& chip = *made;
  bus::v1::HostRule rule;
  rule.add_scripts()->set_command(bus::v1::IssuerScript::PIN_UNBLOCK);
  ASSERT_TRUE(host_->add_rule(rule));
  ASSERT_EQ(chip.send(*terminal_, {}, chip.transact(0x80, 10000, "0000008000")), "00");
  const int trace = terminal_->trace;
  const auto field = parse_ber(terminal_->answer.get(55));
  chip.bench.send(card::test::apdu("00820000", *field->find(0x91)));
  const auto second = chip.bench.generate_second(0x40, "00");
  const auto told = notice_field(chip, second.data(), "0000008000", "2000000000");
  EXPECT_EQ(notice(chip, told, trace), "00") << remark();
  EXPECT_EQ(terminal_->answer.mti.view(), "0630");
  EXPECT_NE(remark().find("script 00000000 done"), std::string::npos);
  terminal_->trace -= 1;
  EXPECT_EQ(notice(chip, told, trace), "00");
  // The bit that a script failed comes after the cryptogram.
  EXPECT_EQ(notice(chip, notice_field(chip, second.data(), "0000008010", "1100000000"), trace), "00");
  EXPECT_NE(remark().find("script 00000000 failed at command 1"), std::string::npos);
  EXPECT_EQ(notice(chip, notice_field(chip, second.data(), "0000048000", "2000000000"), trace), "05");
  EXPECT_EQ(notice(chip, told, trace + 77), "25");
  EXPECT_EQ(notice(chip, told, trace, [](auto& m) { m.set(23, "002"); }), "14");
  EXPECT_EQ(notice(chip, told, trace, [](auto& m) { m.set(61, "000001"); }), "30");
  EXPECT_EQ(notice(chip, told, trace, [](auto& m) { m.set(60, "0000000195250"); }), "40");
  EXPECT_EQ(notice(chip, with(told, "DF3105", "DF3005"), trace), "30");
}

TEST(ScriptResults, AreToldInWords) {
  EXPECT_EQ(script_results_text({}), "");
  EXPECT_EQ(script_results_text(from_hex("0000000001"
                                         "1000000002"
                                         "1300000003"
                                         "2000000004"
                                         "F000000005")),
            "script 00000001 not performed, script 00000002 failed, script 00000003 failed at command 3, "
            "script 00000004 done, script 00000005 with an unknown result");
}

}  // namespace
}  // namespace mpos::host
