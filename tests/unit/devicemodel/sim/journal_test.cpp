// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/sim/journal.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace mpos::sim {
namespace {

using namespace std::chrono_literals;

TEST(Journal, ALineIsNumberTimeReaderAndText) {
  MemoryJournal memory;
  Journal journal(memory);

  journal.write(1, Instant{1500ms}, "reader", "key 5 down");
  journal.write(2, Instant{2s}, "", "two\nlines");

  EXPECT_EQ(memory.text(), "000001 1.500000000 reader key 5 down\n000002 2.000000000 - two lines\n");
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

TEST(Journal, WhatIsWrittenIsMaskedToo) {
  MemoryJournal memory;
  Journal(memory).write(3, Instant{}, "r", "pan=6222021234567890128");
  EXPECT_EQ(memory.text(), "000003 0.000000000 r pan=622202*********0128\n");
}

TEST(Journal, TheTimeIsNotTakenForAnAccount) {
  MemoryJournal memory;
  Journal(memory).write(4, Instant{Duration{1'500'000'000'000'000}}, "r", "x");
  EXPECT_EQ(memory.text(), "000004 1500000.000000000 r x\n");
}

TEST(Journal, WithoutASinkNothingIsWritten) {
  Journal journal;
  EXPECT_FALSE(journal.wanted());
  journal.write(5, Instant{}, "r", "x");
}

TEST(Journal, AStreamGetsTheSameLines) {
  std::ostringstream out;
  StreamJournal stream(out);
  Journal(stream).write(6, Instant{}, "r", "made");
  EXPECT_EQ(out.str(), "000006 0.000000000 r made\n");
}

}  // namespace
}  // namespace mpos::sim
