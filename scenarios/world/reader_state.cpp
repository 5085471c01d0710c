// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/reader_state.hpp"

#include "devicemodel/base/crc32.hpp"

namespace mpos::world {
namespace {

constexpr std::string_view magic = "VMPOS-ST";
constexpr std::uint32_t version = 1;
constexpr std::size_t head_bytes = 16;

enum Tag : std::uint8_t {
  serial = 1,
  flash = 2,
  rtc_offset = 3,
  reader_key = 4,
  storage_key = 5,
  phone_key = 6,
  phone_id = 7
};

void put32(std::vector<std::uint8_t>& out, std::uint32_t value) {
  std::array<std::uint8_t, 4> bytes{};
  store_be32(bytes.data(), value);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

void put(std::vector<std::uint8_t>& out, Tag tag, Bytes bytes) {
  out.push_back(tag);
  put32(out, static_cast<std::uint32_t>(bytes.size()));
  out.insert(out.end(), bytes.begin(), bytes.end());
}

Failure<std::string> damaged(std::string_view how) {
  return Failure{"is damaged: " + std::string{how}};
}

bool take_field(ReaderState& state, std::uint8_t tag, Bytes value) {
  const auto key = [value](std::vector<std::uint8_t>& to) {
    to.assign(value.begin(), value.end());
    return value.size() == 32;
  };
  switch (tag) {
    case Tag::serial: state.serial = as_text(value); return value.size() <= 24;
    case Tag::flash: state.flash.assign(value.begin(), value.end()); return true;
    case Tag::rtc_offset:
      if (value.size() != 8) return false;
      state.rtc_offset_s = static_cast<std::int64_t>(load_be64(value.data()));
      return true;
    case Tag::reader_key: return key(state.reader_key);
    case Tag::storage_key: return key(state.storage_key);
    case Tag::phone_key: return key(state.phone_key);
    case Tag::phone_id: state.phone_id = as_text(value); return value.size() == 32;
    default: return false;
  }
}

}  // namespace

std::vector<std::uint8_t> encode_state(const ReaderState& state) {
  std::vector<std::uint8_t> body;
  body.reserve(state.flash.size() + 512);
  std::array<std::uint8_t, 8> offset{};
  store_be64(offset.data(), static_cast<std::uint64_t>(state.rtc_offset_s));
  put(body, Tag::serial, as_bytes(state.serial));
  put(body, Tag::flash, state.flash);
  put(body, Tag::rtc_offset, offset);
  put(body, Tag::reader_key, state.reader_key);
  put(body, Tag::storage_key, state.storage_key);
  put(body, Tag::phone_key, state.phone_key);
  put(body, Tag::phone_id, as_bytes(state.phone_id));

  std::vector<std::uint8_t> file{magic.begin(), magic.end()};
  file.reserve(body.size() + head_bytes + 4);
  put32(file, version);
  put32(file, static_cast<std::uint32_t>(body.size()));
  file.insert(file.end(), body.begin(), body.end());
  put32(file, crc32(file));
  return file;
}

Result<ReaderState, std::string> decode_state(Bytes file) {
  if (file.size() < head_bytes + 4 || as_text(file.first(magic.size())) != magic) {
    return damaged("it does not begin as a state file does");
  }
  const std::uint32_t found = load_be32(file.data() + 8);
  if (found != version) {
    return Failure{"is of version " + std::to_string(found) + "; this program knows version " +
                   std::to_string(version)};
  }
  const std::size_t size = load_be32(file.data() + 12);
  if (file.size() != head_bytes + size + 4) return damaged("its length is wrong");
  if (crc32(file.first(file.size() - 4)) != load_be32(file.data() + file.size() - 4)) {
    return damaged("its check sum is wrong");
  }
  ReaderState state;
  unsigned seen = 0;
  Bytes body = file.subspan(head_bytes, size);
  while (!body.empty()) {
    if (body.size() < 5) return damaged("a field is cut off");
    const std::uint8_t tag = body[0];
    const std::size_t length = load_be32(body.data() + 1);
    if (length > body.size() - 5) return damaged("a field is cut off");
    if (tag < 1 || tag > 7 || !take_field(state, tag, body.subspan(5, length))) return damaged("a field is wrong");
    seen |= 1U << tag;
    body = body.subspan(5 + length);
  }
  if (seen != 0xFE) return damaged("a field is missing");
  return state;
}

}  // namespace mpos::world
