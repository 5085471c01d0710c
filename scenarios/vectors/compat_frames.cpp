// SPDX-License-Identifier: Apache-2.0
#include "scenarios/vectors/compat_frames.hpp"

#include "devicemodel/compat/frame.hpp"

namespace mpos::vectors {
namespace {

void append(FrameBytes& frame, Bytes bytes) {
  frame.insert(frame.end(), bytes.begin(), bytes.end());
}

void append_be16(FrameBytes& frame, std::size_t value) {
  frame.push_back(static_cast<std::uint8_t>(value >> 8));
  frame.push_back(static_cast<std::uint8_t>(value));
}

/// Four decimal digits in two bytes.
void append_bcd(FrameBytes& frame, std::size_t value) {
  frame.push_back(static_cast<std::uint8_t>((value / 1000 % 10) << 4 | (value / 100 % 10)));
  frame.push_back(static_cast<std::uint8_t>((value / 10 % 10) << 4 | (value % 10)));
}

void append_check(FrameBytes& frame, std::size_t from) {
  std::uint8_t check = 0;
  for (std::size_t i = from; i < frame.size(); ++i) check = static_cast<std::uint8_t>(check ^ frame[i]);
  frame.push_back(check);
}

}  // namespace

std::optional<FrameBytes> miura_mpi_frame(std::uint8_t node, std::uint8_t control, Bytes data) {
  if (data.size() > 0xFF) return std::nullopt;
  FrameBytes frame{node, control, static_cast<std::uint8_t>(data.size())};
  append(frame, data);
  append_check(frame, 0);
  return frame;
}

std::optional<FrameBytes> cup_mpos_frame(std::uint8_t frame_index, std::uint8_t type, std::uint8_t packet_index,
                                         std::uint16_t total, Bytes data) {
  FrameBytes frame(compat::max_frame_bytes);
  const auto length =
      compat::encode({frame_index, false, static_cast<compat::FrameType>(type), packet_index, total, data}, frame);
  if (!length) return std::nullopt;
  frame.resize(*length);
  return frame;
}

std::optional<FrameBytes> mf_frame(std::uint8_t direction, std::uint16_t command, std::uint8_t sequence,
                                   Bytes return_code, Bytes data) {
  if (data.size() + 6 > 9999) return std::nullopt;
  FrameBytes frame{'M', 'F'};
  append_bcd(frame, data.size() + 6);
  frame.push_back(direction);
  append_be16(frame, command);
  frame.push_back(sequence);
  append(frame, return_code);
  append(frame, data);
  frame.push_back(0x02);
  append_check(frame, 2);
  return frame;
}

std::optional<FrameBytes> stx_bcd_lrc_frame(Bytes data) {
  if (data.size() > 9999) return std::nullopt;
  FrameBytes frame{0x02};
  append_bcd(frame, data.size());
  append(frame, data);
  frame.push_back(0x03);
  append_check(frame, 1);
  return frame;
}

}  // namespace mpos::vectors
