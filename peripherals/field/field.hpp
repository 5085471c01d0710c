// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "devicemodel/hal/contactless_field.hpp"
#include "devicemodel/hal/hal.hpp"
#include "devicemodel/sim/scheduler.hpp"
#include "peripherals/card/card_port.hpp"

namespace mpos::field {

/// hal::ContactlessField over virtual cards. An exchange ends when its last byte has crossed: the card's own thinking
/// time, and bytes at 106 kbit/s with the overhead of ISO/IEC 14443-4.
class Field final : public hal::ContactlessField {
 public:
  using Cards = std::vector<std::shared_ptr<card::CardPort>>;

  Field(sim::Scheduler& scheduler, hal::IrqLine& irq) : scheduler_(scheduler), irq_(irq) {}

  // Bench face.
  /// Holds `cards` to the antenna in place of whatever was there. One without contactless interface is not seen. With
  /// `leave_after` all are taken away once that many exchanges have begun, in the middle of the last.
  /// `removed` is called when they are taken away, by whomever.
  void tap(Cards cards, std::optional<std::size_t> leave_after = {}, std::function<void()> removed = {});
  /// Takes everything away.
  void untap();
  /// Whether anything is held to it, seen or not.
  bool occupied() const noexcept { return occupied_; }

  // Firmware face.
  void on() override;
  void off() override;
  void exchange(Bytes apdu) override;
  Event take_event() override;
  Bytes received() const override { return received_; }

 private:
  void poll();
  void tell(Event event, Duration after, card::Blob bytes = {});
  void drop_active();

  sim::Scheduler& scheduler_;
  hal::IrqLine& irq_;
  Cards cards_;
  std::shared_ptr<card::CardPort> active_;
  std::optional<std::size_t> leave_after_;
  std::function<void()> removed_;
  bool occupied_ = false;
  bool on_ = false;
  Event event_ = Event::none;
  card::Blob received_;
  sim::Timer timer_;
};

}  // namespace mpos::field
