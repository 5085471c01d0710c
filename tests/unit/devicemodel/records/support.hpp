// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "devicemodel/records/record_store.hpp"
#include "peripherals/storage/nor_flash.hpp"

namespace mpos::records {

using Data = std::vector<std::uint8_t>;
/// What the store should hold.
using Model = std::map<RecordStore::Id, Data>;

inline Data pattern(std::size_t size, std::uint64_t seed) {
  Data data(size);
  for (std::size_t i = 0; i < size; ++i) data[i] = static_cast<std::uint8_t>((seed * 31 + i * 7 + (seed >> 3)) & 0xFF);
  return data;
}

/// The record, or empty when there is none or it cannot be read.
inline Data value_of(const RecordStore& store, RecordStore::Id id) {
  Data out(RecordStore::max_record_bytes);
  const auto length = store.read(id, out);
  out.resize(length ? *length : 0);
  return out;
}

inline Model content_of(const RecordStore& store) {
  Model content;
  for (RecordStore::Id id = 1; id <= RecordStore::highest_id; ++id) {
    Data out(RecordStore::max_record_bytes);
    if (const auto length = store.read(id, out)) {
      out.resize(*length);
      content[id] = out;
    }
  }
  return content;
}

}  // namespace mpos::records
