// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/devicemodel/firmware/chip_rig.hpp"

namespace mpos::firmware {
namespace {

namespace tag = emv::tag;
using emv::test::tlv;

/// A reader with an antenna and a card that answers a tap with an ARQC.
struct TapRig {
  static Config config(Policy policy = {}) {
    Config config = ChipRig::config(policy);
    config.interfaces.contactless = true;
    return config;
  }
  explicit TapRig(const Config& with = config()) : chip(with) {
    using emv::test::unhex;
    // Verification from 300.00, nothing over 1000.00.
    const auto aid = unhex("9F0608A000000333010102DF2006000000100000DF2106000000030000");
    const std::array<Bytes, 1> records{aid};
    EXPECT_TRUE(rig.reader->load_parameters(ParameterKind::application, 2, records));
    auto& answers = chip.card.answers;
    answers["00A404000E325041592E5359532E4444463031"] =
        tlv("6F", tlv("84", "325041592E5359532E4444463031") +
                      tlv("A5", tlv("BF0C", tlv("61", tlv("4F", "A000000333010102") + tlv("87", "01"))))) +
        "9000";
    answers["00A4040008A000000333010102"] =
        tlv("6F", tlv("84", "A000000333010102") + tlv("A5", tlv("9F38", "9F66049F02069F37045F2A02"))) + "9000";
    options("0000");
  }
  void options(const char* ctq, const char* cid = "80") {
    chip.card.answers["80A8"] =
        tlv("77", tlv("82", "7C00") + tlv("9F36", "0007") + tlv("9F26", "A1A2A3A4A5A6A7A8") +
                      tlv("9F10", "07010103A0000201") + tlv("57", "6222021234567890128D30122010000012345F") +
                      tlv("5F34", "01") + tlv("9F27", cid) + tlv("9F6C", ctq)) +
        "9000";
  }
  void tap() {
    rig.field.tap([this](Bytes apdu) {
      if (++commands == leave_at) rig.field.untap();
      return chip.card.answer(apdu);
    });
    rig.run();
  }
  std::string ttq() const { return chip.card.last("80A8").substr(14, 8); }

  ChipRig chip;
  Rig& rig = chip.rig;
  int commands = 0;
  int leave_at = 0;  ///< the card is moved away while it works on this command
};

TEST(Tap, ASmallSaleGoesOnlineWithoutAPin) {
  TapRig tap;
  Rig& rig = tap.rig;
  ASSERT_EQ(rig.start_sale(), api::CODE_OK);
  EXPECT_TRUE(rig.field.is_on);
  EXPECT_EQ(rig.display.line(2), "请刷卡/插卡/挥卡");

  tap.tap();
  EXPECT_EQ(rig.reader->state(), ReaderState::host);
  EXPECT_FALSE(rig.field.is_on) << "the card may leave";
  const iso8583::Message request = tap.chip.request();
  EXPECT_EQ(request.text(22), "072");
  EXPECT_EQ(request.text(23), "001");
  EXPECT_EQ(request.text(60).substr(8), "00060") << "the terminal taps as well";
  EXPECT_FALSE(request.has(52));
  EXPECT_EQ(ChipRig::object(request, tag::cryptogram), "A1A2A3A4A5A6A7A8");
  EXPECT_EQ(ChipRig::object(request, tag::tvr), "0000000000");
  EXPECT_EQ(tap.ttq(), "36800000") << "an online-only terminal wants an online cryptogram";
  rig.let_host_answer();

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_APPROVED);
  EXPECT_EQ(rig.result().masked_pan(), "622202*********0128") << "the account stood in tag 57 only";
  EXPECT_EQ(rig.result().entry_mode(), "072");
  EXPECT_EQ(rig.result().cryptogram_kind(), "ARQC");
  EXPECT_TRUE(rig.reader->emv_report().contactless);
}

TEST(Tap, TheAntennaIsAnnounced) {
  TapRig tap;
  api::Request request;
  request.mutable_get_info();
  EXPECT_TRUE(tap.rig.ask(request).info().has_contactless());
  EXPECT_FALSE(ChipRig{}.rig.ask(request).info().has_contactless());
}

TEST(Tap, OverTheLimitOfVerificationThePinGoesAlong) {
  TapRig tap;
  tap.options("8000");
  ASSERT_EQ(tap.rig.start_sale(30000), api::CODE_OK);
  tap.tap();
  ASSERT_EQ(tap.rig.reader->state(), ReaderState::pin_entry);
  EXPECT_EQ(tap.ttq(), "36C00000");
  EXPECT_FALSE(tap.rig.field.is_on);
  tap.rig.enter_pin();

  const iso8583::Message request = tap.chip.request();
  EXPECT_EQ(request.text(22), "071");
  EXPECT_TRUE(request.has(52));
  EXPECT_EQ(ChipRig::object(request, tag::cvm_results), "020000");
  EXPECT_EQ(ChipRig::object(request, tag::tvr), "0000000000") << "as the card's cryptogram covers it";
}

TEST(Tap, OverTheContactlessLimitTheAntennaStaysOff) {
  TapRig tap;
  ASSERT_EQ(tap.rig.start_sale(100001), api::CODE_OK);
  EXPECT_FALSE(tap.rig.field.is_on);
  EXPECT_EQ(tap.rig.display.line(2), "请刷卡或插卡");
}

TEST(Tap, ABalanceIsToldToTheOwnerOnly) {
  TapRig tap;
  tap.options("8000");
  ASSERT_EQ(tap.rig.start_balance(), api::CODE_OK);
  tap.tap();
  EXPECT_EQ(tap.ttq(), "36C00000");
  EXPECT_EQ(tap.rig.reader->state(), ReaderState::pin_entry);
}

TEST(Tap, ACardThatIsAlwaysMovedAwayIsToBeInserted) {
  TapRig tap;
  ASSERT_EQ(tap.rig.start_sale(), api::CODE_OK);
  for (int left = 2; left > 0; --left) {
    tap.leave_at = tap.commands + 2;
    tap.tap();
    EXPECT_EQ(tap.rig.notices.back().progress().stage(), api::STAGE_TAP_AGAIN);
    EXPECT_EQ(tap.rig.notices.back().progress().tries_left(), static_cast<unsigned>(left));
    EXPECT_EQ(tap.rig.display.line(2), "请挥卡");
    EXPECT_TRUE(tap.rig.field.is_on);
  }
  tap.leave_at = tap.commands + 2;
  tap.tap();
  EXPECT_FALSE(tap.rig.field.is_on);
  EXPECT_EQ(tap.rig.display.line(2), "请刷卡或插卡");
  EXPECT_EQ(tap.rig.field.switched_on, 1) << "a card that never left is not spoken to again";
}

TEST(Tap, ACashSaleIsNeverSwipedNotEvenAfterACardWasMovedAway) {
  Policy policy;
  policy.offline_approvals = true;
  TapRig tap{TapRig::config(policy)};
  ASSERT_EQ(tap.rig.start(api::TRANSACTION_TYPE_CASH_SALE, 1250), api::CODE_OK);
  tap.leave_at = 2;
  tap.tap();
  ASSERT_TRUE(tap.rig.field.is_on);
  EXPECT_FALSE(tap.rig.stripe.on);

  tap.rig.swipe();
  EXPECT_EQ(tap.rig.stripe.swipes_missed, 1);
  EXPECT_EQ(tap.rig.reader->state(), ReaderState::waiting_for_card);
}

TEST(Tap, ASaleMayBeSwipedAfterACardWasMovedAway) {
  TapRig tap;
  ASSERT_EQ(tap.rig.start_sale(), api::CODE_OK);
  tap.leave_at = 2;
  tap.tap();
  tap.rig.swipe();
  EXPECT_EQ(tap.rig.reader->state(), ReaderState::pin_entry);
  EXPECT_FALSE(tap.rig.field.is_on);
}

TEST(Tap, ThePolicySaysHowOftenACardIsTappedAgain) {
  Policy policy;
  policy.tap_tries = 1;
  TapRig tap{TapRig::config(policy)};
  ASSERT_EQ(tap.rig.start_sale(), api::CODE_OK);
  tap.leave_at = 1;
  tap.tap();
  EXPECT_FALSE(tap.rig.field.is_on);
}

TEST(Tap, TwoCardsAreOneTooMany) {
  TapRig tap;
  ASSERT_EQ(tap.rig.start_sale(), api::CODE_OK);
  tap.rig.field.tap_two();
  tap.rig.run();
  EXPECT_EQ(tap.rig.display.line(2), "请出示一张卡");
  EXPECT_EQ(tap.rig.reader->emv_report().outcome.disposition, emv::Disposition::present_one_card);
  tap.tap();
  EXPECT_EQ(tap.rig.reader->state(), ReaderState::host);
}

TEST(Tap, TheProfileSaysWhatField22BeginsWith) {
  Policy policy;
  policy.tap_entry_mode = "98";
  TapRig tap{TapRig::config(policy)};
  ASSERT_EQ(tap.rig.start_sale(), api::CODE_OK);
  tap.tap();
  EXPECT_EQ(tap.chip.request().text(22), "982");
}

TEST(Tap, ACardsRefusalIsTheEnd) {
  TapRig tap;
  tap.options("0000", "00");
  ASSERT_EQ(tap.rig.start_sale(), api::CODE_OK);
  tap.tap();
  EXPECT_EQ(tap.rig.result().outcome(), api::OUTCOME_DECLINED);
  EXPECT_EQ(tap.rig.result().detail(), "the card declined");
  EXPECT_FALSE(tap.rig.reader->reversal_pending());
  EXPECT_TRUE(tap.rig.field.is_on) << "until the card has left";
  tap.rig.field.untap();
  tap.rig.run();
  EXPECT_FALSE(tap.rig.field.is_on);
}

TEST(Tap, ACardLeftAtTheAntennaDoesNotPayTheNextSale) {
  TapRig tap;
  Rig& rig = tap.rig;
  ASSERT_EQ(rig.start_sale(), api::CODE_OK);
  tap.tap();
  rig.let_host_answer();
  ASSERT_EQ(rig.result().outcome(), api::OUTCOME_APPROVED);
  rig.pass(10s);
  const int asked = tap.commands;

  ASSERT_EQ(rig.start_sale(), api::CODE_OK);
  EXPECT_EQ(rig.reader->state(), ReaderState::waiting_for_card);
  EXPECT_EQ(rig.notices.back().progress().stage(), api::STAGE_REMOVE_CARD);
  EXPECT_EQ(rig.display.line(3), "请取卡");
  EXPECT_EQ(tap.commands, asked) << "it is not spoken to";

  rig.field.untap();
  rig.run();
  EXPECT_EQ(rig.notices.back().progress().stage(), api::STAGE_WAITING_FOR_CARD);
  EXPECT_EQ(rig.display.line(2), "请刷卡/插卡/挥卡");
  tap.tap();
  EXPECT_EQ(rig.reader->state(), ReaderState::host) << "tapped again it pays";
}

TEST(Tap, ACardThatLeftWhileTheHostWasAskedMayPayAtOnce) {
  TapRig tap;
  Rig& rig = tap.rig;
  ASSERT_EQ(rig.start_sale(), api::CODE_OK);
  tap.tap();
  rig.field.untap();
  rig.let_host_answer();
  EXPECT_FALSE(rig.field.is_on);
  ASSERT_EQ(rig.start_sale(), api::CODE_OK);
  tap.tap();
  EXPECT_EQ(rig.reader->state(), ReaderState::host);
}

TEST(Tap, AnApprovalNobodyAskedForIsRefused) {
  TapRig tap;
  tap.options("0000", "40");
  ASSERT_EQ(tap.rig.start_sale(), api::CODE_OK);
  tap.tap();
  EXPECT_EQ(tap.rig.result().outcome(), api::OUTCOME_CARD_REFUSED);
}

TEST(Tap, CancelSwitchesTheFieldOff) {
  TapRig tap;
  ASSERT_EQ(tap.rig.start_sale(), api::CODE_OK);
  tap.rig.press(hal::Key::cancel);
  EXPECT_FALSE(tap.rig.field.is_on);
  EXPECT_EQ(tap.rig.result().outcome(), api::OUTCOME_CANCELLED);
}

TEST(Tap, TheReversalOfATapCarriesItsChipData) {
  TapRig tap;
  ASSERT_EQ(tap.rig.start_sale(), api::CODE_OK);
  tap.tap();
  tap.rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);
  EXPECT_EQ(tap.rig.result().outcome(), api::OUTCOME_NO_ANSWER);
  EXPECT_EQ(tap.rig.reader->emv_report().response_code.view(), "Z3");

  tap.rig.start_sale();
  const iso8583::Message reversal = tap.chip.request();
  EXPECT_EQ(reversal.mti.view(), "0400");
  EXPECT_EQ(reversal.text(22), "072");
  EXPECT_EQ(reversal.text(39), "98");
  EXPECT_EQ(ChipRig::object(reversal, tag::issuer_data), "07010103A0000201");
}

}  // namespace
}  // namespace mpos::firmware
