// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/result.hpp"

/// Frames of UnionPay-style readers: 55 AA, frame index, length (2), type, packet index, packet length (2), data,
/// check, CC 33. The length counts type to data and its top bit says that more frames of the packet follow; the check
/// is the xor from the frame index to the last data byte. Source: public STM32 reader firmware;
/// tests/vectors/frames.json.
namespace mpos::compat {

enum class FrameType : std::uint8_t { request = 0x51, success = 0x41, error = 0x45, ack = 0x58, nak = 0x59 };

inline constexpr std::size_t max_frame_data_bytes = 1024;
inline constexpr std::size_t max_packet_bytes = 3072;
inline constexpr std::size_t frame_overhead_bytes = 12;
inline constexpr std::size_t max_frame_bytes = max_frame_data_bytes + frame_overhead_bytes;

struct Frame {
  std::uint8_t index = 0;  ///< within its packet, from 0
  bool more_follow = false;
  FrameType type = FrameType::request;
  std::uint8_t packet = 0;
  std::uint16_t packet_bytes = 0;  ///< data of the whole packet
  Bytes data;                      ///< borrowed
};

/// too_long: more data than a frame or packet carries. bad_length: a length no frame has. bad_check, bad_end, bad_type:
/// the bytes behind 55 AA are as long as a frame and are none.
enum class FrameError : std::uint8_t { too_long, bad_length, bad_check, bad_end, bad_type };

/// All bytes xored: the check of a frame, and of what a cache holds.
constexpr std::uint8_t check_of(Bytes bytes) noexcept {
  std::uint8_t check = 0;
  for (const std::uint8_t byte : bytes) check = static_cast<std::uint8_t>(check ^ byte);
  return check;
}

/// Writes a frame to `out` (max_frame_bytes); answers its length. Errors: too_long.
Result<std::size_t, FrameError> encode(const Frame& frame, MutableBytes out) noexcept;

/// Cuts a stream into frames. What stands before a 55 AA is passed over.
class FrameDecoder {
 public:
  /// How many bytes feed() takes now.
  std::size_t room() const noexcept { return bytes_.capacity() - bytes_.size(); }
  /// Takes as many of `bytes` as there is room for and answers how many. Frames handed out before end here.
  std::size_t feed(Bytes bytes) noexcept;
  /// The next frame, what is wrong with it (it is passed over), or nothing yet. Data are borrowed until the next call.
  std::optional<Result<Frame, FrameError>> poll() noexcept;
  /// Whether a frame has begun and not ended.
  bool has_part() const noexcept { return bytes_.size() > lent_; }
  void reset() noexcept { bytes_.clear(), lent_ = 0; }

 private:
  void drop_lent() noexcept;
  ByteVector<2 * max_frame_bytes> bytes_;
  std::size_t lent_ = 0;  ///< bytes of the frame handed out last
};

}  // namespace mpos::compat
