// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/link/frame.hpp"

#include "devicemodel/base/crc32.hpp"

namespace mpos::link {
namespace {

constexpr std::uint8_t sync_first = 0xA5;
constexpr std::uint8_t sync_second = 0x5A;
constexpr std::uint8_t flag_more_fragments = 0x01;

// Offsets in the header.
constexpr std::size_t at_version = 2;
constexpr std::size_t at_type = 3;
constexpr std::size_t at_flags = 4;
constexpr std::size_t at_credit = 5;
constexpr std::size_t at_sequence = 6;
constexpr std::size_t at_acknowledgement = 8;
constexpr std::size_t at_length = 10;
constexpr std::size_t at_check = 12;

std::uint16_t header_check(const std::uint8_t* header) noexcept {
  return static_cast<std::uint16_t>(crc32(Bytes{header, at_check}) & 0xFFFF);
}

}  // namespace

std::size_t finish_frame(const FrameHeader& header, std::size_t payload_bytes, MutableBytes out) noexcept {
  MPOS_ASSERT(payload_bytes <= frame_payload_limit && out.size() >= payload_bytes + frame_overhead_bytes);
  std::uint8_t* p = out.data();
  p[0] = sync_first;
  p[1] = sync_second;
  p[at_version] = wire_version;
  p[at_type] = static_cast<std::uint8_t>(header.type);
  p[at_flags] = header.more_fragments ? flag_more_fragments : 0;
  p[at_credit] = header.credit;
  store_be16(p + at_sequence, header.sequence);
  store_be16(p + at_acknowledgement, header.acknowledgement);
  store_be16(p + at_length, static_cast<std::uint16_t>(payload_bytes));
  store_be16(p + at_check, header_check(p));
  const std::size_t end = frame_header_bytes + payload_bytes;
  store_be32(p + end, crc32(Bytes{p, end}));
  return end + frame_trailer_bytes;
}

std::size_t encoded_frame_bytes(const std::uint8_t* frame) noexcept {
  return frame_overhead_bytes + load_be16(frame + at_length);
}

std::size_t FrameDecoder::feed(Bytes bytes) noexcept {
  if (head_ == tail_) head_ = tail_ = 0;
  if (head_ != 0 && buffer_.size() - tail_ < bytes.size()) {
    std::memmove(buffer_.data(), buffer_.data() + head_, tail_ - head_);
    tail_ -= head_;
    head_ = 0;
  }
  const std::size_t room = buffer_.size() - tail_;
  const std::size_t count = bytes.size() < room ? bytes.size() : room;
  copy_bytes(bytes.first(count), MutableBytes{buffer_}.subspan(tail_));
  tail_ += count;
  return count;
}

Result<Frame, FrameError> FrameDecoder::next() noexcept {
  for (;;) {
    std::uint8_t* p = buffer_.data() + head_;
    std::size_t left = tail_ - head_;
    if (left == 0) return Failure{FrameError::incomplete};
    if (p[0] != sync_first) {
      const void* found = std::memchr(p, sync_first, left);
      skip(found == nullptr ? left : static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - p));
      continue;
    }
    if (left >= 2 && p[1] != sync_second) {
      skip(1);
      continue;
    }
    if (left < frame_header_bytes) return Failure{FrameError::incomplete};
    if (load_be16(p + at_check) != header_check(p)) {
      skip(1);
      return Failure{FrameError::bad_check};
    }
    const std::size_t length = load_be16(p + at_length);
    if (length > frame_payload_limit) {
      skip(1);
      return Failure{FrameError::too_long};
    }
    if (left < length + frame_overhead_bytes) return Failure{FrameError::incomplete};
    const std::size_t end = frame_header_bytes + length;
    if (load_be32(p + end) != crc32(Bytes{p, end})) {
      skip(1);
      return Failure{FrameError::bad_check};
    }
    skip(end + frame_trailer_bytes);
    if (p[at_version] != wire_version) return Failure{FrameError::version};
    return Frame{.header = {.type = static_cast<FrameType>(p[at_type]),
                            .more_fragments = (p[at_flags] & flag_more_fragments) != 0,
                            .sequence = load_be16(p + at_sequence),
                            .acknowledgement = load_be16(p + at_acknowledgement),
                            .credit = p[at_credit]},
                 .payload = MutableBytes{p + frame_header_bytes, length}};
  }
}

void FrameDecoder::give_up_partial() noexcept {
  if (has_partial()) skip(1);
}

void FrameDecoder::clear() noexcept {
  head_ = tail_ = 0;
  wipe(buffer_);
}

}  // namespace mpos::link
