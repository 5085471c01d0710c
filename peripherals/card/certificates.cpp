// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/certificates.hpp"

#include <algorithm>

namespace mpos::card {
namespace {

constexpr std::uint8_t sha1_indicator = 0x01;
constexpr std::uint8_t rsa_indicator = 0x01;

/// 6A, content, hash, BC under the private key. The hash covers the content and `beyond`.
Blob sign(security::Primitives& primitives, const RsaKey& key, const Blob& content, Bytes beyond,
          Hashing hashing = Hashing::right) {
  MPOS_ASSERT(content.size() + 22 == key.modulus.size());
  Blob input = content;
  append(input, beyond);
  Blob digest(20);
  primitives.hash(security::Hash::sha1, input, digest);
  if (hashing == Hashing::wrong) digest[0] = static_cast<std::uint8_t>(digest[0] ^ 0xFF);
  Blob block{0x6A};
  append(block, content);
  append(block, digest);
  block.push_back(0xBC);
  Blob out(block.size());
  [[maybe_unused]] const bool done = key.secret.apply(block, out);
  MPOS_ASSERT(done);  // 6A is below the first byte of every modulus, whose top bit is set
  return out;
}

void append_padded(Blob& to, Bytes bytes, std::size_t size, std::uint8_t fill) {
  append(to, bytes.first(std::min(size, bytes.size())));
  to.insert(to.end(), size - std::min(size, bytes.size()), fill);
}

Certificate certify(security::Primitives& primitives, const RsaKey& signer, const RsaKey& subject, Blob content,
                    Bytes beyond, Hashing hashing) {
  content.push_back(sha1_indicator);
  content.push_back(rsa_indicator);
  content.push_back(static_cast<std::uint8_t>(subject.modulus.size()));
  content.push_back(static_cast<std::uint8_t>(subject.exponent.size()));
  const std::size_t room = signer.modulus.size() - 22 - content.size();
  append_padded(content, subject.modulus, room, 0xBB);
  Certificate out;
  if (subject.modulus.size() > room)
    out.remainder = Blob(subject.modulus.begin() + static_cast<std::ptrdiff_t>(room), subject.modulus.end());
  Blob hashed = out.remainder;
  append(hashed, subject.exponent);
  append(hashed, beyond);
  out.signature = sign(primitives, signer, content, hashed, hashing);
  return out;
}

Blob padded_pan(std::string_view pan, std::size_t bytes) {
  std::string digits{pan.substr(0, 2 * bytes)};
  digits.resize(2 * bytes, 'F');
  return pack_cn(digits);
}

}  // namespace

Certificate issuer_certificate(security::Primitives& primitives, const RsaKey& authority, const RsaKey& issuer,
                               std::string_view pan, Bytes expiry, Bytes serial, Hashing hashing) {
  Blob content{0x02};
  append(content, padded_pan(pan.substr(0, 6), 4));
  append(content, expiry);
  append(content, serial);
  return certify(primitives, authority, issuer, std::move(content), {}, hashing);
}

Certificate icc_certificate(security::Primitives& primitives, const RsaKey& issuer, const RsaKey& icc,
                            std::string_view pan, Bytes expiry, Bytes serial, Bytes static_data) {
  Blob content{0x04};
  append(content, padded_pan(pan, 10));
  append(content, expiry);
  append(content, serial);
  return certify(primitives, issuer, icc, std::move(content), static_data, Hashing::right);
}

Blob signed_static_data(security::Primitives& primitives, const RsaKey& issuer, Bytes code, Bytes static_data) {
  Blob content{0x03, sha1_indicator};
  append(content, code);
  content.resize(issuer.modulus.size() - 22, 0xBB);
  return sign(primitives, issuer, content, static_data);
}

Blob signed_dynamic_data(security::Primitives& primitives, const RsaKey& icc, Bytes dynamic, Bytes terminal) {
  MPOS_ASSERT(dynamic.size() + 25 <= icc.modulus.size());
  Blob content{0x05, sha1_indicator, static_cast<std::uint8_t>(dynamic.size())};
  append(content, dynamic);
  content.resize(icc.modulus.size() - 22, 0xBB);
  return sign(primitives, icc, content, terminal);
}

}  // namespace mpos::card
