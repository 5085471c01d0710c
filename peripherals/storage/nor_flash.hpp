// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "devicemodel/hal/hal.hpp"

namespace mpos::storage {

/// One program or erase that the flash carried out, wholly or up to the cut.
struct FlashWrite {
  std::uint32_t address = 0;
  std::uint32_t bytes = 0;
  bool erase = false;
};

/// SPI NOR flash, held sparsely: a sector that reads all FF after an erase takes no memory.
class NorFlash final : public hal::Storage {
 public:
  static constexpr std::size_t default_kib = 512;  ///< 4 Mbit

  /// How the bytes look where the power died. clean: done up to the cut, untouched after it. torn: the byte at the cut
  /// has only some of its bits, and the rest of a sector that was being erased is noise between old and erased.
  enum class CutStyle : std::uint8_t { clean, torn };

  /// `size_kib`: a multiple of 4, at least 4.
  explicit NorFlash(std::size_t size_kib = default_kib);

  // Firmware face.
  std::size_t size_bytes() const override { return sectors_.size() * sector_bytes; }
  Status read(std::uint32_t address, MutableBytes out) const override;
  Status program(std::uint32_t address, Bytes bytes) override;
  Status erase_sector(std::uint32_t address) override;

  // Bench face.
  /// Cuts the power after this many more programmed or erased bytes, in the middle of a call if it falls there. 0: the
  /// next such call does nothing but lose the power. From then on every call answers power_lost until power_on().
  void cut_after(std::uint64_t bytes, CutStyle style = CutStyle::clean);
  /// Forgets a planned cut.
  void cancel_cut() { cut_in_.reset(); }
  /// The supply fails between two calls.
  void power_off() { powered_ = false; }
  /// The supply is back; a planned cut that did not happen yet still will.
  void power_on() { powered_ = true; }
  bool is_powered() const { return powered_; }

  /// Called after each program and erase that changed something or tried to.
  void on_write(std::function<void(const FlashWrite&)> callback) { on_write_ = std::move(callback); }
  /// Called once when a planned cut happens, from inside the call that dies.
  void on_power_lost(std::function<void()> callback) { on_power_lost_ = std::move(callback); }

  /// How often a sector was erased, interrupted erases included. `sector` counts from 0.
  std::uint32_t wear(std::size_t sector) const;
  std::uint32_t highest_wear() const;
  /// Sectors that take memory now.
  std::size_t sectors_held() const;
  /// Bench access past the firmware: flips one bit, as radiation or a hostile hand would.
  void flip_bit(std::uint32_t address, unsigned bit);

  /// Everything that survives a power cut (content and wear), for a state file: version, length, CRC, only the sectors
  /// that are not blank. Deterministic: equal contents give equal bytes.
  std::vector<std::uint8_t> image() const;
  /// Takes an image() back. On failure nothing changes and the reason is a sentence a person can read: not an image,
  /// damaged, cut short, written by a newer program, or of another flash size.
  Result<void, std::string> load(Bytes image);

 private:
  using Sector = std::array<std::uint8_t, sector_bytes>;
  Sector& touch(std::size_t sector);
  void lose_power();
  std::uint8_t noise(std::uint32_t address) const;

  std::vector<std::unique_ptr<Sector>> sectors_;
  std::unique_ptr<Sector> spare_;  ///< The last sector given back, kept to spare the allocator.
  std::vector<std::uint32_t> wear_;
  bool powered_ = true;
  std::optional<std::uint64_t> cut_in_;
  CutStyle cut_style_ = CutStyle::clean;
  std::function<void(const FlashWrite&)> on_write_;
  std::function<void()> on_power_lost_;
};

}  // namespace mpos::storage
