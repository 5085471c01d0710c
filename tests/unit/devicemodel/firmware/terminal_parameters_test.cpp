// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/terminal_parameters.hpp"

#include <gtest/gtest.h>

#include "devicemodel/primitives/openssl_primitives.hpp"
#include "tests/unit/devicemodel/emv/cards.hpp"
#include "tests/unit/devicemodel/firmware/fakes.hpp"

namespace mpos::firmware {
namespace {

using emv::test::Buffer;
using emv::test::unhex;
using Added = TerminalParameters::Added;

struct Shelf {
  fakes::Storage storage;
  primitives::OpenSslPrimitives primitives;
  records::RecordStore store{storage};
  TerminalParameters parameters{store, primitives};

  Shelf() { EXPECT_TRUE(store.mount() && parameters.load()); }
  /// The same flash after a power cycle.
  std::size_t applications_after_restart() {
    storage.fail_after.reset();
    records::RecordStore again{storage};
    TerminalParameters read{again, primitives};
    EXPECT_TRUE(again.mount() && read.load());
    return read.applications().size();
  }
  static Buffer aid(int number) {
    Buffer record = unhex("9F0608A000000333010100DF1105D84000A800DF1205D84004F800DF13050010000000");
    record[10] = static_cast<std::uint8_t>(number);
    return record;
  }
  bool load(int count) {
    parameters.begin(ParameterKind::application);
    for (int i = 0; i < count; ++i) {
      if (parameters.add(aid(i)) != Added::yes) return false;
    }
    return parameters.commit(7);
  }
};

TEST(TerminalParameters, ALoadReplacesTheOneBefore) {
  Shelf shelf;
  ASSERT_TRUE(shelf.load(3));
  EXPECT_EQ(shelf.parameters.applications().size(), 3U);
  ASSERT_TRUE(shelf.load(2));
  EXPECT_EQ(shelf.parameters.applications().size(), 2U);
  EXPECT_EQ(shelf.applications_after_restart(), 2U);
}

TEST(TerminalParameters, FillTheTableAndNoMore) {
  Shelf shelf;
  EXPECT_TRUE(shelf.load(24));
  EXPECT_EQ(shelf.applications_after_restart(), 24U);
  EXPECT_FALSE(shelf.load(25));
}

TEST(TerminalParameters, UntilCommitTheOldOnesCount) {
  Shelf shelf;
  ASSERT_TRUE(shelf.load(3));
  shelf.parameters.begin(ParameterKind::application);
  EXPECT_EQ(shelf.parameters.add(Shelf::aid(9)), Added::yes);
  EXPECT_EQ(shelf.parameters.applications().size(), 3U);
  EXPECT_EQ(shelf.applications_after_restart(), 3U);
}

TEST(TerminalParameters, ALoadCutAnywhereIsOldOrNew) {
  for (int writes = 0;; ++writes) {
    Shelf shelf;
    ASSERT_TRUE(shelf.load(3));
    shelf.storage.fail_after = writes;
    const bool whole = shelf.load(20);
    const std::size_t count = shelf.applications_after_restart();
    EXPECT_TRUE(count == 3 || count == 20) << "cut after " << writes << " writes: " << count;
    if (whole) break;
    ASSERT_LT(writes, 1000);
  }
}

TEST(TerminalParameters, ABadRecordIsRefusedAndSaysWhy) {
  Shelf shelf;
  shelf.parameters.begin(ParameterKind::application);
  EXPECT_EQ(shelf.parameters.add(unhex("9F0603A00000")), Added::refused);
  EXPECT_EQ(shelf.parameters.refusal(), emv::ImportError::bad_value);
}

TEST(TerminalParameters, AKeyWithAWrongCheckSumIsRefused) {
  const auto key = unhex("9F0605A0000003339F220101DF05083230333531323331DF060101DF070101DF0240" +
                         std::string(128, 'C') + "DF040103DF0314" + std::string(40, '0'));
  Shelf shelf;
  shelf.parameters.begin(ParameterKind::ca_key);
  EXPECT_EQ(shelf.parameters.add(key), Added::refused);
  EXPECT_EQ(shelf.parameters.refusal(), emv::ImportError::bad_checksum);
  EXPECT_EQ(shelf.parameters.keys().size(), 0U);
}

}  // namespace
}  // namespace mpos::firmware
