// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "devicemodel/hal/hal.hpp"
#include "devicemodel/sim/scheduler.hpp"
#include "peripherals/icc/t0_card.hpp"
#include "peripherals/icc/t1_card.hpp"

namespace mpos::icc {

/// A card as the slot meets it.
struct SlotCard {
  std::function<Buffer(bool warm)> reset;  ///< the ATR; empty when mute
  Transmit transmit;
  std::function<void()> power_off;
  Duration processing = std::chrono::milliseconds{5};  ///< thinking time of one exchange
  T0Card::Manners t0{};
  T1Card::Manners t1{};
  /// Thinking time since it was last asked; set: it counts in place of `processing`.
  std::function<Duration()> take_work = {};
  std::function<void()> removed = {};  ///< it has left the slot, pulled by a hand or by its insertion's `pull_after`
};

/// How a card is put in, and what goes wrong.
struct Insertion {
  Duration bounce = std::chrono::milliseconds{20};  ///< until the contacts have settled
  bool upside_down = false;                         ///< contacts meet plastic: mute
  std::optional<std::size_t> pull_after;  ///< pulled when so many bytes, both ways, have crossed since insertion
  /// The bytes of these numbers arrive damaged, as often as each is named. In a T=0 exchange the receiver signals the
  /// error and the sender repeats, three times at most (ISO/IEC 7816-3 section 7.3, EMV book 1 section 9.2.3); in the
  /// answer to reset, in PPS and in T=1 a damaged byte is not repeated.
  std::vector<std::size_t> dirty_at;
};

/// hal::IccSlot over a virtual card. One exchange is one event at the virtual time its last byte arrives: bytes times
/// 12 etu (11 for T=1) at the negotiated rate, 13 for each T=0 repetition, plus the card's thinking time;
/// f = 3.5712 MHz.
class Slot final : public hal::IccSlot {
 public:
  Slot(sim::Scheduler& scheduler, hal::IrqLine& irq) : scheduler_(scheduler), irq_(irq) {}

  void insert(SlotCard card, const Insertion& insertion);
  /// At once, in the middle of whatever goes on.
  void pull();

  /// Whether a card is in the slot, its contacts settled or not.
  bool occupied() const noexcept { return card_.has_value(); }

  bool card_present() const override { return present_; }
  void power_on() override { reset(false); }
  void warm_reset() override { reset(true); }
  void power_off() override;
  void set_rate(Rate rate) override { rate_ = rate; }
  void set_waiting_time(std::uint32_t etu) override { waiting_etu_ = etu; }
  void exchange(Bytes bytes) override;
  Event take_event() override;
  Bytes received() const override { return received_; }

 private:
  void reset(bool warm);
  void finish(Event event, Buffer bytes, Duration after);
  void answer(std::size_t sent, Buffer bytes, Duration before);
  /// What crossed from here on by T=0, with its repetitions.
  struct Crossing {
    std::uint64_t repeats = 0;
    std::optional<std::size_t> lost_at;  ///< the byte that was damaged once and in all three repetitions
  };
  Crossing cross(std::size_t count);
  void exchange_t0(Bytes bytes);
  Duration thinking_time(Buffer& reply);
  Duration etus(std::uint64_t count, Rate rate) const;
  /// The card is pulled in the midst of an exchange.
  void pull_after(Duration span);
  std::optional<std::size_t> pulled_within(std::size_t count) const;

  sim::Scheduler& scheduler_;
  hal::IrqLine& irq_;
  std::optional<SlotCard> card_;
  Insertion insertion_;
  std::unique_ptr<T0Card> t0_;
  std::unique_ptr<T1Card> t1_;
  bool present_ = false;
  bool powered_ = false;
  bool fresh_ = false;  ///< no exchange since the reset: a PPS is possible
  Rate rate_{};
  Rate card_rate_{};
  std::uint32_t waiting_etu_ = 9600;
  std::size_t crossed_ = 0;
  Event event_ = Event::none;
  Buffer received_;
  sim::Timer timer_;
  sim::Timer contacts_;
};

}  // namespace mpos::icc
