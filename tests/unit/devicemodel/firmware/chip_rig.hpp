// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/dictionary.hpp"
#include "devicemodel/emv/tlv.hpp"
#include "tests/unit/devicemodel/emv/cards.hpp"
#include "tests/unit/devicemodel/firmware/rig.hpp"

namespace mpos::firmware {

/// A reader with a chip slot, a card of plain data elements, and a host that answers chips.
struct ChipRig {
  using Buffer = emv::test::Buffer;

  static Config config(Policy policy = {}) {
    Config config = test_config();
    config.interfaces.chip = true;
    config.policy = policy;
    return config;
  }
  explicit ChipRig(const Config& with = config()) : rig(with) {
    rig.host.before_proof = [this](iso8583::Message& answer) {
      if (!issuer_data.empty() && answer.mti.view() == "0210") answer.set(55, Bytes{emv::test::unhex(issuer_data)});
    };
    const Buffer aid = emv::test::unhex("9F0608A000000333010102");
    const std::array<Bytes, 1> records{aid};
    EXPECT_TRUE(rig.reader->load_parameters(ParameterKind::application, 1, records));
    card.data["57"] = "6222021234567890128D30122010000012345F";
    rig.make_ready();
  }
  void insert() {
    rig.icc.insert([this](Bytes apdu) {
      if (++commands == pull_at) {
        rig.icc.pull();
        return Buffer{};
      }
      return card.answer(apdu);
    });
    rig.run();
  }
  void pull() {
    rig.icc.pull();
    rig.run();
  }
  /// A sale with online PIN up to the open host request.
  void sale_to_host() {
    ASSERT_EQ(rig.start_sale(), api::CODE_OK);
    insert();
    ASSERT_EQ(rig.reader->state(), ReaderState::pin_entry);
    rig.enter_pin();
    ASSERT_EQ(rig.reader->state(), ReaderState::host);
  }
  iso8583::Message request() const {
    iso8583::Message message;
    EXPECT_TRUE(iso8583::unpack(as_bytes(rig.open_request().message()), message));
    return message;
  }
  static std::string object(const iso8583::Message& message, emv::Tag tag) {
    const auto value = emv::find_tlv(message.get(55), tag);
    return value ? emv::test::hex(*value) : "";
  }

  Rig rig;
  emv::test::TestCard card;
  std::string issuer_data = "910A11223344556677883030";
  int commands = 0;
  int pull_at = 0;  ///< the card leaves instead of answering this command
};

}  // namespace mpos::firmware
