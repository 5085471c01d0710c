// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <memory>
#include <vector>

#include "devicemodel/sim/scheduler.hpp"
#include "peripherals/radio/stream.hpp"
#include "scenarios/host/nac/handler.hpp"

namespace mpos::host {

/// The network access controller: takes lines, cuts them into messages, routes by TPDU destination, swaps the addresses
/// in the answer. One message a length prefix; pieces of a message and several messages in one read are ordinary.
class Nac {
 public:
  static constexpr std::size_t longest_frame = 2048;  ///< Body bytes; a longer announcement ends the line.

  /// `destination`: the only TPDU address it serves, as packed BCD (0x0003).
  Nac(sim::Scheduler& scheduler, std::uint16_t destination, Handler& handler);

  void attach(std::unique_ptr<radio::Stream> stream);
  /// Lines that are still open.
  std::size_t lines() const noexcept;

 private:
  struct Line {
    std::unique_ptr<radio::Stream> stream;
    std::vector<std::uint8_t> waiting;  // The start of a message whose rest has not come.
    std::list<sim::Timer> late_answers;
    bool closed = false;
  };

  void received(Line& line, Bytes bytes);
  void take_message(Line& line, Bytes body);

  sim::Scheduler& scheduler_;
  std::uint16_t destination_;
  Handler& handler_;
  std::list<Line> lines_;
  std::array<std::uint8_t, longest_frame> out_{};
};

}  // namespace mpos::host
