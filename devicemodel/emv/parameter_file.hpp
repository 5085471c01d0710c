// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/terminal_data.hpp"

/// The signed parameter file of a download (assets/docs/host-protocol.md, "Parameters"). Nothing is to be used before
/// finish() has said right.
namespace mpos::emv {

enum class ParameterSet : std::uint8_t { ca_keys, applications };

/// Who may sign parameter files.
struct ParameterAuthority {
  ByteVector<256> modulus;
  ByteVector<3> exponent;
};

/// What comes with the end of a download: field 59 A9.
struct ParameterSignature {
  std::uint32_t version = 0;
  std::uint8_t count = 0;                ///< records in the file
  std::array<std::uint8_t, 4> key_id{};  ///< left bytes of SHA-256 of the modulus
  ByteVector<256> signature;
};

enum class ParameterError : std::uint8_t {
  bad_record,   ///< import_aid() or import_ca_key() refused one; the reason is import_error()
  too_many,     ///< more records than the tables hold
  bad_count,    ///< the signature speaks of another number of records
  unknown_key,  ///< signed by a key that is not the authority's
  bad_signature,
  outdated  ///< a lower version than the one in use
};

/// Judges the records of one file in their order, and the signature over all of them: only then may whoever keeps the
/// records use them. The signature covers "VMPOS-PARAMETERS", K or A, version (4 bytes), count (1) and the SHA-256 of
/// each record.
class ParameterFile {
 public:
  static constexpr std::size_t max_records = 32;

  /// Begins anew. `lab` lets live CA keys in.
  ParameterFile(security::Primitives& primitives, ParameterSet set, bool lab) noexcept
      : primitives_(primitives), set_(set), lab_(lab) {}

  /// One record as downloaded.
  Result<void, ParameterError> add(Bytes record) noexcept;
  ImportError import_error() const noexcept { return import_error_; }
  /// Judges the whole file. `in_use`: the version of the file it is to follow, 0 for none.
  Result<void, ParameterError> finish(const ParameterAuthority& authority, const ParameterSignature& signature,
                                      std::uint32_t in_use) noexcept;

  std::size_t size() const noexcept { return digests_.size(); }

 private:
  using Digest = std::array<std::uint8_t, 32>;

  security::Primitives& primitives_;
  ParameterSet set_;
  bool lab_;
  ImportError import_error_ = ImportError::bad_tlv;
  FixedVector<Digest, max_records> digests_;
};

}  // namespace mpos::emv
