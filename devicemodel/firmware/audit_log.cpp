// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/audit_log.hpp"

#include "devicemodel/firmware/record_ids.hpp"

namespace mpos::firmware {
namespace {

using Id = records::RecordStore::Id;
constexpr Id first_id = record_id::audit.first;
static_assert(record_id::audit.count == AuditLog::kept);

constexpr std::uint8_t record_version = 1;
constexpr std::size_t head_bytes = 6;  // version, number 4, event
constexpr std::size_t chain_bytes = 32;
constexpr std::size_t longest = head_bytes + 16 + chain_bytes;

Id id_of(std::uint32_t number) noexcept {
  return static_cast<Id>(first_id + (number - 1) % AuditLog::kept);
}

}  // namespace

std::array<std::uint8_t, 32> AuditLog::chain_of(const std::array<std::uint8_t, 32>& before,
                                                const AuditEntry& entry) noexcept {
  ByteVector<chain_bytes + head_bytes + 16> text;
  text.append(before);
  std::array<std::uint8_t, 5> head{};
  store_be32(head.data(), entry.number);
  head[4] = static_cast<std::uint8_t>(entry.event);
  text.append(head);
  text.append(entry.detail.span());
  std::array<std::uint8_t, 32> out{};
  primitives_.hash(security::Hash::sha256, text.span(), out);
  return out;
}

std::optional<AuditEntry> AuditLog::entry(std::uint32_t number) const noexcept {
  if (number == 0) return std::nullopt;
  std::array<std::uint8_t, longest> bytes{};
  if (!store_.contains(id_of(number))) return std::nullopt;
  const auto length = store_.read(id_of(number), bytes);
  if (!length || *length < head_bytes + chain_bytes || bytes[0] != record_version) return std::nullopt;
  AuditEntry found;
  found.number = load_be32(&bytes[1]);
  found.event = static_cast<AuditEvent>(bytes[5]);
  found.detail.append(Bytes{bytes}.subspan(head_bytes, *length - head_bytes - chain_bytes));
  copy_bytes(Bytes{bytes}.subspan(*length - chain_bytes, chain_bytes), found.chain);
  if (found.number != number) return std::nullopt;
  return found;
}

bool AuditLog::load() noexcept {
  last_ = {};
  for (Id id = first_id; id < first_id + kept; ++id) {
    std::array<std::uint8_t, longest> bytes{};
    if (!store_.contains(id)) continue;
    const auto length = store_.read(id, bytes);
    if (!length || *length < head_bytes + chain_bytes) return false;
    const auto found = entry(load_be32(&bytes[1]));
    if (!found || id_of(found->number) != id) return false;
    if (found->number > last_.number) last_ = *found;
  }
  constexpr auto room = static_cast<std::uint32_t>(kept);
  const std::uint32_t oldest = last_.number > room ? last_.number - room + 1 : 1;
  std::array<std::uint8_t, chain_bytes> before{};
  for (std::uint32_t number = oldest; number <= last_.number; ++number) {
    const auto found = entry(number);
    if (!found) return false;
    // What stood before the oldest that is kept is not known any more.
    const bool known = number == 1 || number > oldest;
    if (known && chain_of(before, *found) != found->chain) return false;
    before = found->chain;
  }
  return true;
}

void AuditLog::forget() noexcept {
  for (Id id = first_id; id < first_id + kept; ++id) (void)store_.erase(id);
  last_ = {};
}

void AuditLog::append(AuditEvent event, Bytes detail) noexcept {
  AuditEntry made;
  made.number = last_.number + 1;
  made.event = event;
  made.detail.append(detail);
  made.chain = chain_of(last_.chain, made);
  ByteVector<longest> bytes;
  bytes.push_back(record_version);
  std::array<std::uint8_t, 4> number{};
  store_be32(number.data(), made.number);
  bytes.append(number);
  bytes.push_back(static_cast<std::uint8_t>(event));
  bytes.append(detail);
  bytes.append(made.chain);
  if (store_.write(id_of(made.number), bytes.span())) last_ = made;
}

}  // namespace mpos::firmware
