// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/made_card.hpp"

#include <algorithm>

#include "peripherals/card/chip_file.hpp"
#include "peripherals/card/personaliser.hpp"

namespace mpos::card {
namespace {

/// A short reply holds so much beside its status word.
constexpr std::size_t most_bytes = 256;

void write_records(const std::vector<Record>& from, google::protobuf::RepeatedPtrField<config::v1::MadeRecord>& to) {
  for (const Record& record : from) {
    auto& out = *to.Add();
    out.set_sfi(record.sfi);
    out.set_number(record.number);
    out.set_bytes(to_hex(record.bytes));
  }
}

void add_key(config::v1::MadeCard& out, const std::string& name, const RsaKey& key) {
  const auto same = [&](const config::v1::ChipKey& known) { return known.name() == name; };
  if (std::any_of(out.keys().begin(), out.keys().end(), same)) return;
  auto& to = *out.add_keys();
  to.set_name(name);
  to.set_p(to_hex(key.p));
  to.set_q(to_hex(key.q));
  to.set_exponent(to_hex(key.exponent));
}

void add_authority(config::v1::MadeCard& out, const CaPublicKey& key) {
  const std::string rid = to_hex(key.rid);
  const std::string index = to_hex(Blob{key.index});
  const auto same = [&](const config::v1::MadeAuthority& known) {
    return known.rid() == rid && known.index() == index;
  };
  if (std::any_of(out.authorities().begin(), out.authorities().end(), same)) return;
  auto& to = *out.add_authorities();
  to.set_rid(rid);
  to.set_index(index);
  to.set_modulus(to_hex(key.modulus));
  to.set_exponent(to_hex(key.exponent));
  to.set_checksum(to_hex(key.checksum));
}

/// Reads hexadecimal values and remembers the first that is wrong.
class Reader {
 public:
  Blob hex(const std::string& text, const std::string& path, std::size_t least, std::size_t most) {
    auto bytes = parse_hex(text);
    if (!bytes) {
      fail(path + " is not hexadecimal");
      return Blob(least);
    }
    if (bytes->size() < least || bytes->size() > most) {
      const std::string count =
          least == most ? std::to_string(least) : std::to_string(least) + " to " + std::to_string(most);
      fail(path + " has " + std::to_string(bytes->size()) + " bytes; expected " + count);
      return Blob(least);
    }
    return *std::move(bytes);
  }
  std::vector<Record> records(const google::protobuf::RepeatedPtrField<config::v1::MadeRecord>& from,
                              const std::string& path) {
    std::vector<Record> out;
    out.reserve(static_cast<std::size_t>(from.size()));
    for (int i = 0; i < from.size(); ++i) {
      out.push_back({static_cast<std::uint8_t>(from[i].sfi()), static_cast<std::uint8_t>(from[i].number()),
                     hex(from[i].bytes(), path + "[" + std::to_string(i) + "].bytes", 0, most_bytes)});
    }
    return out;
  }
  void fail(std::string what) {
    if (!problem_) problem_ = std::move(what);
  }
  const std::optional<std::string>& problem() const noexcept { return problem_; }

 private:
  std::optional<std::string> problem_;
};

Dol list_of(const Blob& bytes, const std::string& path, Reader& reader) {
  auto list = Dol::parse(bytes);
  if (!list || list->size() > 240) {
    reader.fail(path + " is no data object list");
    return *Dol::parse({});
  }
  return *std::move(list);
}

Application application_from(const config::v1::MadeApplication& from, const ApplicationProfile& profile,
                             const KeyRing& keys, const std::string& path, Reader& reader) {
  Application out;
  out.profile = profile;
  const auto hex = [&](const std::string& text, const char* name, std::size_t least, std::size_t most) {
    return reader.hex(text, path + "." + name, least, most);
  };
  out.fci = hex(from.fci(), "fci", 0, most_bytes);
  out.contactless_fci = hex(from.contactless_fci(), "contactless_fci", 0, most_bytes);
  out.aip = hex(from.aip(), "aip", 2, 2);
  out.afl = hex(from.afl(), "afl", 0, 248);
  out.contactless_afl = hex(from.contactless_afl(), "contactless_afl", 0, 248);
  out.records = reader.records(from.records(), path + ".records");
  out.track2 = hex(from.track2(), "track2", 1, 19);
  out.udk_ac = hex(from.udk_ac(), "udk_ac", 16, 16);
  out.udk_mac = hex(from.udk_mac(), "udk_mac", 16, 16);
  out.udk_enc = hex(from.udk_enc(), "udk_enc", 16, 16);
  out.pdol = list_of(profile.pdol, "profile.chip", reader);
  out.contactless_pdol = list_of(profile.contactless_pdol, "profile.chip", reader);
  out.cdol1 = list_of(profile.cdol1, "profile.chip", reader);
  out.cdol2 = list_of(profile.cdol2, "profile.chip", reader);
  out.ddol = list_of(profile.ddol, "profile.chip", reader);
  out.log_format = *Dol::parse(*parse_hex(log_format_hex));
  const bool dynamic =
      profile.authentication == DataAuthentication::dda || profile.authentication == DataAuthentication::cda;
  if (!from.icc_key().empty()) out.icc_key = keys.find(from.icc_key());
  if ((dynamic || !from.icc_key().empty()) && out.icc_key == nullptr) {
    reader.fail(path + ".icc_key is not among 'keys'");
  } else if (profile.authentication == DataAuthentication::cda && out.icc_key->modulus.size() > longest_cda_key) {
    reader.fail(path + ".icc_key is too long for a combined signature");
  }
  return out;
}

}  // namespace

config::v1::MadeCard made_card(const config::v1::CardFile& profile, const Personalisation& card, const KeyRing& keys,
                               security::Primitives& primitives) {
  config::v1::MadeCard out;
  out.set_title(profile.title());
  *out.mutable_profile() = profile;
  out.set_ats(to_hex(card.ats));
  out.set_pse(to_hex(card.pse_fci));
  write_records(card.pse_records, *out.mutable_pse_records());
  out.set_ppse(to_hex(card.ppse_fci));
  for (const Application& app : card.applications) {
    auto& to = *out.add_applications();
    to.set_fci(to_hex(app.fci));
    to.set_contactless_fci(to_hex(app.contactless_fci));
    to.set_aip(to_hex(app.aip));
    to.set_afl(to_hex(app.afl));
    to.set_contactless_afl(to_hex(app.contactless_afl));
    write_records(app.records, *to.mutable_records());
    to.set_track2(to_hex(app.track2));
    to.set_udk_ac(to_hex(app.udk_ac));
    to.set_udk_mac(to_hex(app.udk_mac));
    to.set_udk_enc(to_hex(app.udk_enc));
    if (app.icc_key) {
      to.set_icc_key(app.profile.icc_key);
      add_key(out, app.profile.icc_key, *app.icc_key);
    }
    const auto authority = keys.find(app.profile.ca_key);
    if (app.profile.authentication != DataAuthentication::none && authority) {
      add_authority(out, ca_public_key(primitives, *authority, Bytes{app.profile.aid}.first(5), app.profile.ca_index));
    }
  }
  out.set_random_key(to_hex(card.random_key));
  if (card.wallet) out.set_wallet_key(to_hex(card.wallet->purchase_key));
  return out;
}

Result<Personalisation, std::string> personalisation_from(const config::v1::MadeCard& file) {
  auto profile = profile_from(file.profile());
  if (!profile) return Failure{"profile." + profile.error()};
  if (const auto problem = problem_with(*profile)) return Failure{"profile.chip: " + *problem};
  if (static_cast<std::size_t>(file.applications_size()) != profile->applications.size()) {
    return Failure{std::string{"applications are not as many as in the profile"}};
  }
  config::v1::ChipKeyFile key_file;
  *key_file.mutable_keys() = file.keys();
  const auto keys = KeyRing::from(key_file);
  if (!keys) return Failure{"keys: " + keys.error()};
  Reader reader;
  Personalisation out;
  out.profile = *std::move(profile);
  if (out.profile.atr.empty()) out.profile.atr = Blob(default_atr.begin(), default_atr.end());
  out.ats = reader.hex(file.ats(), "ats", 1, 20);
  out.pse_fci = reader.hex(file.pse(), "pse", 0, most_bytes);
  out.pse_records = reader.records(file.pse_records(), "pse_records");
  out.ppse_fci = reader.hex(file.ppse(), "ppse", 0, most_bytes);
  for (int i = 0; i < file.applications_size(); ++i) {
    out.applications.push_back(application_from(file.applications(i),
                                                out.profile.applications[static_cast<std::size_t>(i)], *keys,
                                                "applications[" + std::to_string(i) + "]", reader));
  }
  out.random_key = reader.hex(file.random_key(), "random_key", 16, 16);
  if (out.profile.wallet) {
    out.wallet = Wallet{*out.profile.wallet, reader.hex(file.wallet_key(), "wallet_key", 16, 16)};
  }
  if (reader.problem()) return Failure{*reader.problem()};
  return out;
}

}  // namespace mpos::card
