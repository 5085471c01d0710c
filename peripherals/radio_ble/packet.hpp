// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/base/result.hpp"

namespace mpos::radio_ble {

enum class PacketType : std::uint8_t {
  // From the helper.
  started = 1,   ///< it advertises; the adapter's address as text
  failed = 2,    ///< it cannot, or no longer; why, for people
  up = 3,        ///< a phone turned the notifications on; its address
  received = 4,  ///< bytes the phone wrote
  down = 5,      ///< the phone is gone; why
  note = 6,      ///< for people who look for a fault
  // To the helper.
  send = 7,    ///< bytes for the phone
  hang_up = 8  ///< disconnect the phone once everything is sent
};

/// What vmpos and its Bluetooth helper say to each other over a socket. Layout: type (1), link number (4), length of
/// the payload (4), payload; numbers big-endian. Links count from 1; what concerns none of them has 0.
struct Packet {
  PacketType type = PacketType::note;
  std::uint32_t link = 0;
  Bytes payload;  ///< borrowed
};

inline constexpr std::size_t packet_payload_limit = std::size_t{64} * 1024;

/// Appends one packet; the payload has at most packet_payload_limit bytes.
void append_packet(std::vector<std::uint8_t>& out, const Packet& packet);

enum class PacketError : std::uint8_t {
  incomplete,  ///< wait for more bytes
  malformed    ///< no such type, or too long; the rest of the stream means nothing
};

/// Cuts a byte stream into packets.
class PacketReader {
 public:
  void feed(Bytes bytes);
  /// The next packet; its payload lies here until the next call of feed() or next().
  Result<Packet, PacketError> next();

 private:
  std::vector<std::uint8_t> buffer_;
  std::size_t taken_ = 0;
};

}  // namespace mpos::radio_ble
