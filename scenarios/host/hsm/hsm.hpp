// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "devicemodel/hal/hal.hpp"
#include "mpos/config/v1/config.pb.h"
#include "scenarios/host/hsm/algorithms.hpp"
#include "scenarios/host/hsm/card_issuer.hpp"
#include "scenarios/host/hsm/key_operations.hpp"

namespace mpos::host {

/// What an account keeps instead of a PIN: useless without the module's verification key.
using PinReference = std::array<std::uint8_t, 16>;
enum class PinAnswer : std::uint8_t { ok, wrong, format_error };
/// Where the keys of one message come from: working keys as they are, diversified by the reader's random, or DUKPT.
/// psam: as div, but the MAC key is a PSAM's, diversified by reader, random and trace number.
enum class KeySource : std::uint8_t { fixed, div, dukpt, psam };

/// A PSAM as a reader's sign-in names it.
struct Psam {
  std::array<std::uint8_t, 10> serial{};
  bool holds_master = false;  ///< the terminal master key is in it
};

/// The acquirer's security module. Keys and PINs stay inside; the front end sees yes, no, and account data.
///
/// A terminal is named by the front end's own small number. One message is worked on at a time: begin(), any of the
/// calls of the second group, end().
class Hsm {
 public:
  using Terminal = std::size_t;

  /// errors  a sentence naming the key of the profile that is not 32 hexadecimal digits, or the unknown MAC algorithm
  static Result<std::unique_ptr<Hsm>, std::string> create(const config::v1::HostKeys& profile, hal::Entropy& entropy);
  ~Hsm();

  /// True when the profile has a device authentication master, so that readers must prove themselves.
  bool proves_devices() const noexcept;
  bool checks_serials() const noexcept;
  /// True when it knows the keys PSAMs hold.
  bool knows_psams() const noexcept { return !psam_master_.empty(); }
  /// Gives the terminal the reader's own keys, derived from its serial number: terminal master key and device
  /// authentication key. Another reader than before drops the working keys.
  /// `psam`: the module that holds its master key, or nothing.
  void enroll(Terminal terminal, std::string_view serial, const std::optional<Psam>& psam = {});
  /// Check value of the terminal master key of the reader with that serial number.
  std::array<std::uint8_t, 4> key_id(std::string_view serial, const std::optional<Psam>& psam = {});
  /// AES-CMAC under the device authentication key of the reader with that serial number.
  std::array<std::uint8_t, 16> proof(std::string_view serial, Bytes data);
  /// New PIN, MAC and (if asked for) track keys, wrapped under the terminal master key as field 62 carries them: 60 or
  /// 40 bytes.
  ByteVector<60> new_working_keys(Terminal terminal, bool with_track_key);
  /// Checks the reader's last word of a sign-in: CMAC under the MAC working key.
  bool confirms(Terminal terminal, Bytes data, Bytes mac);
  /// Between begin() and end() the keys of that message's terminal stay until end().
  void drop_working_keys(Terminal terminal);
  /// The UnionPay serial-number cipher: eight characters over serial and factor.
  std::array<std::uint8_t, 8> serial_cipher(std::string_view serial, std::string_view factor);
  PinReference pin_reference(std::string_view pan, std::string_view pin);

  /// Makes ready the keys of one message. `nonce` is 8 bytes (div), a 10-byte KSN (dukpt) or empty (fixed). False when
  /// the length is wrong or the terminal has no keys. `trace`: field 11, which a PSAM's key (nonce 8 bytes) counts
  /// with.
  bool begin(Terminal terminal, KeySource source, Bytes nonce, std::string_view trace = {});
  bool mac_is_right(Bytes data, Bytes mac);
  std::array<std::uint8_t, 8> answer_mac(Bytes data);
  /// Makes ready the proof of the answer to `request` (MTI to field 63): a key of this message under the device
  /// authentication key of that reader, from both nonces of its sign-in.
  void begin_proof(std::string_view serial, Bytes reader_nonce, Bytes host_nonce, Bytes request);
  /// AES-CMAC over an answer, bound to the request; only after begin_proof().
  std::array<std::uint8_t, 16> answer_proof(Bytes answer);
  /// Opens the package of field 59 A6/03.
  std::optional<AccountPackage> open_account(Bytes cipher_text);
  /// Opens a field 35 whose last full block is enciphered, as the published form has it.
  std::optional<FixedString<37>> open_track(std::string_view track);
  PinAnswer check_pin(Bytes cipher_block, const Pan& pan, const PinReference& reference);
  void end();

  /// The issuer of chip cards, over the same keys.
  CardIssuer& issuer() noexcept { return issuer_; }

 private:
  struct Reader {
    std::string serial;
    Key tmk;
    Key pin, mac, track;
    std::optional<Psam> psam;  ///< set when it holds the master key
    Key psam_mac;              ///< what its MAC keys come from
  };

  explicit Hsm(hal::Entropy& entropy);
  Reader& reader(Terminal terminal);
  /// The empty key stands for the profile's own: one master key for all.
  Key derive_tmk(std::string_view serial, const std::optional<Psam>& psam);
  /// A PSAM's key of type 8 with that version, diversified by the reader's serial number.
  Key psam_key(const Psam& psam, std::uint8_t version, std::string_view serial);
  Key derive_device_auth(std::string_view serial);

  std::unique_ptr<KeyOperations> keys_;  // Outlives every Key below.
  CardIssuer issuer_;
  KeyAlgorithm mac_algorithm_ = KeyAlgorithm::tdes;
  bool single_mac_ = false;
  Key tmk_master_, tmk_, device_auth_master_, serial_key_, bdk_, psam_master_, pin_verification_;
  std::vector<Reader> readers_;

  Terminal current_ = 0;
  bool working_ = false;  ///< between begin() and end()
  bool dropped_ = false;  ///< the current terminal's working keys go with end()
  KeySource source_ = KeySource::fixed;
  ByteVector<10> nonce_;
  Key mac_, answer_mac_, track_, pin_, proof_;
  std::array<std::uint8_t, 16> request_digest_{};
};

}  // namespace mpos::host
