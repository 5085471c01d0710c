// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "peripherals/card/apdu.hpp"
#include "peripherals/card/card_port.hpp"
#include "peripherals/card/personalisation.hpp"
#include "peripherals/card/state.hpp"
#include "peripherals/card/wallet.hpp"

namespace mpos::card {

/// A chip card that computes: PBOC/EMV applications (EMV books 1 to 3, JR/T 0025), qPBOC in the field, and the wallet.
/// Deterministic: the same personalisation, state and commands give the same replies. Belongs to one thread.
class VirtualCard final : public CardPort {
 public:
  /// `state` must fit the card (fits()). `primitives` outlives the card.
  VirtualCard(std::shared_ptr<const Personalisation> card, CardState state, security::Primitives& primitives);
  /// Whether a loaded state can be this card's.
  static bool fits(const Personalisation& card, const CardState& state) noexcept;

  const CardState& state() const noexcept { return state_; }
  const Personalisation& personalisation() const noexcept { return *card_; }

  bool has(Interface interface) const override;
  Blob reset(Interface interface, Reset kind) override;
  void power_off() override;
  ApduReply transmit(Bytes command) override;

 private:
  enum class Selected : std::uint8_t { nothing, directory, contactless_directory, application, wallet };
  enum class Stage : std::uint8_t { selected, options, first, finished };
  enum class IssuerCheck : std::uint8_t { none, passed, failed };
  /// Values of bits 8 and 7 of the CID and of GENERATE AC's P1.
  enum class Cryptogram : std::uint8_t { aac = 0, tc = 1, arqc = 2 };

  /// What is forgotten at the next SELECT.
  struct Session {
    Stage stage = Stage::selected;
    Blob option_values;  ///< for the PDOL in force
    Blob first_values;   ///< for CDOL1
    bool cash = false;   ///< an electronic cash purchase is possible
    bool dda_done = false;
    bool pin_done = false;
    bool pin_failed = false;
    Cryptogram first = Cryptogram::aac;
    Blob arqc;
    Blob cvr;
    IssuerCheck issuer = IssuerCheck::none;
    std::uint8_t scripts = 0;
    Blob key_ac;
    Blob key_mac;
    Blob key_enc;
    Blob challenge;
    Blob signature;                             ///< template 70 of the dynamic signature in the field
    Blob approval;                              ///< to GET PROCESSING OPTIONS, when it pays by itself
    std::optional<std::uint64_t> pending_cash;  ///< debited once the last record has been read
    std::uint16_t last_record = 0;              ///< SFI << 8 | number of that record
  };

  Answer dispatch(const Apdu& apdu);
  Answer dispatch_application(const Apdu& apdu);

  // emv_commands.cpp
  Answer select(const Apdu& apdu);
  Answer choose(std::size_t index);
  Answer read_record(const Apdu& apdu);
  Answer read_log(std::uint8_t number) const;
  Answer get_processing_options(const Apdu& apdu);
  Answer internal_authenticate(const Apdu& apdu);
  Answer external_authenticate(const Apdu& apdu);
  Answer get_data(const Apdu& apdu) const;
  Answer get_challenge(const Apdu& apdu);
  bool check_arpc(Bytes data);
  bool start_transaction();

  // pin_commands.cpp
  Answer verify(const Apdu& apdu);
  Answer compare_pin(Bytes block);
  std::optional<Blob> decipher_pin(Bytes data);
  Answer change_pin(const Apdu& apdu, Bytes data);

  // cryptogram.cpp
  Answer generate_ac(const Apdu& apdu);
  Answer first_cryptogram(const Apdu& apdu);
  Answer second_cryptogram(const Apdu& apdu);
  Answer cryptogram_reply(Cryptogram kind, const Dol& dol, Bytes values, bool combined);
  Blob compute_cryptogram(const Dol& dol, Bytes values);
  Blob issuer_application_data();
  Blob dynamic_number();
  void write_log(const Dol& dol, Bytes values);

  // risk.cpp
  Cryptogram assess_first(Cryptogram requested, Bytes values);
  Cryptogram assess_second(Cryptogram requested, Bytes values);
  void settle_online();
  bool over_velocity() const noexcept;
  std::uint64_t amount_in(const Dol& dol, Bytes values) const;
  bool cash_pays(std::uint64_t amount, Bytes currency) const;

  // contactless.cpp
  Answer contactless_options(Bytes values);
  Blob sign_contactless(Bytes values, Bytes card_data);
  void pay_cash();

  // scripts.cpp
  Answer script(const Apdu& apdu);
  Answer carry_out(const Apdu& apdu, Bytes data);
  Answer put_data(std::uint16_t tag, Bytes data);
  Answer update_record(const Apdu& apdu, Bytes data);

  Blob random(std::size_t size);
  const Application& app() const { return card_->applications[application_]; }
  ApplicationState& memory() { return state_.applications[application_]; }
  const ApplicationState& memory() const { return state_.applications[application_]; }
  security::Cipher cipher() const noexcept {
    return app().profile.sm4 ? security::Cipher::sm4 : security::Cipher::tdes;
  }
  bool quirk(Quirk quirk) const noexcept { return has_quirk(card_->profile.quirks, quirk); }
  const Dol& options_list() const { return contactless() ? app().contactless_pdol : app().pdol; }
  bool contactless() const noexcept { return interface_ == Interface::contactless; }
  void rsa_work();

  std::shared_ptr<const Personalisation> card_;
  CardState state_;
  security::Primitives& primitives_;
  bool powered_ = false;
  bool mute_ = false;
  /// What the phone has asked its owner, who said yes: the values of GET PROCESSING OPTIONS without the unpredictable
  /// number. For one tap.
  std::optional<Blob> confirmed_;
  /// The last payment in the field, until the next transaction of any kind: to the same values it is told again and not
  /// made again, as the terminal may have lost the last record of it.
  struct PaidTap {
    std::size_t application = 0;
    Blob values, approval, signature;
  };
  std::optional<PaidTap> paid_;
  Interface interface_ = Interface::contact;
  Selected selected_ = Selected::nothing;
  std::size_t application_ = 0;
  Session session_;
  WalletSession wallet_;
  Duration work_{};
};

}  // namespace mpos::card
