// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/devicemodel/emv/cards.hpp"

namespace mpos::emv {
namespace {

using namespace test;

std::string fci(const std::string& name, const std::string& more = "") {
  return tlv("6F", tlv("84", name) + tlv("A5", tlv("50", "41") + more)) + "9000";
}
std::string entry(const std::string& name, const std::string& more = "") {
  return tlv("61", tlv("4F", name) + tlv("50", "41") + more);
}
const std::string pse_fci = tlv("6F", tlv("84", "315041592E5359532E4444463031") + tlv("A5", tlv("88", "02"))) + "9000";
const std::string pse = "00A404000E315041592E5359532E4444463031";

TEST(Selection, by_the_directory_in_order_of_priority) {
  Bench bench;
  bench.policy.use_pse = true;
  bench.policy.cardholder_choice = false;
  AidParameters second;
  second.aid.append(unhex("A000000333010101"));
  bench.aids.push_back(second);
  bench.card.answers[pse] = pse_fci;
  bench.card.answers["00B20114"] =
      tlv("70", entry("A000000333010101", tlv("87", "02")) + entry("A0000000031010", tlv("87", "01"))) + "9000";
  bench.card.answers["00B20214"] = tlv("70", entry("A000000333010102", tlv("87", "01"))) + "9000";
  bench.card.answers["00B20314"] = "6A83";
  const Outcome outcome = bench.run();
  EXPECT_EQ(outcome.disposition, Disposition::approved_online);
  EXPECT_EQ(bench.card.last("00A4"), "00A4040008A00000033301010200");
  EXPECT_EQ(bench.card.count("00A4"), 2);
}

TEST(Selection, several_applications_are_shown_to_the_cardholder) {
  Bench bench;
  bench.policy.use_pse = true;
  bench.card.answers[pse] = pse_fci;
  bench.aids[0].aid.clear();
  bench.aids[0].aid.append(unhex("A000000333"));
  bench.card.answers["00B20114"] =
      tlv("70", entry("A000000333010102", tlv("87", "02") + tlv("9F12", "424E") + tlv("9F11", "01")) +
                    entry("A000000333010101", tlv("87", "01"))) +
      "9000";
  bench.card.answers["00B20214"] = "6A83";
  bench.choice = 1;
  bench.run();
  EXPECT_EQ(bench.seen[3], Action::Kind::choose_application);
  EXPECT_EQ(bench.card.last("00A4"), "00A4040008A00000033301010200");
}

TEST(Selection, one_application_that_wants_confirmation_is_shown_too) {
  Bench bench;
  bench.card.answers["00A4040008A000000333010102"] = fci("A000000333010102", tlv("87", "81"));
  bench.run();
  EXPECT_EQ(std::count(bench.seen.begin(), bench.seen.end(), Action::Kind::choose_application), 1);
  Bench no_display;
  no_display.card.answers["00A4040008A000000333010102"] = fci("A000000333010102", tlv("87", "81"));
  no_display.policy.cardholder_choice = false;
  EXPECT_EQ(no_display.run().reason, Reason::no_application);
}

TEST(Selection, a_broken_or_empty_directory_leads_to_the_list) {
  for (const std::string& answer :
       {std::string{"6A82"}, std::string{"6283"}, std::string{"6F029000"}, tlv("6F", "") + "9000"}) {
    Bench bench;
    bench.policy.use_pse = true;
    bench.card.answers[pse] = answer;
    EXPECT_EQ(bench.run().disposition, Disposition::approved_online) << answer;
  }
  for (const std::string& record :
       {std::string{"6A82"}, std::string{"70039000"}, tlv("70", tlv("61", tlv("50", "41"))) + "9000"}) {
    Bench bench;
    bench.policy.use_pse = true;
    bench.card.answers[pse] = pse_fci;
    bench.card.answers["00B20114"] = record;
    EXPECT_EQ(bench.run().disposition, Disposition::approved_online) << record;
  }
}

TEST(Selection, partial_names_are_followed_with_select_next) {
  Bench bench;
  bench.aids[0].aid.clear();
  bench.aids[0].aid.append(unhex("A000000333"));
  int nexts = 0;
  bench.respond = [&](Bytes apdu) {
    const std::string command = hex(apdu);
    if (command == "00A4040005A00000033300") return unhex(fci("A000000333010101", tlv("87", "02")));
    if (command == "00A4040205A00000033300")
      return unhex(++nexts == 1 ? fci("A000000333010102", tlv("87", "01")) : "6A82");
    return bench.card.answer(apdu);
  };
  bench.run();
  EXPECT_EQ(nexts, 2);
  EXPECT_EQ(bench.card.last("00A4"), "00A4040008A00000033301010200");
}

TEST(Selection, a_card_that_answers_select_next_for_ever_is_left) {
  Bench bench;
  bench.aids[0].aid.clear();
  bench.aids[0].aid.append(unhex("A000000333"));
  int number = 0;
  bench.respond = [&](Bytes apdu) {
    const std::string command = hex(apdu);
    if (command.starts_with("00A40402") || command.starts_with("00A4040005")) {
      return unhex(fci("A0000003330101" + hex(std::array<std::uint8_t, 1>{static_cast<std::uint8_t>(++number)})));
    }
    return unhex("6985");
  };
  EXPECT_EQ(bench.run().reason, Reason::no_application);
  EXPECT_LE(number, 17);
}

TEST(Selection, an_exact_name_does_not_take_longer_ones) {
  Bench bench;
  bench.aids[0].partial_match = false;
  bench.card.answers["00A4040008A000000333010102"] = fci("A00000033301010201");
  EXPECT_EQ(bench.run().reason, Reason::no_application);
}

TEST(Selection, a_blocked_card_ends_and_a_blocked_application_is_passed_over) {
  for (const bool by_pse : {true, false}) {
    Bench bench;
    bench.policy.use_pse = by_pse;
    bench.policy.fallback_without_application = true;
    bench.card.answers[by_pse ? pse : "00A4040008"] = "6A81";
    if (!by_pse) bench.card.answers.erase("00A4040008A000000333010102");
    const Outcome outcome = bench.run();
    EXPECT_EQ(outcome.reason, Reason::card_blocked);
    EXPECT_FALSE(outcome.fallback);
  }
  Bench bench;
  bench.card.answers["00A4040008A000000333010102"] =
      fci("A000000333010102").substr(0, fci("A000000333010102").size() - 4) + "6283";
  EXPECT_EQ(bench.run().reason, Reason::no_application);
}

TEST(Selection, conditions_not_satisfied_takes_the_next_candidate) {
  Bench bench;
  AidParameters second;
  second.aid.append(unhex("A000000333010101"));
  bench.aids.push_back(second);
  bench.card.answers["00A4040008A000000333010102"] = fci("A000000333010102", tlv("87", "01"));
  bench.card.answers["00A4040008A000000333010101"] = fci("A000000333010101", tlv("87", "02"));
  bench.policy.cardholder_choice = false;
  int options = 0;
  bench.respond = [&](Bytes apdu) {
    if (hex(apdu).starts_with("80A8") && ++options == 1) return unhex("6985");
    return bench.card.answer(apdu);
  };
  EXPECT_EQ(bench.run().disposition, Disposition::approved_online);
  EXPECT_EQ(bench.value(tag::df_name), "A000000333010101");
  EXPECT_EQ(bench.value(tag::terminal_aid), "A000000333010101");
}

TEST(Options, the_pdol_is_answered_and_long_ones_get_a_long_length) {
  Bench bench;
  bench.card.answers["00A4040008A000000333010102"] = fci("A000000333010102", tlv("9F38", "9F1A029F0206"));
  bench.run();
  EXPECT_EQ(bench.card.last("80A8"), "80A800000A8308015600000001000000");
  Bench big;
  big.card.answers["00A4040008A000000333010102"] = fci("A000000333010102", tlv("9F38", "9F1A7F9F0211"));
  big.run();
  EXPECT_EQ(big.card.last("80A8").substr(0, 18), "80A800009383819000");
}

TEST(Options, both_formats_are_read) {
  Bench bench;
  bench.card.answers["80A8"] = tlv("77", tlv("82", "1C00") + tlv("94", "08010100")) + "9000";
  EXPECT_EQ(bench.run().disposition, Disposition::approved_online);
}

TEST(Kernel, stays_at_its_outcome_when_asked_again) {
  Bench bench;
  bench.run();
  const Action again = bench.kernel.advance(Input{});
  EXPECT_EQ(again.kind, Action::Kind::finish);
  EXPECT_EQ(again.outcome.disposition, Disposition::approved_online);
}

TEST(Kernel, card_data_never_replaces_terminal_or_issuer_data) {
  Bench bench;
  bench.card.data["9F02"] = "000000000001";
  bench.card.data["8A"] = "3030";
  bench.card.data["95"] = "0000000000";
  bench.run();
  EXPECT_EQ(bench.value(tag::amount), "000000010000");
  EXPECT_NE(bench.tvr(), "0000000000");
  EXPECT_EQ(bench.card.last("80AE80").substr(10, 12), "000000010000");
}

TEST(Kernel, memory_stays_within_its_budget) {
  EXPECT_LT(sizeof(Kernel), 24U * 1024U);
}

}  // namespace
}  // namespace mpos::emv
