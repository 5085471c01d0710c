// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/field55.hpp"
#include "devicemodel/firmware/host_message.hpp"
#include "devicemodel/firmware/reader.hpp"
#include "devicemodel/firmware/text.hpp"
#include "devicemodel/hal/calendar.hpp"

/// What is kept for the host, and the sales that are approved without it.
namespace mpos::firmware {

bool Reader::offline_possible() const noexcept {
  return config_.policy.offline_approvals && (order_.type == TransactionType::sale || cash_pays()) &&
         uploads_.has_room_for_a_sale();
}

void Reader::approve_offline(UploadKind kind) noexcept {
  const emv::DataStore& chip = chip_data();
  verdict_ = {};
  Upload upload;
  const char* failed = sale_.build_offline(chip, chip_entry(), kind, device_key_.expose(), upload);
  // Durable before anybody is told: what the display calls approved is paid, wherever the power goes.
  if (*failed == '\0' && !uploads_.keep(upload)) failed = "the offline approval could not be stored";
  if (*failed != '\0') return finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::declined, failed);
  verdict_.offline = true;
  if (kind == UploadKind::cash_sale) verdict_.balance_minor = cash_on_card().value_or(0);
  verdict_.judgement = Judgement::approved;
  verdict_.response_code = as_text(chip.get_or_empty(emv::tag::response_code));
  const auto now = hal::format_calendar_digits(board_.rtc.now());
  verdict_.date = part(now, 4, 4);
  verdict_.time = part(now, 8, 6);
  finish(mpos_reader_v1_Outcome_OUTCOME_APPROVED, Prompt::approved, "approved by the card, without the host");
}

void Reader::note_offline_decline() noexcept {
  const emv::DataStore& chip = chip_data();
  ByteVector<7> detail;
  (void)detail.try_append(chip.get_or_empty(emv::tag::atc));
  (void)detail.try_append(chip.get_or_empty(emv::tag::tvr));
  audit_.append(AuditEvent::offline_declined, detail.span());
  verdict_.response_code = as_text(chip.get_or_empty(emv::tag::response_code));
}

void Reader::keep_script_notice() noexcept {
  const emv::DataStore& chip = chip_data();
  // A balance inquiry leaves nothing at the host that a notice could name.
  if (!chip.has(emv::tag::script_results) || !order_.debits()) return;
  Upload upload;
  emv::Field55Data data;
  const auto trace = memory_.next_trace();
  if (!trace || !emv::build_field55(emv::Field55::script_notice, chip, data)) return;
  upload.kind = UploadKind::script_notice;
  upload.trace = *trace;
  upload.original_trace = sale_.trace();
  upload.amount_minor = order_.amount_minor;
  upload.batch = memory_.batch();
  upload.processing = processing_code(order_.type == TransactionType::cash_load);
  upload.entry_mode = sale_.entry_mode();
  upload.card_sequence = sale_.card_sequence();
  // Without room the results are lost to the host, except for those a reversal carries: no sale is refused for a
  // notice.
  if (upload.chip_data.try_append(data.span())) (void)uploads_.keep(upload);
}

void Reader::before_card() noexcept {
  // After a failure the cardholder is not made to wait for another one.
  if (uploads_.count() == 0 || !host_reached_) return wait_for_card();
  notify_stage(mpos_reader_v1_Stage_STAGE_UPLOAD);
  send_uploads();
}

void Reader::send_uploads() noexcept {
  if (uploads_.count() == 0) return uploads_end(false);
  show_service(Prompt::upload, Prompt::processing);
  const bool built = advice_.build_request(host_message_);
  const bool saved = config_.policy.transaction_keys != security::TransactionKeys::dukpt || save_keys();
  if (built && saved) return seal(Exchange::advice, advice_.trace());
  advice_.on_silence();
  host_reached_ = false;  // not before each transaction again; an upload that is asked for tries it
  uploads_end(false);
}

void Reader::on_advice_answer(mpos_reader_v1_HostOutcome outcome, Bytes message) noexcept {
  if (outcome == mpos_reader_v1_HostOutcome_HOST_OUTCOME_NOT_SENT) {
    advice_.on_silence();
    return uploads_end(false);
  }
  bool forced_sign_in = false;
  const Advice::Next next = advice_.on_answer(message, forced_sign_in);
  if (next == Advice::Next::refused) {
    std::array<std::uint8_t, 7> detail{};
    store_be32(detail.data(), advice_.trace());
    detail[4] = static_cast<std::uint8_t>(advice_.kind());
    copy_bytes(as_bytes(advice_.response_code()), MutableBytes{detail}.subspan(5));
    audit_.append(AuditEvent::upload_refused, detail);
  }
  if (next != Advice::Next::later) return send_uploads();
  host_reached_ = false;
  uploads_end(forced_sign_in);
}

void Reader::uploads_end(bool sign_in_needed) noexcept {
  if (sign_in_needed) sign_in_.drop();
  if (task_ == Task::upload) return finish_upload();
  if (sign_in_needed) {
    return finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::please_sign_in, "the host asks for a sign-in");
  }
  wait_for_card();
}

}  // namespace mpos::firmware
