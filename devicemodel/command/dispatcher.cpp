// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/command/dispatcher.hpp"

namespace mpos::command {

void refuse(Reply& reply, Code code, std::string_view detail) noexcept {
  reply.code = code;
  reply.which_body = 0;
  set_text(reply.detail, detail);
}

void Dispatcher::forget() noexcept {
  last_request_.clear();
  last_reply_.clear();
}

Dispatcher::Answer Dispatcher::answer(Bytes bytes, Handler& handler) noexcept {
  if (!last_reply_.empty() && equal(bytes, last_request_.span())) return {last_reply_.span(), Acted::no};

  reply_.which_body = 0;
  reply_.code = mpos_reader_v1_Code_CODE_OK;
  reply_.detail[0] = '\0';
  Acted acted = Acted::no;
  const auto decoded = decode(bytes, request_);
  const State state = handler.command_state();
  if (!decoded) {
    reply_.id = decoded.error().id;
    refuse(reply_, decoded.error().code, decoded.error().detail);
  } else if (reply_.id = request_.id; !allowed(request_.which_body, state)) {
    const bool locked = state == mpos_reader_v1_ReaderState_READER_STATE_LOCKED;
    refuse(reply_, locked ? mpos_reader_v1_Code_CODE_LOCKED : mpos_reader_v1_Code_CODE_WRONG_STATE, state_name(state));
  } else {
    handler.handle(request_, reply_);
    acted = Acted::yes;
  }

  last_reply_.resize(max_reply_bytes);
  last_reply_.resize(encode(reply_, last_reply_.span()));
  last_request_.clear();
  // What is too long to remember was refused as malformed; answering that again acts on nothing.
  (void)last_request_.try_append(bytes);
  return {last_reply_.span(), acted};
}

}  // namespace mpos::command
