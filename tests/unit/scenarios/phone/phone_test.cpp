// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/iso8583/message.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "devicemodel/security/mac.hpp"
#include "peripherals/radio/loopback.hpp"
#include "scenarios/phone/acquirer_line.hpp"
#include "scenarios/phone/message_edit.hpp"
#include "scenarios/phone/operators.hpp"
#include "scenarios/phone/phone.hpp"
#include "scenarios/phone/receipt.hpp"
#include "scenarios/phone/words.hpp"
#include "tests/unit/devicemodel/link/pair.hpp"

namespace mpos::phone {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

std::vector<std::uint8_t> bytes(std::string_view hex) {
  std::vector<std::uint8_t> out(hex.size() / 2);
  EXPECT_TRUE(read_hex(hex, out));
  return out;
}

// --- Operators -------------------------------------------------------------------------------------------------------

TEST(Operators, LockAfterFiveWrongPasswordsInARow) {
  Operators operators;
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(operators.login("01", "1111", Duration{0}));
  ASSERT_TRUE(operators.login("01", "0000", Duration{0})) << "a right one starts the count again";
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(operators.login("01", "1111", Duration{0}));
  const auto locked = operators.login("01", "0000", Duration{0});
  ASSERT_FALSE(locked);
  EXPECT_EQ(locked.error(), "operator 01 is locked");
  EXPECT_TRUE(operators.login("02", "0000", Duration{0})) << "the manager is another person";
}

TEST(Operators, AWrongPasswordLogsOut) {
  Operators operators;
  ASSERT_TRUE(operators.login("", "", Duration{0}));
  EXPECT_EQ(operators.use(Duration{0}), "01");
  EXPECT_FALSE(operators.login("01", "9999", Duration{0}));
  EXPECT_FALSE(operators.use(Duration{0}));
}

TEST(Operators, AreLoggedOutWhenUnusedForHalfAnHour) {
  Operators operators;
  ASSERT_TRUE(operators.login("01", "0000", Duration{0}));
  EXPECT_TRUE(operators.use(minutes{29}));
  EXPECT_TRUE(operators.use(minutes{58}));
  EXPECT_FALSE(operators.use(minutes{89}));
}

// --- Messages --------------------------------------------------------------------------------------------------------

// 0210 with fields 3 4 11 12 13 25 37 39: processing code, amount 000000001250, trace 000007, time, date, 00,
// reference, 51.
const char* const answer =
    "0210"
    "3038008"
    "00A000000"
    "000000"
    "000000001250"
    "000007"
    "101530"
    "0917"
    "00"
    "303931373030303030303037"
    "3531";

TEST(MessageEdit, FindsFieldsBehindOthers) {
  const auto message = bytes(answer);
  EXPECT_EQ(field_offset(message, 4), 13U);
  EXPECT_EQ(field_offset(message, 39), message.size() - 2);
  EXPECT_FALSE(field_offset(message, 38));
}

TEST(MessageEdit, ForgesTheResponseCodeAndBalancesItInTheReference) {
  auto message = bytes(answer);
  ASSERT_TRUE(forge_approval(message));
  auto expected = bytes(answer);
  const std::size_t end = expected.size();
  expected[end - 2] = '0';
  expected[end - 1] = '0';
  expected[end - 10] ^= '5' ^ '0';
  expected[end - 9] ^= '1' ^ '0';
  EXPECT_EQ(message, expected);
}

// Why answers need a proof beside field 64: this is all a dishonest phone has to do, and it needs no key.
TEST(MessageEdit, ForgedApprovalKeepsTheFoldedMac) {
  primitives::OpenSslPrimitives primitives;
  const auto key = bytes("1F2F3D4C5B6B79898697A4B5C2D3E0F1");
  iso8583::Message decline;
  decline.mti = "0210";
  decline.set(3, "000000");
  decline.set(4, "000000050000");
  decline.set(11, "000002");
  decline.set(12, "101500");
  decline.set(13, "0917");
  decline.set(25, "00");
  decline.set(32, "01020000");
  decline.set(37, "091700000002");
  decline.set(39, "51");
  decline.set(41, "30000001");
  decline.set(42, "102310053110001");
  decline.set(49, "156");
  decline.set(60, "2200000100050");
  std::vector<std::uint8_t> message(400);
  const auto size = iso8583::pack(decline, message, iso8583::MacRoom::yes);
  ASSERT_TRUE(size);
  message.resize(*size);
  const auto mac = security::mac_cup_ecb(primitives, security::Cipher::tdes, key, iso8583::mac_input(message));
  std::copy(mac.begin(), mac.end(), message.end() - 8);

  ASSERT_TRUE(forge_approval(message));

  iso8583::Message forged;
  ASSERT_TRUE(iso8583::unpack(message, forged));
  EXPECT_EQ(forged.text(39), "00");
  EXPECT_EQ(security::mac_cup_ecb(primitives, security::Cipher::tdes, key, iso8583::mac_input(message)), mac);
}

TEST(MessageEdit, FlipsTheLastDigitOfTheAmount) {
  auto message = bytes(answer);
  flip_a_bit(message);
  EXPECT_EQ(message[18], 0x51);
}

TEST(MessageEdit, TakesMessagesThatEndTooEarly) {
  const auto whole = bytes(answer);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::vector<std::uint8_t> cut{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)};
    EXPECT_FALSE(forge_approval(cut)) << size;
    flip_a_bit(cut);
    EXPECT_EQ(cut.size(), size);
  }
}

// --- The acquirer's line ---------------------------------------------------------------------------------------------

class Line : public ::testing::Test {
 protected:
  Line()
      : line(scheduler, [this] { return dial(); }, "6000030000", "603100311108",
             {.answered = [this](Bytes message) { answers.emplace_back(message.begin(), message.end()); },
              .failed = [this](bool sent) { failures.push_back(sent); }}) {}
  std::unique_ptr<radio::Stream> dial() {
    ++dials;
    if (unreachable) return nullptr;
    loopback.emplace(scheduler);
    far = loopback->take_second();
    far->set_handlers(
        {.opened = {}, .received = [this](Bytes b) { got.insert(got.end(), b.begin(), b.end()); }, .closed = {}});
    return loopback->take_first();
  }
  void run() { scheduler.run_for(seconds{1}); }
  void answer_with(std::string_view hex) {
    const auto frame = bytes(hex);
    (void)far->send(frame);
    run();
  }

  sim::Scheduler scheduler;
  std::optional<radio::Loopback> loopback;
  std::unique_ptr<radio::Stream> far;
  std::vector<std::uint8_t> got;
  std::vector<std::vector<std::uint8_t>> answers;
  std::vector<bool> failures;
  int dials = 0;
  bool unreachable = false;
  AcquirerLine line;
};

TEST_F(Line, PutsLengthTpduAndHeaderInFront) {
  line.send(bytes("0800AABB"), 1);
  run();
  EXPECT_EQ(got, bytes("000F"
                       "6000030000"
                       "603100311108"
                       "0800AABB"));
}

TEST_F(Line, TakesAnAnswerThatComesInPieces) {
  line.send(bytes("0800"), 1);
  run();
  for (const char* piece : {"00", "0D60", "00000003603100", "311108", "08", "10"}) answer_with(piece);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0], bytes("0810"));
}

TEST_F(Line, DropsAnAnswerWhoseAddressesAreNotSwapped) {
  line.send(bytes("0800"), 1);
  run();
  answer_with("000D60000300006031003111080810");
  EXPECT_TRUE(answers.empty());
  answer_with("000D60000000036031003111080810");
  EXPECT_EQ(answers.size(), 1U);
}

TEST_F(Line, TakesEachAnswerOnce) {
  line.send(bytes("0200"), 2);
  run();
  answer_with(
      "000D60000000036031003111080210"
      "000D60000000036031003111080210");
  EXPECT_EQ(answers.size(), 1U);
}

TEST_F(Line, TellsNotSentFromNoAnswer) {
  unreachable = true;
  line.send(bytes("0200"), 1);
  run();
  EXPECT_EQ(failures, std::vector<bool>{false});
  unreachable = false;
  line.send(bytes("0200"), 1);
  run();
  loopback->break_link();
  run();
  EXPECT_EQ(failures, (std::vector<bool>{false, true}));
}

TEST_F(Line, GivesALateAnswerToNobody) {
  const char* const late = "000D60000000036031003111080210";
  line.send(bytes("0200"), 1);
  run();
  line.finish();
  const auto old_line = std::move(far);
  const auto old_loopback = std::move(loopback);
  line.send(bytes("0400"), 1);
  run();
  (void)old_line->send(bytes(late));
  run();
  EXPECT_EQ(dials, 2);
  EXPECT_TRUE(answers.empty());
  answer_with("000D60000000036031003111080410");
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0], bytes("0410"));
}

TEST_F(Line, IsNewForTheNextRequestWhileARepeatedOneIsOwedAnAnswer) {
  line.send(bytes("0200"), 2);
  run();
  answer_with("000D60000000036031003111080210");
  line.send(bytes("0200"), 1);
  run();
  EXPECT_EQ(dials, 2);
}

TEST_F(Line, StaysOpenBetweenExchanges) {
  for (int i = 0; i < 3; ++i) {
    line.send(bytes("0200"), 1);
    run();
    answer_with("000D60000000036031003111080210");
  }
  EXPECT_EQ(dials, 1);
  EXPECT_EQ(answers.size(), 3U);
}

// --- The session -----------------------------------------------------------------------------------------------------

class Watcher final : public Observer {
 public:
  bool wanted() const override { return on; }
  void step(bus::v1::PhoneStep step) override { steps.push_back(std::move(step)); }
  void outcome(bus::v1::Outcome) override {}
  void receipt(bus::v1::Receipt) override {}
  void link(bus::v1::LinkState) override {}

  bool on = true;
  std::vector<bus::v1::PhoneStep> steps;
};

Settings at_a_place() {
  Settings settings;
  settings.longitude = "+116.38";
  settings.latitude = "+39.90";
  return settings;
}

/// A phone whose session is up, and the far end of it: a reader that says what the test has it say.
class Session : public ::testing::Test {
 protected:
  Session() {
    reader.phones.remember(own.identity.public_key);
    reader.channel->start({});
    far->set_handlers({.opened = {},
                       .received =
                           [this](Bytes bytes) {
                             reader.feed(bytes, now());
                             flush();
                           },
                       .closed = {}});
    EXPECT_TRUE(phone.connect(loopback.take_first(), "loopback"));
    run();
    reader::v1::Reply info;
    info.set_id(asked().id());
    info.set_code(reader::v1::CODE_OK);
    info.mutable_info();
    say(info);
    EXPECT_TRUE(phone.login("01", "0000"));
    EXPECT_TRUE(phone.is_connected() && !phone.is_busy());
  }
  Duration now() const { return scheduler.now().time_since_epoch(); }
  void run() { scheduler.run_for(seconds{1}); }
  void flush() {
    const auto out = reader.take_outgoing(now());
    if (!out.empty()) (void)far->send(out);
  }
  template <typename Message>
  void say(const Message& message) {
    EXPECT_TRUE(reader.channel->send(as_bytes(message.SerializeAsString()), now()));
    flush();
    run();
  }
  /// The last request that came to the reader.
  reader::v1::Request asked() {
    reader::v1::Request request;
    const auto all = reader.messages();
    EXPECT_TRUE(!all.empty() && request.ParseFromArray(all.back().data(), static_cast<int>(all.back().size())));
    return request;
  }

  sim::Scheduler scheduler;
  radio::Loopback loopback{scheduler};
  std::unique_ptr<radio::Stream> far = loopback.take_second();
  link::test::End own{link::test::phone_settings(), 1};  ///< the phone's keys; its channel is the phone's own
  link::test::End reader{link::test::reader_settings(), 1001};
  Watcher watcher;
  Crypto crypto{own.primitives, own.send_cipher, own.receive_cipher, own.entropy, own.identity, own.verifier};
  Phone phone{scheduler, crypto, at_a_place(), {}, watcher};
};

TEST_F(Session, ASignatureIsDueAlsoWhenNobodyWatched) {
  reader::v1::Notice notice;
  notice.set_number(1);
  notice.mutable_transaction_result()->set_outcome(reader::v1::OUTCOME_APPROVED);
  notice.mutable_transaction_result()->set_signature_required(true);
  watcher.on = false;

  say(notice);

  EXPECT_TRUE(phone.sign());
  EXPECT_FALSE(phone.sign()) << "only once";
}

TEST_F(Session, EachTransactionHasItsOwnTypeAndLimit) {
  ASSERT_TRUE(phone.sale(1250, "CNY", "en"));
  run();
  const auto sale = asked().start_transaction();
  EXPECT_EQ(sale.type(), reader::v1::TRANSACTION_TYPE_SALE);
  EXPECT_EQ(sale.amount_minor(), 1250U);
  EXPECT_EQ(sale.longitude() + sale.latitude(), "+116.38+39.90");

  EXPECT_EQ(phone.sale(1'000'000'000'000, "", "").error(), "the amount is 0.01 to 9999999999.99");
  EXPECT_EQ(phone.wallet(0x100000000, "").error(), "the amount is 0.01 to 42949672.95");
  EXPECT_EQ(phone.cash_load(10'000'000'000, "").error(), "the amount is 0.01 to 99999999.99");
  EXPECT_EQ(phone.cash_sale(0, "").error(), "the amount is 0.01 to 99999999.99");
  EXPECT_EQ(phone.balance("tlh").error(), "the language is en, zh-CN or zh-TW");
  EXPECT_EQ(phone.balance("en").error(), "the phone is busy: sale");
}

// --- Words -----------------------------------------------------------------------------------------------------------

TEST(Words, WriteMoney) {
  EXPECT_EQ(money(1250), "12.50");
  EXPECT_EQ(money(5), "0.05");
  EXPECT_EQ(money(-100), "-1.00");
}

TEST(Receipt, IsMarkedMaskedAndAsksForASignatureWhenNeeded) {
  reader::v1::TransactionResult result;
  result.set_amount_minor(1250);
  result.set_masked_pan("622202*********0128");
  result.set_signature_required(true);
  const auto receipt = make_receipt(result, {}, "Test shop", "01");
  EXPECT_NE(receipt.lines(0).find("SIMULATOR"), std::string::npos);
  bool signature = false;
  for (const auto& line : receipt.lines()) signature = signature || line.starts_with("Signature");
  EXPECT_TRUE(signature);
}

}  // namespace
}  // namespace mpos::phone
