// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/test_keys.hpp"

namespace mpos::card {

RsaKey::RsaKey(Bytes first_prime, Bytes second_prime, Bytes public_exponent)
    : secret(first_prime, second_prime, public_exponent),
      p(first_prime.begin(), first_prime.end()),
      q(second_prime.begin(), second_prime.end()),
      modulus(secret.size()),
      exponent(public_exponent.begin(), public_exponent.end()) {
  if (secret.valid()) secret.modulus(modulus);
}

Result<KeyRing, std::string> KeyRing::from(const config::v1::ChipKeyFile& file) {
  KeyRing ring;
  for (const config::v1::ChipKey& key : file.keys()) {
    const auto p = parse_hex(key.p());
    const auto q = parse_hex(key.q());
    const auto exponent = parse_hex(key.exponent());
    if (!p || !q || !exponent) return Failure{"key '" + key.name() + "' is not hexadecimal"};
    auto made = std::make_shared<const RsaKey>(*p, *q, *exponent);
    // A card's signature must fit a short reply with its tag and length (EMV book 2, annex D1.2).
    if (!made->secret.valid() || made->modulus.size() < 96 || made->modulus.size() > 248) {
      return Failure{"key '" + key.name() + "' makes no RSA key of 768 to 1984 bits"};
    }
    if (!ring.keys_.emplace(key.name(), std::move(made)).second) {
      return Failure{"key '" + key.name() + "' is there twice"};
    }
  }
  return ring;
}

std::shared_ptr<const RsaKey> KeyRing::find(std::string_view name) const {
  const auto found = keys_.find(name);
  return found == keys_.end() ? nullptr : found->second;
}

CaPublicKey ca_public_key(security::Primitives& primitives, const RsaKey& key, Bytes rid, std::uint8_t index) {
  CaPublicKey out{Blob(rid.begin(), rid.end()), index, key.modulus, key.exponent, Blob(20)};
  Blob input = out.rid;
  input.push_back(index);
  append(input, out.modulus);
  append(input, out.exponent);
  primitives.hash(security::Hash::sha1, input, out.checksum);
  return out;
}

}  // namespace mpos::card
