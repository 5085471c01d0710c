// SPDX-License-Identifier: Apache-2.0
#include "scenarios/phone/phone.hpp"
#include "scenarios/phone/words.hpp"

/// Electronic cash: the purchase that a card pays by itself, and its loading.
namespace mpos::phone {

bool Phone::sells(Action action) noexcept {
  switch (action) {
    case Action::sale:
    case Action::balance:
    case Action::wallet:
    case Action::cash_load:
    case Action::cash_sale: return true;
    default: return false;
  }
}

Phone::Done Phone::cash(Action action, std::int64_t amount_minor, std::string_view language) {
  const auto tongue = language_of(language);
  if (!tongue) return Failure{std::string{"the language is en, zh-CN or zh-TW"}};
  if (amount_minor < 1 || amount_minor > 9'999'999'999) {
    return Failure{std::string{"the amount is 0.01 to 99999999.99"}};
  }
  if (auto may = may_begin(); !may) return may;
  request_.Clear();
  auto& start = *request_.mutable_start_transaction();
  start.set_type(action == Action::cash_load ? reader::v1::TRANSACTION_TYPE_CASH_LOAD
                                             : reader::v1::TRANSACTION_TYPE_CASH_SALE);
  start.set_amount_minor(static_cast<std::uint64_t>(amount_minor));
  start.set_language(*tongue);
  begin(action);
  step(word(action), "CNY " + money(amount_minor));
  return {};
}

Phone::Done Phone::cash_load(std::int64_t amount_minor, std::string_view language) {
  return cash(Action::cash_load, amount_minor, language);
}

Phone::Done Phone::cash_sale(std::int64_t amount_minor, std::string_view language) {
  return cash(Action::cash_sale, amount_minor, language);
}

}  // namespace mpos::phone
