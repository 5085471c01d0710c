// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/primitives/rsa.hpp"
#include "tests/unit/devicemodel/emv/cards.hpp"

namespace mpos::emv::test {

/// A certification authority, issuer and card that all use the card key of the virtual card: enough to sign whatever a
/// test needs.
class Authority {
 public:
  std::string issuer_id = "622202FF";
  std::string issuer_expiry = "1230";
  std::string icc_pan = "6222021234567890128F";
  std::string icc_expiry = "1230";

  CaKey ca() const {
    CaKey out;
    out.rid = array_of<5>("A000000333");
    out.index = 0x77;
    out.key = key();
    out.expiry = array_of<3>("401231");
    return out;
  }
  PublicKey key() const {
    PublicKey out;
    out.modulus.append(unhex(modulus_));
    out.exponent.append(unhex("03"));
    return out;
  }
  /// Adds what offline authentication needs to the card, in an unsigned second record.
  void issue(TestCard& card, const std::string& more = {}) {
    std::string record;
    for (const auto& [tag, value] : card.data) record += tlv(tag, value);
    signed_data = record;
    card.afl = "0801010110010100";
    const std::string remainder = modulus_.substr(2 * 92);
    const std::string icc_remainder = modulus_.substr(2 * 86);
    const std::string issuer = sign(
        "02" + issuer_id + issuer_expiry + "000001" + "0101" + "8001" + modulus_.substr(0, 2 * 92), remainder + "03");
    const std::string icc = sign("04" + icc_pan + icc_expiry + "000002" + "0101" + "8001" + modulus_.substr(0, 2 * 86),
                                 icc_remainder + "03" + signed_data);
    const std::string ssad = sign(
        "0301"
        "DAC5" +
            std::string(2 * (128 - 26), 'B'),
        signed_data);
    card.answers["00B20114"] =
        hex(unhex(tlv("70", tlv("8F", "77") + tlv("90", issuer) + tlv("92", remainder) + tlv("9F32", "03") +
                                tlv("9F46", icc) + tlv("9F48", icc_remainder) + tlv("9F47", "03") + tlv("93", ssad) +
                                more))) +
        "9000";
  }
  /// Signed dynamic data with the given ICC dynamic data, over `terminal_data`.
  std::string dynamic(const std::string& data, const std::string& terminal_data) const {
    const std::string length = hex(std::array<std::uint8_t, 1>{static_cast<std::uint8_t>(data.size() / 2)});
    return sign("0501" + length + data + std::string(2 * (128 - 25) - data.size(), 'B'), terminal_data);
  }
  std::string sign(const std::string& body, const std::string& hashed_too) const {
    std::array<std::uint8_t, 20> digest{};
    primitives_.hash(security::Hash::sha1, unhex(body + hashed_too), digest);
    const Buffer block = unhex("6A" + body + hex(digest) + "BC");
    Buffer out(128);
    EXPECT_EQ(block.size(), out.size());
    EXPECT_TRUE(private_.apply(block, out));
    return hex(out);
  }
  /// Undoes what the terminal enciphered for the card.
  std::string open(std::string_view sealed) const {
    Buffer out(128);
    EXPECT_TRUE(private_.apply(unhex(sealed), out));
    return hex(out);
  }
  std::string signed_data;

 private:
  std::string modulus_ = of_card("icc", "modulus");
  primitives::RsaPrivateKey private_{unhex(of_card("icc", "p")), unhex(of_card("icc", "q")), unhex("03")};
  mutable primitives::OpenSslPrimitives primitives_;
};

}  // namespace mpos::emv::test
