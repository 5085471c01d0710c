// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/sim/journal.hpp"

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <ostream>

namespace mpos::sim {
namespace {

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

/// Masks in place from `from` to the end of `text`.
void mask_from(std::string& text, std::size_t from) {
  constexpr std::size_t shortest = 13;  // ISO/IEC 7812-1 allows less, but trace and terminal numbers are that short.
  constexpr std::size_t longest = 19;
  for (std::size_t i = from; i < text.size();) {
    if (!is_digit(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end - i >= shortest && end - i <= longest) {
      std::fill(text.begin() + static_cast<std::ptrdiff_t>(i + 6), text.begin() + static_cast<std::ptrdiff_t>(end - 4),
                '*');
    }
    i = end;
  }
}

}  // namespace

void StreamJournal::append(std::string_view line) {
  out_.write(line.data(), static_cast<std::streamsize>(line.size()));
}

std::string mask_digit_runs(std::string_view text) {
  std::string out(text);
  mask_from(out, 0);
  return out;
}

void Journal::write(std::uint64_t number, Instant time, std::string_view reader, std::string_view text) {
  if (sink_ == nullptr) return;
  std::array<char, 64> head{};
  const std::int64_t ns = time.time_since_epoch().count();
  std::snprintf(head.data(), head.size(), "%06" PRIu64 " %" PRId64 ".%09" PRId64 " ", number, ns / 1'000'000'000,
                ns % 1'000'000'000);
  line_ = head.data();
  const std::size_t from = line_.size();  // The time is a long number too, and no secret.
  line_ += reader.empty() ? std::string_view{"-"} : reader;
  line_ += ' ';
  line_ += text;
  std::replace_if(
      line_.begin(), line_.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  mask_from(line_, from);
  line_ += '\n';
  sink_->append(line_);
}

}  // namespace mpos::sim
