// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/devicemodel/firmware/compat_rig.hpp"

namespace mpos::firmware {
namespace {

/// A body with an antenna, and an application that lets it be used.
class AntennaCompatTest : public CompatTest {
 protected:
  static Config config() {
    Config config = compat_config(Front::cup_55aa, false);
    config.interfaces.contactless = true;
    return config;
  }
  AntennaCompatTest() : CompatTest(config()) {}
};

TEST_F(CompatTest, ASwipeGivesThePackagesOfThePublishedExample) {
  EXPECT_EQ(ask("0109"
                "3230323430393137313031353330"),
            "0109");
  load_keys_and_swipe();
  EXPECT_EQ(ask("04043C0406A0B1C2D3E4F50617000000010000"), "");
  rig.enter_pin("123456");
  EXPECT_EQ(late(), "040400");

  EXPECT_EQ(ask("0405"),
            "0405"
            "13268DD5EC520EF0"
            "DCCA2F417732DFD2"
            "75FBC0F99CC7A039");
  EXPECT_EQ(ask("0305"),
            "0305"
            "20240917101530"
            "A0B1C2D3E4F50617"
            "18"
            "654E0605177C3D9D67C52556F877D85DCAB4833A1A1A3163"
            "00"
            "00"
            "8021EC1D0C2F8BF2");
}

TEST_F(CompatTest, DeviceInformationHasItsHundredBytesAndSaysSimulator) {
  const std::string answer = ask("0101");
  EXPECT_EQ(answer.size(), 2 * (2 + compat::information_bytes));
  EXPECT_NE(answer.find(TestHost::hex(as_bytes("SIMREAD"))), std::string::npos);
  EXPECT_NE(answer.find(TestHost::hex(as_bytes("VMPS000012345678"))), std::string::npos);
}

TEST_F(CompatTest, CommandsOutOfTurnAreRefused) {
  EXPECT_EQ(ask("0304000100"), "45:030405");
  EXPECT_EQ(open_card(), "45:030402");
  EXPECT_EQ(ask("0305"), "45:030507");
  EXPECT_EQ(ask("04043C04060000000000000000000000010000"), "45:040407");
  EXPECT_EQ(ask("0405"), "45:040507");
  EXPECT_EQ(ask("010A"), "45:010A09");
  EXPECT_EQ(ask("7700"), "45:77000F");
  EXPECT_EQ(ask("010C01"), "45:010C0F");
  EXPECT_EQ(ask("0503"), "45:050307");
  EXPECT_EQ(ask("0999"), "45:09990A");
  EXPECT_EQ(ask("01"), "45:000005");
}

TEST_F(CompatTest, AWrongKeyCheckValueLoadsNothing) {
  std::string order = key_order();
  order.back() = order.back() == '0' ? '1' : '0';
  EXPECT_EQ(ask(order), "45:020203");
  EXPECT_EQ(open_card(), "45:030402");
}

TEST_F(CompatTest, ThePhoneCancelsTheWaitAndBothRequestsAreAnswered) {
  ASSERT_EQ(ask(key_order()), "0202");
  ASSERT_EQ(open_card(), "");
  EXPECT_EQ(ask("0101").substr(0, 4), "0101");
  EXPECT_EQ(ask("0305"), "45:030507");

  send("0107");

  const auto all = answers();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0], "030404");
  EXPECT_EQ(all[1], "0107");
  EXPECT_EQ(rig.reader->state(), ReaderState::idle);
}

TEST_F(CompatTest, NobodySwipesAndTheWaitEnds) {
  ASSERT_EQ(ask(key_order()), "0202");
  ASSERT_EQ(open_card(), "");
  rig.pass(60s);
  EXPECT_EQ(late(), "030403");
}

TEST_F(AntennaCompatTest, TheAntennaStaysOff) {
  const std::string aid = unhex_text("9F0608A000000333010102DF2006000000100000");
  const std::array<Bytes, 1> records{as_bytes(aid)};
  ASSERT_TRUE(rig.reader->load_parameters(ParameterKind::application, 1, records));
  ASSERT_EQ(ask(key_order()), "0202");
  ASSERT_EQ(open_card(), "");
  EXPECT_TRUE(rig.stripe.on);
  EXPECT_FALSE(rig.field.is_on);
  EXPECT_EQ(rig.display.line(2), "请刷卡");
}

TEST_F(CompatTest, ABadSwipeLeavesThePhonesTimeoutAsItIs) {
  ASSERT_EQ(ask(key_order()), "0202");
  ASSERT_EQ(ask("03040001"
                "0A"
                "010101"
                "20202020202020202020"
                "000000010000"
                "080102030405060708"
                "00000000"),
            "");
  rig.pass(8s);
  rig.stripe.swipe_badly();
  rig.run();
  EXPECT_EQ(late(), "");
  rig.pass(2s);
  EXPECT_EQ(late(), "030403");
}

TEST_F(CompatTest, TheCardholderCancelsAndTheCardIsForgotten) {
  load_keys_and_swipe();
  EXPECT_EQ(ask("04043C0406A0B1C2D3E4F50617000000010000"), "");
  rig.press(hal::Key::cancel);
  EXPECT_EQ(late(), "040402");
  EXPECT_EQ(ask("0306"), "45:030607");
}

TEST_F(CompatTest, AccountDataRestNoLongerThanAMinute) {
  load_keys_and_swipe();
  EXPECT_EQ(ask("0306").substr(0, 4), "0306");
  rig.pass(60s);
  EXPECT_EQ(ask("0306"), "45:030607");
}

TEST_F(CompatTest, AChipCardIsNotReadByItsStripe) {
  ASSERT_EQ(ask(key_order()), "0202");
  ASSERT_EQ(open_card(), "");
  rig.swipe(chip_track);
  EXPECT_EQ(late(), "030401");
}

TEST_F(CompatTest, ThePinLengthIsThePhonesWithinSix) {
  load_keys_and_swipe();
  EXPECT_EQ(ask("04043C0407A0B1C2D3E4F50617000000010000"), "45:040404");
  EXPECT_EQ(ask("04043C0505A0B1C2D3E4F50617000000010001"), "45:040404");  // another amount than the display's
  EXPECT_EQ(ask("04043C0505A0B1C2D3E4F50617000000010000"), "");
  rig.enter_pin("1234");
  EXPECT_EQ(late(), "");
  rig.type("567");
  rig.press(hal::Key::enter);
  EXPECT_EQ(late(), "040400");
}

TEST_F(CompatTest, ALostLinkForgetsTheCard) {
  load_keys_and_swipe();
  rig.wire.up = false;
  rig.run();
  rig.wire.up = true;
  ++rig.wire.count;
  rig.run();
  (void)answers();
  EXPECT_EQ(ask("0306"), "45:030607");
}

TEST_F(CompatTest, CachesKeepWhatTheyAreGiven) {
  EXPECT_EQ(ask("010402000311223300"), "0104");
  EXPECT_EQ(ask("010502"),
            "0105"
            "02"
            "0003"
            "112233"
            "00");
  EXPECT_EQ(ask("010201000155"
                "55"),
            "0102");
  EXPECT_EQ(ask("010301"), "0103");
  EXPECT_EQ(ask("010402000311223301"), "45:01040B");
  EXPECT_EQ(ask("010504"), "45:010504");
}

TEST_F(CompatTest, AMacOfItsOwnIsVerifiedAndTenWrongOnesLock) {
  ASSERT_EQ(ask(key_order()), "0202");
  // reader.json: the MAC of the PIN result, over its 16 bytes.
  const std::string data = "13268DD5EC520EF0DCCA2F417732DFD2";
  EXPECT_EQ(ask("02040001A0B1C2D3E4F50617"
                "75FBC0F99CC7A039"
                "0010" +
                data),
            "020400");
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(ask("02040001A0B1C2D3E4F50617"
                  "75FBC0F99CC7A038"
                  "0010" +
                  data),
              "020401");
  }
  EXPECT_EQ(ask("02040001A0B1C2D3E4F50617"
                "75FBC0F99CC7A039"
                "0010" +
                data),
            "45:02040E");
}

TEST_F(CompatTest, DataAreEncipheredOnlyAfterTheGreenKey) {
  ASSERT_EQ(ask(key_order()), "0202");
  EXPECT_EQ(ask("0207011E0454454C3A0431333830"), "");
  EXPECT_EQ(rig.display.line(1), "TEL:");
  EXPECT_EQ(rig.display.line(2), "1380");
  rig.press(hal::Key::enter);
  const std::string answer = late();
  EXPECT_EQ(answer.size(), 2U * (2 + 8 + 1 + 32));
  EXPECT_EQ(ask("0207011E0454454C3A0431333830"), "");
  rig.press(hal::Key::cancel);
  EXPECT_EQ(late(), "45:020710");
}

TEST_F(CompatTest, TextStandsUnderTheReadersOwnTitle) {
  EXPECT_EQ(ask("070105"
                "024F4B"),
            "0701");
  EXPECT_EQ(rig.display.line(0), "SIMULATOR");
  EXPECT_EQ(rig.display.line(1), "OK");
  rig.pass(5s);
  EXPECT_EQ(rig.reader->state(), ReaderState::idle);
}

TEST_F(CertifiedCompatTest, WorkingKeysNeedAProofOfWhoSendsThem) {
  EXPECT_EQ(ask(key_order()), "45:020205");
  std::string forged = proved_key_order();
  forged.back() = forged.back() == '0' ? '1' : '0';
  EXPECT_EQ(ask(forged), "45:020203");
  EXPECT_EQ(ask(proved_key_order()), "0202");
}

TEST_F(CertifiedCompatTest, TheRandomIsTheReadersAndThePinMayHaveTwelveDigits) {
  ASSERT_EQ(ask(proved_key_order()), "0202");
  ASSERT_EQ(open_card(), "");
  rig.swipe();
  ASSERT_EQ(late(), "030400313031");
  const std::string before = ask("0305");
  EXPECT_EQ(ask("04043C040CA0B1C2D3E4F50617000000010000"), "45:040404");
  EXPECT_EQ(ask("04043C040C0000000000000000000000010000"), "");
  rig.enter_pin("123456789012");
  EXPECT_EQ(late(), "040400");
  const std::string after = ask("0305");
  EXPECT_EQ(before.substr(18, 16), after.substr(18, 16)) << "the random that was drawn at the swipe";
}

TEST_F(CertifiedCompatTest, TheMacIsACmacAndNotFolded) {
  ASSERT_EQ(ask(proved_key_order()), "0202");
  EXPECT_EQ(ask("02040001A0B1C2D3E4F50617"
                "75FBC0F99CC7A039"
                "0010"
                "13268DD5EC520EF0DCCA2F417732DFD2"),
            "020401");
}

}  // namespace
}  // namespace mpos::firmware
