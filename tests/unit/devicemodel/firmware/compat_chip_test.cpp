// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/dictionary.hpp"
#include "devicemodel/emv/tlv.hpp"
#include "devicemodel/security/mac.hpp"
#include "tests/unit/devicemodel/emv/cards.hpp"
#include "tests/unit/devicemodel/firmware/compat_rig.hpp"

namespace mpos::firmware {
namespace {

namespace tag = emv::tag;
using Buffer = std::vector<std::uint8_t>;

constexpr std::string_view start_order = "0503013C010101000000010000";
constexpr std::string_view online_wanted = "0503000001";
// Record 1, host reached, 00, ARPC and its code.
constexpr std::string_view approval =
    "00010130300"
    "00C910A11223344556677883030";
constexpr std::string_view decline = "00010135310000";

/// What 0505 and 0508 carry, taken apart.
struct ChipResult {
  std::string status, record, time, random, pin_status, pin_block, package, display, scripts, mac, chip_data;

  std::string object(emv::Tag which) const {
    const Buffer bytes = emv::test::unhex(chip_data);
    const auto value = emv::find_tlv(bytes, which);
    return value ? emv::test::hex(*value) : "";
  }
};

class Cut {
 public:
  explicit Cut(std::string text) : text_(std::move(text)) {}
  std::string take(std::size_t bytes) {
    EXPECT_LE(2 * bytes, text_.size());
    std::string part = text_.substr(0, 2 * bytes);
    text_.erase(0, part.size());
    return part;
  }
  std::string take_short() { return take(std::stoul(take(1), nullptr, 16)); }
  std::string take_long() { return take(std::stoul(take(2), nullptr, 16)); }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

ChipResult result_of(const std::string& answer) {
  EXPECT_EQ(answer.substr(0, 4), "0505");
  Cut cut(answer.substr(4));
  ChipResult out;
  out.status = cut.take(1);
  out.record = cut.take(2);
  out.time = cut.take(7);
  out.random = cut.take(8);
  out.pin_status = cut.take(1);
  if (out.pin_status == "00") out.pin_block = cut.take(8);
  out.package = cut.take_short();
  out.display = cut.take_short();
  EXPECT_EQ(cut.take(1), "00");
  out.mac = cut.take(8);
  out.chip_data = cut.take_long();
  EXPECT_TRUE(cut.empty());
  return out;
}

ChipResult final_of(const std::string& answer) {
  EXPECT_EQ(answer.substr(0, 4), "0508");
  Cut cut(answer.substr(4));
  ChipResult out;
  out.status = cut.take(1);
  out.record = cut.take(2);
  out.time = cut.take(7);
  out.random = cut.take(8);
  out.scripts = cut.take_short();
  out.mac = cut.take(8);
  out.chip_data = cut.take_long();
  EXPECT_TRUE(cut.empty());
  return out;
}

Config with_policy(Front front, const Policy& policy) {
  Config config = compat_config(front, true);
  config.policy = policy;
  config.policy.front = front;
  return config;
}

/// What both profiles of the chip front share.
template <typename Base>
class ChipPhone : public Base {
 protected:
  template <typename... Arguments>
  explicit ChipPhone(Arguments... arguments) : Base(arguments...) {
    const Buffer aid = emv::test::unhex("9F0608A000000333010102");
    const std::array<Bytes, 1> records{aid};
    EXPECT_TRUE(this->rig.reader->load_parameters(ParameterKind::application, 1, records));
    card.data["57"] = "6222021234567890128D30122010000012345F";
  }
  void insert() {
    this->rig.icc.insert([this](Bytes apdu) {
      if (++commands == pull_at) {
        this->rig.icc.pull();
        return Buffer{};
      }
      return card.answer(apdu);
    });
    this->rig.run();
  }
  void pull() {
    this->rig.icc.pull();
    this->rig.run();
  }
  /// Working keys loaded, a card in the slot, and nothing asked of it.
  void load_keys_and_insert(const std::string& keys, std::string_view modes = "03") {
    ASSERT_EQ(this->ask(keys), "0202");
    ASSERT_EQ(this->open_card("000000010000", modes), "");
    insert();
    ASSERT_EQ(this->late(), "030405");
  }
  void pay_to_online(const std::string& keys) {
    load_keys_and_insert(keys);
    ASSERT_EQ(this->ask(start_order), "");
    this->rig.enter_pin("1234");
    ASSERT_EQ(this->late(), online_wanted);
  }
  std::string diversified(std::string_view key, const std::string& random) {
    const std::string factor = unhex_text(random);
    std::string turned = factor;
    for (char& c : turned) c = static_cast<char>(~c);
    std::array<std::uint8_t, 8> left{}, right{};
    const std::string bytes = unhex_text(key);
    this->primitives_.ecb_encrypt(security::Cipher::tdes, as_bytes(bytes), as_bytes(factor), left);
    this->primitives_.ecb_encrypt(security::Cipher::tdes, as_bytes(bytes), as_bytes(turned), right);
    return TestHost::hex(left) + TestHost::hex(right);
  }
  std::string opened(std::string_view key, const std::string& random, const std::string& cipher_text) {
    Buffer out(cipher_text.size() / 2);
    this->primitives_.ecb_decrypt(security::Cipher::tdes, as_bytes(unhex_text(diversified(key, random))),
                                  as_bytes(unhex_text(cipher_text)), out);
    return TestHost::hex(out);
  }
  /// Serial, time and random, as every MAC has them.
  static std::string tail(const ChipResult& result) {
    std::string serial = "VMPS000012345678";
    serial.resize(24, ' ');
    return TestHost::hex(as_bytes(serial)) + TestHost::hex(as_bytes(result.time)) + result.random;
  }
  std::string folded(const std::string& random, const std::string& covered) {
    return TestHost::hex(security::mac_cup_mpos_reader(
        this->primitives_, as_bytes(unhex_text(diversified(mak, random))), as_bytes(unhex_text(covered))));
  }
  std::string cmac(const std::string& random, const std::string& covered) {
    std::array<std::uint8_t, 8> mac{};
    security::cmac(this->primitives_, security::Cipher::tdes, as_bytes(unhex_text(diversified(mak, random))),
                   as_bytes(unhex_text(covered)), mac);
    return TestHost::hex(mac);
  }

  emv::test::TestCard card;
  int commands = 0;
  int pull_at = 0;  ///< the card leaves instead of answering this command
};

class CompatChipTest : public ChipPhone<CompatTest> {
 protected:
  CompatChipTest() : ChipPhone(Front::cup_55aa, true) {}
  void load_keys_and_insert() { ChipPhone::load_keys_and_insert(key_order()); }
  void pay_to_online() { ChipPhone::pay_to_online(key_order()); }
};

class CertifiedCompatChipTest : public ChipPhone<CertifiedCompatTest> {
 protected:
  CertifiedCompatChipTest() : ChipPhone(true) {}
};

constexpr std::string_view custom = "0102030405060708";

TEST_F(CompatChipTest, AChipSaleOnlineFromTheSlotToTheCertificate) {
  pay_to_online();

  const ChipResult asked = result_of(ask("05050001"));
  EXPECT_EQ(asked.status + asked.record + asked.pin_status, "00000100");
  EXPECT_EQ(opened(tdk, asked.random, asked.package),
            "000000010000"
            "13"
            "6222021234567890128F"
            "25"
            "6222021234567890128D30122010000012345F"
            "01"
            "FFFF");
  EXPECT_EQ(opened(pik, asked.random, asked.pin_block), "041226CBA9876FED") << "ISO format 0 of PIN and number";
  EXPECT_EQ(asked.object(tag::cryptogram), "1122334455667788");
  EXPECT_EQ(asked.object(tag::amount), "000000010000");
  EXPECT_EQ(asked.object(tag::cid), "80");
  EXPECT_EQ(asked.object(tag::sequence), "00000001") << "the record index is the card's transaction counter";
  EXPECT_EQ(asked.object(tag::pan) + asked.object(tag::track2), "") << "nothing of the account is in clear";
  EXPECT_EQ(asked.mac, folded(asked.random, "0505" + std::string{custom} + asked.status + asked.record +
                                                asked.pin_status + asked.pin_block + asked.package + tail(asked)));

  put("0506" + std::string{approval});
  put("05070001");
  rig.run();
  const auto said = answers();
  ASSERT_FALSE(said.empty());
  EXPECT_EQ(said.front(), "0506");
  EXPECT_EQ(said.back(), "050701") << "the card is at work";
  EXPECT_EQ(ask("05070001"), "050702");
  const ChipResult last = final_of(ask("05080001"));
  EXPECT_EQ(last.status + last.record, "010001");
  EXPECT_EQ(last.object(tag::cid), "40");
  EXPECT_EQ(last.object(tag::response_code), "3030");
  EXPECT_EQ(last.mac, folded(last.random, "0508" + std::string{custom} + last.status + last.record + tail(last)));
  EXPECT_EQ(card.last("0082"), "008200000A1122334455667788303000") << "the issuer's cryptogram went to the card";
  EXPECT_EQ(card.last("80AE").substr(0, 14), "80AE4000093030");
  EXPECT_FALSE(rig.icc.powered);

  EXPECT_EQ(ask("0510"), "0510");
  EXPECT_EQ(rig.display.line(2), "交易成功");
  EXPECT_EQ(rig.display.line(3), "请取卡");
  pull();
  EXPECT_EQ(rig.reader->state(), ReaderState::idle);
  EXPECT_EQ(ask("05080001"), "45:050807") << "nothing is left";
}

TEST_F(CompatChipTest, ADeclineOfTheHostReachesTheCard) {
  pay_to_online();
  EXPECT_EQ(ask("0506" + std::string{decline}), "0506");
  const ChipResult last = final_of(ask("05080001"));
  EXPECT_EQ(last.status, "02");
  EXPECT_EQ(last.object(tag::cid), "00");
  EXPECT_EQ(card.last("80AE").substr(0, 14), "80AE0000093531");
}

TEST_F(CompatChipTest, ACardThatRefusesTheHostsApprovalSaysDeclined) {
  card.second_cid = "00";
  pay_to_online();
  EXPECT_EQ(ask("0506" + std::string{approval}), "0506");
  EXPECT_EQ(final_of(ask("05080001")).status, "02");
}

TEST_F(CompatChipTest, AHostThatWasNotReachedEndsWithAnAac) {
  pay_to_online();
  EXPECT_EQ(ask("0506000100"), "0506");
  const ChipResult last = final_of(ask("05080001"));
  EXPECT_EQ(last.status, "02");
  EXPECT_EQ(last.object(tag::response_code), "5A33") << "Z3";
}

TEST_F(CompatChipTest, ScriptResultsComeWithTheLastAnswer) {
  card.answers["8424"] = "9000";
  pay_to_online();
  EXPECT_EQ(ask("0506000101303000"
                "1A"
                "910A11223344556677883030"
                "720C860A8424000005AABBCCDDEE"),
            "0506");
  const ChipResult last = final_of(ask("05080001"));
  EXPECT_EQ(last.scripts, "2000000000") << "DF31: one template, all of it carried out";
  EXPECT_EQ(last.mac,
            folded(last.random, "0508" + std::string{custom} + last.status + last.record + last.scripts + tail(last)));
}

TEST_F(CompatChipTest, ACardInTheSlotBeforeItIsAskedForCounts) {
  ASSERT_EQ(ask(key_order()), "0202");
  insert();
  EXPECT_EQ(open_card("000000010000", "02"), "030405");
  EXPECT_EQ(rig.icc.resets, 0) << "not worked before 0503";
}

TEST_F(CompatChipTest, WithTheStripeAloneTheSlotIsNotLookedAt) {
  ASSERT_EQ(ask(key_order()), "0202");
  insert();
  EXPECT_EQ(open_card(), "");
  EXPECT_EQ(rig.display.line(2), "请刷卡");
  rig.swipe();
  EXPECT_EQ(late(), "030400313031");
}

TEST_F(CompatChipTest, TheStripeOfAChipCardAsksForTheChip) {
  ASSERT_EQ(ask(key_order()), "0202");
  ASSERT_EQ(open_card("000000010000", "03"), "");
  EXPECT_EQ(rig.display.line(2), "请刷卡或插卡");
  rig.swipe(chip_track);
  EXPECT_EQ(late(), "");
  EXPECT_EQ(rig.display.line(2), "请使用芯片");
  insert();
  EXPECT_EQ(late(), "030405");
}

TEST_F(CompatChipTest, WithoutAPhoneThatWorksChipsTheStripeOfAChipCardEnds) {
  ASSERT_EQ(ask(key_order()), "0202");
  ASSERT_EQ(open_card(), "");
  rig.swipe(chip_track);
  EXPECT_EQ(late(), "030401");
}

TEST_F(CompatChipTest, EveryChipCommandHasItsTurn) {
  for (const std::string command : {"0505", "0507", "0508"}) EXPECT_EQ(ask(command + "0001"), "45:" + command + "07");
  EXPECT_EQ(ask(start_order), "45:050307");
  EXPECT_EQ(ask("0506" + std::string{approval}), "45:050607");
  EXPECT_EQ(ask("0510"), "0510") << "nothing is open";

  load_keys_and_insert();
  EXPECT_EQ(ask("05050001"), "45:050507");
  EXPECT_EQ(ask("0506" + std::string{approval}), "45:050607");
  EXPECT_EQ(ask("0305"), "45:030507");
  EXPECT_EQ(ask(key_order()), "45:020207") << "the keys stay those of this transaction";
  EXPECT_EQ(ask("0503013C010101000000010001"), "45:050304") << "another amount than the display's";

  ASSERT_EQ(ask(start_order), "");
  EXPECT_EQ(ask(start_order), "45:050307") << "it runs";
  EXPECT_EQ(ask("0510"), "45:051007");
  rig.enter_pin("1234");
  ASSERT_EQ(late(), online_wanted);

  EXPECT_EQ(ask(start_order), "45:050307");
  EXPECT_EQ(ask("05080001"), "45:050807");
  EXPECT_EQ(ask("05070001"), "050700");
  EXPECT_EQ(ask("05050002"), "45:050504") << "another record";
  EXPECT_EQ(ask("0506000201303000"
                "00"),
            "45:050604");
  EXPECT_EQ(ask("05050001").substr(0, 4), "0505");
  EXPECT_EQ(result_of(ask("05050001")).object(tag::cryptogram), "1122334455667788") << "as often as it is asked for";

  EXPECT_EQ(ask("0506" + std::string{approval}), "0506");
  EXPECT_EQ(ask("0506" + std::string{approval}), "45:050607") << "once";
  EXPECT_EQ(ask("05050001"), "45:050507");
  EXPECT_EQ(final_of(ask("05080001")).status, "01");
  EXPECT_EQ(final_of(ask("05080001")).status, "01");
  EXPECT_EQ(ask("0510"), "0510");
  EXPECT_EQ(ask("0510"), "0510");
}

TEST_F(CompatChipTest, EveryChipCommandHasItsLength) {
  load_keys_and_insert();
  EXPECT_EQ(ask("050300"), "45:050305");
  ASSERT_EQ(ask(start_order), "");
  rig.enter_pin("1234");
  ASSERT_EQ(late(), online_wanted);
  for (const std::string command : {"0505", "0507", "0508"}) {
    EXPECT_EQ(ask(command), "45:" + command + "05");
    EXPECT_EQ(ask(command + "000100"), "45:" + command + "05");
  }
  EXPECT_EQ(ask("05060001"), "45:050605");
  EXPECT_EQ(ask("0506" + std::string{approval} + "00"), "45:050605");
  EXPECT_EQ(ask("051000"), "45:051005");
  EXPECT_EQ(ask("05070001"), "050700") << "and nothing of it did anything";
}

TEST_F(CompatChipTest, ThePhoneStopsTheCardAtEveryStep) {
  load_keys_and_insert();
  EXPECT_EQ(ask("0107"), "0107");
  pull();
  EXPECT_EQ(open_card("000000010000", "03"), "");
  insert();
  ASSERT_EQ(late(), "030405");
  ASSERT_EQ(ask(start_order), "");
  send("0107");
  const auto all = answers();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0], "0503040000");
  EXPECT_EQ(all[1], "0107");
  EXPECT_FALSE(rig.icc.powered);
  EXPECT_EQ(rig.reader->state(), ReaderState::idle);
}

TEST_F(CompatChipTest, ResetWhileTheHostIsAskedForgetsTheCard) {
  pay_to_online();
  EXPECT_EQ(ask("0107"), "0107");
  EXPECT_FALSE(rig.icc.powered);
  EXPECT_EQ(ask("05050001"), "45:050507");
}

TEST_F(CompatChipTest, TheCardholderCancelsThePin) {
  load_keys_and_insert();
  ASSERT_EQ(ask(start_order), "");
  rig.press(hal::Key::cancel);
  EXPECT_EQ(late(), "0503040000");
  EXPECT_EQ(rig.display.line(3), "请取卡");
}

TEST_F(CompatChipTest, TheCardholderDoesNothing) {
  load_keys_and_insert();
  ASSERT_EQ(ask("0503010A010101000000010000"), "");
  rig.pass(9s);
  EXPECT_EQ(late(), "");
  rig.pass(2s);
  EXPECT_EQ(late(), "0503030000") << "after the phone's ten seconds";
}

TEST_F(CompatChipTest, TheCancelKeyBeforeTheHostSpokeEndsIt) {
  pay_to_online();
  rig.press(hal::Key::cancel);
  EXPECT_EQ(ask("0506" + std::string{approval}), "45:050607");
}

TEST_F(CompatChipTest, TheCancelKeyLosesNoResult) {
  pay_to_online();
  EXPECT_EQ(ask("0506" + std::string{approval}), "0506");
  rig.press(hal::Key::cancel);
  EXPECT_EQ(final_of(ask("05080001")).status, "01");
}

TEST_F(CompatChipTest, AResultRestsNoLongerThanAMinute) {
  pay_to_online();
  EXPECT_EQ(ask("0506" + std::string{approval}), "0506");
  rig.pass(59s);
  EXPECT_EQ(final_of(ask("05080001")).status, "01");
  rig.pass(2s);
  EXPECT_EQ(ask("05080001"), "45:050807");
}

TEST_F(CompatChipTest, ALostLinkForgetsTheCard) {
  pay_to_online();
  rig.wire.up = false;
  rig.run();
  rig.wire.up = true;
  ++rig.wire.count;
  rig.run();
  (void)answers();
  EXPECT_EQ(ask("05050001"), "45:050507");
  EXPECT_FALSE(rig.icc.powered);
}

TEST_F(CompatChipTest, ACardThatIsFinishingIsNotTornOffByALostLink) {
  pay_to_online();
  send("0506" + std::string{approval});
  rig.wire.up = false;
  rig.run();
  EXPECT_EQ(card.last("80AE").substr(0, 8), "80AE4000") << "the card got its answer";
  rig.wire.up = true;
  ++rig.wire.count;
  rig.run();
  (void)answers();
  EXPECT_EQ(ask("05080001"), "45:050807");
}

TEST_F(CompatChipTest, PulledBeforeItIsWorkedItIsGone) {
  load_keys_and_insert();
  pull();
  EXPECT_EQ(ask(start_order), "0503050000");
}

TEST_F(CompatChipTest, PulledDuringThePinItIsGone) {
  load_keys_and_insert();
  ASSERT_EQ(ask(start_order), "");
  rig.type("12");
  pull();
  EXPECT_EQ(late(), "0503050000");
  rig.pass(120s);
  EXPECT_EQ(rig.reader->state(), ReaderState::idle);
}

TEST_F(CompatChipTest, PulledWhileTheHostIsAskedThePhoneIsTold) {
  pay_to_online();
  pull();
  EXPECT_EQ(ask("05070001"), "050702");
  EXPECT_EQ(ask("0506" + std::string{approval}), "45:050607");
  EXPECT_EQ(final_of(ask("05080001")).status, "05");
  EXPECT_EQ(ask("0510"), "0510");
  EXPECT_EQ(rig.reader->state(), ReaderState::idle);
}

TEST_F(CompatChipTest, ACardThatAnswersMoreThanItWasAskedForCannotBeUsed) {
  card.first_cid = "40";
  card.data["8E"] = "00000000000000001F00";  // no verification
  load_keys_and_insert();
  (void)ask(start_order);
  rig.run();
  // The reader asks for an ARQC at an amount over the floor limit: a TC is more than that, and is refused.
  EXPECT_EQ(late(), "0503070000");
}

TEST_F(CompatChipTest, ADeclineOfTheCardAloneComesWithItsData) {
  card.first_cid = "00";
  load_keys_and_insert();
  ASSERT_EQ(ask(start_order), "");
  rig.enter_pin("1234");
  EXPECT_EQ(late(), "0503020001");
  const ChipResult result = result_of(ask("05050001"));
  EXPECT_EQ(result.status, "02");
  EXPECT_EQ(result.object(tag::cid), "00");
  EXPECT_EQ(ask("0506" + std::string{approval}), "45:050607") << "nobody is to be asked";
  EXPECT_EQ(ask("05080001"), "45:050807");
  EXPECT_EQ(ask("0510"), "0510");
}

TEST_F(CompatChipTest, AMuteChipIsTriedThreeTimesAndCannotBeUsed) {
  rig.icc.atr = {0x3B, 0x12};
  load_keys_and_insert();
  EXPECT_EQ(ask(start_order), "");
  rig.run();
  EXPECT_EQ(rig.display.line(2), "芯片无应答");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(late(), "");
    pull();
    EXPECT_EQ(rig.display.line(2), "请插卡");
    rig.swipe();
    EXPECT_EQ(late(), "") << "no stripe answers 0503";
    insert();
  }
  EXPECT_EQ(late(), "0503070000") << "this profile lets no stripe take its place";
}

TEST(CompatChipPulled, AtAnyCommandTheEndIsTold) {
  class Phone : public CompatChipTest {
   public:
    void TestBody() override {}
    /// How the transaction ends when the card leaves at command `at` (0: never), and the commands it took.
    std::pair<std::string, int> run(int at) {
      pull_at = at;
      load_keys_and_insert();
      EXPECT_EQ(ask(start_order), "");
      rig.run();
      std::string end = late();
      if (end.empty()) {
        rig.enter_pin("1234");
        end = late();
      }
      if (end != online_wanted) return {end, commands};
      EXPECT_EQ(ask("0506" + std::string{approval}), "0506");
      return {final_of(ask("05080001")).status, commands};
    }
  };
  const auto [whole, count] = Phone().run(0);
  ASSERT_EQ(whole, "01");
  ASSERT_GT(count, 6);
  for (int at = 1; at <= count; ++at) {
    SCOPED_TRACE(at);
    Phone phone;
    const std::string end = phone.run(at).first;
    EXPECT_TRUE(end == "0503050000" || end == "05") << end;
  }
}

class FallbackCompatChipTest : public ChipPhone<CompatTest> {
 protected:
  FallbackCompatChipTest() : ChipPhone(with_policy(Front::cup_55aa, policy())) {}
  static Policy policy() {
    Policy policy;
    policy.fallback_allowed = true;
    return policy;
  }
  void give_up() {
    card.answers["00A4040008A000000333010102"] = "6A82";  // no application in common
    load_keys_and_insert(key_order());
    (void)ask(start_order);
    rig.run();
  }
};

TEST_F(FallbackCompatChipTest, AfterFallBackTheStripeOfTheChipCardIsTaken) {
  give_up();
  EXPECT_EQ(late(), "0503060000");
  pull();
  EXPECT_EQ(open_card("000000010000", "03"), "");
  rig.swipe(chip_track);
  EXPECT_EQ(late(), "030400323031");
}

TEST_F(FallbackCompatChipTest, AnotherAmountIsNoFallBack) {
  give_up();
  EXPECT_EQ(late(), "0503060000");
  pull();
  EXPECT_EQ(open_card("000000010001"), "");
  rig.swipe(chip_track);
  EXPECT_EQ(late(), "030401");
}

TEST_F(FallbackCompatChipTest, FallBackLastsAMinute) {
  give_up();
  EXPECT_EQ(late(), "0503060000");
  pull();
  rig.pass(61s);
  EXPECT_EQ(open_card(), "");
  rig.swipe(chip_track);
  EXPECT_EQ(late(), "030401");
}

class OfflineCompatChipTest : public ChipPhone<CompatTest> {
 protected:
  OfflineCompatChipTest() : ChipPhone(with_policy(Front::cup_55aa, policy())) {
    // Floor limit 200.00, no random selection, nothing the terminal wants online for.
    const Buffer aid = emv::test::unhex(
        "9F0608A000000333010102"
        "9F1B0400004E20"
        "DF150400004E20"
        "DF160100"
        "DF170100"
        "DF11050000000000"
        "DF12050000000000"
        "DF13050000000000");
    const std::array<Bytes, 1> records{aid};
    EXPECT_TRUE(rig.reader->load_parameters(ParameterKind::application, 1, records));
    card.data["8E"] = "00000000000000001F00";
    card.data["9F0D"] = card.data["9F0F"] = "0000000000";
  }
  static Policy policy() {
    Policy policy;
    policy.offline_approvals = true;
    return policy;
  }
};

TEST_F(OfflineCompatChipTest, AnApprovalOfTheCardAloneComesWithItsCertificate) {
  load_keys_and_insert(key_order());
  (void)ask(start_order);
  rig.run();
  EXPECT_EQ(late(), "0503010001");
  const ChipResult result = result_of(ask("05050001"));
  EXPECT_EQ(result.status + result.pin_status, "0101");
  EXPECT_EQ(result.object(tag::cid), "40");
  EXPECT_EQ(result.object(tag::response_code), "5931") << "Y1";
  EXPECT_EQ(rig.reader->uploads_pending(), 0U) << "the phone has it";
  EXPECT_EQ(ask("0510"), "0510");
  EXPECT_EQ(rig.display.line(2), "交易成功");
}

TEST_F(CertifiedCompatChipTest, Field55IsUnderTheMacAndTheIssuersDataAreProved) {
  pay_to_online(proved_key_order());
  const ChipResult asked = result_of(ask("05050001"));
  const std::string covered = "0505" + std::string{custom} + asked.status + asked.record + asked.pin_status +
                              asked.pin_block + asked.package + tail(asked);
  EXPECT_EQ(asked.mac, cmac(asked.random, covered + asked.chip_data));

  EXPECT_EQ(ask("0506" + std::string{approval}), "45:050605");
  EXPECT_EQ(ask("0506" + std::string{approval} + "0011223344556677"), "45:050603");
  EXPECT_EQ(card.cryptograms, 1) << "nothing unproved reaches the card";
  EXPECT_EQ(ask("0506" + std::string{approval} + cmac(asked.random, "0506" + std::string{approval})), "0506");
  const ChipResult last = final_of(ask("05080001"));
  EXPECT_EQ(last.status, "01");
  EXPECT_EQ(last.mac,
            cmac(last.random, "0508" + std::string{custom} + last.status + last.record + tail(last) + last.chip_data));
}

TEST_F(CertifiedCompatChipTest, TenWrongProofsLockTheAnswerOut) {
  pay_to_online(proved_key_order());
  const std::string random = result_of(ask("05050001")).random;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(ask("0506" + std::string{approval} + "0011223344556677"), "45:050603");
  EXPECT_EQ(ask("0506" + std::string{approval} + cmac(random, "0506" + std::string{approval})), "45:05060E");
}

TEST_F(CertifiedCompatChipTest, ThePinMayHaveTwelveDigitsAndThePublishedFrontTakesSix) {
  load_keys_and_insert(proved_key_order());
  ASSERT_EQ(ask(start_order), "");
  rig.enter_pin("123456789012");
  ASSERT_EQ(late(), online_wanted);
  const ChipResult result = result_of(ask("05050001"));
  EXPECT_EQ(opened(pik, result.random, result.pin_block).substr(0, 2), "0C");
}

TEST_F(CompatChipTest, ThePublishedFrontTakesSixDigits) {
  load_keys_and_insert();
  ASSERT_EQ(ask(start_order), "");
  rig.enter_pin("12345678");
  ASSERT_EQ(late(), online_wanted);
  const ChipResult result = result_of(ask("05050001"));
  EXPECT_EQ(opened(pik, result.random, result.pin_block).substr(0, 2), "06");
}

}  // namespace
}  // namespace mpos::firmware
