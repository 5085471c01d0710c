// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "devicemodel/base/time.hpp"
#include "devicemodel/iso8583/frame.hpp"

namespace mpos::host {

/// What becomes of a request.
struct Reply {
  std::size_t message_bytes = 0;  ///< of the answer in the buffer; 0 for none
  Duration delay{};
  bool wrong_tpdu = false;              ///< a fault: leave the addresses as they came
  std::uint8_t processing_request = 0;  ///< digit of the answer's header: 4 new CA keys, 5 new applications
};

/// What stands behind the network access controller.
class Handler {
 public:
  /// Answers one request. The answer's message (MTI to last field) goes to the start of `out`.
  virtual Reply handle(const iso8583::Frame& frame, MutableBytes out) = 0;
  /// Something a person watching the host should know.
  virtual void note(const std::string& text) = 0;

 protected:
  ~Handler() = default;
};

}  // namespace mpos::host
