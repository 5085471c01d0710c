// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/base/result.hpp"
#include "devicemodel/base/time.hpp"

namespace mpos::sim {

/// State a world began with: the flash image of a reader, the ledger of a host.
struct StartImage {
  std::string name;
  std::vector<std::uint8_t> bytes;
  friend bool operator==(const StartImage&, const StartImage&) = default;
};

/// What must be the same for a log to play again. Profile, seed and commands give the same journal, byte for byte.
struct CommandLogHeader {
  std::string profile;
  std::uint64_t seed = 0;
  std::vector<StartImage> images;
  friend bool operator==(const CommandLogHeader&, const CommandLogHeader&) = default;
};

/// One command as it was taken. What the bytes are is the caller's matter. They hold test PINs as they were typed: a
/// reason the log is a file of its own, and test cards only.
struct LoggedCommand {
  Instant time{};
  std::vector<std::uint8_t> bytes;
  friend bool operator==(const LoggedCommand&, const LoggedCommand&) = default;
};

struct CommandLog {
  CommandLogHeader header;
  std::vector<LoggedCommand> commands;
};

enum class CommandLogError : std::uint8_t { not_a_log, newer_version, cut_short, damaged, out_of_order, write_failed };
/// A sentence for people.
const char* text_of(CommandLogError error) noexcept;

/// Where and why a log was refused.
struct CommandLogFailure {
  CommandLogError error = CommandLogError::not_a_log;
  std::size_t offset = 0;  ///< Of the entry concerned, in bytes from the beginning.
};

/// Layout, all numbers little-endian: "VMPOSLOG", version (2 bytes), then entries of length (4), CRC-32 of the payload
/// (4) and payload. The first entry is the header, each further one a time (8, nanoseconds) and the command's bytes.
class CommandLogWriter {
 public:
  static constexpr std::uint16_t version = 1;
  static constexpr std::size_t max_entry_bytes = 64U << 20;

  /// Writes the header at once. The stream stays the caller's.
  CommandLogWriter(std::ostream& out, const CommandLogHeader& header);
  Result<void, CommandLogError> append(Instant time, Bytes command);

 private:
  void write_entry(Bytes payload);
  std::ostream& out_;
  Instant last_{};
};

Result<CommandLog, CommandLogFailure> read_command_log(Bytes bytes);

}  // namespace mpos::sim
