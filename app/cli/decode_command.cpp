// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <iostream>
#include <string>

#include "app/cli/commands.hpp"
#include "app/cli/option_parser.hpp"
#include "scenarios/decode/decode.hpp"
#include "scenarios/load/words.hpp"

namespace mpos::cli {
namespace {

constexpr std::size_t longest_input = 1U << 20;

void print(const decode::Rows& rows, int depth) {
  for (const decode::Row& row : rows) {
    std::string line(static_cast<std::size_t>(2 + 2 * depth), ' ');
    if (!row.key.empty()) line += row.key + "  ";
    line += row.name;
    if (!row.value.empty()) line += "  " + row.value;
    if (!row.note.empty()) line += "  (" + row.note + ")";
    if (row.tone == decode::Tone::wrong) line += "  <- wrong, at byte " + std::to_string(row.at);
    std::printf("%s\n", line.c_str());
    print(row.rows, depth + 1);
  }
}

bool holds_wrong(const decode::Rows& rows) {
  for (const decode::Row& row : rows) {
    if (row.tone == decode::Tone::wrong || holds_wrong(row.rows)) return true;
  }
  return false;
}

/// The character at `at`, in quotes where it is one byte that can be seen.
std::string shown(const std::string& text, std::size_t at) {
  const char c = text[at];
  return c > ' ' && c < 0x7F ? std::string{"'"} + c + "'" : "which cannot be shown here";
}

/// `where` names the line, with a comma and a space behind it; empty for an operand.
int show(const std::string& text, const std::optional<decode::Kind>& asked, const std::string& where) {
  auto specimen = decode::Specimen::from_hex(text);
  if (!specimen) {
    if (specimen.error() >= text.size()) {
      std::fprintf(stderr, "vmpos decode: %san odd count of hexadecimal digits; each byte takes two\n", where.c_str());
    } else {
      std::fprintf(stderr, "vmpos decode: %scharacter %zu, %s, is neither a hexadecimal digit nor a star\n",
                   where.c_str(), specimen.error() + 1, shown(text, specimen.error()).c_str());
    }
    return exit_usage;
  }
  if (specimen->size() == 0) {
    std::fprintf(stderr, "vmpos decode: %sthere are no bytes; give hexadecimal digits\n", where.c_str());
    return exit_usage;
  }
  const decode::Kind kind = asked.value_or(decode::guess(specimen->bytes()));
  const decode::Part part = decode::decode(std::move(*specimen), kind);
  std::printf("%s, %zu bytes\n", part.title.c_str(), part.specimen.size());
  print(part.rows, 0);
  return holds_wrong(part.rows) ? exit_failed : exit_good;
}

}  // namespace

int decode_command(std::span<char* const> arguments) {
  OptionParser parser(
      "decode", "HEX|-",
      "Tells what bytes mean: terminal messages (ISO 8583), card commands and answers, BER-TLV, answers to "
      "reset,\nframes between phone and reader, also those of the 55AA wire, and messages. What they are is guessed "
      "from them;\n--as says it. A dash reads lines of hexadecimal from standard input. "
      "Account numbers, track data and PIN\ndata are hidden.\nExit code: 0 understood, 1 some of the bytes are wrong, "
      "2 the usage is.",
      "vmpos decode 950500000080009F34030203009B02E800");
  std::string as;
  parser.value("--as", "KIND", as, decode::kind_words());
  parser.operand_count(1, 1);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  std::optional<decode::Kind> kind;
  if (!as.empty()) {
    kind = decode::kind_of(as);
    if (!kind) {
      std::fprintf(stderr, "vmpos decode: --as is one of %s, not '%s'\n", decode::kind_words().c_str(), as.c_str());
      return exit_usage;
    }
  }
  const std::string& operand = parser.operands().front();
  if (operand != "-") return show(operand, kind, {});
  int worst = exit_good;
  std::string line;
  for (std::size_t number = 1; std::getline(std::cin, line); ++number) {
    const std::string where = "line " + std::to_string(number) + ", ";
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    if (line.size() > longest_input) {
      std::fprintf(stderr, "vmpos decode: %slonger than %zu characters\n", where.c_str(), longest_input);
      return exit_usage;
    }
    worst = std::max(worst, show(line, kind, where));
  }
  return worst;
}

}  // namespace mpos::cli
