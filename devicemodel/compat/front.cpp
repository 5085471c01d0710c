// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/compat/front.hpp"

namespace mpos::compat {

void Front::reset() noexcept {
  decoder_.reset();
  part_since_.reset();
  refused_ = 0;
  wipe({incoming_.data(), incoming_.capacity()});
  incoming_.clear();
  assembling_ = complete_ = false;
  wipe({answer_.data(), answer_.capacity()});
  answer_.clear();
  answered_ = sending_ = false;
  out_.clear();
}

void Front::feed(Bytes bytes, Duration now) noexcept {
  const std::size_t taken = decoder_.feed(bytes);
  MPOS_ASSERT(taken == bytes.size());
  if (!part_since_) part_since_ = now;
}

std::optional<Packet> Front::poll(Duration now) noexcept {
  // Room for one acknowledgement and one frame of an answer, or the far end is not read from.
  while (out_.capacity() - out_.size() >= max_frame_bytes + frame_overhead_bytes) {
    const auto frame = decoder_.poll();
    if (!frame) {
      if (!decoder_.has_part()) part_since_.reset();
      break;
    }
    part_since_ = now;
    if (!*frame) {
      refuse(next_frame_, incoming_packet_);
    } else if (on_frame(**frame, now)) {
      if (!decoder_.has_part()) part_since_.reset();
      return Packet{incoming_packet_, incoming_.span()};
    }
  }
  return std::nullopt;
}

bool Front::on_frame(const Frame& frame, Duration now) noexcept {
  switch (frame.type) {
    case FrameType::request: return on_request_frame(frame, now);
    case FrameType::ack:
      if (!sending_ || frame.packet != answer_packet_ || frame.index != answer_frame_) return false;
      tries_ = 0;
      ++answer_frame_;
      sending_ = answer_frame_ * max_frame_data_bytes < answer_.size();
      if (sending_) send_answer_frame(now);
      return false;
    case FrameType::nak:
      if (sending_ && frame.packet == answer_packet_) on_time(ack_due_ = now);
      return false;
    case FrameType::success:
    case FrameType::error: break;  // a reader is never answered
  }
  refuse(frame.index, frame.packet);
  return false;
}

bool Front::on_request_frame(const Frame& frame, Duration now) noexcept {
  const auto acknowledge = [&] { put({frame.index, false, FrameType::ack, frame.packet, 0, {}}); };
  const bool same_packet = (assembling_ || complete_) && frame.packet == incoming_packet_;
  // The frame before, once more.
  if (assembling_ && same_packet && next_frame_ > 0 && frame.index == next_frame_ - 1 &&
      equal(frame.data, Bytes{incoming_.span()}.subspan(last_frame_at_))) {
    acknowledge();
    return false;
  }
  const bool repetition = complete_ && same_packet && frame.index == next_frame_ - 1 && !frame.more_follow &&
                          frame.packet_bytes == incoming_bytes_ &&
                          equal(frame.data, Bytes{incoming_.span()}.subspan(last_frame_at_));
  if (repetition) {
    acknowledge();
    if (answered_) {
      sending_ = true;
      answer_frame_ = 0;
      tries_ = 0;
      send_answer_frame(now);
    }
    return false;
  }
  if (frame.index == 0) {
    // Frames but the last of a repeated packet: taken for what they are when the last one comes.
    if (complete_ && same_packet && frame.more_follow && frame.packet_bytes == incoming_bytes_ &&
        frame.data.size() <= incoming_.size() && equal(frame.data, Bytes{incoming_.span()}.first(frame.data.size()))) {
      acknowledge();
      return false;
    }
    assembling_ = true;
    complete_ = false;
    incoming_.clear();
    incoming_packet_ = frame.packet;
    incoming_bytes_ = frame.packet_bytes;
    next_frame_ = 0;
  } else if (complete_ && same_packet && frame.more_follow && frame.index < next_frame_ - 1) {
    acknowledge();
    return false;
  }
  const bool wanted = assembling_ && frame.packet == incoming_packet_ && frame.index == next_frame_ &&
                      frame.packet_bytes == incoming_bytes_ && incoming_bytes_ <= max_packet_bytes &&
                      incoming_.size() + frame.data.size() <= incoming_bytes_ &&
                      frame.more_follow == (incoming_.size() + frame.data.size() < incoming_bytes_) &&
                      !(frame.more_follow && frame.data.empty());
  if (!wanted) {
    if (frame.index == 0) assembling_ = false;
    refuse(frame.index, frame.packet);
    return false;
  }
  last_frame_at_ = incoming_.size();
  incoming_.append(frame.data);
  ++next_frame_;
  acknowledge();
  if (frame.more_follow) return false;
  assembling_ = false;
  complete_ = true;
  answered_ = false;
  sending_ = false;
  return true;
}

void Front::refuse(std::uint8_t index, std::uint8_t packet) noexcept {
  ++refused_;
  put({index, false, FrameType::nak, packet, 0, {}});
}

void Front::put(const Frame& frame) noexcept {
  std::array<std::uint8_t, max_frame_bytes> bytes;
  const auto length = encode(frame, bytes);
  MPOS_ASSERT(length.has_value());
  // A far end that reads nothing gets nothing: what does not fit is sent again when it asks again.
  (void)out_.try_append(Bytes{bytes}.first(*length));
}

void Front::answer(std::uint8_t packet, FrameType type, Bytes data, Duration now) noexcept {
  answer_.clear();
  answer_.append(data);
  answer_type_ = type;
  answer_packet_ = packet;
  answered_ = complete_ && packet == incoming_packet_;
  sending_ = true;
  answer_frame_ = 0;
  tries_ = 0;
  send_answer_frame(now);
}

void Front::send_answer_frame(Duration now) noexcept {
  const std::size_t from = answer_frame_ * max_frame_data_bytes;
  const Bytes rest = Bytes{answer_.span()}.subspan(from);
  const bool more = rest.size() > max_frame_data_bytes;
  put({answer_frame_, more, answer_type_, answer_packet_, static_cast<std::uint16_t>(answer_.size()),
       more ? rest.first(max_frame_data_bytes) : rest});
  ++tries_;
  ack_due_ = now + ack_timeout;
}

std::optional<Duration> Front::deadline() const noexcept {
  std::optional<Duration> due;
  if (sending_) due = ack_due_;
  if (part_since_ && (!due || *part_since_ + frame_timeout < *due)) due = *part_since_ + frame_timeout;
  return due;
}

void Front::on_time(Duration now) noexcept {
  if (sending_ && now >= ack_due_) {
    sending_ = tries_ < max_tries;
    if (sending_) send_answer_frame(now);
  }
  if (part_since_ && now >= *part_since_ + frame_timeout) {
    decoder_.reset();
    part_since_.reset();
    refuse(next_frame_, incoming_packet_);
  }
}

}  // namespace mpos::compat
