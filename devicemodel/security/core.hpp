// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "devicemodel/base/pan.hpp"
#include "devicemodel/base/result.hpp"
#include "devicemodel/base/secret.hpp"
#include "devicemodel/hal/hal.hpp"
#include "devicemodel/security/errors.hpp"
#include "devicemodel/security/future_keys.hpp"
#include "devicemodel/security/ports.hpp"

namespace mpos::security {

enum class KeyUsage : std::uint8_t { master, pin, mac, track, device_auth, serial_number, dukpt_initial };
enum class KeyAlgorithm : std::uint8_t { des, tdes, aes, sm4 };
/// How the keys of one transaction are made (profile: transaction_keys).
enum class TransactionKeys : std::uint8_t { div, dukpt, fixed };
/// The cipher of the UnionPay MAC. With cup_ecb_des the left 8 bytes of the transaction's MAC key count, and
/// a single-length key is diversified as K,K.
enum class MacAlgorithm : std::uint8_t { cup_ecb_tdes, cup_ecb_des, cup_ecb_sm4 };
/// The MAC of a UnionPay-style reader's results: folded (mac.md section 3) or, in its place, TDES-CMAC over all of it.
enum class ReaderMac : std::uint8_t { folded, cmac };

struct WorkingKeyReport {
  std::array<std::array<std::uint8_t, 4>, 3> check_values{};  ///< PIN, MAC, track key
  bool has_track_key = false;
};

/// The cardholder's PIN on its way from the pad into a PIN block. Digits go in one at a time and never come out.
class PinVault {
 public:
  static constexpr std::size_t min_digits = 4;
  static constexpr std::size_t max_digits = 12;

  std::size_t size() const noexcept { return digits_.size(); }
  /// False when twelve digits are in already.
  bool push(std::uint8_t digit) noexcept;
  void wipe() noexcept;

 private:
  friend class SecurityCore;
  Bytes digits() const noexcept { return {digits_.data(), digits_.size()}; }
  FixedVector<std::uint8_t, max_digits> digits_;
};

/// Account data as it leaves the reader in field 59 A6.
struct SealedAccount {
  enum class Source : std::uint8_t { div, dukpt };
  Source source = Source::div;
  ByteVector<12> nonce;         ///< reader random (8) or KSN (10)
  ByteVector<160> cipher_text;  ///< FULL_DIV package, multiple of 8
};

/// The reader's security core: owns keys and PINs. Plain keys never leave it; firmware holds handles and cipher text.
class SecurityCore {
 public:
  struct Settings {
    TransactionKeys transaction_keys = TransactionKeys::div;
    MacAlgorithm mac = MacAlgorithm::cup_ecb_tdes;
    bool mac_by_module = false;  ///< a PSAM makes field 64: no MAC key of a transaction is in here
  };

  SecurityCore(Primitives& primitives, hal::Entropy& entropy, Settings settings) noexcept;

  // --- Personalisation and state that outlives power -------------------------------------------------------------
  /// Loads one key in clear, as a key-loading device does in a secure room. Any parity; stored with odd parity where
  /// DES. Only master (tdes, sm4), device_auth (aes, 16 to 32 bytes), serial_number (sm4) and dukpt_initial (tdes, 16
  /// bytes) come this way; anything else is wrong_usage. A new master key drops the working keys.
  Result<void, KeyError> personalise(KeyUsage usage, KeyAlgorithm algorithm, Bytes key) noexcept;
  /// Sets the 10-byte initial KSN that goes with a dukpt_initial key, or the KSN reached so far, after the key. The
  /// future keys are made and the initial key is forgotten; from then on only a later counter of the same device is
  /// taken (else wrong_usage).
  Result<void, KeyError> set_ksn(Bytes ksn) noexcept;
  ByteVector<12> ksn() const noexcept;
  bool has_key(KeyUsage usage) const noexcept;
  /// Whether MAC verification is locked until the next sign-in (REQ-054).
  bool mac_verification_locked() const noexcept { return mac_failures_ >= mac_failure_limit; }
  /// KCV (4 bytes) of a key; never the key.
  std::optional<std::array<std::uint8_t, 4>> check_value(KeyUsage usage) const noexcept;
  /// Fills `out` with all keys sealed under `storage_key` (AES-256-GCM is not needed here: AES-CBC and CMAC), for the
  /// reader's own flash: personalised and working keys, DUKPT registers, the PIN bucket and the count of MAC failures.
  /// `storage_key`: 16 to 64 bytes. Answers the bytes used, or 0 when `out` is too small. restore() refuses anything it
  /// did not seal.
  std::size_t seal_state(Bytes storage_key, MutableBytes out) noexcept;
  Result<void, KeyError> restore_state(Bytes storage_key, Bytes sealed) noexcept;
  static constexpr std::size_t sealed_state_max_bytes = 704;
  /// A few secret bytes for the reader's own flash (the account of a sale that waits for its upload), sealed under the
  /// storage key as seal_state() seals. `plain`: at most plain_data_max_bytes.
  static constexpr std::size_t plain_data_max_bytes = 46;
  using SealedData = ByteVector<5 + 16 + 48 + 16>;
  SealedData seal_data(Bytes storage_key, Bytes plain) noexcept;
  /// storage_failed for anything seal_data() did not make under this key.
  Result<void, KeyError> open_data(Bytes storage_key, Bytes sealed, SecretBytes<plain_data_max_bytes>& out) noexcept;
  /// Overwrites every key and PIN.
  void zeroise() noexcept;

  // --- Sign-in ---------------------------------------------------------------------------------------------------
  /// Field 62 of a sign-in answer (24, 40, 44, 60, 56 or 84 bytes; iso8583.md section 7): all keys or none. A
  /// single-length PIN key is bad_length, and so is a single-length MAC key unless the MAC is cup_ecb_des (REQ-064).
  Result<WorkingKeyReport, KeyError> load_working_keys(Bytes field62) noexcept;
  /// The same where a PSAM holds the master key: `clear` are the keys of `field62` as it opened them, one behind the
  /// other. The caller wipes them.
  Result<WorkingKeyReport, KeyError> load_opened_keys(Bytes field62, Bytes clear) noexcept;
  /// "pik", "mak" or "tdk": the key that made the last load fail; nullptr when it did not fail by a key.
  const char* failed_key() const noexcept { return failed_key_; }
  void drop_working_keys() noexcept;
  /// AES-CMAC under the device authentication key: 16 bytes.
  Result<std::array<std::uint8_t, 16>, KeyError> device_auth_mac(Bytes message) noexcept;
  /// TDES-CMAC under the MAC working key (not the transaction's), 8 bytes: the reader's last word of a sign-in.
  Result<std::array<std::uint8_t, 8>, KeyError> sign_in_confirmation(Bytes message) noexcept;
  /// The two nonces of the sign-in that stands: from now on each transaction has a proof key (AES-CMAC under the device
  /// authentication key over them and the transaction's nonce), until the working keys are dropped. no_master_key when
  /// there is no device authentication key.
  Result<void, KeyError> set_session(Bytes reader_nonce, Bytes host_nonce) noexcept;
  /// First 8 hex characters of the SM4 serial-number cipher (mac.md section 4).
  Result<std::array<char, 8>, KeyError> serial_cipher(std::string_view serial, std::string_view factor) noexcept;

  // --- One transaction -------------------------------------------------------------------------------------------
  /// Draws this transaction's random (or the next KSN) and derives its keys. The card's PAN is fixed by set_card().
  Result<void, KeyError> begin_transaction() noexcept;
  void set_card(const Pan& pan) noexcept;
  /// Overwrites the card's PAN; the transaction's keys stay.
  void forget_card() noexcept;
  PinVault& pin_vault() noexcept { return pin_vault_; }
  /// ISO 9564-1 format 0 (TDES) or the 16-byte SM4 form, enciphered under this transaction's PIN key; the vault is
  /// wiped. The PAN is the card's, never one from outside. Draws from the bucket of REQ-057 (120, one back every 30 s
  /// of `now`).
  Result<ByteVector<16>, PinError> encipher_pin(Duration now) noexcept;
  /// ISO 9564-1 format 2 block for the card's own check (EMV book 3 section 6.5.12), clear, in `out`; the vault is
  /// wiped. The only PIN data that ever leaves the core unenciphered: for the EMV kernel, never for the host.
  Result<void, PinError> offline_pin_block(SecretBytes<8>& out) noexcept;
  /// The reader was switched on at `now`: no time before it fills the bucket.
  void restart_pin_bucket(Duration now) noexcept { pin_refilled_at_ = now; }
  /// PIN blocks the bucket lets pass now, at most 120: what outlives power, beside the sealed state, after each PIN.
  std::uint8_t pin_tokens() const noexcept { return static_cast<std::uint8_t>(pin_tokens_); }
  /// No more than were left when the power went.
  void limit_pin_tokens(std::uint8_t tokens) noexcept {
    if (tokens < pin_tokens_) pin_tokens_ = tokens;
  }
  /// tracks.md section 4, FULL_DIV: amount, track 2, track 3 under this transaction's track key.
  Result<SealedAccount, SealError> seal_account(std::uint64_t amount_minor, std::string_view track2,
                                                std::string_view track3) noexcept;
  /// tracks.md section 4, TRACK_CUP8: the packed digits with 8 bytes enciphered.
  Result<ByteVector<54>, SealError> encrypt_track(std::string_view track) noexcept;
  /// UnionPay MAC over a MAB: the 8 bytes of field 64. With a session the answer's proof must speak of this request.
  Result<std::array<std::uint8_t, 8>, KeyError> mac(Bytes mab) noexcept;
  /// The part of mac() that is left when a PSAM makes the MAC: the answer's proof must speak of this request.
  void remember_request(Bytes mab) noexcept;
  bool mac_by_module() const noexcept { return settings_.mac_by_module; }
  /// What the PSAM says field 64 of the next answer to be verified must be: 8 bytes, good for one verification.
  void expect_mac(Bytes mac) noexcept { expected_mac_.assign(mac); }
  /// Yes or no, in constant time. Ten failures in a row lock MAC verification until the next sign-in (REQ-054).
  bool verify_mac(Bytes mab, Bytes mac) noexcept;
  /// Whether `proof` is that of an answer (its MAB with zeros for the proof's own value) to the request last given to
  /// mac(). No without a session or such a request; a wrong one counts as a failed MAC.
  bool verify_answer_proof(Bytes mab, Bytes proof) noexcept;
  /// The reader random or KSN of this transaction: the key the message names in field 59 A6/02.
  ByteVector<12> transaction_nonce() const noexcept;
  /// Makes this the key of a stored transaction (a reversal's MAC): derives from a nonce the reader itself drew
  /// earlier. With DUKPT past keys cannot be had again (REQ-063): exhausted; begin a new transaction for the reversal.
  Result<void, KeyError> resume_transaction(Bytes nonce) noexcept;
  void end_transaction() noexcept;

  // --- Results of a UnionPay-style reader, under the keys of this transaction --------------------------------------
  using Package = ByteVector<160>;
  /// The card's number: amount BCD 6 | digit count | digits, filled with FF to a whole block, under the track key.
  Result<Package, SealError> seal_card_number(std::uint64_t amount_minor) noexcept;
  /// Any other bytes, filled with FF to a whole block, under the track key. too_long: more than 152.
  Result<Package, SealError> seal_bytes(Bytes clear) noexcept;
  Result<std::array<std::uint8_t, 8>, KeyError> reader_mac(ReaderMac kind, Bytes data) noexcept;
  /// In constant time; counts failures as verify_mac() does.
  bool verify_reader_mac(ReaderMac kind, Bytes data, Bytes mac) noexcept;

 private:
  static constexpr std::size_t slot_count = 7;
  static constexpr std::uint32_t pin_bucket_size = 120;
  static constexpr Duration pin_refill = std::chrono::seconds{30};
  /// Hard limit of PIN blocks under one PIN key (REQ-057).
  static constexpr std::uint32_t pins_per_key = 10000;
  static constexpr std::uint8_t mac_failure_limit = 10;
  static constexpr std::size_t plain_state_bytes = 624;
  static constexpr std::size_t proof_bytes = 16;

  struct Slot {
    KeyAlgorithm algorithm = KeyAlgorithm::tdes;
    SecretBytes<32> key;
  };
  /// The keys of one transaction. `mac_response` is set only where the answer has a key of its own (DUKPT).
  struct TransactionSet {
    bool active = false;
    Cipher cipher = Cipher::tdes;
    ByteVector<12> nonce;
    SecretBytes<24> pin, mac, mac_response, track;
    SecretBytes<16> proof;                   ///< empty without a session
    ByteVector<proof_bytes> request_digest;  ///< of the request last given to mac(), under `proof`
  };

  Slot& slot(KeyUsage usage) noexcept { return slots_[static_cast<std::size_t>(usage)]; }
  const Slot& slot(KeyUsage usage) const noexcept { return slots_[static_cast<std::size_t>(usage)]; }
  Result<SecretBytes<24>, KeyError> unwrap(Bytes cipher_text, Bytes check_value, bool may_be_single) noexcept;
  /// The cipher working keys come under: the master key's, or two-key TDES where a PSAM opened them.
  KeyAlgorithm wrapping_algorithm() const noexcept;
  void derive(KeyUsage from, Bytes nonce, SecretBytes<24>& to) noexcept;
  void derive_all(Bytes nonce) noexcept;
  void derive_proof_key() noexcept;
  Result<void, KeyError> begin_dukpt() noexcept;
  Result<std::array<std::uint8_t, 8>, KeyError> mac_under(Bytes key, Bytes mab) noexcept;
  bool take_pin_token(Duration now) noexcept;
  void make_storage_keys(Bytes storage_key, SecretBytes<32>& cipher_key, SecretBytes<32>& mac_key) noexcept;
  void write_plain_state(MutableBytes out) const noexcept;
  bool read_plain_state(Bytes in) noexcept;

  Primitives& primitives_;
  hal::Entropy& entropy_;
  Settings settings_;
  std::array<Slot, slot_count> slots_;
  FutureKeys future_keys_;
  std::array<std::uint8_t, 4> dukpt_check_value_{};
  PinVault pin_vault_;
  std::optional<Pan> card_;
  TransactionSet transaction_;
  ByteVector<32> session_;  ///< both nonces of the sign-in, or empty
  SecretBytes<8> expected_mac_;
  Bytes opened_;  ///< while load_opened_keys() runs
  bool opens_by_module_ = false;
  std::uint32_t pin_tokens_ = pin_bucket_size;
  Duration pin_refilled_at_{};
  std::uint32_t pins_under_key_ = 0;
  std::uint8_t mac_failures_ = 0;
  const char* failed_key_ = nullptr;
};

}  // namespace mpos::security
