// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/catalogue.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "devicemodel/base/pan.hpp"
#include "scenarios/load/checks.hpp"

namespace mpos::load {
namespace {

namespace fs = std::filesystem;
const fs::path shipped = fs::path(VMPOS_SOURCE_DIR) / "assets";

class CatalogueTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_);
    ::setenv("XDG_CONFIG_HOME", (folder_ / "config").c_str(), 1);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string write(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }
  static std::string card_text(const std::string& pan, const std::string& more = "") {
    return "title: t\npan: \"" + pan + "\"\nexpiry: \"3012\"\nservice_code: \"101\"\n" + more;
  }

  fs::path folder_ = fs::temp_directory_path() / ("load_test_" + std::to_string(::getpid()));
  Catalogue catalogue_{shipped};
};

TEST_F(CatalogueTest, EveryShippedReaderAndCardLoads) {
  for (const auto& name : catalogue_.names("readers")) {
    const auto reader = catalogue_.reader(name);
    EXPECT_TRUE(reader) << (reader ? "" : reader.error().to_string());
  }
  const auto cards = catalogue_.cards();
  ASSERT_TRUE(cards) << cards.error().to_string();
  EXPECT_GE(cards->size(), 12U);
  EXPECT_EQ(cards->at("debit_101").pan(), "6222021234567890128");
  EXPECT_EQ(cards->at("chip_201").service_code(), "201");
}

TEST_F(CatalogueTest, MadeUpCardsPassLuhn) {
  const auto cards = catalogue_.cards();
  ASSERT_TRUE(cards);
  for (const auto& [name, card] : *cards) {
    EXPECT_EQ(luhn_valid(card.pan()), name != "blocked_101") << name;
  }
}

TEST_F(CatalogueTest, AnUnknownNameSuggestsANearOne) {
  const auto card = catalogue_.card("debit_1o1");

  ASSERT_FALSE(card);
  EXPECT_NE(card.error().to_string().find("there is no 'debit_1o1' under cards; did you mean 'debit_101'?"),
            std::string::npos);
}

TEST_F(CatalogueTest, APathIsLookedForBesideTheFileThatNamesIt) {
  write("near/own.yaml", card_text("6222021234567890128"));

  EXPECT_TRUE(catalogue_.card("own.yaml", folder_ / "near"));
  EXPECT_FALSE(catalogue_.card("own.yaml", folder_));
}

TEST_F(CatalogueTest, ACardThatIsNobodysTestCardIsRefusedOutsideTheLab) {
  const auto path = write("c.yaml", card_text("6222020000000000008"));
  const auto refused = catalogue_.card(path);

  ASSERT_FALSE(refused);
  const std::string text = refused.error().to_string();
  EXPECT_NE(text.find("c.yaml:2:6: 'pan': 622202*********0008 is not a known test number"), std::string::npos) << text;
  EXPECT_EQ(text.find("6222020000000000008"), std::string::npos);
  EXPECT_TRUE(Catalogue(shipped, Catalogue::Lab::yes).card(path));
}

TEST_F(CatalogueTest, TheGuardLooksIntoWholeTracks) {
  const auto path = write("c.yaml", card_text("6222021234567890128", "track2: \"6222020000000000008=30121010000\"\n"));

  const auto refused = catalogue_.card(path);

  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().to_string().find(":5:9: 'track2': 622202*********0008 is not"), std::string::npos);
}

TEST_F(CatalogueTest, TheUsersOwnListAddsNumbers) {
  write("config/vmpos/test_pans", "# ours\n6222020000000000008  # bench card\n6222029999*\n");

  EXPECT_TRUE(catalogue_.card(write("c.yaml", card_text("6222020000000000008"))));
  EXPECT_TRUE(catalogue_.card(write("d.yaml", card_text("6222029999000000001"))));
}

TEST_F(CatalogueTest, ABadOwnListIsSaidWithItsPlace) {
  write("config/vmpos/test_pans", "6222*\n");

  const auto card = catalogue_.card("debit_101");

  ASSERT_FALSE(card);
  EXPECT_NE(card.error().to_string().find("test_pans:1:1: expected 8 to 19 digits, or 10 to 19 digits and '*'"),
            std::string::npos);
}

TEST_F(CatalogueTest, ValuesOfACardAreChecked) {
  const auto bad = catalogue_.card(write("c.yaml",
                                         "title: t\npan: \"62\"\nexpiry: \"3013\"\nservice_code: \"1x1\"\npin: "
                                         "\"12\"\nname: li ming\nface: gold\ncoercivity: middle\n"));

  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().items().size(), 7U) << bad.error().to_string();
}

TEST_F(CatalogueTest, ValuesOfAReaderAreCheckedAndKeysAreNeverRepeated) {
  const auto bad = catalogue_.reader(write(
      "r.yaml",
      "title: t\nmodel: m\nserial: DF-1\nterminal: \"1\"\ntpdu: \"7000030000\"\nheader: x\nclock: 2024-02-30 00:00:00\n"
      "language: fr\nkeys: {tmk: 00FF, device_auth_master: 0F1E2D3C4B5A69788796A5B4C3D2E1F0}\nbody: {flash_kib: 1}\n"));

  ASSERT_FALSE(bad);
  const std::string text = bad.error().to_string();
  for (const char* key : {"serial", "terminal", "tpdu", "header", "clock", "language", "tmk", "flash_kib"}) {
    EXPECT_NE(text.find(std::string("'") + key + "'"), std::string::npos) << key << "\n" << text;
  }
  EXPECT_EQ(text.find("00FF"), std::string::npos);
}

TEST_F(CatalogueTest, ValuesOfAHostAreChecked) {
  const auto bad = catalogue_.host(write(
      "h.yaml",
      "title: t\nnac_destination: \"3\"\nterminals:\n  - {terminal: \"30000001\", merchant: \"102310053110001\"}\n"
      "  - {terminal: \"30000001\", merchant: \"1\"}\naccounts:\n  - {pan: \"6222021234567890128\", status: odd}\n"
      "  - {pan: \"6222021234567890128\"}\n"));

  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().items().size(), 5U) << bad.error().to_string();
}

TEST_F(CatalogueTest, AnAccountAScenarioSetsMustBeATestAccount) {
  const auto path =
      write("s.yaml", "title: t\nsteps:\n  - host_account: {pan: \"6222020000000000008\", balance: 1.00}\n");

  const auto refused = catalogue_.scenario(path);

  ASSERT_FALSE(refused);
  const std::string text = refused.error().to_string();
  EXPECT_NE(text.find("s.yaml:3:25: 'pan': 622202*********0008 is not a known test number"), std::string::npos) << text;
  EXPECT_TRUE(Catalogue(shipped, Catalogue::Lab::yes).scenario(path));
}

TEST_F(CatalogueTest, TimesAndMacModesOfAReaderAreBounded) {
  const auto wrong = [this](const std::string& policy) {
    std::ifstream in(shipped / "readers" / "default.yaml");
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const std::string key = policy.substr(0, policy.find(':') + 1);
    const auto at = text.find("  " + key);
    if (at == std::string::npos) return std::string("no ") + key;
    text.replace(at + 2, text.find('\n', at) - at - 2, policy);
    const auto reader = catalogue_.reader(write("r.yaml", text));
    return reader ? std::string() : reader.error().to_string();
  };
  for (const char* good : {"pin_timeout: 60s", "pin_key_timeout: 20s", "host_timeout: 1s", "host_timeout: 120s"}) {
    EXPECT_EQ(wrong(good), "") << good;
  }
  for (const char* bad : {"pin_timeout: 61s", "pin_key_timeout: 21s", "host_timeout: 999ms", "host_timeout: 121s"}) {
    EXPECT_NE(wrong(bad).find("': expected "), std::string::npos) << bad << ": " << wrong(bad);
  }
  EXPECT_NE(wrong("mac: cup_ecb_sm4").find("'mac': cup_ecb_sm4 cannot sell"), std::string::npos);
  EXPECT_NE(wrong("mac: cup_ecb_des").find("'mac': cup_ecb_des needs transaction_keys: static"), std::string::npos);
}

TEST_F(CatalogueTest, A55AaReaderHasNoAntenna) {
  const auto problems = [this](const std::string& body) {
    std::ifstream in(shipped / "readers" / "cup55aa.yaml");
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    text.insert(text.find("body: {") + 7, body);
    const auto reader = catalogue_.reader(write("r.yaml", text));
    return reader ? std::string() : reader.error().to_string();
  };
  EXPECT_EQ(problems(""), "");
  const std::string antenna = problems("contactless: true, ");
  EXPECT_NE(antenna.find("front: cup_55aa"), std::string::npos) << antenna;
  EXPECT_NE(antenna.find("set body.contactless to false"), std::string::npos) << antenna;
}

TEST_F(CatalogueTest, StepsOfAScenarioAreChecked) {
  const auto bad = catalogue_.scenario(write("s.yaml",
                                             "title: t\nsteps:\n  - note: nothing\n  - keys: 1 entre\n  - swipe: a\n   "
                                             " expect: {lcd: x}\n  - set_clock: yesterday\n"));

  ASSERT_FALSE(bad);
  const std::string text = bad.error().to_string();
  EXPECT_NE(text.find("s.yaml:3:5: a step is one act, one 'expect' or one 'wait'; this one is none"), std::string::npos)
      << text;
  EXPECT_NE(text.find("s.yaml:4:11: 'keys': expected "), std::string::npos) << text;
  EXPECT_NE(text.find("did you mean 'enter'?"), std::string::npos) << text;
  EXPECT_NE(text.find("s.yaml:5:5: a step is one act, one 'expect' or one 'wait'; this one is several"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("s.yaml:7:16: 'set_clock'"), std::string::npos) << text;
}

TEST_F(CatalogueTest, RootComesFromTheEnvironmentFirst) {
  ::setenv("VMPOS_ASSETS", "/somewhere", 1);
  EXPECT_EQ(Catalogue::find_root(), "/somewhere");
  ::unsetenv("VMPOS_ASSETS");
  EXPECT_TRUE(fs::exists(Catalogue::find_root() / "readers"));
}

TEST_F(CatalogueTest, AnExpectationOfNothingAndAQuitAreRefused) {
  const auto bad = catalogue_.scenario(
      write("s.yaml",
            "title: t\nsteps:\n  - expect: {}\n  - expect: {within: 2s}\n  - quit: {}\n  - expect: {beep: false}\n"));
  ASSERT_FALSE(bad);
  ASSERT_EQ(bad.error().items().size(), 3U) << bad.error().to_string();
  EXPECT_NE(bad.error().to_string().find("s.yaml:3:13: 'expect': expected a condition"), std::string::npos)
      << bad.error().to_string();
  EXPECT_NE(bad.error().to_string().find("'quit' ends a served world"), std::string::npos);
}

}  // namespace
}  // namespace mpos::load
