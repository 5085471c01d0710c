// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scenarios/host/frontend/chip_data.hpp"
#include "scenarios/host/frontend/exchange.hpp"
#include "scenarios/host/hsm/hsm.hpp"
#include "scenarios/host/ledger/ledger.hpp"

namespace mpos::host {

/// Judges the chip's part of a message and answers it: field 55 against the rest of the message, the cryptogram, the
/// card's counter; the issuer's cryptogram and scripts. One message at a time: begin() first. What answers a Code
/// refuses with it and leaves a remark.
class ChipDesk {
 public:
  ChipDesk(Hsm& hsm, Ledger& ledger) noexcept : hsm_(hsm), ledger_(ledger) {}

  void begin() noexcept;
  /// Reads field 55: 30.
  std::optional<Code> read(Exchange& exchange, ChipForm form);
  /// Holds it against fields 3, 4, 23 and 49, the host's calendar and the account: 13, 14, 30.
  std::optional<Code> compare(Exchange& exchange, const TrackTwo& card);
  /// Whether a request without a PIN block may do without: 55. `limit_minor` is what goes without a PIN by contactless.
  std::optional<Code> check_cardholder(Exchange& exchange, std::int64_t limit_minor) const;
  /// Cryptogram and counter: 05; 94 when an upload's counter has been used.
  std::optional<Code> verify(Exchange& exchange, const TrackTwo& card);
  /// The cryptogram of a notice about the sale `of_sale`: 05, 14 for another card.
  std::optional<Code> verify_notice(Exchange& exchange, const TrackTwo& card, const CardUse& of_sale,
                                    std::int64_t amount_minor);
  /// What electronic cash the card says it holds, minor units, under the MAC of its issuer data; nothing of another
  /// card.
  std::optional<std::int64_t> cash_on_card() const;
  /// Writes field 55 of the answer once the cryptogram was right: issuer cryptogram over `code`, scripts of the rule,
  /// and the command that sets the card's electronic cash to `new_cash`, minor units.
  void answer(Exchange& exchange, const TrackTwo& card, std::string_view code, std::optional<std::int64_t> new_cash);

  bool has_data() const noexcept { return data_.has_value(); }
  const ChipData& data() const noexcept { return *data_; }
  /// The card and its counter once the cryptogram was right.
  const std::optional<CardUse>& use() const noexcept { return use_; }

 private:
  std::optional<Code> check_proof(Exchange& exchange, const TrackTwo& card);

  Hsm& hsm_;
  Ledger& ledger_;
  std::optional<ChipData> data_;
  ChipForm form_ = ChipForm::request;
  FixedString<2> sequence_;
  bool judged_ = false;
  std::optional<CardUse> use_;
};

/// Field 22 says that the chip was read: 05 in contact, 07 contactless, 98 contactless in some acquirers' way.
bool is_chip_entry(std::string_view entry_mode) noexcept;
bool is_contactless_entry(std::string_view entry_mode) noexcept;

}  // namespace mpos::host
