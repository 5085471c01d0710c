// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/unit/peripherals/card/support.hpp"

namespace mpos::card::test {
namespace {

nlohmann::json published() {
  std::ifstream file(std::string(VMPOS_SOURCE_DIR) + "/tests/vectors/virtual_card.json");
  return nlohmann::json::parse(file);
}

TEST(VirtualCard, ReproducesAllSeventeenPublishedExchanges) {
  Bench bench("virtual_card");
  const nlohmann::json card = published();
  ASSERT_EQ(card.at("transcript").size(), 17U);
  for (const auto& exchange : card.at("transcript")) {
    const ApduReply reply = bench.send(exchange.at("c_apdu").get<std::string>());
    EXPECT_EQ(to_hex(reply.bytes), exchange.at("r_data").get<std::string>() + exchange.at("sw").get<std::string>())
        << exchange.at("step");
  }
}

TEST(VirtualCard, SignsThePublishedCertificates) {
  Bench bench("virtual_card");
  const nlohmann::json card = published();
  const auto record = [&](std::uint8_t sfi, std::uint8_t number) {
    for (const Record& one : bench.app().records) {
      if (one.sfi == sfi && one.number == number) return one.bytes;
    }
    return Blob{};
  };
  EXPECT_EQ(find(record(2, 2), 0x90), hex(card.at("issuer").at("certificate_90").get<std::string>()));
  EXPECT_EQ(find(record(2, 3), 0x93), hex(card.at("ssad_93").get<std::string>()));
  EXPECT_EQ(find(record(3, 1), 0x9F46), hex(card.at("icc").at("certificate_9F46").get<std::string>()));
  const CaPublicKey authority = ca_public_key(bench.primitives, *keys().find("ca_test"), hex("A000000333"), 0xFE);
  EXPECT_EQ(authority.modulus, hex(card.at("ca").at("modulus").get<std::string>()));
  EXPECT_EQ(authority.checksum, hex(card.at("ca").at("sha1").get<std::string>()));
}

TEST(VirtualCard, GoesOnAfterThePublishedConversation) {
  Bench bench("virtual_card");
  const nlohmann::json card = published();
  for (const auto& exchange : card.at("transcript")) bench.send(exchange.at("c_apdu").get<std::string>());
  EXPECT_EQ(bench.memory().atc, 1);
  EXPECT_EQ(bench.memory().last_online_atc, 1);
  EXPECT_EQ(bench.memory().log.size(), 1U);
  EXPECT_EQ(bench.status("00B2015C00"), sw::ok);
  EXPECT_EQ(bench.status("00B2025C00"), sw::record_not_found);
  bench.restart();
  bench.start();
  EXPECT_EQ(to_hex(bench.send("80CA9F3600").data()), "9F36020002");
}

TEST(VirtualCard, StaysMuteWithoutPower) {
  Bench bench("virtual_card");
  bench.card->power_off();
  EXPECT_TRUE(bench.send("00A404000E315041592E5359532E444446303100").mute());
  EXPECT_EQ(bench.card->reset(Interface::contactless, Reset::cold), Blob{});
  EXPECT_EQ(bench.card->reset(Interface::contact, Reset::warm), hex("3B600000"));
}

TEST(VirtualCard, ThinksLongerOverLongerKeys) {
  Bench small("virtual_card");
  Bench large("dda_1984");
  small.start();
  large.start();
  const ApduReply quick = small.send("00880000045566778800");
  const ApduReply slow = large.send("00880000045566778800");
  EXPECT_EQ(slow.status(), sw::ok);
  EXPECT_GT(slow.processing, 3 * quick.processing);
  EXPECT_LT(small.send("80CA9F3600").processing, quick.processing);
}

}  // namespace
}  // namespace mpos::card::test
