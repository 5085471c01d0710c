// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/devicemodel/firmware/rig.hpp"

namespace mpos::firmware {
namespace {

/// What the flash holds, read by another store as after a power cut.
std::optional<ReversalRecord> kept_on_flash(const fakes::Storage& flash) {
  fakes::Storage copy;
  copy.bytes = flash.bytes;
  records::RecordStore store(copy);
  EXPECT_TRUE(store.mount());
  TerminalMemory memory(store);
  EXPECT_TRUE(memory.load());
  return memory.reversal();
}

TEST(ReversalTest, TheRecordIsDurableBeforeTheRequestLeaves) {
  Rig rig;
  rig.make_ready();
  std::optional<ReversalRecord> at_departure;
  rig.on_host_request = [&](const api::HostRequest& request) {
    if (request.kind() == api::HOST_EXCHANGE_TRANSACTION) at_departure = kept_on_flash(rig.storage);
  };

  rig.sale_to_host();

  ASSERT_TRUE(at_departure.has_value());
  EXPECT_EQ(at_departure->trace, rig.open_request().trace());
  EXPECT_EQ(at_departure->amount_minor, 12850U);
  EXPECT_EQ(at_departure->reason.view(), "06");
}

TEST(ReversalTest, WhenTheRecordCannotBeWrittenNothingLeaves) {
  Rig rig;
  rig.make_ready();
  rig.start_sale();
  rig.swipe();
  rig.type("1234");
  const std::size_t requests = rig.open_request().exchange();
  rig.storage.fail_after = 0;

  rig.press(hal::Key::enter);

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_ERROR);
  EXPECT_EQ(rig.open_request().exchange(), requests);
}

TEST(ReversalTest, AnAnswerRemovesTheRecordAndThePhonesNotSentDoesNot) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  rig.let_host_answer();
  EXPECT_FALSE(kept_on_flash(rig.storage).has_value());

  rig.sale_to_host();
  rig.answer_host(api::HOST_OUTCOME_NOT_SENT);

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_NOT_SENT);
  EXPECT_EQ(rig.display.line(2), "无法连接主机");
  EXPECT_TRUE(rig.result().reversal_pending());
  ASSERT_TRUE(kept_on_flash(rig.storage).has_value());
  EXPECT_EQ(kept_on_flash(rig.storage)->reason.view(), "06");
}

TEST(ReversalTest, AnApprovalWhoseRecordCannotBeRemovedIsNone) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  rig.storage.fail_after = 0;

  rig.let_host_answer();

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_ERROR);
  EXPECT_EQ(rig.result().authorisation_code(), "");
  EXPECT_TRUE(rig.result().reversal_pending());
  EXPECT_TRUE(kept_on_flash(rig.storage).has_value());
}

TEST(ReversalTest, SilenceIsReversedBeforeTheNextSale) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  const auto trace = rig.open_request().trace();
  rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);
  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_NO_ANSWER);
  EXPECT_TRUE(rig.result().reversal_pending());
  EXPECT_EQ(rig.display.line(2), "主机无应答");

  ASSERT_EQ(rig.start_sale(), api::CODE_OK);

  const auto request = rig.open_request();
  EXPECT_EQ(request.kind(), api::HOST_EXCHANGE_REVERSAL);
  EXPECT_EQ(request.trace(), trace);
  EXPECT_TRUE(rig.host.mac_right(request.message()));
  rig.let_host_answer();
  const auto& message = rig.host.last_request;
  EXPECT_EQ(message.mti.view(), "0400");
  EXPECT_EQ(message.text(3), "000000");
  EXPECT_EQ(message.text(4), "000000012850");
  EXPECT_EQ(message.text(11), "000002");
  EXPECT_EQ(message.text(22), "021");
  EXPECT_EQ(message.text(39), "98");
  EXPECT_EQ(message.text(60), "2200000100050");
  for (const int field : {2, 35, 36, 37, 52}) EXPECT_FALSE(message.has(field)) << field;
  EXPECT_EQ(rig.reader->state(), ReaderState::waiting_for_card);
  EXPECT_FALSE(rig.reader->reversal_pending());
}

TEST(ReversalTest, TheHostTimeoutCountsAsSilence) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();

  rig.pass(60s);

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_NO_ANSWER);
  EXPECT_EQ(kept_on_flash(rig.storage)->reason.view(), "98");
  EXPECT_EQ(rig.answer_host(api::HOST_OUTCOME_ANSWERED, {1}), api::CODE_NO_SUCH_EXCHANGE) << "a late answer";
}

TEST(ReversalTest, AfterThreeFailuresItIsSetAsideAndWorkGoesOn) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);
  ASSERT_EQ(rig.start_sale(), api::CODE_OK);

  for (int attempt = 1; attempt <= 3; ++attempt) {
    EXPECT_EQ(rig.open_request().kind(), api::HOST_EXCHANGE_REVERSAL);
    EXPECT_EQ(rig.reader->state(), ReaderState::host) << attempt;
    rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);
  }

  EXPECT_EQ(rig.reader->state(), ReaderState::waiting_for_card);
  EXPECT_FALSE(rig.reader->reversal_pending());
  records::RecordStore store(rig.storage);
  ASSERT_TRUE(store.mount());
  TerminalMemory memory(store);
  ASSERT_TRUE(memory.load());
  EXPECT_EQ(memory.reversals_aside(), 1U);
}

TEST(ReversalTest, AReversalThatCannotBeSetAsideStopsTheNextSale) {
  Rig rig;
  records::RecordStore store(rig.storage);
  ASSERT_TRUE(store.mount());
  TerminalMemory memory(store);
  for (std::uint32_t i = 1; i <= TerminalMemory::manual_reversals; ++i) {
    ASSERT_TRUE(memory.keep_reversal({1, i, "000001", "021", "0", "98", 3}));
    ASSERT_TRUE(memory.set_reversal_aside());
  }
  rig.make_ready();
  rig.sale_to_host();
  const auto trace = rig.open_request().trace();
  rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);
  ASSERT_EQ(rig.start_sale(), api::CODE_OK);
  for (int attempt = 1; attempt <= 3; ++attempt) rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_ERROR);
  EXPECT_EQ(kept_on_flash(rig.storage)->trace, trace);

  ASSERT_EQ(rig.start_sale(), api::CODE_OK);
  EXPECT_EQ(rig.open_request().kind(), api::HOST_EXCHANGE_REVERSAL);
  rig.let_host_answer();
  EXPECT_EQ(rig.reader->state(), ReaderState::waiting_for_card) << "the host is back";
  EXPECT_FALSE(rig.reader->reversal_pending());
}

TEST(ReversalTest, TheseCodesEndItAndOthersDoNot) {
  for (const char* code : {"00", "12", "25"}) {
    Rig rig;
    rig.make_ready();
    rig.sale_to_host();
    rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);
    rig.start_sale();
    rig.host.response_code = code;
    rig.let_host_answer();
    EXPECT_FALSE(rig.reader->reversal_pending()) << code;
  }
  for (const char* code : {"96", "05"}) {
    Rig rig;
    rig.make_ready();
    rig.sale_to_host();
    rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);
    rig.start_sale();
    rig.host.response_code = code;
    rig.let_host_answer();
    EXPECT_TRUE(rig.reader->reversal_pending()) << code;
    EXPECT_EQ(rig.open_request().kind(), api::HOST_EXCHANGE_REVERSAL) << code;
  }
}

TEST(ReversalTest, AnAnswerWithoutARightMacDoesNotEndIt) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);
  rig.start_sale();
  rig.host.damage = [](iso8583::Message& message) { message.set(64, "00000000"); };

  rig.let_host_answer();

  EXPECT_TRUE(rig.reader->reversal_pending());
}

TEST(ReversalTest, NotSentKeepsItAndEndsTheSaleWithoutCountingAnAttempt) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);
  rig.start_sale();

  rig.answer_host(api::HOST_OUTCOME_NOT_SENT);

  EXPECT_EQ(rig.result().outcome(), api::OUTCOME_NOT_SENT);
  EXPECT_EQ(kept_on_flash(rig.storage)->attempts, 0);
}

TEST(ReversalTest, APowerCutLeavesAReversalForAfterTheNextSignIn) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  rig.new_reader();
  rig.boot();
  rig.connect();
  EXPECT_TRUE(rig.state().state().reversal_pending());
  ASSERT_TRUE(rig.sign_in().signed_in());

  ASSERT_EQ(rig.start_sale(), api::CODE_OK);
  rig.let_host_answer();

  EXPECT_EQ(rig.host.last_request.mti.view(), "0400");
  EXPECT_EQ(rig.host.last_request.text(39), "06");
  EXPECT_EQ(TestHost::element(rig.host.last_request, "A7", "05").size(), 16U)
      << "the first MACed message confirms the sign-in";
}

TEST(ReversalTest, ALinkLostDuringItIsNoAnswer) {
  Rig rig;
  rig.make_ready();
  rig.sale_to_host();
  rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);
  ASSERT_EQ(rig.start_sale(), api::CODE_OK);
  ASSERT_EQ(rig.open_request().kind(), api::HOST_EXCHANGE_REVERSAL);

  rig.disconnect();

  EXPECT_EQ(rig.display.line(2), "主机无应答");
  EXPECT_TRUE(rig.reader->reversal_pending());
}

TEST(ReversalTest, UploadSendsIt) {
  Rig rig;
  rig.make_ready();
  api::Request upload;
  upload.mutable_upload();
  EXPECT_EQ(rig.ask(upload).code(), api::CODE_OK);
  EXPECT_TRUE(rig.last_notice()->upload_result().done()) << "nothing waits";
  rig.sale_to_host();
  rig.answer_host(api::HOST_OUTCOME_NO_ANSWER);

  EXPECT_EQ(rig.ask(upload).code(), api::CODE_OK);
  rig.let_host_answer();

  EXPECT_TRUE(rig.last_notice()->upload_result().done());
  EXPECT_FALSE(rig.reader->reversal_pending());
  EXPECT_EQ(rig.reader->state(), ReaderState::idle);
}

}  // namespace
}  // namespace mpos::firmware
