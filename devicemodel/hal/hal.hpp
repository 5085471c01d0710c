// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The border between the firmware and what surrounds the chip. Two rules make it one:
///   1. Firmware calls down and never blocks: a call returns data that is ready, or starts work that ends in an
///   interrupt.
///   2. Peripherals never call firmware. They raise a line; the executor runs the firmware next, at the same virtual
///   time.
#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/base/time.hpp"
#include "devicemodel/hal/contactless_field.hpp"
#include "devicemodel/hal/icc.hpp"

namespace mpos::hal {

/// An interrupt line. Raising it twice before the firmware runs is the same as raising it once.
class IrqLine {
 public:
  virtual void raise() = 0;

 protected:
  ~IrqLine() = default;
};

/// The keys of the pad. The values are stable: journals and profiles carry them.
enum class Key : std::uint8_t {
  digit_0,
  digit_1,
  digit_2,
  digit_3,
  digit_4,
  digit_5,
  digit_6,
  digit_7,
  digit_8,
  digit_9,
  star,
  hash,
  cancel,
  clear,
  enter,
  menu,
  up,
  down,
  power
};
inline constexpr std::size_t key_count = 19;

/// 0 to 9 for a digit key, nothing for the others.
constexpr std::optional<std::uint8_t> digit_of(Key key) noexcept {
  const auto value = static_cast<std::uint8_t>(key);
  return value <= 9 ? std::optional<std::uint8_t>{value} : std::nullopt;
}

class Keypad {
 public:
  /// Takes the oldest unread key press, or nothing.
  virtual std::optional<Key> poll() = 0;
  /// Whether any key is held down now; the self test uses it to find a stuck key.
  virtual bool any_key_down() const = 0;

 protected:
  ~Keypad() = default;
};

/// The 128 x 64 dot controller behind its serial interface. Command bytes are those of the SSD1306 data sheet (page
/// addressing mode); data bytes are eight dots each, least significant bit on top, left to right within a page.
class Display {
 public:
  static constexpr int width_px = 128;
  static constexpr int height_px = 64;
  static constexpr int pages = 8;

  virtual void command(std::uint8_t byte) = 0;
  virtual void data(Bytes column_bytes) = 0;

 protected:
  ~Display() = default;
};

/// The glyph ROM beside the display: 16 rows from the top; 8 or 16 columns; row r of a 16-column glyph is bytes 2r
/// (left) and 2r + 1, most significant bit left. Owned by the ROM, valid for ever.
struct Glyph {
  int width_px = 0;                    ///< 8 or 16
  std::span<const std::uint8_t> rows;  ///< 16 or 32 bytes
};
class GlyphRom {
 public:
  /// The glyph of a code point, or nothing when the ROM does not hold it.
  virtual std::optional<Glyph> glyph(char32_t code_point) const = 0;

 protected:
  ~GlyphRom() = default;
};

/// What the stripe head's timer captured in one swipe: for each track the times between flux transitions, in
/// nanoseconds, in the order the head met them. Empty for a track without signal.
struct StripeCapture {
  std::array<std::span<const std::uint32_t>, 3> intervals_ns;
};
class MagstripeHead {
 public:
  /// Powers the head. A swipe while it is off is not captured.
  virtual void enable(bool on) = 0;
  /// The oldest unread swipe, or nothing. Its spans live until release().
  virtual std::optional<StripeCapture> capture() const = 0;
  /// Forgets the capture and overwrites its buffer.
  virtual void release() = 0;

 protected:
  ~MagstripeHead() = default;
};

/// SPI NOR flash. Erased bytes read FF; programming can only clear bits; erasing works on whole sectors.
class Storage {
 public:
  enum class Status : std::uint8_t { ok, out_of_range, crosses_page, power_lost };
  static constexpr std::size_t page_bytes = 256;
  static constexpr std::size_t sector_bytes = 4096;

  virtual std::size_t size_bytes() const = 0;
  virtual Status read(std::uint32_t address, MutableBytes out) const = 0;
  /// Programs bytes within one page; each bit may only go from 1 to 0.
  virtual Status program(std::uint32_t address, Bytes bytes) = 0;
  /// Sets the sector that begins at `address` to FF.
  virtual Status erase_sector(std::uint32_t address) = 0;

 protected:
  ~Storage() = default;
};

/// The reader's end of whatever carries its bytes to a phone. Bytes are a stream: no boundaries, may be lost on radio.
class ByteLink {
 public:
  enum class Carrier : std::uint8_t { loopback, tcp, ble, audio };

  /// Whether a far end is there. May be late or wrong; the handshake decides.
  virtual bool is_up() const = 0;
  /// Counts connections: changes whenever a new far end replaced the last one.
  virtual std::uint32_t generation() const = 0;
  virtual Carrier carrier() const = 0;
  /// Copies received bytes to `out`, answers how many; 0 when there are none.
  virtual std::size_t receive(MutableBytes out) = 0;
  /// Takes as many bytes as it has room for and answers how many.
  virtual std::size_t transmit(Bytes bytes) = 0;
  /// Drops the far end.
  virtual void disconnect() = 0;

 protected:
  ~ByteLink() = default;
};

/// The only source of random numbers. In a seeded world it is seeded.
class Entropy {
 public:
  virtual void fill(MutableBytes out) = 0;

 protected:
  ~Entropy() = default;
};

/// Calendar time as the battery-backed clock keeps it (local time of the terminal, Gregorian).
struct CalendarTime {
  std::uint16_t year = 2000;
  std::uint8_t month = 1;   ///< 1 to 12
  std::uint8_t day = 1;     ///< 1 to 31
  std::uint8_t hour = 0;    ///< 0 to 23
  std::uint8_t minute = 0;  ///< 0 to 59
  std::uint8_t second = 0;  ///< 0 to 59
  friend bool operator==(const CalendarTime&, const CalendarTime&) = default;
};
class Rtc {
 public:
  virtual CalendarTime now() const = 0;
  virtual void set(const CalendarTime& time) = 0;

 protected:
  ~Rtc() = default;
};

enum class Light : std::uint8_t { power, link, charge, error };
inline constexpr std::size_t light_count = 4;
class Indicators {
 public:
  virtual void set(Light light, bool on) = 0;
  virtual void backlight(bool on) = 0;
  /// Starts a tone; the buzzer ends it by itself.
  virtual void beep(std::uint16_t frequency_hz, Duration length) = 0;

 protected:
  ~Indicators() = default;
};

/// The firmware's one-shot timers: a handful of numbered compare channels on a free-running counter.
class Timers {
 public:
  static constexpr std::size_t channels = 8;

  /// Time since this reader's power-on.
  virtual Duration now() const = 0;
  /// (Re)starts a channel; its expiry raises the timer line.
  virtual void start(std::size_t channel, Duration delay) = 0;
  virtual void stop(std::size_t channel) = 0;
  /// Takes one expired channel, lowest first, or nothing.
  virtual std::optional<std::size_t> take_expired() = 0;

 protected:
  ~Timers() = default;
};

/// Everything the firmware is soldered to.
struct Board {
  Keypad& keypad;
  Display& display;
  const GlyphRom& glyphs;
  MagstripeHead& stripe;
  Storage& storage;
  ByteLink& link;
  Entropy& entropy;
  Rtc& rtc;
  Indicators& indicators;
  Timers& timers;
  IccSlot& icc;  ///< the customer's card; a body without a chip slot has one that stays empty
  IccSlot& sam;  ///< the PSAM behind the battery lid; likewise
  ContactlessField& field;
};

}  // namespace mpos::hal
