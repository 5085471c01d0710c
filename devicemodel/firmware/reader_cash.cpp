// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/base/bcd.hpp"
#include "devicemodel/emv/dictionary.hpp"
#include "devicemodel/firmware/reader.hpp"

/// Electronic cash (JR/T 0025.13): money on the card itself.
namespace mpos::firmware {
namespace {

// DF31, five bytes a template: how it went in the high nibble of the first.
constexpr std::size_t script_line_bytes = 5;
constexpr unsigned script_done = 2;

/// What the card says it holds, in the issuer-defined part of 9F10 (JR/T 0025.5): 07, key index, version, 03, three
/// bytes, algorithm, then length, kind 01, balance n10, MAC. Nothing of another card.
std::optional<std::int64_t> cash_told(const emv::DataStore& chip) noexcept {
  constexpr std::size_t kind_at = 9;
  const Bytes data = chip.get_or_empty(emv::tag::issuer_data);
  if (data.size() < kind_at + 1 + 5 || data[kind_at - 1] != data.size() - kind_at || data[kind_at] != 0x01) {
    return std::nullopt;
  }
  const auto balance = bcd_number(data.subspan(kind_at + 1, 5));
  if (!balance) return std::nullopt;
  return static_cast<std::int64_t>(*balance);
}

}  // namespace

/// The issuer lets a card be used without a PIN, but not its account be emptied into a card without one.
void Reader::ask_host() noexcept {
  if (cash_pays()) return cash_refused();
  if (order_.type != TransactionType::cash_load || sale_.has_pin()) return go_online();
  chip_asked_online_ = true;
  ask_pin(PinFor::host);
}

/// The card wants its host to be asked: it holds too little, or the amount is over a limit of card or reader.
void Reader::cash_refused() noexcept {
  finish(mpos_reader_v1_Outcome_OUTCOME_DECLINED, Prompt::declined, "the card's electronic cash does not pay this");
}

std::optional<std::int64_t> Reader::cash_on_card() const noexcept {
  return cash_told(chip_data());
}

/// The card has paid: from its cash or from its account. What pays at the antenna is cash, where there is any.
void Reader::approve_by_card() noexcept {
  const bool holds_cash = cash_on_card().has_value();
  if (cash_pays() && !holds_cash) return cash_refused();
  approve_offline(cash_pays() || (by_tap_ && holds_cash) ? UploadKind::cash_sale : UploadKind::offline_sale);
}

/// Whether every command of the issuer was carried out, the one that sets the new balance among them. What the card
/// said last of its balance was said before them; a card that says nothing of it is loaded all the same.
bool Reader::cash_loaded() noexcept {
  const Bytes results = chip_.store().get_or_empty(emv::tag::script_results);
  bool done = results.size() >= script_line_bytes;
  for (std::size_t at = 0; at < results.size(); at += script_line_bytes) {
    done = done && results[at] >> 4U == script_done;
  }
  const auto before = cash_on_card();
  if (done && before) verdict_.balance_minor = *before + static_cast<std::int64_t>(order_.amount_minor);
  return done;
}

}  // namespace mpos::firmware
