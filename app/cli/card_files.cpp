// SPDX-License-Identifier: Apache-2.0
#include "app/cli/card_files.hpp"

#include <algorithm>
#include <filesystem>

#include "peripherals/card/chip_file.hpp"
#include "peripherals/card/made_card.hpp"
#include "peripherals/card/personaliser.hpp"
#include "scenarios/load/catalogue.hpp"
#include "scenarios/load/checks.hpp"
#include "scenarios/load/document.hpp"
#include "scenarios/load/yaml_reader.hpp"

namespace mpos::cli {
namespace {

namespace fs = std::filesystem;

/// The file of a card; empty for a name there is not.
fs::path file_of(const std::string& name, const fs::path& root) {
  if (name.find('/') != std::string::npos || name.ends_with(".yaml")) return name;
  std::error_code error;
  for (const char* folder : {"cards/chip", "cards"}) {
    fs::path file = root / folder / (name + ".yaml");
    if (fs::exists(file, error)) return file;
  }
  return {};
}

/// What rooms below say begins with the path of the value: the place of that value, or of `otherwise`.
load::Place place_of(const std::string& what, const load::Places& places, const char* otherwise) {
  const std::string path = what.substr(0, what.find_first_of(" :"));
  const bool is_path = path.find('.') != std::string::npos || places.has(path);
  return places.find(is_path ? path : otherwise);
}

bool is_made(const std::string& text, const std::string& file) {
  load::Problems ignored(file);
  const auto document = load::read_document(text, ignored);
  if (!document || document->kind != load::Node::Kind::map) return false;
  for (std::size_t i = 0; i < document->items.size(); i += 2) {
    if (document->items[i].text == "profile") return true;
  }
  return false;
}

Result<card::KeyRing, std::string> keys_from(const fs::path& file) {
  load::Problems problems(file.string());
  config::v1::ChipKeyFile keys;
  const auto text = load::read_file(file, problems);
  if (!text || !load::read_yaml(*text, keys, problems)) return Failure{problems.to_string()};
  auto ring = card::KeyRing::from(keys);
  if (ring) return ring;
  problems.add({}, ring.error());
  return Failure{problems.to_string()};
}

void apply(const CardChanges& changes, config::v1::CardFile& file) {
  if (!changes.title.empty()) file.set_title(changes.title);
  if (!changes.pan.empty()) {
    file.set_pan(changes.pan);
    for (auto& application : *file.mutable_chip()->mutable_applications()) application.clear_pan();
  }
  if (!changes.expiry.empty()) {
    file.set_expiry(changes.expiry);
    for (auto& application : *file.mutable_chip()->mutable_applications()) application.clear_expiry();
  }
  if (!changes.name.empty()) file.set_name(changes.name);
  if (!changes.pin.empty()) {
    file.set_pin(changes.pin);
    file.mutable_chip()->set_pin(changes.pin);
  }
}

/// `problems` are those of values a person gave on the command line: told by the option, each once.
std::string changed_wrong(const load::Problems& problems) {
  std::vector<std::string> lines;
  for (const load::Problem& problem : problems.items()) {
    std::string text = problem.text;
    for (const char* option : {"title", "pan", "expiry", "name", "pin"}) {
      const std::string key = std::string{"'"} + option + "'";
      if (text.starts_with(key)) text = "option '--" + (option + ("'" + text.substr(key.size())));
    }
    if (std::find(lines.begin(), lines.end(), text) == lines.end()) lines.push_back(text);
  }
  std::string out;
  for (const std::string& line : lines) out += "vmpos card make: " + line + "\n";
  return out;
}

class Loader {
 public:
  Loader(load::Catalogue& catalogue, const CardPlaces& places, security::Primitives& primitives)
      : catalogue_(catalogue), places_(places), primitives_(primitives) {}

  Result<ReadyCard, std::string> profile(const fs::path& file, const std::string& text, const CardChanges& changes) {
    auto checked = catalogue_.card(file.string());
    if (!checked) return Failure{checked.error().to_string()};
    ReadyCard out;
    out.file = file;
    out.name = file.stem().string();
    out.profile = *std::move(checked);
    load::Problems problems(file.string());
    load::Places places;
    config::v1::CardFile again;
    (void)load::read_yaml(text, again, problems, &places);
    const auto wrong = [&](const std::string& what) {
      problems.add(place_of(what, places, "chip"), what);
      return Failure{problems.to_string()};
    };
    if (!out.profile.has_chip()) return wrong("this card has no chip: 'chip' is missing");
    if (changes.any()) {
      apply(changes, out.profile);
      load::Problems changed("changed");
      if (!guard(out.profile, {}, changed)) return Failure{changed_wrong(changed)};
    }
    const auto keys =
        keys_from(places_.keys.empty() ? catalogue_.root() / "keys" / "chip.yaml" : fs::path{places_.keys});
    if (!keys) return Failure{keys.error()};
    const auto wanted = card::profile_from(out.profile);
    if (!wanted && changes.expiry.empty()) return wrong(wanted.error());
    if (!wanted) return Failure{"vmpos card make: with --expiry " + changes.expiry + ": " + wanted.error() + "\n"};
    auto made = card::make_card(*wanted, *keys, primitives_);
    if (!made) return wrong(made.error());
    out.card = std::make_shared<const card::Personalisation>(*std::move(made));
    out.made = card::made_card(out.profile, *out.card, *keys, primitives_);
    take_authorities(out);
    return out;
  }

  Result<ReadyCard, std::string> made(const fs::path& file, const std::string& text) {
    ReadyCard out;
    out.file = file;
    out.name = file.stem().string();
    load::Problems problems(file.string());
    load::Places places;
    if (!load::read_yaml(text, out.made, problems, &places)) return Failure{problems.to_string()};
    out.profile = out.made.profile();
    if (!guard(out.profile, places, problems)) return Failure{problems.to_string()};
    auto card = card::personalisation_from(out.made);
    if (!card) {
      problems.add(place_of(card.error(), places, "profile"), card.error());
      return Failure{problems.to_string()};
    }
    out.card = std::make_shared<const card::Personalisation>(*std::move(card));
    if (!take_authorities(out)) {
      problems.add(places.find("authorities"), "an authority's key is not hexadecimal");
      return Failure{problems.to_string()};
    }
    return out;
  }

 private:
  /// Nobody's real account number comes in by this door either.
  bool guard(const config::v1::CardFile& card, const load::Places& places, load::Problems& problems) {
    const auto pans = catalogue_.admitted_pans();
    if (!pans) {
      for (const load::Problem& problem : pans.error().items()) problems.add(problem);
      return false;
    }
    load::check_card(card, places, *pans ? &**pans : nullptr, problems);
    return problems.empty();
  }
  static bool take_authorities(ReadyCard& out) {
    for (const auto& from : out.made.authorities()) {
      const auto rid = card::parse_hex(from.rid());
      const auto index = card::parse_hex(from.index());
      const auto modulus = card::parse_hex(from.modulus());
      const auto exponent = card::parse_hex(from.exponent());
      const auto checksum = card::parse_hex(from.checksum());
      if (!rid || !index || index->size() != 1 || !modulus || !exponent || !checksum) return false;
      out.authorities.push_back({*rid, index->front(), *modulus, *exponent, *checksum});
    }
    return true;
  }

  load::Catalogue& catalogue_;
  const CardPlaces& places_;
  security::Primitives& primitives_;
};

}  // namespace

Result<ReadyCard, std::string> ready_card(const std::string& name, const CardPlaces& places, const CardChanges& changes,
                                          security::Primitives& primitives) {
  load::Catalogue catalogue(places.assets.empty() ? load::Catalogue::find_root() : fs::path{places.assets},
                            places.lab ? load::Catalogue::Lab::yes : load::Catalogue::Lab::no);
  const fs::path file = file_of(name, catalogue.root());
  if (file.empty()) {
    const auto unknown = catalogue.card(name);
    return Failure{unknown ? name + ": no such card\n" : unknown.error().to_string()};
  }
  load::Problems problems(file.string());
  const auto text = load::read_file(file, problems);
  if (!text) return Failure{problems.to_string()};
  Loader loader{catalogue, places, primitives};
  if (!is_made(*text, file.string())) return loader.profile(file, *text, changes);
  if (!changes.any()) return loader.made(file, *text);
  return Failure{file.string() + ": is a card already made; change the profile it was made from\n"};
}

}  // namespace mpos::cli
