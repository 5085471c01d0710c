// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/future_keys.hpp"

#include <bit>

namespace mpos::security {
namespace {
constexpr int bits = static_cast<int>(FutureKeys::register_count);
}

/// From the key of `counter` cut above `from_bit`, goes down to the key of the whole counter and leaves in each
/// register on the way the key of the branch not taken.
void FutureKeys::walk(Primitives& primitives, MutableBytes key, int from_bit, std::uint32_t counter) noexcept {
  const std::uint64_t device = load_be64(&ksn_[2]) & ~std::uint64_t{dukpt_counter_mask};
  for (int bit = from_bit; bit >= 0; --bit) {
    const std::uint32_t one = 1U << bit;
    const std::uint32_t prefix = (counter & ~((one << 1) - 1)) | one;
    SecretBytes<16>& kept = registers_[static_cast<std::size_t>(bit)];
    kept.clear();
    if ((counter & one) == 0 && std::popcount(prefix) > 10) continue;  // a counter that is skipped needs no key
    std::array<std::uint8_t, 8> r{};
    store_be64(r.data(), device | prefix);
    SecretBytes<16> branch;
    dukpt_step(primitives, key, r, branch.fill(16));
    if ((counter & one) != 0) {
      copy_bytes(branch.expose(), key);
    } else {
      kept.assign(branch.expose());
    }
  }
}

void FutureKeys::load(Primitives& primitives, Bytes ipek, Bytes ksn) noexcept {
  MPOS_ASSERT(ipek.size() == 16 && ksn.size() == ksn_bytes);
  copy_bytes(ksn, ksn_);
  SecretBytes<16> key{ipek};
  SecretBytes<16> work;
  const MutableBytes k = work.fill(16);
  copy_bytes(key.expose(), k);
  walk(primitives, k, bits - 1, dukpt_counter(ksn));
  loaded_ = true;
}

bool FutureKeys::next(Primitives& primitives, MutableBytes key) noexcept {
  MPOS_ASSERT(key.size() == 16);
  std::array<std::uint8_t, ksn_bytes> following = ksn_;
  if (!loaded_ || !dukpt_next(following)) return false;
  // Nothing above the highest changed bit moves; that bit's register holds the key to go on from.
  const std::uint32_t counter = dukpt_counter(following);
  const int top = static_cast<int>(std::bit_width(counter ^ dukpt_counter(ksn_))) - 1;
  SecretBytes<16>& start = registers_[static_cast<std::size_t>(top)];
  if (start.empty()) return false;
  copy_bytes(start.expose(), key);
  start.clear();
  ksn_ = following;
  walk(primitives, key, top - 1, counter);
  return true;
}

bool FutureKeys::skip_to(Primitives& primitives, Bytes ksn) noexcept {
  if (!loaded_ || ksn.size() != ksn_bytes) return false;
  const std::uint32_t counter = dukpt_counter(ksn);
  const std::uint32_t current = dukpt_counter(ksn_);
  const bool same_device = equal(ksn.first(7), Bytes{ksn_}.first(7)) && ((ksn[7] ^ ksn_[7]) & 0xE0) == 0;
  if (!same_device || counter <= current || std::popcount(counter) > 10) return false;
  const int top = static_cast<int>(std::bit_width(counter ^ current)) - 1;
  SecretBytes<16>& start = registers_[static_cast<std::size_t>(top)];
  if (start.empty()) return false;
  SecretBytes<16> work;
  const MutableBytes key = work.fill(16);
  copy_bytes(start.expose(), key);
  start.clear();
  copy_bytes(ksn, ksn_);
  walk(primitives, key, top - 1, counter);
  return true;
}

void FutureKeys::clear() noexcept {
  for (SecretBytes<16>& each : registers_) each.clear();
  ksn_ = {};
  loaded_ = false;
}

void FutureKeys::save(MutableBytes out) const noexcept {
  MPOS_ASSERT(out.size() == state_bytes);
  out[0] = loaded_ ? 1 : 0;
  copy_bytes(ksn_, out.subspan(1));
  MutableBytes rest = out.subspan(1 + ksn_bytes);
  for (const SecretBytes<16>& each : registers_) {
    // An empty register is written as zeros: no DES key of a real tree is.
    wipe(rest.first(16));
    copy_bytes(each.expose(), rest);
    rest = rest.subspan(16);
  }
}

void FutureKeys::restore(Bytes in) noexcept {
  MPOS_ASSERT(in.size() == state_bytes);
  loaded_ = in[0] != 0;
  copy_bytes(in.subspan(1, ksn_bytes), ksn_);
  const std::array<std::uint8_t, 16> zeros{};
  for (std::size_t i = 0; i < register_count; ++i) {
    const Bytes key = in.subspan(1 + ksn_bytes + 16 * i, 16);
    if (equal_constant_time(key, zeros)) {
      registers_[i].clear();
    } else {
      registers_[i].assign(key);
    }
  }
}

}  // namespace mpos::security
