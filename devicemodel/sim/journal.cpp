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

constexpr std::size_t shortest = 13;  // ISO/IEC 7812-1 allows less, but trace and terminal numbers are that short.
constexpr std::size_t shown_first = 6;
constexpr std::size_t shown_last = 4;

/// Stars for the middle `digits` digits of `text` from `from` on; what stands between groups stays.
void star_middle(std::string& text, std::size_t from, std::size_t digits) {
  std::size_t seen = 0;
  for (std::size_t i = from; seen < digits; ++i) {
    if (!is_digit(text[i])) continue;
    if (seen >= shown_first && seen + shown_last < digits) text[i] = '*';
    ++seen;
  }
}

std::size_t run_length(std::string_view text, std::size_t from, std::size_t to) {
  std::size_t end = from;
  while (end < to && is_digit(text[end])) ++end;
  return end - from;
}

/// The digits of a number printed in groups that begins at `from`, and where it ends.
struct Grouped {
  std::size_t digits = 0;
  std::size_t end = 0;
};

Grouped grouped_number(std::string_view text, std::size_t from, std::size_t to) {
  struct Group {
    std::size_t digits;
    std::size_t end;
  };
  std::array<Group, 5> groups{};
  std::size_t count = 0;
  for (std::size_t at = from; count < groups.size();) {
    const std::size_t run = run_length(text, at, to);
    if (run == 0) break;
    const std::size_t end = at + run;
    groups[count++] = {run, end};
    if (end == to || (text[end] != ' ' && text[end] != '-' && text[end] != '.')) break;
    at = end + 1;
  }
  const auto are = [&](std::size_t first, std::size_t second) {
    return groups[0].digits == first && groups[1].digits == second;
  };
  std::size_t taken = 0;
  if (count >= 3 && are(4, 6) && groups[2].digits == 5) taken = 3;
  if (count >= 4 && are(4, 4) && groups[2].digits == 4) {
    taken = count == 5 && groups[3].digits == 4 && groups[4].digits <= 3 ? 5 : 4;
  }
  Grouped found;
  for (std::size_t i = 0; i < taken; ++i) found = {found.digits + groups[i].digits, groups[i].end};
  return found;
}

/// Masks in place what stands in [from, to) of `text`.
void mask_between(std::string& text, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to;) {
    const std::size_t run = run_length(text, i, to);
    if (run == 0) {
      ++i;
      continue;
    }
    if (run >= shortest) {
      star_middle(text, i, run);
    } else if (const Grouped number = grouped_number(text, i, to); number.digits >= shortest) {
      star_middle(text, i, number.digits);
      i = number.end;
      continue;
    }
    i += run;
  }
}

/// Whether an account number of 15 digits may look like this: IIN 34, 37, 2131 or 1800, and the check digit of
/// ISO/IEC 7812-1, annex B.
bool is_card_of_15(std::string_view digits) noexcept {
  if (!std::all_of(digits.begin(), digits.end(), is_digit)) return true;
  int sum = 0;
  bool twice = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, twice = !twice) {
    const int value = (*digit - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  const bool issued =
      digits.starts_with("34") || digits.starts_with("37") || digits.starts_with("2131") || digits.starts_with("1800");
  return issued && sum % 10 == 0;
}

bool is_masked_hex(std::string_view value) noexcept {
  return value.size() % 2 == 0 && std::all_of(value.begin(), value.end(),
                                              [](char c) { return is_digit(c) || (c >= 'A' && c <= 'F') || c == '*'; });
}

}  // namespace

void StreamJournal::append(std::string_view line) {
  out_.write(line.data(), static_cast<std::streamsize>(line.size()));
}

std::string mask_digit_runs(std::string_view text) {
  std::string out(text);
  mask_between(out, 0, out.size());
  return out;
}

JournalText& JournalText::hex(std::string_view value) {
  if (is_masked_hex(value)) spared_.push_back({text_.size(), text_.size() + value.size()});
  text_ += value;
  return *this;
}

JournalText& JournalText::merchant(std::string_view value) {
  constexpr std::size_t length = 15;
  if (value.size() == length && !is_card_of_15(value)) spared_.push_back({text_.size(), text_.size() + length});
  text_ += value;
  return *this;
}

std::string JournalText::masked() const {
  std::string out = text_;
  std::size_t at = 0;
  for (const Span& span : spared_) {
    mask_between(out, at, span.from);
    at = span.to;
  }
  mask_between(out, at, out.size());
  return out;
}

void Journal::write(std::uint64_t number, Instant time, std::string_view reader, const JournalText& text) {
  if (sink_ == nullptr) return;
  std::array<char, 64> head{};
  const std::int64_t ns = time.time_since_epoch().count();
  std::snprintf(head.data(), head.size(), "%06" PRIu64 " %" PRId64 ".%09" PRId64 " ", number, ns / 1'000'000'000,
                ns % 1'000'000'000);
  line_ = head.data();
  line_ += reader.empty() ? std::string{"-"} : mask_digit_runs(reader);
  line_ += ' ';
  line_ += text.masked();
  std::replace_if(
      line_.begin(), line_.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  line_ += '\n';
  sink_->append(line_);
}

}  // namespace mpos::sim
