// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "scenarios/runner/picture.hpp"
#include "scenarios/runner/report_console.hpp"
#include "scenarios/runner/report_html.hpp"
#include "scenarios/runner/report_junit.hpp"

namespace mpos::runner {
namespace {

using namespace std::chrono_literals;

bus::v1::Screen one_dot(int column, int row) {
  bus::v1::Screen screen;
  screen.set_on(true);
  screen.set_number(9);
  screen.add_lines("hi <there>");
  std::string dots(1024, '\0');
  dots[static_cast<std::size_t>(row / 8 * 128 + column)] = static_cast<char>(1 << (row % 8));
  screen.set_dots(dots);
  return screen;
}

ScenarioResult passed() {
  ScenarioResult result;
  result.path = "suite/a.yaml";
  result.title = "A & B";
  result.virtual_time = 4420ms;
  result.screens.push_back({1, "swipe", "reader", 1s, one_dot(0, 0)});
  result.journal = "line\n";
  return result;
}
ScenarioResult failed() {
  ScenarioResult result = passed();
  result.title = "Bad <one>";
  result.steps = 3;
  result.failure = StepFailure{2, {7, 5}, "lcd 'x'", "screen 9: \x01", one_dot(3, 10), {"j1", "j2"}};
  result.repeat = "vmpos run suite/a.yaml --seed 1";
  return result;
}

TEST(Picture, DotsStandWhereTheControllerPutThem) {
  const auto screen = one_dot(3, 10);
  EXPECT_TRUE(dot_at(screen, 3, 10));
  EXPECT_FALSE(dot_at(screen, 3, 11));
  EXPECT_FALSE(dot_at(screen, 10, 3));
}

TEST(Picture, DrawsWithBrailleWhereBlocksDoNotFit) {
  EXPECT_NE(draw_braille(one_dot(0, 0)).find("│⠁"), std::string::npos);
  EXPECT_NE(draw_braille(one_dot(1, 3)).find("│⢀"), std::string::npos);
  EXPECT_EQ(draw_screen(one_dot(0, 0), 129), draw_braille(one_dot(0, 0)));
}

TEST(Picture, InverseTurnsDotsAndADarkDisplayHasNone) {
  auto screen = one_dot(0, 0);
  screen.set_inverse(true);
  EXPECT_FALSE(dot_at(screen, 0, 0));
  EXPECT_TRUE(dot_at(screen, 1, 0));
  screen.set_on(false);
  EXPECT_FALSE(dot_at(screen, 1, 0));
}

TEST(Picture, BlocksHoldTwoDotsEach) {
  EXPECT_NE(draw_blocks(one_dot(0, 0)).find("\n│▀ "), std::string::npos);
  EXPECT_NE(draw_blocks(one_dot(0, 1)).find("\n│▄ "), std::string::npos);
  EXPECT_NE(draw_blocks(one_dot(0, 1)).find("SIMULATOR"), std::string::npos);
}

TEST(Picture, SvgAndPbmHoldTheDot) {
  EXPECT_NE(draw_svg(one_dot(3, 10)).find("M3 10h1v1h-1z"), std::string::npos);
  EXPECT_TRUE(draw_pbm(one_dot(0, 0)).starts_with("P1\n# SIMULATOR\n128 64\n1000"));
}

TEST(Console, AFailureSaysEverythingNeededToRepeatIt) {
  std::ostringstream out;
  print_result(failed(), out);
  const std::string text = out.str();
  for (const char* part : {"FAILED   suite/a.yaml", "step 2 of 3, suite/a.yaml:7", "expected  lcd 'x'",
                           "screen    9 | hi <there>", "j1", "j2", "seed 1", "vmpos run suite/a.yaml --seed 1"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(Console, CountsAndExitCodes) {
  ScenarioResult broken;
  broken.broken = "a.yaml:1:1: bad\n";
  std::ostringstream out;
  print_summary({passed(), failed(), broken}, out);

  EXPECT_EQ(out.str(), "1 passed, 1 failed, 1 not run\n");
  EXPECT_EQ(exit_code({passed()}), 0);
  EXPECT_EQ(exit_code({passed(), failed()}), 1);
  EXPECT_EQ(exit_code({failed(), broken}), 2);
}

TEST(Junit, MarkupAndControlCharactersAreEscaped) {
  EXPECT_EQ(xml_escape("<a b=\"c\">&'\x01"), "&lt;a b=&quot;c&quot;&gt;&amp;&apos;\xEF\xBF\xBD");
  const std::string xml = junit_xml({passed(), failed()});
  EXPECT_NE(xml.find("tests=\"2\" failures=\"1\" errors=\"0\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("name=\"A &amp; B\""), std::string::npos);
  EXPECT_NE(xml.find("<property name=\"virtual_time_s\" value=\"4.420000\"/>"), std::string::npos);
  EXPECT_NE(xml.find("<failure message=\"step 2: expected lcd &apos;x&apos;"), std::string::npos);
  EXPECT_EQ(xml.find('\x01'), std::string::npos);
}

TEST(Html, HoldsPicturesAndEscapesText) {
  const std::string html = report_html({passed(), failed()});
  EXPECT_NE(html.find("<svg "), std::string::npos);
  EXPECT_NE(html.find("Bad &lt;one&gt;"), std::string::npos);
  EXPECT_NE(html.find("hi &lt;there&gt;"), std::string::npos);
  EXPECT_EQ(html.find("<one>"), std::string::npos);
}

TEST(Html, AReportFolderHoldsJournalAndScreens) {
  const auto folder = std::filesystem::temp_directory_path() / ("report_test_" + std::to_string(::getpid()));

  ASSERT_TRUE(write_report(folder, {passed()}));

  EXPECT_TRUE(std::filesystem::exists(folder / "index.html"));
  EXPECT_TRUE(std::filesystem::exists(folder / "1_a" / "step_01.pbm"));
  std::ifstream in(folder / "1_a" / "journal.txt");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "line\n");
  std::filesystem::remove_all(folder);
}

TEST(Html, AFolderThatCannotBeMadeIsSaid) {
  const auto done = write_report("/proc/nowhere", {passed()});
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().find("/proc/nowhere"), std::string::npos);
}

}  // namespace
}  // namespace mpos::runner
