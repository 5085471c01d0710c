// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/time.hpp"
#include "devicemodel/compat/frame.hpp"

namespace mpos::compat {

/// One request packet of a phone.
struct Packet {
  std::uint8_t index = 0;
  Bytes data;  ///< borrowed until the next poll()
};

/// The reader's end of the 55AA wire: acknowledges frames, puts packets together, sends answers until they are
/// acknowledged, and answers a repeated request from memory. Bytes in, bytes out; the caller owns time.
///
/// Every good frame is acknowledged, a bad one is answered with a NAK; a frame that comes again is acknowledged and not
/// appended again. A request whose packet index and bytes are those of the last one is a repetition: it never reaches
/// the caller. A new request ends the sending of an earlier answer.
class Front {
 public:
  static constexpr Duration ack_timeout = std::chrono::seconds{3};
  static constexpr int max_tries = 3;
  /// How long a frame may take from its first to its last byte.
  static constexpr Duration frame_timeout = std::chrono::seconds{3};

  void reset() noexcept;
  /// How many bytes feed() takes now; the caller feeds no more than that. Poll to the end after each call.
  std::size_t room() const noexcept { return decoder_.room(); }
  void feed(Bytes bytes, Duration now) noexcept;
  /// The next request, or nothing.
  std::optional<Packet> poll(Duration now) noexcept;
  /// Answers the request of packet `packet`, at once or later. `type`: success or error; at most max_packet_bytes.
  void answer(std::uint8_t packet, FrameType type, Bytes data, Duration now) noexcept;
  /// Bytes for the wire; sent() says how many it took.
  Bytes outgoing() const noexcept { return out_.span(); }
  void sent(std::size_t count) noexcept { out_.discard_front(count); }
  /// When on_time() is wanted, if at all.
  std::optional<Duration> deadline() const noexcept;
  void on_time(Duration now) noexcept;
  /// Frames refused with a NAK since reset().
  std::uint32_t refused() const noexcept { return refused_; }

 private:
  bool on_frame(const Frame& frame, Duration now) noexcept;
  bool on_request_frame(const Frame& frame, Duration now) noexcept;
  void refuse(std::uint8_t index, std::uint8_t packet) noexcept;
  void put(const Frame& frame) noexcept;
  void send_answer_frame(Duration now) noexcept;

  static constexpr std::size_t out_bytes = 2 * max_frame_bytes;

  FrameDecoder decoder_;
  std::optional<Duration> part_since_;
  std::uint32_t refused_ = 0;

  ByteVector<max_packet_bytes> incoming_;
  std::uint8_t incoming_packet_ = 0;
  std::uint16_t incoming_bytes_ = 0;
  std::uint8_t next_frame_ = 0;
  std::size_t last_frame_at_ = 0;  ///< where the data of the frame before begin in incoming_
  bool assembling_ = false;
  bool complete_ = false;  ///< incoming_ holds the last request

  ByteVector<max_packet_bytes> answer_;
  FrameType answer_type_ = FrameType::success;
  std::uint8_t answer_packet_ = 0;
  bool answered_ = false;  ///< answer_ is that of the last request
  bool sending_ = false;
  std::uint8_t answer_frame_ = 0;
  int tries_ = 0;
  Duration ack_due_{};
  ByteVector<out_bytes> out_;
};

}  // namespace mpos::compat
