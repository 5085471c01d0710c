// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/certificates.hpp"

namespace mpos::emv {
namespace {

constexpr std::size_t hash_bytes = 20;

/// True when `name`, packed digits filled with F, is how `pan` begins; with `whole`, all of it.
bool names_pan(Bytes name, Bytes pan, bool whole) noexcept {
  const auto digit = [](Bytes packed, std::size_t i) {
    if (i / 2 >= packed.size()) return 0x0F;
    return i % 2 == 0 ? packed[i / 2] >> 4 : packed[i / 2] & 15;
  };
  std::size_t i = 0;
  for (; i < 2 * name.size(); ++i) {
    const int have = digit(name, i);
    if (have == 0x0F) break;
    if (have != digit(pan, i)) return false;
  }
  for (std::size_t j = i; j < 2 * name.size(); ++j) {
    if (digit(name, j) != 0x0F) return false;
  }
  return whole ? digit(pan, i) == 0x0F : i >= 3;
}

/// `month_year` MMYY: good until the last day of that month.
bool expired(Bytes month_year, const Date& today) noexcept {
  const Date last{month_year[1], month_year[0], 0x31};
  return !valid_date(last) || date_order(last) < date_order(today);
}

bool good_exponent(Bytes exponent) noexcept {
  return (exponent.size() == 1 && exponent[0] == 3) ||
         (exponent.size() == 3 && exponent[0] == 1 && exponent[1] == 0 && exponent[2] == 1);
}

}  // namespace

Result<Bytes, CertificateError> Recovery::open(const PublicKey& key, Bytes signature, std::uint8_t format) noexcept {
  block_.clear();
  if (signature.size() != key.modulus.size() || signature.size() < 64) return Failure{CertificateError::bad_length};
  block_.resize(signature.size());
  if (!primitives_.rsa_public(key.modulus.span(), key.exponent.span(), signature, block_.span())) {
    block_.clear();
    return Failure{CertificateError::not_recovered};
  }
  const Bytes block = block_.span();
  if (block[0] != 0x6A || block.back() != 0xBC) return Failure{CertificateError::not_recovered};
  if (block[1] != format) return Failure{CertificateError::bad_format};
  input_.clear();
  input_.append(block.subspan(1, block.size() - 1 - hash_bytes - 1));
  return block;
}

bool Recovery::hash_matches(Bytes wanted) noexcept {
  std::array<std::uint8_t, hash_bytes> digest{};
  primitives_.hash(security::Hash::sha1, input_.span(), digest);
  return equal(digest, wanted);
}

Result<Recovery::IssuerKey, CertificateError> Recovery::issuer_key(const PublicKey& ca, const Certificate& certificate,
                                                                   Bytes pan, const Date& today) noexcept {
  const auto opened = open(ca, certificate.certificate, 0x02);
  if (!opened) return Failure{opened.error()};
  const Bytes block = *opened;
  if (!input_.try_append(certificate.remainder) || !input_.try_append(certificate.exponent)) {
    return Failure{CertificateError::too_long};
  }
  if (!hash_matches(block.last(hash_bytes + 1).first(hash_bytes))) return Failure{CertificateError::bad_hash};
  if (!pan.empty() && !names_pan(block.subspan(2, 4), pan, false)) return Failure{CertificateError::wrong_name};
  if (expired(block.subspan(6, 2), today)) return Failure{CertificateError::expired};
  if (block[11] != 1 || block[12] != 1 || !good_exponent(certificate.exponent)) {
    return Failure{CertificateError::unknown_algorithm};
  }
  const std::size_t length = block[13];
  const std::size_t inside = block.size() - 36;
  if (length < 64 || length > max_modulus_bytes || block[14] != certificate.exponent.size() ||
      certificate.remainder.size() != (length > inside ? length - inside : 0)) {
    return Failure{CertificateError::bad_format};
  }
  IssuerKey out;
  out.key.modulus.append(block.subspan(15, length < inside ? length : inside));
  out.key.modulus.append(certificate.remainder);
  out.key.exponent.append(certificate.exponent);
  copy_bytes(block.subspan(8, 3), out.serial);
  return out;
}

Result<PublicKey, CertificateError> Recovery::icc_key(const PublicKey& issuer, const Certificate& certificate,
                                                      Bytes static_data, Bytes pan, const Date& today) noexcept {
  const auto opened = open(issuer, certificate.certificate, 0x04);
  if (!opened) return Failure{opened.error()};
  const Bytes block = *opened;
  if (!input_.try_append(certificate.remainder) || !input_.try_append(certificate.exponent) ||
      !input_.try_append(static_data)) {
    return Failure{CertificateError::too_long};
  }
  if (!hash_matches(block.last(hash_bytes + 1).first(hash_bytes))) return Failure{CertificateError::bad_hash};
  if (!pan.empty() && !names_pan(block.subspan(2, 10), pan, true)) return Failure{CertificateError::wrong_name};
  if (expired(block.subspan(12, 2), today)) return Failure{CertificateError::expired};
  if (block[17] != 1 || block[18] != 1 || !good_exponent(certificate.exponent)) {
    return Failure{CertificateError::unknown_algorithm};
  }
  const std::size_t length = block[19];
  const std::size_t inside = block.size() - 42;
  if (length < 64 || length > max_modulus_bytes || block[20] != certificate.exponent.size() ||
      certificate.remainder.size() != (length > inside ? length - inside : 0)) {
    return Failure{CertificateError::bad_format};
  }
  PublicKey out;
  out.modulus.append(block.subspan(21, length < inside ? length : inside));
  out.modulus.append(certificate.remainder);
  out.exponent.append(certificate.exponent);
  return out;
}

Result<std::array<std::uint8_t, 2>, CertificateError> Recovery::static_signature(const PublicKey& issuer,
                                                                                 Bytes signature,
                                                                                 Bytes static_data) noexcept {
  const auto opened = open(issuer, signature, 0x03);
  if (!opened) return Failure{opened.error()};
  const Bytes block = *opened;
  if (block[2] != 1) return Failure{CertificateError::unknown_algorithm};
  if (!input_.try_append(static_data)) return Failure{CertificateError::too_long};
  if (!hash_matches(block.last(hash_bytes + 1).first(hash_bytes))) return Failure{CertificateError::bad_hash};
  return std::array<std::uint8_t, 2>{block[3], block[4]};
}

Result<Recovery::Dynamic, CertificateError> Recovery::dynamic_signature(const PublicKey& icc, Bytes signature,
                                                                        Bytes terminal_data, bool combined) noexcept {
  const auto opened = open(icc, signature, 0x05);
  if (!opened) return Failure{opened.error()};
  const Bytes block = *opened;
  if (block[2] != 1) return Failure{CertificateError::unknown_algorithm};
  const std::size_t length = block[3];
  if (length + 25 > block.size() || length == 0) return Failure{CertificateError::bad_format};
  if (!input_.try_append(terminal_data)) return Failure{CertificateError::too_long};
  if (!hash_matches(block.last(hash_bytes + 1).first(hash_bytes))) return Failure{CertificateError::bad_hash};
  const Bytes dynamic = block.subspan(4, length);
  const std::size_t number = dynamic[0];
  Dynamic out;
  if (number < 2 || number > 8 || 1 + number > dynamic.size()) return Failure{CertificateError::bad_format};
  out.number.append(dynamic.subspan(1, number));
  if (combined) {
    const Bytes tail = dynamic.subspan(1 + number);
    if (tail.size() < 1 + 8 + 20) return Failure{CertificateError::bad_format};
    out.tail.append(tail.first(1 + 8 + 20));
  }
  return out;
}

}  // namespace mpos::emv
