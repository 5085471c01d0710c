// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/record_ids.hpp"
#include "devicemodel/firmware/terminal_parameters.hpp"

/// One record changed: the whole set is written anew beside the old one, as a download does.
namespace mpos::firmware {

TerminalParameters::Name TerminalParameters::name_of(ParameterKind kind, Bytes record) const noexcept {
  Name name;
  if (kind == ParameterKind::application) {
    if (const auto application = emv::import_aid(record)) name.append(application->aid.span());
    return name;
  }
  // A live key that is passed over keeps its place: its number is read where the laboratory's door is open.
  if (const auto key = emv::import_ca_key(primitives_, record, true)) {
    name.append(key->rid);
    name.push_back(key->index);
  }
  return name;
}

TerminalParameters::Edited TerminalParameters::begin_without(ParameterKind kind, Bytes name) noexcept {
  Index now;
  if (!read_index(kind, now)) return Edited::storage;
  begin(kind);
  bool found = false;
  for (std::size_t i = 0; i < now.blocks; ++i) {
    std::array<std::uint8_t, records::RecordStore::max_record_bytes> block;
    const auto length = store_.read(block_id(kind, now.side, i), block);
    if (!length) return Edited::storage;
    Bytes rest = Bytes{block}.first(*length);
    while (!rest.empty()) {
      if (rest.size() < 2 || rest.size() - 2 < load_be16(rest.data())) return Edited::storage;
      const Bytes record = rest.subspan(2, load_be16(rest.data()));
      rest = rest.subspan(2 + record.size());
      if (equal(name_of(kind, record).span(), name)) {
        found = true;
        continue;
      }
      const Added added = add(record);
      // A key that has become unwelcome since does not come along.
      if (added == Added::storage || (added == Added::refused && refusal_ != emv::ImportError::live_key)) {
        return Edited::storage;
      }
    }
  }
  return found ? Edited::yes : Edited::unknown;
}

TerminalParameters::Edited TerminalParameters::put(ParameterKind kind, Bytes record) noexcept {
  if (const auto trouble = trouble_with(kind, record)) {
    refusal_ = *trouble;
    return Edited::refused;
  }
  if (begin_without(kind, name_of(kind, record).span()) == Edited::storage) return Edited::storage;
  return add(record) == Added::yes && commit(version(kind) + 1) ? Edited::yes : Edited::storage;
}

TerminalParameters::Edited TerminalParameters::remove(ParameterKind kind, Bytes name) noexcept {
  const Edited begun = begin_without(kind, name);
  if (begun != Edited::yes) return begun;
  return commit(version(kind) + 1) ? Edited::yes : Edited::storage;
}

}  // namespace mpos::firmware
