// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/selection.hpp"

#include "devicemodel/emv/dictionary.hpp"

namespace mpos::emv {
namespace {

constexpr std::uint8_t most_nexts = 15;  ///< a card that answers SELECT next for ever is not followed
constexpr std::uint8_t most_records = 30;

void fill_candidate(Bytes source, Candidate& out) noexcept {
  const auto copy = [&](Tag tag, ByteVector<16>& to) {
    const auto value = find_tlv(source, tag);
    if (value && value->size() <= 16) to.append(*value);
  };
  copy(tag::label, out.label);
  copy(tag::preferred_name, out.preferred);
  const auto priority = find_tlv(source, tag::priority);
  if (priority && priority->size() == 1) out.priority = (*priority)[0];
  const auto table = find_tlv(source, tag::code_table);
  if (table && table->size() == 1) out.code_table = (*table)[0];
}

bool already_there(const Candidates& candidates, Bytes name) noexcept {
  for (const Candidate& candidate : candidates) {
    if (equal(candidate.name.span(), name)) return true;
  }
  return false;
}

}  // namespace

bool name_matches(const AidParameters& aid, Bytes name) noexcept {
  if (name.size() < aid.aid.size() || !equal(name.first(aid.aid.size()), aid.aid.span())) return false;
  return aid.partial_match || name.size() == aid.aid.size();
}

bool add_entry(const AidTable& aids, Bytes entry, Candidates& out) noexcept {
  const auto name = find_tlv(entry, tag::adf_name);
  if (!name) return false;
  if (name->size() < 5 || name->size() > 16) return false;
  for (std::size_t i = 0; i < aids.size(); ++i) {
    if (!name_matches(aids[i], *name)) continue;
    if (already_there(out, *name)) return true;
    Candidate candidate;
    candidate.name.append(*name);
    candidate.parameters = static_cast<std::uint8_t>(i);
    fill_candidate(entry, candidate);
    (void)out.try_push_back(candidate);
    return true;
  }
  return true;
}

void sort_by_priority(Candidates& candidates) noexcept {
  const auto rank = [](const Candidate& candidate) {
    return (candidate.priority & 15) == 0 ? 16 : candidate.priority & 15;
  };
  for (std::size_t i = 1; i < candidates.size(); ++i) {
    const Candidate moved = candidates[i];
    std::size_t j = i;
    for (; j > 0 && rank(candidates[j - 1]) > rank(moved); --j) candidates[j] = candidates[j - 1];
    candidates[j] = moved;
  }
}

SelectionStep Selection::start(const AidTable& aids, bool use_pse, Candidates& out, Apdu& apdu) noexcept {
  *this = Selection{};
  if (!use_pse) return try_aid(aids, out, apdu);
  state_ = State::environment;
  build_apdu({0x00, 0xA4, 0x04, 0x00}, as_bytes("1PAY.SYS.DDF01"), Le::all, apdu);
  return {SelectionStep::Kind::send};
}

void Selection::read_directory_command(std::uint8_t record, std::uint8_t sfi, Apdu& apdu) noexcept {
  build_apdu({0x00, 0xB2, record, static_cast<std::uint8_t>(sfi << 3 | 4)}, {}, Le::all, apdu);
}

SelectionStep Selection::on_reply(const AidTable& aids, const Reply& reply, Candidates& out, Apdu& apdu) noexcept {
  if (state_ == State::list) return on_listed(aids, reply, out, apdu);
  if (state_ == State::directory) return on_directory(aids, reply, out, apdu);
  if (reply.sw == 0x6A81) return {SelectionStep::Kind::card_blocked};
  const auto fci = reply.ok() ? whole_tlv(reply.data, tag::fci) : std::nullopt;
  const auto proprietary = fci ? find_tlv(*fci, tag::fci_proprietary) : std::nullopt;
  const auto sfi = proprietary ? find_tlv(*proprietary, tag::directory_sfi) : std::nullopt;
  state_ = State::list;
  if (!sfi || sfi->size() != 1 || (*sfi)[0] < 1 || (*sfi)[0] > 10) return try_aid(aids, out, apdu);
  state_ = State::directory;
  sfi_ = (*sfi)[0];
  record_ = 1;
  read_directory_command(record_, sfi_, apdu);
  return {SelectionStep::Kind::send};
}

SelectionStep Selection::on_directory(const AidTable& aids, const Reply& reply, Candidates& out, Apdu& apdu) noexcept {
  bool good = reply.ok();
  if (good) {
    const auto record = whole_tlv(reply.data, tag::record);
    TlvReader reader{record.value_or(Bytes{})};
    good = record.has_value();
    while (good) {
      const auto entry = reader.next();
      if (!entry || !entry->has_value()) break;
      if ((*entry)->tag == tag::entry) good = add_entry(aids, (*entry)->value, out);
    }
  }
  if (good && record_ < most_records) {
    read_directory_command(++record_, sfi_, apdu);
    return {SelectionStep::Kind::send};
  }
  // Anything but "record not found" means that the directory cannot be trusted (book 1 section 12.3.2).
  if (!good && reply.sw != 0x6A83) out.clear();
  if (!out.empty()) {
    sort_by_priority(out);
    return {SelectionStep::Kind::ready};
  }
  state_ = State::list;
  return try_aid(aids, out, apdu);
}

SelectionStep Selection::try_aid(const AidTable& aids, Candidates& out, Apdu& apdu) noexcept {
  if (aid_ == aids.size()) {
    sort_by_priority(out);
    return {SelectionStep::Kind::ready};
  }
  const std::uint8_t which = next_ ? 0x02 : 0x00;
  build_apdu({0x00, 0xA4, 0x04, which}, aids[aid_].aid.span(), Le::all, apdu);
  return {SelectionStep::Kind::send};
}

SelectionStep Selection::on_listed(const AidTable& aids, const Reply& reply, Candidates& out, Apdu& apdu) noexcept {
  const bool first = aid_ == 0 && !next_;
  if (first && reply.sw == 0x6A81) return {SelectionStep::Kind::card_blocked};
  bool more = false;
  // 6283: the application is there but blocked; it is not a candidate, but others may follow.
  if (reply.ok() || reply.sw == 0x6283) {
    const auto fci = whole_tlv(reply.data, tag::fci);
    const auto name = fci ? find_tlv(*fci, tag::df_name) : std::nullopt;
    if (name && name->size() <= 16 && name_matches(aids[aid_], *name)) {
      blocked_ = blocked_ || reply.sw == 0x6283;
      more = aids[aid_].partial_match && name->size() > aids[aid_].aid.size() && ++nexts_ <= most_nexts;
      if (reply.ok() && !already_there(out, *name)) {
        Candidate candidate;
        candidate.name.append(*name);
        candidate.parameters = static_cast<std::uint8_t>(aid_);
        fill_candidate(find_tlv(*fci, tag::fci_proprietary).value_or(Bytes{}), candidate);
        (void)out.try_push_back(candidate);
      }
    }
  }
  next_ = more;
  if (!more) {
    ++aid_;
    nexts_ = 0;
  }
  return try_aid(aids, out, apdu);
}

}  // namespace mpos::emv
