// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "mpos/scenario/v1/scenario.pb.h"
#include "scenarios/load/checks.hpp"
#include "scenarios/load/json_line.hpp"
#include "scenarios/load/yaml_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  mpos::scenario::v1::Scenario scenario;
  mpos::load::Problems problems("fuzz");
  mpos::load::Places places;
  if (mpos::load::read_yaml(text, scenario, problems, &places))
    mpos::load::check_scenario(scenario, places, nullptr, problems);
  (void)mpos::load::command_from_json_line(text);
  return 0;
}
