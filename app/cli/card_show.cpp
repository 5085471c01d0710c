// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <ctime>

#include "app/cli/card_command.hpp"
#include "devicemodel/base/pan.hpp"
#include "devicemodel/emv/certificates.hpp"
#include "devicemodel/emv/iso7816_atr.hpp"
#include "scenarios/load/values.hpp"

namespace mpos::cli {
namespace {

using card::Blob;

/// Rows of a name and what it is.
class Sheet {
 public:
  void head(const std::string& text) { out_ += (out_.empty() ? "" : "\n") + text + "\n"; }
  void row(const std::string& name, const std::string& text) {
    out_ += "  " + name + std::string(name.size() < 15 ? 15 - name.size() : 1, ' ') + text + "\n";
  }
  const std::string& text() const { return out_; }

 private:
  std::string out_;
};

std::string join(const std::vector<std::string>& words, const char* between = ", ") {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : between) + word;
  return out;
}

/// YYMMDD as people write it; cards know two digits of the year.
std::string date_text(const Blob& date) {
  const std::string digits = card::to_hex(date);
  return digits.size() != 6 ? digits
                            : "20" + digits.substr(0, 2) + "-" + digits.substr(2, 2) + "-" + digits.substr(4, 2);
}

emv::Date today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  const auto bcd = [](int value) { return static_cast<std::uint8_t>(value / 10 % 10 << 4 | value % 10); };
  return {bcd(local.tm_year), bcd(local.tm_mon + 1), bcd(local.tm_mday)};
}

const char* why(emv::CertificateError error) {
  using E = emv::CertificateError;
  switch (error) {
    case E::bad_length: return "its length is not that of the key that signed it";
    case E::not_recovered: return "it was not signed by that key";
    case E::bad_format: return "its format is wrong";
    case E::bad_hash: return "its hash is wrong";
    case E::wrong_name: return "it names another account";
    case E::expired: return "it has expired";
    case E::unknown_algorithm: return "its algorithm is unknown";
    case E::revoked: return "it was revoked";
    case E::too_long: return "there is too much data";
  }
  return "it is wrong";
}

std::string cvm_text(const Blob& list) {
  std::vector<std::string> out;
  for (std::size_t i = 8; i + 1 < list.size(); i += 2) {
    static const std::pair<std::uint8_t, const char*> names[] = {{0x00, "fail"},
                                                                 {0x01, "plain PIN"},
                                                                 {0x02, "online PIN"},
                                                                 {0x03, "plain PIN and signature"},
                                                                 {0x04, "enciphered PIN"},
                                                                 {0x05, "enciphered PIN and signature"},
                                                                 {0x1E, "signature"},
                                                                 {0x1F, "no CVM"},
                                                                 {0x20, "cardholder certificate"}};
    const auto code = static_cast<std::uint8_t>(list[i] & 0x3F);
    const auto* found =
        std::find_if(std::begin(names), std::end(names), [&](const auto& n) { return n.first == code; });
    const std::string condition = list[i + 1] == 0 ? "" : " (condition " + card::to_hex(Blob{list[i + 1]}) + ")";
    out.push_back((found == std::end(names) ? "method " + card::to_hex(Blob{code}) : found->second) + condition);
  }
  return join(out, ", then ");
}

std::string aip_text(const Blob& aip) {
  static constexpr std::pair<std::uint8_t, const char*> bits[] = {{0x40, "SDA"},
                                                                  {0x20, "DDA"},
                                                                  {0x01, "CDA"},
                                                                  {0x10, "cardholder verification"},
                                                                  {0x08, "terminal risk management"},
                                                                  {0x04, "issuer authentication"}};
  std::vector<std::string> out;
  for (const auto& [bit, name] : bits) {
    if ((aip[0] & bit) != 0) out.emplace_back(name);
  }
  return card::to_hex(aip) + "  " + join(out);
}

/// What the certificates of one application need, found in its records as a terminal finds it.
struct Found {
  Blob static_data;
  Blob objects;  ///< every data object of the records in the AFL, one behind the other

  Bytes get(emv::Tag tag) const { return emv::find_tlv(objects, tag).value_or(Bytes{}); }
};

Found read_files(const card::Application& app) {
  Found out;
  for (std::size_t i = 0; i + 3 < app.afl.size(); i += 4) {
    const auto sfi = static_cast<std::uint8_t>(app.afl[i] >> 3);
    for (unsigned number = app.afl[i + 1]; number <= app.afl[i + 2]; ++number) {
      const auto record = std::find_if(app.records.begin(), app.records.end(),
                                       [&](const card::Record& r) { return r.sfi == sfi && r.number == number; });
      const auto inside = record == app.records.end() ? std::nullopt : emv::whole_tlv(record->bytes, 0x70);
      if (!inside) continue;
      card::append(out.objects, *inside);
      if (number < unsigned{app.afl[i + 1]} + app.afl[i + 3]) card::append(out.static_data, *inside);
    }
  }
  card::append(out.static_data, app.aip);  // 9F4A holds 82 and nothing else (book 3, 10.3)
  return out;
}

std::string bits_text(std::size_t bytes, Bytes exponent) {
  return std::to_string(8 * bytes) + " bits, exponent " + (exponent.size() == 1 ? "3" : "65537");
}

class Chain {
 public:
  Chain(const ReadyCard& ready, const card::Application& app, security::Primitives& primitives)
      : ready_(ready), app_(app), found_(read_files(app)), recovery_(primitives) {}

  void describe(Sheet& sheet) {
    const Blob rid{app_.profile.aid.begin(), app_.profile.aid.begin() + 5};
    const Bytes index = found_.get(0x8F);
    const auto authority = std::find_if(
        ready_.authorities.begin(), ready_.authorities.end(),
        [&](const card::CaPublicKey& key) { return key.rid == rid && index.size() == 1 && key.index == index[0]; });
    const std::string name = card::to_hex(rid) + " index " + card::to_hex(index);
    if (authority == ready_.authorities.end()) return sheet.row("authority", name + ": key not known");
    emv::PublicKey ca;
    if (!ca.modulus.try_append(authority->modulus) || !ca.exponent.try_append(authority->exponent)) {
      return sheet.row("authority", name + ": not a key a terminal can hold");
    }
    sheet.row("authority", name + ", " + bits_text(ca.modulus.size(), ca.exponent.span()) + ", SHA-1 " +
                               card::to_hex(authority->checksum));
    const auto issuer =
        recovery_.issuer_key(ca, {found_.get(0x90), found_.get(0x92), found_.get(0x9F32)}, found_.get(0x5A), today());
    if (!issuer) return sheet.row("issuer", std::string{"NOT VALID: "} + why(issuer.error()));
    sheet.row("issuer", "valid, " + bits_text(issuer->key.modulus.size(), issuer->key.exponent.span()) + ", until " +
                            month(6) + ", serial " + card::to_hex(issuer->serial));
    const auto code = recovery_.static_signature(issuer->key, found_.get(0x93), found_.static_data);
    sheet.row("static data",
              code ? "valid, code " + card::to_hex(*code) : std::string{"NOT VALID: "} + why(code.error()));
    if (!app_.icc_key) return;
    const auto icc = recovery_.icc_key(issuer->key, {found_.get(0x9F46), found_.get(0x9F48), found_.get(0x9F47)},
                                       found_.static_data, found_.get(0x5A), today());
    if (!icc) return sheet.row("card key", std::string{"NOT VALID: "} + why(icc.error()));
    sheet.row("card key", "valid, " + bits_text(icc->modulus.size(), icc->exponent.span()) + ", until " + month(12));
  }

 private:
  /// MM/YY in the block recovered last.
  std::string month(std::size_t at) {
    const std::string digits = card::to_hex(recovery_.block().subspan(at, 2));
    return digits.substr(0, 2) + "/" + digits.substr(2);
  }
  const ReadyCard& ready_;
  const card::Application& app_;
  Found found_;
  emv::Recovery recovery_;
};

/// The objects of `bytes`, those of templates in brackets; "?" where they are no TLV.
std::string shape(Bytes bytes, std::size_t depth = emv::max_tlv_depth) {
  std::vector<std::string> out;
  emv::TlvReader reader{bytes};
  for (auto next = reader.next(); !next || *next; next = reader.next()) {
    if (!next || depth == 0) {
      out.emplace_back("?");
      break;
    }
    const emv::Tlv& object = **next;
    const std::string tag = card::to_hex(object.whole.first(emv::tag_bytes(object.tag)));
    out.push_back(emv::is_constructed(object.tag) ? tag + "[" + shape(object.value, depth - 1) + "]"
                                                  : tag + ":" + std::to_string(object.value.size()));
  }
  return join(out, " ");
}

void append_shapes(const std::string& name, const std::vector<card::Record>& records, std::string& out) {
  for (const card::Record& record : records) {
    out += name + " " + std::to_string(record.sfi) + "." + std::to_string(record.number) + " " + shape(record.bytes) +
           "\n";
  }
}

void describe_application(const ReadyCard& ready, const card::Application& app, security::Primitives& primitives,
                          Sheet& sheet) {
  const card::ApplicationProfile& p = app.profile;
  sheet.head("Application " + card::to_hex(p.aid) + "  " + p.label);
  if (!p.preferred_name.empty()) sheet.row("name", p.preferred_name);
  sheet.row("account", std::string{mask_pan(p.pan).view()} + ", sequence " + p.sequence);
  sheet.row("cardholder", p.name);
  sheet.row("valid", date_text(p.effective) + " to " + date_text(p.expiry));
  sheet.row("priority", std::to_string(p.priority & 0x0F) + ((p.priority & 0x80) != 0 ? ", asks the cardholder" : ""));
  sheet.row("abilities", aip_text(app.aip));
  sheet.row("cardholder by", cvm_text(p.cvm_list));
  sheet.row("action codes", "default " + card::to_hex(p.iac_default) + ", denial " + card::to_hex(p.iac_denial) +
                                ", online " + card::to_hex(p.iac_online));
  std::vector<std::string> limits;
  if (p.lower_offline_limit != 0) limits.push_back(std::to_string(p.lower_offline_limit) + " in a row offline (lower)");
  if (p.upper_offline_limit != 0) limits.push_back(std::to_string(p.upper_offline_limit) + " in a row offline (upper)");
  if (p.offline_amount_limit != 0) {
    limits.push_back(load::format_money(static_cast<std::int64_t>(p.offline_amount_limit)) + " offline in all");
  }
  if (!limits.empty()) sheet.row("limits", join(limits));
  if (p.cash) {
    sheet.row("cash", load::format_money(static_cast<std::int64_t>(p.cash->balance)) + " of at most " +
                          load::format_money(static_cast<std::int64_t>(p.cash->limit)));
  }
  sheet.row("cryptograms", p.sm4 ? "SM4" : "triple DES");
  sheet.row("asks first", p.pdol.empty() ? "nothing" : card::to_hex(p.pdol));
  std::vector<std::string> records;
  records.reserve(app.records.size());
  for (const card::Record& record : app.records) {
    records.push_back(std::to_string(record.sfi) + "." + std::to_string(record.number) + " (" +
                      std::to_string(record.bytes.size()) + ")");
  }
  sheet.row("records", join(records));
  if (p.authentication == card::DataAuthentication::none) return sheet.row("certificates", "none");
  Chain{ready, app, primitives}.describe(sheet);
}

}  // namespace

std::string describe_records(const ReadyCard& ready) {
  std::string out;
  append_shapes("1PAY.SYS.DDF01", ready.card->pse_records, out);
  for (const card::Application& app : ready.card->applications) {
    append_shapes(card::to_hex(app.profile.aid), app.records, out);
  }
  return out;
}

std::string describe(const ReadyCard& ready, security::Primitives& primitives) {
  const card::Personalisation& card = *ready.card;
  const card::ChipProfile& chip = card.profile;
  Sheet sheet;
  sheet.head(ready.profile.title() + "  (SIMULATOR: a test card)");
  const auto atr = emv::parse_atr(chip.atr);
  sheet.row("ATR", card::to_hex(chip.atr) + (atr ? ", T=" + std::to_string(atr->protocol) : ", not well formed"));
  sheet.row("meets", chip.contact && chip.contactless ? "contacts and field" : chip.contact ? "contacts" : "the field");
  sheet.row("directory", chip.pse ? "1PAY.SYS.DDF01" : "none");
  sheet.row("PIN", chip.pin.empty() ? "the chip checks none"
                                    : "checked by the chip, " + std::to_string(chip.pin_tries) + " tries");
  if (!ready.profile.chip().quirks().empty()) {
    const auto& quirks = ready.profile.chip().quirks();
    sheet.row("wrong on purpose", join({quirks.begin(), quirks.end()}));
  }
  for (const card::Application& app : card.applications) describe_application(ready, app, primitives, sheet);
  if (card.wallet) {
    sheet.head("Wallet");
    sheet.row("serial", card::to_hex(card.wallet->profile.serial));
    sheet.row("balance", load::format_money(card.wallet->profile.balance));
  }
  return sheet.text();
}

}  // namespace mpos::cli
