// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/devicemodel/firmware/rig.hpp"

namespace mpos::firmware {
namespace {

using hal::Key;

TEST(CancelTest, TheKeyWorksInEveryStateAtOnce) {
  struct Place {
    const char* name;
    std::function<void(Rig&)> go;
    bool reversed;
  };
  const Place places[] = {
      {"waiting", [](Rig& rig) { rig.start_sale(); }, false},
      {"swipe again",
       [](Rig& rig) {
         rig.start_sale();
         rig.stripe.swipe_badly();
         rig.run();
       },
       false},
      {"use the chip",
       [](Rig& rig) {
         rig.start_sale();
         rig.swipe(chip_track);
       },
       false},
      {"PIN",
       [](Rig& rig) {
         rig.start_sale();
         rig.swipe();
         rig.type("123");
       },
       false},
      {"host", [](Rig& rig) { rig.sale_to_host(); }, true},
  };
  for (const bool by_phone : {false, true}) {
    for (const Place& place : places) {
      Rig rig;
      rig.make_ready();
      place.go(rig);

      if (by_phone) {
        api::Request request;
        request.mutable_cancel();
        EXPECT_EQ(rig.ask(request).code(), api::CODE_OK) << place.name;
      } else {
        rig.press(Key::cancel);
      }

      EXPECT_EQ(rig.result().outcome(), api::OUTCOME_CANCELLED) << place.name;
      EXPECT_EQ(rig.result().reversal_pending(), place.reversed) << place.name;
      EXPECT_EQ(rig.display.line(2), "交易已取消") << place.name;
      EXPECT_FALSE(rig.stripe.on) << place.name;
      rig.press(Key::cancel);
      EXPECT_EQ(rig.reader->state(), ReaderState::idle) << place.name << ": it leaves the result screen";
    }
  }
}

TEST(CancelTest, ASignInIsCancelled) {
  Rig rig;
  rig.boot();
  rig.connect();
  api::Request request;
  request.mutable_sign_in();
  rig.ask(request);

  rig.press(Key::cancel);

  EXPECT_EQ(rig.last_notice()->sign_in_result().detail(), "cancelled");
  EXPECT_EQ(rig.answer_host(api::HOST_OUTCOME_NO_ANSWER), api::CODE_NO_SUCH_EXCHANGE);
}

TEST(CancelTest, TheReversalBeforeASaleIsCancelledWithIt) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);
  rig.start_sale();

  rig.press(Key::cancel);

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_CANCELLED);
  EXPECT_TRUE(rig.result().reversal_pending());
}

TEST(CancelTest, NothingRunningIsNothingToCancel) {
  Rig rig;
  rig.make_ready();
  api::Request request;
  request.mutable_cancel();

  const auto reply = rig.ask(request);

  EXPECT_EQ(reply.code(), api::CODE_WRONG_STATE);
  EXPECT_EQ(reply.detail(), "IDLE");
}

TEST(TimeoutTest, NoCardForAMinuteEndsTheSale) {
  Rig rig;
  rig.make_ready();
  rig.start_sale();

  rig.pass(60s);

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_TIMED_OUT);
  EXPECT_EQ(rig.display.line(2), "操作超时");
}

TEST(LinkLostTest, ASaleBeforeTheHostEndsWithoutTrace) {
  Rig rig;
  rig.make_ready();
  rig.start_sale();
  rig.swipe();
  rig.type("12");

  rig.disconnect();

  EXPECT_EQ(rig.reader->state(), ReaderState::result);
  EXPECT_FALSE(rig.reader->reversal_pending());
  EXPECT_FALSE(rig.indicators.lit[static_cast<std::size_t>(hal::Light::link)]);
  rig.pass(3s);
  EXPECT_EQ(rig.reader->state(), ReaderState::idle);
}

TEST(LinkLostTest, ASaleAtTheHostIsReversed) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();

  rig.disconnect();

  EXPECT_EQ(rig.display.line(2), "主机无应答");
  EXPECT_TRUE(rig.reader->reversal_pending());
}

TEST(ConfirmationTest, AnAcceptedPhoneGetsItsSession) {
  Rig rig;
  rig.boot();

  rig.connect();

  EXPECT_EQ(rig.code_screen, "配对码" + rig.code);
  EXPECT_TRUE(rig.phone_up);
  EXPECT_TRUE(rig.indicators.lit[static_cast<std::size_t>(hal::Light::link)]);
  EXPECT_EQ(rig.reader->state(), ReaderState::idle);
  EXPECT_EQ(rig.display.line(1), "欢迎使用");
}

TEST(ConfirmationTest, ARefusedPhoneGetsNoSession) {
  Rig rig;
  rig.confirm_key = Key::cancel;
  rig.boot();

  rig.connect();

  EXPECT_EQ(rig.code_screen, "配对码" + rig.code);
  EXPECT_FALSE(rig.phone_up);
  EXPECT_EQ(rig.display.line(1), "欢迎使用");
}

TEST(RequestTest, InfoSaysWhatThisIs) {
  Rig rig;
  rig.make_ready();
  api::Request request;
  request.mutable_get_info();

  const auto info = rig.ask(request).info();

  EXPECT_TRUE(info.simulator());
  EXPECT_EQ(info.serial(), "SIM-YC-000042");
  EXPECT_EQ(info.api_version(), 1U);
  EXPECT_TRUE(info.has_stripe());
  EXPECT_FALSE(info.has_chip());
  EXPECT_EQ(info.terminal(), "30000001");
  EXPECT_EQ(info.batch(), "000001");
}

TEST(RequestTest, EchoComesBack) {
  Rig rig;
  rig.make_ready();
  api::Request request;
  request.mutable_echo()->set_payload(std::string(1024, 'x'));

  EXPECT_EQ(rig.ask(request).echo().payload(), std::string(1024, 'x'));
}

TEST(RequestTest, ARepetitionIsAnsweredAndActsOnce) {
  Rig rig;
  rig.make_ready();
  api::Request request;
  request.set_id(77);
  request.mutable_start_transaction()->set_type(api::TRANSACTION_TYPE_SALE);
  request.mutable_start_transaction()->set_amount_minor(100);
  EXPECT_EQ(rig.ask(request).code(), api::CODE_OK);
  const std::size_t notices = rig.notices.size();

  EXPECT_EQ(rig.ask(request).code(), api::CODE_OK) << "and not WRONG_STATE";

  EXPECT_EQ(rig.notices.size(), notices);
}

TEST(RequestTest, ASaleNeedsASignIn) {
  Rig rig;
  rig.boot();
  rig.connect();

  EXPECT_EQ(rig.start_sale(), api::CODE_SIGN_IN_REQUIRED);
}

TEST(RequestTest, ASecondSaleWaitsForTheFirstAndMayFollowItsResult) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  EXPECT_EQ(rig.start_sale(), api::CODE_WRONG_STATE);
  rig.let_host_answer();

  EXPECT_EQ(rig.start_sale(), api::CODE_OK);
}

TEST(RequestTest, AHostAnswerIsCheckedBeforeItIsTaken) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();

  EXPECT_EQ(rig.answer_host(api::HOST_OUTCOME_UNSPECIFIED), api::CODE_BAD_VALUE);
  EXPECT_EQ(rig.answer_host(static_cast<api::HostOutcome>(9)), api::CODE_BAD_VALUE);
  EXPECT_EQ(rig.answer_host(api::HOST_OUTCOME_ANSWERED), api::CODE_BAD_VALUE);
  EXPECT_EQ(rig.answer_host(api::HOST_OUTCOME_NO_ANSWER, {1}), api::CODE_BAD_VALUE);
  EXPECT_EQ(rig.reader->state(), ReaderState::host);
}

class ComputeMacTest : public testing::Test {
 protected:
  void SetUp() override {
    rig_.make_ready();
    rig_.sale_to_host();
    ASSERT_TRUE(iso8583::unpack(as_bytes(rig_.open_request().message()), message_));
  }
  api::Reply compute(bool with_room = true) {
    std::array<std::uint8_t, 1200> bytes{};
    message_.clear(64);
    const auto length = iso8583::pack(message_, bytes, with_room ? iso8583::MacRoom::yes : iso8583::MacRoom::no);
    EXPECT_TRUE(length.has_value());
    sent_ = std::string{as_text(Bytes{bytes}.first(*length - (with_room ? 8U : 0U)))};
    api::Request request;
    request.mutable_compute_mac()->set_message(sent_);
    return rig_.ask(request);
  }
  Rig rig_;
  iso8583::Message message_;
  std::string sent_;
};

TEST_F(ComputeMacTest, TheRunningTransactionsMessageGetsItsMac) {
  message_.set(63, "CUP");  // what the phone adds of its own

  const auto reply = compute();

  ASSERT_EQ(reply.code(), api::CODE_OK);
  EXPECT_TRUE(rig_.host.mac_right(sent_ + reply.mac().mac()));
}

TEST_F(ComputeMacTest, EachKeyFieldIsCompared) {
  const iso8583::Message good = message_;
  const std::pair<int, const char*> changes[] = {{3, "200000"},    {4, "000000012851"},     {11, "000009"},
                                                 {41, "30000002"}, {42, "102310053110002"}, {49, "840"}};
  for (const auto& [field, value] : changes) {
    for (const bool removed : {false, true}) {
      message_ = good;
      if (removed) {
        message_.clear(field);
      } else {
        message_.set(field, value);
      }
      const auto reply = compute();
      EXPECT_EQ(reply.code(), api::CODE_KEY_FIELD_MISMATCH) << field;
      EXPECT_EQ(reply.detail(), std::to_string(field));
      EXPECT_FALSE(reply.has_mac());
    }
  }
  message_ = good;
  message_.mti = "0400";
  EXPECT_EQ(compute().detail(), "MTI");
}

TEST_F(ComputeMacTest, BytesThatAreNoMessageGetNone) {
  EXPECT_EQ(compute(false).code(), api::CODE_BAD_VALUE) << "no bit 64";
  api::Request request;
  request.mutable_compute_mac()->set_message("opaque");
  EXPECT_EQ(rig_.ask(request).code(), api::CODE_BAD_VALUE);
}

TEST_F(ComputeMacTest, OutsideATransactionThereIsNone) {
  rig_.let_host_answer();

  EXPECT_EQ(compute().code(), api::CODE_WRONG_STATE);
}

TEST(StatesTest, APhoneThatSendsAndDoesNotReadLosesItsSession) {
  Config config = test_config();
  config.policy.session_idle = 60s;
  Rig rig(config);
  rig.make_ready();
  rig.wire.stalled = true;
  api::Request request;
  request.set_id(1000);
  request.mutable_echo()->set_payload(std::string(400, 'x'));
  const std::string bytes = request.SerializeAsString();
  for (int i = 0; i < 200 && rig.wire.to_reader.empty(); ++i) {
    ASSERT_TRUE(rig.phone->send(as_bytes(bytes), rig.timers.time)) << i;
    rig.run();
  }
  ASSERT_FALSE(rig.wire.to_reader.empty()) << "the reader still reads";

  rig.pass(61s);

  EXPECT_FALSE(rig.wire.up);
  EXPECT_FALSE(rig.indicators.lit[static_cast<std::size_t>(hal::Light::link)]);
  rig.wire.stalled = false;
  rig.phone_up = false;
  rig.connect();
  EXPECT_TRUE(rig.phone_up);
  EXPECT_TRUE(rig.reader->signed_in());
}

}  // namespace
}  // namespace mpos::firmware
