// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/peripherals/psam/support.hpp"

namespace mpos::psam::test {
namespace {

const Blob card_maintenance = hex("0F1E2D3C4B5A69788796A5B4C3D2E1F0");
const Blob application_maintenance = hex("13579BDF02468ACE13579BDF02468ACF");

TEST(Files, AreReadAsSeenOnTheWire) {
  Bench bench;
  EXPECT_EQ(bench.text("00B095000E"),
            "2024091700000000000101010000"
            "9000");
  EXPECT_EQ(bench.text("00B0960006"), "1122334455669000");
  EXPECT_EQ(bench.status("00B0970019"), sw::file_not_found);
  bench.select_application();
  EXPECT_EQ(bench.text("00B0970019"),
            "01010203040506070811121314151617182024010120301231"
            "9000");
  EXPECT_EQ(bench.text("00B0980004"), "00000A0B9000");
  EXPECT_EQ(bench.status("00B0950000"), sw::file_not_found);
}

TEST(Files, AreSelectedByIdentifierAndReadFromAnOffset) {
  Bench bench;
  EXPECT_EQ(bench.status("00B0000000"), sw::conditions);
  EXPECT_EQ(bench.status("00A40000020015"), sw::ok);
  EXPECT_EQ(bench.text("00B0000A01"), "019000");
  EXPECT_EQ(bench.status("00B0000A05"), 0x6C04);
  EXPECT_EQ(bench.status("00B0000E01"), sw::wrong_offset);
  EXPECT_EQ(bench.status("00A40000020000"), sw::file_not_found);
  EXPECT_EQ(bench.status("00A4000002DF01"), sw::ok);
  EXPECT_EQ(bench.status("00A40000023F00"), sw::ok);
  EXPECT_EQ(bench.status("00A404000E315041592E5359532E4444463031"), sw::ok);
  EXPECT_EQ(bench.status("00A4040005A000000333"), sw::file_not_found);
}

TEST(Files, AreWrittenOnlyWithTheMaintenanceKey) {
  Bench bench;
  EXPECT_EQ(bench.status("00D6960006AABBCCDDEEFF"), sw::not_authorised);
  const PsamState before = bench.psam->state();
  EXPECT_EQ(bench.send_with_mac("04D69600", hex("665544332211"), application_maintenance).status(),
            sw::secure_messaging);
  EXPECT_EQ(bench.psam->state().files, before.files);
  EXPECT_EQ(bench.send_with_mac("04D69600", hex("665544332211"), card_maintenance).status(), sw::ok);
  EXPECT_EQ(bench.send_with_mac("04D69601", hex("665544332211"), card_maintenance).status(), sw::wrong_offset);
  bench.restart();
  EXPECT_EQ(bench.text("00B0960006"), "6655443322119000");
  bench.select_application();
  EXPECT_EQ(bench.send_with_mac("04D69800", hex("00000000"), application_maintenance).status(), sw::not_authorised);
}

TEST(Pins, AreCountedChangedAndBlocked) {
  Bench bench;
  EXPECT_EQ(bench.status("0020000003111111"), 0x63C2);
  EXPECT_EQ(bench.status("0020000003123456"), sw::ok);
  EXPECT_EQ(bench.status("805E010006123456FF4321"), sw::ok);
  EXPECT_EQ(bench.status("00200000024321"), sw::ok);
  EXPECT_EQ(bench.status("805E010006123456FF4321"), 0x63C2);
  EXPECT_EQ(bench.status("805E0100051234561111"), sw::wrong_data);
  bench.restart();
  EXPECT_EQ(bench.status("0020000003111111"), 0x63C1);
  EXPECT_EQ(bench.status("0020000003111111"), 0x63C0);
  EXPECT_EQ(bench.status("00200000024321"), sw::blocked);
}

TEST(CardBlock, EndsTheModule) {
  Bench bench;
  EXPECT_EQ(bench.send_with_mac("84160000", {}, application_maintenance).status(), sw::secure_messaging);
  EXPECT_EQ(bench.send_with_mac("84160000", {}, card_maintenance).status(), sw::ok);
  bench.restart();
  EXPECT_EQ(bench.status("00B095000E"), sw::not_supported);
}

TEST(PsamStateFile, RefusesEveryDamagedByteAndEveryCut) {
  const PsamState state = first_state(profile("default"));
  const Blob good = save(state);
  EXPECT_EQ(load(good), state);
  for (std::size_t i = 0; i < good.size(); ++i) {
    Blob bad = good;
    bad[i] = static_cast<std::uint8_t>(bad[i] ^ 0x04);
    EXPECT_FALSE(load(bad)) << i;
    EXPECT_FALSE(load(Bytes{good}.first(i))) << i;
  }
}

TEST(PsamFile, NamesWhatIsWrong) {
  config::v1::PsamFile file;
  file.set_serial("20240917000000000001");
  file.set_terminal("112233445566");
  EXPECT_TRUE(profile_from(file));
  file.set_pin("12x4");
  EXPECT_EQ(profile_from(file).error(), "pin");
  file.set_pin("1234");
  file.add_keys()->set_key("00");
  EXPECT_EQ(profile_from(file).error(), "keys[0]");
  file.set_terminal("11");
  EXPECT_EQ(profile_from(file).error(), "terminal");
}

}  // namespace
}  // namespace mpos::psam::test
