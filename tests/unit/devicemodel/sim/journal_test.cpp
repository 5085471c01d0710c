// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/sim/journal.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace mpos::sim {
namespace {

using namespace std::chrono_literals;

TEST(Journal, ALineIsTimeReaderAndText) {
  MemoryJournal memory;
  Journal journal(memory);

  journal.write(Instant{1500ms}, "reader", "key 5 down");
  journal.write(Instant{2s}, "", "two\nlines");

  EXPECT_EQ(memory.text(), "1500000000 reader key 5 down\n2000000000 - two lines\n");
}

TEST(Journal, ClearAccountNumbersNeverReachTheSink) {
  EXPECT_EQ(mask_digit_runs("pan=6222021234567890128;"), "pan=622202*********0128;");
  EXPECT_EQ(mask_digit_runs("4012345678909 4111111111111111"), "401234***8909 411111******1111");
  EXPECT_EQ(mask_digit_runs("622202*********0128"), "622202*********0128");
}

TEST(Journal, OtherNumbersStay) {
  EXPECT_EQ(mask_digit_runs("trace 000123 ref 123456789012"), "trace 000123 ref 123456789012");
  EXPECT_EQ(mask_digit_runs("12345678901234567890"), "12345678901234567890");
}

TEST(Journal, TheTimeIsNotTakenForAnAccount) {
  MemoryJournal memory;
  Journal(memory).write(Instant{Duration{1'500'000'000'000'000}}, "r", "x");
  EXPECT_EQ(memory.text(), "1500000000000000 r x\n");
}

TEST(Journal, WithoutASinkNothingIsFormatted) {
  Journal journal;
  int made = 0;

  journal.write_with(Instant{}, "r", [&] { return std::to_string(++made); });

  EXPECT_EQ(made, 0);
}

TEST(Journal, AStreamGetsTheSameLines) {
  std::ostringstream out;
  StreamJournal stream(out);
  Journal(stream).write_with(Instant{}, "r", [] { return std::string("made"); });
  EXPECT_EQ(out.str(), "0 r made\n");
}

}  // namespace
}  // namespace mpos::sim
