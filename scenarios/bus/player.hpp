// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mpos/record/v1/record.pb.h"
#include "scenarios/bus/bus.hpp"
#include "scenarios/world/state_directory.hpp"

namespace mpos::bus {

/// A command log, read and checked.
struct Recording {
  struct Taken {
    Instant time{};
    record::v1::Entry entry;
  };
  record::v1::Setup setup;
  std::uint64_t seed = 0;
  std::vector<world::StateDirectory::Image> images;
  std::vector<Taken> entries;
};

/// The failure names the byte at which the log is wrong, and how.
Result<Recording, std::string> read_recording(Bytes log);

/// What playing a recording gave.
struct Played {
  std::uint64_t commands = 0;
  std::uint64_t outside = 0;  ///< things connections from outside brought
  Duration virtual_time{};
  Bus::JournalSum journal;
  bool ended = false;  ///< the recording ended as it should, so the next is known
  bool same = false;   ///< the journal is the recorded one, byte for byte
};

/// Runs the recorded world again, as fast as it goes, with everything that came from outside in its old place. Programs
/// that were connected need not be there: what they sent is in the recording.
///
///   journal   gets the lines
///   scratch   an empty directory for the state the world began with
///   errors    the world cannot be made, or goes another way than the recorded one (which entry)
Result<Played, std::string> play(const Recording& recording, sim::JournalSink& journal,
                                 const std::filesystem::path& scratch,
                                 std::function<bool(std::string_view pan)> admits_pan);

/// The same, made into the text of a scenario file with that title. It begins where the recording does; the failure
/// says why it cannot, or that nothing was done.
Result<std::string, std::string> play_to_scenario(const Recording& recording, sim::JournalSink& journal,
                                                  const std::filesystem::path& scratch,
                                                  std::function<bool(std::string_view pan)> admits_pan,
                                                  const std::string& title);

}  // namespace mpos::bus
