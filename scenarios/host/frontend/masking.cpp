// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/masking.hpp"

#include <algorithm>

#include "devicemodel/iso8583/tlv59.hpp"
#include "scenarios/host/frontend/exchange.hpp"

namespace mpos::host {
namespace {

void fill(iso8583::Message& message, int field, std::size_t keep_front, std::size_t keep_back, std::uint8_t with) {
  if (!message.has(field)) return;
  const Bytes value = message.get(field);
  std::vector<std::uint8_t> masked(value.begin(), value.end());
  for (std::size_t i = keep_front; i + keep_back < masked.size(); ++i) masked[i] = with;
  message.set(field, masked);
}

/// Overwrites an element of an element in `bytes`, which both lists were read from.
void fill_element(std::vector<std::uint8_t>& bytes, std::string_view outer, std::string_view inner) {
  const auto list = iso8583::parse_tlv(bytes);
  auto value = list ? list->find(outer) : std::nullopt;
  if (value && !inner.empty()) {
    const auto group = iso8583::parse_tlv(*value);
    value = group ? group->find(inner) : std::nullopt;
  }
  if (!value) return;
  const auto start = bytes.begin() + (value->data() - bytes.data());
  std::fill_n(start, value->size(), std::uint8_t{'0'});
}

}  // namespace

void mask(iso8583::Message& message) {
  fill(message, 2, 6, 4, '0');
  fill(message, 14, 0, 0, '0');
  fill(message, 35, 6, 0, '0');
  fill(message, 36, 0, 0, '0');
  fill(message, 45, 0, 0, '0');
  fill(message, 52, 0, 0, 0);
  fill(message, 55, 0, 0, 0);
  if (message.mti.view() == "0810") fill(message, 62, 0, 0, 0);
  if (!message.has(59)) return;
  const Bytes value = message.get(59);
  std::vector<std::uint8_t> field59(value.begin(), value.end());
  fill_element(field59, "A6", "03");
  fill_element(field59, "A2", "03");
  fill_element(field59, "A1", "");
  message.set(59, field59);
}

bus::v1::HostMessage masked_event(const iso8583::Message& message, const iso8583::Frame& frame, bool to_host,
                                  std::string_view text) {
  bus::v1::HostMessage event;
  event.set_to_host(to_host);
  event.set_mti(std::string(message.mti.view()));
  if (!to_host) event.set_response_code(std::string(message.text(39)));
  event.set_trace(static_cast<std::uint32_t>(number(message.text(11))));
  event.set_text(std::string(text));
  iso8583::Message copy = message;
  mask(copy);
  std::array<std::uint8_t, 4096> packed;
  const auto size = iso8583::pack(copy, packed);
  std::array<std::uint8_t, 4096> framed;
  if (!size) return event;
  const auto tpdu = to_host ? frame.tpdu : frame.tpdu.swapped();
  const auto whole = iso8583::build_frame(tpdu, frame.header, Bytes{packed}.first(*size), framed);
  if (whole) event.set_frame(framed.data(), *whole);
  return event;
}

}  // namespace mpos::host
