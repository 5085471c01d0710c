// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/iso8583/frame.hpp"

namespace mpos::iso8583 {
namespace {

constexpr std::uint8_t tpdu_id = 0x60;

bool is_bcd(Bytes bytes) noexcept {
  for (const std::uint8_t byte : bytes) {
    if ((byte >> 4) > 9 || (byte & 15) > 9) return false;
  }
  return true;
}

}  // namespace

Result<Frame, FrameError> parse_frame(Bytes body) noexcept {
  if (body.size() < tpdu_bytes + header_bytes) return Failure{FrameError::too_short};
  if (body[0] != tpdu_id || !is_bcd(body.first(tpdu_bytes))) return Failure{FrameError::bad_tpdu};
  Frame frame;
  frame.tpdu = {load_be16(body.data() + 1), load_be16(body.data() + 3)};
  const Bytes header = body.subspan(tpdu_bytes, header_bytes);
  if (!is_bcd(header)) return Failure{FrameError::bad_header};
  copy_bytes(header, frame.header);
  frame.message = body.subspan(tpdu_bytes + header_bytes);
  return frame;
}

Result<std::size_t, FrameError> build_frame(const Tpdu& tpdu, const Header& header, Bytes message,
                                            MutableBytes out) noexcept {
  const std::size_t body = tpdu_bytes + header_bytes + message.size();
  if (body > 0xFFFF || out.size() < length_bytes + body) return Failure{FrameError::no_room};
  // The message first: it may already lie in `out`, at its place or before it.
  if (!message.empty()) std::memmove(out.data() + frame_overhead, message.data(), message.size());
  store_be16(out.data(), static_cast<std::uint16_t>(body));
  out[2] = tpdu_id;
  store_be16(out.data() + 3, tpdu.destination);
  store_be16(out.data() + 5, tpdu.source);
  copy_bytes(header, out.subspan(length_bytes + tpdu_bytes));
  return length_bytes + body;
}

}  // namespace mpos::iso8583
