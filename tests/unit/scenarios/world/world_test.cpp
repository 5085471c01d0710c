// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "scenarios/world/card_maker.hpp"
#include "scenarios/world/key_names.hpp"
#include "scenarios/world/reader_state.hpp"
#include "scenarios/world/setup.hpp"
#include "scenarios/world/state_directory.hpp"

namespace mpos::world {
namespace {

ReaderState some_state() {
  ReaderState state;
  state.serial = "SIM-DF-000001";
  state.flash = {1, 2, 3};
  state.rtc_offset_s = -77;
  state.reader_key.assign(32, 4);
  state.storage_key.assign(32, 5);
  state.phone_key.assign(32, 6);
  state.phone_id = std::string(32, 'A');
  return state;
}

TEST(ReaderStateFile, ComesBackAsItWas) {
  const auto again = decode_state(encode_state(some_state()));
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(again->serial, "SIM-DF-000001");
  EXPECT_EQ(again->flash, (std::vector<std::uint8_t>{1, 2, 3}));
  EXPECT_EQ(again->rtc_offset_s, -77);
  EXPECT_EQ(again->phone_key, std::vector<std::uint8_t>(32, 6));
  EXPECT_EQ(again->phone_id, std::string(32, 'A'));
}

TEST(ReaderStateFile, WithAnyBitFlippedOrCutIsRefused) {
  const auto good = encode_state(some_state());
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto bad = good;
    bad[i] = static_cast<std::uint8_t>(bad[i] ^ 0x10);
    EXPECT_FALSE(decode_state(bad)) << i;
    EXPECT_FALSE(decode_state(Bytes{good}.first(i))) << i;
  }
}

TEST(KeyNames, GoBothWays) {
  for (std::size_t i = 0; i < hal::key_count; ++i) {
    const auto key = static_cast<hal::Key>(i);
    EXPECT_EQ(key_from_name(key_name(key)), key);
  }
  EXPECT_FALSE(key_from_name("10"));
}

TEST(Serial, CountsOnInItsLastDigits) {
  EXPECT_EQ(serial_of("SIM-DF-000001", 0), "SIM-DF-000001");
  EXPECT_EQ(serial_of("SIM-DF-000001", 9), "SIM-DF-000010");
  EXPECT_EQ(serial_of("SIM-9", 1), "SIM-0") << "it does not run into the letters";
}

TEST(Setup, RefusesASerialThatDoesNotSaySimulator) {
  config::v1::ReaderProfile profile;
  profile.set_serial("VMP-000001");
  const auto setup = make_setup(profile, "reader", 0);
  ASSERT_FALSE(setup);
  EXPECT_NE(setup.error().find("SIM-"), std::string::npos);
}

TEST(Setup, RefusesAnAntennaBesideThe55AaWire) {
  config::v1::ReaderProfile profile;
  profile.set_serial("SIM-YC-000001");
  profile.set_terminal("30000001");
  profile.set_merchant("102310053110001");
  profile.mutable_policy()->set_front(config::v1::Policy::CUP_55AA);
  EXPECT_TRUE(make_setup(profile, "reader", 0));
  profile.mutable_body()->set_contactless(true);
  const auto setup = make_setup(profile, "reader", 0);
  ASSERT_FALSE(setup);
  EXPECT_NE(setup.error().find("a body without an antenna"), std::string::npos);
}

TEST(Keys, AreThisReadersOwn) {
  primitives::OpenSslPrimitives primitives;
  config::v1::ReaderProfile profile;
  profile.mutable_keys()->set_tmk_master("3C2B1A0918273645546372819FAEBDCC");
  profile.set_serial("SIM-DF-000001");
  const auto one = make_keys(profile, primitives);
  profile.set_serial("SIM-DF-000002");
  const auto two = make_keys(profile, primitives);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->terminal_master.size(), 16U);
  EXPECT_FALSE(equal(one->terminal_master.expose(), two->terminal_master.expose()));
}

TEST(Keys, OfDukptMatchThePublishedDerivation) {
  primitives::OpenSslPrimitives primitives;
  config::v1::ReaderProfile profile;
  profile.set_serial("SIM-DF-000001");
  profile.mutable_keys()->set_bdk("0123456789ABCDEFFEDCBA9876543210");
  const auto keys = make_keys(profile, primitives);
  ASSERT_TRUE(keys);
  EXPECT_EQ(keys->dukpt_ksn.size(), 10U);
  EXPECT_EQ(keys->dukpt_ksn[7] & 0x1F, 0) << "the counter begins at zero";
  EXPECT_EQ(keys->dukpt_initial.size(), 16U);
}

TEST(CardMaker, RefusesATrackItCannotWrite) {
  config::v1::CardFile file;
  file.set_track2("62220212=letters");
  const auto card = make_card(file);
  ASSERT_FALSE(card);
  EXPECT_NE(card.error().find("character"), std::string::npos);
}

TEST(StateDirectory, TakesOnlyNamesThatStayInside) {
  EXPECT_TRUE(StateDirectory::is_good_name("reader-2"));
  for (const char* name : {"", ".", "..", "a/b", "/etc", "a b"})
    EXPECT_FALSE(StateDirectory::is_good_name(name)) << name;
}

}  // namespace
}  // namespace mpos::world
