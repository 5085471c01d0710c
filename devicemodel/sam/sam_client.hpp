// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/sam/card_line.hpp"
#include "devicemodel/sam/key_path.hpp"
#include "devicemodel/sam/sam_purchase.hpp"

namespace mpos::sam {

/// Who a PSAM says it is: EF 0015 and EF 0016.
struct SamIdentity {
  std::array<std::uint8_t, 10> serial{};
  std::array<std::uint8_t, 6> terminal{};
  friend bool operator==(const SamIdentity&, const SamIdentity&) = default;
};

enum class SamError : std::uint8_t {
  absent,      ///< no module, or it went while it worked
  no_answer,   ///< mute or damaged beyond repetition; it is powered off
  bad_answer,  ///< another length than the command has
  refused,     ///< a status word that says no
  no_key,      ///< 9403, 6A88: no key of that type and version
  locked,      ///< 6983, 6A81
  mac_wrong    ///< 9302: MAC2 is not the card's
};

/// The reader's side of a PSAM: one operation at a time, begun by a begin_ call that answers false while the module is
/// not awake or works, ended by done or failed from service().
class SamClient {
 public:
  enum class Event : std::uint8_t {
    none,
    ready,    ///< a module is awake; it need not be the one that was there before
    done,     ///< the operation's result can be read
    failed,   ///< error() says why
    removed,  ///< the module is gone; an operation that ran has failed with it
    dead      ///< what is in the slot is no module that answers
  };
  /// Longest text of one encryption, bytes.
  static constexpr std::size_t most_crypt_bytes = 240;

  explicit SamClient(hal::IccSlot& slot) noexcept : line_(slot) {}

  /// The reader was switched on: wakes the module that is there.
  void power_on() noexcept;
  /// Handles one interrupt; to be called until it answers none.
  Event service() noexcept;
  bool is_ready() const noexcept { return line_.is_ready(); }
  bool is_present() const { return line_.card_present(); }
  bool is_working() const noexcept { return operation_ != Operation::none; }
  /// Forgets what runs. The module is reset, for it may be in the middle of something.
  void abandon() noexcept;

  /// Reads EF 0015 and EF 0016 and selects the purchase application.
  [[nodiscard]] bool begin_identity() noexcept;
  const SamIdentity& identity() const noexcept { return identity_; }

  /// Enciphers (or deciphers, a vendor's extension: P1 80) whole blocks of 8 under the derived key. output() is as long
  /// as `data`, at most most_crypt_bytes; `data` is copied.
  enum class Direction : std::uint8_t { encrypt, decrypt };
  [[nodiscard]] bool begin_crypt(const KeyPath& key, Direction direction, Bytes data) noexcept;
  /// The UnionPay terminal MAC (mac.md section 2): the reader folds, the module enciphers twice. output(): the 8
  /// characters of field 64.
  [[nodiscard]] bool begin_terminal_mac(const KeyPath& key, Bytes mab) noexcept;
  /// INIT_SAM_FOR_PURCHASE; seal() has its answer.
  [[nodiscard]] bool begin_purchase(const PurchaseOrder& order) noexcept;
  const PurchaseSeal& seal() const noexcept { return seal_; }
  /// CREDIT_SAM_FOR_PURCHASE with the card's MAC2, 4 bytes.
  [[nodiscard]] bool begin_credit(Bytes mac2) noexcept;

  Bytes output() const noexcept { return output_.span(); }
  /// Overwrites output().
  void wipe_output() noexcept;
  SamError error() const noexcept { return error_; }

 private:
  enum class Operation : std::uint8_t { none, identity, crypt, terminal_mac, purchase, credit };
  /// Where an operation is. The first three open what it needs, in this order.
  enum class Step : std::uint8_t { select_card, read_serial, read_terminal, select_application, init_key, work };

  bool begin(Operation operation) noexcept;
  void send_step() noexcept;
  void send_work() noexcept;
  void send(const emv::Header& header, Bytes data, emv::Le le) noexcept;
  Event on_reply(const emv::Reply& reply) noexcept;
  Event on_work(const emv::Reply& reply) noexcept;
  Event next(Step step) noexcept;
  Event finish() noexcept;
  Event fail(SamError error) noexcept;

  CardLine line_;
  Operation operation_ = Operation::none;
  Step step_ = Step::select_card;
  bool awake_ = false;
  bool application_selected_ = false;
  SamError error_ = SamError::absent;

  SamIdentity identity_;
  PurchaseSeal seal_;
  KeyPath key_;
  Direction direction_ = Direction::encrypt;
  ByteVector<most_crypt_bytes> input_;
  std::array<std::uint8_t, 8> second_half_{};  ///< terminal MAC: the fold's last characters
  bool second_round_ = false;
  ByteVector<most_crypt_bytes> output_;
  emv::Apdu apdu_;
};

}  // namespace mpos::sam
