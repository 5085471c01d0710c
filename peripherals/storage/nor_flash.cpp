// SPDX-License-Identifier: Apache-2.0
#include "peripherals/storage/nor_flash.hpp"

#include <algorithm>
#include <cstring>

namespace mpos::storage {

NorFlash::NorFlash(std::size_t size_kib) : sectors_(size_kib * 1024 / sector_bytes), wear_(sectors_.size(), 0) {
  MPOS_ASSERT(size_kib >= 4 && size_kib % 4 == 0 && size_kib <= 65536);
}

hal::Storage::Status NorFlash::read(std::uint32_t address, MutableBytes out) const {
  if (!powered_) return Status::power_lost;
  if (address > size_bytes() || out.size() > size_bytes() - address) return Status::out_of_range;
  std::size_t at = address;
  while (!out.empty()) {
    const std::size_t offset = at % sector_bytes;
    const std::size_t count = std::min(out.size(), sector_bytes - offset);
    if (const auto& sector = sectors_[at / sector_bytes]) {
      std::memcpy(out.data(), sector->data() + offset, count);
    } else {
      std::memset(out.data(), 0xFF, count);
    }
    out = out.subspan(count);
    at += count;
  }
  return Status::ok;
}

hal::Storage::Status NorFlash::program(std::uint32_t address, Bytes bytes) {
  if (!powered_) return Status::power_lost;
  if (address > size_bytes() || bytes.size() > size_bytes() - address) return Status::out_of_range;
  if (bytes.empty()) return Status::ok;
  if (address / page_bytes != (address + bytes.size() - 1) / page_bytes) return Status::crosses_page;

  std::size_t count = bytes.size();
  const bool dies = cut_in_ && *cut_in_ < count;
  if (cut_in_) {
    if (dies) count = static_cast<std::size_t>(*cut_in_);
    *cut_in_ -= count;
  }
  std::uint8_t* place = touch(address / sector_bytes).data() + address % sector_bytes;
  for (std::size_t i = 0; i < count; ++i) place[i] = static_cast<std::uint8_t>(place[i] & bytes[i]);
  if (dies && cut_style_ == CutStyle::torn) {
    const auto at = static_cast<std::uint32_t>(address + count);
    place[count] = static_cast<std::uint8_t>(place[count] & (bytes[count] | noise(at)));
  }
  if (on_write_) on_write_({address, static_cast<std::uint32_t>(count), false});
  if (!dies) return Status::ok;
  lose_power();
  return Status::power_lost;
}

hal::Storage::Status NorFlash::erase_sector(std::uint32_t address) {
  if (!powered_) return Status::power_lost;
  if (address >= size_bytes() || address % sector_bytes != 0) return Status::out_of_range;

  const std::size_t index = address / sector_bytes;
  const bool dies = cut_in_ && *cut_in_ < sector_bytes;
  std::size_t count = sector_bytes;
  if (cut_in_) {
    if (dies) count = static_cast<std::size_t>(*cut_in_);
    *cut_in_ -= count;
  }
  ++wear_[index];
  if (auto& sector = sectors_[index]) {
    if (!dies) {
      spare_ = std::move(sector);
    } else {
      std::fill_n(sector->begin(), count, std::uint8_t{0xFF});
      if (cut_style_ == CutStyle::torn) {
        for (std::size_t i = count; i < sector_bytes; ++i) {
          (*sector)[i] = static_cast<std::uint8_t>((*sector)[i] | noise(static_cast<std::uint32_t>(address + i)));
        }
      }
    }
  }
  if (on_write_) on_write_({address, static_cast<std::uint32_t>(count), true});
  if (!dies) return Status::ok;
  lose_power();
  return Status::power_lost;
}

void NorFlash::cut_after(std::uint64_t bytes, CutStyle style) {
  cut_in_ = bytes;
  cut_style_ = style;
}

std::uint32_t NorFlash::wear(std::size_t sector) const {
  MPOS_ASSERT(sector < wear_.size());
  return wear_[sector];
}

std::uint32_t NorFlash::highest_wear() const {
  return *std::max_element(wear_.begin(), wear_.end());
}

std::size_t NorFlash::sectors_held() const {
  return static_cast<std::size_t>(
      std::count_if(sectors_.begin(), sectors_.end(), [](const auto& sector) { return sector != nullptr; }));
}

void NorFlash::flip_bit(std::uint32_t address, unsigned bit) {
  MPOS_ASSERT(address < size_bytes() && bit < 8);
  std::uint8_t& byte = touch(address / sector_bytes)[address % sector_bytes];
  byte = static_cast<std::uint8_t>(byte ^ (1U << bit));
}

NorFlash::Sector& NorFlash::touch(std::size_t sector) {
  auto& held = sectors_[sector];
  if (!held) {
    held = spare_ ? std::move(spare_) : std::make_unique<Sector>();
    held->fill(0xFF);
  }
  return *held;
}

void NorFlash::lose_power() {
  powered_ = false;
  cut_in_.reset();
  if (on_power_lost_) on_power_lost_();
}

// Noise that depends only on where and in which state of wear, so that a run repeats.
std::uint8_t NorFlash::noise(std::uint32_t address) const {
  std::uint64_t z = (std::uint64_t{wear_[address / sector_bytes]} << 32) + address + 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return static_cast<std::uint8_t>(z >> 56);
}

}  // namespace mpos::storage
