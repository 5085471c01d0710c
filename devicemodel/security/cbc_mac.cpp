// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/cbc_mac.hpp"

namespace mpos::security {
namespace {

/// Doubles in GF(2^n); the constants of SP 800-38B, 5.3.
void double_block(MutableBytes block) noexcept {
  const bool carry = (block[0] & 0x80) != 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const unsigned next = i + 1 < block.size() ? unsigned{block[i + 1]} >> 7 : 0U;
    block[i] = static_cast<std::uint8_t>((unsigned{block[i]} << 1) | next);
  }
  if (carry) block[block.size() - 1] ^= block.size() == 8 ? std::uint8_t{0x1B} : std::uint8_t{0x87};
}

}  // namespace

CbcMac::CbcMac(Primitives& primitives, Cipher cipher, Bytes key, Bytes iv) noexcept
    : primitives_(primitives), cipher_(cipher), key_(key), block_(block_bytes(cipher)) {
  MPOS_ASSERT(iv.empty() || iv.size() == block_);
  copy_bytes(iv, chain_);
}

void CbcMac::absorb(Bytes blocks) noexcept {
  std::array<std::uint8_t, 256> scratch;
  while (!blocks.empty()) {
    const std::size_t step = blocks.size() < scratch.size() ? blocks.size() : scratch.size();
    const MutableBytes out = MutableBytes{scratch}.first(step);
    primitives_.cbc_encrypt(cipher_, key_, Bytes{chain_}.first(block_), blocks.first(step), out);
    copy_bytes(out.last(block_), chain_);
    blocks = blocks.subspan(step);
  }
  wipe(scratch);
}

void CbcMac::update(Bytes data) noexcept {
  if (data.empty()) return;
  if (pending_size_ + data.size() > block_) {
    if (pending_size_ > 0) {
      const std::size_t fill = block_ - pending_size_;
      copy_bytes(data.first(fill), MutableBytes{pending_}.subspan(pending_size_));
      data = data.subspan(fill);
      absorb(Bytes{pending_}.first(block_));
      pending_size_ = 0;
    }
    const std::size_t whole = (data.size() - 1) / block_ * block_;
    absorb(data.first(whole));
    data = data.subspan(whole);
  }
  copy_bytes(data, MutableBytes{pending_}.subspan(pending_size_));
  pending_size_ += data.size();
}

void CbcMac::finish(Padding padding, MutableBytes out) noexcept {
  MPOS_ASSERT(out.size() <= block_);
  if (padding == Padding::bit) {
    if (pending_size_ == block_) {
      absorb(Bytes{pending_}.first(block_));
      pending_size_ = 0;
    }
    pending_[pending_size_++] = 0x80;
  }
  while (pending_size_ < block_) pending_[pending_size_++] = 0;
  absorb(Bytes{pending_}.first(block_));
  copy_bytes(Bytes{chain_}.first(out.size()), out);
}

void CbcMac::finish_cmac(MutableBytes out) noexcept {
  MPOS_ASSERT(out.size() <= block_);
  SecretBytes<16> subkey;
  const MutableBytes k = subkey.fill(block_);
  primitives_.ecb_encrypt(cipher_, key_, k, k);
  double_block(k);
  if (pending_size_ < block_) {
    double_block(k);
    pending_[pending_size_++] = 0x80;
    while (pending_size_ < block_) pending_[pending_size_++] = 0;
  }
  const MutableBytes last = MutableBytes{pending_}.first(block_);
  xor_bytes(last, k, last);
  absorb(last);
  copy_bytes(Bytes{chain_}.first(out.size()), out);
}

void cmac(Primitives& primitives, Cipher cipher, Bytes key, Bytes data, MutableBytes out) noexcept {
  CbcMac mac{primitives, cipher, key};
  mac.update(data);
  mac.finish_cmac(out);
}

}  // namespace mpos::security
