// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/dol.hpp"
#include "devicemodel/emv/field55.hpp"
#include "devicemodel/emv/static_records.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mpos;
  const Bytes bytes{data, size};
  emv::TlvReader reader{bytes};
  std::size_t sum = 0;
  while (true) {
    const auto object = reader.next();
    if (!object || !object->has_value()) break;
    sum += (*object)->whole.size();
    MPOS_ASSERT((*object)->value.size() < (*object)->whole.size());
  }
  MPOS_ASSERT(sum <= size);
  (void)emv::check_tlv(bytes, emv::Duplicates::refused);
  (void)emv::parse_field55(bytes);
  (void)emv::import_aid(bytes);
  emv::DataStore store;
  (void)emv::keep_card_objects(store, bytes);
  emv::DolData out;
  (void)emv::append_dol(bytes, store, out);
  (void)emv::dol_names(bytes, 0x9F37);
  return 0;
}
