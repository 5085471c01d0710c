// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/devicemodel/emv/cards.hpp"
#include "tests/unit/devicemodel/firmware/compat_rig.hpp"

namespace mpos::firmware {
namespace {

using Buffer = std::vector<std::uint8_t>;

constexpr std::string_view debit_aid = "9F0608A000000333010101";
constexpr std::string_view credit_aid = "9F0608A000000333010102";
// Count 2, version 1, both AIDs.
constexpr std::string_view both =
    "0502"
    "02"
    "00000001"
    "08A000000333010101"
    "08A000000333010102";

/// A CA key record over the test card's own key.
std::string key_record(std::string_view index = "FE") {
  using emv::test::tlv;
  primitives::OpenSslPrimitives primitives;
  emv::PublicKey key;
  key.modulus.append(emv::test::unhex(emv::test::of_card("ca", "modulus")));
  key.exponent.append(emv::test::unhex(emv::test::of_card("ca", "exponent")));
  const auto sum = emv::ca_key_checksum(primitives, emv::test::unhex("A000000333"), emv::test::unhex(index)[0], key);
  return tlv("9F06", "A000000333") + tlv("9F22", index) + tlv("DF05", "20401231") + tlv("DF06", "01") +
         tlv("DF07", "01") + tlv("DF02", emv::test::hex(key.modulus.span())) +
         tlv("DF04", emv::test::hex(key.exponent.span())) + tlv("DF03", emv::test::hex(sum));
}

std::string with_length(std::string_view command, const std::string& value) {
  std::array<std::uint8_t, 2> length{};
  store_be16(length.data(), static_cast<std::uint16_t>(value.size() / 2));
  return std::string{command} + TestHost::hex(length) + value;
}

template <typename Base>
class ParameterPhone : public Base {
 protected:
  ParameterPhone() {
    const Buffer debit = emv::test::unhex(debit_aid);
    const Buffer credit = emv::test::unhex(credit_aid);
    const std::array<Bytes, 2> records{debit, credit};
    EXPECT_TRUE(this->rig.reader->load_parameters(ParameterKind::application, 1, records));
  }
};
class CompatParametersTest : public ParameterPhone<CompatTest> {};
class CertifiedCompatParametersTest : public ParameterPhone<CertifiedCompatTest> {
 protected:
  CertifiedCompatParametersTest() = default;
  std::string proved(std::string_view command, const std::string& body, std::string_view version) {
    const TestKeys keys;
    std::array<std::uint8_t, 16> proof{};
    const std::string covered = unhex_text(std::string{command} + std::string{version} + body);
    security::cmac(primitives_, security::Cipher::aes, keys.device_auth, as_bytes(covered), proof);
    return std::string{command} + body + TestHost::hex(proof);
  }
};

TEST_F(CompatParametersTest, TheListsNameWhatTheReaderHolds) {
  EXPECT_EQ(ask("050203"), both);
  EXPECT_EQ(ask("050103"),
            "0501"
            "00"
            "00000000");
}

TEST_F(CompatParametersTest, AKeyComesAndGoesAndIsThereAfterAPowerCut) {
  ASSERT_EQ(ask(with_length("050101", key_record())), "0501");
  ASSERT_EQ(ask(with_length("050101", key_record("FD"))), "0501");
  constexpr std::string_view listed =
      "0501"
      "02"
      "00000002"
      "A000000333FE401231"
      "A000000333FD401231";
  EXPECT_EQ(ask("050103"), listed);
  EXPECT_EQ(ask(with_length("050101", key_record())).substr(0, 4), "0501") << "in place of itself";
  EXPECT_EQ(ask("050103").substr(4, 2), "02");

  rig.new_reader();
  rig.boot();
  ++rig.wire.count;
  rig.run();
  (void)answers();
  EXPECT_EQ(ask("050103").substr(4, 2), "02");
  EXPECT_EQ(ask(with_length("050102", "A000000333FE")), "0501");
  EXPECT_EQ(ask("050103"),
            "0501"
            "01"
            "00000004"
            "A000000333FD401231");
  EXPECT_EQ(ask(with_length("050102", "A000000333FE")), "45:050104") << "it is not there";
}

TEST_F(CompatParametersTest, AnApplicationComesAndGoes) {
  EXPECT_EQ(ask(with_length("050202", "A000000333010101")), "0502");
  EXPECT_EQ(ask("050203"),
            "0502"
            "01"
            "00000002"
            "08A000000333010102");
  EXPECT_EQ(ask(with_length("050201", "9F0608A000000333010106")), "0502");
  EXPECT_EQ(ask("050203"),
            "0502"
            "02"
            "00000003"
            "08A000000333010102"
            "08A000000333010106");
}

TEST_F(CompatParametersTest, ARecordThatIsNoneChangesNothing) {
  EXPECT_EQ(ask(with_length("050201", "9F0600")), "45:050204");
  std::string damaged = key_record();
  damaged.back() = damaged.back() == '0' ? '1' : '0';  // of its checksum
  EXPECT_EQ(ask(with_length("050101", damaged)), "45:050104");
  EXPECT_EQ(ask("050203"), both);
  EXPECT_EQ(ask("050205"), "45:050204");
  EXPECT_EQ(ask("0502"), "45:050205");
  EXPECT_EQ(ask("05020100"), "45:050205");
}

TEST_F(CompatParametersTest, WithoutRoomTheOldOnesStay) {
  for (unsigned i = 0; i < 22; ++i) {
    const std::array<std::uint8_t, 1> last{static_cast<std::uint8_t>(0x10 + i)};
    ASSERT_EQ(ask(with_length("050201", "9F0608A0000003330101" + TestHost::hex(last))), "0502");
  }
  EXPECT_EQ(ask(with_length("050201", "9F0608A0000003330101F0")), "45:050208");
  EXPECT_EQ(ask("050203").substr(4, 2), "18");
}

TEST_F(CompatParametersTest, NothingChangesUnderATransaction) {
  load_keys_and_swipe();
  EXPECT_EQ(ask(with_length("050202", "A000000333010101")), "45:050207");
  EXPECT_EQ(ask("050203"), both);
}

TEST_F(CertifiedCompatParametersTest, AChangeNeedsAProofThatIsGoodOnce) {
  EXPECT_EQ(ask("050203"), both) << "a list needs none";
  const std::string body = with_length("02", "A000000333010101");
  EXPECT_EQ(ask("0502" + body), "45:050205");
  EXPECT_EQ(ask("0502" + body + std::string(32, '0')), "45:050203");
  EXPECT_EQ(ask(proved("0501", body, "00000001").replace(0, 4, "0502")), "45:050203") << "for the other table";
  const std::string right = proved("0502", body, "00000001");
  EXPECT_EQ(ask(right), "0502");
  const std::string back = with_length("01", std::string{debit_aid});
  EXPECT_EQ(ask(proved("0502", back, "00000002")), "0502");
  EXPECT_EQ(ask(right), "45:050203") << "recorded and sent again";
}

}  // namespace
}  // namespace mpos::firmware
