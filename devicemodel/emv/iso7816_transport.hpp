// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/fixed_vector.hpp"

namespace mpos::emv {

/// What the terminal's side of T=0 and T=1 wants next.
struct TransportStep {
  enum class Kind : std::uint8_t {
    exchange,  ///< `send` to the card and listen
    done,      ///< `reply`: data and status of the card
    failed,    ///< the card must be powered off
  };
  Kind kind = Kind::failed;
  Bytes send;   ///< until the next call
  Bytes reply;  ///< until the next call
};

using TransportReply = ByteVector<258>;

/// The terminal's side of T=0 (ISO/IEC 7816-3 section 10, EMV book 1 section 9.2): procedure bytes, one-byte
/// transfers, 60, 61xx, 6Cxx.
class T0Terminal {
 public:
  /// `apdu`: a short command; it is copied.
  TransportStep start(Bytes apdu) noexcept;
  /// What the card said until it waits again; empty or damaged: mute.
  TransportStep on_answer(Bytes answer) noexcept;

 private:
  TransportStep command(std::uint8_t p3) noexcept;
  TransportStep get_response(std::uint8_t length) noexcept;
  TransportStep send_data(std::size_t count) noexcept;
  TransportStep status(std::uint8_t sw1, std::uint8_t sw2) noexcept;
  TransportStep finish(std::uint8_t sw1, std::uint8_t sw2) noexcept;

  ByteVector<261> apdu_;
  ByteVector<256> out_;
  std::array<std::uint8_t, 5> header_{};
  Bytes data_;
  std::size_t sent_ = 0;
  std::size_t expected_ = 0;   ///< data bytes the card may still send
  bool wants_answer_ = false;  ///< case 4
  std::uint8_t rounds_ = 0;
  TransportReply reply_;
};

/// The terminal's side of T=1 with LRC (ISO/IEC 7816-3 section 11, EMV book 1 section 9.2.4): chaining both ways,
/// S(IFS), S(WTX), R-blocks, three attempts and one resynchronisation.
class T1Terminal {
 public:
  /// After reset: `card_size` from TA3. The first step announces IFSD 254.
  TransportStep reset(std::uint8_t card_size) noexcept;
  TransportStep start(Bytes apdu) noexcept;
  TransportStep on_answer(Bytes block) noexcept;
  /// The waiting time multiplier the card asked for, for the next exchange only; 1 otherwise.
  std::uint8_t waiting_multiplier() const noexcept { return multiplier_; }

 private:
  enum class Waiting : std::uint8_t { nothing, size, answer, resync };
  TransportStep send(std::uint8_t pcb, Bytes information) noexcept;
  TransportStep send_chunk() noexcept;
  TransportStep retry(std::uint8_t error) noexcept;
  TransportStep on_information(std::uint8_t pcb, Bytes information) noexcept;
  TransportStep on_supervisory(std::uint8_t pcb, Bytes information) noexcept;

  ByteVector<261> apdu_;
  std::size_t sent_ = 0;
  std::size_t chunk_ = 0;
  std::uint8_t card_size_ = 32;
  bool send_number_ = false;     ///< N(S) of the next I-block to be sent
  bool receive_number_ = false;  ///< N(S) of the next I-block expected
  bool all_sent_ = false;
  Waiting waiting_ = Waiting::nothing;
  std::uint8_t attempts_ = 0;
  std::uint8_t resyncs_ = 0;
  std::uint8_t multiplier_ = 1;
  std::uint16_t rounds_ = 0;
  ByteVector<258> block_;
  ByteVector<258> last_;  ///< the block to be repeated on request
  TransportReply reply_;
};

}  // namespace mpos::emv
