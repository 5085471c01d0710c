// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/link/arq.hpp"

namespace mpos::link {
namespace {

bool is_numbered(FrameType type) noexcept {
  return type == FrameType::handshake || type == FrameType::record;
}

// How far `to` is ahead of `from` on the circle of 16-bit numbers.
std::uint16_t distance(std::uint16_t from, std::uint16_t to) noexcept {
  return static_cast<std::uint16_t>(to - from);
}

}  // namespace

bool Arq::fits(std::size_t payload_bytes, std::size_t max_payload) const noexcept {
  const std::size_t frames = payload_bytes == 0 ? 1 : (payload_bytes + max_payload - 1) / max_payload;
  return tail_ - head_ + payload_bytes + frames * frame_overhead_bytes <= queue_.size();
}

MutableBytes Arq::payload_space(std::size_t bytes) noexcept {
  const std::size_t need = bytes + frame_overhead_bytes;
  if (queue_.size() - tail_ < need && head_ > 0) {
    std::memmove(queue_.data(), queue_.data() + head_, tail_ - head_);
    tail_ -= head_;
    cursor_ -= head_;
    head_ = 0;
  }
  MPOS_ASSERT(queue_.size() - tail_ >= need);
  return MutableBytes{queue_}.subspan(tail_ + frame_header_bytes, bytes);
}

void Arq::push(FrameType type, bool more_fragments, std::size_t payload_bytes) noexcept {
  const FrameHeader header{.type = type,
                           .more_fragments = more_fragments,
                           .sequence = next_++,
                           .acknowledgement = expected_,
                           .credit = credit()};
  tail_ += finish_frame(header, payload_bytes, MutableBytes{queue_}.subspan(tail_));
}

void Arq::push_unnumbered(FrameType type, Bytes payload) noexcept {
  if (unnumbered_sent_ == 0) unnumbered_size_ = 0;  // only a stale acknowledgement can stand there
  const std::size_t bytes = payload.size() + frame_overhead_bytes;
  if (unnumbered_.size() - unnumbered_size_ < bytes) return;
  const MutableBytes out = MutableBytes{unnumbered_}.subspan(unnumbered_size_);
  copy_bytes(payload, out.subspan(frame_header_bytes));
  finish_frame({.type = type, .acknowledgement = expected_, .credit = credit()}, payload.size(), out);
  unnumbered_size_ += bytes;
}

void Arq::queue_acknowledgement() noexcept {
  if (unnumbered_sent_ > 0) {
    acknowledgement_pending_ = true;  // after the one that is half sent
    return;
  }
  acknowledgement_pending_ = false;
  push_unnumbered(FrameType::acknowledgement, {});
}

// How far the far end's credit lets us send. A credit of 0 still lets one frame go, as a probe.
std::size_t Arq::window_end() const noexcept {
  if (!settings_.lossy) return tail_;
  const int window = far_credit_ == 0 ? 1 : far_credit_;
  std::size_t end = head_;
  for (int frame = 0; frame < window && end < tail_; ++frame) end += encoded_frame_bytes(queue_.data() + end);
  return end;
}

Bytes Arq::outgoing() const noexcept {
  if (sending_unnumbered()) {
    return Bytes{unnumbered_}.subspan(unnumbered_sent_, unnumbered_size_ - unnumbered_sent_);
  }
  const std::size_t frame_end = cursor_ + frame_left_;
  const bool frame_only = frame_left_ > 0 && (unnumbered_size_ > 0 || rewind_pending_);
  const std::size_t window = window_end();
  const std::size_t end = frame_only || window < frame_end ? frame_end : window;
  return Bytes{queue_}.subspan(cursor_, end - cursor_);
}

void Arq::sent(std::size_t count, Duration now) noexcept {
  MPOS_ASSERT(count <= outgoing().size());
  if (sending_unnumbered()) {
    unnumbered_sent_ += count;
    if (unnumbered_sent_ < unnumbered_size_) return;
    unnumbered_sent_ = unnumbered_size_ = 0;
    if (acknowledgement_pending_) queue_acknowledgement();
    return;
  }
  while (count > 0) {
    if (frame_left_ == 0) frame_left_ = encoded_frame_bytes(queue_.data() + cursor_);
    const std::size_t step = count < frame_left_ ? count : frame_left_;
    cursor_ += step;
    frame_left_ -= step;
    count -= step;
    if (frame_left_ == 0) {
      ++current_;
      if (distance(base_, current_) > distance(base_, unsent_)) unsent_ = current_;
    }
  }
  if (!settings_.lossy) {
    base_ = current_;
    head_ = cursor_;
    if (head_ == tail_) head_ = cursor_ = tail_ = 0;
    return;
  }
  if (rewind_pending_ && frame_left_ == 0) rewind();
  if (cursor_ > head_ && !retransmit_at_) retransmit_at_ = now + settings_.retransmit_after;
}

void Arq::rewind() noexcept {
  rewind_pending_ = frame_left_ > 0;
  if (rewind_pending_) return;
  cursor_ = head_;
  current_ = base_;
}

void Arq::acknowledge(std::uint16_t next_expected, Duration now) noexcept {
  const std::uint16_t count = distance(base_, next_expected);
  if (count == 0 || count > distance(base_, unsent_)) return;  // old, or of frames never sent
  for (std::uint16_t i = 0; i < count; ++i) {
    const std::size_t end = head_ + encoded_frame_bytes(queue_.data() + head_);
    if (frame_left_ > 0 && cursor_ > head_ && cursor_ < end)
      break;  // being sent again: let it end, or the stream tears
    head_ = end;
    ++base_;
  }
  if (cursor_ < head_) {
    cursor_ = head_;
    current_ = base_;
  }
  if (head_ == tail_) head_ = cursor_ = tail_ = 0;
  retries_ = 0;
  retransmit_at_.reset();
  if (!is_empty() && unsent_ != base_) retransmit_at_ = now + settings_.retransmit_after;
}

Arq::Verdict Arq::on_frame(const FrameHeader& header, Duration now) noexcept {
  if (settings_.lossy) {
    const bool dropped_till_now = far_credit_ == 0 && header.credit > 0;
    far_credit_ = header.credit;
    acknowledge(header.acknowledgement, now);
    if (dropped_till_now && cursor_ > head_) rewind();
  }
  if (!is_numbered(header.type)) return header.type == FrameType::acknowledgement ? Verdict::drop : Verdict::deliver;
  const bool in_order = header.sequence == expected_ && !held_;
  if (in_order) ++expected_;
  if (settings_.lossy) queue_acknowledgement();
  if (in_order) return Verdict::deliver;
  return settings_.lossy ? Verdict::drop : Verdict::refuse;
}

void Arq::hold(bool held) noexcept {
  if (held == held_) return;
  held_ = held;
  queue_acknowledgement();
}

bool Arq::on_time(Duration now) noexcept {
  if (!retransmit_at_ || now < *retransmit_at_) return true;
  if (++retries_ > settings_.retransmit_limit) return false;
  // Twice as long each time, up to eight times: a radio that is jammed is not helped by more of the same.
  retransmit_at_ = now + settings_.retransmit_after * (1 << (retries_ < 3 ? retries_ : 3));
  rewind();
  return true;
}

void Arq::clear() noexcept {
  head_ = cursor_ = tail_ = frame_left_ = 0;
  base_ = current_ = unsent_ = next_ = expected_ = 0;
  far_credit_ = 1;
  held_ = false;
  rewind_pending_ = acknowledgement_pending_ = false;
  retries_ = 0;
  retransmit_at_.reset();
  unnumbered_size_ = unnumbered_sent_ = 0;
}

}  // namespace mpos::link
