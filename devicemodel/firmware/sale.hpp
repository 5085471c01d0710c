// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/data_store.hpp"
#include "devicemodel/firmware/host_message.hpp"
#include "devicemodel/firmware/upload_store.hpp"
#include "devicemodel/stripe/decoder.hpp"

namespace mpos::firmware {

enum class TransactionType : std::uint8_t { sale, balance, wallet, cash_load, cash_sale };

/// What the phone asked for, checked.
struct TransactionOrder {
  TransactionType type = TransactionType::sale;
  /// Whether the host moves money for it, which a reversal takes back.
  bool debits() const noexcept { return type == TransactionType::sale || type == TransactionType::cash_load; }
  std::uint64_t amount_minor = 0;
  Language language = Language::english;
  FixedString<10> longitude;
  FixedString<10> latitude;
};

/// What the caller does after a swipe.
enum class CardStep : std::uint8_t { read, swipe_again, unreadable, use_chip, failed };

/// How the host's answer was judged. refused: not ours, no right MAC, or unreadable; `reason` is then field 39 of the
/// reversal.
enum class Judgement : std::uint8_t { approved, declined, refused };
struct SaleVerdict {
  Judgement judgement = Judgement::refused;
  /// A right MAC and proof stand behind the answer. A decline without one is shown, and reversed nevertheless: anybody
  /// between reader and host can write it.
  bool proved = false;
  FixedString<2> response_code;
  FixedString<2> reason = "06";
  const char* detail = "";
  FixedString<6> authorisation_code;
  FixedString<12> reference;
  FixedString<4> date;
  FixedString<6> time;
  std::int64_t balance_minor = 0;
  bool offline = false;       ///< no host: the card approved by itself
  ByteVector<255> chip_data;  ///< field 55: for the kernel, under the answer's MAC
};

/// Whether field 39 says yes.
bool is_approval(std::string_view code) noexcept;

/// By which way the account came in; it decides field 22.
enum class Entry : std::uint8_t { stripe, fallback, chip, contactless };

/// One sale or balance inquiry, from the order to the judged answer. Runs to completion at each call;
/// screen, notices and clock are the caller's. Account data rest here only between the swipe and build_request(), or
/// wipe().
///
/// PIN rule: a PIN is asked for unless the service code's third digit is 2 (goods and services, no PIN), where the
/// cardholder signs. UnionPay debit cards carry 0 or 1 there and always want one.
class Sale {
 public:
  static constexpr int max_tries = 3;

  Sale(const Config& config, security::SecurityCore& core, TerminalMemory& memory, SignIn& sign_in) noexcept
      : config_(config), core_(core), memory_(memory), sign_in_(sign_in) {}

  void begin(const TransactionOrder& order) noexcept;
  const TransactionOrder& order() const noexcept { return order_; }

  /// Takes tracks 2 and 3 of a swipe; begins the transaction's keys when track 2 is good.
  CardStep on_swipe(const hal::StripeCapture& capture) noexcept;
  /// Takes account number and track 2 equivalent from a chip whose records have been read; begins the transaction's
  /// keys. `failed`: no usable number, or no key.
  CardStep on_chip(const emv::DataStore& chip, Entry entry) noexcept;
  /// The card has approved by itself (TC): draws the trace number and makes the record the host is to be told with, the
  /// account in it sealed under `storage_key`. Answers an empty text, or why there is none. Account data are forgotten.
  const char* build_offline(const emv::DataStore& chip, Entry entry, UploadKind kind, Bytes storage_key,
                            Upload& out) noexcept;
  /// The chip could not be read: the stripe of the same card may be used now, if the policy lets it (tracks.md section
  /// 2).
  void chip_failed() noexcept { chip_failed_ = true; }
  bool chip_given_up() const noexcept { return chip_failed_; }
  int tries_left() const noexcept { return tries_left_; }
  bool asked_for_chip() const noexcept { return asked_for_chip_; }
  bool has_card() const noexcept { return !track2_.empty(); }
  std::string_view service_code() const noexcept { return service_code_.view(); }
  std::string_view masked_pan() const noexcept { return masked_pan_.view(); }
  std::string_view card_sequence() const noexcept { return card_sequence_.view(); }
  bool wants_pin() const noexcept { return wants_pin_; }
  bool has_pin() const noexcept { return !pin_block_empty_; }

  /// Enciphers the vault's PIN at once. False when the core refuses (rate limit, no key).
  [[nodiscard]] bool take_pin(Duration now) noexcept;
  /// Whether a PIN block goes along.
  std::string_view entry_mode() const noexcept { return entry_mode_.view(); }
  /// On a stripe: when no PIN was entered. A chip's kernel decides by itself.
  bool signature_required() const noexcept { return pin_block_empty_; }

  /// Draws the trace number, packs and MACs the 0200, writes the reversal record of a sale, and forgets the account
  /// data. When it answers an empty text, the record is durable and `out` may leave; else why not, and nothing is
  /// pending.
  /// `chip`: where field 55 comes from; nullptr for a stripe.
  const char* build_request(const emv::DataStore* chip, HostMessage& out) noexcept;
  /// What a UnionPay-style front takes in pieces, while the card's data rest here: the number or the tracks with the
  /// amount, sealed under this transaction's track key; the PIN block of take_pin().
  Result<security::SecurityCore::Package, security::SealError> seal_number() noexcept;
  Result<security::SecurityCore::Package, security::SealError> seal_tracks() noexcept;
  /// What a chip tells beside field 55: amount BCD 6 | digits 1 | number | digits 1 | track 2 equivalent, D for `=` |
  /// card sequence number BCD 1, FF behind, under the track key. Digits fill their last byte with F.
  Result<security::SecurityCore::Package, security::SealError> seal_chip_account() noexcept;
  Bytes pin_block() const noexcept { return pin_block_.span(); }
  /// Makes the transaction's keys anew from a random number from outside. False without working keys.
  [[nodiscard]] bool rekey(Bytes random) noexcept;

  std::uint32_t trace() const noexcept { return trace_; }
  const KeyFields& key_fields() const noexcept { return sent_; }

  SaleVerdict on_answer(Bytes answer) noexcept;
  /// Overwrites card and PIN data and ends the transaction's keys. What a result tells (mask, trace) stays.
  void wipe() noexcept;

 private:
  bool write_field59(MutableBytes out, std::size_t& length) noexcept;
  bool set_card_fields(iso8583::Message& message) noexcept;
  void forget_account() noexcept;
  /// Account number, track 2 and card sequence of a chip; nothing when they are not usable. The caller clears the
  /// number.
  std::optional<Pan> read_account(const emv::DataStore& chip) noexcept;
  void set_entry_mode() noexcept;

  const Config& config_;
  security::SecurityCore& core_;
  TerminalMemory& memory_;
  SignIn& sign_in_;

  TransactionOrder order_;
  int tries_left_ = max_tries;
  bool asked_for_chip_ = false;
  bool chip_failed_ = false;
  Entry entry_ = Entry::stripe;
  bool wants_pin_ = true;
  bool pin_block_empty_ = true;
  stripe::TrackText track2_;
  stripe::TrackText track3_;
  FixedString<3> service_code_;
  FixedString<6> serial_factor_;
  FixedString<19> masked_pan_;
  FixedString<3> entry_mode_;
  FixedString<3> card_sequence_;  ///< field 23
  ByteVector<16> pin_block_;
  std::uint32_t trace_ = 0;
  KeyFields sent_;
};

}  // namespace mpos::firmware
