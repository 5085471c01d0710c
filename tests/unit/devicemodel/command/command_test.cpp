// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "devicemodel/command/dispatcher.hpp"
#include "mpos/reader/v1/reader.pb.h"

namespace mpos::command {
namespace {

namespace api = mpos::reader::v1;

class FakeHandler final : public Handler {
 public:
  State state = mpos_reader_v1_ReaderState_READER_STATE_IDLE;
  int handled = 0;
  State command_state() const override { return state; }
  void handle(const Request&, Reply& reply) override {
    ++handled;
    reply.which_body = mpos_reader_v1_Reply_accepted_tag;
  }
};

class CommandTest : public testing::Test {
 protected:
  api::Reply answer(const std::string& bytes) {
    api::Reply reply;
    const auto out = dispatcher_.answer(as_bytes(bytes), handler_);
    EXPECT_TRUE(reply.ParseFromArray(out.reply.data(), static_cast<int>(out.reply.size())));
    return reply;
  }
  Dispatcher dispatcher_;
  FakeHandler handler_;
};

api::Request request_with_body(int field) {
  api::Request request;
  request.set_id(7);
  const auto* descriptor = api::Request::descriptor()->FindFieldByNumber(field);
  request.GetReflection()->MutableMessage(&request, descriptor);
  return request;
}

TEST_F(CommandTest, ARequestIsHandledAndItsIdComesBack) {
  const auto reply = answer(request_with_body(5).SerializeAsString());

  EXPECT_EQ(reply.id(), 7U);
  EXPECT_EQ(reply.code(), api::CODE_OK);
  EXPECT_TRUE(reply.has_accepted());
  EXPECT_EQ(handler_.handled, 1);
}

TEST_F(CommandTest, ARepetitionIsAnsweredWithoutActingTwice) {
  const auto bytes = request_with_body(5).SerializeAsString();
  const auto first = answer(bytes);
  handler_.state = mpos_reader_v1_ReaderState_READER_STATE_HOST;

  const auto second = answer(bytes);

  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(handler_.handled, 1);
}

TEST_F(CommandTest, TheSameIdWithOtherBytesIsANewRequest) {
  answer(request_with_body(5).SerializeAsString());

  answer(request_with_body(10).SerializeAsString());

  EXPECT_EQ(handler_.handled, 2);
}

TEST_F(CommandTest, ANewSessionKnowsNoRepetition) {
  answer(request_with_body(5).SerializeAsString());
  dispatcher_.forget();

  answer(request_with_body(5).SerializeAsString());

  EXPECT_EQ(handler_.handled, 2);
}

TEST_F(CommandTest, WhatIsNoRequestIsMalformed) {
  const auto too_long = [](auto&& fill) {
    api::Request request;
    request.set_id(7);
    fill(request);
    return request.SerializeAsString();
  };
  api::Request no_body;
  no_body.set_id(7);
  auto no_id = request_with_body(5);
  no_id.set_id(0);
  const std::vector<std::pair<std::string, std::uint32_t>> cases{
      {"", 0},
      {std::string(1, '\xFF'), 0},
      {std::string("\x08\x07\x22", 3), 7},
      {std::string("\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 12), 0},
      {std::string("\x08\x07\x2A\x05\x0A", 5), 7},  // a body longer than the bytes
      {std::string("\x08\x07\x2B", 3), 7},          // a group
      {no_body.SerializeAsString(), 7},
      {no_id.SerializeAsString(), 0},
      {too_long([](auto& r) { r.mutable_sign_in()->set_operator_id("1234"); }), 7},
      {too_long([](auto& r) { r.mutable_echo()->set_payload(std::string(1025, 'x')); }), 7},
      {too_long([](auto& r) { r.mutable_host_answer()->set_message(std::string(1201, 'x')); }), 7},
      {too_long([](auto& r) { r.mutable_compute_mac()->set_message(std::string(1201, 'x')); }), 7},
      {too_long([](auto& r) { r.mutable_start_transaction()->set_currency("1560"); }), 7},
      {too_long([](auto& r) { r.mutable_start_transaction()->set_longitude("+116.407450"); }), 7},
      {too_long([](auto& r) { r.mutable_echo()->set_payload(std::string(4000, 'x')); }), 7},
  };
  for (const auto& [bytes, id] : cases) {
    const auto reply = answer(bytes);
    EXPECT_EQ(reply.code(), api::CODE_MALFORMED) << testing::PrintToString(bytes.substr(0, 20));
    EXPECT_EQ(reply.id(), id) << testing::PrintToString(bytes.substr(0, 20));
    EXPECT_FALSE(reply.detail().empty());
  }
  EXPECT_EQ(handler_.handled, 0);
}

TEST_F(CommandTest, EveryCutOfAGoodRequestIsRefusedOrHasNoBody) {
  api::Request request;
  request.set_id(7);
  request.mutable_host_answer()->set_exchange(3);
  request.mutable_host_answer()->set_message("0210");
  const auto bytes = request.SerializeAsString();

  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_EQ(answer(bytes.substr(0, length)).code(), api::CODE_MALFORMED) << length;
  }
  EXPECT_EQ(answer(bytes).code(), api::CODE_OK);
}

TEST_F(CommandTest, ABodyOfALaterVersionIsUnknown) {
  const std::string later{"\x08\x07\xB2\x09\x00", 5};  // field 150, empty message

  const auto reply = answer(later);

  EXPECT_EQ(reply.code(), api::CODE_UNKNOWN_REQUEST);
  EXPECT_EQ(reply.id(), 7U);
}

TEST_F(CommandTest, UnknownFieldsBesideABodyAreIgnored) {
  auto bytes = request_with_body(5).SerializeAsString();
  bytes += std::string{"\xA2\x06\x00", 3};

  EXPECT_EQ(answer(bytes).code(), api::CODE_OK);
}

TEST_F(CommandTest, TheStateTableIsThatOfTheApi) {
  // Rows: requests by field number; columns: BOOTING IDLE WAITING_FOR_CARD PIN_ENTRY HOST RESULT LOCKED CARD CHOICE.
  const std::vector<std::pair<int, std::string>> rows{
      {2, "yyyyyyyyy"}, {3, "yyyyyyyyy"}, {4, "yyyyyyyyy"}, {5, ".y...y..."},  {6, ".y...y..."},
      {7, "yyyyyyyyy"}, {8, "..yyy..yy"}, {9, "....y...."}, {10, ".y...y..."},
  };
  for (const auto& [field, row] : rows) {
    for (int state = 1; state <= 9; ++state) {
      handler_.state = static_cast<State>(state);
      const int before = handler_.handled;
      dispatcher_.forget();

      const auto reply = answer(request_with_body(field).SerializeAsString());

      if (row[static_cast<std::size_t>(state - 1)] == 'y') {
        EXPECT_EQ(handler_.handled, before + 1) << field << " in " << state;
      } else {
        EXPECT_EQ(handler_.handled, before) << field << " in " << state;
        EXPECT_EQ(reply.code(), state == 7 ? api::CODE_LOCKED : api::CODE_WRONG_STATE) << field << " in " << state;
        EXPECT_EQ("READER_STATE_" + reply.detail(), api::ReaderState_Name(state));
      }
    }
  }
}

TEST(TextTest, IsCutToItsFieldAndTerminated) {
  std::array<char, 4> field{};
  set_text(field, "abcdef");
  EXPECT_EQ(text_of(field), "abc");
  set_text(field, "");
  EXPECT_EQ(text_of(field), "");
}

}  // namespace
}  // namespace mpos::command
