// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <iostream>

#include "app/cli/commands.hpp"
#include "app/cli/option_parser.hpp"
#include "scenarios/load/catalogue.hpp"
#include "scenarios/load/yaml_reader.hpp"

namespace mpos::cli {
namespace {

void print_row(const std::string& name, const std::string& title, const std::string& more) {
  std::printf("  %-16s %-44s %s\n", name.c_str(), title.c_str(), more.c_str());
}

int list(load::Catalogue& catalogue) {
  load::Problems problems;
  const auto take = [&](const load::Problems& found) {
    for (const load::Problem& problem : found.items()) problems.add(problem);
  };
  std::printf("Readers\n");
  for (const auto& name : catalogue.names("readers")) {
    const auto profile = catalogue.reader(name);
    profile ? print_row(name, profile->title(), profile->serial()) : take(profile.error());
  }
  std::printf("Cards\n");
  for (const auto& name : catalogue.names("cards")) {
    const auto card = catalogue.card(name);
    card ? print_row(name, card->title(), "service code " + card->service_code()) : take(card.error());
  }
  std::printf("Hosts\n");
  for (const auto& name : catalogue.names("hosts")) {
    const auto host = catalogue.host(name);
    host ? print_row(name, host->title(), std::to_string(host->accounts_size()) + " accounts") : take(host.error());
  }
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
  const bool by_path = name.find('/') != std::string::npos || name.ends_with(".yaml");
  const std::filesystem::path path =
      by_path ? std::filesystem::path(name) : catalogue.root() / "readers" / (name + ".yaml");
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
