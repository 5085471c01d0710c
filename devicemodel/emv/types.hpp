// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/terminal_data.hpp"

/// What goes into and comes out of the kernels. Spans in an Input are borrowed for the call; spans in an Action live
/// until the next call.
namespace mpos::emv {

/// Something that happened, for advance().
struct Input {
  enum class Kind : std::uint8_t {
    start,       ///< card powered and answered to reset (contactless: activated)
    card_reply,  ///< `data`: response with SW1 SW2 at the end
    card_mute,   ///< no answer, or the transmission failed for good
    card_removed,
    cancelled,           ///< by the cardholder or a time limit, while the kernel waits for people
    application_chosen,  ///< `number`: index in candidates()
    pin_entered,         ///< online: the secure core has it. Offline: `data` is its format 2 block, 8 bytes
    pin_bypassed,
    pin_pad_broken,
    document_checked,  ///< PBOC certificate check: `number` 1 when it is the cardholder's
    host_answer,       ///< `response_code` from field 39, `approved`, `data` = field 55 as answered
    host_unreachable,
    several_cards,  ///< contactless: more than one card answered
  };
  Kind kind = Kind::start;
  Bytes data;
  std::size_t number = 0;
  bool approved = false;
  std::array<std::uint8_t, 2> response_code{};
};

/// Why a transaction ended as it did.
enum class Reason : std::uint8_t {
  none,
  card_mute,
  card_removed,
  cancelled,
  card_blocked,    ///< 6A81 to SELECT
  no_application,  ///< none in common, or none left
  bad_status,      ///< a status the step does not allow
  bad_data,        ///< TLV, lengths or AFL that cannot be
  missing_data,    ///< mandatory data absent
  duplicate_data,
  wrong_cryptogram,       ///< the card answered with more than it was asked for
  service_not_allowed,    ///< CID reason 001
  expired,                ///< contactless: application expired and the card says decline
  authentication_failed,  ///< offline data authentication failed where it decides
  over_limit,             ///< contactless: above the limit of every application
  several_cards,          ///< contactless: more than one card in the field
  already_paid,           ///< contactless: its cash went in a torn tap, of which it has no proof any more
  out_of_memory,
  wrong_input,  ///< the caller answered something the kernel did not ask for
};

enum class Disposition : std::uint8_t {
  approved_offline,
  approved_online,
  declined_offline,
  declined_online,   ///< by the host
  declined_by_card,  ///< the host approved, the card refused: see `reverse`
  terminated,
  try_other_interface,  ///< contactless: use the chip contacts or the stripe
  present_one_card,
  see_phone,  ///< contactless: the phone asks its owner first, then is presented again
};

struct Outcome {
  Disposition disposition = Disposition::terminated;
  Reason reason = Reason::none;
  bool reverse = false;    ///< an approval of the host must be taken back
  bool signature = false;  ///< the receipt must be signed
  bool fallback = false;   ///< policy allows to read the stripe instead
  bool advice = false;     ///< the card asks for an advice message (CID b4)
  bool torn = false;       ///< contactless: its last record was asked for and did not come, so its cash may be gone
};

/// What the caller has to do next.
struct Action {
  enum class Kind : std::uint8_t {
    send_apdu,           ///< `apdu` to the card; answer with card_reply, card_mute or card_removed
    choose_application,  ///< the cardholder picks one of candidates(), or confirms the only one
    enter_online_pin,    ///< to be enciphered for the host
    enter_offline_pin,   ///< `tries_left` when known (255: not known)
    check_document,      ///< tags 9F61, 9F62 of the store against the cardholder's document
    go_online,           ///< build field 55 from the store; `pin_due`: policy asks for the online PIN only now
    finish,              ///< `outcome`; power off and ask for removal
  };
  Kind kind = Kind::finish;
  Bytes apdu;
  std::uint8_t tries_left = 255;
  bool pin_due = false;
  Outcome outcome;
};

struct Candidate {
  Aid name;                     ///< DF name or ADF name
  ByteVector<16> label;         ///< 50
  ByteVector<16> preferred;     ///< 9F12, in code table `code_table`
  std::uint8_t code_table = 0;  ///< 9F11
  std::uint8_t priority = 0;    ///< 87
  std::uint8_t parameters = 0;  ///< index in the AID table
  bool needs_confirmation() const noexcept { return (priority & 0x80) != 0; }
};
using Candidates = FixedVector<Candidate, 16>;

/// What never changes between transactions of one terminal.
struct TerminalProfile {
  std::array<std::uint8_t, 2> country{0x01, 0x56};             ///< 9F1A
  std::array<std::uint8_t, 3> capabilities{0xE0, 0xF8, 0xC8};  ///< 9F33
  std::array<std::uint8_t, 5> more_capabilities{0x60, 0x00, 0xF0, 0xA0, 0x01};
  std::uint8_t type = 0x22;  ///< 9F35
  std::array<std::uint8_t, 8> ifd_serial{'0', '0', '0', '0', '0', '0', '0', '0'};
  std::array<std::uint8_t, 8> terminal_id{'0', '0', '0', '0', '0', '0', '0', '0'};
  ByteVector<15> merchant_id;
  ByteVector<40> merchant_name;                     ///< 9F4E
  std::array<std::uint8_t, 2> merchant_category{};  ///< 9F15
  std::uint8_t ttq = 0x36;                          ///< first byte of 9F66
  bool device_cvm = false;                          ///< 9F66 byte 3 b7: a phone may verify its owner by itself
};

struct Policy {
  bool use_pse = true;             ///< try 1PAY.SYS.DDF01 first
  bool cardholder_choice = true;   ///< several applications are shown; otherwise the first by priority is taken
  bool fallback_when_mute = true;  ///< chip gone or silent before the first GENERATE AC: stripe allowed
  bool fallback_without_application = false;
  bool always_read_counters = true;  ///< GET DATA 9F36 and 9F13 even when the card has no velocity limits
  bool online_pin_late = false;      ///< ask for the online PIN with go_online; TVR 3.3 then stays clear in GAC 1
  bool document_check = false;       ///< the attendant can compare documents (CVM 20)
  bool cda_on_arqc = true;           ///< CDA also for online cryptograms
};

/// What is known of a torn tap: the card's counter then, and what it said it held before it paid (9F5D), where it did.
struct TornTap {
  std::array<std::uint8_t, 2> atc{};
  std::optional<std::array<std::uint8_t, 6>> held;
};

/// One transaction. Amounts as n12 in the smallest unit.
struct Transaction {
  std::array<std::uint8_t, 6> amount{};
  std::array<std::uint8_t, 6> other_amount{};
  std::array<std::uint8_t, 2> currency{0x01, 0x56};
  std::uint8_t currency_exponent = 2;
  std::uint8_t type = 0x00;  ///< 9C
  Date date{0x26, 0x01, 0x01};
  std::array<std::uint8_t, 3> time{};  ///< hhmmss BCD
  std::array<std::uint8_t, 4> unpredictable{};
  std::array<std::uint8_t, 4> sequence{};  ///< 9F41
  std::uint8_t random = 99;                ///< 1 to 99, for random selection
  bool cash = false;
  bool manual_cash = false;
  bool unattended = false;
  bool cashback = false;
  bool forced_online = false;
  bool electronic_cash = false;  ///< 9F7A = 01
  /// This is the same payment once more, with the same amount, date and unpredictable number.
  std::optional<TornTap> torn;
};

/// What only the reader's records know.
class RiskRecords {
 public:
  /// True when the card is on the exception file. `pan` packed as in 5A.
  virtual bool on_exception_file(Bytes pan, Bytes sequence) = 0;
  /// Sum of earlier offline amounts of this card in the log (split sales), smallest unit.
  virtual std::uint64_t earlier_amount(Bytes pan, Bytes sequence) = 0;

 protected:
  ~RiskRecords() = default;
};

}  // namespace mpos::emv
