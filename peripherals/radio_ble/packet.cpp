// SPDX-License-Identifier: Apache-2.0
#include "peripherals/radio_ble/packet.hpp"

#include "devicemodel/base/assert.hpp"

namespace mpos::radio_ble {
namespace {

constexpr std::size_t head_bytes = 9;

void put_be32(std::vector<std::uint8_t>& out, std::size_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

std::uint32_t get_be32(Bytes from) {
  std::uint32_t value = 0;
  for (const std::uint8_t byte : from.first(4)) value = value << 8 | byte;
  return value;
}

bool is_known(std::uint8_t type) {
  return (type >= static_cast<std::uint8_t>(PacketType::started) &&
          type <= static_cast<std::uint8_t>(PacketType::note)) ||
         type == static_cast<std::uint8_t>(PacketType::send) || type == static_cast<std::uint8_t>(PacketType::hang_up);
}

}  // namespace

void append_packet(std::vector<std::uint8_t>& out, const Packet& packet) {
  MPOS_ASSERT(packet.payload.size() <= packet_payload_limit);
  out.push_back(static_cast<std::uint8_t>(packet.type));
  put_be32(out, packet.link);
  put_be32(out, packet.payload.size());
  out.insert(out.end(), packet.payload.begin(), packet.payload.end());
}

void PacketReader::feed(Bytes bytes) {
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(taken_));
  taken_ = 0;
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

Result<Packet, PacketError> PacketReader::next() {
  const Bytes rest = Bytes{buffer_}.subspan(taken_);
  if (!rest.empty() && !is_known(rest[0])) return Failure{PacketError::malformed};
  if (rest.size() < head_bytes) return Failure{PacketError::incomplete};
  const std::size_t length = get_be32(rest.subspan(5));
  if (length > packet_payload_limit) return Failure{PacketError::malformed};
  if (rest.size() < head_bytes + length) return Failure{PacketError::incomplete};
  taken_ += head_bytes + length;
  return Packet{static_cast<PacketType>(rest[0]), get_be32(rest.subspan(1)), rest.subspan(head_bytes, length)};
}

}  // namespace mpos::radio_ble
