// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "devicemodel/sim/random.hpp"
#include "devicemodel/sim/scheduler.hpp"
#include "peripherals/radio/stream.hpp"

namespace mpos::radio {

/// What the way through the air does to one direction. A chunk is one sending, or one MTU of it; its fate is drawn for
/// itself. Order is kept, as every stream keeps it.
struct Shape {
  Duration latency{};                   ///< one way
  Duration jitter{};                    ///< added to the latency, uniform in +-jitter; never below zero in all
  std::uint64_t bandwidth_bytes_s = 0;  ///< 0: no limit
  double loss = 0;                      ///< chance that a chunk never arrives
  double duplication = 0;               ///< chance that it arrives twice
  double corruption = 0;                ///< chance that one of its bits arrives flipped
  std::size_t mtu_bytes = 0;            ///< longest chunk; 0: no limit
  std::optional<std::uint64_t> break_after_bytes{};  ///< so many more arrive, then the link breaks

  bool is_plain() const noexcept {
    return latency == Duration{} && jitter == Duration{} && bandwidth_bytes_s == 0 && loss == 0 && duplication == 0 &&
           corruption == 0 && mtu_bytes == 0 && !break_after_bytes;
  }
};

/// Shapes whatever stream it wraps: loopback, TCP, Bluetooth. The shape stays over connections and may change at any
/// time; what is on its way keeps its time. Same seed, same traffic, same fate. Outlives the streams it wraps.
class Shaper {
 public:
  enum class Direction : std::uint8_t { outward, inward };  ///< from the user of the wrapped stream; towards it

  Shaper(sim::Scheduler& scheduler, const sim::Random& random);
  ~Shaper();
  Shaper(const Shaper&) = delete;
  Shaper& operator=(const Shaper&) = delete;

  void set(Direction direction, const Shape& shape);
  const Shape& shape(Direction direction) const noexcept { return shapes_[index(direction)]; }
  /// Asked before each chunk goes on its way; where it says no the link breaks in its place.
  void set_gate(std::function<bool(Direction, Bytes)> gate) { gate_ = std::move(gate); }
  /// Told when a shape broke a link, with the reason.
  void on_break(std::function<void(const std::string& reason)> told) { broke_ = std::move(told); }

  std::unique_ptr<Stream> wrap(std::unique_ptr<Stream> stream);

 private:
  struct Shared;
  class End;
  static constexpr std::size_t index(Direction direction) noexcept { return static_cast<std::size_t>(direction); }

  sim::Scheduler& scheduler_;
  sim::Random random_;
  Shape shapes_[2];
  std::function<bool(Direction, Bytes)> gate_;
  std::function<void(const std::string&)> broke_;
  std::vector<std::shared_ptr<Shared>> closing_;  ///< closed by their user, with bytes still on their way
};

}  // namespace mpos::radio
