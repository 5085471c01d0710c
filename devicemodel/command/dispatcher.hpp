// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/command/requests.hpp"
#include "devicemodel/command/state_table.hpp"

namespace mpos::command {

/// Who carries requests out. It fills the reply only; whatever follows (notices, screens) it does after the reply went
/// out.
class Handler {
 public:
  virtual State command_state() const = 0;
  /// `request` has a body and is allowed in this state. `reply` has its id and CODE_OK.
  virtual void handle(const Request& request, Reply& reply) = 0;

 protected:
  ~Handler() = default;
};

/// From request bytes to reply bytes: decodes, asks the state table, and answers a repetition from memory without
/// acting again.
class Dispatcher {
 public:
  enum class Acted : std::uint8_t { no, yes };
  struct Answer {
    Bytes reply;              ///< borrowed until the next answer()
    Acted acted = Acted::no;  ///< whether the handler was asked
  };

  Answer answer(Bytes request, Handler& handler) noexcept;
  /// The last request the handler was asked to carry out.
  const Request& request() const noexcept { return request_; }
  /// A new session begins: nothing is a repetition.
  void forget() noexcept;

 private:
  Request request_{};
  Reply reply_{};
  ByteVector<max_request_bytes> last_request_;
  ByteVector<max_reply_bytes> last_reply_;
};

/// Sets a refusal: the code and at most 80 bytes for people.
void refuse(Reply& reply, Code code, std::string_view detail) noexcept;

}  // namespace mpos::command
