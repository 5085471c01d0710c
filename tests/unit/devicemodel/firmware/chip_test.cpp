// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/devicemodel/firmware/chip_rig.hpp"

namespace mpos::firmware {
namespace {

namespace tag = emv::tag;

TEST(Chip, AnInsertedCardSellsOnlineWithPin) {
  ChipRig chip;
  Rig& rig = chip.rig;
  EXPECT_EQ(rig.start_sale(), api::CODE_OK);
  EXPECT_EQ(rig.display.line(2), "请刷卡或插卡");

  chip.insert();
  EXPECT_EQ(rig.display.line(2), "请输入密码");
  rig.enter_pin();
  EXPECT_EQ(rig.display.line(2), "正在处理");
  rig.let_host_answer();

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_APPROVED);
  EXPECT_EQ(rig.result().entry_mode(), "051");
  EXPECT_EQ(rig.result().masked_pan(), "622202*********0128");
  EXPECT_EQ(rig.result().aid(), "A000000333010102");
  EXPECT_EQ(rig.result().application_label(), "PBOC CREDIT");
  EXPECT_EQ(rig.result().cryptogram_kind(), "TC");
  EXPECT_EQ(rig.result().cryptogram(), "1122334455667788");
  EXPECT_EQ(rig.result().tvr(), "8000048000");
  EXPECT_EQ(rig.result().tsi(), "7800");
  EXPECT_EQ(rig.result().atc(), "0005");
  EXPECT_FALSE(rig.result().reversal_pending() || rig.result().signature_required());
  EXPECT_FALSE(rig.icc.powered);
  EXPECT_EQ(chip.card.last("0082"), "008200000A1122334455667788303000") << "the issuer's cryptogram went to the card";
  EXPECT_EQ(chip.card.last("80AE").substr(0, 14), "80AE4000093030") << "TC asked for, 8A from field 39";
}

TEST(Chip, TheRequestCarriesWhatTheDomainAsksFor) {
  ChipRig chip;
  chip.sale_to_host();
  const iso8583::Message request = chip.request();

  EXPECT_EQ(request.text(22), "051");
  EXPECT_EQ(request.text(23), "001");
  EXPECT_EQ(request.text(60).substr(8), "00050");
  EXPECT_TRUE(request.has(52));
  EXPECT_FALSE(request.has(2) || request.has(14) || request.has(35)) << "the account is sealed";
  EXPECT_EQ(ChipRig::object(request, tag::cryptogram), "1122334455667788");
  EXPECT_EQ(ChipRig::object(request, tag::amount), "000000012850");
  EXPECT_EQ(ChipRig::object(request, tag::date), "260917");
  EXPECT_EQ(ChipRig::object(request, tag::sequence).substr(2), std::string{request.text(11)})
      << "9F41 is the trace number";
  EXPECT_EQ(ChipRig::object(request, tag::cvm_results), "420300");
  EXPECT_TRUE(chip.rig.reader->reversal_pending()) << "the record is durable before the request leaves";
}

TEST(Chip, ADeclineOfTheHostReachesTheCard) {
  ChipRig chip;
  chip.sale_to_host();
  chip.rig.host.response_code = "51";
  chip.rig.let_host_answer();

  EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_DECLINED);
  EXPECT_EQ(chip.rig.result().response_code(), "51");
  EXPECT_EQ(chip.rig.result().cryptogram_kind(), "AAC");
  EXPECT_FALSE(chip.rig.result().reversal_pending());
  EXPECT_EQ(chip.card.last("80AE").substr(0, 14), "80AE0000093531");
  EXPECT_EQ(chip.rig.display.line(2), "余额不足");
}

TEST(Chip, ACardThatRefusesTheHostsApprovalIsReversed) {
  ChipRig chip;
  chip.card.second_cid = "00";
  chip.sale_to_host();
  chip.rig.let_host_answer();

  EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_DECLINED);
  EXPECT_TRUE(chip.rig.result().reversal_pending());
  chip.pull();
  chip.rig.start_sale();
  const iso8583::Message reversal = chip.request();
  EXPECT_EQ(reversal.mti.view(), "0400");
  EXPECT_EQ(reversal.text(22), "051");
  EXPECT_EQ(reversal.text(23), "001");
  EXPECT_EQ(reversal.text(39), "06");
  EXPECT_EQ(ChipRig::object(reversal, tag::atc), "0005") << "the list of a card that declined";
  EXPECT_EQ(ChipRig::object(reversal, tag::issuer_data), "07010103A0000201");
}

TEST(Chip, AnUnansweredRequestIsReversedWithTheShortList) {
  ChipRig chip;
  chip.sale_to_host();
  chip.rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);

  EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_NO_ANSWER);
  EXPECT_EQ(chip.rig.reader->emv_report().response_code.view(), "Z3") << "unable to go online, declined";
  chip.pull();
  chip.rig.start_sale();
  const iso8583::Message reversal = chip.request();
  EXPECT_EQ(reversal.text(39), "98");
  EXPECT_EQ(ChipRig::object(reversal, tag::tvr), "8000048000");
  EXPECT_EQ(ChipRig::object(reversal, tag::atc), "");
}

TEST(Chip, TheReversalOfAChipSurvivesAPowerCut) {
  ChipRig chip;
  chip.sale_to_host();
  chip.rig.disconnect();
  chip.rig.new_reader();
  chip.pull();
  chip.rig.make_ready();
  chip.rig.start_sale();

  const iso8583::Message reversal = chip.request();
  EXPECT_EQ(reversal.mti.view(), "0400");
  EXPECT_EQ(reversal.text(23), "001");
  EXPECT_EQ(ChipRig::object(reversal, tag::issuer_data), "07010103A0000201");
}

TEST(Chip, TheCardIsAskedForUntilItIsOut) {
  ChipRig chip;
  chip.sale_to_host();
  chip.rig.let_host_answer();
  EXPECT_EQ(chip.rig.display.line(3), "请取卡");
  const std::size_t tones = chip.rig.indicators.tones.size();

  chip.rig.pass(5s);
  EXPECT_EQ(chip.rig.indicators.tones.size(), tones + 5) << "a reminder each second";
  EXPECT_EQ(chip.rig.display.line(2), "交易成功") << "the result stands as long";
  chip.pull();
  EXPECT_EQ(chip.rig.reader->state(), ReaderState::idle);
  chip.rig.pass(5s);
  EXPECT_EQ(chip.rig.indicators.tones.size(), tones + 5);
}

TEST(Chip, AUsedCardIsTakenOutBeforeTheNextSale) {
  ChipRig chip;
  chip.sale_to_host();
  chip.rig.let_host_answer();
  EXPECT_EQ(chip.rig.start_sale(), api::CODE_OK);
  EXPECT_EQ(chip.rig.reader->state(), ReaderState::waiting_for_card);
  EXPECT_EQ(chip.rig.display.line(3), "请取卡");

  chip.pull();
  EXPECT_EQ(chip.rig.display.line(2), "请刷卡或插卡");
  chip.insert();
  EXPECT_EQ(chip.rig.reader->state(), ReaderState::pin_entry);
}

TEST(Chip, ACardPutInBeforeTheSaleIsUsedAtOnce) {
  ChipRig chip;
  chip.insert();
  EXPECT_EQ(chip.rig.reader->state(), ReaderState::idle);
  EXPECT_EQ(chip.rig.start_sale(), api::CODE_OK);
  EXPECT_EQ(chip.rig.reader->state(), ReaderState::pin_entry);
}

TEST(Chip, TheChipChecksThePinAndSaysHowOftenMore) {
  ChipRig chip;
  chip.card.data["8E"] = "000000000000000041034203";
  chip.card.answers["00200080"] = "63C2";
  ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
  chip.insert();
  ASSERT_EQ(chip.rig.reader->state(), ReaderState::pin_entry);
  chip.rig.enter_pin("9876");
  EXPECT_EQ(chip.card.last("0020"), "0020008008249876FFFFFFFFFF00");
  EXPECT_EQ(chip.rig.reader->state(), ReaderState::pin_entry);
  EXPECT_EQ(chip.rig.display.line(1), "密码错误 2");

  chip.card.answers["00200080"] = "9000";
  chip.rig.enter_pin("123456");
  EXPECT_EQ(chip.card.last("0020"), "002000800826123456FFFFFFFF00");
  ASSERT_EQ(chip.rig.reader->state(), ReaderState::host);
  EXPECT_EQ(chip.request().text(22), "052") << "no PIN block goes along";
  EXPECT_FALSE(chip.request().has(52));
  EXPECT_EQ(ChipRig::object(chip.request(), tag::cvm_results), "410302");
}

TEST(Chip, ASignatureIsAskedForWhereTheCardSaysSo) {
  ChipRig chip;
  chip.card.data["8E"] = "00000000000000001E03";
  ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
  chip.insert();
  ASSERT_EQ(chip.rig.reader->state(), ReaderState::host);
  chip.rig.let_host_answer();
  EXPECT_TRUE(chip.rig.result().signature_required());
}

/// A load up to the open host request, of a card that says nothing of its balance.
void load_to_host(ChipRig& chip) {
  ASSERT_EQ(chip.rig.start(api::TRANSACTION_TYPE_CASH_LOAD, 10000), api::CODE_OK);
  chip.insert();
  ASSERT_EQ(chip.rig.reader->state(), ReaderState::pin_entry);
  chip.rig.enter_pin();
  ASSERT_EQ(chip.rig.reader->state(), ReaderState::host);
  chip.issuer_data +=
      "721386"
      "1104DA9F790A000000010000"
      "A1A2A3A4";
}

TEST(Chip, ALoadTheCardHasCarriedOutStandsEvenIfTheCardDoesNotTellItsBalance) {
  ChipRig chip;
  chip.card.answers["04DA9F79"] = "9000";
  load_to_host(chip);
  chip.rig.let_host_answer();

  EXPECT_EQ(chip.card.count("04DA9F79"), 1);
  EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_APPROVED);
  EXPECT_FALSE(chip.rig.result().reversal_pending());
}

TEST(Chip, ALoadTheCardRefusedIsReversed) {
  ChipRig chip;
  chip.card.answers["04DA9F79"] = "6988";
  load_to_host(chip);
  chip.rig.let_host_answer();

  EXPECT_EQ(chip.rig.result().outcome(), api::OUTCOME_DECLINED);
  EXPECT_EQ(chip.rig.result().detail(), "the card could not be loaded");
  EXPECT_TRUE(chip.rig.result().reversal_pending());
}

TEST(Chip, TheCardholderChoosesAmongApplications) {
  ChipRig chip;
  const auto first = emv::test::unhex("9F0608A000000333010101");
  const auto second = emv::test::unhex("9F0608A000000333010102");
  const std::array<Bytes, 2> records{first, second};
  ASSERT_TRUE(chip.rig.reader->load_parameters(ParameterKind::application, 1, records));
  chip.card.answers["00A4040008A000000333010101"] = "6F1B8408A000000333010101A50F500A50424F432044454249548701029000";
  ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
  chip.insert();
  ASSERT_EQ(chip.rig.reader->state(), ReaderState::choice);
  EXPECT_EQ(chip.rig.display.line(1), "> PBOC CREDIT");
  EXPECT_EQ(chip.rig.display.line(2), "PBOC DEBIT");

  chip.rig.press(hal::Key::down);
  EXPECT_EQ(chip.rig.display.line(2), "> PBOC DEBIT");
  chip.rig.press(hal::Key::enter);
  EXPECT_EQ(chip.card.last("00A4"), "00A4040008A00000033301010100");
  EXPECT_EQ(chip.rig.reader->state(), ReaderState::pin_entry);
}

TEST(Chip, ASwipedChipCardIsAskedForItsChipInTheSameSale) {
  ChipRig chip;
  ASSERT_EQ(chip.rig.start_sale(), api::CODE_OK);
  chip.rig.swipe(chip_track);
  EXPECT_EQ(chip.rig.display.line(2), "请使用芯片");
  chip.insert();
  EXPECT_EQ(chip.rig.reader->state(), ReaderState::pin_entry);
}

}  // namespace
}  // namespace mpos::firmware
