// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "devicemodel/base/fixed_vector.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "scenarios/host/hsm/card_issuer.hpp"

namespace mpos::host {

/// A field 55: at most 255 bytes.
using Field55 = ByteVector<255>;

/// Why the scripts of a rule cannot be sent, naming the script and what was expected; empty when they can.
std::string trouble_of(const bus::v1::HostRule& rule);

/// Appends the templates 71 and 72 with the rule's commands: 9F18 (when there is an identifier) and a tag 86 each. The
/// MAC is over header, counter, cryptogram and data as sent, left four bytes. The rule has no trouble. False when they
/// do not fit.
///
/// Source: EMV book 3, 10.10; JR/T 0025.5; icc.md section 8 of the domain notes.
bool append_scripts(const bus::v1::HostRule& rule, CardIssuer& issuer, std::uint16_t counter, Bytes cryptogram,
                    Field55& out);

}  // namespace mpos::host
