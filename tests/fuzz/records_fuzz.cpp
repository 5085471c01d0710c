// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/records/record_store.hpp"
#include "peripherals/storage/nor_flash.hpp"

/// A hostile flash image: 16 KiB of it are programmed, then mounted, read and written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using mpos::records::RecordStore;
  mpos::storage::NorFlash flash{16};
  for (std::size_t at = 0; at < size && at < flash.size_bytes(); at += 256) {
    const std::size_t count = size - at < 256 ? size - at : 256;
    (void)flash.program(static_cast<std::uint32_t>(at), {data + at, count});
  }
  RecordStore store{flash};
  std::uint8_t out[RecordStore::max_record_bytes];
  if (!store.mount()) return 0;
  for (RecordStore::Id id = 0; id <= RecordStore::highest_id + 1; ++id) (void)store.read(id, out);
  for (RecordStore::Id id = 1; id < 40; ++id) (void)store.write(static_cast<RecordStore::Id>(id % 5 + 1), {out, 100});
  (void)store.erase(3);
  (void)store.mount();
  return 0;
}
