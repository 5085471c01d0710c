// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/compat/chip_commands.hpp"

#include "devicemodel/base/bcd.hpp"
#include "devicemodel/compat/fields.hpp"

namespace mpos::compat {
namespace {

constexpr std::uint8_t whole_transaction = 1;
constexpr std::size_t issuer_proof_bytes = 8;
constexpr std::size_t parameter_proof_bytes = 16;

// Field 39 is two of an..2.
bool is_answer_code(std::string_view code) noexcept {
  for (const char c : code) {
    if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))) return false;
  }
  return code.size() == 2;
}

}  // namespace

Result<ChipOrder, ErrorCode> parse_chip_order(Bytes body) noexcept {
  Fields fields(body);
  ChipOrder order;
  const std::uint8_t flow = fields.byte();
  order.timeout_s = fields.byte();
  const Bytes keys = fields.take(3);
  const Bytes amount = fields.take(6);
  if (!fields.ended()) return Failure{ErrorCode::bad_length};
  for (const std::uint8_t key : keys) {
    if (key != key_index) return Failure{ErrorCode::no_working_key};
  }
  const auto minor = bcd_number(amount);
  if (flow != whole_transaction || order.timeout_s == 0 || !minor) return Failure{ErrorCode::bad_parameter};
  order.amount_minor = *minor;
  return order;
}

Result<std::uint16_t, ErrorCode> parse_record_index(Bytes body) noexcept {
  if (body.size() != 2) return Failure{ErrorCode::bad_length};
  return load_be16(body.data());
}

Result<IssuerData, ErrorCode> parse_issuer_data(Bytes body, Proof proof) noexcept {
  Fields fields(body);
  IssuerData data;
  const Bytes record = fields.take(2);
  const std::uint8_t reached = fields.byte();
  if (!fields.good()) return Failure{ErrorCode::bad_length};
  data.record = load_be16(record.data());
  if (reached > 1) return Failure{ErrorCode::bad_parameter};
  data.reached = reached == 1;
  if (!data.reached) return fields.ended() ? Result<IssuerData, ErrorCode>{data} : Failure{ErrorCode::bad_length};
  data.answer_code = as_text(fields.take(2));
  data.chip_data = fields.long_value();
  data.covered = body.first(body.size() - fields.left());
  if (proof == Proof::required) data.proof = fields.take(issuer_proof_bytes);
  if (!fields.ended()) return Failure{ErrorCode::bad_length};
  if (!is_answer_code(data.answer_code) || data.chip_data.size() > max_chip_data_bytes) {
    return Failure{ErrorCode::bad_parameter};
  }
  return data;
}

Result<ParameterEdit, ErrorCode> parse_parameter_edit(Bytes body, Proof proof) noexcept {
  Fields fields(body);
  ParameterEdit edit;
  const std::uint8_t what = fields.byte();
  if (!fields.good()) return Failure{ErrorCode::bad_length};
  if (what < 1 || what > 3) return Failure{ErrorCode::bad_parameter};
  edit.what = static_cast<ParameterEdit::What>(what);
  if (edit.what == ParameterEdit::What::list) {
    return fields.ended() ? Result<ParameterEdit, ErrorCode>{edit} : Failure{ErrorCode::bad_length};
  }
  edit.value = fields.long_value();
  edit.covered = body.first(body.size() - fields.left());
  if (proof == Proof::required) edit.proof = fields.take(parameter_proof_bytes);
  if (!fields.ended() || edit.value.empty()) return Failure{ErrorCode::bad_length};
  return edit;
}

}  // namespace mpos::compat
