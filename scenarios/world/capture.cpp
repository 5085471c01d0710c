// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/capture.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "devicemodel/base/crc32.hpp"
#include "devicemodel/link/frame.hpp"

namespace mpos::world {
namespace {

constexpr std::uint32_t section_header = 0x0A0D0D0A;
constexpr std::uint32_t interface_description = 1;
constexpr std::uint32_t enhanced_packet = 6;
constexpr std::uint16_t user0 = 147, user1 = 148, user2 = 149;

/// Little-endian numbers one after the other; the byte-order mark of the section says so.
class Body {
 public:
  Body& u16(std::uint16_t value) { return number(value, 2); }
  Body& u32(std::uint32_t value) { return number(value, 4); }
  Body& u64(std::uint64_t value) { return number(value, 8); }
  Body& padded(Bytes bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    bytes_.resize((bytes_.size() + 3) / 4 * 4);
    return *this;
  }
  Body& option(std::uint16_t code, Bytes value) {
    return u16(code).u16(static_cast<std::uint16_t>(value.size())).padded(value);
  }
  Bytes bytes() const { return bytes_; }

 private:
  Body& number(std::uint64_t value, int count) {
    for (int i = 0; i < count; ++i) bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    return *this;
  }
  std::vector<std::uint8_t> bytes_;
};

}  // namespace

Result<std::unique_ptr<Capture>, std::string> Capture::create(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "wbe");
  if (file == nullptr) return Failure{path + ": " + std::strerror(errno)};
  std::unique_ptr<Capture> capture{new Capture{file}};
  capture->write(section_header, Body{}.u32(0x1A2B3C4D).u16(1).u16(0).u64(~std::uint64_t{0}).bytes());
  constexpr std::uint16_t if_name = 2, if_tsresol = 9;
  constexpr std::uint8_t nanoseconds[] = {9};
  const auto interface = [&](std::uint16_t link_type, std::string_view name) {
    Body body;
    body.u16(link_type).u16(0).u32(0).option(if_name, as_bytes(name)).option(if_tsresol, nanoseconds).u32(0);
    capture->write(interface_description, body.bytes());
  };
  interface(user0, "phone and reader");
  interface(user2, "phone and host");
  interface(user1, "reader and card");
  return capture;
}

void Capture::packet(Wire wire, Way way, std::uint8_t reader, Instant time, Bytes frame) {
  std::vector<std::uint8_t> data{static_cast<std::uint8_t>(way), reader};
  data.insert(data.end(), frame.begin(), frame.end());
  const auto ns = static_cast<std::uint64_t>(time.time_since_epoch().count());
  const auto size = static_cast<std::uint32_t>(data.size());
  Body body;
  body.u32(static_cast<std::uint32_t>(wire)).u32(static_cast<std::uint32_t>(ns >> 32));
  body.u32(static_cast<std::uint32_t>(ns)).u32(size).u32(size).padded(data);
  write(enhanced_packet, body.bytes());
}

void Capture::write(std::uint32_t type, Bytes body) {
  const auto total = static_cast<std::uint32_t>(12 + body.size());
  Body block;
  block.u32(type).u32(total).padded(body).u32(total);
  std::fwrite(block.bytes().data(), 1, block.bytes().size(), file_.get());
  std::fflush(file_.get());  // whoever looks on sees it at once
}

std::vector<std::vector<std::uint8_t>> FrameCutter::take(Bytes bytes) {
  held_.insert(held_.end(), bytes.begin(), bytes.end());
  std::vector<std::vector<std::uint8_t>> frames;
  for (;;) {
    std::size_t junk = 0;
    const std::size_t size = length(junk);
    const auto cut = [&](std::size_t count) {
      const auto end = held_.begin() + static_cast<std::ptrdiff_t>(count);
      frames.emplace_back(held_.begin(), end);
      held_.erase(held_.begin(), end);
    };
    if (junk > 0) {
      cut(junk);
    } else if (size > 0 && held_.size() >= size) {
      cut(size);
    } else {
      return frames;
    }
  }
}

std::size_t FrameCutter::length(std::size_t& junk) const {
  if (wire_ == Capture::Wire::host) return held_.size() < 2 ? 0 : 2 + load_be16(held_.data());
  const auto is_frame = [this](std::size_t at) {
    return load_be16(held_.data() + at) == 0xA55A &&
           (crc32(Bytes{held_}.subspan(at, 12)) & 0xFFFF) == load_be16(held_.data() + at + 12) &&
           load_be16(held_.data() + at + 10) <= link::frame_payload_limit;
  };
  while (held_.size() - junk >= link::frame_header_bytes && !is_frame(junk)) ++junk;
  if (junk > 0 || held_.size() < link::frame_header_bytes) return 0;
  return link::frame_overhead_bytes + load_be16(held_.data() + 10);
}

}  // namespace mpos::world
