// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/terminal_memory.hpp"

#include "devicemodel/firmware/record_ids.hpp"

namespace mpos::firmware {
namespace {

using Id = records::RecordStore::Id;
constexpr Id trace_id = record_id::trace.first;
constexpr Id terminal_id = record_id::terminal.first;
constexpr Id reversal_id = record_id::reversal.first;
constexpr Id phones_id = record_id::phones.first;
constexpr Id module_id = record_id::module.first;
constexpr Id first_aside_id = record_id::reversals_aside.first;
constexpr Id last_aside_id = record_id::reversals_aside.last();
static_assert(record_id::reversals_aside.count == TerminalMemory::manual_reversals);

constexpr std::size_t phone_key_bytes = 32;
constexpr std::size_t terminal_record_bytes = 8;  // version, clock set, batch
// version, attempts, amount 8, trace 4, batch 6, mode 3, condition 1, reason 2, card sequence 3, then the chip data
constexpr std::size_t reversal_head_bytes = 29;
constexpr std::uint8_t record_version = 1;
constexpr std::uint8_t reversal_version = 2;
constexpr std::uint8_t cash_load_version = 3;  // the same, of a load of electronic cash

using ReversalBytes = ByteVector<reversal_head_bytes + decltype(ReversalRecord::chip_data)::capacity()>;

ReversalBytes pack(const ReversalRecord& record) noexcept {
  ReversalBytes packed;
  packed.resize(reversal_head_bytes);
  const MutableBytes bytes = packed.span();
  bytes[0] = record.cash_load ? cash_load_version : reversal_version;
  bytes[1] = record.attempts;
  store_be64(&bytes[2], record.amount_minor);
  store_be32(&bytes[10], record.trace);
  copy_bytes(as_bytes(record.batch), bytes.subspan(14, 6));
  copy_bytes(as_bytes(record.entry_mode), bytes.subspan(20, 3));
  copy_bytes(as_bytes(record.chip_condition), bytes.subspan(23, 1));
  copy_bytes(as_bytes(record.reason), bytes.subspan(24, 2));
  const FixedString<3> none{"   "};
  copy_bytes(as_bytes(record.card_sequence.empty() ? none : record.card_sequence), bytes.subspan(26, 3));
  packed.append(record.chip_data.span());
  return packed;
}

std::optional<ReversalRecord> unpack(Bytes bytes) noexcept {
  ReversalRecord record;
  if (bytes.size() < reversal_head_bytes || (bytes[0] != reversal_version && bytes[0] != cash_load_version) ||
      !record.chip_data.try_append(bytes.subspan(reversal_head_bytes))) {
    return std::nullopt;
  }
  record.cash_load = bytes[0] == cash_load_version;
  record.attempts = bytes[1];
  record.amount_minor = load_be64(&bytes[2]);
  record.trace = load_be32(&bytes[10]);
  record.batch = as_text(bytes.subspan(14, 6));
  record.entry_mode = as_text(bytes.subspan(20, 3));
  record.chip_condition = as_text(bytes.subspan(23, 1));
  record.reason = as_text(bytes.subspan(24, 2));
  if (bytes[26] != ' ') record.card_sequence = as_text(bytes.subspan(26, 3));
  return record;
}

}  // namespace

bool TerminalMemory::load() noexcept {
  trace_ = 0;
  batch_.clear();
  clock_set_ = false;
  reversal_.reset();
  phones_.clear();
  module_serial_.clear();

  std::array<std::uint8_t, 32 * max_phones> bytes{};
  if (store_.contains(trace_id)) {
    const auto length = store_.read(trace_id, bytes);
    if (!length || *length != 4) return false;
    trace_ = load_be32(bytes.data());
    if (trace_ > max_trace) return false;
  }
  if (store_.contains(terminal_id)) {
    const auto length = store_.read(terminal_id, bytes);
    if (!length || *length != terminal_record_bytes || bytes[0] != record_version) return false;
    clock_set_ = bytes[1] != 0;
    batch_ = as_text(Bytes{bytes}.subspan(2, 6));
  }
  if (store_.contains(reversal_id)) {
    const auto length = store_.read(reversal_id, bytes);
    if (!length) return false;
    reversal_ = unpack(Bytes{bytes}.first(*length));
    if (!reversal_) return false;
  }
  if (store_.contains(phones_id)) {
    const auto length = store_.read(phones_id, bytes);
    if (!length || *length % phone_key_bytes != 0) return false;
    phones_.append(Bytes{bytes}.first(*length));
  }
  if (store_.contains(module_id)) {
    const auto length = store_.read(module_id, bytes);
    if (!length || *length != module_serial_.capacity()) return false;
    module_serial_.append(Bytes{bytes}.first(*length));
  }
  return true;
}

bool TerminalMemory::forget() noexcept {
  bool done = true;
  const auto drop = [&](Id id) {
    if (store_.contains(id)) done = store_.erase(id).has_value() && done;
  };
  for (const Id id : {trace_id, terminal_id, reversal_id, phones_id, module_id, record_id::pin_tokens.first}) drop(id);
  for (Id id = first_aside_id; id <= last_aside_id; ++id) drop(id);
  return done && load();
}

std::optional<std::uint32_t> TerminalMemory::next_trace() noexcept {
  const std::uint32_t next = trace_ >= max_trace ? 1 : trace_ + 1;
  std::array<std::uint8_t, 4> bytes{};
  store_be32(bytes.data(), next);
  if (!store_.write(trace_id, bytes)) return std::nullopt;
  trace_ = next;
  return next;
}

bool TerminalMemory::set_batch(std::string_view batch) noexcept {
  if (clock_set_ && batch_ == batch) return true;
  std::array<std::uint8_t, terminal_record_bytes> bytes{record_version, 1};
  copy_bytes(as_bytes(batch), MutableBytes{bytes}.subspan(2));
  if (!store_.write(terminal_id, bytes)) return false;
  batch_ = batch;
  clock_set_ = true;
  return true;
}

bool TerminalMemory::keep_reversal(const ReversalRecord& record) noexcept {
  if (!store_.write(reversal_id, pack(record).span())) return false;
  reversal_ = record;
  return true;
}

bool TerminalMemory::drop_reversal() noexcept {
  if (!reversal_) return true;
  if (!store_.erase(reversal_id)) return false;
  reversal_.reset();
  return true;
}

bool TerminalMemory::set_reversal_aside() noexcept {
  if (!reversal_) return true;
  Id free = first_aside_id;
  while (free <= last_aside_id && store_.contains(free)) ++free;
  // Each of them is somebody's money: none makes room for another.
  if (free > last_aside_id) return false;
  return store_.write(free, pack(*reversal_).span()).has_value() && drop_reversal();
}

std::size_t TerminalMemory::reversals_aside() const noexcept {
  std::size_t count = 0;
  for (Id id = first_aside_id; id <= last_aside_id; ++id) count += store_.contains(id) ? 1U : 0U;
  return count;
}

bool TerminalMemory::keep_module_serial(Bytes serial) noexcept {
  if (equal(serial, module_serial_.span())) return true;
  if (!store_.write(module_id, serial)) return false;
  module_serial_.clear();
  module_serial_.append(serial);
  return true;
}

bool TerminalMemory::is_known(Bytes public_key) const {
  for (std::size_t at = 0; at < phones_.size(); at += phone_key_bytes) {
    if (equal(public_key, phones_.span().subspan(at, phone_key_bytes))) return true;
  }
  return false;
}

void TerminalMemory::remember(Bytes public_key) {
  if (public_key.size() != phone_key_bytes || is_known(public_key)) return;
  if (phones_.full()) phones_.discard_front(phone_key_bytes);
  phones_.append(public_key);
  // A failed write costs the merchant one more comparison, nothing else.
  (void)store_.write(phones_id, phones_.span());
}

}  // namespace mpos::firmware
