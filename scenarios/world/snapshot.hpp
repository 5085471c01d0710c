// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "mpos/bus/v1/bus.pb.h"
#include "scenarios/world/reader_unit.hpp"

namespace mpos::world {

/// All of a reader that a late joiner needs: display, lights, keys by check value, flash; never a key.
bus::v1::ReaderSnapshot snapshot_of(ReaderUnit& reader);
/// A Request, Reply or Notice as an event, with account data, PIN block and wrapped keys of a terminal message in it
/// overwritten; a terminal message that cannot be read is left out.
bus::v1::SessionMessage masked_message(bool to_reader, const google::protobuf::Message& content);
/// "record 18", "handshake 0", "acknowledgement", "no frame".
std::string frame_words(Bytes frame);

}  // namespace mpos::world
