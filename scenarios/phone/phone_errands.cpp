// SPDX-License-Identifier: Apache-2.0
#include "scenarios/phone/phone.hpp"
#include "scenarios/phone/words.hpp"

/// What the merchant has the reader do, and what the reader says of an errand that is no transaction.
namespace mpos::phone {

std::string_view Phone::word(Action action) noexcept {
  switch (action) {
    case Action::none: return "";
    case Action::connect: return "connect";
    case Action::sign_in: return "sign_in";
    case Action::sale: return "sale";
    case Action::balance: return "balance";
    case Action::wallet: return "wallet";
    case Action::cash_load: return "cash_load";
    case Action::cash_sale: return "cash_sale";
    case Action::echo: return "echo";
    case Action::upload: return "upload";
    case Action::parameters: return "parameters";
  }
  return "";
}

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

void Phone::begin(Action action) {
  action_ = action;
  action_id_ = next_id_;
  if (!request(request_)) refuse("the link takes no more messages");
}

// --- Transactions ----------------------------------------------------------------------------------------------------

Phone::Done Phone::transact(Action action, reader::v1::TransactionType type, std::optional<Amount> amount,
                            std::string_view language) {
  const auto tongue = language_of(language);
  if (!tongue) return Failure{std::string{"the language is en, zh-CN or zh-TW"}};
  if (amount && (amount->minor < 1 || amount->minor > amount->most)) {
    return Failure{"the amount is 0.01 to " + money(amount->most)};
  }
  if (auto may = may_begin(); !may) return may;
  request_.Clear();
  auto& start = *request_.mutable_start_transaction();
  start.set_type(type);
  start.set_language(*tongue);
  if (amount) start.set_amount_minor(static_cast<std::uint64_t>(amount->minor));
  // A sale says where it is made, when the owner permits it.
  if (action == Action::sale) {
    start.set_longitude(settings_.longitude);
    start.set_latitude(settings_.latitude);
  }
  begin(action);
  step(word(action), amount ? "CNY " + money(amount->minor) : std::string{});
  return {};
}

Phone::Done Phone::sale(std::int64_t amount_minor, std::string_view currency, std::string_view language) {
  if (!currency.empty() && currency != "CNY" && currency != "156") return Failure{std::string{"the currency is CNY"}};
  return transact(Action::sale, reader::v1::TRANSACTION_TYPE_SALE, Amount{amount_minor, 999'999'999'999}, language);
}

Phone::Done Phone::balance(std::string_view language) {
  return transact(Action::balance, reader::v1::TRANSACTION_TYPE_BALANCE, std::nullopt, language);
}

Phone::Done Phone::wallet(std::int64_t amount_minor, std::string_view language) {
  return transact(Action::wallet, reader::v1::TRANSACTION_TYPE_WALLET, Amount{amount_minor, 0xFFFFFFFF}, language);
}

Phone::Done Phone::cash_load(std::int64_t amount_minor, std::string_view language) {
  return transact(Action::cash_load, reader::v1::TRANSACTION_TYPE_CASH_LOAD, Amount{amount_minor, 9'999'999'999},
                  language);
}

Phone::Done Phone::cash_sale(std::int64_t amount_minor, std::string_view language) {
  return transact(Action::cash_sale, reader::v1::TRANSACTION_TYPE_CASH_SALE, Amount{amount_minor, 9'999'999'999},
                  language);
}

Phone::Done Phone::cancel() {
  if (!channel_.is_up()) return Failure{std::string{"the phone is not connected to the reader"}};
  request_.Clear();
  request_.mutable_cancel();
  if (!request(request_)) return Failure{std::string{"the link takes no more messages"}};
  step("cancelling");
  return {};
}

Phone::Done Phone::sign() {
  if (!signature_due_) return Failure{std::string{"nothing is to be signed"}};
  signature_due_ = false;
  return {};
}

// --- Other errands ---------------------------------------------------------------------------------------------------

Phone::Done Phone::login(std::string_view operator_id, std::string_view password) {
  const auto done = operators_.login(operator_id, password, now());
  if (!done) {
    step("login_refused", done.error());
    return Failure{done.error()};
  }
  operator_ = operators_.use(now()).value_or("");
  step("logged_in", "operator " + operator_ + (operators_.is_manager() ? ", manager" : ", cashier") +
                        (settings_.device_id.empty() ? "" : ", device " + settings_.device_id));
  return {};
}

Phone::Done Phone::may_begin() {
  if (!channel_.is_up()) return Failure{std::string{"the phone is not connected to the reader"}};
  if (action_ != Action::none) return Failure{"the phone is busy: " + std::string{word(action_)}};
  const auto operator_now = operators_.use(now());
  if (!operator_now) return Failure{std::string{"no operator is logged in on the phone"}};
  operator_ = *operator_now;
  return {};
}

Phone::Done Phone::sign_in() {
  if (auto may = may_begin(); !may) return may;
  request_.Clear();
  request_.mutable_sign_in()->set_operator_id(operator_);
  begin(Action::sign_in);
  step("signing_in");
  return {};
}

Phone::Done Phone::echo(std::string_view text) {
  if (text.size() > 1024) return Failure{std::string{"an echo takes at most 1024 bytes"}};
  if (!channel_.is_up()) return Failure{std::string{"the phone is not connected to the reader"}};
  if (action_ != Action::none) return Failure{"the phone is busy: " + std::string{word(action_)}};
  request_.Clear();
  echo_text_ = text;
  request_.mutable_echo()->set_payload(echo_text_);
  begin(Action::echo);
  return {};
}

Phone::Done Phone::upload() {
  if (auto may = may_begin(); !may) return may;
  request_.Clear();
  request_.mutable_upload();
  begin(Action::upload);
  step("uploading");
  return {};
}

Phone::Done Phone::parameters(reader::v1::ParameterSet set) {
  if (set != reader::v1::PARAMETER_SET_CA_KEYS && set != reader::v1::PARAMETER_SET_APPLICATIONS) {
    return Failure{std::string{"the parameters are ca_keys or applications"}};
  }
  if (auto may = may_begin(); !may) return may;
  begin_parameters(set);
  return {};
}

void Phone::begin_parameters(reader::v1::ParameterSet set) {
  request_.Clear();
  request_.mutable_load_parameters()->set_set(set);
  begin(Action::parameters);
  step("updating", set == reader::v1::PARAMETER_SET_CA_KEYS ? "CA keys" : "applications");
}

// --- What comes of them ----------------------------------------------------------------------------------------------

void Phone::on_sign_in(const reader::v1::SignInResult& result) {
  exchange_ = 0;
  if (result.signed_in()) {
    info_.set_batch(result.batch());
    step("signed_in", "batch " + result.batch());
    end("signed_in", result.response_code(), result.detail());
    may_load_[0] = may_load_[1] = true;
    follow_host();
  } else {
    step("sign_in_failed", result.detail());
    end("sign_in_failed", result.response_code(), result.detail());
  }
}

void Phone::on_upload(const reader::v1::UploadResult& result) {
  exchange_ = 0;
  const auto left = result.uploads_pending();
  const std::string text = left == 0 ? std::string{} : std::to_string(left) + " left";
  step(result.done() ? "uploaded" : "upload_failed", text);
  end(result.done() ? "uploaded" : "upload_failed", {}, text);
}

void Phone::on_parameters(const reader::v1::ParameterResult& result) {
  exchange_ = 0;
  const std::string what = result.set() == reader::v1::PARAMETER_SET_CA_KEYS ? "CA keys" : "applications";
  const std::string text =
      what + " version " + std::to_string(result.version()) + (result.detail().empty() ? "" : ": " + result.detail());
  step(result.loaded() ? "updated" : "update_failed", text);
  end(result.loaded() ? "updated" : "update_failed", {}, text);
  if (result.loaded()) follow_host();
}

/// The host says in the header of its answers what is new; each of it is tried once after a sign-in.
void Phone::follow_host() {
  constexpr int ca_keys = 4;
  constexpr int applications = 5;
  const int asked = acquirer_.processing_request();
  if (asked != ca_keys && asked != applications) return;
  if (!std::exchange(may_load_[asked - ca_keys], false)) return;
  begin_parameters(asked == ca_keys ? reader::v1::PARAMETER_SET_CA_KEYS : reader::v1::PARAMETER_SET_APPLICATIONS);
}

}  // namespace mpos::phone
