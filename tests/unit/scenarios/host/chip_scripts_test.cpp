// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/chip_scripts.hpp"

#include "scenarios/host/frontend/ber_tlv.hpp"
#include "tests/unit/scenarios/host/fake_chip.hpp"

namespace mpos::host {
namespace {

using bus::v1::IssuerScript;

class ChipScriptsTest : public ::testing::Test {
 protected:
  ChipScriptsTest() {
    auto made = Host::create(scheduler_, sim::Random{7}, test_profile(), {}, recorder_);
    EXPECT_TRUE(made.has_value());
    host_ = std::move(*made);
    terminal_ = std::make_unique<FakeTerminal>(*host_);
    EXPECT_EQ(terminal_->sign_in(), "00");
  }
  IssuerScript script(IssuerScript::Command command) {
    IssuerScript made;
    made.set_command(command);
    return made;
  }
  /// A sale of the card that the host answers with these scripts; the status of each command, sent to the card.
  std::vector<std::uint16_t> run(FakeChip& chip, const std::vector<IssuerScript>& scripts, const char* code = "00") {
    bus::v1::HostAccount account;
    account.set_pan(chip.bench.app().profile.pan);
    account.set_pin("123456");
    account.set_balance_minor(1000000);
    EXPECT_TRUE(host_->set_account(account));
    bus::v1::HostRule rule;
    rule.set_on("0200");
    if (std::string_view{code} != "00") rule.set_response_code(code);
    for (const auto& one : scripts) *rule.add_scripts() = one;
    EXPECT_TRUE(host_->add_rule(rule));
    EXPECT_EQ(chip.send(*terminal_, {}, chip.transact(0x80, 10000)), code);
    std::vector<std::uint16_t> statuses;
    const auto field = parse_ber(terminal_->answer.get(55));
    EXPECT_TRUE(field);
    chip.bench.send(card::test::apdu("00820000", field->find(0x91).value_or(Bytes{})));
    for (const std::uint32_t tag : {0x71U, 0x72U}) {
      const Bytes body = field->find(tag).value_or(Bytes{});
      // Commands come one after the other under the same tag.
      for (std::size_t at = 0; at + 2 <= body.size();) {
        const bool identifier = body[at] == 0x9F;
        const std::size_t size = body[at + (identifier ? 2 : 1)];
        const Bytes value = body.subspan(at + (identifier ? 3 : 2), size);
        if (!identifier) statuses.push_back(chip.bench.send(value).status());
        at += (identifier ? 3 : 2) + size;
      }
      if (tag == 0x71) chip.bench.generate_second(code[0] == '0' && code[1] == '0' ? 0x40 : 0x00, code);
    }
    return statuses;
  }

  sim::Scheduler scheduler_;
  Recorder recorder_;
  std::unique_ptr<Host> host_;
  std::unique_ptr<FakeTerminal> terminal_;
};

using Statuses = std::vector<std::uint16_t>;

TEST_F(ChipScriptsTest, TheCardCarriesOutEveryCommand) {
  for (const char* name : {"electronic_cash", "sm4"}) {
    SCOPED_TRACE(name);
    FakeChip chip(name);
    auto pin = script(IssuerScript::PIN_CHANGE);
    pin.set_pin("654321");
    auto record = script(IssuerScript::UPDATE_RECORD);
    record.set_sfi(card::issuer_file_sfi);
    record.set_record(1);
    record.set_value(std::string(64, 'A'));
    EXPECT_EQ(run(chip, {script(IssuerScript::APPLICATION_BLOCK), script(IssuerScript::APPLICATION_UNBLOCK), pin,
                         script(IssuerScript::PIN_UNBLOCK), record}),
              (Statuses{0x9000, 0x9000, 0x9000, 0x9000, 0x9000}));
    EXPECT_EQ(chip.bench.card->state().pin, "654321");
    EXPECT_FALSE(chip.bench.memory().blocked);
  }
}

TEST_F(ChipScriptsTest, PutDataLoadsElectronicCash) {
  FakeChip chip("electronic_cash");
  auto balance = script(IssuerScript::PUT_DATA);
  balance.set_tag("9F79");
  balance.set_amount_minor(50000);
  balance.set_before(true);
  balance.set_id("00000007");
  auto limit = script(IssuerScript::PUT_DATA);
  limit.set_tag("9F78");
  limit.set_value("000000010000");
  EXPECT_EQ(run(chip, {balance, limit}), (Statuses{0x9000, 0x9000}));
  EXPECT_EQ(chip.bench.memory().cash_balance, 50000U);
  EXPECT_EQ(chip.bench.memory().cash_single_limit, 10000U);
  const auto field = parse_ber(terminal_->answer.get(55));
  EXPECT_EQ(to_hex(field->find(0x71).value_or(Bytes{}).first(7)), "9F180400000007");
}

TEST_F(ChipScriptsTest, ADeclineMayBlockTheCard) {
  FakeChip chip("unionpay_debit");
  EXPECT_EQ(run(chip, {script(IssuerScript::CARD_BLOCK)}, "07"), (Statuses{0x9000}));
  EXPECT_TRUE(chip.bench.card->state().blocked);
  EXPECT_EQ(host_->balance(chip.bench.app().profile.pan), 1000000);
}

TEST_F(ChipScriptsTest, ADamagedMacIsRefusedByTheCard) {
  FakeChip chip("unionpay_debit");
  auto damaged = script(IssuerScript::APPLICATION_BLOCK);
  damaged.set_wrong_mac(true);
  EXPECT_EQ(run(chip, {damaged}), (Statuses{0x6988}));
  EXPECT_FALSE(chip.bench.memory().blocked);
}

TEST_F(ChipScriptsTest, WithoutARightCryptogramNoScriptIsSent) {
  FakeChip chip("unionpay_debit");
  bus::v1::HostRule rule;
  *rule.add_scripts() = script(IssuerScript::CARD_BLOCK);
  ASSERT_TRUE(host_->add_rule(rule));
  EXPECT_EQ(chip.send(*terminal_, {}, with(chip.transact(0x80, 10000), "9F3704", "9F3804")), "30");
  EXPECT_FALSE(terminal_->answer.has(55));
}

TEST_F(ChipScriptsTest, ScriptsThatDoNotFitAreNoted) {
  FakeChip chip("unionpay_debit");
  auto record = script(IssuerScript::UPDATE_RECORD);
  record.set_sfi(11);
  record.set_record(1);
  record.set_value(std::string(256, 'A'));
  EXPECT_TRUE(run(chip, {record, record}).empty());
  EXPECT_NE(recorder_.messages.back().text().find("do not fit"), std::string::npos);
}

TEST_F(ChipScriptsTest, ScriptsThatCannotBeSentAreRefusedWithTheirPlace) {
  const auto trouble = [](const IssuerScript& one) {
    bus::v1::HostRule rule;
    rule.add_scripts()->set_command(IssuerScript::CARD_BLOCK);
    *rule.add_scripts() = one;
    return trouble_of(rule);
  };
  IssuerScript one;
  EXPECT_EQ(trouble(one), "scripts[1]: command is missing");
  one.set_command(IssuerScript::PIN_CHANGE);
  EXPECT_EQ(trouble(one), "scripts[1]: pin_change needs a pin of 4 to 12 digits");
  one.set_command(IssuerScript::PUT_DATA);
  EXPECT_EQ(trouble(one), "scripts[1]: put_data needs a tag of 4 hex digits");
  one.set_tag("9F79");
  EXPECT_EQ(trouble(one), "");
  one.set_amount_minor(-1);
  EXPECT_EQ(trouble(one), "scripts[1]: amount is not of at most 12 digits");
  one.set_command(IssuerScript::UPDATE_RECORD);
  EXPECT_EQ(trouble(one), "scripts[1]: update_record needs an sfi of 1 to 30");
  one.set_sfi(11);
  EXPECT_EQ(trouble(one), "scripts[1]: update_record needs a record of 1 to 255");
  one.set_record(1);
  EXPECT_EQ(trouble(one), "scripts[1]: update_record needs a value");
  one.set_value("0");
  EXPECT_EQ(trouble(one), "scripts[1]: value is not hex digits of at most 128 bytes");
  one.set_id("12");
  EXPECT_EQ(trouble(one), "scripts[1]: id is not 8 hex digits");
  EXPECT_FALSE(host_->add_rule([&] {
    bus::v1::HostRule rule;
    *rule.add_scripts() = one;
    return rule;
  }()));
}

}  // namespace
}  // namespace mpos::host
