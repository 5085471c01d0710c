// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/devicemodel/firmware/rig.hpp"

namespace mpos::firmware {
namespace {

TEST(SaleTest, ASaleWithPinIsApprovedAndShown) {
  Rig rig;
  rig.make_ready();

  ASSERT_EQ(rig.start_sale(), api::CODE_OK);
  EXPECT_EQ(rig.display.line(0), "消费         SIM");
  EXPECT_EQ(rig.display.line(1), "￥128.50");
  EXPECT_EQ(rig.display.line(2), "请刷卡");
  rig.swipe();
  EXPECT_EQ(rig.display.line(2), "请输入密码");
  rig.type("1234");
  EXPECT_EQ(rig.display.line(3), "****");
  rig.press(hal::Key::enter);
  EXPECT_EQ(rig.display.line(2), "正在处理");
  EXPECT_TRUE(rig.reader->reversal_pending());
  ASSERT_EQ(rig.let_host_answer(), api::CODE_OK);

  const auto& result = rig.result();
  EXPECT_EQ(result.outcome(), api::OUTCOME_APPROVED);
  EXPECT_EQ(result.amount_minor(), 12850U);
  EXPECT_EQ(result.response_code(), "00");
  EXPECT_EQ(result.masked_pan(), "622202*********0128");
  EXPECT_EQ(result.entry_mode(), "021");
  EXPECT_EQ(result.authorisation_code(), "A1B2C3");
  EXPECT_EQ(result.reference(), "000000012345");
  EXPECT_EQ(result.batch(), "000001");
  EXPECT_EQ(result.trace(), 2U);
  EXPECT_FALSE(result.signature_required());
  EXPECT_FALSE(result.reversal_pending());
  EXPECT_EQ(rig.display.line(2), "交易成功");
  EXPECT_EQ(rig.reader->state(), ReaderState::result);
  rig.pass(3s);
  EXPECT_EQ(rig.reader->state(), ReaderState::idle);
  EXPECT_EQ(rig.display.line(1), "欢迎使用");
}

TEST(SaleTest, TheRequestHasTheFieldsOfASealedSaleAndARightMac) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();

  const std::string sent = rig.open_request().message();
  iso8583::Message message;
  ASSERT_TRUE(iso8583::unpack(as_bytes(sent), message));
  EXPECT_EQ(message.mti.view(), "0200");
  EXPECT_EQ(message.text(3), "000000");
  EXPECT_EQ(message.text(4), "000000012850");
  EXPECT_EQ(message.text(22), "021");
  EXPECT_EQ(message.text(26), "12");
  EXPECT_EQ(message.text(49), "156");
  EXPECT_EQ(message.get(52).size(), 8U);
  EXPECT_EQ(message.text(53), "2610000000000000");
  EXPECT_EQ(message.text(60), "2200000100050");
  for (const int field : {2, 14, 35, 36}) EXPECT_FALSE(message.has(field)) << field;
  EXPECT_EQ(TestHost::element(message, "A2", "02"), "SIM-YC-000042");
  EXPECT_EQ(TestHost::element(message, "A2", "03"), "890128");
  EXPECT_EQ(TestHost::element(message, "A6", "01"), "DIV");
  EXPECT_EQ(TestHost::element(message, "A6", "02").size(), 16U);
  EXPECT_EQ(TestHost::element(message, "A6", "04"), "622202*********0128");
  EXPECT_TRUE(rig.host.mac_right(sent));
  EXPECT_EQ(TestHost::element(message, "A7", "05"), rig.host.confirmation(message)) << "MAC2";
}

TEST(SaleTest, TheSignInConfirmationIsSentOnce) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  rig.let_host_answer();

  rig.sale_to_host();

  iso8583::Message second;
  ASSERT_TRUE(iso8583::unpack(as_bytes(rig.open_request().message()), second));
  EXPECT_EQ(TestHost::element(second, "A7", "05"), "");
}

TEST(SaleTest, AccountDataNeverLeaveInClear) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  const std::string sent = rig.open_request().message();
  rig.let_host_answer();

  // The hidden middle digits of the PAN and the expiry, as text and packed.
  const std::string middle = "123456789";
  for (std::size_t i = 0; i + 5 <= middle.size(); ++i) EXPECT_EQ(sent.find(middle.substr(i, 5)), std::string::npos);
  EXPECT_EQ(TestHost::hex(as_bytes(sent)).find("34567890"), std::string::npos);
  EXPECT_EQ(TestHost::hex(as_bytes(sent)).find("3012101"), std::string::npos);
  for (const auto& notice : rig.notices) {
    EXPECT_EQ(notice.SerializeAsString().find("23456789"), std::string::npos) << notice.DebugString();
  }
}

TEST(SaleTest, NoAccountDataRestInTheReaderAfterTheRequestLeft) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();

  const auto* memory = reinterpret_cast<const char*>(rig.reader.get());
  const std::string_view all{memory, sizeof(Reader)};
  EXPECT_EQ(all.find("=3012101"), std::string_view::npos);
  rig.press(hal::Key::cancel);
  EXPECT_EQ(all.find("6222021234567890128"), std::string_view::npos);
}

TEST(SaleTest, ACardThatWantsNoPinAsksForASignature) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host(no_pin_track);

  iso8583::Message message;
  ASSERT_TRUE(iso8583::unpack(as_bytes(rig.open_request().message()), message));
  EXPECT_EQ(message.text(22), "022");
  EXPECT_FALSE(message.has(26));
  EXPECT_FALSE(message.has(52));
  EXPECT_EQ(message.text(53), "0610000000000000");
  rig.let_host_answer();
  EXPECT_TRUE(rig.result().signature_required());
  EXPECT_EQ(rig.display.line(3), "请签名");
}

TEST(SaleTest, ABalanceInquiryShowsTheBalanceAndIsNeverReversed) {
  Rig rig;
  rig.make_ready();
  ASSERT_EQ(rig.start_balance(), api::CODE_OK);
  EXPECT_EQ(rig.display.line(0), "余额查询     SIM");
  rig.swipe();
  rig.enter_pin();

  EXPECT_FALSE(rig.reader->reversal_pending());
  iso8583::Message message;
  ASSERT_TRUE(iso8583::unpack(as_bytes(rig.open_request().message()), message));
  EXPECT_EQ(message.text(3), "310000");
  EXPECT_FALSE(message.has(4));
  EXPECT_EQ(message.text(60), "0100000100050");
  rig.let_host_answer();
  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_APPROVED);
  EXPECT_EQ(rig.result().balance_minor(), 12345);
  EXPECT_EQ(rig.display.line(1), "￥123.45");
}

struct Decline {
  const char* code;
  const char* text;
};
class DeclineTest : public testing::TestWithParam<Decline> {};
TEST_P(DeclineTest, IsShownAndLeavesNoReversal) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  rig.host.response_code = GetParam().code;

  rig.let_host_answer();

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_DECLINED);
  EXPECT_EQ(rig.result().response_code(), GetParam().code);
  EXPECT_EQ(rig.display.line(2), GetParam().text);
  EXPECT_EQ(rig.display.line(3), GetParam().code);
  EXPECT_FALSE(rig.reader->reversal_pending());
}
INSTANTIATE_TEST_SUITE_P(Codes, DeclineTest,
                         testing::Values(Decline{"51", "余额不足"}, Decline{"55", "密码错误"},
                                         Decline{"05", "交易拒绝"}, Decline{"91", "交易拒绝"}),
                         [](const auto& test) { return std::string{"Code"} + test.param.code; });

TEST(SaleTest, ADeclineThatNobodyProvedIsShownAndReversed) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  rig.host.response_code = "51";
  rig.host.send_mac = false;

  rig.let_host_answer();

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_DECLINED);
  EXPECT_EQ(rig.result().response_code(), "51");
  EXPECT_EQ(rig.display.line(2), "余额不足");
  EXPECT_TRUE(rig.result().reversal_pending());
  rig.host.response_code = "00";
  rig.host.send_mac = true;
  ASSERT_EQ(rig.start_sale(), api::CODE_OK);
  rig.let_host_answer();
  EXPECT_EQ(rig.host.last_request.mti.view(), "0400");
  EXPECT_EQ(rig.host.last_request.text(39), "06");
  EXPECT_FALSE(rig.reader->reversal_pending());
}

TEST(SaleTest, TheHostsWordForcesANewSignIn) {
  for (const char* code : {"A0", "99", "77"}) {
    Rig rig;
    rig.make_ready();
    rig.sale_to_host();
    rig.host.response_code = code;
    rig.host.send_mac = false;

    rig.let_host_answer();

    EXPECT_FALSE(rig.reader->signed_in()) << code;
    EXPECT_EQ(rig.start_sale(), api::CODE_SIGN_IN_REQUIRED) << code;
  }
}

TEST(SaleTest, AnApprovalWithoutARightMacIsReversed) {
  const std::vector<TestHost::Damage> damages{
      [](iso8583::Message& m) { m.clear(64); },
      [](iso8583::Message& m) { m.set(64, "00000000"); },
      [](iso8583::Message& m) { m.set(38, "ZZZZZZ"); },
      [](iso8583::Message& m) { m.set(39, "11"); },
  };
  for (const auto& damage : damages) {
    Rig rig;
    rig.make_ready();
    rig.sale_to_host();
    rig.host.damage = damage;

    rig.let_host_answer();

    EXPECT_EQ(rig.result().outcome(), api::OUTCOME_ANSWER_REFUSED);
    EXPECT_TRUE(rig.result().reversal_pending());
    EXPECT_EQ(rig.display.line(2), "应答无效");
    rig.host.damage = nullptr;
    EXPECT_EQ(rig.start_sale(), api::CODE_OK);
    rig.let_host_answer();
    EXPECT_EQ(rig.host.last_request.mti.view(), "0400");
    EXPECT_EQ(rig.host.last_request.text(39), "A0");
  }
}

// Whoever carries an answer may keep its folded MAC right; the host's proof it cannot keep.
TEST(SaleTest, AnAnswerWithARightMacAndNoRightProofIsReversed) {
  struct Case {
    std::function<void(TestHost&)> prepare;
    const char* detail;
  };
  const std::vector<Case> cases{
      {[](TestHost& host) { host.send_proof = false; }, "the answer has no proof"},
      {[](TestHost& host) { host.wrong_proof = true; }, "the answer's proof is wrong"},
      {[](TestHost& host) {
         host.send_proof = false;
         host.before_proof = [](iso8583::Message& m) { m.set(59, std::string{m.text(59)} + "A8004AAAA"); };
       },
       "the answer's proof is malformed"},
      {[](TestHost& host) {
         host.send_proof = false;
         host.before_proof = [](iso8583::Message& m) {
           m.set(59, std::string{m.text(59)} + "A8032" + std::string(32, 'X'));
         };
       },
       "the answer's proof is malformed"},
  };
  for (const auto& [prepare, detail] : cases) {
    for (const char* code : {"00", "51"}) {
      Rig rig;
      rig.make_ready();
      rig.sale_to_host();
      prepare(rig.host);
      rig.host.response_code = code;

      rig.let_host_answer();

      EXPECT_EQ(rig.result().outcome(), api::OUTCOME_ANSWER_REFUSED) << detail;
      EXPECT_EQ(rig.result().detail(), detail);
      EXPECT_TRUE(rig.result().reversal_pending());
    }
  }
}

TEST(SaleTest, EveryChangedFieldOfAnAnswerBreaksItsProof) {
  const std::vector<TestHost::Damage> damages{
      [](iso8583::Message& m) { m.set(39, "00"); },
      [](iso8583::Message& m) { m.set(37, "000000012346"); },
      [](iso8583::Message& m) { m.set(12, "101601"); },
      [](iso8583::Message& m) { m.set(38, "A1B2C4"); },
      [](iso8583::Message& m) { m.clear(37); },
      [](iso8583::Message& m) { m.set(63, "CUP"); },
      [](iso8583::Message& m) { m.set(59, std::string{m.text(59)} + "A5000"); },
  };
  for (std::size_t i = 0; i < damages.size(); ++i) {
    Rig rig;
    rig.make_ready();
    rig.sale_to_host();
    rig.host.response_code = "51";
    iso8583::Message answer;
    ASSERT_TRUE(iso8583::unpack(rig.host.answer(rig.open_request().message()), answer));
    damages[i](answer);

    rig.answer_host(api::HOST_OUTCOME_ANSWERED, rig.host.with_mac_again(answer));

    EXPECT_EQ(rig.result().outcome(), api::OUTCOME_ANSWER_REFUSED) << i;
    EXPECT_EQ(rig.result().detail(), "the answer's proof is wrong") << i;
    EXPECT_TRUE(rig.reader->reversal_pending()) << i;
  }
}

// The request's MAC folds, too: the proof ties the answer to the bytes the reader sent.
TEST(SaleTest, TheProofOfAnAnswerToAnAlteredRequestIsWrong) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  std::string altered = rig.open_request().message();
  altered[altered.find("30000001") + 7] ^= 1;  // field 41: another terminal,
  const std::size_t version = altered.find("0.1.0");
  ASSERT_NE(version, std::string::npos);
  altered[version] ^= 1;  // and something elsewhere

  auto answer = rig.host.answer(altered);
  iso8583::Message message;
  ASSERT_TRUE(iso8583::unpack(answer, message));
  message.set(41, "30000001");
  rig.answer_host(api::HOST_OUTCOME_ANSWERED, rig.host.with_mac_again(message));

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_ANSWER_REFUSED);
  EXPECT_EQ(rig.result().detail(), "the answer's proof is wrong");
}

TEST(SaleTest, TenWrongProofsLockTheAnswersOfASignIn) {
  Rig rig;
  rig.make_ready();
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(rig.start_balance(), api::CODE_OK);
    rig.swipe();
    rig.enter_pin();
    rig.host.wrong_proof = true;
    rig.let_host_answer();
    ASSERT_EQ(rig.result().outcome(), api::OUTCOME_ANSWER_REFUSED);
    rig.pass(3s);
  }
  rig.host.wrong_proof = false;
  ASSERT_EQ(rig.start_balance(), api::CODE_OK);
  rig.swipe();
  rig.enter_pin();

  rig.let_host_answer();

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_ANSWER_REFUSED);
}

TEST(SaleTest, AnAnswerToAnotherRequestIsRefused) {
  const std::vector<TestHost::Damage> damages{
      [](iso8583::Message& m) { m.mti = "0410"; },
      [](iso8583::Message& m) { m.set(3, "200000"); },
      [](iso8583::Message& m) { m.set(4, "000000012851"); },
      [](iso8583::Message& m) { m.set(11, "000999"); },
      [](iso8583::Message& m) { m.set(41, "30000002"); },
      [](iso8583::Message& m) { m.set(42, "102310053110002"); },
      [](iso8583::Message& m) { m.clear(4); },
      [](iso8583::Message& m) { m.set(59, "A6026010030DIV0200800112233"); },
  };
  for (std::size_t i = 0; i < damages.size(); ++i) {
    Rig rig;
    rig.make_ready();
    rig.sale_to_host();
    rig.host.before_proof = damages[i];  // the MAC is right, the fields are not

    rig.let_host_answer();

    EXPECT_EQ(rig.result().outcome(), api::OUTCOME_ANSWER_REFUSED) << i;
    EXPECT_TRUE(rig.reader->reversal_pending()) << i;
  }
}

TEST(SaleTest, BytesThatAreNoMessageAreRefused) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();

  rig.answer_host(api::HOST_OUTCOME_ANSWERED, {1, 2, 3});

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_ANSWER_REFUSED);
  EXPECT_TRUE(rig.reader->reversal_pending());
}

TEST(SaleTest, EachAnswerIsTakenOnceAndOnlyForTheOpenExchange) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  const auto exchange = rig.open_request().exchange();
  const auto answer = rig.host.answer(rig.open_request().message());

  EXPECT_EQ(rig.answer_host(api::HOST_OUTCOME_ANSWERED, answer, exchange - 1), api::CODE_NO_SUCH_EXCHANGE);
  EXPECT_EQ(rig.answer_host(api::HOST_OUTCOME_ANSWERED, answer, exchange + 1), api::CODE_NO_SUCH_EXCHANGE);
  EXPECT_EQ(rig.reader->state(), ReaderState::host);
  EXPECT_EQ(rig.answer_host(api::HOST_OUTCOME_ANSWERED, answer), api::CODE_OK);
  EXPECT_EQ(rig.answer_host(api::HOST_OUTCOME_ANSWERED, answer), api::CODE_NO_SUCH_EXCHANGE);
  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_APPROVED);

  rig.sale_to_host();
  EXPECT_EQ(rig.answer_host(api::HOST_OUTCOME_ANSWERED, answer), api::CODE_OK);
  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_ANSWER_REFUSED) << "yesterday's approval";
}

bool holds(const Reader& reader, std::string_view text) {
  const std::string_view memory{reinterpret_cast<const char*>(&reader), sizeof reader};
  return memory.find(text) != std::string_view::npos;
}

TEST(SaleTest, NoAccountDataStayAfterTheRequestOrAReset) {
  const std::string_view pan = debit_track.substr(0, 19);
  Rig rig;
  rig.make_ready();
  rig.start_sale();
  rig.swipe();
  ASSERT_TRUE(holds(*rig.reader, pan));
  rig.enter_pin();
  EXPECT_FALSE(holds(*rig.reader, pan)) << "the request is built";
  rig.let_host_answer();

  rig.start_sale();
  rig.swipe();
  ASSERT_TRUE(holds(*rig.reader, pan));
  rig.boot();
  EXPECT_FALSE(holds(*rig.reader, pan)) << "a reset in the middle of PIN entry";
}

TEST(SaleTest, ABadSwipeIsAskedForAgainThreeTimes) {
  Rig rig;
  rig.make_ready();
  rig.start_sale();

  rig.stripe.swipe_badly();
  rig.run();
  EXPECT_EQ(rig.display.line(2), "请重新刷卡");
  EXPECT_EQ(rig.last_notice()->progress().tries_left(), 2U);
  rig.stripe.swipe_badly();
  rig.run();
  EXPECT_EQ(rig.last_notice()->progress().tries_left(), 1U);
  rig.stripe.swipe_badly();
  rig.run();

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_CARD_UNREADABLE);
  EXPECT_FALSE(rig.stripe.on);
}

TEST(SaleTest, AChipCardIsSentToTheChip) {
  Rig rig;
  rig.make_ready();
  rig.start_sale();

  rig.swipe(chip_track);
  EXPECT_EQ(rig.display.line(2), "请使用芯片");
  EXPECT_EQ(rig.last_notice()->progress().stage(), api::STAGE_USE_CHIP);
  rig.pass(60s);

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_CHIP_REQUIRED);
}

TEST(SaleTest, AChipCardsStripeWorksWhereThePolicySaysSo) {
  Config config = test_config();
  config.policy.fallback_allowed = true;
  Rig rig(config);
  rig.make_ready();

  rig.sale_to_host(chip_track);

  iso8583::Message message;
  ASSERT_TRUE(iso8583::unpack(as_bytes(rig.open_request().message()), message));
  EXPECT_EQ(message.text(22), "801");
  EXPECT_EQ(message.text(60), "2200000100052");
}

TEST(SaleTest, ThePublishedFormCarriesTheTrackEnciphered) {
  Config config = test_config();
  config.policy.account_data = AccountData::cup;
  Rig rig(config);
  rig.make_ready();

  rig.sale_to_host();

  iso8583::Message message;
  ASSERT_TRUE(iso8583::unpack(as_bytes(rig.open_request().message()), message));
  EXPECT_EQ(message.text(35).size(), debit_track.size());
  EXPECT_EQ(message.text(35).substr(0, 19), debit_track.substr(0, 19));
  EXPECT_NE(message.text(35), debit_track);
  EXPECT_EQ(TestHost::element(message, "A6", "03"), "");
  rig.let_host_answer();
  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_APPROVED);
}

TEST(SaleTest, LocationIsSentWhenThePhoneGivesIt) {
  Rig rig;
  rig.make_ready();
  api::Request request;
  auto* start = request.mutable_start_transaction();
  start->set_type(api::TRANSACTION_TYPE_SALE);
  start->set_amount_minor(100);
  start->set_longitude("+116.40745");
  start->set_latitude("+39.904200");
  ASSERT_EQ(rig.ask(request).code(), api::CODE_OK);
  rig.swipe();
  rig.enter_pin();

  rig.host.answer(rig.open_request().message());

  EXPECT_EQ(TestHost::element(rig.host.last_request, "A5", "01"), "+116.40745");
}

TEST(SaleTest, EachTransactionSpeaksItsLanguage) {
  Rig rig;
  rig.make_ready();
  rig.start_sale(100, api::LANGUAGE_ENGLISH);
  EXPECT_EQ(rig.display.line(2), "Swipe card");
  rig.press(hal::Key::cancel);
  rig.start_sale(100, api::LANGUAGE_TRADITIONAL_CHINESE);
  EXPECT_EQ(rig.display.line(2), "請刷卡");
}

TEST(SaleTest, ValuesOutOfRangeAreNamed) {
  Rig rig;
  rig.make_ready();
  const auto ask = [&](const std::function<void(api::StartTransaction&)>& change) {
    api::Request request;
    auto& start = *request.mutable_start_transaction();
    start.set_type(api::TRANSACTION_TYPE_SALE);
    start.set_amount_minor(1);
    change(start);
    const auto reply = rig.ask(request);
    EXPECT_EQ(reply.code(), api::CODE_BAD_VALUE) << reply.DebugString();
    return reply.detail();
  };

  EXPECT_EQ(ask([](auto& s) { s.set_type(api::TRANSACTION_TYPE_UNSPECIFIED); }), "type");
  EXPECT_EQ(ask([](auto& s) { s.set_amount_minor(0); }), "amount_minor");
  EXPECT_EQ(ask([](auto& s) { s.set_amount_minor(1000000000000); }), "amount_minor");
  EXPECT_EQ(ask([](auto& s) { s.set_type(api::TRANSACTION_TYPE_BALANCE); }), "amount_minor");
  EXPECT_EQ(ask([](auto& s) { s.set_currency("840"); }), "currency");
  EXPECT_EQ(ask([](auto& s) { s.set_language(static_cast<api::Language>(9)); }), "language");
  EXPECT_EQ(ask([](auto& s) { s.set_longitude("east"); }), "longitude");
  EXPECT_EQ(ask([](auto& s) { s.set_longitude("+1.0"); }), "latitude");
}

}  // namespace
}  // namespace mpos::firmware
