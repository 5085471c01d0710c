// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/result.hpp"

/// What the requests of a UnionPay-style reader carry behind their two command bytes. Parsers borrow from their input.
/// Source: public STM32 reader firmware (UP_MPOS_CMD); layouts marked [U] in assets/docs/compat-55aa.md are this
/// product's reading of it.
namespace mpos::compat {

enum class Command : std::uint16_t {
  device_information = 0x0101,
  set_ram_cache = 0x0102,
  clear_ram_cache = 0x0103,
  set_flash_cache = 0x0104,
  get_flash_cache = 0x0105,
  reset = 0x0107,
  get_clock = 0x0108,
  set_clock = 0x0109,
  print = 0x010A,
  print_status = 0x010B,
  firmware = 0x010C,
  load_keys = 0x0202,
  verify_mac = 0x0204,
  encrypt_data = 0x0207,
  open_card_reader = 0x0304,
  card_number = 0x0305,
  tracks = 0x0306,
  open_keyboard = 0x0404,
  get_pin = 0x0405,
  ca_keys = 0x0501,
  applications = 0x0502,
  start_pboc = 0x0503,
  pboc_result = 0x0505,
  issuer_data = 0x0506,
  issuer_status = 0x0507,
  issuer_result = 0x0508,
  close_emv = 0x0510,
  show_text = 0x0701,
  boot_loader = 0x7700
};

/// The byte behind the command in an error answer.
enum class ErrorCode : std::uint8_t {
  no_master_key = 0x01,
  no_working_key = 0x02,
  bad_check_value = 0x03,
  bad_parameter = 0x04,
  bad_length = 0x05,
  bad_frame = 0x06,
  not_now = 0x07,  ///< "execution": the reader's state does not allow it
  storage = 0x08,
  no_printer = 0x09,
  unknown_command = 0x0A,
  bad_lrc = 0x0B,
  timed_out = 0x0C,
  other = 0x0D,
  locked = 0x0E,
  unsupported = 0x0F,
  cancelled = 0x10
};

/// What became of a card that was asked for (0304).
enum class CardStatus : std::uint8_t {
  swiped = 0x00,
  swipe_failed = 0x01,
  encryption_failed = 0x02,
  timed_out = 0x03,
  cancelled = 0x04,
  chip_inserted = 0x05
};

/// What became of a PIN that was asked for (0404).
enum class PinStatus : std::uint8_t { entered = 0, empty = 1, cancelled = 2, timed_out = 3 };

inline constexpr std::size_t serial_bytes = 24;
inline constexpr std::size_t information_bytes = 100;
inline constexpr std::size_t working_key_bytes = 22;  ///< index, length, 16 bytes, check value

/// 0102, 0104: a cache's number, its new contents, and the xor of them.
struct CacheWrite {
  std::uint8_t index = 0;
  Bytes data;
};
/// 0202. Each key: 16 bytes under the terminal master key and a 4-byte check value.
struct KeyLoad {
  struct Key {
    Bytes cipher_text;
    Bytes check_value;
  };
  Key track, mac, pin;
  Bytes covered;  ///< what `proof` speaks of
  Bytes proof;    ///< 16 bytes; empty where the reader asks for none
};
/// 0204.
struct MacCheck {
  Bytes random;  ///< 8
  Bytes mac;     ///< 8
  Bytes data;
};
/// 0207.
struct DataOrder {
  std::uint8_t timeout_s = 0;
  std::string_view title;
  Bytes data;
};
/// 0304.
struct CardOrder {
  static constexpr unsigned stripe = 1;
  static constexpr unsigned contacts = 2;
  std::uint8_t modes = 0;  ///< one of them at least
  std::uint8_t timeout_s = 0;
  std::uint64_t amount_minor = 0;
  Bytes custom;              ///< goes under the MAC of the results
  bool show_masked = false;  ///< display mode 1: the results carry the masked account number
};
/// 0404.
struct PinOrder {
  std::uint8_t timeout_s = 0;
  std::uint8_t min_digits = 0;
  std::uint8_t max_digits = 0;
  Bytes random;  ///< 8
  std::uint64_t amount_minor = 0;
};
/// 0701: one to three lines under the title.
struct TextOrder {
  std::uint8_t seconds = 0;
  FixedVector<std::string_view, 3> lines;
};

enum class Proof : std::uint8_t { none, required };

/// Errors: bad_length when the bytes are too few or too many, bad_parameter for a value out of its range, bad_lrc.
Result<CacheWrite, ErrorCode> parse_cache_write(Bytes body) noexcept;
Result<KeyLoad, ErrorCode> parse_key_load(Bytes body, Proof proof) noexcept;
Result<MacCheck, ErrorCode> parse_mac_check(Bytes body) noexcept;
Result<DataOrder, ErrorCode> parse_data_order(Bytes body) noexcept;
Result<CardOrder, ErrorCode> parse_card_order(Bytes body) noexcept;
Result<PinOrder, ErrorCode> parse_pin_order(Bytes body) noexcept;
Result<TextOrder, ErrorCode> parse_text_order(Bytes body) noexcept;

}  // namespace mpos::compat
