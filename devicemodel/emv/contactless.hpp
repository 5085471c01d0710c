// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/apdu.hpp"
#include "devicemodel/emv/bits.hpp"
#include "devicemodel/emv/certificates.hpp"
#include "devicemodel/emv/dictionary.hpp"
#include "devicemodel/emv/dol.hpp"
#include "devicemodel/emv/selection.hpp"
#include "devicemodel/emv/static_records.hpp"
#include "devicemodel/emv/types.hpp"

namespace mpos::emv {

/// Whether any application lets `amount` (smallest unit) be paid at the antenna: asked before the field goes on.
bool contactless_allows(const AidTable& aids, std::uint64_t amount) noexcept;

/// Contactless transaction of qPBOC (icc.md section 10): PPSE, limits before the card is asked, one GET PROCESSING
/// OPTIONS that brings the cryptogram, fDDA for offline approvals, CTQ. An approval of the card that cannot stand and
/// that its CTQ sends online is asked for once more, as an ARQC. Driven like Kernel; the card may leave as soon as
/// advance() answers anything but send_apdu.
///
/// Torn taps: a card pays from its cash when its last record is read. Where that record does not come the outcome says
/// `torn`, and the next tap repeats the transaction with the same unpredictable number. A card that has paid repeats
/// its answer and its signature and does not pay again; one that cannot, and holds less by the amount, is declined
/// before it pays twice.
///
/// Tag 95 stays zero until the end: it is what the card was given and its cryptogram covers. tvr() tells what the
/// reader found out afterwards, and so does the store once the transaction is over.
class ContactlessKernel {
 public:
  ContactlessKernel(security::Primitives& primitives, RiskRecords* records, const TerminalProfile& profile,
                    const AidTable& aids, const CaKeyTable& keys) noexcept;
  ~ContactlessKernel() { wipe(apdu_.span()); }
  ContactlessKernel(const ContactlessKernel&) = delete;
  ContactlessKernel& operator=(const ContactlessKernel&) = delete;

  void begin(const Transaction& transaction) noexcept;
  Action advance(const Input& input) noexcept;

  const DataStore& store() const noexcept { return store_; }
  const Tvr& tvr() const noexcept { return tvr_; }
  /// Whether the card works on its last record, after which its cash has gone.
  bool last_record_due() const noexcept {
    return state_ == State::reading && decision_ == Decision::offline && records_.at_last();
  }

 private:
  enum class State : std::uint8_t { idle, environment, select, options, reading, online_pin, online, done };
  enum class Decision : std::uint8_t { decline, offline, online };

  Action on_reply(const Reply& reply) noexcept;
  Action on_environment(const Reply& reply) noexcept;
  Action select_next() noexcept;
  Action on_select(const Reply& reply) noexcept;
  Action on_options(const Reply& reply) noexcept;
  Action on_record(const Reply& reply) noexcept;
  Action read_next() noexcept;
  Action check_offline() noexcept;
  bool authentic() noexcept;
  Action ask_online(Reason reason) noexcept;
  bool paid_before() const noexcept;
  Action verify() noexcept;
  Action carry_out() noexcept;
  Action send(State state, const Header& header, Bytes data) noexcept;
  Action finish(Disposition disposition, Reason reason = Reason::none) noexcept;
  bool can_go_online() const noexcept { return (profile_.type & 15U) % 3U != 0; }  // x3 and x6: offline only
  bool online_only() const noexcept { return (profile_.type & 15U) % 3U == 1; }    // x1 and x4
  void load_terminal_data() noexcept;
  bool put(Tag tag, Bytes value) noexcept;
  bool card_wants(std::uint8_t mask) const noexcept;
  void set(TvrBit bit) noexcept { tvr_[bit.byte] = static_cast<std::uint8_t>(tvr_[bit.byte] | bit.mask); }

  RiskRecords* risk_;
  const TerminalProfile& profile_;
  const AidTable& aids_;
  const CaKeyTable& keys_;
  Transaction transaction_;
  std::uint64_t amount_ = 0;

  State state_ = State::done;
  DataStore store_;
  Tvr tvr_{};
  Apdu apdu_;
  Candidates candidates_;
  Candidate selected_;
  StaticRecords records_;
  Recovery recovery_;
  Decision decision_ = Decision::decline;
  std::array<std::uint8_t, 4> ttq_{};
  Outcome outcome_;
};

}  // namespace mpos::emv
