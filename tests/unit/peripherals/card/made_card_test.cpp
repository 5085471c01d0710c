// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/made_card.hpp"

#include <gtest/gtest.h>

#include "scenarios/load/yaml_reader.hpp"
#include "scenarios/load/yaml_writer.hpp"
#include "tests/unit/peripherals/card/support.hpp"

namespace mpos::card::test {
namespace {

config::v1::MadeCard made(const std::string& name) {
  primitives::OpenSslPrimitives primitives;
  const auto card = make_card(profile(name), keys(), primitives);
  EXPECT_TRUE(card) << name;
  return made_card(card_file(name), *card, keys(), primitives);
}

/// Every reply of two cards to the same conversation.
void expect_same_answers(std::shared_ptr<const Personalisation> a, std::shared_ptr<const Personalisation> b) {
  primitives::OpenSslPrimitives primitives;
  VirtualCard one{a, first_state(*a), primitives};
  VirtualCard other{b, first_state(*b), primitives};
  for (const Interface interface : {Interface::contact, Interface::contactless}) {
    ASSERT_EQ(one.reset(interface, Reset::cold), other.reset(interface, Reset::cold));
    std::vector<Blob> commands{hex("00A404000E315041592E5359532E444446303100"), hex("00B2010C00"),
                               hex("00A404000E325041592E5359532E444446303100")};
    for (const Application& app : a->applications) {
      commands.push_back(apdu("00A40400", app.profile.aid));
      commands.push_back(apdu(
          "80A80000", tlv(0x83, Blob((interface == Interface::contact ? app.pdol : app.contactless_pdol).size()))));
      for (const Record& record : app.records) {
        commands.push_back({0x00, 0xB2, record.number, static_cast<std::uint8_t>(record.sfi << 3 | 4), 0x00});
      }
      commands.push_back(hex("00880000045566778800"));
      commands.push_back(apdu("80AE8000", Blob(app.cdol1.size())));
    }
    for (const Blob& command : commands) {
      ASSERT_EQ(one.transmit(command).bytes, other.transmit(command).bytes) << to_hex(command);
    }
  }
}

TEST(MadeCard, EveryCardAnswersTheSameAfterAWayThroughItsFile) {
  for (const std::string& name : card_names()) {
    SCOPED_TRACE(name);
    const std::string text = load::write_yaml(made(name));
    load::Problems problems(name);
    config::v1::MadeCard again;
    ASSERT_TRUE(load::read_yaml(text, again, problems)) << problems.to_string();
    auto read = personalisation_from(again);
    ASSERT_TRUE(read) << read.error();
    primitives::OpenSslPrimitives primitives;
    auto first = make_card(profile(name), keys(), primitives);
    ASSERT_TRUE(first);
    expect_same_answers(std::make_shared<const Personalisation>(*std::move(first)),
                        std::make_shared<const Personalisation>(*std::move(read)));
  }
}

TEST(MadeCard, HoldsThePrivateKeyOfTheChipAndNoOther) {
  const config::v1::MadeCard file = made("virtual_card");
  ASSERT_EQ(file.keys_size(), 1);
  EXPECT_EQ(file.keys(0).name(), "icc_test");
  ASSERT_EQ(file.authorities_size(), 1);
  EXPECT_EQ(file.authorities(0).checksum(), "27C85EEA8FE509C1F123759E6342A10380F51CED");
}

TEST(MadeCard, TheFailureNamesTheValueThatIsWrong) {
  const config::v1::MadeCard good = made("virtual_card");
  const auto wrong = [](config::v1::MadeCard file) {
    const auto read = personalisation_from(file);
    return read ? std::string{} : read.error();
  };
  auto file = good;
  file.mutable_applications(0)->set_afl("0801020");
  EXPECT_EQ(wrong(file), "applications[0].afl is not hexadecimal");
  file = good;
  file.mutable_applications(0)->set_aip("7C");
  EXPECT_EQ(wrong(file), "applications[0].aip has 1 bytes; expected 2");
  file = good;
  file.mutable_applications(0)->mutable_records(1)->set_bytes(std::string(2 * 257, 'A'));
  EXPECT_EQ(wrong(file), "applications[0].records[1].bytes has 257 bytes; expected 0 to 256");
  file = good;
  file.clear_keys();
  EXPECT_EQ(wrong(file), "applications[0].icc_key is not among 'keys'");
  file = good;
  file.clear_applications();
  EXPECT_EQ(wrong(file), "applications are not as many as in the profile");
  file = good;
  file.mutable_profile()->mutable_chip()->mutable_applications(0)->set_imk_ac("00");
  EXPECT_EQ(wrong(file), "profile.chip.applications[0].imk_ac has not 32 hexadecimal digits");
  file = good;
  file.set_random_key("");
  EXPECT_EQ(wrong(file), "random_key has 0 bytes; expected 16");
}

TEST(MadeCard, BytesAPersonChangedAreServedAsTheyAre) {
  auto file = made("virtual_card");
  file.mutable_applications(0)->mutable_records(0)->set_bytes("700101");
  const auto read = personalisation_from(file);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->applications[0].records[0].bytes, hex("700101"));
}

}  // namespace
}  // namespace mpos::card::test
