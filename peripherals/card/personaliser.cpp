// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/personaliser.hpp"

#include <algorithm>

#include "devicemodel/security/issuer_keys.hpp"
#include "devicemodel/security/pboc.hpp"
#include "peripherals/card/certificates.hpp"

namespace mpos::card {
namespace {

/// A record with its template and length still fits a short reply.
constexpr std::size_t record_room = 252;

Blob text(std::string_view value) {
  const Bytes bytes = as_bytes(value);
  return {bytes.begin(), bytes.end()};
}

bool all_digits(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Blob concat(std::initializer_list<Blob> parts) {
  Blob out;
  for (const Blob& part : parts) append(out, part);
  return out;
}

/// Builds the files of one application.
class Layout {
 public:
  explicit Layout(std::vector<Record>& records) : records_(records) {}

  /// Spreads data objects over as few records of `sfi` as hold them, in order, and lists them in the AFL.
  void add(std::uint8_t sfi, const std::vector<Blob>& objects, bool authenticated = false) {
    Blob body;
    for (const Blob& object : objects) {
      if (!body.empty() && body.size() + object.size() > record_room) store(sfi, body, authenticated);
      append(body, object);
    }
    if (!body.empty()) store(sfi, body, authenticated);
  }
  /// AFL entries of the files added; with `from_sfi`, of those from that one on.
  Blob afl(std::uint8_t from_sfi = 1) const {
    Blob out;
    for (std::uint8_t sfi = from_sfi; sfi <= 10; ++sfi) {
      if (count_[sfi] == 0) continue;
      out.push_back(static_cast<std::uint8_t>(sfi << 3));
      out.push_back(1);
      out.push_back(count_[sfi]);
      out.push_back(signed_[sfi]);
    }
    return out;
  }
  const Blob& static_data() const noexcept { return static_data_; }

 private:
  void store(std::uint8_t sfi, Blob& body, bool authenticated) {
    records_.push_back({sfi, ++count_[sfi], tlv(0x70, body)});
    if (authenticated) {
      ++signed_[sfi];
      append(static_data_, body);
    }
    body.clear();
  }

  std::vector<Record>& records_;
  std::uint8_t count_[11] = {};
  std::uint8_t signed_[11] = {};
  Blob static_data_;
};

std::optional<std::string> problem_of(const ApplicationProfile& p) {
  if (p.aid.size() < 5 || p.aid.size() > 16) return "aid has 5 to 16 bytes";
  if (p.pan.size() < 8 || p.pan.size() > 19 || !all_digits(p.pan)) return "pan has 8 to 19 digits";
  if (p.sequence.size() != 2 || !all_digits(p.sequence)) return "sequence has 2 digits";
  if (!all_digits(p.track2_tail) || p.track2_tail.size() < 3 || p.pan.size() + 5 + p.track2_tail.size() > 37) {
    return "service code and discretionary digits do not make a track 2";
  }
  if (!all_digits(p.track1_tail) || p.label.size() > 16 || p.preferred_name.size() > 16 || p.name.size() > 26) {
    return "a name is too long";
  }
  if (p.effective.size() != 3 || p.expiry.size() != 3 || p.certificate_expiry.size() != 2) return "a date is wrong";
  if (p.imk_ac.size() != 16 || p.imk_mac.size() != 16 || p.imk_enc.size() != 16) return "a master key has 16 bytes";
  if (p.cvm_list.size() < 10 || p.cvm_list.size() % 2 != 0 || p.cvm_list.size() > 100) return "cvm_list is wrong";
  if (p.usage_control.size() != 2 || p.country.size() != 2 || p.currency.size() != 2) return "a code has 2 bytes";
  if (p.iac_default.size() != 5 || p.iac_denial.size() != 5 || p.iac_online.size() != 5) return "an IAC has 5 bytes";
  if (!p.version.empty() && p.version.size() != 2) return "version has 2 bytes";
  if (!p.dynamic_number.empty() && (p.dynamic_number.size() < 2 || p.dynamic_number.size() > 8)) {
    return "dynamic_number has 2 to 8 bytes";
  }
  for (const Blob* list : {&p.pdol, &p.contactless_pdol, &p.cdol1, &p.cdol2, &p.ddol}) {
    const auto dol = Dol::parse(*list);
    if (!dol || list->size() > 120 || dol->size() > 240) return "a data object list is wrong";
  }
  return std::nullopt;
}

Blob fci_of(const ApplicationProfile& p, const Blob& pdol) {
  Blob body = tlv(0x50, text(p.label));
  append_tlv(body, 0x87, Blob{p.priority});
  if (!pdol.empty()) append_tlv(body, 0x9F38, pdol);
  append_tlv(body, 0x5F2D, text("zh"));
  append_tlv(body, 0x9F11, Blob{1});
  if (!p.preferred_name.empty()) append_tlv(body, 0x9F12, text(p.preferred_name));
  append_tlv(body, 0xBF0C, tlv(0x9F4D, Blob{log_sfi, log_entries}));
  return tlv(0x6F, concat({tlv(0x84, p.aid), tlv(0xA5, body)}));
}

Blob aip_of(const ApplicationProfile& p) {
  std::uint8_t first = 0x18;  // cardholder verification and terminal risk management
  if (p.authentication != DataAuthentication::none) first |= 0x40;
  if (p.authentication == DataAuthentication::dda || p.authentication == DataAuthentication::cda) first |= 0x20;
  if (p.authentication == DataAuthentication::cda) first |= 0x01;
  if (p.issuer_authentication) first |= 0x04;
  return {first, 0x00};
}

void tamper(std::vector<Record>& records, std::uint32_t tag) {
  const Blob needle{static_cast<std::uint8_t>(tag >> 8), static_cast<std::uint8_t>(tag)};
  for (Record& record : records) {
    const auto found = std::search(record.bytes.begin(), record.bytes.end(), needle.begin(), needle.end());
    if (found != record.bytes.end()) {
      // The last byte of a two-byte value: still well-formed, no longer what was signed.
      found[4] = static_cast<std::uint8_t>(found[4] ^ 0x80);
      return;
    }
  }
}

class Personaliser {
 public:
  Personaliser(const Quirks& quirks, const KeyRing& keys, security::Primitives& primitives)
      : quirks_(quirks), keys_(keys), primitives_(primitives) {}

  Result<Application, std::string> application(const ApplicationProfile& profile) {
    Application out;
    out.profile = profile;
    ApplicationProfile& p = out.profile;
    out.aip = aip_of(p);
    out.pdol = *Dol::parse(p.pdol);
    out.contactless_pdol = *Dol::parse(p.contactless_pdol);
    out.cdol1 = *Dol::parse(p.cdol1);
    out.cdol2 = *Dol::parse(p.cdol2);
    out.ddol = *Dol::parse(p.ddol);
    out.log_format = *Dol::parse(*parse_hex(log_format_hex));
    out.fci = fci_of(p, p.pdol);
    out.contactless_fci = fci_of(p, p.contactless_pdol);
    out.track2 = pack_cn(p.pan + "D" + to_hex(p.expiry).substr(0, 4) + p.track2_tail);
    if (!derive(out)) return Failure{std::string{"the card keys cannot be derived"}};

    Layout layout{out.records};
    add_open_files(p, out.track2, layout);
    if (p.authentication != DataAuthentication::none) {
      if (auto problem = add_certificates(out, layout)) return Failure{*std::move(problem)};
    }
    out.afl = layout.afl();
    out.contactless_afl = layout.afl(2);
    out.records.push_back({issuer_file_sfi, 1, Blob(32, 0)});
    if (has_quirk(quirks_, Quirk::sda_tampered)) tamper(out.records, 0x9F07);
    if (has_quirk(quirks_, Quirk::length_overrun)) {
      Blob& bytes = out.records.front().bytes;
      bytes[3] = static_cast<std::uint8_t>(bytes[3] + 0x40);  // the length of tag 57, past the end of its template
    }
    return out;
  }

 private:
  bool derive(Application& app) {
    const ApplicationProfile& p = app.profile;
    const auto cipher = p.sm4 ? security::Cipher::sm4 : security::Cipher::tdes;
    const auto one = [&](const Blob& master, Blob& key) {
      key.resize(16);
      return security::udk_option_a(primitives_, cipher, master, p.pan, p.sequence, true, key);
    };
    return one(p.imk_ac, app.udk_ac) && one(p.imk_mac, app.udk_mac) && one(p.imk_enc, app.udk_enc);
  }

  void add_open_files(const ApplicationProfile& p, const Blob& track2, Layout& layout) const {
    std::vector<Blob> first{tlv(0x57, track2), tlv(0x5F20, text(p.name)), tlv(0x9F1F, text(p.track1_tail))};
    if (has_quirk(quirks_, Quirk::duplicate_pan)) first.push_back(tlv(0x5A, pack_cn(p.pan)));
    layout.add(1, first);
    std::vector<Blob> lists;
    if (!has_quirk(quirks_, Quirk::missing_cdol1)) lists.push_back(tlv(0x8C, p.cdol1));
    lists.push_back(tlv(0x8D, p.cdol2));
    if (p.lower_offline_limit != 0) lists.push_back(tlv(0x9F14, Blob{p.lower_offline_limit}));
    if (p.upper_offline_limit != 0) lists.push_back(tlv(0x9F23, Blob{p.upper_offline_limit}));
    layout.add(1, lists);
    std::vector<Blob> guarded{tlv(0x5F25, p.effective),     tlv(0x5F24, p.expiry),
                              tlv(0x5A, pack_cn(p.pan)),    tlv(0x5F34, pack_cn(p.sequence)),
                              tlv(0x9F07, p.usage_control), tlv(0x8E, p.cvm_list),
                              tlv(0x9F0D, p.iac_default),   tlv(0x9F0E, p.iac_denial),
                              tlv(0x9F0F, p.iac_online),    tlv(0x5F28, p.country)};
    if (!p.version.empty()) guarded.push_back(tlv(0x9F08, p.version));
    guarded.push_back(tlv(0x9F4A, Blob{0x82}));
    layout.add(2, guarded, p.authentication != DataAuthentication::none);
  }

  std::optional<std::string> add_certificates(Application& app, Layout& layout) {
    const ApplicationProfile& p = app.profile;
    const auto authority = keys_.find(p.ca_key);
    const auto issuer = keys_.find(p.issuer_key);
    const auto icc = keys_.find(p.icc_key);
    if (!authority || !issuer || !icc) return "a key is not among the test keys";
    if (issuer->modulus.size() > authority->modulus.size()) return "the issuer's key is longer than the authority's";
    Blob static_data = layout.static_data();
    append(static_data, app.aip);
    const bool expired = has_quirk(quirks_, Quirk::expired_issuer_certificate);
    const Certificate by_authority = issuer_certificate(
        primitives_, *authority, *issuer, p.pan, expired ? Blob{0x12, 0x19} : p.certificate_expiry, Blob{0, 0, 1},
        has_quirk(quirks_, Quirk::wrong_issuer_certificate_hash) ? Hashing::wrong : Hashing::right);
    std::vector<Blob> chain{tlv(0x8F, Blob{p.ca_index}), tlv(0x9F32, issuer->exponent)};
    if (!by_authority.remainder.empty()) chain.push_back(tlv(0x92, by_authority.remainder));
    chain.push_back(tlv(0x90, by_authority.signature));
    layout.add(2, chain);
    const Blob code{0xDA, 0xC1};
    layout.add(2, {tlv(0x93, signed_static_data(primitives_, *issuer, code, static_data))});
    if (p.authentication == DataAuthentication::sda) return std::nullopt;
    if (icc->modulus.size() > issuer->modulus.size()) return "the card's key is longer than the issuer's";
    if (p.authentication == DataAuthentication::cda && icc->modulus.size() > longest_cda_key) {
      return "a combined signature of more than 1408 bits does not fit a short reply";
    }
    const Certificate by_issuer =
        icc_certificate(primitives_, *issuer, *icc, p.pan, p.certificate_expiry, Blob{0, 0, 2}, static_data);
    std::vector<Blob> own{tlv(0x9F46, by_issuer.signature), tlv(0x9F47, icc->exponent)};
    if (!by_issuer.remainder.empty()) own.push_back(tlv(0x9F48, by_issuer.remainder));
    own.push_back(tlv(0x9F49, p.ddol));
    layout.add(3, own);
    app.icc_key = icc;
    return std::nullopt;
  }

  const Quirks& quirks_;
  const KeyRing& keys_;
  security::Primitives& primitives_;
};

Blob directory_entry(const ApplicationProfile& p) {
  return tlv(0x61, concat({tlv(0x4F, p.aid), tlv(0x50, text(p.label)), tlv(0x87, Blob{p.priority})}));
}

void add_directories(Personalisation& card) {
  Blob contactless_entries;
  std::uint8_t number = 0;
  for (const Application& app : card.applications) {
    card.pse_records.push_back({1, ++number, tlv(0x70, directory_entry(app.profile))});
    append(contactless_entries, directory_entry(app.profile));
  }
  const Blob pse_body = concat({tlv(0x88, Blob{1}), tlv(0x5F2D, text("zh")), tlv(0x9F11, Blob{1})});
  card.pse_fci = tlv(0x6F, concat({tlv(0x84, text(pse_name)), tlv(0xA5, pse_body)}));
  card.ppse_fci = tlv(0x6F, concat({tlv(0x84, text(ppse_name)), tlv(0xA5, tlv(0xBF0C, contactless_entries))}));
}

}  // namespace

std::optional<std::string> problem_with(const ChipProfile& profile) {
  if (profile.applications.empty() && !profile.wallet) return "a chip has an application";
  if (profile.applications.size() > 8) return "a chip has at most 8 applications";
  if (!all_digits(profile.pin) || profile.pin.size() > 12 || (!profile.pin.empty() && profile.pin.size() < 4)) {
    return "pin has 4 to 12 digits";
  }
  if (profile.pin_tries < 1 || profile.pin_tries > 15) return "pin_tries is 1 to 15";
  if (profile.atr.size() > 33) return "atr has at most 33 bytes";
  for (const ApplicationProfile& application : profile.applications) {
    if (const auto problem = problem_of(application)) return to_hex(application.aid) + ": " + *problem;
  }
  if (!profile.wallet) return std::nullopt;
  const WalletProfile& w = *profile.wallet;
  if (w.serial.size() != 8 || w.purchase_master.size() != 16 || w.tac_key.size() != 16 ||
      (!w.fixed_random.empty() && w.fixed_random.size() != 4)) {
    return "wallet: a serial has 8 bytes, a key 16, a random 4";
  }
  return std::nullopt;
}

Result<Personalisation, std::string> make_card(const ChipProfile& profile, const KeyRing& keys,
                                               security::Primitives& primitives) {
  if (auto problem = problem_with(profile)) return Failure{*std::move(problem)};
  Personalisation card;
  card.profile = profile;
  if (card.profile.atr.empty()) card.profile.atr = Blob(default_atr.begin(), default_atr.end());
  card.ats = {0x05, 0x78, 0x80, 0x70, 0x02};  // frames of 256 bytes, FWI 7, no bit rates above 106 kbit/s
  Personaliser personaliser{card.profile.quirks, keys, primitives};
  Blob identity;
  for (const ApplicationProfile& wanted : profile.applications) {
    auto made = personaliser.application(wanted);
    if (!made) return Failure{to_hex(wanted.aid) + ": " + made.error()};
    append(identity, made->track2);
    card.applications.push_back(*std::move(made));
  }
  add_directories(card);
  if (profile.wallet) {
    const WalletProfile& w = *profile.wallet;
    Wallet wallet{w, Blob(16)};
    security::pboc_div(primitives, security::Cipher::tdes, w.purchase_master, w.serial, wallet.purchase_key);
    append(identity, w.serial);
    card.wallet = std::move(wallet);
  }
  Blob digest(20);
  primitives.hash(security::Hash::sha1, identity, digest);
  card.random_key.assign(digest.begin(), digest.begin() + 16);
  return card;
}

CardState first_state(const Personalisation& card) {
  CardState state;
  state.pin = card.profile.pin;
  state.pin_tries = has_quirk(card.profile.quirks, Quirk::pin_blocked) ? 0 : card.profile.pin_tries;
  state.blocked = has_quirk(card.profile.quirks, Quirk::card_blocked);
  for (const Application& app : card.applications) {
    ApplicationState one;
    one.blocked = has_quirk(card.profile.quirks, Quirk::application_blocked);
    if (app.profile.cash) {
      one.cash_balance = app.profile.cash->balance;
      one.cash_limit = app.profile.cash->limit;
      one.cash_single_limit = app.profile.cash->single_limit;
      one.cash_reset_threshold = app.profile.cash->reset_threshold;
    }
    state.applications.push_back(std::move(one));
  }
  if (card.wallet) {
    state.wallet_balance = card.wallet->profile.balance;
    state.wallet_sequence = card.wallet->profile.sequence;
  }
  return state;
}

}  // namespace mpos::card
