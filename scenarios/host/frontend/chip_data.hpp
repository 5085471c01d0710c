// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "scenarios/host/frontend/ber_tlv.hpp"

/// Field 55 as the host reads it. Source: icc.md section 7 of the domain notes, JR/T 0025.
namespace mpos::host {

/// What a message says with its field 55, and so which objects it must have.
enum class ChipForm : std::uint8_t {
  request,   ///< sale, balance enquiry: 9F26 9F27 9F10 9F37 9F36 95 9A 9C 9F02 5F2A 82 9F1A 9F03 9F33
  upload,    ///< an offline approval sent in later: as request
  reversal,  ///< 95 9F10 9F1E; 9F36 when the card declined; DF31 when scripts ran
  notice     ///< 0620: 9F33 95 9F37 9F1E 9F10 9F26 9F36 82 DF31 9F1A 9A
};

/// The upper two bits of 9F27.
enum class Cryptogram : std::uint8_t { aac, tc, arqc, reserved };

/// Issuer application data, tag 9F10, of a PBOC card: 07, key index, version, CVR, algorithm; then, when the issuer put
/// some in, length, data and four bytes of MAC.
struct IssuerData {
  std::uint8_t version = 0;  ///< cryptogram version, 01 or 17
  std::array<std::uint8_t, 4> cvr{};
  std::uint8_t algorithm = 0;  ///< 01 TDES, 04 SM4
  Bytes discretionary;         ///< without its MAC; empty when there is none
  Bytes mac;

  /// What the card answered the first and the second GENERATE AC with; arqc for the second: it was not asked.
  Cryptogram first() const noexcept { return static_cast<Cryptogram>(cvr[1] >> 4 & 3U); }
  Cryptogram second() const noexcept { return static_cast<Cryptogram>(cvr[1] >> 6); }
};

/// Nothing for anything but the form above.
std::optional<IssuerData> parse_issuer_data(Bytes value) noexcept;

/// The objects of one field 55, their lengths checked; the spans borrow from the field.
class ChipData {
 public:
  /// errors  a sentence for people: no TLV, an object missing or of a wrong length or form
  static Result<ChipData, std::string> parse(Bytes field55, ChipForm form);

  /// An object's value; empty when it is not there.
  Bytes get(std::uint32_t tag) const noexcept { return objects_.find(tag).value_or(Bytes{}); }
  bool has(std::uint32_t tag) const noexcept { return objects_.find(tag).has_value(); }
  const IssuerData& issuer_data() const noexcept { return issuer_data_; }
  /// 9F36; zero when it is not there.
  std::uint16_t counter() const noexcept;
  /// What 9F27 says the cryptogram is.
  Cryptogram kind() const noexcept { return static_cast<Cryptogram>(has(0x9F27) ? get(0x9F27)[0] >> 6 : 0); }
  /// What the cryptogram covers; version 17 (contactless) has a short list of its own.
  ByteVector<64> covered() const noexcept;

 private:
  BerList objects_;
  IssuerData issuer_data_;
};

/// An amount or another BCD number of up to nine bytes, or nothing.
std::optional<std::int64_t> bcd_number(Bytes bytes) noexcept;

}  // namespace mpos::host
