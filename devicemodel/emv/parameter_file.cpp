// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/parameter_file.hpp"

#include "devicemodel/security/rsa_signature.hpp"

namespace mpos::emv {

Result<void, ParameterError> ParameterFile::add(Bytes record) noexcept {
  const std::size_t room = set_ == ParameterSet::ca_keys ? CaKeyTable::capacity : AidTable::capacity();
  if (digests_.full() || digests_.size() == room) return Failure{ParameterError::too_many};
  const auto trouble = [](const auto& made) { return made ? std::nullopt : std::optional{made.error()}; };
  const auto error =
      set_ == ParameterSet::ca_keys ? trouble(import_ca_key(primitives_, record, lab_)) : trouble(import_aid(record));
  if (error) {
    import_error_ = *error;
    return Failure{ParameterError::bad_record};
  }
  Digest digest{};
  primitives_.hash(security::Hash::sha256, record, digest);
  digests_.push_back(digest);
  return {};
}

Result<void, ParameterError> ParameterFile::finish(const ParameterAuthority& authority,
                                                   const ParameterSignature& signature, std::uint32_t in_use) noexcept {
  if (signature.count != digests_.size()) return Failure{ParameterError::bad_count};
  Digest id{};
  primitives_.hash(security::Hash::sha256, authority.modulus.span(), id);
  if (!equal(Bytes{id}.first(signature.key_id.size()), signature.key_id)) return Failure{ParameterError::unknown_key};
  ByteVector<32 + max_records * sizeof(Digest)> message;
  message.append(as_bytes("VMPOS-PARAMETERS"));
  message.push_back(set_ == ParameterSet::ca_keys ? 'K' : 'A');
  std::array<std::uint8_t, 4> version{};
  store_be32(version.data(), signature.version);
  message.append(version);
  message.push_back(signature.count);
  for (const Digest& digest : digests_) message.append(digest);
  if (!security::rsa_signature_is_right(primitives_, authority.modulus.span(), authority.exponent.span(),
                                        message.span(), signature.signature.span())) {
    return Failure{ParameterError::bad_signature};
  }
  if (signature.version < in_use) return Failure{ParameterError::outdated};
  return {};
}

}  // namespace mpos::emv
