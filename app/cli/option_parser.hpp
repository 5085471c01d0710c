// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/bus/log_level.hpp"

namespace mpos::cli {

inline constexpr int exit_good = 0;
inline constexpr int exit_failed = 1;  ///< An expectation or a vector failed.
inline constexpr int exit_usage = 2;   ///< A file or the usage is wrong.

using bus::LogLevel;

/// The options of one subcommand. Values may stand after a space or `=`; `--` ends the options; options and operands
/// may mix. A value given twice is refused, as a key of a file is: only values() take more than one.
/// `--help` is known to every parser.
class OptionParser {
 public:
  /// `name` as in `vmpos name`; `operands` as in the usage line, empty for none; `example` is a whole command line.
  OptionParser(std::string name, std::string operands, std::string summary, std::string example);

  // What is declared here must outlive parse().
  void flag(std::string name, bool& target, std::string help);
  void value(std::string name, std::string metavar, std::string& target, std::string help);
  /// For a text that may be empty by mistake: left out and empty are two things.
  void value(std::string name, std::string metavar, std::optional<std::string>& target, std::string help);
  void value(std::string name, std::string metavar, std::optional<std::uint64_t>& target, std::string help);
  /// May be given more than once.
  void values(std::string name, std::string metavar, std::vector<std::string>& target, std::string help);
  /// `--log-level LEVEL`; what each says is at bus::LogLevel.
  void log_level(LogLevel& target);
  /// Least and largest count of operands; {0, 0} when not called.
  void operand_count(std::size_t least, std::size_t largest);

  enum class Next : std::uint8_t { run, help_printed, wrong };
  /// Prints the help on standard output or what is wrong on standard error.
  Next parse(std::span<char* const> arguments);
  const std::vector<std::string>& operands() const noexcept { return operands_; }
  std::string help() const;

 private:
  enum class Kind : std::uint8_t { flag, text, some_text, number, list, level };
  struct Option {
    std::string name;
    std::string metavar;
    std::string help;
    Kind kind;
    void* target;
    bool given = false;
  };
  Option* find(std::string_view name);
  /// Empty when the value was taken; otherwise what is wrong.
  std::string take(const Option& option, std::string_view value);
  Next wrong(const std::string& what) const;

  std::string name_;
  std::string operands_text_;
  std::string summary_;
  std::string example_;
  std::vector<Option> options_;
  std::vector<std::string> operands_;
  std::size_t least_ = 0;
  std::size_t largest_ = 0;
};

}  // namespace mpos::cli
