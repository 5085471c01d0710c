// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/secret.hpp"
#include "devicemodel/emv/apdu.hpp"
#include "devicemodel/emv/bits.hpp"
#include "devicemodel/emv/certificates.hpp"
#include "devicemodel/emv/dictionary.hpp"
#include "devicemodel/emv/dol.hpp"
#include "devicemodel/emv/selection.hpp"
#include "devicemodel/emv/static_records.hpp"
#include "devicemodel/emv/types.hpp"
#include "devicemodel/hal/hal.hpp"

namespace mpos::emv {

/// Contact transaction of EMV 4.3 books 1 to 4 and PBOC 3.0 part 5: says what to do next and is told what happened.
/// It never waits, owns no I/O, and every response of the card is hostile until parsed.
class Kernel {
 public:
  struct Ports {
    security::Primitives& primitives;
    hal::Entropy& entropy;  ///< padding of enciphered PINs
    RiskRecords* records;   ///< nullptr: no exception file and no log
  };
  Kernel(const Ports& ports, const TerminalProfile& profile, const Policy& policy, const AidTable& aids,
         const CaKeyTable& keys) noexcept;
  ~Kernel() { wipe_buffers(); }
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  /// Forgets everything and takes the data of the next transaction; then advance(start).
  void begin(const Transaction& transaction) noexcept;
  Action advance(const Input& input) noexcept;

  const DataStore& store() const noexcept { return store_; }
  const Candidates& candidates() const noexcept { return candidates_; }
  const Tvr& tvr() const noexcept { return tvr_; }
  std::array<std::uint8_t, 2> tsi() const noexcept { return {tsi_, 0}; }
  /// True once a reply to the first GENERATE AC may exist: from here on no fallback.
  bool cryptogram_asked() const noexcept { return cryptogram_asked_; }

 private:
  enum class State : std::uint8_t {
    idle,
    selecting,
    choosing,
    final_select,
    options,
    reading,
    internal_authenticate,
    pin_counter,
    challenge,
    verify,
    online_pin,
    offline_pin,
    document,
    counter,
    last_online,
    first_ac,
    online,
    external_authenticate,
    script_before,
    second_ac,
    script_after,
    done
  };
  enum class Oda : std::uint8_t { none, sda, dda, cda };

  // kernel.cpp
  Action step(const Input& input) noexcept;
  Action on_reply(const Reply& reply) noexcept;
  Action send(State state, const Header& header, Bytes data, Le le) noexcept;
  Action finish(Disposition disposition, Reason reason = Reason::none) noexcept;
  Action terminate(Reason reason) noexcept { return finish(Disposition::terminated, reason); }
  Action broken(Reason reason) noexcept;
  void set(TvrBit bit) noexcept { tvr_[bit.byte] = static_cast<std::uint8_t>(tvr_[bit.byte] | bit.mask); }
  bool has(TvrBit bit) const noexcept { return (tvr_[bit.byte] & bit.mask) != 0; }
  void done(std::uint8_t bit) noexcept { tsi_ = static_cast<std::uint8_t>(tsi_ | bit); }
  void put(Tag tag, Bytes value) noexcept;
  void publish() noexcept;
  void wipe_buffers() noexcept;
  const AidParameters& parameters() const noexcept { return aids_[selected_.parameters]; }
  std::uint64_t amount(Tag tag) const noexcept;
  bool capable(std::size_t byte, std::uint8_t mask) const noexcept { return (profile_.capabilities[byte] & mask) != 0; }
  bool profile_bit(std::uint8_t mask) const noexcept;

  // kernel_start.cpp
  Action selection_step(const SelectionStep& next) noexcept;
  Action choose() noexcept;
  Action choose_from_candidates() noexcept;
  Action select_final(std::size_t index) noexcept;
  Action drop_selected() noexcept;
  Action on_final_select(const Reply& reply) noexcept;
  Action on_options(const Reply& reply) noexcept;
  Action read_next() noexcept;
  Action on_record(const Reply& reply) noexcept;
  void load_terminal_data() noexcept;

  // kernel_authentication.cpp
  Action authenticate() noexcept;
  void authentication_failed(bool missing) noexcept;
  bool recover_issuer() noexcept;
  bool recover_icc() noexcept;
  Action on_internal_authenticate(const Reply& reply) noexcept;
  bool check_combined(Bytes sdad, Bytes template_value) noexcept;
  Action restrictions() noexcept;

  // kernel_cvm.cpp
  Action verify_cardholder() noexcept;
  Action next_rule() noexcept;
  bool condition_holds(std::uint8_t condition, std::uint8_t method) const noexcept;
  bool supports(std::uint8_t method) const noexcept;
  Action apply_rule() noexcept;
  Action rule_failed() noexcept;
  Action rule_succeeded(std::uint8_t result) noexcept;
  Action offline_pin(std::uint8_t tries) noexcept;
  Action on_pin_counter(const Reply& reply) noexcept;
  Action on_pin_entered(Bytes block) noexcept;
  Action on_challenge(const Reply& reply) noexcept;
  Action on_verify(const Reply& reply) noexcept;
  bool pin_key(PublicKey& out) noexcept;

  // kernel_risk.cpp
  Action manage_risk() noexcept;
  Action on_counter(const Reply& reply, Tag tag) noexcept;
  Action finish_risk() noexcept;
  void velocity() noexcept;
  std::uint64_t floor_limit() const noexcept;
  bool random_selects(std::uint64_t amount) const noexcept;
  Action decide() noexcept;
  bool matches(Tag issuer_code, const ActionCode& terminal_code, std::uint8_t fill) const noexcept;

  // kernel_cryptogram.cpp
  Action generate(State state, std::uint8_t kind) noexcept;
  bool take_cryptogram(const Reply& reply, bool second, Reason& reason) noexcept;
  Action on_first(const Reply& reply) noexcept;
  Action on_second(const Reply& reply) noexcept;
  Action after_host(const Input& input) noexcept;
  Action host_lost() noexcept;
  Action before_second() noexcept;
  Action start_scripts(State state) noexcept;
  Action next_script(State state) noexcept;
  Action on_script(const Reply& reply) noexcept;
  void note_script(std::uint8_t result) noexcept;
  Action conclude() noexcept;

  Ports ports_;
  const TerminalProfile& profile_;
  const Policy& policy_;
  const AidTable& aids_;
  const CaKeyTable& keys_;
  Transaction transaction_;

  State state_ = State::done;
  DataStore store_;
  Tvr tvr_{};
  std::uint8_t tsi_ = 0;
  Outcome outcome_;
  Apdu apdu_;

  Selection selection_;
  Candidates candidates_;
  Candidate selected_;
  bool blocked_application_ = false;  ///< the final SELECT met one
  StaticRecords records_;

  Recovery recovery_;
  Oda oda_ = Oda::none;
  bool oda_failed_ = false;
  PublicKey issuer_key_;
  PublicKey icc_key_;
  DolData ddol_data_;
  ByteVector<4 * 256 + 16> transaction_data_;  ///< CDA hash input: PDOL, CDOL data as sent, then the answer

  std::size_t rule_ = 0;  ///< offset of the next CVM rule
  std::uint8_t method_ = 0;
  std::uint8_t condition_ = 0;
  bool pin_bypassed_ = false;
  bool pin_pad_broken_ = false;
  bool asked_counter_ = false;
  bool online_pin_due_ = false;
  SecretBytes<8> pin_block_;

  std::uint8_t requested_ = 0;
  bool cda_requested_ = false;
  bool cryptogram_asked_ = false;
  bool host_approved_ = false;
  bool host_declined_ = false;
  ByteVector<512> scripts_;
  std::size_t script_template_ = 0;  ///< offset behind the template being worked on
  std::size_t script_at_ = 0;        ///< offset of its next command
  std::size_t script_end_ = 0;
  std::uint8_t script_sequence_ = 0;
  std::array<std::uint8_t, 4> script_id_{};
  ByteVector<50> script_results_;
};

}  // namespace mpos::emv
