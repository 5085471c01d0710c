// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "devicemodel/security/ports.hpp"
#include "peripherals/card/apdu.hpp"
#include "peripherals/card/card_port.hpp"
#include "peripherals/psam/state.hpp"

namespace mpos::psam {

/// File identifiers (psam.md section 1).
namespace file {
inline constexpr std::uint16_t directory = 0x0001;
inline constexpr std::uint16_t card_public = 0x0015;
inline constexpr std::uint16_t terminal = 0x0016;
inline constexpr std::uint16_t application_public = 0x0017;
inline constexpr std::uint16_t transaction_number = 0x0018;
inline constexpr std::uint16_t card_folder = 0x3F00;
inline constexpr std::uint16_t application_folder = 0xDF01;
}  // namespace file

inline constexpr std::string_view card_name = "1PAY.SYS.DDF01";
inline constexpr std::array<std::uint8_t, 9> application_name{0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01};

/// A virtual PSAM: contacts only, T=0. Status words are final ones; 61xx and GET RESPONSE are the slot's.
class Psam final : public card::CardPort {
 public:
  static constexpr std::uint8_t allowed_mac2_errors = 3;

  /// `primitives` outlives the module.
  Psam(PsamProfile profile, PsamState state, security::Primitives& primitives);

  const PsamState& state() const noexcept { return state_; }
  const PsamProfile& profile() const noexcept { return profile_; }

  bool has(card::Interface interface) const override { return interface == card::Interface::contact; }
  Blob reset(card::Interface interface, card::Reset kind) override;
  void power_off() override;
  card::ApduReply transmit(Bytes command) override;

 private:
  /// What INIT_FOR_DESCRYPT left behind.
  struct TemporaryKey {
    Blob bytes;  ///< 8 or 16
    bool may_mac = false;
    bool may_encrypt = false;
    bool chaining = false;
    Blob chain;  ///< CBC value between the blocks of one MAC, 8 bytes
  };
  /// How one INIT_FOR_DESCRYPT reads its P1.
  struct Usage {
    std::size_t levels = 0;
    std::uint8_t type = 0;
    bool process_key = false;
    bool process_key_optional = false;
  };
  /// Between INIT_SAM_FOR_PURCHASE and CREDIT_SAM_FOR_PURCHASE.
  struct Purchase {
    Blob key;  ///< 8
    Blob amount;
  };

  card::Answer dispatch(const card::Apdu& apdu);

  // file_commands.cpp
  card::Answer select(const card::Apdu& apdu);
  card::Answer read_binary(const card::Apdu& apdu);
  card::Answer update_binary(const card::Apdu& apdu);
  std::optional<std::uint16_t> target_file(const card::Apdu& apdu, std::size_t& offset) const;
  std::optional<Blob> content(std::uint16_t id) const;

  // key_commands.cpp
  card::Answer get_challenge(const card::Apdu& apdu);
  card::Answer external_authenticate(const card::Apdu& apdu);
  card::Answer internal_authenticate(const card::Apdu& apdu);
  card::Answer verify(const card::Apdu& apdu);
  card::Answer change_pin(const card::Apdu& apdu);
  card::Answer compare_pin(Bytes given);
  card::Answer write_key(const card::Apdu& apdu);
  card::Answer unblock_application(const card::Apdu& apdu);
  card::Answer block_card(const card::Apdu& apdu);
  /// Checks the 4 bytes at the end of the data under `key`, with the challenge as initial value; spends the challenge.
  bool mac_right(const card::Apdu& apdu, const Key& key);
  const Key* find_key(Folder folder, std::uint8_t type, std::uint8_t index) const noexcept;

  // crypt_commands.cpp
  card::Answer init_for_descrypt(const card::Apdu& apdu);
  card::Answer des_crypt(const card::Apdu& apdu);
  card::Answer crypt_mac(std::uint8_t mode, Bytes data);
  std::optional<Usage> read_usage(std::uint8_t p1) const noexcept;

  // purchase_commands.cpp
  card::Answer init_for_purchase(const card::Apdu& apdu);
  card::Answer credit_for_purchase(const card::Apdu& apdu);

  /// MAC of 4 bytes: DES CBC under 8 bytes of key, retail (ISO 9797-1 algorithm 3) under 16; padding 2.
  Blob mac4(Bytes key, Bytes iv, Bytes data);
  Blob random(std::size_t size);

  PsamProfile profile_;
  PsamState state_;
  security::Primitives& primitives_;
  bool powered_ = false;
  Folder folder_ = Folder::card;
  std::uint16_t current_file_ = 0;
  Blob challenge_;
  bool authenticated_ = false;  ///< by EXTERNAL AUTHENTICATE in this folder
  std::optional<TemporaryKey> temporary_;
  std::optional<Purchase> purchase_;
};

}  // namespace mpos::psam
