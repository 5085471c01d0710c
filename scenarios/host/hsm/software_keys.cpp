// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/hsm/software_keys.hpp"

#include <bit>

namespace mpos::host {
namespace {

constexpr std::size_t key_bytes = 16;
constexpr std::size_t des_block = 8;

constexpr std::array<std::uint8_t, key_bytes> dukpt_mask{0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0,
                                                         0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0};

void odd_parity(MutableBytes key) noexcept {
  for (std::uint8_t& byte : key) {
    if (std::popcount(byte) % 2 == 0) byte ^= 1;
  }
}

}  // namespace

SoftwareKeys::SoftwareKeys(hal::Entropy& entropy)
    : entropy_(entropy),
      tdes_(EVP_CIPHER_fetch(nullptr, "DES-EDE-ECB", nullptr)),
      aes_(EVP_CIPHER_fetch(nullptr, "AES-128-ECB", nullptr)),
      sm4_(EVP_CIPHER_fetch(nullptr, "SM4-ECB", nullptr)),
      scratch_(EVP_CIPHER_CTX_new()) {
  MPOS_ASSERT(tdes_ && aes_ && sm4_ && scratch_);
}

SoftwareKeys::~SoftwareKeys() = default;

const SoftwareKeys::Cipher& SoftwareKeys::cipher(KeyAlgorithm algorithm) const noexcept {
  switch (algorithm) {
    case KeyAlgorithm::tdes: return tdes_;
    case KeyAlgorithm::aes: return aes_;
    case KeyAlgorithm::sm4: break;
  }
  return sm4_;
}

Key SoftwareKeys::load(KeyAlgorithm algorithm, Bytes clear) {
  MPOS_ASSERT(clear.size() == key_bytes);
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.push_back(std::make_unique<Slot>());
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  Slot& slot = *slots_[index];
  slot.algorithm = algorithm;
  slot.clear.assign(clear);
  slot.encrypts = false;
  slot.decrypts = false;
  return {this, index};
}

void SoftwareKeys::release(std::uint32_t index) noexcept {
  slots_[index]->clear.clear();
  free_.push_back(index);
}

Key SoftwareKeys::generate(KeyAlgorithm algorithm, bool single) {
  SecretBytes<key_bytes> clear;
  const MutableBytes bytes = clear.fill(key_bytes);
  do {
    entropy_.fill(bytes);
    if (algorithm == KeyAlgorithm::tdes) odd_parity(bytes);
  } while (equal(bytes.first(des_block), bytes.last(des_block)));
  if (single) copy_bytes(bytes.first(des_block), bytes.last(des_block));
  return load(algorithm, bytes);
}

Key SoftwareKeys::diversify(const Key& key, Bytes factor) {
  MPOS_ASSERT(factor.size() == des_block);
  std::array<std::uint8_t, key_bytes> block{};
  for (std::size_t i = 0; i < des_block; ++i) {
    block[i] = factor[i];
    block[des_block + i] = static_cast<std::uint8_t>(~factor[i]);
  }
  return derive(key, block, slots_[key.slot()]->algorithm);
}

Key SoftwareKeys::derive(const Key& key, Bytes block, KeyAlgorithm algorithm) {
  SecretBytes<key_bytes> derived;
  const MutableBytes bytes = derived.fill(key_bytes);
  encrypt(key, block, bytes);
  return load(algorithm, bytes);
}

Key SoftwareKeys::dukpt(const Key& base, Bytes ksn, DukptUse use) {
  MPOS_ASSERT(ksn.size() == 10);
  // Initial key: the base key and its masked form over the key serial number without its counter.
  std::array<std::uint8_t, des_block> serial{};
  copy_bytes(ksn.first(des_block), serial);
  serial[7] &= 0xE0;
  SecretBytes<key_bytes> key;
  const MutableBytes bytes = key.fill(key_bytes);
  encrypt(base, serial, bytes.first(des_block));
  {
    SecretBytes<key_bytes> masked;
    const MutableBytes masked_bytes = masked.fill(key_bytes);
    xor_bytes(slots_[base.slot()]->clear.expose(), dukpt_mask, masked_bytes);
    const Key masked_base = load(KeyAlgorithm::tdes, masked_bytes);
    encrypt(masked_base, serial, bytes.last(des_block));
  }
  // One non-reversible step for each one in the counter, highest first.
  std::uint64_t reg = load_be64(ksn.data() + 2);
  const std::uint32_t counter = static_cast<std::uint32_t>(reg & 0x1FFFFF);
  reg &= ~std::uint64_t{0x1FFFFF};
  for (std::uint32_t bit = 1U << 20; bit != 0; bit >>= 1) {
    if ((counter & bit) == 0) continue;
    reg |= bit;
    SecretBytes<key_bytes> masked;
    const MutableBytes masked_bytes = masked.fill(key_bytes);
    xor_bytes(bytes, dukpt_mask, masked_bytes);
    const auto half = [this, reg](Bytes from, MutableBytes to) {
      std::array<std::uint8_t, des_block> data{};
      store_be64(data.data(), reg);
      xor_bytes(data, from.last(des_block), data);
      single_des(from.first(des_block), data, data);
      xor_bytes(data, from.last(des_block), to);
    };
    SecretBytes<key_bytes> next;
    const MutableBytes next_bytes = next.fill(key_bytes);
    half(masked_bytes, next_bytes.first(des_block));
    half(bytes, next_bytes.last(des_block));
    copy_bytes(next_bytes, bytes);
  }
  std::uint64_t mask = 0;
  switch (use) {
    case DukptUse::pin: mask = 0x00000000000000FF; break;
    case DukptUse::mac_request: mask = 0x000000000000FF00; break;
    case DukptUse::mac_response: mask = 0x00000000FF000000; break;
    case DukptUse::data_request: mask = 0x0000000000FF0000; break;
  }
  for (const std::size_t half : {std::size_t{0}, des_block}) store_be64(&bytes[half], load_be64(&bytes[half]) ^ mask);
  Key variant = load(KeyAlgorithm::tdes, bytes);
  if (use != DukptUse::data_request) return variant;
  encrypt(variant, bytes, bytes);
  return load(KeyAlgorithm::tdes, bytes);
}

Key SoftwareKeys::left_half(const Key& key) {
  SecretBytes<key_bytes> doubled;
  const MutableBytes bytes = doubled.fill(key_bytes);
  const Bytes half = slots_[key.slot()]->clear.expose().first(des_block);
  copy_bytes(half, bytes.first(des_block));
  copy_bytes(half, bytes.last(des_block));
  return load(KeyAlgorithm::tdes, bytes);
}

void SoftwareKeys::mix(const Key& key, std::size_t from, MutableBytes data) {
  const Slot& slot = *slots_[key.slot()];
  SecretBytes<key_bytes> adjusted;
  const MutableBytes bytes = adjusted.fill(key_bytes);
  copy_bytes(slot.clear.expose(), bytes);
  if (slot.algorithm == KeyAlgorithm::tdes) odd_parity(bytes);
  xor_bytes(data, bytes.subspan(from, data.size()), data);
}

void SoftwareKeys::wrap(const Key& wrapping, const Key& key, MutableBytes out) {
  encrypt(wrapping, slots_[key.slot()]->clear.expose().first(out.size()), out);
}

void SoftwareKeys::run(Slot& slot, bool encrypting, Bytes in, MutableBytes out) {
  MPOS_ASSERT(!slot.clear.empty() && out.size() >= in.size());
  Context& context = encrypting ? slot.encryptor : slot.decryptor;
  bool& ready = encrypting ? slot.encrypts : slot.decrypts;
  if (!context) context.reset(EVP_CIPHER_CTX_new());
  if (!ready) {
    const auto start = encrypting ? EVP_EncryptInit_ex : EVP_DecryptInit_ex;
    MPOS_ASSERT(start(context.get(), cipher(slot.algorithm).get(), nullptr, slot.clear.expose().data(), nullptr) == 1);
    EVP_CIPHER_CTX_set_padding(context.get(), 0);
    ready = true;
  }
  int written = 0;
  const auto update = encrypting ? EVP_EncryptUpdate : EVP_DecryptUpdate;
  MPOS_ASSERT(update(context.get(), out.data(), &written, in.data(), static_cast<int>(in.size())) == 1);
  MPOS_ASSERT(static_cast<std::size_t>(written) == in.size());
}

void SoftwareKeys::single_des(Bytes key, Bytes in, MutableBytes out) {
  // Two equal halves make triple DES single DES, which needs no legacy provider.
  SecretBytes<key_bytes> doubled;
  const MutableBytes bytes = doubled.fill(key_bytes);
  copy_bytes(key, bytes.first(des_block));
  copy_bytes(key, bytes.last(des_block));
  MPOS_ASSERT(EVP_EncryptInit_ex(scratch_.get(), tdes_.get(), nullptr, bytes.data(), nullptr) == 1);
  EVP_CIPHER_CTX_set_padding(scratch_.get(), 0);
  int written = 0;
  MPOS_ASSERT(EVP_EncryptUpdate(scratch_.get(), out.data(), &written, in.data(), static_cast<int>(in.size())) == 1);
}

void SoftwareKeys::encrypt(const Key& key, Bytes in, MutableBytes out) {
  run(*slots_[key.slot()], true, in, out);
}

void SoftwareKeys::decrypt(const Key& key, Bytes in, MutableBytes out) {
  run(*slots_[key.slot()], false, in, out);
}

void SoftwareKeys::decrypt_cbc(const Key& key, Bytes in, MutableBytes out) {
  const std::size_t block = block_bytes(key);
  MPOS_ASSERT(in.size() % block == 0 && in.data() != out.data());
  decrypt(key, in, out);
  for (std::size_t i = block; i < in.size(); ++i) out[i] = static_cast<std::uint8_t>(out[i] ^ in[i - block]);
}

std::size_t SoftwareKeys::block_bytes(const Key& key) const {
  return slots_[key.slot()]->algorithm == KeyAlgorithm::tdes ? des_block : key_bytes;
}

}  // namespace mpos::host
