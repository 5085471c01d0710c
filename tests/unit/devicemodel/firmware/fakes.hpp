// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "devicemodel/base/utf8.hpp"
#include "devicemodel/hal/calendar.hpp"
#include "devicemodel/hal/hal.hpp"
#include "peripherals/icc/t0_card.hpp"

/// Small working parts with a memory, in place of the reader's hardware.
namespace mpos::firmware::fakes {

class Keypad final : public hal::Keypad {
 public:
  std::deque<hal::Key> presses;
  bool down = false;
  std::optional<hal::Key> poll() override {
    if (presses.empty()) return std::nullopt;
    const hal::Key key = presses.front();
    presses.pop_front();
    return key;
  }
  bool any_key_down() const override { return down; }
};

/// Each glyph holds its own code point in its first bytes, so that the fake display can read text back from the dots.
class GlyphRom final : public hal::GlyphRom {
 public:
  bool broken = false;
  std::optional<hal::Glyph> glyph(char32_t code_point) const override {
    if (broken || code_point == U'~') return std::nullopt;
    const int width = display_columns(code_point) * 8;
    auto [at, fresh] = rows_.try_emplace(code_point);
    if (fresh) {
      // Column 0 (8 rows of it a page) carries the low byte, and so on: bit r of column c is byte c's bit r.
      const std::size_t bytes_a_row = static_cast<std::size_t>(width / 8);
      at->second.assign(16 * bytes_a_row, 0);
      for (int byte = 0; byte < 3; ++byte) {
        for (int bit = 0; bit < 8; ++bit) {
          if (((code_point >> (8 * byte + bit)) & 1U) == 0) continue;
          auto& row = at->second[static_cast<std::size_t>(bit) * bytes_a_row];
          row = static_cast<std::uint8_t>(row | (0x80U >> byte));
        }
      }
    }
    return hal::Glyph{width, at->second};
  }

 private:
  mutable std::map<char32_t, std::vector<std::uint8_t>> rows_;
};

class Display final : public hal::Display {
 public:
  std::array<std::array<std::uint8_t, width_px>, pages> dots{};
  bool on = false;
  int pages_written = 0;

  void command(std::uint8_t byte) override {
    if (argument_) {
      argument_ = false;
    } else if (byte == 0x81 || byte == 0x20) {
      argument_ = true;
    } else if (byte >= 0xB0 && byte <= 0xB7) {
      page_ = byte & 7U;
    } else if (byte <= 0x0F) {
      column_ = (column_ & 0xF0U) | byte;
    } else if (byte >= 0x10 && byte <= 0x1F) {
      column_ = (column_ & 0x0FU) | static_cast<std::size_t>((byte & 15U) << 4);
    } else if (byte == 0xAE || byte == 0xAF) {
      on = byte == 0xAF;
    }
  }
  void data(Bytes column_bytes) override {
    ++pages_written;
    for (const std::uint8_t byte : column_bytes) dots[page_][column_++ % width_px] = byte;
  }
  /// The text of line 0 to 3 without the spaces around it.
  std::string line(int index) const {
    const auto& upper = dots[static_cast<std::size_t>(2 * index)];
    const std::uint8_t flip = index == 0 ? 0xFF : 0x00;  // line 1 is inverse
    std::string text;
    for (std::size_t x = 0; x + 8 <= upper.size(); x += 8) {
      const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<std::uint8_t>(upper[x + i] ^ flip));
      };
      const char32_t code_point = byte(0) | (byte(1) << 8) | (byte(2) << 16);
      append_utf8(text, code_point == 0 ? U' ' : code_point);
      if (display_columns(code_point) == 2) x += 8;
    }
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
  }

 private:
  static void append_utf8(std::string& text, char32_t c) {
    if (c < 0x80) {
      text += static_cast<char>(c);
    } else if (c < 0x800) {
      text += static_cast<char>(0xC0 | (c >> 6));
      text += static_cast<char>(0x80 | (c & 0x3F));
    } else {
      text += static_cast<char>(0xE0 | (c >> 12));
      text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      text += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  std::size_t page_ = 0;
  std::size_t column_ = 0;
  bool argument_ = false;
};

class StripeHead final : public hal::MagstripeHead {
 public:
  bool on = false;
  int swipes_missed = 0;

  void enable(bool value) override { on = value; }
  std::optional<hal::StripeCapture> capture() const override {
    if (!ready_) return std::nullopt;
    hal::StripeCapture capture;
    capture.intervals_ns[1] = track2_;
    capture.intervals_ns[2] = track3_;
    return capture;
  }
  void release() override {
    ready_ = false;
    track2_.clear();
    track3_.clear();
  }
  void swipe(const std::string& track2) {
    if (!on) {
      ++swipes_missed;
      return;
    }
    track2_ = flux(track2);
    track3_.clear();
    ready_ = true;
  }
  void swipe_badly() {
    if (!on) return;
    track2_.assign(40, 500000);
    ready_ = true;
  }

 private:
  // ISO/IEC 7811-2 track 2: 5-bit characters, F2F, at an even 0.6 ms a bit.
  static std::vector<std::uint32_t> flux(const std::string& text) {
    std::vector<int> bits(30, 0);
    unsigned lrc = 0;
    const auto add = [&](unsigned value) {
      int ones = 0;
      for (int i = 0; i < 4; ++i) {
        const int bit = static_cast<int>((value >> i) & 1U);
        bits.push_back(bit);
        ones += bit;
      }
      bits.push_back(ones % 2 == 0 ? 1 : 0);
      lrc ^= value;
    };
    add(0xB);
    for (const char c : text) add(static_cast<unsigned>(c - '0') & 15U);
    add(0xF);
    const unsigned check = lrc;
    add(check);
    bits.insert(bits.end(), 30, 0);
    std::vector<std::uint32_t> intervals;
    for (const int bit : bits) {
      if (bit == 0) {
        intervals.push_back(600000);
      } else {
        intervals.insert(intervals.end(), 2, 300000);
      }
    }
    return intervals;
  }
  std::vector<std::uint32_t> track2_, track3_;
  bool ready_ = false;
};

/// Flash in plain memory; `fail_after` writes it answers power_lost.
class Storage final : public hal::Storage {
 public:
  std::vector<std::uint8_t> bytes = std::vector<std::uint8_t>(256 * 1024, 0xFF);
  std::optional<int> fail_after;

  std::size_t size_bytes() const override { return bytes.size(); }
  Status read(std::uint32_t address, MutableBytes out) const override {
    if (address + out.size() > bytes.size()) return Status::out_of_range;
    std::copy_n(bytes.begin() + address, out.size(), out.begin());
    return Status::ok;
  }
  Status program(std::uint32_t address, Bytes in) override {
    if (address + in.size() > bytes.size()) return Status::out_of_range;
    if (!in.empty() && address / page_bytes != (address + in.size() - 1) / page_bytes) return Status::crosses_page;
    if (dead()) return Status::power_lost;
    for (std::size_t i = 0; i < in.size(); ++i) bytes[address + i] = bytes[address + i] & in[i];
    return Status::ok;
  }
  Status erase_sector(std::uint32_t address) override {
    if (address + sector_bytes > bytes.size()) return Status::out_of_range;
    if (dead()) return Status::power_lost;
    std::fill_n(bytes.begin() + address, std::size_t{sector_bytes}, std::uint8_t{0xFF});
    return Status::ok;
  }

 private:
  bool dead() { return fail_after && (*fail_after)-- <= 0; }
};

class ByteLink final : public hal::ByteLink {
 public:
  bool up = false;
  std::uint32_t count = 0;
  std::vector<std::uint8_t> to_reader, from_reader;
  bool stalled = false;  ///< takes nothing from the reader

  bool is_up() const override { return up; }
  std::uint32_t generation() const override { return count; }
  Carrier carrier() const override { return Carrier::loopback; }
  std::size_t receive(MutableBytes out) override {
    const std::size_t n = std::min(out.size(), to_reader.size());
    std::copy_n(to_reader.begin(), n, out.begin());
    to_reader.erase(to_reader.begin(), to_reader.begin() + static_cast<std::ptrdiff_t>(n));
    return n;
  }
  std::size_t transmit(Bytes bytes) override {
    if (stalled) return 0;
    from_reader.insert(from_reader.end(), bytes.begin(), bytes.end());
    return bytes.size();
  }
  void disconnect() override { up = false; }
};

class Entropy final : public hal::Entropy {
 public:
  void fill(MutableBytes out) override {
    for (std::uint8_t& byte : out) {
      state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
      byte = static_cast<std::uint8_t>(state_ >> 56);
    }
  }

 private:
  std::uint64_t state_ = 42;
};

class Rtc final : public hal::Rtc {
 public:
  hal::CalendarTime time{2026, 9, 17, 10, 15, 0};
  hal::CalendarTime now() const override { return time; }
  void set(const hal::CalendarTime& value) override { time = value; }
};

class Indicators final : public hal::Indicators {
 public:
  std::array<bool, hal::light_count> lit{};
  std::vector<std::pair<std::uint16_t, Duration>> tones;
  void set(hal::Light light, bool on) override { lit[static_cast<std::size_t>(light)] = on; }
  void backlight(bool) override {}
  void beep(std::uint16_t frequency_hz, Duration length) override { tones.emplace_back(frequency_hz, length); }
};

class Timers final : public hal::Timers {
 public:
  Duration time{};
  std::array<std::optional<Duration>, channels> due{};

  Duration now() const override { return time; }
  void start(std::size_t channel, Duration delay) override { due[channel] = time + delay; }
  void stop(std::size_t channel) override { due[channel].reset(); }
  std::optional<std::size_t> take_expired() override {
    for (std::size_t i = 0; i < channels; ++i) {
      if (due[i] && *due[i] <= time) {
        due[i].reset();
        return i;
      }
    }
    return std::nullopt;
  }
  std::optional<Duration> next() const {
    std::optional<Duration> first;
    for (const auto& moment : due) {
      if (moment && (!first || *moment < *first)) first = moment;
    }
    return first;
  }
};

/// A chip slot whose card answers at once over T=0. Each event waits until the firmware takes it.
class IccSlot final : public hal::IccSlot {
 public:
  using Buffer = std::vector<std::uint8_t>;
  using Card = std::function<Buffer(Bytes apdu)>;

  Buffer atr{0x3B, 0x60, 0x00, 0x00};
  bool powered = false;
  int resets = 0;

  void insert(Card card) {
    card_ = std::move(card);
    event_ = Event::inserted;
  }
  void pull() {
    card_ = {};
    powered = false;
    event_ = Event::removed;
  }
  bool card_present() const override { return card_ != nullptr; }
  void power_on() override { reset(); }
  void warm_reset() override { reset(); }
  void power_off() override { powered = false; }
  void set_rate(Rate) override {}
  void set_waiting_time(std::uint32_t) override {}
  void exchange(Bytes bytes) override { say(t0_->exchange(bytes)); }
  Event take_event() override { return std::exchange(event_, Event::none); }
  Bytes received() const override { return received_; }

 private:
  void reset() {
    ++resets;
    powered = card_present();
    t0_.emplace([this](Bytes apdu) { return card_ ? card_(apdu) : Buffer{}; }, icc::T0Card::Manners{});
    say(powered ? atr : Buffer{});
  }
  void say(Buffer bytes) {
    if (!card_ && event_ == Event::removed) return;  // pulled by what it was just asked
    received_ = std::move(bytes);
    event_ = received_.empty() ? Event::mute : Event::answer;
  }
  Card card_;
  std::optional<icc::T0Card> t0_;
  Buffer received_;
  Event event_ = Event::none;
};

/// An antenna whose card answers at once. Each event waits until the firmware takes it.
class ContactlessField final : public hal::ContactlessField {
 public:
  using Buffer = std::vector<std::uint8_t>;
  using Card = std::function<Buffer(Bytes apdu)>;

  bool is_on = false;
  int switched_on = 0;

  void tap(Card card) {
    card_ = std::move(card);
    if (is_on) event_ = Event::one_card;
  }
  void tap_two() {
    card_ = {};
    if (is_on) event_ = Event::several_cards;
  }
  void untap() {
    card_ = {};
    event_ = Event::left;
  }
  void on() override {
    is_on = true;
    ++switched_on;
    event_ = card_ ? Event::one_card : Event::empty;
  }
  void off() override {
    is_on = false;
    event_ = Event::none;
  }
  void exchange(Bytes apdu) override {
    received_ = card_ ? card_(apdu) : Buffer{};
    if (event_ == Event::left) return;  // moved away by what it was just asked
    event_ = received_.empty() ? Event::mute : Event::answer;
  }
  Event take_event() override { return std::exchange(event_, Event::none); }
  Bytes received() const override { return received_; }

 private:
  Card card_;
  Buffer received_;
  Event event_ = Event::none;
};

}  // namespace mpos::firmware::fakes
