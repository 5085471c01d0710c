// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/static_records.hpp"

#include "devicemodel/emv/dictionary.hpp"

namespace mpos::emv {

Reason keep_card_object(DataStore& store, const Tlv& object) noexcept {
  if (is_constructed(object.tag)) return Reason::none;
  const Definition* known = definition(object.tag);
  if (known != nullptr) {
    if (known->source != Source::card) return Reason::none;
    if (object.value.size() < known->shortest || object.value.size() > known->longest) return Reason::bad_data;
  }
  if (store.has(object.tag)) return Reason::duplicate_data;
  return store.put(object.tag, object.value) ? Reason::none : Reason::out_of_memory;
}

Reason keep_card_objects(DataStore& store, Bytes bytes) noexcept {
  TlvReader reader{bytes};
  while (true) {
    const auto object = reader.next();
    if (!object) return Reason::bad_data;
    if (!object->has_value()) return Reason::none;
    const Reason reason = keep_card_object(store, **object);
    if (reason != Reason::none) return reason;
  }
}

void StaticRecords::clear() noexcept {
  wipe(signed_.span());
  signed_.clear();
  afl_.clear();
  entry_ = 0;
  record_ = 0;
  unusable_ = false;
}

bool StaticRecords::start(Bytes afl) noexcept {
  clear();
  if (afl.empty() || afl.size() % 4 != 0 || !afl_.try_append(afl)) return false;
  for (std::size_t i = 0; i < afl.size(); i += 4) {
    const unsigned sfi = afl[i] >> 3;
    const unsigned first = afl[i + 1];
    const unsigned last = afl[i + 2];
    if ((afl[i] & 7) != 0 || sfi < 1 || sfi > 30 || first < 1 || last < first || afl[i + 3] > last - first + 1)
      return false;
  }
  record_ = afl_[1];
  return true;
}

std::optional<StaticRecords::Next> StaticRecords::next() const noexcept {
  if (entry_ >= afl_.size()) return std::nullopt;
  return Next{record_, static_cast<std::uint8_t>(afl_[entry_] | 4)};
}

Reason StaticRecords::take(Bytes record, DataStore& store) noexcept {
  const unsigned sfi = afl_[entry_] >> 3;
  const bool flagged = record_ < afl_[entry_ + 1] + afl_[entry_ + 3];
  const auto value = whole_tlv(record, tag::record);
  if (!value && sfi <= 10) return Reason::bad_data;
  if (flagged) {
    // Records of SFI 1 to 10 are signed without tag and length of the template, others as they are (book 3, 10.3).
    if (!value || !signed_.try_append(sfi <= 10 ? *value : record)) unusable_ = true;
  }
  if (record_ == afl_[entry_ + 2]) {
    entry_ += 4;
    if (entry_ < afl_.size()) record_ = afl_[entry_ + 1];
  } else {
    ++record_;
  }
  return value ? keep_card_objects(store, *value) : Reason::none;
}

std::optional<Bytes> StaticRecords::signed_data() const noexcept {
  if (unusable_) return std::nullopt;
  return Bytes{signed_.data(), signed_.size()};
}

bool StaticRecords::add_tag_list(const DataStore& store) noexcept {
  const auto list = store.get(tag::sda_list);
  if (!list) return true;
  if (list->size() != 1 || (*list)[0] != tag::aip) return false;
  return signed_.try_append(store.get_or_empty(tag::aip));
}

}  // namespace mpos::emv
