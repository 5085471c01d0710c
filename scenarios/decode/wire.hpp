// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>

#include "scenarios/decode/row.hpp"
#include "scenarios/decode/specimen.hpp"

namespace mpos::decode {

/// A Protobuf message as it lies on the wire, a row for each field with the name its file gives it; fields no file
/// knows and bytes that are no message are told in the tone `wrong`. Terminal messages inside are told field by field.
Rows wire_rows(Specimen& specimen, std::size_t at, std::size_t size, const google::protobuf::Descriptor& type,
               int depth = 0);
/// Whether these bytes are such a message with known fields only, of the types they should have.
bool is_wire(Bytes bytes, const google::protobuf::Descriptor& type, int depth = 0);
/// The fields of a message in memory that say something, by reflection; nothing refers to bytes.
Rows field_rows(const google::protobuf::Message& message, int depth = 0);

}  // namespace mpos::decode
