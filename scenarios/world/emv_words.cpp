// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/emv_words.hpp"

#include "peripherals/card/blob.hpp"

namespace mpos::world {

std::string_view disposition_word(emv::Disposition disposition) noexcept {
  using emv::Disposition;
  switch (disposition) {
    case Disposition::approved_offline: return "approved_offline";
    case Disposition::approved_online: return "approved_online";
    case Disposition::declined_offline: return "declined_offline";
    case Disposition::declined_online: return "declined_online";
    case Disposition::declined_by_card: return "declined_by_card";
    case Disposition::terminated: return "terminated";
    case Disposition::try_other_interface: return "try_other_interface";
    case Disposition::present_one_card: return "present_one_card";
    case Disposition::see_phone: return "see_phone";
  }
  return "";
}

std::string_view reason_word(emv::Reason reason) noexcept {
  using emv::Reason;
  switch (reason) {
    case Reason::none: return "none";
    case Reason::card_mute: return "card_mute";
    case Reason::card_removed: return "card_removed";
    case Reason::cancelled: return "cancelled";
    case Reason::card_blocked: return "card_blocked";
    case Reason::no_application: return "no_application";
    case Reason::bad_status: return "bad_status";
    case Reason::bad_data: return "bad_data";
    case Reason::missing_data: return "missing_data";
    case Reason::duplicate_data: return "duplicate_data";
    case Reason::wrong_cryptogram: return "wrong_cryptogram";
    case Reason::service_not_allowed: return "service_not_allowed";
    case Reason::expired: return "expired";
    case Reason::authentication_failed: return "authentication_failed";
    case Reason::over_limit: return "over_limit";
    case Reason::several_cards: return "several_cards";
    case Reason::already_paid: return "already_paid";
    case Reason::out_of_memory: return "out_of_memory";
    case Reason::wrong_input: return "wrong_input";
  }
  return "";
}

void fill_emv_result(const firmware::EmvReport& report, bus::v1::EmvResult& out) {
  out.set_interface(report.contactless ? "contactless" : "contact");
  out.set_disposition(std::string{disposition_word(report.outcome.disposition)});
  out.set_reason(std::string{reason_word(report.outcome.reason)});
  if (!report.cid.empty()) {
    const unsigned kind = report.cid[0] >> 6;
    out.set_cryptogram(kind == 1 ? "tc" : kind == 2 ? "arqc" : "aac");
  }
  out.set_tvr(card::to_hex(report.tvr));
  out.set_tsi(card::to_hex(report.tsi));
  out.set_cvm_results(card::to_hex(report.cvm_results.span()));
  out.set_aid(card::to_hex(report.aid.span()));
  out.set_label(std::string{report.label.view()});
  out.set_atc(card::to_hex(report.atc.span()));
  out.set_response_code(std::string{report.response_code.view()});
  out.set_script_results(card::to_hex(report.script_results.span()));
  out.set_reverse(report.outcome.reverse);
  out.set_fallback(report.outcome.fallback);
  out.set_signature(report.outcome.signature);
  out.set_advice(report.outcome.advice);
}

}  // namespace mpos::world
