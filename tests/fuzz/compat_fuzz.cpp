// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/compat/chip_commands.hpp"
#include "devicemodel/compat/front.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mpos;
  compat::Front front;
  Duration now{};
  Bytes rest{data, size};
  while (!rest.empty()) {
    // The first byte of each piece says how long it is, whether time passes, and whether the far end reads.
    const std::uint8_t how = rest[0];
    rest = rest.subspan(1);
    std::size_t count = how & 0x3FU;
    if (count > rest.size()) count = rest.size();
    if (count > front.room()) count = front.room();
    front.feed(rest.first(count), now);
    rest = rest.subspan(count);
    while (const auto packet = front.poll(now)) {
      MPOS_ASSERT(packet->data.size() <= compat::max_packet_bytes);
      const Bytes body = packet->data;
      (void)compat::parse_cache_write(body);
      (void)compat::parse_key_load(body, compat::Proof::none);
      (void)compat::parse_key_load(body, compat::Proof::required);
      (void)compat::parse_mac_check(body);
      (void)compat::parse_data_order(body);
      (void)compat::parse_card_order(body);
      (void)compat::parse_pin_order(body);
      (void)compat::parse_text_order(body);
      (void)compat::parse_chip_order(body);
      (void)compat::parse_record_index(body);
      for (const compat::Proof proof : {compat::Proof::none, compat::Proof::required}) {
        if (const auto issuer = compat::parse_issuer_data(body, proof)) {
          MPOS_ASSERT(issuer->chip_data.size() <= compat::max_chip_data_bytes);
        }
        (void)compat::parse_parameter_edit(body, proof);
      }
      front.answer(packet->index, compat::FrameType::success, body, now);
    }
    if ((how & 0x40U) != 0) {
      if (const auto due = front.deadline()) now = *due;
      front.on_time(now);
    }
    if ((how & 0x80U) != 0) front.sent(front.outgoing().size());
  }
  return 0;
}
