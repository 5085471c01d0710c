// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/yaml_reader.hpp"

#include <gtest/gtest.h>

#include "mpos/config/v1/config.pb.h"
#include "mpos/scenario/v1/scenario.pb.h"

namespace mpos::load {
namespace {

using scenario::v1::Scenario;

/// The problems of a scenario text, one a line.
std::string problems_of(std::string_view text) {
  Scenario out;
  Problems problems("a.yaml");
  const bool good = read_yaml(text, out, problems);
  EXPECT_EQ(good, problems.empty());
  return problems.to_string();
}

Scenario loaded(std::string_view text) {
  Scenario out;
  Problems problems("a.yaml");
  EXPECT_TRUE(read_yaml(text, out, problems)) << problems.to_string();
  return out;
}

TEST(YamlReader, FillsAScenarioAsWritten) {
  const Scenario s = loaded(R"(title: Sale, approved
seed: 7
steps:
  - sale: {amount: "12.50", currency: CNY}
  - expect: {lcd: 请刷卡, within: 500ms}
  - swipe: debit_101
  - keys: 1 2 3 4 enter
  - power: cycle
    reader: second
  - wait: 2s
)");

  EXPECT_EQ(s.title(), "Sale, approved");
  EXPECT_EQ(s.seed(), 7U);
  EXPECT_FALSE(s.has_ready());
  ASSERT_EQ(s.steps_size(), 6);
  EXPECT_EQ(s.steps(0).act().sale().amount_minor(), 1250);
  EXPECT_EQ(s.steps(1).expect().lcd(), "请刷卡");
  EXPECT_EQ(s.steps(1).expect().within_ns(), 500'000'000);
  EXPECT_EQ(s.steps(2).act().swipe().card(), "debit_101");
  ASSERT_EQ(s.steps(3).act().keys().keys_size(), 5);
  EXPECT_EQ(s.steps(3).act().keys().keys(4), "enter");
  EXPECT_EQ(s.steps(4).act().power().action(), bus::v1::Power::CYCLE);
  EXPECT_EQ(s.steps(4).act().reader(), "second");
  EXPECT_EQ(s.steps(5).wait_ns(), 2'000'000'000);
}

TEST(YamlReader, AnActWithoutKeysMayBeLeftEmpty) {
  const Scenario s = loaded("title: t\nsteps:\n  - sign_in:\n  - cancel: {}\n  - login:\n");

  EXPECT_TRUE(s.steps(0).act().has_sign_in());
  EXPECT_TRUE(s.steps(1).act().has_cancel());
  EXPECT_TRUE(s.steps(2).act().has_login());
}

TEST(YamlReader, KeepsLeadingZerosOfCodes) {
  const Scenario s = loaded("title: t\nsteps:\n  - host_rule: {on: 0200, response_code: 00}\n");

  EXPECT_EQ(s.steps(0).act().host_rule().on(), "0200");
  EXPECT_EQ(s.steps(0).act().host_rule().response_code(), "00");
}

TEST(YamlReader, UnknownKeySaysWhereAndWhatWasProbablyMeant) {
  EXPECT_EQ(problems_of("title: t\nsteps:\n  - swpie: debit_101\n"),
            "a.yaml:3:5: unknown key 'swpie' in Step; did you mean 'swipe'?\n");
  EXPECT_EQ(problems_of("title: t\nsteps:\n  - expect: {within_ns: 5s}\n"),
            "a.yaml:3:14: unknown key 'within_ns' in Expect; did you mean 'within'?\n");
  EXPECT_EQ(problems_of("title: t\nsteps: []\nzzzzzzzzzz: 1\n"), "a.yaml:3:1: unknown key 'zzzzzzzzzz' in Scenario\n");
}

TEST(YamlReader, DuplicateKeysAreRefused) {
  EXPECT_EQ(problems_of("title: a\ntitle: b\nsteps: []\n"),
            "a.yaml:2:1: key 'title' is given twice; first on line 1\n");
}

TEST(YamlReader, TwoActsInOneStepAreRefused) {
  EXPECT_EQ(problems_of("title: t\nsteps:\n  - swipe: debit_101\n    keys: 1\n"),
            "a.yaml:4:5: 'keys' beside 'swipe': only one act at a time\n");
}

TEST(YamlReader, MissingKeysAreNamed) {
  EXPECT_EQ(problems_of("seed: 1\n"),
            "a.yaml:1:1: 'title' is missing in Scenario; expected text\n"
            "a.yaml:1:1: 'steps' is missing in Scenario; expected a list\n");
  EXPECT_EQ(problems_of("title: t\nsteps:\n  - swipe: {speed_cm_s: 60}\n"),
            "a.yaml:3:12: 'card' is missing in Swipe; expected text\n");
  EXPECT_EQ(problems_of("title: t\nsteps:\n  - swipe:\n"), "a.yaml:3:11: 'card' is missing in Swipe; expected text\n");
}

TEST(YamlReader, WrongTypesSayWhatWasExpected) {
  const auto step = [](const std::string& body) { return problems_of("title: t\nsteps:\n  - " + body + "\n"); };

  EXPECT_EQ(step("wait: 5"), "a.yaml:3:11: 'wait': expected a duration such as 500ms or 3s, not '5'\n");
  EXPECT_EQ(step("sale: \"1.5\""), "a.yaml:3:11: 'sale': expected an amount such as \"12.50\", not the text '1.5'\n");
  EXPECT_EQ(step("power: off"), "a.yaml:3:12: 'power': expected on, cut or cycle, not 'off'\n");
  EXPECT_EQ(step("swipe: {card: a, backward: yes}"), "a.yaml:3:32: 'backward': expected true or false, not 'yes'\n");
  EXPECT_EQ(step("swipe: {card: a, speed_cm_s: fast}"), "a.yaml:3:34: 'speed_cm_s': expected a number, not 'fast'\n");
  EXPECT_EQ(
      step("swipe: [a]"),
      "a.yaml:3:12: Swipe is written with keys (card, speed_cm_s, acceleration_cm_s2, backward, ...), not as a list\n");
  EXPECT_EQ(step("swipe: {card: {a: b}}"), "a.yaml:3:19: 'card': expected text, not a map\n");
  EXPECT_EQ(step("flash_fault: -1"), "a.yaml:3:18: 'flash_fault': expected a whole number, not negative, not '-1'\n");
  EXPECT_EQ(problems_of("title: t\nsteps: 5\n"), "a.yaml:2:8: 'steps' is a list, not a single value\n");
  EXPECT_EQ(problems_of("title: t\nsteps:\n"), "a.yaml:2:7: 'steps' is a list, not nothing\n");
  EXPECT_EQ(problems_of("title:\nsteps: []\n"), "a.yaml:1:7: 'title': expected text, not nothing\n");
}

TEST(YamlReader, RangesAreKept) {
  EXPECT_EQ(problems_of("title: t\nsteps:\n  - swipe: {card: a, speed_cm_s: 500}\n"),
            "a.yaml:3:34: 'speed_cm_s': '500' is out of range; expected 1 to 400\n");
  EXPECT_EQ(problems_of("title: t\nsteps:\n  - host_rule: {times: 4294967296}\n"),
            "a.yaml:3:24: 'times': '4294967296' is out of range; expected 0 to 4.29497e+09\n");
}

TEST(YamlReader, AllProblemsComeAtOnceInOrderAndAreLimited) {
  const std::string all = problems_of("titel: t\nsteps:\n  - wait: 5\n  - swpie: x\n");
  EXPECT_NE(all.find(":1:1: unknown key 'titel'"), std::string::npos);
  EXPECT_LT(all.find(":3:11:"), all.find(":4:5:"));

  std::string many = "title: t\nsteps:\n";
  for (int i = 0; i < 50; ++i) many += "  - wait: x\n";
  const std::string limited = problems_of(many);
  EXPECT_EQ(std::count(limited.begin(), limited.end(), '\n'), 20);
}

TEST(YamlReader, AnchorsAliasesTagsAndFurtherDocumentsAreRefused) {
  EXPECT_EQ(problems_of("title: &a t\nsteps: []\n"),
            "a.yaml:1:8: anchors are not supported; write the value where it is used\n");
  EXPECT_EQ(problems_of("title: *a\nsteps: []\n"), "a.yaml:1:8: aliases are not supported; write the value again\n");
  EXPECT_EQ(problems_of("title: !!str t\nsteps: []\n"), "a.yaml:1:8: tags are not supported; leave it out\n");
  EXPECT_EQ(problems_of("title: t\nsteps: []\n---\ntitle: u\n"),
            "a.yaml:3:1: a second document begins here; a file holds one\n");
}

TEST(YamlReader, TextThatIsNotYamlSaysWhere) {
  EXPECT_EQ(problems_of(""), "a.yaml:1:1: the file is empty\n");
  EXPECT_EQ(problems_of("# nothing\n"), "a.yaml:1:1: the file is empty\n");
  EXPECT_TRUE(problems_of("title: t\nsteps:\n\t- wait: 1s\n").starts_with("a.yaml:3:1: "));
  EXPECT_TRUE(problems_of("title: \"open\nsteps: []\n").starts_with("a.yaml:3:1: "));
  EXPECT_TRUE(problems_of("title: [1, 2\n").starts_with("a.yaml:"));
  EXPECT_EQ(problems_of("title: \xC3\x28\n"), "a.yaml:1:8: not UTF-8\n");
  EXPECT_EQ(problems_of("steps: []\ntitle: 请\xFF\n"), "a.yaml:2:9: not UTF-8\n");
  EXPECT_EQ(problems_of(std::string_view("title: a\0b\n", 11)), "a.yaml:1:9: a NUL character\n");
}

TEST(YamlReader, DepthAndSizeAreLimited) {
  EXPECT_TRUE(problems_of("title: " + std::string(10'000, '[')).ends_with("nested too deep; at most 32 levels\n"));
  EXPECT_EQ(problems_of(std::string((1U << 20) + 1, ' ')), "a.yaml: the text is larger than 1048576 bytes\n");
}

TEST(YamlReader, PlacesAreKeptForLaterChecks) {
  Scenario out;
  Problems problems("a.yaml");
  Places places;
  ASSERT_TRUE(read_yaml("title: t\nsteps:\n  - wait: 1s\n  - swipe: {card: x}\n", out, problems, &places));

  EXPECT_EQ(places.find("steps[1].swipe.card"), (Place{4, 19}));
  EXPECT_EQ(places.find("steps[1].swipe.speed_cm_s"), (Place{4, 12}));
  EXPECT_EQ(places.find("steps[1]"), (Place{4, 5}));
}

TEST(YamlReader, AFileThatCannotBeReadIsSaid) {
  Problems missing("x");
  EXPECT_EQ(read_file("/nonexistent/x.yaml", missing), std::nullopt);
  EXPECT_EQ(missing.to_string(), "x: no such file\n");

  Problems folder("x");
  EXPECT_EQ(read_file("/", folder), std::nullopt);
  EXPECT_EQ(folder.to_string(), "x: not a file\n");
}

}  // namespace
}  // namespace mpos::load
