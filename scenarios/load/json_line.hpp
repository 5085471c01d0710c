// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

#include "devicemodel/base/result.hpp"
#include "mpos/bus/v1/bus.pb.h"

namespace mpos::load {

/// One line of `vmpos serve`'s standard input: `{"swipe": "debit_101"}`, with the words of a scenario's step. JSON is
/// YAML's flow form, so the loader is the same; the error reads `column: what`. `id`, when given, gets the command's id
/// also of a line that is refused, as far as it could be read; 0 otherwise.
Result<bus::v1::Command, std::string> command_from_json_line(std::string_view line, std::uint64_t* id = nullptr);

/// One compact line without a newline. Field names are Protobuf's (`time_ns` and `amount_minor` are plain numbers),
/// enum values their YAML words, bytes upper-case hex. Left out: what is empty or zero; booleans are always there.
std::string event_to_json_line(const bus::v1::Event& event);
/// The same for any message, appended to `out`.
void append_json(const google::protobuf::Message& message, std::string& out);
/// `text` in quotes, escaped after RFC 8259.
void append_json_string(std::string_view text, std::string& out);

}  // namespace mpos::load
