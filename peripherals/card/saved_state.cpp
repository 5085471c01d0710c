// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/saved_state.hpp"

#include <utility>

#include "devicemodel/base/crc32.hpp"

namespace mpos::card {
namespace {

constexpr std::size_t crc_bytes = 4;

}  // namespace

StateWriter::StateWriter(std::string_view magic, std::uint8_t version) {
  append(out_, as_bytes(magic));
  number(version, 1);
}

void StateWriter::number(std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out_.push_back(static_cast<std::uint8_t>(value >> shift));
}

void StateWriter::blob(Bytes bytes) {
  number(bytes.size(), 2);
  append(out_, bytes);
}

Blob StateWriter::finish() {
  number(crc32(out_), crc_bytes);
  return std::exchange(out_, {});
}

std::optional<StateReader> StateReader::open(Bytes bytes, std::string_view magic, std::uint8_t version) {
  const std::size_t head = magic.size() + 1;
  if (bytes.size() < head + crc_bytes || !equal(bytes.first(magic.size()), as_bytes(magic)) ||
      bytes[magic.size()] != version) {
    return std::nullopt;
  }
  const Bytes body = bytes.first(bytes.size() - crc_bytes);
  if (crc32(body) != load_be32(bytes.data() + body.size())) return std::nullopt;
  return StateReader{body.subspan(head)};
}

std::uint64_t StateReader::number(std::size_t bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : take(bytes)) value = value << 8 | byte;
  return value;
}

bool StateReader::flag() {
  const std::uint64_t value = number(1);
  if (value > 1) good_ = false;
  return value == 1;
}

Blob StateReader::blob() {
  const Bytes bytes = take(number(2));
  return {bytes.begin(), bytes.end()};
}

Bytes StateReader::take(std::size_t size) {
  if (size > rest_.size()) {
    good_ = false;
    rest_ = {};
    return {};
  }
  const Bytes out = rest_.first(size);
  rest_ = rest_.subspan(size);
  return out;
}

}  // namespace mpos::card
