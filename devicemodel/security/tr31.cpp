// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/tr31.hpp"

#include "devicemodel/base/hex.hpp"
#include "devicemodel/security/cbc_mac.hpp"
#include "devicemodel/security/kcv.hpp"

namespace mpos::security {
namespace {

constexpr std::size_t fixed_header = 16;
constexpr std::size_t max_payload = 2 + tr31_max_key_bytes + 64;

struct Version {
  Cipher cipher;
  std::size_t block;  ///< also the length of the MAC
};

Result<Version, Tr31Error> version_of(std::string_view block) noexcept {
  if (block.empty()) return Failure{Tr31Error::bad_length};
  if (block[0] == 'B') return Version{Cipher::tdes, 8};
  if (block[0] == 'D') return Version{Cipher::aes, 16};
  return Failure{Tr31Error::bad_version};
}

/// A decimal number of the digits at `from`; -1 when one is none.
int decimal(std::string_view text, std::size_t from, std::size_t count) noexcept {
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

/// Where the header with its optional blocks ends.
Result<std::size_t, Tr31Error> header_end(std::string_view block) noexcept {
  if (block.size() < fixed_header) return Failure{Tr31Error::bad_length};
  const int optional_blocks = decimal(block, 12, 2);
  if (optional_blocks < 0) return Failure{Tr31Error::bad_header};
  std::size_t at = fixed_header;
  for (int i = 0; i < optional_blocks; ++i) {
    if (block.size() - at < 4) return Failure{Tr31Error::bad_header};
    const auto high = hex_value(block[at + 2]);
    const auto low = hex_value(block[at + 3]);
    if (!high || !low) return Failure{Tr31Error::bad_header};
    const std::size_t length = static_cast<std::size_t>(*high) * 16 + *low;
    if (length < 4 || length > block.size() - at) return Failure{Tr31Error::bad_header};
    at += length;
  }
  for (std::size_t i = 0; i < at; ++i) {
    if (block[i] < 0x20 || block[i] > 0x7E) return Failure{Tr31Error::bad_header};
  }
  return at;
}

void block_mac(Primitives& primitives, Cipher cipher, Bytes key, std::string_view header, Bytes payload,
               MutableBytes out) noexcept {
  CbcMac mac{primitives, cipher, key};
  mac.update(as_bytes(header));
  mac.update(payload);
  mac.finish_cmac(out);
}

}  // namespace

Result<SecretBytes<32>, Tr31Error> tr31_derive(Primitives& primitives, char version, Bytes protection_key,
                                               Tr31Use use) noexcept {
  if (version != 'B' && version != 'D') return Failure{Tr31Error::bad_version};
  const std::size_t length = protection_key.size();
  const Cipher cipher = version == 'B' ? Cipher::tdes : Cipher::aes;
  if (length < 16 || !is_key_length(cipher, length)) return Failure{Tr31Error::bad_protection_key};
  // Algorithm of the derived key: 0 and 1 for two- and three-key TDES, 2 to 4 for AES.
  const std::size_t algorithm = (length - 16) / 8 + (version == 'B' ? 0 : 2);
  std::array<std::uint8_t, 8> input{};
  store_be16(&input[1], static_cast<std::uint16_t>(use));
  store_be16(&input[4], static_cast<std::uint16_t>(algorithm));
  store_be16(&input[6], static_cast<std::uint16_t>(length * 8));
  SecretBytes<32> derived;
  const MutableBytes out = derived.fill(length);
  const std::size_t block = block_bytes(cipher);
  for (std::size_t done = 0; done < length; done += block) {
    input[0] = static_cast<std::uint8_t>(input[0] + 1);
    const std::size_t left = length - done;
    cmac(primitives, cipher, protection_key, input, out.subspan(done, left < block ? left : block));
  }
  return derived;
}

Result<Tr31Key, Tr31Error> tr31_unwrap(Primitives& primitives, Bytes protection_key, std::string_view block) noexcept {
  const auto version = version_of(block);
  if (!version) return Failure{version.error()};
  const auto header = header_end(block);
  if (!header) return Failure{header.error()};
  if (block.size() > tr31_max_characters || decimal(block, 1, 4) != static_cast<int>(block.size())) {
    return Failure{Tr31Error::bad_length};
  }
  const std::size_t body = block.size() - *header;
  const std::size_t mac_characters = 2 * version->block;
  if (body <= mac_characters || (body - mac_characters) % (2 * version->block) != 0)
    return Failure{Tr31Error::bad_length};
  const std::size_t payload_bytes = (body - mac_characters) / 2;
  if (payload_bytes > max_payload) return Failure{Tr31Error::bad_length};

  SecretBytes<max_payload> payload;
  const MutableBytes clear = payload.fill(payload_bytes);
  std::array<std::uint8_t, 16> mac{};
  const char* text = block.data() + *header;
  if (!read_hex({text, 2 * payload_bytes}, clear) ||
      !read_hex({text + 2 * payload_bytes, mac_characters}, MutableBytes{mac}.first(version->block))) {
    return Failure{Tr31Error::bad_hex};
  }
  const auto encryption_key = tr31_derive(primitives, block[0], protection_key, Tr31Use::encryption);
  const auto mac_key = tr31_derive(primitives, block[0], protection_key, Tr31Use::authentication);
  if (!encryption_key || !mac_key) return Failure{Tr31Error::bad_protection_key};
  const Bytes received = Bytes{mac}.first(version->block);
  primitives.cbc_decrypt(version->cipher, encryption_key->expose(), received, clear, clear);
  std::array<std::uint8_t, 16> expected{};
  const MutableBytes want = MutableBytes{expected}.first(version->block);
  block_mac(primitives, version->cipher, mac_key->expose(), {block.data(), *header}, clear, want);
  if (!equal_constant_time(want, received)) return Failure{Tr31Error::bad_mac};

  const std::size_t bits = load_be16(clear.data());
  if (bits == 0 || bits % 8 != 0 || bits / 8 > tr31_max_key_bytes || 2 + bits / 8 > clear.size()) {
    return Failure{Tr31Error::bad_length};
  }
  Tr31Key opened;
  opened.header_size = *header;
  opened.key.assign(clear.subspan(2, bits / 8));
  return opened;
}

Result<std::size_t, Tr31Error> tr31_wrap(Primitives& primitives, Bytes protection_key, std::string_view header,
                                         Bytes key, Bytes pad, std::span<char> out) noexcept {
  const auto version = version_of(header);
  if (!version) return Failure{version.error()};
  const auto end = header_end(header);
  if (!end) return Failure{end.error()};
  const std::size_t payload_bytes = 2 + key.size() + pad.size();
  const std::size_t total = header.size() + 2 * (payload_bytes + version->block);
  if (*end != header.size() || key.empty() || key.size() > tr31_max_key_bytes || payload_bytes > max_payload ||
      payload_bytes % version->block != 0 || decimal(header, 1, 4) != static_cast<int>(total)) {
    return Failure{Tr31Error::bad_length};
  }
  if (total > out.size()) return Failure{Tr31Error::no_room};
  const auto encryption_key = tr31_derive(primitives, header[0], protection_key, Tr31Use::encryption);
  const auto mac_key = tr31_derive(primitives, header[0], protection_key, Tr31Use::authentication);
  if (!encryption_key || !mac_key) return Failure{Tr31Error::bad_protection_key};

  SecretBytes<max_payload> payload;
  const MutableBytes clear = payload.fill(payload_bytes);
  store_be16(clear.data(), static_cast<std::uint16_t>(key.size() * 8));
  copy_bytes(key, clear.subspan(2));
  copy_bytes(pad, clear.subspan(2 + key.size()));
  std::array<std::uint8_t, 16> mac{};
  const MutableBytes tag = MutableBytes{mac}.first(version->block);
  block_mac(primitives, version->cipher, mac_key->expose(), header, clear, tag);
  primitives.cbc_encrypt(version->cipher, encryption_key->expose(), tag, clear, clear);
  for (std::size_t i = 0; i < header.size(); ++i) out[i] = header[i];
  write_hex(clear, out.subspan(header.size()));
  write_hex(tag, out.subspan(header.size() + 2 * payload_bytes));
  return total;
}

}  // namespace mpos::security
