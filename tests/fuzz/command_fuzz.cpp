// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>

#include "devicemodel/command/dispatcher.hpp"

namespace {

class AcceptingHandler final : public mpos::command::Handler {
 public:
  mpos::command::State command_state() const override { return mpos_reader_v1_ReaderState_READER_STATE_IDLE; }
  void handle(const mpos::command::Request& request, mpos::command::Reply& reply) override {
    if (request.which_body != mpos_reader_v1_Request_echo_tag) return;
    reply.which_body = mpos_reader_v1_Reply_echo_tag;
    reply.body.echo = request.body.echo;
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mpos::command::Dispatcher dispatcher;
  AcceptingHandler handler;
  (void)dispatcher.answer({data, size}, handler);
  (void)dispatcher.answer({data, size}, handler);
  return 0;
}
