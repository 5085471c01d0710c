// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/chip_file.hpp"

#include <gtest/gtest.h>

#include "tests/unit/peripherals/card/support.hpp"

namespace mpos::card::test {
namespace {

TEST(ChipFile, TakesWhatIsLeftOutFromTheCardFile) {
  config::v1::CardFile file = card_file("unionpay_debit");
  file.set_expiry("2802");
  const auto made = profile_from(file);
  ASSERT_TRUE(made);
  const ApplicationProfile& app = made->applications.at(0);
  EXPECT_EQ(app.pan, file.pan());
  EXPECT_EQ(app.expiry, hex("280229"));
  EXPECT_EQ(app.track2_tail, "2010000012345");
  EXPECT_EQ(app.imk_ac, hex("0123456789ABCDEFFEDCBA9876543210"));
}

TEST(ChipFile, NamesTheFieldThatIsWrong) {
  const auto problem = [](auto&& change) {
    config::v1::CardFile file = card_file("electronic_cash");
    change(*file.mutable_chip());
    const auto made = profile_from(file);
    return made ? std::string{"none"} : made.error();
  };
  using Chip = config::v1::ChipFile;
  EXPECT_EQ(problem([](Chip&) {}), "none");
  EXPECT_EQ(problem([](Chip& c) { c.add_quirks("sleepy"); }), "chip.quirks has no 'sleepy'");
  EXPECT_EQ(problem([](Chip& c) { c.set_atr("3B6"); }), "chip.atr is not hexadecimal");
  EXPECT_EQ(problem([](Chip& c) { c.mutable_applications(0)->set_imk_ac("00"); }),
            "chip.applications[0].imk_ac has not 32 hexadecimal digits");
  EXPECT_EQ(problem([](Chip& c) { c.mutable_applications(0)->set_authentication("x"); }),
            "chip.applications[0].authentication is not none, sda, dda or cda");
  EXPECT_EQ(problem([](Chip& c) { c.mutable_applications(0)->mutable_cash()->set_balance(999999); }),
            "chip.applications[0].cash.balance is over cash.limit");
  EXPECT_EQ(problem([](Chip& c) { c.mutable_applications(0)->set_effective("310101"); }),
            "chip.applications[0].expiry 301231 is before the card becomes effective, 310101");
  EXPECT_EQ(problem([](Chip& c) { c.mutable_wallet()->set_serial("11"); }),
            "chip.wallet.serial has not 16 hexadecimal digits");
}

}  // namespace
}  // namespace mpos::card::test
