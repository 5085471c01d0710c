// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "devicemodel/sim/command_log.hpp"
#include "devicemodel/sim/scheduler.hpp"
#include "mpos/record/v1/record.pb.h"
#include "peripherals/radio/stream.hpp"
#include "scenarios/world/options.hpp"

namespace mpos::bus {

/// How a world was put together, as a command log keeps it.
record::v1::Setup to_setup(const world::Options& options);
/// The other way round; images, seed and dialling are the caller's.
world::Options from_setup(const record::v1::Setup& setup);

/// Writes the command log of one world: everything that comes from outside, with its place among the world's events.
class Recorder {
 public:
  /// Writes the header. `scheduler` is the world's; both outlive the recorder.
  Recorder(std::ostream& out, const sim::CommandLogHeader& header, const sim::Scheduler& scheduler);
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// `during_event`: the event being handed out when a listener posted.
  void command(const v1::Command& command, std::optional<std::uint64_t> during_event);
  /// A connection came from outside: gives the stream whose bytes are kept.
  std::unique_ptr<radio::Stream> attached(std::unique_ptr<radio::Stream> stream, bool terminal,
                                          const std::string& reader);
  /// A phone dialled out; the stream may be null.
  std::unique_ptr<radio::Stream> dialled(std::unique_ptr<radio::Stream> stream);
  /// The last entry. Answers whether everything so far could be written.
  Result<void, std::string> end(std::uint64_t journal_lines, std::uint32_t journal_crc32);
  /// Where something fell among the world's events, filled into an entry.
  record::v1::Entry now() const;
  void append(const record::v1::Entry& entry);

 private:
  sim::CommandLogWriter writer_;
  const sim::Scheduler& scheduler_;
  std::uint32_t lines_ = 0;
  bool ended_ = false;
  std::optional<sim::CommandLogError> failure_;
};

}  // namespace mpos::bus
