// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/scenarios/host/fake_terminal.hpp"

namespace mpos::host {
namespace {

class SignInTest : public ::testing::Test {
 protected:
  std::unique_ptr<Host> host_with(const config::v1::HostProfile& profile) {
    auto made = Host::create(scheduler_, sim::Random{7}, profile, {}, recorder_);
    EXPECT_TRUE(made.has_value());
    return std::move(*made);
  }
  /// Replaces text in field 59 of the request.
  static auto edit59(std::string from, std::string to) {
    return [from, to](iso8583::Message& message) {
      std::string field(message.text(59));
      const auto at = field.find(from);
      ASSERT_NE(at, std::string::npos);
      field.replace(at, from.size(), to);
      message.set(59, field);
    };
  }

  sim::Scheduler scheduler_;
  Recorder recorder_;
};

TEST_F(SignInTest, ProvesBothSidesAndDeliversThreeKeys) {
  const auto host = host_with(test_profile());
  FakeTerminal terminal(*host);
  scheduler_.run_for(std::chrono::hours{24});
  EXPECT_EQ(terminal.sign_in(), "00");
  EXPECT_EQ(terminal.batch, "000001");
  const auto a7 = iso8583::parse_tlv(*iso8583::parse_tlv(terminal.answer.get(59))->find("A7"));
  EXPECT_EQ(a7->text("06"), "0024001000");
  EXPECT_EQ(a7->text("07"), "20240918101500");
  EXPECT_EQ(terminal.answer.text(12), "101500");
  EXPECT_EQ(terminal.answer.text(13), "0918");
  EXPECT_FALSE(host->signed_in("30000001"));
  EXPECT_EQ(terminal.sale(100), "00");
  EXPECT_TRUE(host->signed_in("30000001"));
}

TEST_F(SignInTest, EverySignInBringsOtherKeysAndNonces) {
  const auto host = host_with(test_profile());
  FakeTerminal terminal(*host);
  ASSERT_EQ(terminal.sign_in(), "00");
  const std::string keys = to_hex(terminal.answer.get(62));
  const std::string proof(terminal.answer.text(59));
  ASSERT_EQ(terminal.sign_in(), "00");
  EXPECT_NE(to_hex(terminal.answer.get(62)), keys);
  EXPECT_NE(terminal.answer.text(59), proof);
}

TEST_F(SignInTest, AReaderThatCannotProveItselfIs58) {
  const auto host = host_with(test_profile());
  FakeTerminal terminal(*host);
  EXPECT_EQ(terminal.sign_in([](iso8583::Message& message) { message.clear(59); }), "58");
  EXPECT_EQ(terminal.sign_in(edit59("0300800000001", "0300800000002")), "58");
  EXPECT_EQ(terminal.sign_in([](iso8583::Message& message) { message.set(11, "000777"); }), "58");
  EXPECT_EQ(terminal.sign_in([](iso8583::Message& message) {
    std::string field(message.text(59));
    field.back() = field.back() == '0' ? '1' : '0';
    message.set(59, field);
  }),
            "58");
  EXPECT_EQ(terminal.sign_in([](iso8583::Message& message) { message.set(59, "A70050100x"); }), "58");
  EXPECT_EQ(terminal.sign_in(), "00");
}

TEST_F(SignInTest, TheSerialNumberMustBeTheRegisteredOne) {
  const auto host = host_with(test_profile());
  FakeTerminal foreign(*host, "REAL-0001");
  EXPECT_EQ(foreign.sign_in(), "58");
  FakeTerminal swapped(*host, "SIM-TEST-0001");
  const auto as_second = [](iso8583::Message& message) { message.set(41, "30000002"); };
  EXPECT_EQ(swapped.sign_in(as_second), "58");
  EXPECT_EQ(swapped.sign_in([](iso8583::Message& message) { message.set(62, "Sequence No99SIM-TEST-0001"); }), "30");
  EXPECT_EQ(swapped.sign_in([](iso8583::Message& message) { message.set(41, "31111111"); }), "97");
  EXPECT_EQ(swapped.sign_in([](iso8583::Message& message) { message.set(60, "00000001001"); }), "40");
}

TEST_F(SignInTest, OneThatFailsLeavesTheSessionThatStandsAlone) {
  const auto host = host_with(test_profile());
  FakeTerminal terminal(*host);
  ASSERT_EQ(terminal.sign_in(), "00");
  FakeTerminal stranger(*host, "SIM-TEST-0003", 5);
  const auto wrong_proof = [](iso8583::Message& message) { message.set(11, "000777"); };
  EXPECT_EQ(stranger.sign_in(wrong_proof), "58");
  EXPECT_EQ(terminal.sale(100), "00") << "the confirmation is still good";
  EXPECT_EQ(stranger.sign_in(wrong_proof), "58");
  EXPECT_EQ(terminal.sale(100), "00");
}

TEST_F(SignInTest, ARepeatedOneLeavesTheSessionAlone) {
  const auto host = host_with(test_profile());
  FakeTerminal terminal(*host);
  iso8583::Message recorded;
  ASSERT_EQ(terminal.sign_in([&recorded](iso8583::Message& message) { recorded = message; }), "00");
  EXPECT_EQ(terminal.sale(100), "00");
  // Whoever recorded it gets keys under the TMK it does not hold; what stands goes on.
  EXPECT_EQ(terminal.exchange(recorded)->text(39), "00");
  EXPECT_TRUE(host->signed_in("30000001"));
  EXPECT_EQ(terminal.sale(100), "00");
  EXPECT_EQ(terminal.exchange(recorded)->text(39), "00");
  EXPECT_EQ(terminal.sale(100), "00");
}

TEST_F(SignInTest, AReaderThatDrawsTheSameNonceAgainSignsInAgain) {
  const auto host = host_with(test_profile());
  FakeTerminal terminal(*host, "SIM-TEST-0001", 42);
  ASSERT_EQ(terminal.sign_in(), "00");
  ASSERT_EQ(terminal.sale(100), "00");
  // The same seed, as a reader that was started anew without its state.
  FakeTerminal again(*host, "SIM-TEST-0001", 42);
  ASSERT_EQ(again.sign_in(), "00");
  EXPECT_EQ(terminal.sale(100), "00") << "until the new keys are used the old ones stand";
  EXPECT_EQ(again.sale(100), "00");
  EXPECT_EQ(terminal.sale(100), "77") << "another batch: its keys are gone";
}

TEST_F(SignInTest, AWrongConfirmationVoidsTheOfferAndNotTheSession) {
  const auto host = host_with(test_profile());
  FakeTerminal terminal(*host);
  ASSERT_EQ(terminal.sign_in(), "00");
  ASSERT_EQ(terminal.sale(100), "00");
  FakeTerminal again(*host, "SIM-TEST-0001", 7);
  ASSERT_EQ(again.sign_in(), "00");
  Purchase wrong;
  wrong.change = [](iso8583::Message& message) {
    std::string field(message.text(59));
    const auto at = field.find("A7");
    ASSERT_NE(at, std::string::npos);
    field.back() = field.back() == '0' ? '1' : '0';
    message.set(59, field);
  };
  EXPECT_EQ(again.send(wrong), "77");
  EXPECT_EQ(terminal.sale(100), "00");
  EXPECT_EQ(again.sale(100), "77") << "what was on offer is void";
}

TEST_F(SignInTest, ABlockedTerminalIs58) {
  auto profile = test_profile();
  profile.mutable_terminals(0)->set_blocked(true);
  const auto host = host_with(profile);
  FakeTerminal terminal(*host);
  EXPECT_EQ(terminal.sign_in(), "58");
}

TEST_F(SignInTest, AHostWithoutAuthenticationKeyTakesReadersWithoutProof) {
  auto profile = test_profile();
  profile.mutable_keys()->clear_device_auth_master();
  const auto host = host_with(profile);
  FakeTerminal terminal(*host);
  EXPECT_EQ(terminal.sign_in({}, false), "00");
  EXPECT_TRUE(host->signed_in("30000001"));
  EXPECT_FALSE(terminal.answer.has(59));
  EXPECT_EQ(terminal.sale(100), "00");
}

TEST_F(SignInTest, RulesDamageProofAndCheckValues) {
  const auto host = host_with(test_profile());
  FakeTerminal terminal(*host);
  bus::v1::HostRule rule;
  rule.set_on("0800");
  rule.set_wrong_proof(true);
  ASSERT_TRUE(host->add_rule(rule));
  EXPECT_EQ(terminal.sign_in(), "host proof wrong");
  for (const char* key : {"pik", "mak", "tdk"}) {
    rule.clear_wrong_proof();
    rule.set_wrong_kcv(key);
    ASSERT_TRUE(host->add_rule(rule));
    EXPECT_EQ(terminal.sign_in(), "check value") << key;
  }
  rule.clear_wrong_kcv();
  rule.set_response_code("91");
  ASSERT_TRUE(host->add_rule(rule));
  EXPECT_EQ(terminal.sign_in(), "91");
  EXPECT_EQ(terminal.sign_in(), "00");
}

TEST_F(SignInTest, AReaderThatForgotItsBatchGetsANewOne) {
  const auto host = host_with(test_profile());
  FakeTerminal terminal(*host);
  ASSERT_EQ(terminal.sign_in(), "00");
  ASSERT_EQ(terminal.sale(100), "00");
  ASSERT_EQ(terminal.sign_in(), "00");
  EXPECT_EQ(terminal.batch, "000001");
  FakeTerminal fresh(*host, "SIM-TEST-0001", 100);
  ASSERT_EQ(fresh.sign_in(), "00");
  EXPECT_EQ(fresh.batch, "000002");
  fresh.trace = 1;
  EXPECT_EQ(fresh.sale(100), "00");
}

TEST_F(SignInTest, ABrokenProfileIsRefusedInWords) {
  const auto trouble = [this](const std::function<void(config::v1::HostProfile&)>& change) {
    auto profile = test_profile();
    change(profile);
    const auto made = Host::create(scheduler_, sim::Random{7}, profile, {}, recorder_);
    return made ? std::string() : made.error();
  };
  EXPECT_NE(trouble([](auto& profile) { profile.mutable_keys()->set_bdk("12"); }).find("bdk"), std::string::npos);
  EXPECT_NE(trouble([](auto& profile) { profile.mutable_keys()->clear_tmk_master(); }).find("tmk_master"),
            std::string::npos);
  EXPECT_NE(trouble([](auto& profile) { profile.mutable_keys()->set_mac("rot13"); }).find("rot13"), std::string::npos);
  EXPECT_NE(trouble([](auto& profile) { profile.mutable_accounts(0)->set_pin("1"); }).find("622202*********0128"),
            std::string::npos);
  EXPECT_NE(trouble([](auto& profile) { profile.mutable_accounts(0)->set_status("asleep"); }).find("asleep"),
            std::string::npos);
  EXPECT_NE(trouble([](auto& profile) { profile.set_nac_destination("3"); }).find("nac_destination"),
            std::string::npos);
  Options options;
  options.clock = "2024-02-30 00:00:00";
  EXPECT_FALSE(Host::create(scheduler_, sim::Random{7}, test_profile(), options, recorder_).has_value());
}

}  // namespace
}  // namespace mpos::host
