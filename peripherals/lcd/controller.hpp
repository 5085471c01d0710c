// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "devicemodel/hal/hal.hpp"
#include "peripherals/lcd/frame.hpp"

namespace mpos::lcd {

/// The display controller with its dot memory.
///
/// Firmware sees hal::Display; the bench sees frames. Commands are those of the SSD1306 data sheet (Solomon Systech,
/// rev 1.1, section 10) in page addressing mode: B0-B7 page, 00-0F and 10-1F column, 40-7F start line, 81 contrast,
/// A0/A1 segment remap (of later writes only, as the data sheet says), A4/A5 all on, A6/A7 inverse, AE/AF off and on,
/// C0/C8 scan direction, E3 nothing. Settings of the glass (multiplex, offset, clocks, voltages, charge pump,
/// scrolling) are taken with their arguments and change nothing that is seen here. Other bytes, and an addressing mode
/// that is not page mode, are ignored and counted.
class Controller final : public hal::Display {
 public:
  Controller() = default;

  // Firmware face.
  void command(std::uint8_t byte) override;
  /// Writes columns at the cursor, which runs on and starts over at the left of the same page.
  void data(Bytes column_bytes) override;

  // Bench face.
  /// The supply comes back or the reset line moves: display off, memory blank, settings as after reset.
  void reset();
  /// Ends the firmware's run: a frame when something visible changed since the last one. Cheap when nothing did.
  std::optional<Frame> commit();
  /// The frame that stands; number 0 before the first.
  const Frame& frame() const { return frame_; }
  /// The text of the frame that stands; reads again only lines whose dots changed since the last call.
  const Lines& lines();
  /// Commands that were not understood.
  unsigned unknown_commands() const { return unknown_commands_; }

 private:
  void argument(std::uint8_t byte);
  std::uint8_t seen_byte(std::size_t page, std::size_t column) const;
  bool refresh_page(std::size_t page);

  Dots memory_{};
  std::uint8_t page_ = 0;
  std::uint8_t column_ = 0;
  std::uint8_t start_line_ = 0;
  std::uint8_t contrast_ = 0x7F;
  bool on_ = false;
  bool inverse_ = false;
  bool all_on_ = false;
  bool segment_remap_ = false;
  bool scan_reversed_ = false;

  std::uint8_t pending_ = 0;  ///< The command whose arguments are still to come.
  unsigned arguments_missing_ = 0;
  unsigned unknown_commands_ = 0;

  std::uint8_t dirty_pages_ = 0;   ///< Memory pages written since the last commit.
  bool mapping_changed_ = false;   ///< Start line, scan direction or all-on changed.
  bool settings_changed_ = false;  ///< On, inverse or contrast changed.
  Frame frame_;
  std::uint8_t stale_lines_ = 0;  ///< Lines of frame_ that lines_ does not show yet.
  Lines lines_;
};

}  // namespace mpos::lcd
