// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/catalogue.hpp"

#include <algorithm>
#include <cstdlib>

#include "scenarios/load/checks.hpp"
#include "scenarios/load/words.hpp"
#include "scenarios/load/yaml_reader.hpp"

namespace mpos::load {
namespace fs = std::filesystem;

Catalogue::Catalogue(fs::path root, Lab lab) : root_(std::move(root)), lab_(lab) {}

fs::path Catalogue::find_root() {
  if (const char* given = std::getenv("VMPOS_ASSETS"); given != nullptr && *given != '\0') return given;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    fs::path installed = program.parent_path().parent_path() / "share" / "vmpos";
    if (fs::exists(installed / "readers", error)) return installed;
  }
  return VMPOS_SOURCE_ASSETS;
}

fs::path Catalogue::resolve(std::string_view kind, std::string_view name, const fs::path& base) const {
  std::error_code error;
  if (name.find('/') == std::string_view::npos && !name.ends_with(".yaml")) {
    const std::string file = std::string(name) + ".yaml";
    fs::path chip = root_ / kind / "chip" / file;
    return kind == "cards" && fs::exists(chip, error) ? chip : root_ / kind / file;
  }
  fs::path path(name);
  if (path.is_relative() && !base.empty() && fs::exists(base / path, error)) return base / path;
  return path;
}

std::vector<std::string> Catalogue::names(std::string_view kind) const {
  std::vector<std::string> out;
  std::error_code error;
  const auto add = [&](const fs::path& folder) {
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
      if (it->path().extension() == ".yaml") out.push_back(it->path().stem().string());
    }
  };
  add(root_ / kind);
  if (kind == "cards") add(root_ / kind / "chip");
  std::sort(out.begin(), out.end());
  return out;
}

std::optional<std::string> Catalogue::open(std::string_view kind, std::string_view name, const fs::path& path,
                                           Problems& problems) const {
  std::error_code error;
  const bool by_name = path == root_ / kind / (std::string(name) + ".yaml");
  if (by_name && !fs::exists(path, error)) {
    const auto known = names(kind);
    const std::string near = suggestion(name, known);
    problems.add({}, "there is no '" + std::string(name) + "' under " + std::string(kind) +
                         (near.empty() && !known.empty() ? "; expected " + join_words(known) : near));
    return std::nullopt;
  }
  return read_file(path, problems);
}

const TestPans* Catalogue::guard(Problems& problems) {
  if (lab_ == Lab::yes) return nullptr;
  if (!pans_) {
    pans_.emplace();
    const auto load = [&](const fs::path& path, bool (TestPans::*read_list)(const fs::path&, Problems&)) {
      Problems own(path.string());
      if (!((*pans_).*read_list)(path, own)) {
        for (const Problem& problem : own.items()) problems.add(problem);
      }
    };
    load(root_ / "test_pans.yaml", &TestPans::load_yaml);
    load(TestPans::own_list(), &TestPans::load_lines);
  }
  return &*pans_;
}

template <typename Message, typename Check>
Result<Message, Problems> Catalogue::one(std::string_view kind, std::string_view name, const fs::path& base,
                                         Check check) {
  const fs::path path = resolve(kind, name, base);
  Problems problems(path.string());
  Places places;
  Message message;
  const auto text = open(kind, name, path, problems);
  if (text && read_yaml(*text, message, problems, &places)) check(message, places, problems);
  if (!problems.empty()) return Failure{problems};
  return message;
}

template <typename Message, typename Load>
Result<std::map<std::string, Message>, Problems> Catalogue::all(std::string_view kind, Load load) {
  std::map<std::string, Message> out;
  Problems problems((root_ / kind).string());
  for (const std::string& name : names(kind)) {
    auto loaded = load(name);
    if (loaded) {
      out.emplace(name, *std::move(loaded));
    } else {
      for (const Problem& problem : loaded.error().items()) problems.add(problem);
    }
  }
  if (!problems.empty()) return Failure{problems};
  return out;
}

Result<config::v1::ReaderProfile, Problems> Catalogue::reader(std::string_view name, const fs::path& base) {
  auto profile = one<config::v1::ReaderProfile>("readers", name, base, check_reader);
  if (!profile) return profile;
  if (const fs::path ca{profile->acquirer().ca_file()}; !ca.empty() && ca.is_relative()) {
    profile->mutable_acquirer()->set_ca_file((resolve("readers", name, base).parent_path() / ca).string());
  }
  return profile;
}

Result<config::v1::CardFile, Problems> Catalogue::card(std::string_view name, const fs::path& base) {
  return one<config::v1::CardFile>("cards", name, base,
                                   [this](const auto& card, const Places& places, Problems& problems) {
                                     check_card(card, places, guard(problems), problems);
                                   });
}

Result<config::v1::HostProfile, Problems> Catalogue::host(std::string_view name, const fs::path& base) {
  auto host = one<config::v1::HostProfile>("hosts", name, base,
                                           [this](const auto& file, const Places& places, Problems& problems) {
                                             check_host(file, places, guard(problems), problems);
                                           });
  if (!host || host->terminal_data().empty()) return host;
  auto parameters = terminal_data(host->terminal_data(), resolve("hosts", name, base).parent_path());
  if (!parameters) return Failure{parameters.error()};
  *host->mutable_parameters() = *std::move(parameters);
  return host;
}

Result<std::map<std::string, config::v1::CardFile>, Problems> Catalogue::cards() {
  return all<config::v1::CardFile>("cards", [this](const std::string& name) { return card(name); });
}

Result<config::v1::PsamFile, Problems> Catalogue::psam(std::string_view name, const fs::path& base) {
  return one<config::v1::PsamFile>("psams", name, base, check_psam);
}

Result<std::map<std::string, config::v1::PsamFile>, Problems> Catalogue::psams() {
  return all<config::v1::PsamFile>("psams", [this](const std::string& name) { return psam(name); });
}

Result<config::v1::TerminalFile, Problems> Catalogue::terminal_data(std::string_view name, const fs::path& base) {
  return one<config::v1::TerminalFile>("terminal", name, base, check_terminal_data);
}

Result<config::v1::ChipKeyFile, Problems> Catalogue::chip_keys() {
  const fs::path path = root_ / "keys" / "chip.yaml";
  Problems problems(path.string());
  config::v1::ChipKeyFile keys;
  const auto text = read_file(path, problems);
  if (text) (void)read_yaml(*text, keys, problems);
  if (!problems.empty()) return Failure{problems};
  return keys;
}

Result<std::optional<TestPans>, Problems> Catalogue::admitted_pans() {
  Problems problems((root_ / "test_pans.yaml").string());
  const TestPans* pans = guard(problems);
  if (!problems.empty()) return Failure{problems};
  return pans == nullptr ? std::optional<TestPans>{} : *pans;
}

Result<ScenarioFile, Problems> Catalogue::scenario(const fs::path& path) {
  Problems problems(path.string());
  ScenarioFile file;
  file.path = path;
  const auto text = read_file(path, problems);
  if (text && read_yaml(*text, file.scenario, problems, &file.places))
    check_scenario(file.scenario, file.places, guard(problems), problems);
  if (!problems.empty()) return Failure{problems};
  return file;
}

}  // namespace mpos::load
