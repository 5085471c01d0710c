// SPDX-License-Identifier: Apache-2.0
// assets/docs/protocol.md says what SDK authors rely on; its tables are held against the code.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "devicemodel/command/state_table.hpp"
#include "mpos/reader/v1/reader.pb.h"

namespace mpos::command {
namespace {

std::string document() {
  std::ostringstream text;
  text << std::ifstream{std::string{VMPOS_SOURCE_DIR} + "/assets/docs/protocol.md"}.rdbuf();
  return text.str();
}

/// The cells of the table row that begins with `first`, without that cell.
std::vector<std::string> row(const std::string& text, const std::string& first) {
  const std::size_t at = text.find("\n| `" + first + "` |");
  if (at == std::string::npos) return {};
  std::istringstream line{text.substr(at + 1, text.find('\n', at + 1) - at - 1)};
  std::vector<std::string> cells;
  for (std::string cell; std::getline(line, cell, '|');) {
    const std::size_t from = cell.find_first_not_of(' ');
    cells.push_back(from == std::string::npos ? "" : cell.substr(from, cell.find_last_not_of(' ') - from + 1));
  }
  cells.erase(cells.begin(), cells.begin() + 2);
  return cells;
}

TEST(DocumentTest, TheStateTableIsTheOneInForce) {
  const std::string text = document();
  const auto& bodies = *::mpos::reader::v1::Request::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies.field_count(); ++i) {
    const auto cells = row(text, bodies.field(i)->name());
    ASSERT_EQ(cells.size(), 9U) << bodies.field(i)->name() << " has no row";
    for (int state = 1; state <= 9; ++state) {
      EXPECT_EQ(cells[static_cast<std::size_t>(state - 1)] == "yes",
                allowed(static_cast<pb_size_t>(bodies.field(i)->number()), static_cast<State>(state)))
          << bodies.field(i)->name() << " in " << state_name(static_cast<State>(state));
    }
  }
}

TEST(DocumentTest, EveryCodeAndOutcomeHasARowWithItsCause) {
  const std::string text = document();
  const auto& codes = *::mpos::reader::v1::Code_descriptor();
  for (int i = 1; i < codes.value_count(); ++i) {
    const auto cells = row(text, codes.value(i)->name());
    ASSERT_EQ(cells.size(), 3U) << codes.value(i)->name();
    EXPECT_EQ(cells[0], std::to_string(codes.value(i)->number()));
  }
  const auto& outcomes = *::mpos::reader::v1::Outcome_descriptor();
  for (int i = 1; i < outcomes.value_count(); ++i) {
    EXPECT_EQ(row(text, outcomes.value(i)->name()).size(), 2U) << outcomes.value(i)->name();
  }
}

}  // namespace
}  // namespace mpos::command
