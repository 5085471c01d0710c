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

  journal.write(1, Instant{1500ms}, "reader", JournalText{}.text("key 5 down"));
  journal.write(2, Instant{2s}, "", JournalText{}.text("two\nlines"));

  EXPECT_EQ(memory.text(), "000001 1.500000000 reader key 5 down\n000002 2.000000000 - two lines\n");
}

TEST(Journal, ClearAccountNumbersNeverReachTheSink) {
  EXPECT_EQ(mask_digit_runs("pan=6222021234567890128;"), "pan=622202*********0128;");
  EXPECT_EQ(mask_digit_runs("4012345678909 4111111111111111"), "401234***8909 411111******1111");
  EXPECT_EQ(mask_digit_runs("622202*********0128"), "622202*********0128");
}

TEST(Journal, ANumberDoesNotHideInALongerRun) {
  EXPECT_EQ(mask_digit_runs("57136222021234567890128"), "571362*************0128");
  EXPECT_EQ(mask_digit_runs("12345678901234567890"), "123456**********7890");
}

TEST(Journal, NumbersInTheGroupsCardsPrintAreMasked) {
  EXPECT_EQ(mask_digit_runs("6228 4800 0000 3019"), "6228 48** **** 3019");
  EXPECT_EQ(mask_digit_runs("6222-0212-3456-7890-128 x"), "6222-02**-****-***0-128 x");
  EXPECT_EQ(mask_digit_runs("3782 822463 10005"), "3782 82**** *0005");
  EXPECT_EQ(mask_digit_runs("till 2: 4111.1111.1111.1111 2612"), "till 2: 4111.11**.****.1111 2612");
  EXPECT_EQ(mask_digit_runs("4012 3456 7890 9"), "4012 34** *890 9");
}

TEST(Journal, OtherNumbersStay) {
  EXPECT_EQ(mask_digit_runs("trace 000123 ref 123456789012"), "trace 000123 ref 123456789012");
  EXPECT_EQ(mask_digit_runs("2026-11-23 10:00:00 at 127.0.0.1:4711"), "2026-11-23 10:00:00 at 127.0.0.1:4711");
  EXPECT_EQ(mask_digit_runs("1 2 3 4 5 6 7 8 9 10 11 12 13 14"), "1 2 3 4 5 6 7 8 9 10 11 12 13 14");
}

TEST(Journal, HexadecimalValuesAreNoAccountNumbers) {
  EXPECT_EQ(JournalText{}.text("aid=").hex("A000000333010106").masked(), "aid=A000000333010106");
  EXPECT_EQ(JournalText{}.hex("622202*********0128F1234567890123456").masked(), "622202*********0128F1234567890123456");
}

TEST(Journal, MerchantsNumbersStayUnlessTheyCouldBeCards) {
  EXPECT_EQ(JournalText{}.merchant("102310058120001").masked(), "102310058120001");
  EXPECT_EQ(JournalText{}.merchant("378282246310005").masked(), "378282*****0005");
  EXPECT_EQ(JournalText{}.merchant("4111111111111111").masked(), "411111******1111");
}

TEST(Journal, WhatIsNotHexadecimalIsText) {
  EXPECT_EQ(JournalText{}.hex("pan 6222021234567890128").masked(), "pan 622202*********0128");
  EXPECT_EQ(JournalText{}.hex("6222021234567890128").masked(), "622202*********0128");  // half a byte
}

TEST(Journal, TextAroundHexadecimalValuesIsMasked) {
  const auto text = JournalText{}.text("4111111111111111 ").hex("A000000333010106").text(" 4111111111111111");
  EXPECT_EQ(text.masked(), "411111******1111 A000000333010106 411111******1111");
}

TEST(Journal, WhatIsWrittenIsMaskedToo) {
  MemoryJournal memory;
  Journal(memory).write(3, Instant{}, "r", JournalText{}.text("pan=6222021234567890128"));
  EXPECT_EQ(memory.text(), "000003 0.000000000 r pan=622202*********0128\n");
}

TEST(Journal, TheTimeIsNotTakenForAnAccount) {
  MemoryJournal memory;
  Journal(memory).write(4, Instant{Duration{1'500'000'000'000'000}}, "r", JournalText{}.text("x"));
  EXPECT_EQ(memory.text(), "000004 1500000.000000000 r x\n");
}

TEST(Journal, WithoutASinkNothingIsWritten) {
  Journal journal;
  EXPECT_FALSE(journal.wanted());
  journal.write(5, Instant{}, "r", JournalText{}.text("x"));
}

TEST(Journal, AStreamGetsTheSameLines) {
  std::ostringstream out;
  StreamJournal stream(out);
  Journal(stream).write(6, Instant{}, "r", JournalText{}.text("made"));
  EXPECT_EQ(out.str(), "000006 0.000000000 r made\n");
}

}  // namespace
}  // namespace mpos::sim
