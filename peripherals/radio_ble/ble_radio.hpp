// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "peripherals/net/context.hpp"
#include "peripherals/radio/stream.hpp"
#include "peripherals/radio_ble/packet.hpp"

namespace mpos::radio_ble {

/// A reader's Bluetooth LE side in the simulation thread: what the helper hears over the air becomes one radio::Stream
/// a phone. A phone is there from when it turns notifications on until it turns them off or disconnects; one at a time.
class BleRadio {
 public:
  struct Handlers {
    std::function<void(const std::string& address)> started;  ///< it advertises on this adapter
    std::function<void(const std::string& reason)> failed;    ///< once: it cannot, or no longer; for people
    std::function<void(std::unique_ptr<radio::Stream> phone)> phone;
    std::function<void(const std::string& text)> note;
  };

  /// `helper` is the wire to the helper.
  BleRadio(net::Context& context, std::unique_ptr<radio::Stream> helper, Handlers handlers);
  ~BleRadio();
  BleRadio(const BleRadio&) = delete;
  BleRadio& operator=(const BleRadio&) = delete;

 private:
  struct Link;
  class LinkStream;
  struct Wire;

  void on_received(Bytes bytes);
  void on_packet(const Packet& packet);
  void fail(const std::string& reason);
  void end_link(const std::string& reason);

  net::Context& context_;
  std::shared_ptr<Wire> wire_;  ///< shared with the streams handed out, which may outlive this
  Handlers handlers_;
  PacketReader reader_;
  std::shared_ptr<Link> link_;  ///< the phone that is there
  bool failed_ = false;
};

}  // namespace mpos::radio_ble
