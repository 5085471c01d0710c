// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/tlv.hpp"
#include "devicemodel/security/ports.hpp"

/// What an acquirer loads into a terminal: application parameters and CA public keys (icc.md section 9).
namespace mpos::emv {

using Aid = ByteVector<16>;
using ActionCode = std::array<std::uint8_t, 5>;  ///< a mask over the TVR

/// The parameters of one application. Amounts in the smallest unit of the transaction currency.
struct AidParameters {
  Aid aid;
  bool partial_match = true;                        ///< DF01: 00 partial, 01 exact
  std::array<std::uint8_t, 2> version{0x00, 0x20};  ///< 9F08: goes to 9F09
  ActionCode tac_default{0xD8, 0x40, 0x00, 0xA8, 0x00};
  ActionCode tac_online{0xD8, 0x40, 0x04, 0xF8, 0x00};
  ActionCode tac_denial{0x00, 0x10, 0x00, 0x00, 0x00};
  std::uint32_t floor_limit = 0;                      ///< 9F1B
  std::uint32_t random_threshold = 0;                 ///< DF15
  std::uint8_t random_most = 99;                      ///< DF16, percent
  std::uint8_t random_target = 99;                    ///< DF17, percent
  ByteVector<64> default_ddol;                        ///< DF14
  ByteVector<64> default_tdol;                        ///< DF22
  bool online_pin = true;                             ///< DF18
  std::uint64_t ec_limit = 0;                         ///< 9F7B; 0: no electronic cash
  std::uint64_t contactless_floor_limit = 0;          ///< DF19
  std::uint64_t contactless_limit = 999'999'999'999;  ///< DF20
  std::uint64_t contactless_cvm_limit = 0;            ///< DF21
};

inline constexpr std::size_t max_modulus_bytes = 248;

struct PublicKey {
  ByteVector<max_modulus_bytes> modulus;
  ByteVector<3> exponent;
};

/// Year 0 to 99 as on cards (50 to 99 are the years 1950 to 1999).
using Date = std::array<std::uint8_t, 3>;  ///< YYMMDD, BCD
/// A number that orders dates; no claim about its distance.
std::uint32_t date_order(const Date& date) noexcept;
bool valid_date(const Date& date) noexcept;

struct CaKey {
  std::array<std::uint8_t, 5> rid{};
  std::uint8_t index = 0;
  std::uint8_t hash_algorithm = 1;  ///< 01 SHA-1
  std::uint8_t key_algorithm = 1;   ///< 01 RSA
  PublicKey key;
  Date expiry{};
  std::array<std::uint8_t, 20> checksum{};
};

enum class ImportError : std::uint8_t {
  bad_tlv,
  missing,       ///< a data object every record must have
  bad_value,     ///< a length or number that cannot be
  bad_checksum,  ///< DF03 is not SHA-1(RID, index, modulus, exponent)
  unsupported,   ///< hash or key algorithm this terminal does not compute
  live_key,      ///< a key of a production scheme outside the laboratory
};

/// Reads one AID record of a parameter download.
Result<AidParameters, ImportError> import_aid(Bytes record) noexcept;
/// Reads one CA key record. The expiry may be 8 ASCII digits or 4 BCD bytes. `lab` lets live keys in.
Result<CaKey, ImportError> import_ca_key(security::Primitives& primitives, Bytes record, bool lab) noexcept;
/// SHA-1(RID, index, modulus, exponent).
std::array<std::uint8_t, 20> ca_key_checksum(security::Primitives& primitives, Bytes rid, std::uint8_t index,
                                             const PublicKey& key) noexcept;
/// True for the public keys of production schemes: by their number (RID and index), and for UnionPay also by the
/// modulus itself, whatever number it is given.
bool is_live_key(security::Primitives& primitives, const CaKey& key) noexcept;

using AidTable = FixedVector<AidParameters, 24>;

/// An issuer certificate the scheme took back.
struct RevokedCertificate {
  std::array<std::uint8_t, 5> rid{};
  std::uint8_t index = 0;
  std::array<std::uint8_t, 3> serial{};
};

class CaKeyTable {
 public:
  static constexpr std::size_t capacity = 32;
  /// Adds, or replaces the key with the same RID and index. False when the table is full.
  [[nodiscard]] bool put(const CaKey& key) noexcept;
  /// The key, if it is here and not expired on `today`.
  const CaKey* find(Bytes rid, std::uint8_t index, const Date& today) const noexcept;
  [[nodiscard]] bool revoke(const RevokedCertificate& certificate) noexcept;
  bool revoked(Bytes rid, std::uint8_t index, Bytes serial) const noexcept;
  std::size_t size() const noexcept { return keys_.size(); }
  const FixedVector<CaKey, capacity>& all() const noexcept { return keys_; }
  void clear() noexcept;

 private:
  FixedVector<CaKey, capacity> keys_;
  FixedVector<RevokedCertificate, 16> revoked_;
};

}  // namespace mpos::emv
