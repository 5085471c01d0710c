// SPDX-License-Identifier: Apache-2.0
#include "scenarios/bus/wire.hpp"

#include <array>

namespace mpos::bus {

std::string_view sentence_of(FrameError error) noexcept {
  switch (error) {
    case FrameError::too_long: return "a frame is empty or longer than 4 MiB";
    case FrameError::malformed: return "a frame holds no message of the command bus";
  }
  return "";
}

void append_frame(const google::protobuf::MessageLite& message, std::string& out) {
  const auto size = static_cast<std::uint32_t>(message.ByteSizeLong());
  std::array<std::uint8_t, frame_header_bytes> header{};
  store_be32(header.data(), size);
  out.append(header.begin(), header.end());
  message.AppendToString(&out);
}

void FrameBuffer::append(Bytes bytes) {
  if (broken_) return;
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

Result<bool, FrameError> FrameBuffer::next(google::protobuf::MessageLite& message) {
  if (broken_) return Failure{*broken_};
  const auto fail = [this](FrameError error) -> Result<bool, FrameError> {
    broken_ = error;
    bytes_ = {};
    begin_ = 0;
    return Failure{error};
  };
  const Bytes rest = Bytes{bytes_}.subspan(begin_);
  if (rest.size() >= frame_header_bytes) {
    const std::size_t size = load_be32(rest.data());
    if (size == 0 || size > frame_limit_bytes) return fail(FrameError::too_long);
    if (rest.size() - frame_header_bytes >= size) {
      if (!message.ParseFromArray(rest.data() + frame_header_bytes, static_cast<int>(size))) {
        return fail(FrameError::malformed);
      }
      begin_ += frame_header_bytes + size;
      return true;
    }
  }
  // What was taken is let go only here, once for many frames.
  bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(begin_));
  begin_ = 0;
  return false;
}

}  // namespace mpos::bus
