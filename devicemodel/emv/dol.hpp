// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/data_store.hpp"

namespace mpos::emv {

enum class DolError : std::uint8_t { bad_list, too_long };

/// The largest command data field.
inline constexpr std::size_t max_dol_bytes = 255;
using DolData = ByteVector<max_dol_bytes>;

/// The concatenated values a DOL asks for, appended to `out` (EMV book 3 section 5.4): numeric values are filled and
/// cut at the left, compressed numeric filled with F at the right, all others filled with 00 and cut at the right;
/// unknown tags, absent data and templates give zeros.
Result<void, DolError> append_dol(Bytes list, const DataStore& store, DolData& out) noexcept;
/// True when the list names `tag`.
bool dol_names(Bytes list, Tag tag) noexcept;

}  // namespace mpos::emv
