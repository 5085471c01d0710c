// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/firmware/wallet_log.hpp"
#include "devicemodel/hal/hal.hpp"
#include "devicemodel/sam/sam_client.hpp"

namespace mpos::firmware {

/// A purchase from a PBOC wallet (psam.md section 3): the card in the chip slot pays, the PSAM seals the order (MAC1)
/// and checks the receipt (MAC2). Runs to completion at each call; screen, notices and clock are the caller's, and so
/// is the PSAM's service(): its done and failed events are passed on.
class WalletPurchase {
 public:
  enum class Status : std::uint8_t {
    waiting_for_card,
    working,
    finished  ///< outcome() says how
  };
  enum class Outcome : std::uint8_t {
    none,
    paid,
    insufficient,  ///< the wallet holds less than the amount
    no_wallet,     ///< the card answers, but is none, or not as one
    card_failed,   ///< mute or damaged, before it was told to pay
    card_removed,  ///< before it was told to pay
    card_refused,  ///< it says that the PSAM's MAC1 is wrong, or no
    uncertain,     ///< it was told to pay and never answered: what it holds must be looked at
    mac2_wrong,    ///< the PSAM says that the receipt is not this card's
    psam_failed,   ///< error() of the client says why
    record_failed  ///< the record could not be stored; the card was not told to pay
  };

  WalletPurchase(hal::IccSlot& slot, sam::SamClient& sam, WalletLog& log) noexcept
      : line_(slot), sam_(sam), log_(log) {}

  /// `terminal`: EF 0016 of the PSAM. A card that is there already is used.
  Status begin(std::uint32_t amount_minor, const hal::CalendarTime& now, Bytes terminal) noexcept;
  bool is_running() const noexcept { return step_ != Step::idle; }
  /// Whether the PSAM works for it.
  bool asks_sam() const noexcept { return step_ == Step::seal || step_ == Step::credit; }
  /// The chip slot raised its line.
  Status on_card() noexcept;
  Status on_sam_done() noexcept;
  Status on_sam_failed() noexcept;
  /// Forgets everything and powers the card off.
  void stop() noexcept;

  Outcome outcome() const noexcept { return outcome_; }
  /// What the wallet held, less the amount once it has paid; minor units.
  std::uint32_t balance_minor() const noexcept { return balance_; }
  const WalletRecord& record() const noexcept { return record_; }

 private:
  enum class Step : std::uint8_t { idle, card, select, initialise, seal, debit, credit };

  Status status() const noexcept;
  Status finish(Outcome outcome) noexcept;
  Status on_reply(const emv::Reply& reply) noexcept;
  Status on_selected(const emv::Reply& reply) noexcept;
  Status on_initialised(const emv::Reply& reply) noexcept;
  Status on_debited(const emv::Reply& reply) noexcept;
  void send(const emv::Header& header, Bytes data) noexcept;
  void close(WalletRecord::State state) noexcept;

  sam::CardLine line_;
  sam::SamClient& sam_;
  WalletLog& log_;
  Step step_ = Step::idle;
  Outcome outcome_ = Outcome::none;
  std::uint32_t amount_ = 0;
  std::uint32_t balance_ = 0;
  std::array<std::uint8_t, 6> terminal_{};
  sam::PurchaseOrder order_;
  WalletRecord record_;
  emv::Apdu apdu_;
};

}  // namespace mpos::firmware
