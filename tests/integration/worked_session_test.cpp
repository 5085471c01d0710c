// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/integration/worked_session.hpp"

namespace mpos::test {
namespace {

constexpr std::string_view begins =
    "<!-- worked session: VMPOS_ACCEPT=1 build/dev/tests/integration_test writes it anew -->\n```\n";
constexpr std::string_view ends = "```\n<!-- end of worked session -->";

TEST(WorkedSessionTest, TheDocumentShowsTheBytesThisProgramSends) {
  const std::string path = std::string{VMPOS_SOURCE_DIR} + "/assets/docs/protocol.md";
  std::ostringstream read;
  read << std::ifstream{path}.rdbuf();
  std::string document = read.str();
  const std::size_t from = document.find(begins);
  const std::size_t to = document.find(ends);
  ASSERT_TRUE(from != std::string::npos && to != std::string::npos && from < to) << path << " lost its marks";

  const std::string session = play_worked_session();

  if (const char* accept = std::getenv("VMPOS_ACCEPT"); accept != nullptr && std::string_view{accept} == "1") {
    document.replace(from + begins.size(), to - from - begins.size(), session);
    std::ofstream{path} << document;
    return;
  }
  EXPECT_EQ(document.substr(from + begins.size(), to - from - begins.size()), session)
      << "run again with VMPOS_ACCEPT=1 and look at the difference";
}

TEST(WorkedSessionTest, PlayedTwiceItIsTheSame) {
  EXPECT_EQ(play_worked_session(), play_worked_session());
}

}  // namespace
}  // namespace mpos::test
