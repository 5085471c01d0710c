// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "devicemodel/base/result.hpp"
#include "scenarios/bus/player.hpp"

namespace mpos::cli {

/// A command log, ready to be played.
struct SessionLog {
  bus::Recording recording;
  /// Which account numbers the world may meet; empty for any.
  std::function<bool(std::string_view pan)> admits;
};

/// Reads the command log at `path`. `assets` holds the known test numbers (found when empty), `lab` lets in any.
///   errors  a sentence: the file cannot be read or is none, or it brings an account number that is not known
Result<SessionLog, std::string> read_session_log(const std::string& path, const std::string& assets, bool lab);

}  // namespace mpos::cli
