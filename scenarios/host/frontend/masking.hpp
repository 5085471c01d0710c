// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/iso8583/frame.hpp"
#include "devicemodel/iso8583/message.hpp"
#include "mpos/bus/v1/bus.pb.h"

namespace mpos::host {

/// Overwrites account data, PIN block and wrapped keys with zeros, keeping every length: fields 2, 14, 35, 36, 45, 52,
/// 55, of a sign-in answer 62 and, in
/// field 59, the account cipher text (A6/03), the serial factor (A2/03: six digits of the account number) and an SM4
/// PIN block (A1).
void mask(iso8583::Message& message);

/// What an observer is told about a message; nothing of it names a card.
bus::v1::HostMessage masked_event(const iso8583::Message& message, const iso8583::Frame& frame, bool to_host,
                                  std::string_view text);

}  // namespace mpos::host
