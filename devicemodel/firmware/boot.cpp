// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/boot.hpp"

#include "devicemodel/base/hex.hpp"
#include "devicemodel/firmware/prompts.hpp"

namespace mpos::firmware {
namespace {

struct CipherCase {
  security::Cipher cipher;
  const char* name;
  std::string_view key;
  std::string_view plain;
  std::string_view cipher_text;
};
constexpr CipherCase cipher_cases[] = {
    {security::Cipher::aes, "AES", "000102030405060708090A0B0C0D0E0F", "00112233445566778899AABBCCDDEEFF",
     "69C4E0D86A7B0430D8CDB78070B4C55A"},  // FIPS 197, C.1
    {security::Cipher::sm4, "SM4", "0123456789ABCDEFFEDCBA9876543210", "0123456789ABCDEFFEDCBA9876543210",
     "681EDF34D206965E86B3E94F536E4246"},  // GB/T 32907-2016, A.1
    {security::Cipher::tdes, "TDES", "0123456789ABCDEFFEDCBA9876543210", "0123456789ABCDE7", "7F1D0A77826B8AFF"},
};

struct HashCase {
  security::Hash hash;
  const char* name;
  std::string_view digest;  // of "abc"
};
constexpr HashCase hash_cases[] = {
    {security::Hash::sha1, "SHA-1", "A9993E364706816ABA3E25717850C26C9CD0D89D"},  // FIPS 180-4 example
    {security::Hash::sha256, "SHA-256", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"},
    {security::Hash::sm3, "SM3",
     "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0"},  // GB/T 32905, A.1
};

// McGrew and Viega, The Galois/Counter Mode of Operation, test case 14: key, IV and 16 plain bytes all zero.
constexpr std::string_view gcm_sealed = "CEA7403D4D606B6E074EC5D3BAF39D18D0D1C8A799996BF0265B98B5D48AB919";

ByteVector<64> from_hex(std::string_view text) noexcept {
  ByteVector<64> bytes;
  bytes.resize(text.size() / 2);
  const auto count = read_hex(text, bytes.span());
  MPOS_ASSERT(count.has_value());
  return bytes;
}

bool passes(const CipherCase& test, security::Primitives& primitives) noexcept {
  const auto key = from_hex(test.key);
  const auto plain = from_hex(test.plain);
  const auto expected = from_hex(test.cipher_text);
  ByteVector<64> out;
  out.resize(plain.size());
  primitives.ecb_encrypt(test.cipher, key.span(), plain.span(), out.span());
  if (!(out == expected)) return false;
  primitives.ecb_decrypt(test.cipher, key.span(), out.span(), out.span());
  return out == plain;
}

bool passes(const HashCase& test, security::Primitives& primitives) noexcept {
  ByteVector<64> out;
  out.resize(security::digest_bytes(test.hash));
  primitives.hash(test.hash, as_bytes("abc"), out.span());
  return out == from_hex(test.digest);
}

bool gcm_passes(security::AesGcm& send_cipher, security::AesGcm& receive_cipher) noexcept {
  const std::array<std::uint8_t, security::AesGcm::key_bytes> key{};
  const std::array<std::uint8_t, security::AesGcm::nonce_bytes> nonce{};
  const std::array<std::uint8_t, 16> plain{};
  std::array<std::uint8_t, 32> sealed{};
  std::array<std::uint8_t, 16> opened{};
  send_cipher.set_key(key);
  receive_cipher.set_key(key);
  send_cipher.seal(nonce, {}, plain, sealed);
  bool ok =
      equal(sealed, from_hex(gcm_sealed).span()) && receive_cipher.open(nonce, {}, sealed, opened) && opened == plain;
  sealed[31] ^= 1;
  ok = ok && !receive_cipher.open(nonce, {}, sealed, opened);
  send_cipher.clear();
  receive_cipher.clear();
  return ok;
}

bool glyphs_pass(const hal::GlyphRom& glyphs) noexcept {
  const auto latin = glyphs.glyph(U'S');
  const auto wide = glyphs.glyph(U'请');
  return latin && latin->width_px == 8 && latin->rows.size() == 16 && wide && wide->width_px == 16 &&
         wide->rows.size() == 32;
}

}  // namespace

const char* self_test(const hal::Board& board, security::Primitives& primitives, security::AesGcm& send_cipher,
                      security::AesGcm& receive_cipher) noexcept {
  for (const CipherCase& test : cipher_cases) {
    if (!passes(test, primitives)) return test.name;
  }
  for (const HashCase& test : hash_cases) {
    if (!passes(test, primitives)) return test.name;
  }
  if (!gcm_passes(send_cipher, receive_cipher)) return "AES-GCM";
  if (!prompts_intact()) return "PROMPTS";
  if (!glyphs_pass(board.glyphs)) return "DISPLAY";
  if (board.keypad.any_key_down()) return "KEY STUCK";
  return "";
}

}  // namespace mpos::firmware
