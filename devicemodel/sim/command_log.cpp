// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/sim/command_log.hpp"

#include <ostream>
#include <string_view>

#include "devicemodel/base/crc32.hpp"

namespace mpos::sim {
namespace {

constexpr std::string_view magic = "VMPOSLOG";

void put(std::vector<std::uint8_t>& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

/// Takes values off the front; once something is missing, `good` stays false.
class Reader {
 public:
  explicit Reader(Bytes bytes) : bytes_(bytes) {}
  bool good() const noexcept { return good_; }
  bool at_end() const noexcept { return bytes_.empty(); }
  std::uint64_t number(std::size_t bytes) {
    const Bytes taken = take(bytes);
    std::uint64_t value = 0;
    for (std::size_t i = taken.size(); i > 0; --i) value = value << 8 | taken[i - 1];
    return value;
  }
  Bytes take(std::uint64_t bytes) {
    if (bytes > bytes_.size()) {
      good_ = false;
      bytes_ = {};
      return {};
    }
    const Bytes out = bytes_.first(static_cast<std::size_t>(bytes));
    bytes_ = bytes_.subspan(static_cast<std::size_t>(bytes));
    return out;
  }
  std::string text() {
    const Bytes taken = take(number(4));
    return {taken.begin(), taken.end()};
  }
  std::size_t left() const noexcept { return bytes_.size(); }

 private:
  Bytes bytes_;
  bool good_ = true;
};

bool parse_header(Bytes payload, CommandLogHeader& header) {
  Reader in(payload);
  header.profile = in.text();
  header.seed = in.number(8);
  const std::uint64_t images = in.number(2);
  for (std::uint64_t i = 0; i < images && in.good(); ++i) {
    StartImage image;
    image.name = in.text();
    const Bytes bytes = in.take(in.number(4));
    image.bytes.assign(bytes.begin(), bytes.end());
    header.images.push_back(std::move(image));
  }
  return in.good() && in.at_end();
}

}  // namespace

const char* text_of(CommandLogError error) noexcept {
  switch (error) {
    case CommandLogError::not_a_log: return "this is not a command log";
    case CommandLogError::newer_version: return "this command log was written by a newer version of the program";
    case CommandLogError::cut_short: return "the command log ends in the middle of an entry";
    case CommandLogError::damaged: return "an entry of the command log is damaged";
    case CommandLogError::out_of_order: return "the command log goes back in time";
    case CommandLogError::write_failed: return "the command log could not be written";
  }
  return "";
}

CommandLogWriter::CommandLogWriter(std::ostream& out, const CommandLogHeader& header) : out_(out) {
  out_.write(magic.data(), static_cast<std::streamsize>(magic.size()));
  std::vector<std::uint8_t> payload;
  put(payload, version, 2);
  out_.write(reinterpret_cast<const char*>(payload.data()), 2);

  payload.clear();
  const auto put_text = [&](std::string_view text) {
    put(payload, text.size(), 4);
    payload.insert(payload.end(), text.begin(), text.end());
  };
  put_text(header.profile);
  put(payload, header.seed, 8);
  put(payload, header.images.size(), 2);
  for (const StartImage& image : header.images) {
    put_text(image.name);
    put(payload, image.bytes.size(), 4);
    payload.insert(payload.end(), image.bytes.begin(), image.bytes.end());
  }
  write_entry(payload);
}

Result<void, CommandLogError> CommandLogWriter::append(Instant time, Bytes command) {
  if (time < last_) return Failure{CommandLogError::out_of_order};
  if (command.size() + 8 > max_entry_bytes) return Failure{CommandLogError::write_failed};
  last_ = time;
  std::vector<std::uint8_t> payload;
  payload.reserve(8 + command.size());
  put(payload, static_cast<std::uint64_t>(time.time_since_epoch().count()), 8);
  payload.insert(payload.end(), command.begin(), command.end());
  write_entry(payload);
  if (!out_) return Failure{CommandLogError::write_failed};
  return {};
}

void CommandLogWriter::write_entry(Bytes payload) {
  std::vector<std::uint8_t> head;
  put(head, payload.size(), 4);
  put(head, crc32(payload), 4);
  out_.write(reinterpret_cast<const char*>(head.data()), static_cast<std::streamsize>(head.size()));
  out_.write(reinterpret_cast<const char*>(payload.data()), static_cast<std::streamsize>(payload.size()));
}

Result<CommandLog, CommandLogFailure> read_command_log(Bytes bytes) {
  Reader in(bytes);
  const Bytes mark = in.take(magic.size());
  if (!in.good() || std::string_view(reinterpret_cast<const char*>(mark.data()), mark.size()) != magic) {
    return Failure{CommandLogFailure{CommandLogError::not_a_log, 0}};
  }
  const std::uint64_t version = in.number(2);
  if (!in.good()) return Failure{CommandLogFailure{CommandLogError::cut_short, magic.size()}};
  if (version > CommandLogWriter::version)
    return Failure{CommandLogFailure{CommandLogError::newer_version, magic.size()}};
  if (version == 0) return Failure{CommandLogFailure{CommandLogError::damaged, magic.size()}};

  CommandLog log;
  bool has_header = false;
  Instant last{};
  while (!in.at_end() || !has_header) {
    const std::size_t offset = bytes.size() - in.left();
    const auto fail = [&](CommandLogError error) { return Failure{CommandLogFailure{error, offset}}; };
    const std::uint64_t length = in.number(4);
    const auto crc = static_cast<std::uint32_t>(in.number(4));
    const Bytes payload = in.take(length);
    if (!in.good()) return fail(CommandLogError::cut_short);
    if (length > CommandLogWriter::max_entry_bytes || crc32(payload) != crc) return fail(CommandLogError::damaged);
    if (!has_header) {
      if (!parse_header(payload, log.header)) return fail(CommandLogError::damaged);
      has_header = true;
      continue;
    }
    Reader entry(payload);
    const auto ns = static_cast<std::int64_t>(entry.number(8));
    if (!entry.good() || ns < 0) return fail(CommandLogError::damaged);
    const Instant time{Duration{ns}};
    if (time < last) return fail(CommandLogError::out_of_order);
    last = time;
    log.commands.push_back({time, {payload.begin() + 8, payload.end()}});
  }
  return log;
}

}  // namespace mpos::sim
