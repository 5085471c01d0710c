// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/load_options.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <random>

#include "scenarios/load/catalogue.hpp"

namespace mpos::world {

namespace {

load::Catalogue catalogue_of(const Files& files) {
  return load::Catalogue{files.assets.empty() ? load::Catalogue::find_root() : std::filesystem::path{files.assets},
                         files.lab ? load::Catalogue::Lab::yes : load::Catalogue::Lab::no};
}

/// One line for each; whoever prints them ends the last.
Failure<std::string> failure_of(const load::Problems& problems) {
  std::string text = problems.to_string();
  if (text.ends_with('\n')) text.pop_back();
  return Failure{std::move(text)};
}

/// A file as a scenario elsewhere names it: a path becomes absolute.
std::string lasting_name(const std::string& name) {
  const bool is_path = name.find('/') != std::string::npos || name.ends_with(".yaml");
  return is_path ? std::filesystem::absolute(name).lexically_normal().string() : name;
}

void add(const load::Problems& problems, const char* kind, std::vector<bus::v1::FileProblem>& out) {
  for (const load::Problem& problem : problems.items()) {
    auto& told = out.emplace_back();
    told.set_file(problem.file);
    told.set_line(static_cast<std::uint32_t>(problem.place.line));
    told.set_column(static_cast<std::uint32_t>(problem.place.column));
    told.set_reason(problem.text);
    told.set_kind(kind);
  }
}

LoadedCards whole_cards(load::Catalogue& catalogue) {
  LoadedCards out;
  for (const std::string& name : catalogue.names("cards")) {
    auto card = catalogue.card(name);
    if (card) {
      out.cards.emplace(name, *std::move(card));
    } else {
      add(card.error(), "card", out.problems);
    }
  }
  return out;
}

void add_profiles(load::Catalogue& catalogue, bus::v1::WorldInfo& beside) {
  std::vector<bus::v1::FileProblem> problems;
  for (const std::string& name : catalogue.names("readers")) {
    const auto profile = catalogue.reader(name);
    if (!profile) {
      add(profile.error(), "reader", problems);
      continue;
    }
    auto& info = *beside.add_profiles();
    info.set_name(name);
    info.set_title(profile->title());
    info.set_skin(profile->body().skin());
  }
  for (auto& problem : problems) *beside.add_problems() = std::move(problem);
}

/// By name only: commands come from outside and must not open any file of the machine.
Result<config::v1::CardFile, std::string> load_card(load::Catalogue& catalogue, const std::string& name) {
  const auto names = catalogue.names("cards");
  if (std::find(names.begin(), names.end(), name) == names.end()) return Failure{"no card is named " + name};
  auto card = catalogue.card(name);
  if (!card) return failure_of(card.error());
  return *std::move(card);
}

}  // namespace

Result<config::v1::ReaderProfile, std::string> load_reader(const Files& files) {
  auto reader = catalogue_of(files).reader(files.reader);
  if (!reader) return failure_of(reader.error());
  return *std::move(reader);
}

Result<config::v1::HostProfile, std::string> load_host(const Files& files) {
  auto host = catalogue_of(files).host(files.host);
  if (!host) return failure_of(host.error());
  return *std::move(host);
}

Result<Options, std::string> load_options(const Files& files) {
  load::Catalogue catalogue = catalogue_of(files);
  Options options;
  options.lab = files.lab;
  auto reader = catalogue.reader(files.reader);
  if (!reader) return failure_of(reader.error());
  options.profile = std::move(*reader);
  if (options.profile.body().chip() || options.profile.body().contactless()) {
    const std::string& name = options.profile.terminal_data();
    auto terminal = catalogue.terminal_data(name.empty() ? "default" : name);
    if (!terminal) return failure_of(terminal.error());
    options.terminal_data = std::move(*terminal);
  }
  auto host = catalogue.host(files.host);
  if (!host) return failure_of(host.error());
  options.host = std::move(*host);
  options.reader_file = lasting_name(files.reader);
  options.host_file = lasting_name(files.host);
  if (files.keep_going) {
    LoadedCards cards = whole_cards(catalogue);
    options.cards = std::move(cards.cards);
    for (auto& problem : cards.problems) *options.beside.add_problems() = std::move(problem);
    add_profiles(catalogue, options.beside);
    options.load_cards = [files] {
      load::Catalogue again = catalogue_of(files);
      return whole_cards(again);
    };
  } else if (files.every_card) {
    auto cards = catalogue.cards();
    if (!cards) return failure_of(cards.error());
    options.cards = std::move(*cards);
  } else {
    options.load_card = [known = catalogue](const std::string& name) mutable { return load_card(known, name); };
  }
  auto keys = catalogue.chip_keys();
  if (!keys) return failure_of(keys.error());
  options.chip_keys = std::move(*keys);
  auto psams = catalogue.psams();
  if (!psams) return failure_of(psams.error());
  options.psams = std::move(*psams);
  auto pans = catalogue.admitted_pans();
  if (!pans) return failure_of(pans.error());
  if (*pans) options.admits_pan = [known = std::move(**pans)](std::string_view pan) { return known.contains(pan); };
  return options;
}

Result<void, std::string> set_start(const Start& start, Options& options) {
  if (start.state && start.state->empty()) {
    return Failure{std::string{"--state needs a directory; --no-state keeps nothing"}};
  }
  if (start.state && start.no_state) return Failure{std::string{"--state beside --no-state: only one of them"}};
  if (start.fresh && start.no_state) {
    return Failure{std::string{"--fresh beside --no-state: only one of them; without state everything is new"}};
  }
  options.seed = start.seed ? *start.seed : draw_seed();
  if (!start.seed) options.profile.set_clock(local_time_text());
  options.fresh = start.fresh;
  if (start.state) {
    options.state = *start.state;
  } else if (!start.no_state && !start.seed) {
    options.state = default_state_directory();
  }
  return {};
}

std::filesystem::path default_state_directory() {
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/') {
    return std::filesystem::path{state} / "vmpos";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
    return std::filesystem::path{home} / ".local" / "state" / "vmpos";
  }
  return {};
}

std::uint64_t draw_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

std::string local_time_text() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  std::array<char, 32> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &local);
  return {text.data(), size};
}

}  // namespace mpos::world
