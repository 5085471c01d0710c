// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/reader.hpp"

/// A download of AIDs or CA keys, which the phone asks for.
namespace mpos::firmware {

void Reader::start_parameters() noexcept {
  stop_waiting();
  board_.timers.stop(clock_timer);
  task_ = Task::parameters;
  language_ = config_.language;
  download_.begin(ordered_set_);
  show_service(Prompt::parameters, Prompt::processing);
  ask_for_parameters();
}

void Reader::ask_for_parameters() noexcept {
  if (!download_.build_request(host_message_)) {
    return finish_parameters(Prompt::update_failed, "the request could not be built");
  }
  open_exchange(Exchange::parameters, 0);
}

void Reader::on_parameter_answer(mpos_reader_v1_HostOutcome outcome, Bytes message) noexcept {
  if (outcome == mpos_reader_v1_HostOutcome_HOST_OUTCOME_NOT_SENT) {
    return finish_parameters(Prompt::no_connection, "the host could not be reached");
  }
  const bool keys = download_.set() == emv::ParameterSet::ca_keys;
  std::array<std::uint8_t, 5> detail{static_cast<std::uint8_t>(keys ? 'K' : 'A')};
  switch (download_.on_answer(message)) {
    case ParameterDownload::Next::more: return ask_for_parameters();
    case ParameterDownload::Next::done:
      store_be32(&detail[1], download_.version());
      audit_.append(AuditEvent::parameters_loaded, detail);
      return finish_parameters(Prompt::updated, "");
    case ParameterDownload::Next::failed: break;
  }
  audit_.append(AuditEvent::parameters_refused, Bytes{detail}.first(1));
  finish_parameters(Prompt::update_failed, download_.detail());
}

void Reader::finish_parameters(Prompt text, const char* detail) noexcept {
  task_ = Task::none;
  notice_.which_body = mpos_reader_v1_Notice_parameter_result_tag;
  auto& result = notice_.body.parameter_result;
  result = {};
  const bool keys = download_.set() == emv::ParameterSet::ca_keys;
  result.set =
      keys ? mpos_reader_v1_ParameterSet_PARAMETER_SET_CA_KEYS : mpos_reader_v1_ParameterSet_PARAMETER_SET_APPLICATIONS;
  result.loaded = text == Prompt::updated;
  result.version = download_.version();
  command::set_text(result.detail, detail);
  queue_notice();
  show_result_for_a_while(text, {});
}

}  // namespace mpos::firmware
