// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/wallet_log.hpp"

#include "devicemodel/firmware/record_ids.hpp"

namespace mpos::firmware {
namespace {

using Id = records::RecordStore::Id;
constexpr Id first_id = record_id::wallet.first;
static_assert(record_id::wallet.count == WalletLog::kept);
constexpr std::uint8_t record_version = 1;
constexpr std::size_t record_bytes =
    35;  // version, state, number 4, amount 4, terminal 4, serial 8, card 2, moment 7, TAC 4

using Packed = std::array<std::uint8_t, record_bytes>;

Id id_of(std::uint32_t number) noexcept {
  return static_cast<Id>(first_id + (number - 1) % WalletLog::kept);
}

Packed pack(const WalletRecord& record) noexcept {
  Packed bytes{};
  bytes[0] = record_version;
  bytes[1] = static_cast<std::uint8_t>(record.state);
  store_be32(&bytes[2], record.number);
  const MutableBytes out{bytes};
  copy_bytes(record.amount, out.subspan(6));
  copy_bytes(record.terminal_number, out.subspan(10));
  copy_bytes(record.card_serial, out.subspan(14));
  copy_bytes(record.card_number, out.subspan(22));
  copy_bytes(record.moment, out.subspan(24));
  copy_bytes(record.tac, out.subspan(31));
  return bytes;
}

std::optional<WalletRecord> unpack(Bytes bytes) noexcept {
  if (bytes.size() != record_bytes || bytes[0] != record_version || bytes[1] < 1 || bytes[1] > 4) return std::nullopt;
  WalletRecord record;
  record.state = static_cast<WalletRecord::State>(bytes[1]);
  record.number = load_be32(&bytes[2]);
  copy_bytes(bytes.subspan(6, 4), record.amount);
  copy_bytes(bytes.subspan(10, 4), record.terminal_number);
  copy_bytes(bytes.subspan(14, 8), record.card_serial);
  copy_bytes(bytes.subspan(22, 2), record.card_number);
  copy_bytes(bytes.subspan(24, 7), record.moment);
  copy_bytes(bytes.subspan(31, 4), record.tac);
  return record.number == 0 ? std::nullopt : std::optional{record};
}

}  // namespace

std::optional<WalletRecord> WalletLog::record(std::uint32_t number) const noexcept {
  Packed bytes{};
  if (number == 0 || !store_.contains(id_of(number))) return std::nullopt;
  const auto length = store_.read(id_of(number), bytes);
  if (!length) return std::nullopt;
  auto found = unpack(Bytes{bytes}.first(*length));
  if (found && found->number != number) return std::nullopt;
  return found;
}

bool WalletLog::load() noexcept {
  count_ = 0;
  for (Id id = first_id; id < first_id + kept; ++id) {
    Packed bytes{};
    if (!store_.contains(id)) continue;
    const auto length = store_.read(id, bytes);
    const auto found = length ? unpack(Bytes{bytes}.first(*length)) : std::nullopt;
    if (!found || id_of(found->number) != id) return false;
    if (found->number > count_) count_ = found->number;
  }
  return true;
}

void WalletLog::forget() noexcept {
  for (Id id = first_id; id < first_id + kept; ++id) (void)store_.erase(id);
  count_ = 0;
}

bool WalletLog::open(WalletRecord& record) noexcept {
  record.number = count_ + 1;
  record.state = WalletRecord::State::open;
  if (!store_.write(id_of(record.number), pack(record))) return false;
  count_ = record.number;
  return true;
}

bool WalletLog::close(const WalletRecord& record) noexcept {
  return store_.write(id_of(record.number), pack(record)).has_value();
}

}  // namespace mpos::firmware
