// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/primitives/aes_gcm.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"

namespace mpos::primitives {
namespace {

using security::Cipher;
using security::Hash;
using Buffer = std::vector<std::uint8_t>;

Buffer hex(std::string_view text) {
  Buffer out(text.size() / 2);
  EXPECT_TRUE(read_hex(text, out));
  return out;
}

class PrimitivesTest : public testing::Test {
 protected:
  OpenSslPrimitives primitives_;

  Buffer encrypt(Cipher cipher, std::string_view key, std::string_view data) {
    Buffer out = hex(data);
    primitives_.ecb_encrypt(cipher, hex(key), out, out);
    return out;
  }
};

TEST_F(PrimitivesTest, gives_the_published_blocks) {
  EXPECT_EQ(encrypt(Cipher::des, "0123456789ABCDEF", "4E6F772069732074"), hex("3FA40E8A984D4815"));
  EXPECT_EQ(encrypt(Cipher::sm4, "0123456789ABCDEFFEDCBA9876543210", "0123456789ABCDEFFEDCBA9876543210"),
            hex("681EDF34D206965E86B3E94F536E4246"));
  EXPECT_EQ(encrypt(Cipher::aes, "2B7E151628AED2A6ABF7158809CF4F3C", "6BC1BEE22E409F96E93D7E117393172A"),
            hex("3AD77BB40D7A3660A89ECAF32466EF97"));
  // Three equal parts are single DES.
  EXPECT_EQ(encrypt(Cipher::tdes, "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF", "4E6F772069732074"),
            encrypt(Cipher::tdes, "0123456789ABCDEF", "4E6F772069732074"));
}

TEST_F(PrimitivesTest, every_cipher_opens_what_it_made_in_both_modes) {
  const std::vector<std::pair<Cipher, std::size_t>> kinds{{Cipher::des, 8},   {Cipher::tdes, 8}, {Cipher::tdes, 16},
                                                          {Cipher::tdes, 24}, {Cipher::aes, 16}, {Cipher::aes, 24},
                                                          {Cipher::aes, 32},  {Cipher::sm4, 16}};
  for (const auto& [cipher, key_size] : kinds) {
    Buffer key(key_size);
    for (std::size_t i = 0; i < key_size; ++i) key[i] = static_cast<std::uint8_t>(7 * i + 3);
    const Buffer iv(security::block_bytes(cipher), 0x5A);
    Buffer plain(160);
    for (std::size_t i = 0; i < plain.size(); ++i) plain[i] = static_cast<std::uint8_t>(i);
    Buffer work = plain;
    primitives_.cbc_encrypt(cipher, key, iv, work, work);
    EXPECT_NE(work, plain);
    primitives_.cbc_decrypt(cipher, key, iv, work, work);
    EXPECT_EQ(work, plain);
    primitives_.ecb_encrypt(cipher, key, work, work);
    primitives_.ecb_decrypt(cipher, key, work, work);
    EXPECT_EQ(work, plain);
  }
}

TEST_F(PrimitivesTest, hashes_as_published) {
  Buffer out(32);
  primitives_.hash(Hash::sha256, as_bytes("abc"), out);
  EXPECT_EQ(out, hex("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"));
  primitives_.hash(Hash::sm3, as_bytes("abc"), out);
  EXPECT_EQ(out, hex("66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0"));
  out.resize(20);
  primitives_.hash(Hash::sha1, {}, out);
  EXPECT_EQ(out, hex("DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"));
}

TEST_F(PrimitivesTest, hmac_is_that_of_rfc_4231_cases_2_and_6) {
  Buffer out(32);
  primitives_.hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want "), as_bytes("for nothing?"), out);
  EXPECT_EQ(out, hex("5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843"));
  primitives_.hmac_sha256(Buffer(131, 0xAA), as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"), {},
                          out);
  EXPECT_EQ(out, hex("60E431591EE0B67F0D8A26AACBF5B77F8E0BC6213728C5140546040F0EE37F54"));
}

TEST_F(PrimitivesTest, x25519_is_that_of_rfc_7748_and_refuses_the_zero_point) {
  const Buffer alice = hex("77076D0A7318A57D3C16C17251B26645DF4C07F8F3B6C8B6D1F2A9E2B6E1B5C0");
  Buffer out(32);
  const Buffer secret = hex("77076D0A7318A57D3C16C17251B26645C6C2A1D0C0F8B5C1F1E4F7E5B2D2C0A0");
  primitives_.x25519_public(secret, out);
  Buffer shared(32);
  Buffer back(32);
  Buffer alice_public(32);
  primitives_.x25519_public(alice, alice_public);
  ASSERT_TRUE(primitives_.x25519(alice, out, shared));
  ASSERT_TRUE(primitives_.x25519(secret, alice_public, back));
  EXPECT_EQ(shared, back);
  // RFC 7748, 5.2, first vector.
  ASSERT_TRUE(primitives_.x25519(hex("A546E36BF0527C9D3B16154B82465EDD62144C0AC1FC5A18506A2244BA449AC4"),
                                 hex("E6DB6867583030DB3594C1A424B15F7C726624EC26B3353B10A903A6D0AB1C4C"), out));
  EXPECT_EQ(out, hex("C3DA55379DE9C6908E94EA4DF28D084F32ECCF03491C71F754B4075577A28552"));
  EXPECT_FALSE(primitives_.x25519(alice, Buffer(32), out));
}

TEST(AesGcm, is_that_of_sp_800_38d_case_13_and_14) {
  OpenSslAesGcm cipher;
  cipher.set_key(Buffer(32));
  Buffer out(16);
  cipher.seal(Buffer(12), {}, {}, out);
  EXPECT_EQ(out, hex("530F8AFBC74536B9A963B4F1C4CB738B"));
  out.resize(32);
  cipher.seal(Buffer(12), {}, Buffer(16), out);
  EXPECT_EQ(out, hex("CEA7403D4D606B6E074EC5D3BAF39D18D0D1C8A799996BF0265B98B5D48AB919"));
}

TEST(AesGcm, opens_only_what_is_whole_and_wipes_the_rest) {
  OpenSslAesGcm cipher;
  cipher.set_key(Buffer(32, 9));
  const Buffer nonce(12, 1);
  const Buffer plain(40, 0x77);
  Buffer sealed(56);
  cipher.seal(nonce, as_bytes("header"), plain, sealed);
  Buffer opened(40);
  ASSERT_TRUE(cipher.open(nonce, as_bytes("header"), sealed, opened));
  EXPECT_EQ(opened, plain);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Buffer bad = sealed;
    bad[i] ^= 0x80;
    EXPECT_FALSE(cipher.open(nonce, as_bytes("header"), bad, opened));
    EXPECT_EQ(opened, Buffer(40));
  }
  EXPECT_FALSE(cipher.open(nonce, as_bytes("headex"), sealed, opened));
  EXPECT_FALSE(cipher.open(nonce, as_bytes("header"), Bytes{sealed}.first(15), opened));
  // The same memory for both.
  ASSERT_TRUE(cipher.open(nonce, as_bytes("header"), sealed, MutableBytes{sealed}.first(40)));
  EXPECT_TRUE(equal(Bytes{sealed}.first(40), plain));
  cipher.clear();
  cipher.set_key(Buffer(32, 10));
  cipher.seal(nonce, as_bytes("header"), plain, sealed);
  EXPECT_TRUE(cipher.open(nonce, as_bytes("header"), sealed, opened));
}

}  // namespace
}  // namespace mpos::primitives
