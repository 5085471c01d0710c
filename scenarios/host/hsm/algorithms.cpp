// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/hsm/algorithms.hpp"

#include "devicemodel/base/hex.hpp"

namespace mpos::host {
namespace {

constexpr std::size_t max_block = 16;
using Block = std::array<std::uint8_t, max_block>;

/// Doubling in the field of the block size; the constant is that of SP 800-38B, 5.3.
void doubled(MutableBytes block) noexcept {
  const bool carry = (block[0] & 0x80) != 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const unsigned next = i + 1 < block.size() ? block[i + 1] : 0U;
    block[i] = static_cast<std::uint8_t>(block[i] << 1 | next >> 7);
  }
  if (carry) block.back() = static_cast<std::uint8_t>(block.back() ^ (block.size() == max_block ? 0x87 : 0x1B));
}

constexpr char track_digits[] = "0123456789ABC=EF";

/// Reads `count` packed digits; the nibble after an odd count must be F.
template <std::size_t N>
bool read_track(Bytes bytes, std::size_t count, FixedString<N>& track) noexcept {
  if (count > N) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t byte = bytes[i / 2];
    const char c = track_digits[i % 2 == 0 ? byte >> 4 : byte & 15];
    if ((c < '0' || c > '9') && c != '=') return false;
    track.append({&c, 1});
  }
  return count % 2 == 0 || (bytes[count / 2] & 15) == 15;
}

/// What is left to encipher once to have the CMAC of `data`.
Block last_cmac_block(KeyOperations& keys, const Key& key, Bytes data) {
  const std::size_t size = keys.block_bytes(key);
  Block subkey{};
  const MutableBytes sub = MutableBytes{subkey}.first(size);
  keys.encrypt(key, sub, sub);
  doubled(sub);
  Block state{};
  const MutableBytes chain = MutableBytes{state}.first(size);
  while (data.size() > size) {
    xor_bytes(chain, data.first(size), chain);
    keys.encrypt(key, chain, chain);
    data = data.subspan(size);
  }
  Block last{};
  copy_bytes(data, last);
  if (data.size() < size) {
    last[data.size()] = 0x80;
    doubled(sub);
  }
  xor_bytes(chain, Bytes{last}.first(size), chain);
  xor_bytes(chain, sub, chain);
  return state;
}

}  // namespace

std::array<std::uint8_t, 4> check_value(KeyOperations& keys, const Key& key) {
  Block block{};
  const MutableBytes bytes = MutableBytes{block}.first(keys.block_bytes(key));
  keys.encrypt(key, bytes, bytes);
  return {block[0], block[1], block[2], block[3]};
}

std::size_t cmac(KeyOperations& keys, const Key& key, Bytes data, MutableBytes out) {
  const std::size_t size = keys.block_bytes(key);
  Block state = last_cmac_block(keys, key, data);
  const MutableBytes chain = MutableBytes{state}.first(size);
  keys.encrypt(key, chain, chain);
  copy_bytes(chain, out);
  return size;
}

Key cmac_key(KeyOperations& keys, const Key& key, Bytes data) {
  return keys.derive(key, last_cmac_block(keys, key, data), KeyAlgorithm::aes);
}

std::array<std::uint8_t, 8> terminal_mac(KeyOperations& keys, const Key& key, Bytes data) {
  const std::size_t size = keys.block_bytes(key);
  Block folded{};
  for (; data.size() >= size; data = data.subspan(size)) {
    for (std::size_t i = 0; i < size; ++i) folded[i] = static_cast<std::uint8_t>(folded[i] ^ data[i]);
  }
  for (std::size_t i = 0; i < data.size(); ++i) folded[i] = static_cast<std::uint8_t>(folded[i] ^ data[i]);
  std::array<char, 2 * max_block> text{};
  write_hex(Bytes{folded}.first(size), text);
  const Bytes characters = as_bytes({text.data(), 2 * size});
  Block state{};
  const MutableBytes chain = MutableBytes{state}.first(size);
  keys.encrypt(key, characters.first(size), chain);
  xor_bytes(chain, characters.last(size), chain);
  keys.encrypt(key, chain, chain);
  std::array<std::uint8_t, 8> mac{};
  write_hex(chain.first(4), {text.data(), 8});
  std::memcpy(mac.data(), text.data(), mac.size());
  return mac;
}

std::array<std::uint8_t, 8> card_mac(KeyOperations& keys, const Key& key, const Key& left, Bytes data) {
  const std::size_t size = keys.block_bytes(key);
  Block state{};
  const MutableBytes chain = MutableBytes{state}.first(size);
  while (data.size() >= size) {
    xor_bytes(chain, data.first(size), chain);
    keys.encrypt(left.empty() ? key : left, chain, chain);
    data = data.subspan(size);
  }
  Block last{};
  copy_bytes(data, last);
  last[data.size()] = 0x80;
  xor_bytes(chain, Bytes{last}.first(size), chain);
  // The last step of algorithm 3, decryption with the right half and encryption with the left, makes the whole of the
  // last block one triple encryption.
  keys.encrypt(key, chain, chain);
  std::array<std::uint8_t, 8> mac{};
  copy_bytes(chain.first(mac.size()), mac);
  return mac;
}

std::optional<FixedString<12>> decode_pin_block(Bytes clear, const Pan& pan) noexcept {
  if (clear.size() != 8) return std::nullopt;
  const auto right = pan.right12();
  std::array<std::uint8_t, 16> nibbles{};
  for (std::size_t i = 0; i < nibbles.size(); ++i) {
    nibbles[i] = i % 2 == 0 ? clear[i / 2] >> 4 : clear[i / 2] & 15;
    if (i >= 4) nibbles[i] = static_cast<std::uint8_t>(nibbles[i] ^ (right[i - 4] - '0'));
  }
  const std::size_t length = nibbles[1];
  FixedString<12> pin;
  bool good = nibbles[0] == 0 && length >= 4 && length <= 12;
  for (std::size_t i = 0; good && i < 14; ++i) {
    const std::uint8_t nibble = nibbles[i + 2];
    if (i >= length) {
      good = nibble == 15;
      continue;
    }
    good = nibble <= 9;
    const char digit = static_cast<char>('0' + nibble);
    if (good) pin.append({&digit, 1});
  }
  wipe(nibbles);
  if (!good) return std::nullopt;
  return pin;
}

std::optional<AccountPackage> parse_account_package(Bytes clear) noexcept {
  constexpr std::size_t amount_bytes = 6;
  if (clear.size() < amount_bytes + 2) return std::nullopt;
  AccountPackage package;
  for (const std::uint8_t byte : clear.first(amount_bytes)) {
    if ((byte >> 4) > 9 || (byte & 15) > 9) return std::nullopt;
    package.amount_minor = package.amount_minor * 100 + static_cast<std::uint64_t>((byte >> 4) * 10 + (byte & 15));
  }
  clear = clear.subspan(amount_bytes);
  const auto take = [&clear](auto& track) {
    if (clear.empty()) return false;
    const std::size_t count = clear[0];
    const std::size_t bytes = (count + 1) / 2;
    if (clear.size() - 1 < bytes || !read_track(clear.subspan(1), count, track)) return false;
    clear = clear.subspan(1 + bytes);
    return true;
  };
  if (!take(package.track2) || !take(package.track3)) return std::nullopt;
  for (const std::uint8_t byte : clear) {
    if (byte != 0xFF) return std::nullopt;
  }
  return package;
}

std::optional<TrackTwo> parse_track2(std::string_view track) noexcept {
  const std::size_t separator = track.find('=');
  if (separator == std::string_view::npos || track.size() < separator + 5) return std::nullopt;
  const auto pan = Pan::parse(track.substr(0, separator));
  if (!pan) return std::nullopt;
  TrackTwo two{*pan, track.substr(separator + 1, 4), track.substr(separator + 5, 3)};
  for (const char c : two.expiry.view()) {
    if (c < '0' || c > '9') return std::nullopt;
  }
  return two;
}

}  // namespace mpos::host
