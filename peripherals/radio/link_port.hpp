// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "devicemodel/hal/hal.hpp"
#include "peripherals/radio/stream.hpp"

namespace mpos::radio {

/// The reader's radio module: gives the firmware whichever stream is attached as its byte link. Two faces, one state:
/// firmware sees hal::ByteLink, the bench attaches and detaches streams. One far end at a time; the next one is
/// answered `busy_answer` and closed. Raises the line on received bytes, on up and on down.
class LinkPort final : public hal::ByteLink {
 public:
  static constexpr std::size_t receive_limit_bytes = std::size_t{256} * 1024;
  static constexpr std::size_t hold_from_bytes = std::size_t{64} * 1024;  ///< then the stream is held

  LinkPort(hal::IrqLine& irq, Bytes busy_answer);
  LinkPort(const LinkPort&) = delete;
  LinkPort& operator=(const LinkPort&) = delete;
  ~LinkPort();

  // Firmware face.
  bool is_up() const override { return up_; }
  std::uint32_t generation() const override { return generation_; }
  Carrier carrier() const override { return stream_ ? stream_->carrier() : Carrier::loopback; }
  std::size_t receive(MutableBytes out) override;
  std::size_t transmit(Bytes bytes) override;
  void disconnect() override;

  // Bench face.
  /// A far end came. False when another one is there: the new one has been told so and closed.
  bool attach(std::unique_ptr<Stream> stream);
  /// Takes the far end away, as walking out of range does.
  void detach();
  /// Who is there, for people; empty when nobody is.
  std::string peer() const;

 private:
  void on_received(Bytes bytes);
  void on_closed();

  hal::IrqLine& irq_;
  Bytes busy_answer_;
  std::unique_ptr<Stream> stream_;
  bool up_ = false;
  bool held_ = false;
  std::uint32_t generation_ = 0;
  std::vector<std::uint8_t> received_;
  std::size_t taken_ = 0;  // of received_, by the firmware
};

}  // namespace mpos::radio
