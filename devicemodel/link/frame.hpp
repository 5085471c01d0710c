// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/base/result.hpp"

namespace mpos::link {

inline constexpr std::uint8_t wire_version = 1;
inline constexpr std::size_t frame_header_bytes = 14;
inline constexpr std::size_t frame_trailer_bytes = 4;
inline constexpr std::size_t frame_overhead_bytes = frame_header_bytes + frame_trailer_bytes;
/// The longest payload a frame may have: one record of 4096 message bytes in one piece, and some room.
inline constexpr std::size_t frame_payload_limit = 4224;

enum class FrameType : std::uint8_t {
  handshake = 1,        ///< a Noise handshake message or a fragment of one; numbered
  record = 2,           ///< a sealed record or a fragment of one; numbered
  acknowledgement = 3,  ///< no payload; not numbered
  closed = 4            ///< one byte CloseReason, unprotected; not numbered
};

enum class FrameError : std::uint8_t {
  incomplete,  ///< wait for more bytes
  too_long,    ///< announces more than frame_payload_limit
  bad_check,   ///< the header or the whole frame is damaged
  version      ///< a good frame of another wire version
};

/// What a frame says besides its payload. The layout is in assets/docs/protocol.md.
struct FrameHeader {
  FrameType type = FrameType::record;
  bool more_fragments = false;
  std::uint16_t sequence = 0;
  std::uint16_t acknowledgement = 0;  ///< the sequence number expected next from the far end
  std::uint8_t credit = 0;            ///< frames the far end may send unacknowledged
};

/// A frame whose payload lies in the decoder until the next call of it. It may be overwritten there.
struct Frame {
  FrameHeader header;
  MutableBytes payload;
};

/// Writes header and trailer around a payload that already stands at out[frame_header_bytes].
///
///   returns  the length of the whole frame
std::size_t finish_frame(const FrameHeader& header, std::size_t payload_bytes, MutableBytes out) noexcept;

/// The length of the whole frame that begins at `frame`, which this program encoded itself.
std::size_t encoded_frame_bytes(const std::uint8_t* frame) noexcept;

/// Finds frames in a stream of bytes. Garbage between frames is skipped; after a damaged frame the search goes on one
/// byte behind its first, so a frame that a false start swallowed is still found.
class FrameDecoder {
 public:
  /// While next() answers incomplete, at least this much can be fed.
  static constexpr std::size_t feed_room_bytes = 4096;

  /// Takes what it has room for and answers how much. Frames handed out before lose their payload.
  std::size_t feed(Bytes bytes) noexcept;
  /// The next frame, or why there is none; after any error but incomplete, call again.
  Result<Frame, FrameError> next() noexcept;
  /// Gives up the frame whose end never came; next() searches what is behind its first byte.
  void give_up_partial() noexcept;
  bool has_partial() const noexcept { return head_ != tail_; }
  /// Forgets and overwrites everything.
  void clear() noexcept;

 private:
  void skip(std::size_t count) noexcept { head_ += count; }

  std::size_t head_ = 0;
  std::size_t tail_ = 0;
  std::array<std::uint8_t, frame_payload_limit + frame_overhead_bytes + feed_room_bytes> buffer_{};
};

}  // namespace mpos::link
