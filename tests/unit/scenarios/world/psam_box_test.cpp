// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/psam_box.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "devicemodel/primitives/openssl_primitives.hpp"
#include "devicemodel/sim/random.hpp"
#include "scenarios/host/hsm/hsm.hpp"
#include "scenarios/load/catalogue.hpp"

namespace mpos::world {
namespace {

namespace fs = std::filesystem;

class PsamBoxTest : public testing::Test {
 protected:
  PsamBoxTest() {
    load::Catalogue catalogue{std::string{VMPOS_SOURCE_DIR} + "/assets"};
    auto psams = catalogue.psams();
    auto profile = catalogue.reader("youchi");
    EXPECT_TRUE(psams && profile);
    options_.psams = *psams;
    options_.profile = *profile;
    path_ = fs::temp_directory_path() / ("vmpos-psam-" + std::to_string(::getpid()));
    fs::remove_all(path_);
  }
  ~PsamBoxTest() override { fs::remove_all(path_); }

  static std::string ask(psam::Psam& psam, std::string_view command) {
    return card::to_hex(psam.transmit(*card::parse_hex(command)).bytes);
  }
  static void wake(psam::Psam& psam) {
    psam.reset(card::Interface::contact, card::Reset::cold);
    EXPECT_TRUE(ask(psam, "00A4040009A00000000386980701").ends_with("9000"));
  }

  Options options_;
  primitives::OpenSslPrimitives primitives_;
  fs::path path_;
};

TEST_F(PsamBoxTest, EachReaderHasAModuleOfItsOwn) {
  PsamBox box{options_, primitives_, nullptr};
  const auto first = box.module("reader", 0);
  const auto second = box.module("reader", 1);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(card::to_hex((*first)->profile().serial), "20260115000000000101");
  EXPECT_EQ(card::to_hex((*second)->profile().serial), "20260115000000000102");
  EXPECT_EQ(*box.module("reader", 0), *first);
  EXPECT_FALSE(box.module("none", 0));
}

TEST_F(PsamBoxTest, ItsMasterKeyIsTheOneTheHostDerives) {
  PsamBox box{options_, primitives_, nullptr};
  const auto module = box.module("reader", 0);
  ASSERT_TRUE(module);
  wake(**module);
  const std::string serial = options_.profile.serial();
  std::array<std::uint8_t, 20> digest{};
  primitives_.hash(security::Hash::sha1, as_bytes(serial), digest);
  EXPECT_EQ(ask(**module, "801A280108" + card::to_hex(Bytes{digest}.first(8))), "9000");
  const std::string check = ask(**module, "80FA0000080000000000000000").substr(0, 8);

  sim::Random random{1};
  config::v1::HostKeys keys;
  keys.set_tmk_master(options_.profile.keys().tmk_master());
  keys.set_psam_master(options_.profile.keys().psam_master());
  const auto hsm = host::Hsm::create(keys, random);
  ASSERT_TRUE(hsm);
  host::Psam named;
  copy_bytes((*module)->profile().serial, named.serial);
  named.holds_master = true;
  EXPECT_EQ(check, card::to_hex((*hsm)->key_id(serial, named)));
}

TEST_F(PsamBoxTest, CountersOutliveTheRun) {
  constexpr std::string_view init =
      "807000001C"
      "A1B2C3D4"
      "0012"
      "00000064"
      "06"
      "20240917101530"
      "01"
      "00"
      "6222021234567890";
  {
    const auto state = StateDirectory::open(path_, false);
    ASSERT_TRUE(state);
    PsamBox box{options_, primitives_, state->get()};
    const auto module = box.module("reader", 0);
    ASSERT_TRUE(module);
    wake(**module);
    EXPECT_TRUE(ask(**module, init).starts_with("00000001"));
    ASSERT_TRUE(box.save());
  }
  const auto state = StateDirectory::open(path_, false);
  ASSERT_TRUE(state);
  PsamBox box{options_, primitives_, state->get()};
  const auto module = box.module("reader", 0);
  ASSERT_TRUE(module);
  wake(**module);
  EXPECT_TRUE(ask(**module, init).starts_with("00000002"));
}

}  // namespace
}  // namespace mpos::world
