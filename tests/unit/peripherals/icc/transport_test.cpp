// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/emv/iso7816_transport.hpp"
#include "peripherals/icc/t0_card.hpp"
#include "peripherals/icc/t1_card.hpp"

namespace mpos::icc {
namespace {

using emv::T0Terminal;
using emv::T1Terminal;
using emv::TransportStep;

Buffer unhex(std::string_view text) {
  Buffer out(text.size() / 2);
  EXPECT_TRUE(read_hex(text, out)) << text;
  return out;
}
std::string hex(Bytes bytes) {
  std::string out(2 * bytes.size(), ' ');
  write_hex(bytes, out);
  return out;
}

struct Link {
  std::string seen;  ///< the command the card got
  std::string reply = "9000";
  int exchanges = 0;
  Buffer answer(Bytes apdu) {
    seen = hex(apdu);
    return unhex(reply);
  }
};

std::string t0(Link& link, const std::string& apdu, T0Card::Manners manners = {}) {
  T0Card card{[&](Bytes command) { return link.answer(command); }, manners};
  T0Terminal terminal;
  TransportStep step = terminal.start(unhex(apdu));
  while (step.kind == TransportStep::Kind::exchange) {
    ++link.exchanges;
    const Buffer bytes = card.exchange(step.send);
    step = terminal.on_answer(bytes);
  }
  return step.kind == TransportStep::Kind::done ? hex(step.reply) : "failed";
}

TEST(T0, all_four_cases_cross) {
  for (const T0Card::Manners manners : {T0Card::Manners{}, T0Card::Manners{true, 0}, T0Card::Manners{true, 2}}) {
    Link one;
    EXPECT_EQ(t0(one, "801E0000", manners), "9000");
    EXPECT_EQ(one.seen, "801E0000");
    Link two;
    two.reply = "0102039000";
    EXPECT_EQ(t0(two, "00B2010C00", manners), "0102039000") << "6C asks for the right length";
    Link three;
    EXPECT_EQ(t0(three, "002000800824123456FFFFFFFF", manners), "9000");
    EXPECT_EQ(three.seen.substr(0, 26), "002000800824123456FFFFFFFF");
    Link four;
    four.reply = "6F0084009000";
    EXPECT_EQ(t0(four, "00A4040002A00000", manners), "6F0084009000") << "61 and GET RESPONSE";
    EXPECT_EQ(four.seen, "00A4040002A00000");
  }
}

TEST(T0, the_longest_answer_crosses) {
  Link link;
  link.reply = std::string(512, 'A') + "9000";
  EXPECT_EQ(t0(link, "00B2010C00"), link.reply);
}

TEST(T0, wrong_procedure_bytes_and_silence_fail) {
  for (const char* answer : {"", "B1", "6A", "6A8200", "B20102", "90"}) {
    T0Terminal terminal;
    ASSERT_EQ(terminal.start(unhex("00B2010C03")).kind, TransportStep::Kind::exchange);
    EXPECT_EQ(terminal.on_answer(unhex(answer)).kind, TransportStep::Kind::failed) << answer;
  }
  T0Terminal terminal;
  TransportStep step = terminal.start(unhex("00B2010C03"));
  int rounds = 0;
  while (step.kind == TransportStep::Kind::exchange) {
    step = terminal.on_answer(unhex("60"));
    ASSERT_LT(++rounds, 1000) << "a card that waits for ever";
  }
  EXPECT_EQ(step.kind, TransportStep::Kind::failed);
}

std::string t1(Link& link, const std::string& apdu, T1Card::Manners manners, std::size_t damage_terminal_every = 0) {
  T1Card card{[&](Bytes command) { return link.answer(command); }, manners};
  T1Terminal terminal;
  std::size_t sent = 0;
  const auto finish = [&](TransportStep step) {
    while (step.kind == TransportStep::Kind::exchange) {
      ++link.exchanges;
      Buffer out(step.send.begin(), step.send.end());
      if (damage_terminal_every != 0 && ++sent % damage_terminal_every == 0) out.back() ^= 1;
      const Buffer bytes = card.exchange(out);
      step = terminal.on_answer(bytes);
    }
    return step;
  };
  if (finish(terminal.reset(static_cast<std::uint8_t>(manners.own_size))).kind != TransportStep::Kind::done)
    return "no size";
  std::string last;
  for (int i = 0; i < 3; ++i) {  // sequence numbers must keep step from command to command
    const TransportStep step = finish(terminal.start(unhex(apdu)));
    last = step.kind == TransportStep::Kind::done ? hex(step.reply) : "failed";
  }
  return last;
}

TEST(T1, commands_and_answers_cross_in_one_block_and_in_chains) {
  for (const std::size_t size : {32U, 16U, 254U}) {
    for (const std::size_t length : {0U, 1U, 31U, 200U, 255U}) {
      Link link;
      link.reply = std::string(2 * length, '7') + "9000";
      std::string apdu = "80AE8000";
      if (length != 0) {
        apdu +=
            hex(std::array<std::uint8_t, 1>{static_cast<std::uint8_t>(length)}) + std::string(2 * length, '5') + "00";
      }
      EXPECT_EQ(t1(link, apdu, {size, 0, 0}), link.reply) << size << " " << length;
      EXPECT_EQ(link.seen, apdu);
    }
  }
}

TEST(T1, damaged_blocks_are_repeated) {
  for (const std::size_t every : {3U, 4U, 5U, 7U}) {
    Link from_card;
    from_card.reply = std::string(500, '7') + "9000";
    const std::string apdu = "80AE8000C8" + std::string(400, '5') + "00";
    EXPECT_EQ(t1(from_card, apdu, {32, every, 0}), from_card.reply) << every;
    Link from_terminal;
    from_terminal.reply = from_card.reply;
    EXPECT_EQ(t1(from_terminal, apdu, {32, 0, 0}, every), from_terminal.reply) << every;
    EXPECT_EQ(from_terminal.seen, apdu);
  }
}

TEST(T1, waiting_time_extensions_are_granted) {
  Link link;
  EXPECT_EQ(t1(link, "801E0000", {32, 0, 3}), "9000");
}

TEST(T1, a_mute_card_and_a_card_of_noise_fail) {
  for (const char* answer : {"", "00", "FFFFFFFF", "00C200C2", "0000FF00"}) {
    T1Terminal terminal;
    TransportStep step = terminal.reset(32);
    int rounds = 0;
    while (step.kind == TransportStep::Kind::exchange) {
      step = terminal.on_answer(unhex(answer));
      ASSERT_LT(++rounds, 1000);
    }
    EXPECT_EQ(step.kind, TransportStep::Kind::failed) << answer;
    step = terminal.start(unhex("00A40400"));
    while (step.kind == TransportStep::Kind::exchange) {
      step = terminal.on_answer(unhex(answer));
      ASSERT_LT(++rounds, 1000);
    }
    EXPECT_EQ(step.kind, TransportStep::Kind::failed) << answer;
  }
}

}  // namespace
}  // namespace mpos::icc
