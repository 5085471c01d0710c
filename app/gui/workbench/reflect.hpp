// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <QVariantMap>

namespace mpos::gui {

/// A message as maps and lists by the names of its fields; every field is there, bytes are left out. Enumerators are
/// their words.
QVariantMap to_map(const google::protobuf::Message& message);

}  // namespace mpos::gui
