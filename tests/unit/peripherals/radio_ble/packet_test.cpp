// SPDX-License-Identifier: Apache-2.0
#include "peripherals/radio_ble/packet.hpp"

#include <gtest/gtest.h>

#include <string>

#include "peripherals/radio_ble/layout.hpp"

namespace mpos::radio_ble {
namespace {

std::vector<std::uint8_t> two_packets() {
  std::vector<std::uint8_t> bytes;
  append_packet(bytes, {PacketType::up, 7, as_bytes("00:AA")});
  append_packet(bytes, {PacketType::down, 0x01020304, {}});
  return bytes;
}

TEST(Packet, ComesOutAsItWentInWhereverTheStreamIsCut) {
  const auto bytes = two_packets();
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    PacketReader reader;
    std::string seen;
    for (const Bytes part : {Bytes{bytes}.first(cut), Bytes{bytes}.subspan(cut)}) {
      reader.feed(part);
      for (auto packet = reader.next(); packet; packet = reader.next()) {
        seen += std::to_string(static_cast<int>(packet->type)) + "/" + std::to_string(packet->link) + "/" +
                std::string{as_text(packet->payload)} + " ";
      }
    }
    EXPECT_EQ(seen, "3/7/00:AA 5/16909060/ ") << "cut at " << cut;
    EXPECT_EQ(reader.next().error(), PacketError::incomplete);
  }
}

TEST(Packet, RefusesATypeOrALengthThatCannotBe) {
  auto bytes = two_packets();
  bytes[0] = 99;
  PacketReader reader;
  reader.feed(bytes);
  EXPECT_EQ(reader.next().error(), PacketError::malformed);

  bytes = two_packets();
  bytes[5] = 0xFF;
  PacketReader other;
  other.feed(bytes);
  EXPECT_EQ(other.next().error(), PacketError::malformed);
}

TEST(Layout, KnowsTheServicesOfRealModulesAndNoOthers) {
  EXPECT_EQ(find_layout("nus")->write.substr(0, 8), "6e400002");
  EXPECT_EQ(find_layout("issc")->notify.substr(0, 13), "49535343-1e4d");
  EXPECT_EQ(find_layout("fff0")->notify.substr(0, 8), "0000fff1");
  EXPECT_NE(find_layout("own")->service, find_layout("own")->write);
  EXPECT_FALSE(find_layout("spp"));
}

}  // namespace
}  // namespace mpos::radio_ble
