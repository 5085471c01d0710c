// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "devicemodel/base/time.hpp"
#include "devicemodel/link/frame.hpp"

namespace mpos::link {

/// Numbers frames, keeps them until they are gone for good, and puts what arrives in order. On a reliable transport a
/// frame is gone when it was sent, and a wrong number is refused; on a lossy one it waits for its acknowledgement and
/// is sent again, with all that followed it, when that does not come (go back N): nothing is lost, repeated or
/// reordered.
///
/// On a lossy transport a credit of 0 says more than "wait": this end drops what comes until it gives credit again, and
/// the far end then repeats what was dropped without waiting for its clock.
class Arq {
 public:
  static constexpr std::size_t queue_bytes = 12 * 1024;

  struct Settings {
    bool lossy = false;
    Duration retransmit_after{};  ///< the first time; then 2, 4 and at most 8 times as long
    int retransmit_limit = 8;
    std::uint8_t credit = 8;
  };
  enum class Verdict : std::uint8_t {
    deliver,  ///< next in order, or not numbered
    drop,     ///< repeated, early, or only an acknowledgement
    refuse    ///< out of order on a transport that keeps order
  };

  explicit Arq(const Settings& settings) noexcept : settings_(settings) {}

  /// Which kind of transport it is from now on; before the first frame.
  void set_lossy(bool lossy) noexcept { settings_.lossy = lossy; }

  // Sending.
  /// Whether `payload_bytes`, cut into frames of at most `max_payload`, have room.
  bool fits(std::size_t payload_bytes, std::size_t max_payload) const noexcept;
  /// Where the payload of the next frame is to be written; `bytes` of it fit, as fits() said.
  MutableBytes payload_space(std::size_t bytes) noexcept;
  /// Queues the frame whose payload now stands in payload_space().
  void push(FrameType type, bool more_fragments, std::size_t payload_bytes) noexcept;
  /// Queues a frame without number ahead of all others.
  void push_unnumbered(FrameType type, Bytes payload) noexcept;
  Bytes outgoing() const noexcept;
  void sent(std::size_t count, Duration now) noexcept;
  bool is_empty() const noexcept { return head_ == tail_; }

  // Receiving.
  Verdict on_frame(const FrameHeader& header, Duration now) noexcept;
  /// Lossy: while held, numbered frames are dropped and the far end is given no credit.
  void hold(bool held) noexcept;

  std::optional<Duration> deadline() const noexcept { return retransmit_at_; }
  /// False when the far end has been silent for too many retransmissions.
  [[nodiscard]] bool on_time(Duration now) noexcept;
  void stop_timer() noexcept { retransmit_at_.reset(); }
  /// Back to the first number; forgets the queue.
  void clear() noexcept;

 private:
  void acknowledge(std::uint16_t next_expected, Duration now) noexcept;
  void queue_acknowledgement() noexcept;
  void rewind() noexcept;
  std::uint8_t credit() const noexcept { return held_ ? 0 : settings_.credit; }
  bool sending_unnumbered() const noexcept { return unnumbered_size_ > 0 && frame_left_ == 0; }
  std::size_t window_end() const noexcept;

  Settings settings_;
  // queue_[head_, tail_): frames not gone for good, head_ = number base_. The next byte to send is at cursor_, in frame
  // number current_.
  std::size_t head_ = 0;
  std::size_t cursor_ = 0;
  std::size_t tail_ = 0;
  std::size_t frame_left_ = 0;  // of a frame that was sent in part
  std::uint16_t base_ = 0;
  std::uint16_t current_ = 0;
  std::uint16_t unsent_ = 0;  // first number never sent
  std::uint16_t next_ = 0;    // number of the next frame to be queued
  std::uint16_t expected_ = 0;
  std::uint8_t far_credit_ = 1;
  bool held_ = false;
  bool rewind_pending_ = false;
  bool acknowledgement_pending_ = false;
  int retries_ = 0;
  std::optional<Duration> retransmit_at_;
  std::size_t unnumbered_size_ = 0;
  std::size_t unnumbered_sent_ = 0;
  std::array<std::uint8_t, 64> unnumbered_{};
  std::array<std::uint8_t, queue_bytes> queue_{};
};

}  // namespace mpos::link
