// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/psam_box.hpp"

#include <algorithm>
#include <cinttypes>

#include "devicemodel/base/crc32.hpp"
#include "devicemodel/base/hex.hpp"
#include "devicemodel/security/pboc.hpp"
#include "peripherals/psam/psam_file.hpp"
#include "scenarios/world/setup.hpp"

namespace mpos::world {
namespace {

// What a reader asks of its PSAM: the terminal master key and the key its MAC keys come from (host-protocol.md).
constexpr std::uint8_t versions[] = {1, 2};
constexpr std::size_t block = 8;

/// State file of a module; a name that is a path gets its check sum instead.
std::string file_name(const std::string& name, std::size_t index) {
  std::string plain = "psam-" + name + "-" + std::to_string(index + 1);
  if (StateDirectory::is_good_name(plain)) return plain;
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "psam-%08" PRIX32 "-%zu", crc32(as_bytes(name)), index + 1);
  return text.data();
}

}  // namespace

Result<void, std::string> PsamBox::personalise(psam::PsamProfile& profile) const {
  const std::string& text = options_.profile.keys().psam_master();
  if (text.empty()) return {};
  std::array<std::uint8_t, 16> master{};
  if (read_hex(text, master) != master.size()) return Failure{std::string{"keys.psam_master has 32 hex digits"}};
  for (const std::uint8_t version : versions) {
    const bool held = std::any_of(profile.keys.begin(), profile.keys.end(), [version](const psam::Key& key) {
      return key.folder == psam::Folder::application && key.type == psam::key_type::mac_and_encryption &&
             key.index == version;
    });
    if (held) continue;
    const std::array<std::uint8_t, block> usage{0, 0, 0, 0, 0, 0, psam::key_type::mac_and_encryption, version};
    psam::Key key{psam::Folder::application, psam::key_type::mac_and_encryption, version, psam::Blob(16)};
    security::pboc_div(primitives_, security::Cipher::tdes, master, usage, key.bytes);
    security::pboc_div(primitives_, security::Cipher::tdes, key.bytes, Bytes{profile.serial}.last(block), key.bytes);
    profile.keys.push_back(std::move(key));
  }
  return {};
}

Result<std::shared_ptr<psam::Psam>, std::string> PsamBox::module(const std::string& name, std::size_t index) {
  if (const auto known = modules_.find({name, index}); known != modules_.end()) return known->second.psam;
  const auto found = options_.psams.find(name);
  if (found == options_.psams.end()) return Failure{"no PSAM is named " + name};
  const auto wrong = [&name](const std::string& what) { return Failure{"PSAM " + name + ": " + what}; };
  config::v1::PsamFile file = found->second;
  file.set_serial(serial_of(file.serial(), index));
  file.set_terminal(serial_of(file.terminal(), index));
  auto profile = psam::profile_from(file);
  if (!profile) return wrong(profile.error() + " is not as its description says");
  if (auto done = personalise(*profile); !done) return Failure{done.error()};
  Module made;
  made.file = file_name(name, index);
  made.kept = psam::first_state(*profile);
  if (state_ != nullptr) {
    const auto bytes = state_->load_card(made.file);
    if (!bytes) return Failure{bytes.error()};
    if (*bytes) {
      auto loaded = psam::load(**bytes);
      const bool own = loaded && equal(Bytes{loaded->files.at(psam::file::card_public)}.first(profile->serial.size()),
                                       profile->serial);
      if (!own) return Failure{state_->card_file(made.file).string() + ": is damaged, or belongs to another PSAM"};
      made.kept = *std::move(loaded);
    }
  }
  made.psam = std::make_shared<psam::Psam>(*std::move(profile), made.kept, primitives_);
  return modules_.emplace(std::pair{name, index}, std::move(made)).first->second.psam;
}

Result<void, std::string> PsamBox::save() {
  if (state_ == nullptr) return {};
  for (auto& [key, module] : modules_) {
    if (module.psam->state() == module.kept) continue;
    if (auto done = state_->store_card(module.file, psam::save(module.psam->state())); !done) return done;
    module.kept = module.psam->state();
  }
  return {};
}

}  // namespace mpos::world
