// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/advice_desk.hpp"
#include "scenarios/host/frontend/chip_data.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mpos;
  const Bytes bytes{data, size};
  const auto objects = host::parse_ber(bytes);
  if (objects) {
    std::size_t sum = 0;
    for (const auto& object : objects->objects()) sum += object.value.size() + 2;
    MPOS_ASSERT(sum <= size);
  }
  for (const auto form :
       {host::ChipForm::request, host::ChipForm::upload, host::ChipForm::reversal, host::ChipForm::notice}) {
    const auto field = host::ChipData::parse(bytes, form);
    if (!field) continue;
    MPOS_ASSERT(objects.has_value());
    MPOS_ASSERT(field->covered().size() <= 37);
    (void)host::script_results_text(field->get(0xDF31));
  }
  return 0;
}
