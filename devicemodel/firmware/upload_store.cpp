// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/upload_store.hpp"

#include "devicemodel/firmware/record_ids.hpp"

namespace mpos::firmware {
namespace {

static_assert(record_id::uploads.count == UploadStore::capacity);

constexpr std::uint8_t record_version = 1;
// version, kind, number 4, trace 4, original trace 4, amount 8, batch 6, processing 6, mode 3, sequence 3, account
// length; then the account and the chip data.
constexpr std::size_t head_bytes = 41;

using Packed = ByteVector<head_bytes + decltype(Upload::account)::capacity() + decltype(Upload::chip_data)::capacity()>;

/// Text that may be empty, in a place of its full length.
template <std::size_t N>
void put_text(const FixedString<N>& text, MutableBytes out) noexcept {
  for (std::size_t i = 0; i < N; ++i) out[i] = i < text.size() ? static_cast<std::uint8_t>(text.view()[i]) : ' ';
}

template <std::size_t N>
void take_text(Bytes bytes, FixedString<N>& out) noexcept {
  out.clear();
  if (bytes[0] != ' ') out.append(as_text(bytes.first(N)));
}

Packed pack(const Upload& upload) noexcept {
  Packed packed;
  packed.resize(head_bytes);
  const MutableBytes bytes = packed.span();
  bytes[0] = record_version;
  bytes[1] = static_cast<std::uint8_t>(upload.kind);
  store_be32(&bytes[2], upload.number);
  store_be32(&bytes[6], upload.trace);
  store_be32(&bytes[10], upload.original_trace);
  store_be64(&bytes[14], upload.amount_minor);
  put_text(upload.batch, bytes.subspan(22));
  put_text(upload.processing, bytes.subspan(28));
  put_text(upload.entry_mode, bytes.subspan(34));
  put_text(upload.card_sequence, bytes.subspan(37));
  bytes[40] = static_cast<std::uint8_t>(upload.account.size());
  packed.append(upload.account.span());
  packed.append(upload.chip_data.span());
  return packed;
}

std::optional<Upload> unpack(Bytes bytes) noexcept {
  Upload upload;
  if (bytes.size() < head_bytes || bytes[0] != record_version || bytes[1] < 1 || bytes[1] > 3) return std::nullopt;
  const std::size_t account = bytes[40];
  if (account > upload.account.capacity() || bytes.size() - head_bytes < account) return std::nullopt;
  upload.kind = static_cast<UploadKind>(bytes[1]);
  upload.number = load_be32(&bytes[2]);
  upload.trace = load_be32(&bytes[6]);
  upload.original_trace = load_be32(&bytes[10]);
  upload.amount_minor = load_be64(&bytes[14]);
  take_text(bytes.subspan(22), upload.batch);
  take_text(bytes.subspan(28), upload.processing);
  take_text(bytes.subspan(34), upload.entry_mode);
  take_text(bytes.subspan(37), upload.card_sequence);
  upload.account.append(bytes.subspan(head_bytes, account));
  if (!upload.chip_data.try_append(bytes.subspan(head_bytes + account)) || upload.number == 0) return std::nullopt;
  return upload;
}

std::optional<Upload> read(const records::RecordStore& store, std::size_t place) noexcept {
  Packed bytes;
  bytes.resize(bytes.capacity());
  const auto length = store.read(record_id::uploads.at(place), bytes.span());
  return length ? unpack(Bytes{bytes.span()}.first(*length)) : std::nullopt;
}

}  // namespace

bool UploadStore::load() noexcept {
  numbers_ = {};
  last_ = 0;
  for (std::size_t place = 0; place < capacity; ++place) {
    if (!store_.contains(record_id::uploads.at(place))) continue;
    const auto upload = read(store_, place);
    if (!upload) return false;
    numbers_[place] = upload->number;
    if (upload->number > last_) last_ = upload->number;
  }
  return true;
}

bool UploadStore::forget() noexcept {
  bool done = true;
  for (std::size_t place = 0; place < capacity; ++place) {
    done = store_.erase(record_id::uploads.at(place)).has_value() && done;
  }
  return done && load();
}

std::size_t UploadStore::count() const noexcept {
  std::size_t waiting = 0;
  for (const std::uint32_t number : numbers_) waiting += number != 0 ? 1U : 0U;
  return waiting;
}

bool UploadStore::keep(Upload upload) noexcept {
  for (std::size_t place = 0; place < capacity; ++place) {
    if (numbers_[place] != 0) continue;
    upload.number = last_ + 1;
    if (!store_.write(record_id::uploads.at(place), pack(upload).span())) return false;
    numbers_[place] = last_ = upload.number;
    return true;
  }
  return false;
}

std::optional<Upload> UploadStore::oldest() const noexcept {
  std::size_t found = capacity;
  for (std::size_t place = 0; place < capacity; ++place) {
    if (numbers_[place] != 0 && (found == capacity || numbers_[place] < numbers_[found])) found = place;
  }
  return found == capacity ? std::nullopt : read(store_, found);
}

bool UploadStore::drop(std::uint32_t number) noexcept {
  for (std::size_t place = 0; place < capacity; ++place) {
    if (number == 0 || numbers_[place] != number) continue;
    if (!store_.erase(record_id::uploads.at(place))) return false;
    numbers_[place] = 0;
    return true;
  }
  return true;
}

}  // namespace mpos::firmware
