// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/state.hpp"

#include <gtest/gtest.h>

#include "devicemodel/base/crc32.hpp"

namespace mpos::card::test {
namespace {

CardState sample() {
  CardState state;
  state.pin = "123456";
  state.pin_tries = 2;
  state.random_counter = 77;
  ApplicationState app;
  app.atc = 12;
  app.last_online_atc = 9;
  app.online_pending = true;
  app.scripts = 3;
  app.cash_balance = 123456;
  app.log = {Blob{1, 2, 3}, Blob{}};
  app.written_records[0x1501] = Blob(32, 0xA5);
  state.applications = {app, ApplicationState{}};
  state.wallet_balance = 5000;
  state.wallet_sequence = 18;
  return state;
}

TEST(CardStateFile, ComesBackAsItWas) {
  EXPECT_EQ(load(save(sample())), sample());
  EXPECT_EQ(load(save(CardState{})), CardState{});
}

TEST(CardStateFile, RefusesEveryDamagedByteAndEveryCut) {
  const Blob good = save(sample());
  for (std::size_t i = 0; i < good.size(); ++i) {
    Blob bad = good;
    bad[i] = static_cast<std::uint8_t>(bad[i] ^ 0x10);
    EXPECT_FALSE(load(bad)) << i;
    EXPECT_FALSE(load(Bytes{good}.first(i))) << i;
  }
}

TEST(CardStateFile, RefusesWhatIsWholeButImpossible) {
  const auto resealed = [](std::size_t at, std::uint8_t value) {
    Blob bytes = save(sample());
    bytes[at] = value;
    store_be32(bytes.data() + bytes.size() - 4, crc32(Bytes{bytes}.first(bytes.size() - 4)));
    return bytes;
  };
  EXPECT_FALSE(load(resealed(4, 2)));    // version
  EXPECT_FALSE(load(resealed(7, 'x')));  // a PIN digit
  EXPECT_FALSE(load(resealed(13, 16)));  // tries
  EXPECT_FALSE(load(resealed(14, 2)));   // a flag
  EXPECT_FALSE(load(resealed(5, 0xFF)));
  EXPECT_TRUE(load(resealed(13, 1)));
}

}  // namespace
}  // namespace mpos::card::test
