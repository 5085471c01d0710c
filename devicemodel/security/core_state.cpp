// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/cbc_mac.hpp"
#include "devicemodel/security/core.hpp"

/// What the reader keeps over power loss. Layout of the sealed form: "VMPS" | 1 | iv 16 | AES-256-CBC of the plain
/// state | CMAC 16 over all before it. Both keys come from the storage key by HMAC-SHA-256.
namespace mpos::security {
namespace {

constexpr std::array<std::uint8_t, 5> magic{'V', 'M', 'P', 'S', 1};
constexpr std::size_t iv_bytes = 16;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t slot_state_bytes = 2 + 32;
constexpr std::array<std::uint8_t, 5> data_magic{'V', 'M', 'P', 'D', 1};
constexpr std::size_t plain_block_bytes = 48;  // how many, then the data, then zeros

}  // namespace

void SecurityCore::make_storage_keys(Bytes storage_key, SecretBytes<32>& cipher_key,
                                     SecretBytes<32>& mac_key) noexcept {
  primitives_.hmac_sha256(storage_key, as_bytes("VMPOS-STORE"), as_bytes("-CIPHER"), cipher_key.fill(32));
  primitives_.hmac_sha256(storage_key, as_bytes("VMPOS-STORE"), as_bytes("-MAC"), mac_key.fill(32));
}

void SecurityCore::write_plain_state(MutableBytes out) const noexcept {
  static_assert(plain_state_bytes % 16 == 0);
  static_assert(slot_count * slot_state_bytes + FutureKeys::state_bytes + 4 + 9 <= plain_state_bytes);
  static_assert(magic.size() + iv_bytes + plain_state_bytes + tag_bytes <= sealed_state_max_bytes);
  wipe(out);
  for (const Slot& each : slots_) {
    out[0] = static_cast<std::uint8_t>(each.algorithm);
    out[1] = static_cast<std::uint8_t>(each.key.size());
    copy_bytes(each.key.expose(), out.subspan(2));
    out = out.subspan(slot_state_bytes);
  }
  future_keys_.save(out.first(FutureKeys::state_bytes));
  out = out.subspan(FutureKeys::state_bytes);
  copy_bytes(dukpt_check_value_, out);
  store_be32(&out[4], pin_tokens_);
  store_be32(&out[8], pins_under_key_);
  out[12] = mac_failures_;
}

bool SecurityCore::read_plain_state(Bytes in) noexcept {
  for (Slot& each : slots_) {
    const std::size_t size = in[1];
    if (in[0] > static_cast<std::uint8_t>(KeyAlgorithm::sm4) || size > 32) return false;
    each.algorithm = static_cast<KeyAlgorithm>(in[0]);
    each.key.assign(in.subspan(2, size));
    in = in.subspan(slot_state_bytes);
  }
  future_keys_.restore(in.first(FutureKeys::state_bytes));
  in = in.subspan(FutureKeys::state_bytes);
  copy_bytes(in.first(4), dukpt_check_value_);
  const std::uint32_t tokens = load_be32(&in[4]);
  pin_tokens_ = tokens < pin_bucket_size ? tokens : pin_bucket_size;
  pin_refilled_at_ = Duration::zero();
  pins_under_key_ = load_be32(&in[8]);
  mac_failures_ = in[12];
  return true;
}

std::size_t SecurityCore::seal_state(Bytes storage_key, MutableBytes out) noexcept {
  MPOS_ASSERT(storage_key.size() >= 16 && storage_key.size() <= 64);
  constexpr std::size_t body = magic.size() + iv_bytes + plain_state_bytes;
  if (out.size() < body + tag_bytes) return 0;
  SecretBytes<32> cipher_key;
  SecretBytes<32> mac_key;
  make_storage_keys(storage_key, cipher_key, mac_key);
  SecretBytes<plain_state_bytes> plain;
  write_plain_state(plain.fill(plain_state_bytes));
  copy_bytes(magic, out);
  const MutableBytes iv = out.subspan(magic.size(), iv_bytes);
  entropy_.fill(iv);
  primitives_.cbc_encrypt(Cipher::aes, cipher_key.expose(), iv, plain.expose(),
                          out.subspan(magic.size() + iv_bytes, plain_state_bytes));
  cmac(primitives_, Cipher::aes, mac_key.expose(), out.first(body), out.subspan(body, tag_bytes));
  return body + tag_bytes;
}

SecurityCore::SealedData SecurityCore::seal_data(Bytes storage_key, Bytes plain) noexcept {
  static_assert(plain_data_max_bytes < plain_block_bytes);
  MPOS_ASSERT(plain.size() <= plain_data_max_bytes);
  SecretBytes<32> cipher_key;
  SecretBytes<32> mac_key;
  make_storage_keys(storage_key, cipher_key, mac_key);
  SecretBytes<plain_block_bytes> block;
  const MutableBytes filled = block.fill(plain_block_bytes);
  filled[0] = static_cast<std::uint8_t>(plain.size());
  copy_bytes(plain, filled.subspan(1));
  SealedData out;
  out.resize(out.capacity());
  constexpr std::size_t body = data_magic.size() + iv_bytes + plain_block_bytes;
  const MutableBytes iv = out.span().subspan(data_magic.size(), iv_bytes);
  copy_bytes(data_magic, out.span());
  entropy_.fill(iv);
  primitives_.cbc_encrypt(Cipher::aes, cipher_key.expose(), iv, block.expose(),
                          out.span().subspan(data_magic.size() + iv_bytes, plain_block_bytes));
  cmac(primitives_, Cipher::aes, mac_key.expose(), Bytes{out.span()}.first(body), out.span().subspan(body, tag_bytes));
  return out;
}

Result<void, KeyError> SecurityCore::open_data(Bytes storage_key, Bytes sealed,
                                               SecretBytes<plain_data_max_bytes>& out) noexcept {
  constexpr std::size_t body = data_magic.size() + iv_bytes + plain_block_bytes;
  if (sealed.size() != body + tag_bytes || !equal(sealed.first(data_magic.size()), data_magic)) {
    return Failure{KeyError::storage_failed};
  }
  SecretBytes<32> cipher_key;
  SecretBytes<32> mac_key;
  make_storage_keys(storage_key, cipher_key, mac_key);
  std::array<std::uint8_t, tag_bytes> tag{};
  cmac(primitives_, Cipher::aes, mac_key.expose(), sealed.first(body), tag);
  if (!equal_constant_time(tag, sealed.last(tag_bytes))) return Failure{KeyError::storage_failed};
  SecretBytes<plain_block_bytes> block;
  primitives_.cbc_decrypt(Cipher::aes, cipher_key.expose(), sealed.subspan(data_magic.size(), iv_bytes),
                          sealed.subspan(data_magic.size() + iv_bytes, plain_block_bytes),
                          block.fill(plain_block_bytes));
  const std::size_t size = block.expose()[0];
  if (size > plain_data_max_bytes) return Failure{KeyError::storage_failed};
  out.assign(block.expose().subspan(1, size));
  return {};
}

Result<void, KeyError> SecurityCore::restore_state(Bytes storage_key, Bytes sealed) noexcept {
  MPOS_ASSERT(storage_key.size() >= 16 && storage_key.size() <= 64);
  constexpr std::size_t body = magic.size() + iv_bytes + plain_state_bytes;
  if (sealed.size() != body + tag_bytes || !equal(sealed.first(magic.size()), magic)) {
    return Failure{KeyError::storage_failed};
  }
  SecretBytes<32> cipher_key;
  SecretBytes<32> mac_key;
  make_storage_keys(storage_key, cipher_key, mac_key);
  std::array<std::uint8_t, tag_bytes> tag{};
  cmac(primitives_, Cipher::aes, mac_key.expose(), sealed.first(body), tag);
  if (!equal_constant_time(tag, sealed.last(tag_bytes))) return Failure{KeyError::storage_failed};
  SecretBytes<plain_state_bytes> plain;
  const MutableBytes state = plain.fill(plain_state_bytes);
  primitives_.cbc_decrypt(Cipher::aes, cipher_key.expose(), sealed.subspan(magic.size(), iv_bytes),
                          sealed.subspan(magic.size() + iv_bytes, plain_state_bytes), state);
  end_transaction();
  if (!read_plain_state(state)) {
    zeroise();
    return Failure{KeyError::storage_failed};
  }
  return {};
}

}  // namespace mpos::security
