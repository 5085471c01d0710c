// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/compat/commands.hpp"

#include "devicemodel/base/bcd.hpp"
#include "devicemodel/base/utf8.hpp"
#include "devicemodel/compat/fields.hpp"
#include "devicemodel/compat/frame.hpp"

namespace mpos::compat {
namespace {

constexpr std::size_t key_bytes = 16;
constexpr std::size_t check_value_bytes = 4;
constexpr std::size_t proof_bytes = 16;
constexpr std::size_t max_custom_bytes = 128;
constexpr std::size_t max_plain_bytes = 100;
constexpr std::size_t columns = 16;

/// Text the display can show: no control characters, well-formed UTF-8, one line.
bool is_line(std::string_view text) noexcept {
  if (display_columns(text) > static_cast<int>(columns)) return false;
  while (const auto code_point = take_code_point(text)) {
    if (*code_point < 0x20 || *code_point == 0x7F || *code_point == 0xFFFD) return false;
  }
  return true;
}

}  // namespace

Result<CacheWrite, ErrorCode> parse_cache_write(Bytes body) noexcept {
  Fields fields(body);
  CacheWrite write;
  write.index = fields.byte();
  write.data = fields.long_value();
  const std::uint8_t check = fields.byte();
  if (!fields.ended()) return Failure{ErrorCode::bad_length};
  if (check != check_of(write.data)) return Failure{ErrorCode::bad_lrc};
  return write;
}

Result<KeyLoad, ErrorCode> parse_key_load(Bytes body, Proof proof) noexcept {
  const std::size_t covered = 1 + 3 * working_key_bytes;
  if (body.size() != covered + (proof == Proof::required ? proof_bytes : 0)) return Failure{ErrorCode::bad_length};
  Fields fields(body);
  KeyLoad load;
  load.covered = body.first(covered);
  if (fields.byte() != key_index) return Failure{ErrorCode::no_master_key};
  for (KeyLoad::Key* key : {&load.track, &load.mac, &load.pin}) {
    if (fields.byte() != key_index || fields.byte() != key_bytes) return Failure{ErrorCode::bad_parameter};
    key->cipher_text = fields.take(key_bytes);
    key->check_value = fields.take(check_value_bytes);
  }
  load.proof = fields.take(fields.left());
  return load;
}

Result<MacCheck, ErrorCode> parse_mac_check(Bytes body) noexcept {
  Fields fields(body);
  MacCheck check;
  const std::uint8_t type = fields.byte();
  const std::uint8_t index = fields.byte();
  check.random = fields.take(8);
  check.mac = fields.take(8);
  check.data = fields.long_value();
  if (!fields.ended()) return Failure{ErrorCode::bad_length};
  if (type != 0 || index != key_index) return Failure{ErrorCode::bad_parameter};
  return check;
}

Result<DataOrder, ErrorCode> parse_data_order(Bytes body) noexcept {
  Fields fields(body);
  DataOrder order;
  const std::uint8_t index = fields.byte();
  order.timeout_s = fields.byte();
  order.title = as_text(fields.short_value());
  order.data = fields.short_value();
  if (!fields.ended()) return Failure{ErrorCode::bad_length};
  if (index != key_index || order.timeout_s == 0 || !is_line(order.title) || order.data.empty() ||
      order.data.size() > max_plain_bytes) {
    return Failure{ErrorCode::bad_parameter};
  }
  return order;
}

Result<CardOrder, ErrorCode> parse_card_order(Bytes body) noexcept {
  Fields fields(body);
  CardOrder order;
  const std::uint8_t kind = fields.byte();
  order.modes = fields.byte();
  order.timeout_s = fields.byte();
  const Bytes keys = fields.take(3);
  (void)fields.take(10);  // the type's name: the display says what the reader knows it does
  const Bytes amount = fields.take(6);
  order.custom = fields.short_value();
  const std::uint8_t display_mode = fields.byte();
  const Bytes display = fields.short_value();
  const Bytes extra = fields.short_value();
  const std::uint8_t result_mode = fields.byte();
  if (!fields.ended()) return Failure{ErrorCode::bad_length};
  for (const std::uint8_t key : keys) {
    if (key != key_index) return Failure{ErrorCode::no_working_key};
  }
  const auto minor = bcd_number(amount);
  if (kind != 0 || (order.modes & (CardOrder::stripe | CardOrder::contacts)) == 0 || order.timeout_s == 0 || !minor ||
      order.custom.size() > max_custom_bytes || display_mode > 1) {
    return Failure{ErrorCode::bad_parameter};
  }
  if (!display.empty() || !extra.empty() || result_mode != 0) return Failure{ErrorCode::unsupported};
  order.amount_minor = *minor;
  order.show_masked = display_mode == 1;
  return order;
}

Result<PinOrder, ErrorCode> parse_pin_order(Bytes body) noexcept {
  Fields fields(body);
  PinOrder order;
  order.timeout_s = fields.byte();
  order.min_digits = fields.byte();
  order.max_digits = fields.byte();
  order.random = fields.take(8);
  const auto amount = bcd_number(fields.take(6));
  if (!fields.ended()) return Failure{ErrorCode::bad_length};
  if (order.timeout_s == 0 || order.min_digits < 4 || order.max_digits < order.min_digits || order.max_digits > 12 ||
      !amount) {
    return Failure{ErrorCode::bad_parameter};
  }
  order.amount_minor = *amount;
  return order;
}

Result<TextOrder, ErrorCode> parse_text_order(Bytes body) noexcept {
  Fields fields(body);
  TextOrder order;
  order.seconds = fields.byte();
  while (fields.good() && fields.left() > 0) {
    const std::string_view line = as_text(fields.short_value());
    if (!is_line(line) || !order.lines.try_push_back(line)) return Failure{ErrorCode::bad_parameter};
  }
  if (!fields.good() || order.lines.empty()) return Failure{ErrorCode::bad_length};
  return order;
}

}  // namespace mpos::compat
