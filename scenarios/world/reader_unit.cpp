// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/reader_unit.hpp"

#include <algorithm>
#include <utility>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/hal/calendar.hpp"
#include "peripherals/icc/port_card.hpp"
#include "scenarios/world/emv_words.hpp"
#include "scenarios/world/key_names.hpp"
#include "scenarios/world/watched_card.hpp"

namespace mpos::world {
namespace {

/// The bytes of masked hexadecimal text, F for each star.
std::vector<std::uint8_t> masked_bytes(std::string hex) {
  std::replace(hex.begin(), hex.end(), '*', 'F');
  std::vector<std::uint8_t> bytes(hex.size() / 2);
  MPOS_ASSERT(read_hex(hex, bytes));
  return bytes;
}

/// For the journal: why the reader ended a link.
std::string_view link_end_text(link::CloseReason reason) {
  switch (reason) {
    case link::CloseReason::none:
    case link::CloseReason::far_end_closed: return "it said goodbye";
    case link::CloseReason::transport_lost: return "it left";
    case link::CloseReason::idle_timeout: return "idle for too long";
    case link::CloseReason::handshake_failed: return "handshake refused: altered, out of order or replayed";
    case link::CloseReason::handshake_timeout: return "handshake not finished in time";
    case link::CloseReason::certificate_refused: return "it refused the certificate";
    case link::CloseReason::code_refused: return "the merchant refused the code";
    case link::CloseReason::code_timeout: return "nobody answered the code";
    case link::CloseReason::busy: return "busy";
    case link::CloseReason::record_refused: return "record refused: altered, replayed or out of place";
    case link::CloseReason::retransmission_limit: return "it takes nothing any more";
    case link::CloseReason::version: return "refused: another version";
  }
  return "ended";
}

SecretBytes<32> secret(const std::array<std::uint8_t, 32>& key) {
  return SecretBytes<32>{key};
}

std::size_t flash_kib(const config::v1::ReaderProfile& profile) {
  const std::size_t kib = profile.body().flash_kib();
  return kib >= 4 && kib % 4 == 0 ? kib : storage::NorFlash::default_kib;
}

}  // namespace

ReaderUnit::ReaderUnit(sim::Scheduler& scheduler, const sim::Random& random, const Setup& setup, LinkCrypto crypto,
                       std::array<std::uint8_t, 32> storage_key, Sink& sink)
    : scheduler_(scheduler),
      setup_(setup),
      sink_(sink),
      entropy_(random.fork("entropy")),
      hand_(random.fork("hand")),
      storage_key_(storage_key),
      executor_(*this),
      keypad_(scheduler, executor_),
      head_(scheduler, executor_),
      icc_(scheduler, executor_),
      sam_(scheduler, executor_),
      field_(scheduler, executor_),
      flash_(flash_kib(setup.profile)),
      port_(executor_, link::Channel::busy_frame()),
      rtc_(scheduler, setup.clock),
      panel_(scheduler, [this](const indicators::Change& change) { on_panel(change); }),
      timers_(scheduler, executor_),
      firmware_({keypad_, lcd_, font_, head_, flash_, port_, entropy_, rtc_, panel_, timers_, icc_, sam_, field_},
                crypto.primitives, crypto.send_cipher, crypto.receive_cipher, setup_.config, crypto.identity,
                secret(storage_key)) {
  keypad_.power(false);
  flash_.on_write([this](const storage::FlashWrite& write) { on_flash(write); });
  flash_.on_power_lost([this] { flash_cut_ = true; });
}

ReaderUnit::Done ReaderUnit::restore(const ReaderState& state) {
  if (auto done = flash_.load(state.flash); !done) return done;
  const std::int64_t start = hal::seconds_since_2000(setup_.clock) + state.rtc_offset_s;
  rtc_.set(hal::from_seconds_since_2000(std::clamp<std::int64_t>(start, 0, 3'155'759'999)));
  return {};
}

ReaderUnit::Done ReaderUnit::personalise(const firmware::Personalisation& keys) {
  if (const auto done = firmware_.personalise(keys); !done) {
    switch (done.error()) {
      case firmware::PersonaliseError::storage_failed: return Failure{std::string{"the flash takes no keys"}};
      case firmware::PersonaliseError::bad_ksn: return Failure{std::string{"the KSN is not usable"}};
      case firmware::PersonaliseError::bad_key: return Failure{std::string{"a key is not usable"}};
    }
  }
  return {};
}

ReaderUnit::Done ReaderUnit::load_terminal_data(const TerminalRecords& records) {
  const auto load = [this, &records](firmware::ParameterKind kind, const auto& from) -> Done {
    const std::vector<Bytes> spans(from.begin(), from.end());
    if (firmware_.load_parameters(kind, records.version, spans)) return {};
    const std::string what = kind == firmware::ParameterKind::application ? "applications" : "CA keys";
    return Failure{"the terminal data's " + what + " are not taken: one is wrong, or there are too many"};
  };
  if (auto done = load(firmware::ParameterKind::application, records.applications); !done) return done;
  return load(firmware::ParameterKind::ca_key, records.keys);
}

void ReaderUnit::fill(ReaderState& state) const {
  state.serial = setup_.profile.serial();
  state.flash = flash_.image();
  const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(scheduler_.now().time_since_epoch()).count();
  state.rtc_offset_s = hal::seconds_between(setup_.clock, rtc_.now()) - elapsed;
  state.storage_key.assign(storage_key_.begin(), storage_key_.end());
}

// --- Power -----------------------------------------------------------------------------------------------------------

ReaderUnit::Done ReaderUnit::power_on(std::string_view cause) {
  if (on_) return Failure{std::string{"the reader is on already"}};
  on_ = true;
  flash_.power_on();
  lcd_.reset();
  keypad_.power(true);
  timers_.power_on();
  if (sink_.wanted()) {
    bus::v1::Event event;
    event.mutable_reader_power()->set_on(true);
    event.mutable_reader_power()->set_cause(std::string{cause});
    emit(std::move(event));
  }
  firmware_.power_on(firmware::ResetCause::power_on);
  executor_.raise();
  after_run();
  return {};
}

ReaderUnit::Done ReaderUnit::power_cut(std::string_view cause) {
  if (!on_) return Failure{std::string{"the reader is off"}};
  on_ = false;
  flash_.power_off();
  keypad_.power(false);
  timers_.power_off();
  head_.reset();
  icc_.power_off();
  sam_.power_off();
  field_.off();
  port_.detach();
  panel_.power_off();
  lcd_.reset();
  after_run();
  if (sink_.wanted()) {
    bus::v1::Event event;
    event.mutable_reader_power()->set_cause(std::string{cause});
    emit(std::move(event));
  }
  return {};
}

void ReaderUnit::Executor::raise() {
  if (posted_ || !unit_.on_) return;
  posted_ = true;
  unit_.scheduler_.post(Duration{0}, "firmware", [this] { run(); });
}

void ReaderUnit::Executor::run() {
  posted_ = false;
  if (!unit_.on_) return;
  unit_.firmware_.service();
  unit_.after_run();
}

void ReaderUnit::after_run() {
  if (audit_told_ != firmware_.audit().count()) tell_audit();
  if (flash_cut_) {
    flash_cut_ = false;
    if (on_) {
      (void)power_cut("flash_cut");
      return;
    }
  }
  tell_emv_result();
  if (const auto frame = lcd_.commit(); frame && sink_.wanted()) {
    bus::v1::Event event;
    fill_screen(*frame);
    *event.mutable_screen() = screen_;
    emit(std::move(event));
  }
  tell_link();
  if (std::exchange(last_state_, firmware_.state()) != firmware_.state() && told_state_) {
    told_state_(firmware_.state());
  }
}

/// What came and went at the radio, and why the reader ended it: the trace that a refused phone leaves.
void ReaderUnit::tell_link() {
  const std::uint32_t link = port_.is_up() ? port_.generation() : 0;
  if (link == told_link_) return;
  const bool ended_here = std::exchange(told_links_ended_, firmware_.links_ended()) != firmware_.links_ended();
  const std::uint32_t before = std::exchange(told_link_, link);
  const std::string gone = std::exchange(link_peer_, port_.peer());
  if (!sink_.wanted()) return;
  const auto note = [this](std::string text) {
    bus::v1::Event event;
    event.mutable_note()->set_text(std::move(text));
    emit(std::move(event));
  };
  if (before != 0) {
    const std::string_view why = ended_here ? link_end_text(firmware_.last_link_end()) : "it left";
    note("link down: " + gone + ", " + std::string{why});
  }
  if (link != 0) note("link up: " + link_peer_);
}

// --- Hands -----------------------------------------------------------------------------------------------------------

void ReaderUnit::touch(hal::Key key, bool down) {
  if (!on_ && down && key == hal::Key::power) {
    (void)power_on("power_on");
  } else if (down) {
    keypad_.press(key);
  } else {
    keypad_.release(key);
  }
  // A digit that lands just before PIN entry begins settles within it: while a card is awaited or read it is hidden
  // too.
  bool& hidden = hidden_[static_cast<std::size_t>(key)];
  if (down) {
    const auto state = firmware_.state();
    const bool before_pin = state == firmware::ReaderState::waiting_for_card || state == firmware::ReaderState::card ||
                            state == firmware::ReaderState::choice;
    hidden = on_ && (state == firmware::ReaderState::pin_entry || (before_pin && hal::digit_of(key)));
  }
  if (!sink_.wanted()) return;
  bus::v1::Event event;
  auto& moved = *event.mutable_key();
  if (!hidden) moved.set_key(std::string{key_name(key)});
  moved.set_down(down);
  moved.set_hidden(hidden);
  emit(std::move(event));
}

void ReaderUnit::press(std::span<const hal::Key> keys, Duration hold, Duration gap) {
  Instant at = std::max(scheduler_.now(), keys_free_);
  for (const hal::Key key : keys) {
    scheduler_.post(at - scheduler_.now(), "key down", [this, key] { touch(key, true); });
    at += hold;
    scheduler_.post(at - scheduler_.now(), "key up", [this, key] { touch(key, false); });
    at += gap;
  }
  keys_free_ = at;
}

void ReaderUnit::swipe(const std::string& card_name, const magstripe::Card& card,
                       const magstripe::SwipeMotion& motion) {
  const auto fate = head_.swipe(card, motion, hand_);
  if (fate != magstripe::SwipeFate::captured) {
    tell_swipe(card_name, motion, "ignored");
    return;
  }
  if (!sink_.wanted()) return;
  // Told once the firmware has looked at it: whether it still waits for a card says what it made of this one.
  const bool asked = firmware_.state() == firmware::ReaderState::waiting_for_card;
  scheduler_.post(head_.last_duration() + std::chrono::microseconds{1}, "swipe told", [this, card_name, motion, asked] {
    const bool waits = firmware_.state() == firmware::ReaderState::waiting_for_card;
    tell_swipe(card_name, motion, !asked || !on_ ? "ignored" : waits ? "bad" : "read");
  });
}

void ReaderUnit::fill_cards(bus::v1::ReaderSnapshot& snapshot) const {
  const auto add = [&snapshot](const std::string& card, const char* slot) {
    auto& told = *snapshot.add_cards();
    told.set_card(card);
    told.set_slot(slot);
  };
  if (icc_.occupied()) add(icc_card_, "icc");
  if (sam_.occupied()) add(sam_name_, "sam");
  if (!field_.occupied()) return;
  for (const std::string& card : tapped_) add(card, "field");
}

std::string ReaderUnit::place_of(const std::string& card) const {
  if (icc_.occupied() && icc_card_ == card) return "in the chip slot";
  if (field_.occupied() && std::find(tapped_.begin(), tapped_.end(), card) != tapped_.end()) {
    return std::string{at_antenna};
  }
  return {};
}

/// What earlier cards carried.
void ReaderUnit::forget_numbers() {
  if (!icc_.occupied() && !field_.occupied()) mask_ = {};
}

/// Before the card has shown them.
void ReaderUnit::know_numbers(const card::VirtualCard& card) {
  const auto& held = card.personalisation();
  for (const auto& application : held.applications) mask_.know(application.profile.pan);
  if (held.wallet) mask_.know(card::to_hex(held.wallet->profile.serial));
}

std::shared_ptr<card::CardPort> ReaderUnit::watched(const std::string& name, std::string_view slot,
                                                    std::shared_ptr<card::CardPort> card) {
  if (!sink_.wanted() && !told_apdu_) return card;
  return std::make_shared<WatchedCard>(std::move(card),
                                       [this, name, slot](Bytes command, const card::ApduReply& reply) {
                                         const std::string asked = mask_.command(command);
                                         const std::string answered = mask_.response(reply.bytes);
                                         if (told_apdu_) {
                                           told_apdu_(false, Duration{}, masked_bytes(asked));
                                           told_apdu_(true, reply.processing, masked_bytes(answered));
                                         }
                                         if (!sink_.wanted()) return;
                                         bus::v1::Event event;
                                         auto& apdu = *event.mutable_apdu();
                                         apdu.set_card(name);
                                         apdu.set_slot(std::string{slot});
                                         apdu.set_command(asked);
                                         apdu.set_response(answered);
                                         apdu.set_processing_ns(reply.processing.count());
                                         emit(std::move(event));
                                       });
}

ReaderUnit::Done ReaderUnit::insert(const std::string& name, std::shared_ptr<card::VirtualCard> card,
                                    const icc::Insertion& how) {
  forget_numbers();
  know_numbers(*card);
  return put_in(name, std::move(card), how);
}

ReaderUnit::Done ReaderUnit::insert_outside(const std::string& name, std::shared_ptr<card::CardPort> card) {
  forget_numbers();
  return put_in(name, std::move(card), {});
}

ReaderUnit::Done ReaderUnit::put_in(const std::string& name, std::shared_ptr<card::CardPort> card,
                                    const icc::Insertion& how) {
  if (!setup_.profile.body().chip()) return Failure{std::string{"this reader has no chip slot"}};
  if (icc_.occupied()) return Failure{"card " + icc_card_ + " is in the chip slot"};
  icc::SlotCard in = icc::slot_card(watched(name, "icc", std::move(card)));
  in.removed = [this, name] { tell_card(name, "icc", false); };
  icc_card_ = name;
  icc_.insert(std::move(in), how);
  tell_card(name, "icc", true, how.upside_down);
  return {};
}

ReaderUnit::Done ReaderUnit::pull() {
  if (!icc_.occupied()) return Failure{std::string{"no card is in the chip slot"}};
  icc_.pull();
  return {};
}

ReaderUnit::Done ReaderUnit::tap(std::vector<NamedCard> cards, std::optional<std::size_t> leave_after) {
  if (!setup_.profile.body().contactless()) return Failure{std::string{"this reader has no antenna"}};
  if (field_.occupied()) (void)untap();
  forget_numbers();
  field::Field::Cards ports;
  tapped_.clear();
  for (NamedCard& card : cards) {
    know_numbers(*card.card);
    ports.push_back(watched(card.name, "field", std::move(card.card)));
    tapped_.push_back(card.name);
    tell_card(card.name, "field", true);
  }
  field_.tap(std::move(ports), leave_after, [this] {
    for (const std::string& name : tapped_) tell_card(name, "field", false);
  });
  return {};
}

ReaderUnit::Done ReaderUnit::untap() {
  if (!field_.occupied()) return Failure{std::string{"nothing is at the antenna"}};
  field_.untap();
  return {};
}

void ReaderUnit::tell_card(const std::string& card, std::string_view slot, bool there, bool upside_down) {
  if (!sink_.wanted()) return;
  bus::v1::Event event;
  if (there) {
    event.mutable_card_inserted()->set_card(card);
    event.mutable_card_inserted()->set_slot(std::string{slot});
    event.mutable_card_inserted()->set_upside_down(upside_down);
  } else {
    event.mutable_card_removed()->set_card(card);
    event.mutable_card_removed()->set_slot(std::string{slot});
  }
  emit(std::move(event));
}

void ReaderUnit::tell_emv_result() {
  const firmware::EmvReport& report = firmware_.emv_report();
  if (report.number == emv_told_) return;
  emv_told_ = report.number;
  if (!sink_.wanted()) return;
  bus::v1::Event event;
  fill_emv_result(report, *event.mutable_emv_result());
  emit(std::move(event));
}

void ReaderUnit::tell_swipe(const std::string& card_name, const magstripe::SwipeMotion& motion,
                            std::string_view result) {
  if (!sink_.wanted()) return;
  bus::v1::Event event;
  auto& swiped = *event.mutable_swiped();
  swiped.set_card(card_name);
  swiped.set_speed_cm_s(motion.speed_cm_s);
  swiped.set_backward(motion.backward);
  swiped.set_result(std::string{result});
  emit(std::move(event));
}

ReaderUnit::Done ReaderUnit::set_clock(std::string_view text) {
  const auto time = hal::parse_calendar(text);
  if (!time) return Failure{std::string{"the time is YYYY-MM-DD hh:mm:ss, from 2000 to 2099"}};
  rtc_.set(*time);
  return {};
}

// --- What is seen ----------------------------------------------------------------------------------------------------

void ReaderUnit::on_panel(const indicators::Change& change) {
  if (!sink_.wanted()) return;
  bus::v1::Event event;
  if (change.kind == indicators::Change::Kind::lights) {
    *event.mutable_lights() = lights();
  } else if (change.kind == indicators::Change::Kind::tone_started) {
    event.mutable_beep()->set_frequency_hz(change.tone.frequency_hz);
    event.mutable_beep()->set_length_ns(change.tone.length.count());
  } else {
    return;
  }
  emit(std::move(event));
}

void ReaderUnit::on_flash(const storage::FlashWrite& write) {
  flash_changed_ = true;
  if (!sink_.wanted()) return;
  bus::v1::Event event;
  event.mutable_flash()->set_address(write.address);
  event.mutable_flash()->set_bytes(write.bytes);
  event.mutable_flash()->set_erase(write.erase);
  emit(std::move(event));
}

bus::v1::Lights ReaderUnit::lights() const {
  const indicators::Lights& lit = panel_.lights();
  bus::v1::Lights lights;
  lights.set_power(lit[hal::Light::power]);
  lights.set_link(lit[hal::Light::link]);
  lights.set_charge(lit[hal::Light::charge]);
  lights.set_error(lit[hal::Light::error]);
  lights.set_backlight(lit.backlight);
  return lights;
}

void ReaderUnit::fill_screen(const lcd::Frame& frame) {
  screen_.set_number(frame.number);
  screen_.clear_lines();
  for (const auto& line : lcd_.lines()) screen_.add_lines(line);
  screen_.set_dots(frame.dots.data(), frame.dots.size());
  screen_.set_on(frame.on);
  screen_.set_inverse(frame.inverse);
  screen_.set_contrast(frame.contrast);
  screen_.set_backlight(panel_.lights().backlight);
}

const bus::v1::Screen& ReaderUnit::screen() {
  if (screen_.number() != lcd_.frame().number || screen_.lines_size() == 0) fill_screen(lcd_.frame());
  screen_.set_backlight(panel_.lights().backlight);
  return screen_;
}

}  // namespace mpos::world
