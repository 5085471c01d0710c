// SPDX-License-Identifier: Apache-2.0
// What the reader does with its PSAM: names it at sign-in, lets it open the working keys and make and check field 64.
// Each of these is a job that ends in on_sam_done() or end_sam_job(); while one runs the state is that of the host
// exchange it belongs to, and the host's timer watches it.
#include "devicemodel/firmware/reader.hpp"

namespace mpos::firmware {
namespace {

const char* detail_of(sam::SamError error) noexcept {
  switch (error) {
    case sam::SamError::absent: return "the PSAM was removed";
    case sam::SamError::no_answer: return "the PSAM does not answer";
    case sam::SamError::bad_answer: return "the PSAM's answer has another length than the command's";
    case sam::SamError::refused: return "the PSAM refused the command";
    case sam::SamError::no_key: return "the PSAM does not hold the key";
    case sam::SamError::locked: return "the PSAM is locked";
    case sam::SamError::mac_wrong: return "the PSAM says that the card's answer is wrong";
  }
  return "the PSAM failed";
}

}  // namespace

void Reader::serve_sam() noexcept {
  using Event = sam::SamClient::Event;
  for (Event event = sam_.service(); event != Event::none; event = sam_.service()) {
    switch (event) {
      case Event::none: break;
      case Event::ready:
        if (asks_identity() && !sam_.begin_identity()) no_sam();
        break;
      case Event::dead:
        if (asks_identity()) no_sam();
        break;
      case Event::done: on_sam_done(); break;
      case Event::failed: {
        const sam::SamError error = sam_.error();
        // A wrong MAC2 is the card's, and has an entry of its own.
        if (error != sam::SamError::mac_wrong) {
          audit_.append(error == sam::SamError::locked ? AuditEvent::psam_locked : AuditEvent::psam_failed);
        }
        end_sam_job(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::psam_failed, detail_of(error));
        break;
      }
      case Event::removed: on_sam_removed(); break;
    }
  }
}

const char* Reader::sam_trouble() const noexcept {
  return detail_of(sam_.error());
}

void Reader::await_sam(SamJob job, bool begun) noexcept {
  sam_job_ = job;
  set_state(ReaderState::host);
  board_.timers.start(host_timer, config_.policy.host_timeout);
  if (!begun) no_sam();
}

void Reader::no_sam() noexcept {
  end_sam_job(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::no_psam, "no PSAM answers");
}

void Reader::ask_identity(SamJob job) noexcept {
  // One that is not awake, or failed, is woken first; ready or dead says what came of it.
  if (!sam_.is_ready()) sam_.power_on();
  await_sam(job, sam_.is_present() && (!sam_.is_ready() || sam_.begin_identity()));
}

void Reader::start_sam_sign_in() noexcept {
  claim_.reset();
  ask_identity(SamJob::identity);
}

void Reader::on_sam_identity() noexcept {
  ModuleClaim claim;
  claim.identity = sam_.identity();
  claim.holds_master = config_.policy.sam_use == SamUse::keys;
  if (!memory_.module_serial().empty() && !equal(memory_.module_serial(), claim.identity.serial)) {
    audit_.append(AuditEvent::psam_changed, claim.identity.serial);
  }
  claim_ = claim;
  if (!claim.holds_master) return send_sign_in();
  constexpr std::array<std::uint8_t, 8> zeros{};
  await_sam(SamJob::master_check,
            sam_.begin_crypt(master_key_path(primitives_, config_.serial), sam::SamClient::Direction::encrypt, zeros));
}

void Reader::open_working_keys() noexcept {
  const auto wrapped = sign_in_.wrapped_keys();
  if (wrapped.empty()) return finish_sign_in(sign_in_.install(now()), Prompt::declined);
  await_sam(SamJob::working_keys, sam_.begin_crypt(master_key_path(primitives_, config_.serial),
                                                   sam::SamClient::Direction::decrypt, wrapped.span()));
}

void Reader::seal(Exchange exchange, std::uint32_t trace) noexcept {
  sealed_exchange_ = exchange;
  sealed_trace_ = trace;
  if (!core_.mac_by_module()) return open_sealed();
  const auto path = mac_key_path(primitives_, config_.serial, core_.transaction_nonce().span(), trace);
  await_sam(SamJob::seal, sam_.begin_terminal_mac(path, iso8583::mac_input(host_message_.span())));
}

void Reader::open_sealed() noexcept {
  if (sealed_exchange_ == Exchange::transaction) notify_stage(mpos_reader_v1_Stage_STAGE_HOST);
  open_exchange(sealed_exchange_, sealed_trace_);
}

bool Reader::check_with_sam(Exchange exchange, Bytes message) noexcept {
  if (!core_.mac_by_module() || message.size() <= iso8583::mac_bytes) return false;
  sealed_exchange_ = exchange;
  // What was sent is not needed any more; the answer takes its place while the PSAM works on it.
  host_message_.clear();
  host_message_.append(message);
  const auto path = mac_key_path(primitives_, config_.serial, core_.transaction_nonce().span(), sealed_trace_);
  await_sam(SamJob::check, sam_.begin_terminal_mac(path, iso8583::mac_input(host_message_.span())));
  return true;
}

void Reader::on_sam_done() noexcept {
  const SamJob job = std::exchange(sam_job_, SamJob::none);
  board_.timers.stop(host_timer);
  switch (job) {
    case SamJob::none: break;
    case SamJob::identity: on_sam_identity(); break;
    case SamJob::master_check:
      copy_bytes(sam_.output().first(claim_->master_check.size()), claim_->master_check);
      send_sign_in();
      break;
    case SamJob::working_keys: {
      const SignInVerdict verdict = sign_in_.install(now(), sam_.output());
      sam_.wipe_output();
      finish_sign_in(verdict, Prompt::declined);
      break;
    }
    case SamJob::seal:
      copy_bytes(sam_.output(), host_message_.span().last(iso8583::mac_bytes));
      open_sealed();
      break;
    case SamJob::check:
      core_.expect_mac(sam_.output());
      judge_answer(sealed_exchange_, host_message_.span());
      break;
    case SamJob::wallet_identity: begin_wallet(); break;
    case SamJob::wallet: on_wallet(wallet_.on_sam_done()); break;
  }
  if (sam_job_ == SamJob::none) sam_.wipe_output();
}

void Reader::judge_answer(Exchange exchange, Bytes message) noexcept {
  if (exchange == Exchange::transaction) return on_transaction_answer(message);
  if (exchange == Exchange::advice) {
    return on_advice_answer(mpos_reader_v1_HostOutcome_HOST_OUTCOME_ANSWERED, message);
  }
  on_reversal_answer(mpos_reader_v1_HostOutcome_HOST_OUTCOME_ANSWERED, message);
}

void Reader::end_sam_job(mpos_reader_v1_Outcome outcome, Prompt text, const char* detail) noexcept {
  const SamJob job = std::exchange(sam_job_, SamJob::none);
  if (job == SamJob::none) return;
  board_.timers.stop(host_timer);
  const bool reversal = sealed_exchange_ == Exchange::reversal;
  const bool advice = sealed_exchange_ == Exchange::advice;
  switch (job) {
    case SamJob::none: break;
    case SamJob::identity:
    case SamJob::master_check:
    case SamJob::working_keys: finish_sign_in({false, {}, detail}, text); break;
    case SamJob::seal:
      // The message never left the reader.
      if (reversal) {
        reversal_.on_not_sent();
      } else if (advice) {
        advice_.on_silence();
      } else {
        (void)memory_.drop_reversal();
      }
      if (task_ == Task::upload) return finish_upload();
      finish(outcome, text, detail);
      break;
    case SamJob::check:
      if (reversal) {
        (void)reversal_.on_silence();
      } else if (advice) {
        advice_.on_silence();
      } else {
        // An answer nobody could check is none.
        keep_reason("98");
      }
      if (task_ == Task::upload) return finish_upload();
      finish(outcome, text, detail);
      break;
    case SamJob::wallet_identity: finish(outcome, text, detail); break;
    case SamJob::wallet: on_wallet(wallet_.on_sam_failed()); break;
  }
}

void Reader::on_sam_removed() noexcept {
  audit_.append(AuditEvent::psam_removed, claim_ ? Bytes{claim_->identity.serial} : Bytes{});
  claim_.reset();
  constexpr const char* detail = "the PSAM was removed";
  const bool ends_wallet = sam_job_ == SamJob::wallet || sam_job_ == SamJob::wallet_identity || wallet_.is_running();
  if (sam_job_ == SamJob::wallet || sam_job_ == SamJob::wallet_identity) {
    end_sam_job(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::psam_removed, detail);
  } else if (wallet_.is_running()) {
    finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::psam_removed, detail);
  }
  if (config_.policy.sam_use == SamUse::none) return;
  if (ends_wallet) return sign_in_.drop();  // its result stands on the display
  // What runs ends before the keys go, for its message may have left.
  switch (state_) {
    case ReaderState::host:
      if (sam_job_ != SamJob::none) {
        end_sam_job(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::psam_removed, detail);
      } else {
        lose_exchange(mpos_reader_v1_Outcome_OUTCOME_NO_ANSWER, Prompt::psam_removed, detail);
      }
      break;
    case ReaderState::waiting_for_card:
    case ReaderState::card:
    case ReaderState::choice:
    case ReaderState::pin_entry: finish(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::psam_removed, detail); break;
    case ReaderState::idle:
    case ReaderState::result: show_psam_removed(); break;
    case ReaderState::booting:
    case ReaderState::locked: break;
  }
  sign_in_.drop();
}

void Reader::show_psam_removed() noexcept {
  if (confirming_code_) return;
  board_.timers.stop(clock_timer);
  set_state(ReaderState::result);
  language_ = config_.language;
  screen_.clear();
  screen_.center_title("SIMULATOR");
  screen_.center(1, prompt(Prompt::psam_removed, language_));
  screen_.center(2, prompt(Prompt::please_sign_in, language_));
  screen_.flush();
  board_.timers.start(wait_timer, config_.policy.result_time);
}

}  // namespace mpos::firmware
