// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/audit_log.hpp"

#include <gtest/gtest.h>

#include "devicemodel/primitives/openssl_primitives.hpp"
#include "peripherals/storage/nor_flash.hpp"

namespace mpos::firmware {
namespace {

class Audit : public testing::Test {
 protected:
  Audit() {
    flash_.power_on();
    EXPECT_TRUE(store_.mount());
  }
  primitives::OpenSslPrimitives primitives_;
  storage::NorFlash flash_{64};
  records::RecordStore store_{flash_};
  AuditLog log_{store_, primitives_};
};

TEST_F(Audit, NumbersEntriesAndKeepsTheLast) {
  for (std::uint8_t i = 0; i < 20; ++i) log_.append(AuditEvent::psam_removed, std::array<std::uint8_t, 1>{i});

  EXPECT_EQ(log_.count(), 20U);
  EXPECT_FALSE(log_.entry(20 - AuditLog::kept));
  ASSERT_TRUE(log_.entry(20));
  EXPECT_EQ(log_.entry(20)->detail[0], 19);
}

TEST_F(Audit, ContinuesTheChainAfterAPowerCut) {
  for (int i = 0; i < 11; ++i) log_.append(AuditEvent::psam_failed);

  AuditLog again{store_, primitives_};
  ASSERT_TRUE(again.load());
  EXPECT_EQ(again.count(), 11U);
  again.append(AuditEvent::psam_locked);
  AuditLog third{store_, primitives_};
  EXPECT_TRUE(third.load());
  EXPECT_EQ(third.count(), 12U);
}

TEST_F(Audit, AChangedEntryBreaksTheChain) {
  for (int i = 0; i < 3; ++i) log_.append(AuditEvent::psam_failed, std::array<std::uint8_t, 2>{1, 2});
  constexpr records::RecordStore::Id second = 51;
  for (std::size_t at = 1; at < 40; ++at) {
    std::array<std::uint8_t, 64> bytes{};
    const auto length = store_.read(second, bytes);
    ASSERT_TRUE(length);
    ASSERT_EQ(*length, 40U);
    auto changed = bytes;
    changed[at] ^= 1;
    ASSERT_TRUE(store_.write(second, Bytes{changed}.first(*length)));
    AuditLog broken{store_, primitives_};
    EXPECT_FALSE(broken.load()) << at;
    ASSERT_TRUE(store_.write(second, Bytes{bytes}.first(*length)));
  }
  AuditLog whole{store_, primitives_};
  EXPECT_TRUE(whole.load());
}

TEST_F(Audit, AMissingEntryBreaksTheChain) {
  for (int i = 0; i < 3; ++i) log_.append(AuditEvent::psam_failed);
  ASSERT_TRUE(store_.erase(51));
  AuditLog broken{store_, primitives_};
  EXPECT_FALSE(broken.load());
}

}  // namespace
}  // namespace mpos::firmware
