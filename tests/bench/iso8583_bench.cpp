// SPDX-License-Identifier: Apache-2.0
// Packing and unpacking the worked sale (chip, PIN, encrypted track 2: the longest). Budget: 2 million of each a second
// on one core.
#include <benchmark/benchmark.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/iso8583/message.hpp"

namespace {

using namespace mpos;

std::vector<std::uint8_t> worked_sale() {
  std::ifstream file(std::string(VMPOS_SOURCE_DIR) + "/tests/vectors/iso8583.json");
  const auto vectors = nlohmann::json::parse(file);
  for (const auto& vector : vectors.at("vectors")) {
    const auto hex = vector.at("expected").at("message").get<std::string>();
    if (hex.substr(0, 4) != "0200") continue;
    std::vector<std::uint8_t> bytes(hex.size() / 2);
    if (read_hex(hex, bytes)) return bytes;
  }
  return {};
}

void pack_sale(benchmark::State& state) {
  iso8583::Message message;
  if (!iso8583::unpack(worked_sale(), message)) state.SkipWithError("no worked sale");
  std::array<std::uint8_t, iso8583::Message::max_bytes> out;
  for (auto _ : state) benchmark::DoNotOptimize(iso8583::pack(message, out));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(pack_sale);

void unpack_sale(benchmark::State& state) {
  const auto bytes = worked_sale();
  for (auto _ : state) {
    iso8583::Message message;
    benchmark::DoNotOptimize(iso8583::unpack(bytes, message));
    benchmark::DoNotOptimize(&message);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(unpack_sale);

}  // namespace
