// SPDX-License-Identifier: Apache-2.0
// The state file of a NorFlash, big-endian:
//   8 "VMPOSNOR"   4 version   4 length of the whole   4 sectors of the flash   4 sectors in the file
//   4 wear of each sector of the flash   then per sector in the file: 4 number (rising), 4096 content   4 CRC-32 of it
//   all
#include <algorithm>

#include "devicemodel/base/crc32.hpp"
#include "peripherals/storage/nor_flash.hpp"

namespace mpos::storage {
namespace {

constexpr std::string_view magic = "VMPOSNOR";
constexpr std::uint32_t image_version = 1;
constexpr std::size_t header_bytes = 24;

void append_be32(std::vector<std::uint8_t>& out, std::size_t value) {
  std::uint8_t bytes[4];
  store_be32(bytes, static_cast<std::uint32_t>(value));
  out.insert(out.end(), bytes, bytes + 4);
}

Failure<std::string> refuse(std::string reason) {
  return Failure<std::string>{"flash image: " + std::move(reason)};
}

}  // namespace

std::vector<std::uint8_t> NorFlash::image() const {
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < sectors_.size(); ++i) {
    const auto& sector = sectors_[i];
    if (sector && std::any_of(sector->begin(), sector->end(), [](std::uint8_t b) { return b != 0xFF; })) {
      kept.push_back(i);
    }
  }
  const std::size_t length = header_bytes + 4 * wear_.size() + kept.size() * (4 + sector_bytes) + 4;
  std::vector<std::uint8_t> out;
  out.reserve(length);
  out.assign(magic.begin(), magic.end());
  append_be32(out, image_version);
  append_be32(out, length);
  append_be32(out, sectors_.size());
  append_be32(out, kept.size());
  for (const std::uint32_t count : wear_) append_be32(out, count);
  for (const std::size_t i : kept) {
    append_be32(out, i);
    out.insert(out.end(), sectors_[i]->begin(), sectors_[i]->end());
  }
  append_be32(out, crc32(out));
  return out;
}

Result<void, std::string> NorFlash::load(Bytes image) {
  if (image.size() < header_bytes + 4 || as_text(image.first(magic.size())) != magic) {
    return refuse("this is not a flash image");
  }
  const std::uint32_t version = load_be32(image.data() + 8);
  if (version > image_version) {
    return refuse("written by a newer program (version " + std::to_string(version) + ", this one reads up to " +
                  std::to_string(image_version) + ")");
  }
  const std::uint32_t length = load_be32(image.data() + 12);
  if (length != image.size()) {
    return refuse("cut short or grown: " + std::to_string(image.size()) + " bytes instead of " +
                  std::to_string(length));
  }
  if (crc32(image.first(image.size() - 4)) != load_be32(image.data() + image.size() - 4)) {
    return refuse("damaged (the check sum is wrong)");
  }
  const std::uint32_t sectors = load_be32(image.data() + 16);
  const std::uint32_t kept = load_be32(image.data() + 20);
  if (sectors != sectors_.size()) {
    return refuse("of a flash of " + std::to_string(std::uint64_t{sectors} * sector_bytes / 1024) +
                  " KiB, but this reader has " + std::to_string(size_bytes() / 1024) + " KiB");
  }
  // From here on a mistake means a program that wrote nonsense with a right check sum.
  if (version == 0 ||
      length != header_bytes + 4 * std::uint64_t{sectors} + std::uint64_t{kept} * (4 + sector_bytes) + 4) {
    return refuse("inconsistent");
  }
  std::vector<std::unique_ptr<Sector>> loaded(sectors);
  const std::uint8_t* at = image.data() + header_bytes + 4 * std::size_t{sectors};
  for (std::uint32_t i = 0; i < kept; ++i, at += 4 + sector_bytes) {
    const std::uint32_t index = load_be32(at);
    if (index >= sectors || loaded[index]) return refuse("inconsistent");
    loaded[index] = std::make_unique<Sector>();
    std::copy_n(at + 4, sector_bytes, loaded[index]->begin());
  }
  for (std::size_t i = 0; i < wear_.size(); ++i) wear_[i] = load_be32(image.data() + header_bytes + 4 * i);
  sectors_ = std::move(loaded);
  return {};
}

}  // namespace mpos::storage
