// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message_lite.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/base/result.hpp"

/// The bus over a byte stream: `vmpos serve --control`. A frame is the length of a message in 4 bytes, the most
/// significant first, and the message, a Command on the way in or an Event on the way out.
namespace mpos::bus {

inline constexpr std::size_t frame_header_bytes = 4;
/// Longest message that is taken; a longer one is no message of ours.
inline constexpr std::size_t frame_limit_bytes = std::size_t{4} << 20;

enum class FrameError : std::uint8_t {
  too_long,   ///< the length is 0 or past frame_limit_bytes
  malformed,  ///< the bytes are no such message
};
/// For people.
std::string_view sentence_of(FrameError error) noexcept;

/// Appends one frame to `out`.
void append_frame(const google::protobuf::MessageLite& message, std::string& out);

/// Puts frames together from what arrives. After an error it gives nothing more: where the next frame begins is not
/// known.
class FrameBuffer {
 public:
  void append(Bytes bytes);
  /// Parses the next whole frame into `message`: true; false while none is whole.
  Result<bool, FrameError> next(google::protobuf::MessageLite& message);

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t begin_ = 0;
  std::optional<FrameError> broken_;
};

}  // namespace mpos::bus
