// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <vector>

#include "app/cli/commands.hpp"
#include "app/cli/distinct_files.hpp"
#include "app/cli/option_parser.hpp"
#include "scenarios/load/catalogue.hpp"
#include "scenarios/load/yaml_reader.hpp"

namespace mpos::cli {
namespace {

/// Name, title and what else there is to say, each column as wide as its longest text.
class Table {
 public:
  void add(std::string name, std::string title, std::string more) {
    name_width_ = std::max(name_width_, name.size());
    title_width_ = std::max(title_width_, title.size());
    rows_.push_back({std::move(name), std::move(title), std::move(more)});
  }
  void print(const char* heading) const {
    std::printf("%s\n", heading);
    for (const auto& [name, title, more] : rows_) {
      std::printf("  %-*s  %-*s  %s\n", static_cast<int>(name_width_), name.c_str(), static_cast<int>(title_width_),
                  title.c_str(), more.c_str());
    }
  }

 private:
  std::vector<std::array<std::string, 3>> rows_;
  std::size_t name_width_ = 0;
  std::size_t title_width_ = 0;
};

int list(load::Catalogue& catalogue) {
  load::Problems problems;
  const auto take = [&](const load::Problems& found) {
    for (const load::Problem& problem : found.items()) problems.add(problem);
  };
  Table readers;
  Table cards;
  Table hosts;
  for (const auto& name : catalogue.names("readers")) {
    const auto profile = catalogue.reader(name);
    profile ? readers.add(name, profile->title(), profile->serial()) : take(profile.error());
  }
  for (const auto& name : catalogue.names("cards")) {
    const auto card = catalogue.card(name);
    card ? cards.add(name, card->title(), "service code " + card->service_code()) : take(card.error());
  }
  for (const auto& name : catalogue.names("hosts")) {
    const auto host = catalogue.host(name);
    host ? hosts.add(name, host->title(), std::to_string(host->accounts_size()) + " accounts") : take(host.error());
  }
  readers.print("Readers");
  cards.print("Cards");
  hosts.print("Hosts");
  std::printf("under %s\n", catalogue.root().c_str());
  if (problems.empty()) return exit_good;
  std::cerr << problems.to_string();
  return exit_usage;
}

/// Checks the file, then prints it as it is written, comments and all.
int show(load::Catalogue& catalogue, const std::string& name) {
  const auto profile = catalogue.reader(name);
  if (!profile) {
    std::cerr << profile.error().to_string();
    return exit_usage;
  }
  const std::filesystem::path given = as_path(name);
  const std::filesystem::path path = given.empty() ? catalogue.root() / "readers" / (name + ".yaml") : given;
  load::Problems problems(path.string());
  const auto text = load::read_file(path, problems);
  if (!text) {
    std::cerr << problems.to_string();
    return exit_usage;
  }
  std::fputs(text->c_str(), stdout);
  return exit_good;
}

}  // namespace

int profile_command(std::span<char* const> arguments) {
  OptionParser parser(
      "profile", "list | show NAME",
      "Lists the reader profiles, cards and hosts that can be named, or checks one reader profile and prints it.",
      "vmpos profile show m35");
  std::string assets;
  bool lab = false;
  parser.value("--assets", "DIR", assets, "Folder with readers/, cards/ and hosts/");
  parser.flag("--lab", lab, "Let in account numbers that are no known test numbers");
  parser.operand_count(1, 2);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  load::Catalogue catalogue(assets.empty() ? load::Catalogue::find_root() : std::filesystem::path(assets),
                            lab ? load::Catalogue::Lab::yes : load::Catalogue::Lab::no);
  const auto& words = parser.operands();
  if (words[0] == "list" && words.size() == 1) return list(catalogue);
  if (words[0] == "show" && words.size() == 2) return show(catalogue, words[1]);
  std::fprintf(stderr, "vmpos profile: expected 'list' or 'show NAME'\nTry 'vmpos profile --help'.\n");
  return exit_usage;
}

}  // namespace mpos::cli
