// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/terminal_parameters.hpp"

#include "devicemodel/firmware/record_ids.hpp"

namespace mpos::firmware {
namespace {

using Id = records::RecordStore::Id;

static_assert(record_id::applications.count == 2 * TerminalParameters::application_blocks);
static_assert(record_id::ca_keys.count == 2 * TerminalParameters::key_blocks);
constexpr std::uint8_t record_version = 2;
constexpr std::size_t index_bytes = 7;  // form, side, blocks, version 4

}  // namespace

Id TerminalParameters::index_id(ParameterKind kind) noexcept {
  return kind == ParameterKind::application ? record_id::application_index.first : record_id::ca_key_index.first;
}

std::size_t TerminalParameters::most_blocks(ParameterKind kind) noexcept {
  return kind == ParameterKind::application ? application_blocks : key_blocks;
}

Id TerminalParameters::block_id(ParameterKind kind, std::uint8_t side, std::size_t block) noexcept {
  const auto& range = kind == ParameterKind::application ? record_id::applications : record_id::ca_keys;
  return range.at(side * most_blocks(kind) + block);
}

bool TerminalParameters::read_index(ParameterKind kind, Index& out) const noexcept {
  out = {};
  if (!store_.contains(index_id(kind))) return true;
  std::array<std::uint8_t, index_bytes> bytes{};
  const auto length = store_.read(index_id(kind), bytes);
  if (!length || *length != index_bytes || bytes[0] != record_version || bytes[1] > 1 || bytes[2] > most_blocks(kind)) {
    return false;
  }
  out = {bytes[1], bytes[2], load_be32(&bytes[3])};
  return true;
}

bool TerminalParameters::take(ParameterKind kind, Bytes record) noexcept {
  // What is right and finds no room is no key that has become unwelcome.
  refusal_ = emv::ImportError::bad_value;
  if (kind == ParameterKind::application) {
    const auto parameters = emv::import_aid(record);
    if (!parameters) refusal_ = parameters.error();
    return parameters && applications_.try_push_back(*parameters);
  }
  const auto key = emv::import_ca_key(primitives_, record, lab_);
  if (!key) refusal_ = key.error();
  return key && keys_.put(*key);
}

std::optional<emv::ImportError> TerminalParameters::trouble_with(ParameterKind kind, Bytes record) const noexcept {
  const auto error = [](const auto& made) { return made ? std::nullopt : std::optional{made.error()}; };
  return kind == ParameterKind::application ? error(emv::import_aid(record))
                                            : error(emv::import_ca_key(primitives_, record, lab_));
}

bool TerminalParameters::load(ParameterKind kind) noexcept {
  Index index;
  if (!read_index(kind, index)) return false;
  if (kind == ParameterKind::application) {
    applications_.clear();
  } else {
    keys_.clear();
  }
  for (std::size_t i = 0; i < index.blocks; ++i) {
    block_.resize(block_.capacity());
    const auto length = store_.read(block_id(kind, index.side, i), block_.span());
    if (!length) return false;
    Bytes rest = Bytes{block_.data(), *length};
    while (!rest.empty()) {
      if (rest.size() < 2 || rest.size() - 2 < load_be16(rest.data())) return false;
      const std::size_t size = load_be16(rest.data());
      // A key that has become unwelcome since (the laboratory's door is shut again) is passed over.
      if (!take(kind, rest.subspan(2, size)) && refusal_ != emv::ImportError::live_key) return false;
      rest = rest.subspan(2 + size);
    }
  }
  block_.clear();
  return true;
}

bool TerminalParameters::load() noexcept {
  return load(ParameterKind::application) && load(ParameterKind::ca_key);
}

bool TerminalParameters::forget() noexcept {
  bool done = true;
  for (const ParameterKind kind : {ParameterKind::application, ParameterKind::ca_key}) {
    done = store_.erase(index_id(kind)).has_value() && done;
    for (std::uint8_t side = 0; side < 2; ++side) {
      for (std::size_t i = 0; i < most_blocks(kind); ++i)
        done = store_.erase(block_id(kind, side, i)).has_value() && done;
    }
  }
  return done && load();
}

void TerminalParameters::begin(ParameterKind kind) noexcept {
  loading_ = kind;
  added_ = 0;
  block_.clear();
  Index now;
  (void)read_index(kind, now);
  next_ = {static_cast<std::uint8_t>(now.side ^ 1U), 0, 0};
}

bool TerminalParameters::flush() noexcept {
  if (block_.empty()) return true;
  if (next_.blocks == most_blocks(loading_)) return false;
  if (!store_.write(block_id(loading_, next_.side, next_.blocks), block_.span())) return false;
  ++next_.blocks;
  block_.clear();
  return true;
}

TerminalParameters::Added TerminalParameters::add(Bytes record) noexcept {
  if (const auto trouble = trouble_with(loading_, record)) {
    refusal_ = *trouble;
    return Added::refused;
  }
  // A set that fits the flash and not the table would be found at the next start, when the old one is gone.
  const std::size_t room =
      loading_ == ParameterKind::application ? emv::AidTable::capacity() : emv::CaKeyTable::capacity;
  if (added_ == room) return Added::storage;
  if (record.size() + 2 > block_.capacity()) return Added::storage;
  if (record.size() + 2 > block_.capacity() - block_.size() && !flush()) return Added::storage;
  std::array<std::uint8_t, 2> length{static_cast<std::uint8_t>(record.size() >> 8),
                                     static_cast<std::uint8_t>(record.size())};
  block_.append(length);
  block_.append(record);
  ++added_;
  return Added::yes;
}

std::uint32_t TerminalParameters::version(ParameterKind kind) const noexcept {
  Index index;
  return read_index(kind, index) ? index.version : 0;
}

bool TerminalParameters::commit(std::uint32_t version) noexcept {
  if (!flush()) return false;
  std::array<std::uint8_t, index_bytes> bytes{record_version, next_.side, next_.blocks};
  store_be32(&bytes[3], version);
  return store_.write(index_id(loading_), bytes).has_value() && load(loading_);
}

}  // namespace mpos::firmware
