// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/command/requests.hpp"

namespace mpos::command {

using State = mpos_reader_v1_ReaderState;

/// Whether reader.proto allows this request (its body's field number) in this state. Conditions beside the state
/// (signed in, an open exchange) are the handler's.
bool allowed(pb_size_t body, State state) noexcept;
/// "IDLE" and so on, for Reply.detail.
const char* state_name(State state) noexcept;

}  // namespace mpos::command
