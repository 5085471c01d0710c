// SPDX-License-Identifier: Apache-2.0
#include "peripherals/radio_ble/packet.hpp"

#include <array>

#include "devicemodel/base/assert.hpp"
#include "devicemodel/base/bytes.hpp"

namespace mpos::radio_ble {
namespace {

constexpr std::size_t head_bytes = 9;

bool is_known(std::uint8_t type) {
  return type >= static_cast<std::uint8_t>(PacketType::started) &&
         type <= static_cast<std::uint8_t>(PacketType::hang_up);
}

}  // namespace

void append_packet(std::vector<std::uint8_t>& out, const Packet& packet) {
  MPOS_ASSERT(packet.payload.size() <= packet_payload_limit);
  std::array<std::uint8_t, head_bytes> head{static_cast<std::uint8_t>(packet.type)};
  store_be32(&head[1], packet.link);
  store_be32(&head[5], static_cast<std::uint32_t>(packet.payload.size()));
  out.insert(out.end(), head.begin(), head.end());
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
  const std::size_t length = load_be32(rest.data() + 5);
  if (length > packet_payload_limit) return Failure{PacketError::malformed};
  if (rest.size() < head_bytes + length) return Failure{PacketError::incomplete};
  taken_ += head_bytes + length;
  return Packet{static_cast<PacketType>(rest[0]), load_be32(rest.data() + 1), rest.subspan(head_bytes, length)};
}

}  // namespace mpos::radio_ble
