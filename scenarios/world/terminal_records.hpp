// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "mpos/config/v1/config.pb.h"

namespace mpos::world {

/// The records of a parameter download (icc.md section 9), one for each application and key.
struct TerminalRecords {
  std::vector<std::vector<std::uint8_t>> applications;
  std::vector<std::vector<std::uint8_t>> keys;
  std::uint32_t version = 1;
};

/// The failure names the entry and what is wrong with it.
Result<TerminalRecords, std::string> make_terminal_records(const config::v1::TerminalFile& file);

}  // namespace mpos::world
