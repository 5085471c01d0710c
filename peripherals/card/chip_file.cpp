// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/chip_file.hpp"

#include <algorithm>
#include <array>

namespace mpos::card {
namespace {

/// Reads fields and remembers the first that is wrong.
class Fields {
 public:
  explicit Fields(std::string where) : where_(std::move(where)) {}

  /// Leaves `value` alone when `text` is empty.
  void hex(Blob& value, const std::string& text, const char* name, std::size_t size = 0) {
    if (text.empty()) return;
    auto bytes = parse_hex(text);
    if (!bytes || (size != 0 && bytes->size() != size)) {
      fail(name, size == 0 ? "is not hexadecimal" : "has not " + std::to_string(2 * size) + " hexadecimal digits");
    } else {
      value = *std::move(bytes);
    }
  }
  void text(std::string& value, const std::string& given) {
    if (!given.empty()) value = given;
  }
  void byte(std::uint8_t& value, std::uint32_t given, const char* name) {
    if (given > 255) fail(name, "is more than 255");
    if (given != 0) value = static_cast<std::uint8_t>(given);
  }
  std::uint64_t money(std::int64_t given, const char* name) {
    if (given < 0 || given > 999'999'999'999) fail(name, "is not an amount a chip can hold");
    return static_cast<std::uint64_t>(std::max<std::int64_t>(given, 0));
  }
  void fail(const char* name, const std::string& what) {
    if (!problem_) problem_ = where_ + name + " " + what;
  }
  const std::optional<std::string>& problem() const noexcept { return problem_; }

 private:
  std::string where_;
  std::optional<std::string> problem_;
};

/// The last day of the month YYMM (2000 to 2099), as YYMMDD.
Blob end_of_month(const Blob& year_month) {
  static constexpr std::array<std::uint8_t, 12> days{0x31, 0x28, 0x31, 0x30, 0x31, 0x30,
                                                     0x31, 0x31, 0x30, 0x31, 0x30, 0x31};
  const auto year = unpack_n(Bytes{year_month}.first(1)).value_or(1);
  const auto month = unpack_n(Bytes{year_month}.last(1)).value_or(0);
  if (month < 1 || month > 12) return {};
  const std::uint8_t day = month == 2 && year % 4 == 0 ? std::uint8_t{0x29} : days[month - 1];
  return {year_month[0], year_month[1], day};
}

std::optional<DataAuthentication> parse_authentication(const std::string& word) {
  if (word.empty() || word == "dda") return DataAuthentication::dda;
  if (word == "none") return DataAuthentication::none;
  if (word == "sda") return DataAuthentication::sda;
  if (word == "cda") return DataAuthentication::cda;
  return std::nullopt;
}

void read_identity(ApplicationProfile& out, const config::v1::CardFile& file, const config::v1::ChipApplication& from,
                   Fields& fields) {
  out.label = "PBOC TEST";
  fields.hex(out.aid, from.aid(), "aid");
  fields.text(out.label, from.label());
  fields.text(out.preferred_name, from.preferred_name());
  fields.byte(out.priority, from.priority(), "priority");
  out.pan = from.pan().empty() ? file.pan() : from.pan();
  fields.text(out.sequence, from.sequence());
  out.track2_tail = file.service_code() + file.discretionary();
  out.track1_tail = file.discretionary();
  fields.text(out.track1_tail, from.track1_discretionary());
  out.name = file.name();
  fields.hex(out.effective, from.effective(), "effective", 3);
  Blob year_month;
  fields.hex(year_month, file.expiry(), "expiry", 2);
  if (year_month.size() == 2) out.expiry = end_of_month(year_month);
  fields.hex(out.expiry, from.expiry(), "expiry", 3);
  // Packed digits of one century order as the days do.
  if (out.effective.size() == 3 && out.expiry.size() == 3 && out.expiry < out.effective) {
    fields.fail("expiry", to_hex(out.expiry) + " is before the card becomes effective, " + to_hex(out.effective));
  }
  fields.hex(out.certificate_expiry, from.issuer_expiry(), "issuer_expiry", 2);
}

void read_keys(ApplicationProfile& out, const config::v1::ChipApplication& from, Fields& fields) {
  const auto authentication = parse_authentication(from.authentication());
  if (!authentication) fields.fail("authentication", "is not none, sda, dda or cda");
  out.authentication = authentication.value_or(DataAuthentication::dda);
  fields.text(out.ca_key, from.ca_key());
  Blob index;
  fields.hex(index, from.ca_index(), "ca_index", 1);
  if (!index.empty()) out.ca_index = index[0];
  fields.text(out.issuer_key, from.issuer_key());
  fields.text(out.icc_key, from.icc_key());
  fields.hex(out.imk_ac, from.imk_ac(), "imk_ac", 16);
  fields.hex(out.imk_mac, from.imk_mac(), "imk_mac", 16);
  fields.hex(out.imk_enc, from.imk_enc(), "imk_enc", 16);
  fields.hex(out.dynamic_number, from.dynamic_number(), "dynamic_number");
  out.sm4 = from.sm4();
  fields.byte(out.contactless_cvn, from.contactless_cvn(), "contactless_cvn");
  if (out.contactless_cvn != 1 && out.contactless_cvn != 17) fields.fail("contactless_cvn", "is not 1 or 17");
}

void read_rules(ApplicationProfile& out, const config::v1::ChipApplication& from, Fields& fields) {
  fields.hex(out.cvm_list, from.cvm_list(), "cvm_list");
  fields.hex(out.usage_control, from.usage_control(), "usage_control", 2);
  fields.hex(out.pdol, from.pdol(), "pdol");
  fields.hex(out.cdol1, from.cdol1(), "cdol1");
  fields.hex(out.cdol2, from.cdol2(), "cdol2");
  fields.hex(out.iac_default, from.iac_default(), "iac_default", 5);
  fields.hex(out.iac_denial, from.iac_denial(), "iac_denial", 5);
  fields.hex(out.iac_online, from.iac_online(), "iac_online", 5);
  fields.hex(out.version, from.version(), "version", 2);
  fields.hex(out.country, from.country(), "country", 2);
  fields.hex(out.currency, from.currency(), "currency", 2);
  out.check_new_card = from.check_new_card();
  fields.byte(out.lower_offline_limit, from.lower_offline_limit(), "lower_offline_limit");
  fields.byte(out.upper_offline_limit, from.upper_offline_limit(), "upper_offline_limit");
  out.offline_amount_limit = fields.money(from.offline_amount_limit(), "offline_amount_limit");
  out.issuer_authentication = !from.no_issuer_authentication();
  out.template_77 = from.template_77();
  if (from.has_cash()) {
    const config::v1::ChipCash& cash = from.cash();
    out.cash = CashProfile{fields.money(cash.balance(), "cash.balance"), fields.money(cash.limit(), "cash.limit"),
                           fields.money(cash.single_limit(), "cash.single_limit"),
                           fields.money(cash.reset_threshold(), "cash.reset_threshold")};
    if (out.cash->balance > out.cash->limit) fields.fail("cash.balance", "is over cash.limit");
    if (out.cash->limit > 9'999'999'999) fields.fail("cash.limit", "has more than 10 digits");
  }
}

std::optional<std::string> read_wallet(ChipProfile& out, const config::v1::ChipWallet& from) {
  Fields fields{"chip.wallet."};
  WalletProfile wallet;
  fields.hex(wallet.serial, from.serial(), "serial", 8);
  fields.hex(wallet.purchase_master, from.purchase_master(), "purchase_master", 16);
  fields.hex(wallet.tac_key, from.tac_key(), "tac_key", 16);
  fields.hex(wallet.fixed_random, from.random(), "random", 4);
  const std::uint64_t balance = fields.money(from.balance(), "balance");
  if (balance > 0xFFFFFFFF) fields.fail("balance", "is more than four bytes hold");
  if (from.sequence() > 0xFFFF) fields.fail("sequence", "is more than 65535");
  wallet.balance = static_cast<std::uint32_t>(balance);
  wallet.sequence = static_cast<std::uint16_t>(from.sequence());
  out.wallet = std::move(wallet);
  return fields.problem();
}

}  // namespace

Result<ChipProfile, std::string> profile_from(const config::v1::CardFile& file) {
  const config::v1::ChipFile& chip = file.chip();
  ChipProfile out;
  Fields fields{"chip."};
  fields.hex(out.atr, chip.atr(), "atr");
  out.pin = chip.pin();
  fields.byte(out.pin_tries, chip.pin_tries(), "pin_tries");
  out.pse = !chip.no_pse();
  out.contact = !chip.contactless_only();
  out.contactless = chip.contactless() || chip.contactless_only();
  out.confirms_on_phone = chip.confirms_on_phone();
  if (out.confirms_on_phone && out.contact) fields.fail("confirms_on_phone", "goes with contactless_only: true");
  for (const std::string& word : chip.quirks()) {
    if (const auto quirk = parse_quirk(word)) {
      out.quirks.push_back(*quirk);
    } else {
      fields.fail("quirks", "has no '" + word + "'");
    }
  }
  if (fields.problem()) return Failure{*fields.problem()};
  for (int i = 0; i < chip.applications_size(); ++i) {
    Fields own{"chip.applications[" + std::to_string(i) + "]."};
    ApplicationProfile application = default_application();
    read_identity(application, file, chip.applications(i), own);
    read_keys(application, chip.applications(i), own);
    read_rules(application, chip.applications(i), own);
    if (own.problem()) return Failure{*own.problem()};
    out.applications.push_back(std::move(application));
  }
  if (chip.has_wallet()) {
    if (auto problem = read_wallet(out, chip.wallet())) return Failure{*std::move(problem)};
  }
  return out;
}

}  // namespace mpos::card
