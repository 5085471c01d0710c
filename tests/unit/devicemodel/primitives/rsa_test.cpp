// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/primitives/rsa.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"

namespace mpos::primitives {
namespace {

using Blob = std::vector<std::uint8_t>;

Blob hex(std::string_view text) {
  Blob out(text.size() / 2);
  EXPECT_TRUE(read_hex(text, out));
  return out;
}

// The card key of virtual_card.json and its answer to INTERNAL AUTHENTICATE with 55667788.
const Blob p = hex(
    "CDB18E70F77C13E1ACE0B21C3E0BABD71DD68764943459FDC0B2F1FC05C67F9E23529B75B1EA60FF35BD55483E1B8E4795028511F712CD9DF3"
    "520146186E1A9B");
const Blob q = hex(
    "E0A5D726BFE8F35310A8DE5DB55A20116CDB4FE1B758AD0725812077AB92A9050912424A38FC70DC478A0C19575FA322FBA51243D0611DE1F6"
    "B9DC5EE515A6AF");
const Blob modulus = hex(
    "B4809CF2E88ABEADE005914618602A309D967657C25502718CC19759E3AA5C0789B34A1F860B127134EEAFD93648B7FC8B44D1A78E86F8971B"
    "41279FD3AE54BD6E83EC16219ABEC8C1C6A5114F0EC464CDFFE2BF01A9A6222EC62EB2EB39670079AE863E71629A0490AEEFA4C214B2179248"
    "37D44EA666B713CACA80EE3BB1F5");
const Blob private_exponent = hex(
    "7855BDF745B1D473EAAE60D965957175BE644EE52C38AC4BB32BBA3BED1C3D5A5BCCDC15040761A0CDF4753B7985CFFDB22DE11A5F04A5BA12"
    "2B6FBFE274387D2AC859A99C23CFB802D3630F9270A5A82CDEB25079686A1385B6BD7F7BEAD43E3386705459A7DAC60CEFB42CC86655C8ABC0"
    "6AFF04CC5224C67F4892A07AA073");
const Blob signature = hex(
    "2CCB4ED020452EB47C826219DF0A3D62649EA9B21A209F6B337E043EE4ED15DE56ED12528A4D2CA869EF5130FCF0E3A3B6E4DE79C10BA4FE3E"
    "B111B7BAA5A65EE95CD34B40FED0781BBE1CA62A245D42558F59B788CE9D22E362F234F6ED8E4B3FAFE1DBF1D0C5A256D7B7C2A6E7FF3ECE8D"
    "2A04FA7845C7D95E6A2E39522554");
const Blob three = {3};
const Blob f4 = {1, 0, 1};

TEST(Rsa, RecoversAPublishedSignature) {
  OpenSslPrimitives primitives;
  Blob out(128);
  ASSERT_TRUE(primitives.rsa_public(modulus, three, signature, out));
  EXPECT_EQ(Blob(out.begin(), out.begin() + 13), hex("6A050109080102030405060708"));
  EXPECT_EQ(out.back(), 0xBC);
}

TEST(Rsa, ThePrivateKeyMakesThePublishedSignatureAndExponent) {
  const RsaPrivateKey key{p, q, three};
  ASSERT_TRUE(key.valid());
  Blob out(key.size());
  key.modulus(out);
  EXPECT_EQ(out, modulus);
  OpenSslPrimitives primitives;
  Blob recovered(128);
  ASSERT_TRUE(primitives.rsa_public(modulus, three, signature, recovered));
  ASSERT_TRUE(key.apply(recovered, out));
  EXPECT_EQ(out, signature);
  // The published exponent is taken mod phi, ours mod lambda: they give the same power.
  key.private_exponent(out);
  EXPECT_LT(out, private_exponent);
}

TEST(Rsa, BothExponentsUndoThePrivateKeyForManyKeysInTurn) {
  OpenSslPrimitives primitives;
  for (const Blob& exponent : {three, f4, Blob{0, 3}, Blob{0, 0, 3}, Blob{5}}) {
    const RsaPrivateKey key{p, q, exponent};
    ASSERT_TRUE(key.valid() || exponent == Blob{5});
    if (!key.valid()) continue;
    for (std::uint8_t seed = 1; seed < 20; ++seed) {
      const Blob message(128, seed);
      Blob sealed(128);
      Blob opened(128);
      ASSERT_TRUE(key.apply(message, sealed));
      ASSERT_TRUE(primitives.rsa_public(modulus, exponent, sealed, opened));
      EXPECT_EQ(opened, message);
      Blob other = modulus;
      other[40] = seed;  // another key between, so that the memory of prepared keys turns over
      ASSERT_TRUE(primitives.rsa_public(other, exponent, message, opened));
    }
  }
}

TEST(Rsa, RefusesWhatMakesNoKeyAndWhatDoesNotFit) {
  OpenSslPrimitives primitives;
  Blob out(128, 0x55);
  const Blob untouched = out;
  Blob even = modulus;
  even.back() = 2;
  Blob leading = modulus;
  leading.front() = 0;
  EXPECT_FALSE(primitives.rsa_public(even, three, signature, out));
  EXPECT_FALSE(primitives.rsa_public(leading, three, signature, out));
  EXPECT_FALSE(primitives.rsa_public({}, three, {}, {}));
  for (const Blob& bad : {Blob{}, Blob{1}, Blob{2}, Blob{0, 0, 0, 3}}) {
    EXPECT_FALSE(primitives.rsa_public(modulus, bad, signature, out));
  }
  EXPECT_FALSE(primitives.rsa_public(modulus, three, modulus, out));
  EXPECT_FALSE(primitives.rsa_public(modulus, three, Bytes{signature}.first(127), out));
  EXPECT_FALSE(primitives.rsa_public(modulus, three, signature, MutableBytes{out}.first(127)));
  EXPECT_EQ(out, untouched);
  EXPECT_FALSE((RsaPrivateKey{p, p, three}.valid()));
  EXPECT_FALSE((RsaPrivateKey{p, Blob{}, three}.valid()));
  EXPECT_FALSE((RsaPrivateKey{p, q, Blob{2}}.valid()));
  const RsaPrivateKey key{p, q, three};
  EXPECT_FALSE(key.apply(modulus, out));
}

}  // namespace
}  // namespace mpos::primitives
