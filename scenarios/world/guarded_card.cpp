// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/guarded_card.hpp"

#include <string>

#include "devicemodel/emv/tlv.hpp"

namespace mpos::world {
namespace {

/// The digits before the padding of tag 5A or the separator of tag 57.
std::string digits_of(Bytes value) {
  std::string out;
  for (const char digit : card::to_hex(value)) {
    if (digit < '0' || digit > '9') break;
    out += digit;
  }
  return out;
}

bool all_admitted(Bytes bytes, const GuardedCard::Admits& admits, std::size_t depth = emv::max_tlv_depth) {
  emv::TlvReader reader{bytes};
  for (auto next = reader.next(); next && *next; next = reader.next()) {
    const emv::Tlv& object = **next;
    if ((object.tag == 0x5A || object.tag == 0x57) && !admits(digits_of(object.value))) return false;
    if (emv::is_constructed(object.tag) && depth > 0 && !all_admitted(object.value, admits, depth - 1)) return false;
  }
  return true;
}

}  // namespace

card::ApduReply GuardedCard::transmit(Bytes command) {
  if (mute_) return {};
  card::ApduReply reply = card_->transmit(command);
  if (all_admitted(reply.data(), admits_)) return reply;
  mute_ = true;
  refused_();
  return {};
}

}  // namespace mpos::world
