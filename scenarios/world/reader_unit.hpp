// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "devicemodel/firmware/reader.hpp"
#include "devicemodel/sim/random.hpp"
#include "devicemodel/sim/scheduler.hpp"
#include "peripherals/card/virtual_card.hpp"
#include "peripherals/clock/rtc.hpp"
#include "peripherals/clock/timer_bank.hpp"
#include "peripherals/field/field.hpp"
#include "peripherals/icc/slot.hpp"
#include "peripherals/indicators/panel.hpp"
#include "peripherals/keypad/keypad.hpp"
#include "peripherals/lcd/controller.hpp"
#include "peripherals/lcd/font_rom.hpp"
#include "peripherals/magstripe/head.hpp"
#include "peripherals/psam/psam.hpp"
#include "peripherals/radio/link_port.hpp"
#include "peripherals/storage/nor_flash.hpp"
#include "scenarios/world/apdu_mask.hpp"
#include "scenarios/world/link_crypto.hpp"
#include "scenarios/world/reader_state.hpp"
#include "scenarios/world/setup.hpp"
#include "scenarios/world/sink.hpp"
#include "scenarios/world/terminal_records.hpp"

namespace mpos::world {

/// One reader: firmware on its board, with the peripherals around it and the executor that runs it. Begins switched
/// off.
class ReaderUnit {
 public:
  using Done = Result<void, std::string>;

  /// `stored`: what an earlier run left, or nullptr for a new device, which is then personalised. `crypto.identity`
  /// carries its key and certificate. All references outlive the unit.
  ReaderUnit(sim::Scheduler& scheduler, const sim::Random& random, const Setup& setup, LinkCrypto crypto,
             std::array<std::uint8_t, 32> storage_key, Sink& sink);
  ReaderUnit(const ReaderUnit&) = delete;
  ReaderUnit& operator=(const ReaderUnit&) = delete;

  /// Loads what an earlier run left. The failure says what is wrong with it.
  Done restore(const ReaderState& state);
  /// Loads the keys of a new device.
  Done personalise(const firmware::Personalisation& keys);
  /// Loads AIDs and CA keys into a new device.
  Done load_terminal_data(const TerminalRecords& records);
  /// Adds flash, clock and keys to what is to be kept.
  void fill(ReaderState& state) const;

  const std::string& name() const noexcept { return setup_.name; }
  const Setup& setup() const noexcept { return setup_; }
  bool is_on() const noexcept { return on_; }

  Done power_on(std::string_view cause);
  Done power_cut(std::string_view cause);
  void touch(hal::Key key, bool down);
  /// Presses keys one after the other, after those that still wait from before.
  void press(std::span<const hal::Key> keys, Duration hold, Duration gap);
  void key_fault(hal::Key key, keypad::Keypad::Fault fault) { keypad_.inject(key, fault); }
  void swipe(const std::string& card_name, const magstripe::Card& card, const magstripe::SwipeMotion& motion);
  struct NamedCard {
    std::string name;
    std::shared_ptr<card::VirtualCard> card;
  };
  /// Puts a card into the chip slot. Refused when the body has none, or a card is in it.
  Done insert(const std::string& name, std::shared_ptr<card::VirtualCard> card, const icc::Insertion& how);
  /// The same with a card from outside this process (PC/SC).
  Done insert_outside(const std::string& name, std::shared_ptr<card::CardPort> card);
  Done pull();
  /// Puts a PSAM into its slot; a reader without one, or whose slot is taken, refuses.
  Done insert_sam(const std::string& name, std::shared_ptr<psam::Psam> module, const icc::Insertion& how);
  Done remove_sam();
  Done tap(std::vector<NamedCard> cards, std::optional<std::size_t> leave_after);
  Done untap();
  static constexpr std::string_view at_antenna = "at the antenna";
  /// Where a card of that name is on this reader ("in the chip slot"), or nothing.
  std::string place_of(const std::string& card) const;
  /// Adds what is in the slots and at the antenna.
  void fill_cards(bus::v1::ReaderSnapshot& snapshot) const;
  void stripe_dead(bool dead) { head_.set_dead(dead); }
  void cut_flash_after(std::uint64_t bytes) { flash_.cut_after(bytes); }
  Done set_clock(std::string_view text);
  /// Gives the radio a far end. False when one is there already; the new one was told so.
  bool attach(std::unique_ptr<radio::Stream> stream) { return port_.attach(std::move(stream)); }

  /// Takes the radio's far end away.
  void drop_link() { port_.detach(); }
  /// Calls `told` with each command to a card and each answer, masked as in the journal (F for a star), and how much
  /// later than now it is. Before cards come.
  void on_apdu(std::function<void(bool answer, Duration later, Bytes)> told) { told_apdu_ = std::move(told); }
  /// Calls `told` each time the firmware has come into another state.
  void on_state(std::function<void(firmware::ReaderState)> told) { told_state_ = std::move(told); }

  bool has_far_end() const { return port_.is_up(); }

  const storage::NorFlash& flash() const noexcept { return flash_; }
  const firmware::Reader& firmware() const noexcept { return firmware_; }
  const bus::v1::Screen& screen();
  bus::v1::Lights lights() const;
  /// Whether flash changed since it was last kept.
  bool flash_changed() const noexcept { return flash_changed_; }
  void flash_kept() noexcept { flash_changed_ = false; }

 private:
  /// All interrupt lines lead here; the firmware runs once, at the same virtual time.
  class Executor final : public hal::IrqLine {
   public:
    explicit Executor(ReaderUnit& unit) : unit_(unit) {}
    void raise() override;
    void run();

   private:
    ReaderUnit& unit_;
    bool posted_ = false;
  };

  void after_run();
  void tell_link();
  void emit(bus::v1::Event event) { sink_.take(setup_.name, std::move(event)); }
  void on_panel(const indicators::Change& change);
  void on_flash(const storage::FlashWrite& write);
  void tell_swipe(const std::string& card_name, const magstripe::SwipeMotion& motion, std::string_view result);
  void tell_emv_result();
  void tell_card(const std::string& card, std::string_view slot, bool there, bool upside_down = false);
  /// The card with its exchanges told on the bus, while somebody listens.
  std::shared_ptr<card::CardPort> watched(const std::string& name, std::string_view slot,
                                          std::shared_ptr<card::CardPort> card);
  void forget_numbers();
  void know_numbers(const card::VirtualCard& card);
  Done put_in(const std::string& name, std::shared_ptr<card::CardPort> card, const icc::Insertion& how);
  void tell_audit();
  void fill_screen(const lcd::Frame& frame);

  sim::Scheduler& scheduler_;
  Setup setup_;
  Sink& sink_;
  sim::Random entropy_;
  sim::Random hand_;
  std::array<std::uint8_t, 32> storage_key_;

  Executor executor_;
  keypad::Keypad keypad_;
  lcd::Controller lcd_;
  lcd::FontRom font_;
  magstripe::Head head_;
  icc::Slot icc_;
  icc::Slot sam_;
  field::Field field_;
  storage::NorFlash flash_;
  radio::LinkPort port_;
  clock::Rtc rtc_;
  indicators::Panel panel_;
  clock::TimerBank timers_;
  firmware::Reader firmware_;

  bool on_ = false;
  bool flash_cut_ = false;
  bool flash_changed_ = false;
  std::array<bool, hal::key_count> hidden_{};
  Instant keys_free_{};
  std::uint32_t told_link_ = 0;  ///< generation of the link that was told; 0 while none is up
  std::uint32_t told_links_ended_ = 0;
  std::string link_peer_;
  std::string sam_name_;  ///< the module in the SAM slot
  std::uint32_t audit_told_ = 0;
  std::uint32_t emv_told_ = 0;  ///< number of the last chip transaction told on the bus
  std::string icc_card_;        ///< name of the card in the chip slot
  std::vector<std::string> tapped_;
  ApduMask mask_;  ///< of all slots: the PSAM is told what the card carries
  std::function<void(bool, Duration, Bytes)> told_apdu_;
  std::function<void(firmware::ReaderState)> told_state_;
  firmware::ReaderState last_state_ = firmware::ReaderState::booting;
  bus::v1::Screen screen_;
};

}  // namespace mpos::world
