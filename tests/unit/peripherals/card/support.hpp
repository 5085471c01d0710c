// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "devicemodel/primitives/openssl_primitives.hpp"
#include "peripherals/card/chip_file.hpp"
#include "peripherals/card/personaliser.hpp"
#include "peripherals/card/virtual_card.hpp"

namespace mpos::card::test {

Blob hex(std::string_view text);
/// The keys of assets/keys/chip.yaml.
const KeyRing& keys();
/// assets/cards/chip/<name>.yaml.
config::v1::CardFile card_file(const std::string& name);
ChipProfile profile(const std::string& name);
/// The names under assets/cards/chip, sorted.
std::vector<std::string> card_names();

/// The value of the first data object of that tag, templates searched through; empty when there is none.
Blob find(Bytes data, std::uint32_t tag);

/// One card on the bench, with the issuer's side of its keys.
class Bench {
 public:
  explicit Bench(const ChipProfile& profile);
  explicit Bench(const std::string& name) : Bench(test::profile(name)) {}

  ApduReply send(std::string_view command);
  ApduReply send(Bytes command) { return card->transmit(command); }
  std::uint16_t status(std::string_view command) { return send(command).status(); }
  /// Reset, SELECT of the application, GPO with the amount where its PDOL asks for one. Answers the reply to GPO.
  ApduReply start(std::uint64_t amount = 10000, std::size_t application = 0, std::uint8_t cash_indicator = 0);
  /// In the field: reset, SELECT, GPO with these TTQ.
  ApduReply tap(std::uint64_t amount, std::string_view ttq, std::size_t application = 0);
  /// GENERATE AC. `kind` is P1.
  ApduReply generate(std::uint8_t kind, std::uint64_t amount = 10000, std::string_view tvr = "0000008000");
  ApduReply generate_second(std::uint8_t kind, std::string_view response_code, std::uint64_t amount = 10000);
  /// The issuer's answer to the last ARQC: ARPC and response code.
  Blob issuer_answer(std::string_view response_code);
  ApduReply authenticate_issuer(std::string_view response_code = "00");
  /// A script command with its MAC.
  Blob script(std::string_view header, Bytes data);
  /// Values for a data object list.
  Blob values(const Dol& list, std::uint64_t amount, std::string_view tvr, std::string_view response_code,
              std::string_view ttq, std::uint8_t cash_indicator = 0) const;
  const Application& app() const { return personalisation->applications[application_]; }
  const ApplicationState& memory() const { return card->state().applications[application_]; }
  Blob session_key(const Blob& udk);
  /// Cuts power, and the card goes on from the saved state.
  void restart();

  primitives::OpenSslPrimitives primitives;
  std::shared_ptr<const Personalisation> personalisation;
  std::unique_ptr<VirtualCard> card;
  Blob arqc;

 private:
  std::size_t application_ = 0;
};

Blob apdu(std::string_view header, Bytes data);

}  // namespace mpos::card::test
