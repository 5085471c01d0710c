// SPDX-License-Identifier: Apache-2.0
#include "app/cli/option_parser.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "scenarios/load/values.hpp"
#include "scenarios/load/words.hpp"

namespace mpos::cli {

OptionParser::OptionParser(std::string name, std::string operands, std::string summary, std::string example)
    : name_(std::move(name)),
      operands_text_(std::move(operands)),
      summary_(std::move(summary)),
      example_(std::move(example)) {}

void OptionParser::flag(std::string name, bool& target, std::string help) {
  options_.push_back({std::move(name), "", std::move(help), Kind::flag, &target, false});
}
void OptionParser::value(std::string name, std::string metavar, std::string& target, std::string help) {
  options_.push_back({std::move(name), std::move(metavar), std::move(help), Kind::text, &target, false});
}
void OptionParser::value(std::string name, std::string metavar, std::optional<std::string>& target, std::string help) {
  options_.push_back({std::move(name), std::move(metavar), std::move(help), Kind::some_text, &target, false});
}
void OptionParser::value(std::string name, std::string metavar, std::optional<std::uint64_t>& target,
                         std::string help) {
  options_.push_back({std::move(name), std::move(metavar), std::move(help), Kind::number, &target, false});
}
void OptionParser::values(std::string name, std::string metavar, std::vector<std::string>& target, std::string help) {
  options_.push_back({std::move(name), std::move(metavar), std::move(help), Kind::list, &target, false});
}
void OptionParser::log_level(LogLevel& target) {
  options_.push_back({"--log-level", "LEVEL",
                      "How much to say on standard error: error, warning, info (when left out), debug (masked journal) "
                      "or trace (all of it)",
                      Kind::level, &target, false});
}
void OptionParser::operand_count(std::size_t least, std::size_t largest) {
  least_ = least;
  largest_ = largest;
}

OptionParser::Option* OptionParser::find(std::string_view name) {
  const auto found =
      std::find_if(options_.begin(), options_.end(), [&](const Option& option) { return option.name == name; });
  return found == options_.end() ? nullptr : &*found;
}

std::string OptionParser::take(const Option& option, std::string_view value) {
  switch (option.kind) {
    case Kind::flag: *static_cast<bool*>(option.target) = true; return {};
    case Kind::text: *static_cast<std::string*>(option.target) = value; return {};
    case Kind::some_text: *static_cast<std::optional<std::string>*>(option.target) = std::string(value); return {};
    case Kind::list: static_cast<std::vector<std::string>*>(option.target)->emplace_back(value); return {};
    case Kind::number: {
      const auto number = load::parse_unsigned(value);
      if (!number) return "expected a whole number, not '" + std::string(value) + "'";
      *static_cast<std::optional<std::uint64_t>*>(option.target) = *number;
      return {};
    }
    case Kind::level: {
      const auto level = bus::log_level_from(value);
      if (!level) return "expected " + std::string(bus::log_level_words) + ", not '" + std::string(value) + "'";
      *static_cast<LogLevel*>(option.target) = *level;
      return {};
    }
  }
  return {};
}

OptionParser::Next OptionParser::wrong(const std::string& what) const {
  std::fprintf(stderr, "vmpos %s: %s\nTry 'vmpos %s --help'.\n", name_.c_str(), what.c_str(), name_.c_str());
  return Next::wrong;
}

OptionParser::Next OptionParser::parse(std::span<char* const> arguments) {
  operands_.clear();
  for (Option& option : options_) option.given = false;
  bool options_ended = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (options_ended || argument.size() < 2 || argument[0] != '-') {
      operands_.emplace_back(argument);
      continue;
    }
    if (argument == "--") {
      options_ended = true;
      continue;
    }
    if (argument == "--help" || argument == "-h") {
      std::fputs(help().c_str(), stdout);
      return Next::help_printed;
    }
    const auto equals = argument.find('=');
    const std::string name(argument.substr(0, equals));
    Option* option = find(name);
    if (option == nullptr) {
      std::vector<std::string> names{"--help"};
      for (const Option& known : options_) names.push_back(known.name);
      return wrong("unknown option '" + name + "'" + load::suggestion(name, names));
    }
    if (option->kind == Kind::flag) {
      if (equals != std::string_view::npos) return wrong("option '" + name + "' takes no value");
      (void)take(*option, {});
      continue;
    }
    std::string_view value;
    if (equals != std::string_view::npos) {
      value = argument.substr(equals + 1);
    } else if (i + 1 < arguments.size()) {
      value = arguments[++i];
    } else {
      return wrong("option '" + name + "' needs " + option->metavar);
    }
    if (std::exchange(option->given, true) && option->kind != Kind::list) {
      return wrong("option '" + name + "' is given twice; it takes one " + option->metavar);
    }
    if (const std::string problem = take(*option, value); !problem.empty())
      return wrong("option '" + name + "': " + problem);
  }
  if (operands_.size() < least_) return wrong("expected " + operands_text_);
  if (operands_.size() > largest_) return wrong("unexpected '" + operands_[largest_] + "'");
  return Next::run;
}

std::string OptionParser::help() const {
  std::string out = "Usage: vmpos " + name_ + " [OPTION]..." + (operands_text_.empty() ? "" : " " + operands_text_) +
                    "\n\n" + summary_ + "\n\nOptions:\n";
  const auto row = [&](const std::string& left, const std::string& right) {
    out += "  " + left + std::string(left.size() < 22 ? 22 - left.size() : 1, ' ') + right + "\n";
  };
  for (const Option& option : options_)
    row(option.name + (option.metavar.empty() ? "" : " " + option.metavar), option.help);
  row("--help", "This text");
  return out + "\nExample:\n  " + example_ + "\n";
}

}  // namespace mpos::cli
