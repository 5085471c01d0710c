// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/sale.hpp"

/// What a 55AA phone gets of a chip's account.
namespace mpos::firmware {
namespace {

/// Digits and `=` as nibbles behind their count, the last byte filled with F.
std::size_t pack_digits(std::string_view digits, MutableBytes out) noexcept {
  out[0] = static_cast<std::uint8_t>(digits.size());
  const std::size_t bytes = (digits.size() + 1) / 2;
  for (std::size_t i = 0; i < 2 * bytes; ++i) {
    const unsigned nibble = i >= digits.size() ? 15U : digits[i] == '=' ? 13U : static_cast<unsigned>(digits[i] - '0');
    std::uint8_t& byte = out[1 + i / 2];
    byte = static_cast<std::uint8_t>(i % 2 == 0 ? nibble << 4U : byte | nibble);
  }
  return 1 + bytes;
}

}  // namespace

Result<security::SecurityCore::Package, security::SealError> Sale::seal_chip_account() noexcept {
  constexpr std::size_t amount_bytes = 6;
  SecretBytes<security::SecurityCore::Package::capacity()> clear;
  const MutableBytes room = clear.fill(clear.capacity());
  std::uint64_t amount = order_.amount_minor;
  for (std::size_t i = amount_bytes; i > 0; --i) {
    room[i - 1] = static_cast<std::uint8_t>(amount % 100 / 10 << 4 | amount % 10);
    amount /= 100;
  }
  const std::string_view track2 = track2_.view();
  std::size_t digits = 0;
  while (digits < track2.size() && track2[digits] != '=') ++digits;
  std::size_t size = amount_bytes;
  size += pack_digits({track2.data(), digits}, room.subspan(size));
  size += pack_digits(track2, room.subspan(size));
  unsigned sequence = 0;
  for (const char c : card_sequence_.view()) sequence = sequence << 4U | static_cast<unsigned>(c - '0');
  room[size++] = static_cast<std::uint8_t>(sequence);
  return core_.seal_bytes(clear.expose().first(size));
}

}  // namespace mpos::firmware
