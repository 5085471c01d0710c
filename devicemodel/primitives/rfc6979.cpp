// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/primitives/rfc6979.hpp"

#include <openssl/obj_mac.h>

#include <vector>

#include "devicemodel/primitives/openssl_pointers.hpp"

namespace mpos::primitives {
namespace {

using Block = std::array<std::uint8_t, 32>;

void check(bool ok) {
  MPOS_ASSERT(ok);
}

BigNumber number(Bytes bytes) {
  return BigNumber{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
}

Block bytes_of(const BIGNUM* value) {
  Block out{};
  check(BN_bn2binpad(value, out.data(), static_cast<int>(out.size())) == 32);
  return out;
}

/// The generator of RFC 6979, 3.2 with HMAC-SHA-256; as q has 256 bits, bits2int is the identity.
class NonceGenerator {
 public:
  NonceGenerator(security::Primitives& primitives, Bytes private_key, Bytes reduced_hash) : primitives_(primitives) {
    value_.fill(1);
    key_.fill(0);
    for (const std::uint8_t separator : {std::uint8_t{0}, std::uint8_t{1}}) {
      std::vector<std::uint8_t> tail{separator};
      tail.insert(tail.end(), private_key.begin(), private_key.end());
      tail.insert(tail.end(), reduced_hash.begin(), reduced_hash.end());
      step(tail);
    }
  }
  Block next() {
    if (drawn_) step(std::array<std::uint8_t, 1>{0});
    drawn_ = true;
    primitives_.hmac_sha256(key_, value_, {}, value_);
    return value_;
  }

 private:
  /// K = HMAC(K, V || tail); V = HMAC(K, V)
  void step(Bytes tail) {
    Block key{};
    primitives_.hmac_sha256(key_, value_, tail, key);
    key_ = key;
    primitives_.hmac_sha256(key_, value_, {}, value_);
  }

  security::Primitives& primitives_;
  Block key_{};
  Block value_{};
  bool drawn_ = false;
};

}  // namespace

EcdsaSignature sign_p256_deterministic(security::Primitives& primitives, Bytes private_key, Bytes message) {
  MPOS_ASSERT(private_key.size() == 32);
  const CurveGroup group{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};
  const BigNumberContext context{BN_CTX_new()};
  check(group && context);
  const BIGNUM* q = EC_GROUP_get0_order(group.get());

  Block digest{};
  primitives.hash(security::Hash::sha256, message, digest);
  const BigNumber z = number(digest);
  const BigNumber d = number(private_key);
  const BigNumber reduced{BN_new()};
  check(z && d && reduced && BN_mod(reduced.get(), z.get(), q, context.get()) == 1);
  NonceGenerator nonces{primitives, private_key, bytes_of(reduced.get())};

  const CurvePoint point{EC_POINT_new(group.get())};
  const BigNumber x{BN_new()};
  const BigNumber r{BN_new()};
  const BigNumber s{BN_new()};
  const BigNumber inverse{BN_new()};
  for (;;) {
    const BigNumber k = number(nonces.next());
    if (BN_is_zero(k.get()) || BN_cmp(k.get(), q) >= 0) continue;
    // r = x(kG) mod q; s = (z + r d) / k mod q
    check(EC_POINT_mul(group.get(), point.get(), k.get(), nullptr, nullptr, context.get()) == 1 &&
          EC_POINT_get_affine_coordinates(group.get(), point.get(), x.get(), nullptr, context.get()) == 1 &&
          BN_mod(r.get(), x.get(), q, context.get()) == 1 &&
          BN_mod_mul(s.get(), r.get(), d.get(), q, context.get()) == 1 &&
          BN_mod_add(s.get(), s.get(), reduced.get(), q, context.get()) == 1 &&
          BN_mod_inverse(inverse.get(), k.get(), q, context.get()) != nullptr &&
          BN_mod_mul(s.get(), s.get(), inverse.get(), q, context.get()) == 1);
    if (!BN_is_zero(r.get()) && !BN_is_zero(s.get())) return {bytes_of(r.get()), bytes_of(s.get())};
  }
}

}  // namespace mpos::primitives
