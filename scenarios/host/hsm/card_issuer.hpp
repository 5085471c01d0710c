// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "mpos/config/v1/config.pb.h"
#include "scenarios/host/hsm/algorithms.hpp"
#include "scenarios/host/hsm/key_operations.hpp"

namespace mpos::host {

/// The issuer of chip cards inside the security module: master keys by account number, the keys of one card in one
/// transaction, and what is computed with them. Nothing of a key comes out. Source: EMV book 2, 8 and annex A1;
/// JR/T 0025.7; figures in tests/vectors/icc.json.
///
/// One card is worked on at a time: begin(), any of the others, end().
class CardIssuer {
 public:
  using Mac = std::array<std::uint8_t, 8>;
  using ScriptMac = std::array<std::uint8_t, 4>;
  using EncipheredPin = std::array<std::uint8_t, 16>;

  /// Which card of which account, and its transaction counter.
  struct Card {
    std::string_view pan;
    std::string_view sequence = "00";  ///< two digits
    std::uint16_t counter = 0;         ///< ATC
  };

  /// `keys` must outlive it.
  explicit CardIssuer(KeyOperations& keys) noexcept : keys_(keys) {}

  /// errors  a sentence naming what of the row is wrong
  Result<void, std::string> add(const config::v1::IssuerKeys& row);

  /// Derives the card's keys (option A) and its session keys. False when no row serves the account number.
  bool begin(const Card& card);
  /// The algorithm identifier of the card at hand: 01 TDES, 04 SM4.
  std::uint8_t algorithm() const noexcept { return current_->algorithm == KeyAlgorithm::sm4 ? 4 : 1; }
  /// An application cryptogram (ARQC, TC or AAC) over the data it covers.
  bool cryptogram_is_right(Bytes data, Bytes cryptogram);
  /// ARPC, method 1: over the cryptogram and the two characters of the response code.
  Mac response_cryptogram(Bytes cryptogram, std::string_view code);
  /// MAC of a script command, or of issuer data: left four bytes under the MAC session key.
  ScriptMac script_mac(Bytes data);
  /// A new PIN (4 to 12 digits) for PIN CHANGE without the current one: 08, block, 80 00.., under the enciphering key.
  EncipheredPin encipher_pin(std::string_view pin);
  void end();

 private:
  struct Issuer {
    std::string prefix;
    KeyAlgorithm algorithm = KeyAlgorithm::tdes;
    Key ac, mac, enc;
  };

  const Issuer* find(std::string_view pan) const noexcept;
  /// Session key from a unique key and the counter.
  Key session_key(const Key& unique);
  Key half_of(const Key& key);

  KeyOperations& keys_;
  std::vector<Issuer> issuers_;
  const Issuer* current_ = nullptr;
  std::array<std::uint8_t, 8> factor_{};
  std::uint16_t counter_ = 0;
  Key unique_ac_, ac_, ac_left_, mac_, mac_left_;
};

}  // namespace mpos::host
