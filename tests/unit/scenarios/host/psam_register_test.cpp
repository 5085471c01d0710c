// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/psam_register.hpp"

#include <gtest/gtest.h>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/iso8583/tlv59.hpp"
#include "devicemodel/sim/random.hpp"

namespace mpos::host {
namespace {

constexpr std::string_view reader = "SIM-TEST-0001";

NamedPsam module(std::uint8_t last, bool holds_master = true) {
  NamedPsam named;
  named.module.serial = {0x20, 0x26, 0x01, 0x15, 0, 0, 0, 0, 0x01, last};
  named.module.holds_master = holds_master;
  named.terminal = {0x11, 0x22, 0x33, 0x44, 0x00, 0x01};
  return named;
}

class PsamRegisterTest : public testing::Test {
 protected:
  PsamRegisterTest() {
    config::v1::HostKeys keys;
    keys.set_tmk_master("3C2B1A0918273645546372819FAEBDCC");
    keys.set_psam_master("5A5B4C4D3E3F20211213040556577879");
    hsm_ = *Hsm::create(keys, random_);
    ledger_ = *Ledger::open(":memory:", random_);
    psams_.emplace(*hsm_, *ledger_);
  }
  std::string admit(const std::optional<NamedPsam>& psam, std::string_view who = reader) {
    return psams_->admit(terminal_, who, psam);
  }

  sim::Random random_{7};
  std::unique_ptr<Hsm> hsm_;
  std::unique_ptr<Ledger> ledger_;
  std::optional<PsamRegister> psams_;
  Terminal terminal_;
};

TEST_F(PsamRegisterTest, TheFirstPsamIsBoundAndAdmittedAgain) {
  EXPECT_EQ(admit(module(1)), "");
  EXPECT_EQ(admit(module(1)), "");
  EXPECT_EQ(ledger_->module_of(reader)->psam.view(), "20260115000000000101");
}

TEST_F(PsamRegisterTest, AReaderWithoutAPsamNeedsNone) {
  EXPECT_EQ(admit(std::nullopt), "");
  EXPECT_FALSE(ledger_->module_of(reader));
}

TEST_F(PsamRegisterTest, EverythingElseIsRefused) {
  ASSERT_EQ(admit(module(1)), "");
  EXPECT_EQ(admit(module(2)), "another PSAM than the one bound to this reader");
  EXPECT_EQ(admit(std::nullopt), "the PSAM bound to this reader is missing");
  EXPECT_EQ(admit(module(1), "SIM-TEST-0002"), "the PSAM is bound to another reader");
  EXPECT_EQ(admit(module(1, false)), "the terminal master key is another one than before");
  NamedPsam renumbered = module(1);
  renumbered.terminal[5] = 2;
  EXPECT_EQ(admit(renumbered), "the PSAM has another terminal number than before");
}

TEST_F(PsamRegisterTest, ARegisteredSerialIsTheOnlyOne) {
  terminal_.psam = "20260115000000000102";
  EXPECT_EQ(admit(module(1)), "another PSAM than the registered one");
  EXPECT_EQ(admit(std::nullopt), "the PSAM bound to this reader is missing");
  EXPECT_EQ(admit(module(2)), "");
}

TEST_F(PsamRegisterTest, KeysDifferByReaderAndByPsam) {
  const auto one = hsm_->key_id(reader, module(1).module);
  EXPECT_NE(one, hsm_->key_id(reader, module(2).module));
  EXPECT_NE(one, hsm_->key_id("SIM-TEST-0002", module(1).module));
  EXPECT_NE(one, hsm_->key_id(reader));
  EXPECT_EQ(hsm_->key_id(reader, module(1, false).module), hsm_->key_id(reader));
}

TEST(ReadPsam, TakesAllOfItOrRefuses) {
  const auto read = [](std::string_view serial, std::string_view terminal, std::string_view use, bool all = true) {
    std::array<std::uint8_t, 200> bytes{};
    iso8583::TlvWriter writer(bytes);
    if (!serial.empty()) writer.put("08", serial);
    if (!terminal.empty()) writer.put("09", terminal);
    if (all) writer.put("10", use);
    std::optional<NamedPsam> psam;
    const bool good = read_psam(writer.bytes(), psam);
    return std::pair{good, psam.has_value()};
  };
  using Answer = std::pair<bool, bool>;
  EXPECT_EQ(read("20260115000000000101", "112233440001", "2"), (Answer{true, true}));
  EXPECT_EQ(read("", "", "", false), (Answer{true, false}));
  EXPECT_EQ(read("2026011500000000010", "112233440001", "2"), (Answer{false, false}));
  EXPECT_EQ(read("20260115000000000101", "1122334400", "2"), (Answer{false, false}));
  EXPECT_EQ(read("20260115000000000101", "112233440001", "3"), (Answer{false, false}));
  EXPECT_EQ(read("20260115000000000101", "", "1"), (Answer{false, false}));
  EXPECT_EQ(read("20260115000000000101", "112233440001", "", false), (Answer{false, false}));
}

}  // namespace
}  // namespace mpos::host
