// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "mpos/config/v1/config.pb.h"
#include "mpos/scenario/v1/scenario.pb.h"
#include "scenarios/load/problem.hpp"
#include "scenarios/load/test_pans.hpp"

namespace mpos::load {

/// A loaded scenario and where each of its values stands (`steps[3].swipe`).
struct ScenarioFile {
  std::filesystem::path path;
  scenario::v1::Scenario scenario;
  Places places;
};

/// Data files by name or by path. A name is `default`, found as `<root>/readers/default.yaml`; whatever holds a `/` or
/// ends in `.yaml` is a path, looked for beside `base` first when it is relative. Everything loaded has been checked.
class Catalogue {
 public:
  enum class Lab : bool { no, yes };

  /// `root` holds readers/, cards/, hosts/, psams/, terminal/, keys/ and test_pans.yaml. In the lab, any account number
  /// is let in.
  explicit Catalogue(std::filesystem::path root, Lab lab = Lab::no);
  /// VMPOS_ASSETS; else ../share/vmpos beside the running program; else the source tree this was built from.
  static std::filesystem::path find_root();

  const std::filesystem::path& root() const noexcept { return root_; }
  Result<config::v1::ReaderProfile, Problems> reader(std::string_view name, const std::filesystem::path& base = {});
  Result<config::v1::CardFile, Problems> card(std::string_view name, const std::filesystem::path& base = {});
  Result<config::v1::HostProfile, Problems> host(std::string_view name, const std::filesystem::path& base = {});
  /// Every card under `<root>/cards` and `<root>/cards/chip`, by name: one name is one card, with stripe, chip or both.
  Result<std::map<std::string, config::v1::CardFile>, Problems> cards();
  /// The RSA test keys chip cards are personalised with, `<root>/keys/chip.yaml`.
  Result<config::v1::ChipKeyFile, Problems> chip_keys();
  Result<config::v1::PsamFile, Problems> psam(std::string_view name, const std::filesystem::path& base = {});
  /// Every PSAM under `<root>/psams`, by name.
  Result<std::map<std::string, config::v1::PsamFile>, Problems> psams();
  Result<config::v1::TerminalFile, Problems> terminal_data(std::string_view name,
                                                           const std::filesystem::path& base = {});
  Result<ScenarioFile, Problems> scenario(const std::filesystem::path& path);
  /// The account numbers that are let in; nothing in the lab, where all are.
  Result<std::optional<TestPans>, Problems> admitted_pans();
  /// The names under `<root>/<kind>` (readers, cards, hosts, psams, terminal), sorted; cards with those of
  /// `cards/chip`.
  std::vector<std::string> names(std::string_view kind) const;

 private:
  std::filesystem::path resolve(std::string_view kind, std::string_view name, const std::filesystem::path& base) const;
  std::optional<std::string> open(std::string_view kind, std::string_view name, const std::filesystem::path& path,
                                  Problems& problems) const;
  /// Finds, reads and checks one file. `check` is called as check(message, places, problems) where the file could be
  /// read.
  template <typename Message, typename Check>
  Result<Message, Problems> one(std::string_view kind, std::string_view name, const std::filesystem::path& base,
                                Check check);
  /// All files of a kind by name, each by load(name); the failures of all of them together.
  template <typename Message, typename Load>
  Result<std::map<std::string, Message>, Problems> all(std::string_view kind, Load load);
  /// Null in the lab. Reads the lists on first use.
  const TestPans* guard(Problems& problems);

  std::filesystem::path root_;
  Lab lab_;
  std::optional<TestPans> pans_;
};

}  // namespace mpos::load
