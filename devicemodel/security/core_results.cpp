// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/base/bcd.hpp"
#include "devicemodel/security/account_data.hpp"
#include "devicemodel/security/core.hpp"
#include "devicemodel/security/mac.hpp"

namespace mpos::security {

Result<SecurityCore::Package, SealError> SecurityCore::seal_bytes(Bytes clear) noexcept {
  if (!transaction_.active) return Failure{SealError::no_transaction};
  if (transaction_.track.empty()) return Failure{SealError::no_working_key};
  const std::size_t block = block_bytes(transaction_.cipher);
  const std::size_t total = (clear.size() + block - 1) / block * block;
  Package out;
  if (clear.empty() || total > out.capacity()) return Failure{SealError::too_long};
  out.resize(total);
  copy_bytes(clear, out.span());
  for (std::size_t i = clear.size(); i < total; ++i) out[i] = 0xFF;
  primitives_.ecb_encrypt(transaction_.cipher, transaction_.track.expose(), out.span(), out.span());
  return out;
}

Result<SecurityCore::Package, SealError> SecurityCore::seal_card_number(std::uint64_t amount_minor) noexcept {
  if (!card_) return Failure{SealError::bad_track};
  constexpr std::size_t amount_bytes = 6;
  SecretBytes<amount_bytes + 1 + (Pan::max_digits + 1) / 2> clear;
  const std::string_view digits = card_->digits();
  const MutableBytes room = clear.fill(amount_bytes + 1 + (digits.size() + 1) / 2);
  copy_bytes(packed_bcd<amount_bytes>(amount_minor), room);
  room[amount_bytes] = static_cast<std::uint8_t>(digits.size());
  const auto packed = track_pack(digits, 15, room.subspan(amount_bytes + 1));
  MPOS_ASSERT(packed.has_value());
  return seal_bytes(clear.expose());
}

Result<std::array<std::uint8_t, 8>, KeyError> SecurityCore::reader_mac(ReaderMac kind, Bytes data) noexcept {
  if (!transaction_.active || transaction_.mac.size() < 16) return Failure{KeyError::no_working_key};
  if (transaction_.cipher != Cipher::tdes) return Failure{KeyError::wrong_usage};
  if (kind == ReaderMac::folded) return mac_cup_mpos_reader(primitives_, transaction_.mac.expose().first(16), data);
  std::array<std::uint8_t, 8> mac{};
  cmac(primitives_, Cipher::tdes, transaction_.mac.expose(), data, mac);
  return mac;
}

bool SecurityCore::verify_reader_mac(ReaderMac kind, Bytes data, Bytes mac) noexcept {
  if (mac_verification_locked()) return false;
  const auto expected = reader_mac(kind, data);
  if (!expected) return false;
  const bool right = equal_constant_time(*expected, mac);
  mac_failures_ = right ? std::uint8_t{0} : static_cast<std::uint8_t>(mac_failures_ + 1);
  return right;
}

}  // namespace mpos::security
