// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/module_keys.hpp"

namespace mpos::firmware {
namespace {

constexpr std::uint8_t master_version = 1;
constexpr std::uint8_t mac_version = 2;

sam::KeyPath reader_path(security::Primitives& primitives, std::string_view serial, std::uint8_t version) noexcept {
  std::array<std::uint8_t, 20> digest{};
  primitives.hash(security::Hash::sha1, as_bytes(serial), digest);
  sam::KeyPath path;
  path.type = sam::KeyType::mac_and_encryption;
  path.index = version;
  path.factors.append(Bytes{digest}.first(sam::KeyPath::factor_bytes));
  return path;
}

}  // namespace

sam::KeyPath master_key_path(security::Primitives& primitives, std::string_view serial) noexcept {
  return reader_path(primitives, serial, master_version);
}

sam::KeyPath mac_key_path(security::Primitives& primitives, std::string_view serial, Bytes random,
                          std::uint32_t trace) noexcept {
  MPOS_ASSERT(random.size() == sam::KeyPath::factor_bytes);
  sam::KeyPath path = reader_path(primitives, serial, mac_version);
  path.factors.append(random);
  std::array<std::uint8_t, sam::KeyPath::factor_bytes> counter{};
  for (std::size_t i = counter.size(); i-- > 5; trace /= 100) {
    counter[i] = static_cast<std::uint8_t>(trace / 10 % 10 << 4 | trace % 10);
  }
  path.factors.append(counter);
  return path;
}

}  // namespace mpos::firmware
