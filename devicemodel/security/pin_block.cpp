// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/pin_block.hpp"

#include "devicemodel/base/secret.hpp"

namespace mpos::security {
namespace {

bool is_digits(std::string_view text) noexcept {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return !text.empty();
}

/// Nibble by nibble from the left.
class NibbleWriter {
 public:
  explicit NibbleWriter(MutableBytes out) noexcept : out_(out) {}
  void put(unsigned nibble) noexcept {
    std::uint8_t& byte = out_[position_ / 2];
    byte = static_cast<std::uint8_t>(position_ % 2 == 0 ? nibble << 4 : (byte | nibble));
    ++position_;
  }
  void put_all(Bytes nibbles) noexcept {
    for (const std::uint8_t nibble : nibbles) put(nibble);
  }
  void fill(unsigned nibble) noexcept {
    while (position_ < 2 * out_.size()) put(nibble);
  }
  std::size_t room() const noexcept { return 2 * out_.size() - position_; }

 private:
  MutableBytes out_;
  std::size_t position_ = 0;
};

/// Xors the right 12 digits without the check digit into the last six bytes of `out`.
void xor_pan(std::string_view pan, MutableBytes out) noexcept {
  const std::size_t last = out.size();
  std::size_t taken = 0;
  for (std::size_t i = pan.size() - 1; i > 0 && taken < 12; --i, ++taken) {
    const unsigned digit = static_cast<unsigned>(pan[i - 1] - '0');
    std::uint8_t& byte = out[last - 1 - taken / 2];
    byte = static_cast<std::uint8_t>(byte ^ (taken % 2 == 0 ? digit : digit << 4));
  }
}

bool with_control(unsigned control, Bytes pin, Bytes fill, MutableBytes out) noexcept {
  NibbleWriter writer{out};
  writer.put(control);
  writer.put(static_cast<unsigned>(pin.size()));
  writer.put_all(pin);
  if (fill.size() < writer.room()) return false;
  writer.put_all(fill.first(writer.room()));
  return true;
}

bool fill_is(Bytes fill, std::uint8_t lowest) noexcept {
  for (const std::uint8_t nibble : fill) {
    if (nibble < lowest || nibble > 15) return false;
  }
  return true;
}

}  // namespace

bool is_pin(Bytes pin) noexcept {
  for (const std::uint8_t digit : pin) {
    if (digit > 9) return false;
  }
  return pin.size() >= min_pin_digits && pin.size() <= max_pin_digits;
}

bool pin_block_0(Bytes pin, std::string_view pan, MutableBytes out) noexcept {
  MPOS_ASSERT(out.size() == 8);
  if (!is_pin(pin) || !is_digits(pan)) return false;
  NibbleWriter writer{out};
  writer.put(0);
  writer.put(static_cast<unsigned>(pin.size()));
  writer.put_all(pin);
  writer.fill(15);
  xor_pan(pan, out);
  return true;
}

bool pin_block_1(Bytes pin, Bytes fill, MutableBytes out) noexcept {
  MPOS_ASSERT(out.size() == 8);
  if (!is_pin(pin) || !fill_is(fill, 0) || fill.size() < 14 - pin.size()) return false;
  return with_control(1, pin, fill, out);
}

bool pin_block_3(Bytes pin, std::string_view pan, Bytes fill, MutableBytes out) noexcept {
  MPOS_ASSERT(out.size() == 8);
  if (!is_pin(pin) || !is_digits(pan) || !fill_is(fill, 10) || fill.size() < 14 - pin.size()) return false;
  if (!with_control(3, pin, fill, out)) return false;
  xor_pan(pan, out);
  return true;
}

bool pin_field_4(Bytes pin, Bytes random, MutableBytes out) noexcept {
  MPOS_ASSERT(out.size() == 16);
  if (!is_pin(pin) || random.size() != 8) return false;
  NibbleWriter writer{out.first(8)};
  writer.put(4);
  writer.put(static_cast<unsigned>(pin.size()));
  writer.put_all(pin);
  writer.fill(10);
  copy_bytes(random, out.last(8));
  return true;
}

bool pan_field_4(std::string_view pan, MutableBytes out) noexcept {
  MPOS_ASSERT(out.size() == 16);
  if (!is_digits(pan) || pan.size() > 19) return false;
  NibbleWriter writer{out};
  writer.put(pan.size() > 12 ? static_cast<unsigned>(pan.size() - 12) : 0);
  for (std::size_t i = pan.size(); i < 12; ++i) writer.put(0);
  for (const char c : pan) writer.put(static_cast<unsigned>(c - '0'));
  writer.fill(0);
  return true;
}

bool pin_block_4(Primitives& primitives, Bytes key, Bytes pin, std::string_view pan, Bytes random,
                 MutableBytes out) noexcept {
  MPOS_ASSERT(out.size() == 16);
  SecretBytes<16> secret;
  const MutableBytes field = secret.fill(16);
  std::array<std::uint8_t, 16> pan_field{};
  if (!pin_field_4(pin, random, field) || !pan_field_4(pan, pan_field)) return false;
  primitives.ecb_encrypt(Cipher::aes, key, field, field);
  xor_bytes(field, pan_field, field);
  primitives.ecb_encrypt(Cipher::aes, key, field, out);
  return true;
}

bool pin_block_cup(Bytes pin, std::string_view pan, MutableBytes out) noexcept {
  return pin_block_0(pin, pan, out);
}

bool pin_block_sm4_cup(Bytes pin, std::string_view pan, MutableBytes out) noexcept {
  MPOS_ASSERT(out.size() == 16);
  if (!is_pin(pin) || !is_digits(pan)) return false;
  NibbleWriter writer{out};
  writer.put(0);
  writer.put(static_cast<unsigned>(pin.size()));
  writer.put_all(pin);
  writer.fill(15);
  xor_pan(pan, out);
  return true;
}

}  // namespace mpos::security
