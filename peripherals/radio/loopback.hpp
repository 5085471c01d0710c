// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "devicemodel/sim/scheduler.hpp"
#include "peripherals/radio/stream.hpp"

namespace mpos::radio {

/// What goes wrong in one direction of a Loopback. Counters count down as chunks pass; a chunk is one send() or one MTU
/// of it.
struct Faults {
  std::uint32_t drop_next = 0;
  std::uint32_t corrupt_next = 0;  ///< one bit of the chunk is flipped, another one each time
  std::uint32_t duplicate_next = 0;
  std::uint32_t reorder_next = 0;            ///< the chunk arrives behind the one sent after it
  std::optional<std::uint32_t> break_after;  ///< the link breaks, both ends, once this many more chunks have passed
  Duration delay{};                          ///< on top of the latency; order is kept
};

/// Two Streams joined back to back on a scheduler. This object is the bench face: it hands out the ends and scripts the
/// faults; the ends live on without it.
class Loopback {
 public:
  struct Settings {
    Duration latency{};         ///< one way; 0 arrives at the same virtual time
    std::size_t mtu_bytes = 0;  ///< longest chunk; 0 for no limit
    std::string first_peer = "loopback";
    std::string second_peer = "loopback";
  };
  enum class Direction : std::uint8_t { first_to_second, second_to_first };

  explicit Loopback(sim::Scheduler& scheduler);
  Loopback(sim::Scheduler& scheduler, Settings settings);

  /// The ends; each can be taken once.
  std::unique_ptr<Stream> take_first();
  std::unique_ptr<Stream> take_second();

  Faults& faults(Direction direction);
  /// Breaks the link now, for both ends.
  void break_link();
  /// Chunks and bytes delivered so far in one direction.
  std::uint64_t chunks(Direction direction) const;
  std::uint64_t bytes(Direction direction) const;

  struct Shared;

 private:
  std::shared_ptr<Shared> shared_;
  bool taken_[2] = {false, false};
};

}  // namespace mpos::radio
