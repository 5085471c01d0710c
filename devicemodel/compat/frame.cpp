// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/compat/frame.hpp"

namespace mpos::compat {
namespace {

constexpr std::uint8_t start_1 = 0x55;
constexpr std::uint8_t start_2 = 0xAA;
constexpr std::uint8_t end_1 = 0xCC;
constexpr std::uint8_t end_2 = 0x33;
constexpr std::uint16_t more_bit = 0x8000;
constexpr std::size_t counted_head_bytes = 4;  // type, packet index, packet length
constexpr std::size_t head_bytes = 5;          // 55 AA, frame index, length

bool is_type(std::uint8_t value) noexcept {
  switch (static_cast<FrameType>(value)) {
    case FrameType::request:
    case FrameType::success:
    case FrameType::error:
    case FrameType::ack:
    case FrameType::nak: return true;
  }
  return false;
}

}  // namespace

Result<std::size_t, FrameError> encode(const Frame& frame, MutableBytes out) noexcept {
  if (frame.data.size() > max_frame_data_bytes) return Failure{FrameError::too_long};
  const std::size_t total = frame.data.size() + frame_overhead_bytes;
  MPOS_ASSERT(out.size() >= total);
  out[0] = start_1;
  out[1] = start_2;
  out[2] = frame.index;
  const auto counted = static_cast<std::uint16_t>(frame.data.size() + counted_head_bytes);
  store_be16(&out[3], frame.more_follow ? static_cast<std::uint16_t>(counted | more_bit) : counted);
  out[5] = static_cast<std::uint8_t>(frame.type);
  out[6] = frame.packet;
  store_be16(&out[7], frame.packet_bytes);
  copy_bytes(frame.data, out.subspan(9));
  const std::size_t check_at = 9 + frame.data.size();
  out[check_at] = check_of(Bytes{out}.subspan(2, check_at - 2));
  out[check_at + 1] = end_1;
  out[check_at + 2] = end_2;
  return total;
}

std::size_t FrameDecoder::feed(Bytes bytes) noexcept {
  drop_lent();
  const std::size_t count = bytes.size() < room() ? bytes.size() : room();
  bytes_.append(bytes.first(count));
  return count;
}

void FrameDecoder::drop_lent() noexcept {
  bytes_.discard_front(lent_);
  lent_ = 0;
}

std::optional<Result<Frame, FrameError>> FrameDecoder::poll() noexcept {
  drop_lent();
  std::size_t skip = 0;
  while (skip < bytes_.size() &&
         !(bytes_[skip] == start_1 && (skip + 1 == bytes_.size() || bytes_[skip + 1] == start_2)))
    ++skip;
  bytes_.discard_front(skip);
  if (bytes_.size() < head_bytes) return std::nullopt;

  const std::uint16_t length = load_be16(bytes_.data() + 3);
  const std::size_t counted = length & ~more_bit;
  if (counted < counted_head_bytes || counted > counted_head_bytes + max_frame_data_bytes) {
    lent_ = 2;  // a frame may begin right behind this 55 AA
    return Failure{FrameError::bad_length};
  }
  const std::size_t total = counted - counted_head_bytes + frame_overhead_bytes;
  if (bytes_.size() < total) return std::nullopt;
  const Bytes bytes = Bytes{bytes_.span()}.first(total);
  lent_ = 2;
  if (bytes[total - 2] != end_1 || bytes[total - 1] != end_2) return Failure{FrameError::bad_end};
  if (check_of(bytes.subspan(2, total - 5)) != bytes[total - 3]) return Failure{FrameError::bad_check};
  lent_ = total;
  if (!is_type(bytes[5])) return Failure{FrameError::bad_type};
  Frame frame;
  frame.index = bytes[2];
  frame.more_follow = (length & more_bit) != 0;
  frame.type = static_cast<FrameType>(bytes[5]);
  frame.packet = bytes[6];
  frame.packet_bytes = load_be16(&bytes[7]);
  frame.data = bytes.subspan(9, total - frame_overhead_bytes);
  return frame;
}

}  // namespace mpos::compat
