// SPDX-License-Identifier: Apache-2.0
#include "scenarios/phone/receipt.hpp"

#include "scenarios/phone/words.hpp"

namespace mpos::phone {
namespace {

constexpr std::size_t columns = 32;

std::string pair(std::string_view left, std::string_view right) {
  std::string line{left};
  line.append(left.size() + right.size() < columns ? columns - left.size() - right.size() : 1, ' ');
  line += right;
  return line;
}

}  // namespace

bus::v1::Receipt make_receipt(const reader::v1::TransactionResult& result, const reader::v1::Info& info,
                              std::string_view merchant_name, std::string_view operator_id) {
  bus::v1::Receipt receipt;
  const auto line = [&receipt](std::string text) { receipt.add_lines(std::move(text)); };
  const auto optional_pair = [&line](std::string_view left, const std::string& right) {
    if (!right.empty()) line(pair(left, right));
  };
  const bool balance = result.type() == reader::v1::TRANSACTION_TYPE_BALANCE;
  line(" SIMULATOR - NOT A REAL RECEIPT ");
  if (!merchant_name.empty()) line(std::string{merchant_name});
  optional_pair("Merchant", info.merchant());
  optional_pair("Terminal", info.terminal());
  line(pair("Operator", operator_id));
  const bool wallet = result.type() == reader::v1::TRANSACTION_TYPE_WALLET;
  const bool load = result.type() == reader::v1::TRANSACTION_TYPE_CASH_LOAD;
  const bool cash = load || result.type() == reader::v1::TRANSACTION_TYPE_CASH_SALE;
  line(pair("Type", wallet ? "E-WALLET" : load ? "E-CASH LOAD" : cash ? "E-CASH" : balance ? "BALANCE" : "SALE"));
  optional_pair("Card", result.masked_pan());
  optional_pair("Entry", result.entry_mode());
  optional_pair("AID", result.aid());
  optional_pair("Application", result.application_label());
  line(pair("Batch / trace", result.batch() + " / " + std::to_string(result.trace())));
  optional_pair("Authorisation", result.authorisation_code());
  optional_pair("Reference", result.reference());
  if (result.date().size() == 4 && result.time().size() == 6) {
    const std::string& d = result.date();
    const std::string& t = result.time();
    line(pair("Date",
              d.substr(0, 2) + "-" + d.substr(2) + " " + t.substr(0, 2) + ":" + t.substr(2, 2) + ":" + t.substr(4)));
  }
  line(pair(balance ? "BALANCE" : "AMOUNT",
            "CNY " + money(balance ? result.balance_minor() : static_cast<std::int64_t>(result.amount_minor()))));
  if (!result.cryptogram().empty()) optional_pair(result.cryptogram_kind(), result.cryptogram());
  optional_pair("TVR", result.tvr());
  optional_pair("TSI", result.tsi());
  optional_pair("ATC", result.atc());
  if (cash) line(pair("LEFT ON CARD", "CNY " + money(result.balance_minor())));
  if (result.approved_offline()) line(pair("APPROVED OFFLINE", result.response_code()));
  if (wallet) line(pair("LEFT IN WALLET", "CNY " + money(result.balance_minor())));
  if (result.signature_required()) {
    line("");
    line("Signature: _____________________");
  }
  line(" SIMULATOR - NOT A REAL RECEIPT ");
  return receipt;
}

}  // namespace mpos::phone
