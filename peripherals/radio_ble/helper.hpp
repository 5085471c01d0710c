// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "devicemodel/base/result.hpp"
#include "peripherals/net/context.hpp"
#include "peripherals/radio/stream.hpp"

namespace mpos::radio_ble {

/// What a reader shows of itself over the air.
struct Appearance {
  std::string name;     ///< in the scan response; at most 29 bytes
  std::string service;  ///< own, nus, issc or fff0
  std::string model;
  std::string serial;
  std::string firmware;
  unsigned battery_percent = 100;
};

/// The program vmpos-ble as a child: it alone knows Qt Bluetooth and needs CAP_NET_RAW. Ends with this object.
class Helper {
 public:
  /// Starts `program`; `adapter` is an address, or empty for the first one. An error says what to do.
  static Result<std::unique_ptr<Helper>, std::string> start(net::Context& context, const std::string& program,
                                                            const Appearance& appearance, const std::string& adapter);
  ~Helper();
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;

  /// The wire to it; taken once.
  std::unique_ptr<radio::Stream> take_stream() { return std::move(stream_); }

 private:
  Helper(pid_t child, int socket, std::unique_ptr<radio::Stream> stream)
      : child_(child), socket_(socket), stream_(std::move(stream)) {}

  pid_t child_;
  int socket_;  ///< a second descriptor of the wire, to end it with whoever holds the stream
  std::unique_ptr<radio::Stream> stream_;
};

}  // namespace mpos::radio_ble
