// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/upload_store.hpp"

#include <gtest/gtest.h>

#include "devicemodel/firmware/record_ids.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "tests/unit/devicemodel/firmware/fakes.hpp"

namespace mpos::firmware {
namespace {

Upload sale(std::uint32_t trace) {
  Upload upload;
  upload.trace = trace;
  upload.amount_minor = 1250 + trace;
  upload.batch = "000001";
  upload.processing = "000000";
  upload.entry_mode = "052";
  upload.card_sequence = "001";
  upload.account.append(std::array<std::uint8_t, 85>{1, 2, 3});
  upload.chip_data.append(std::array<std::uint8_t, 200>{0x9F, 0x26});
  return upload;
}

struct Shelf {
  fakes::Storage storage;
  records::RecordStore store{storage};
  UploadStore uploads{store};
  Shelf() { EXPECT_TRUE(store.mount() && uploads.load()); }
};

TEST(UploadStore, GivesBackWhatWasKeptOldestFirstAlsoAfterARestart) {
  Shelf shelf;
  for (const std::uint32_t trace : {7U, 8U, 9U}) ASSERT_TRUE(shelf.uploads.keep(sale(trace)));
  ASSERT_TRUE(shelf.uploads.drop(shelf.uploads.oldest()->number));
  Upload notice;
  notice.kind = UploadKind::script_notice;
  notice.trace = 10;
  notice.original_trace = 9;
  notice.batch = "000002";
  ASSERT_TRUE(shelf.uploads.keep(notice));

  records::RecordStore again{shelf.storage};
  UploadStore read{again};
  ASSERT_TRUE(again.mount() && read.load());
  EXPECT_EQ(read.count(), 3U);
  const auto first = read.oldest();
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->trace, 8U);
  EXPECT_EQ(first->amount_minor, 1258U);
  EXPECT_EQ(first->entry_mode.view(), "052");
  EXPECT_EQ(first->card_sequence.view(), "001");
  EXPECT_TRUE(equal(first->account.span(), sale(8).account.span()));
  EXPECT_TRUE(equal(first->chip_data.span(), sale(8).chip_data.span()));
  ASSERT_TRUE(read.drop(first->number));
  ASSERT_TRUE(read.drop(read.oldest()->number));
  EXPECT_EQ(read.oldest()->kind, UploadKind::script_notice);
  EXPECT_EQ(read.oldest()->original_trace, 9U);
  EXPECT_TRUE(read.oldest()->account.empty() && read.oldest()->card_sequence.empty());
}

TEST(UploadStore, IsFullForSalesBeforeItIsFullForNotices) {
  Shelf shelf;
  std::uint32_t trace = 1;
  for (; shelf.uploads.has_room_for_a_sale(); ++trace) ASSERT_TRUE(shelf.uploads.keep(sale(trace)));
  EXPECT_EQ(shelf.uploads.count(), UploadStore::capacity - UploadStore::kept_for_notices);
  for (std::size_t i = 0; i < UploadStore::kept_for_notices; ++i) EXPECT_TRUE(shelf.uploads.keep(sale(trace++)));
  EXPECT_FALSE(shelf.uploads.keep(sale(trace)));
  EXPECT_EQ(shelf.uploads.oldest()->trace, 1U);
}

TEST(UploadStore, ARecordOfNoKnownFormLocksTheReader) {
  Shelf shelf;
  ASSERT_TRUE(shelf.uploads.keep(sale(1)));
  ASSERT_TRUE(shelf.store.write(record_id::uploads.at(1), std::array<std::uint8_t, 3>{9, 9, 9}));
  EXPECT_FALSE(shelf.uploads.load());
  ASSERT_TRUE(shelf.uploads.forget());
  EXPECT_EQ(shelf.uploads.count(), 0U);
}

TEST(UploadStore, ASaleCutOffAtAnyWriteIsThereWhollyOrNotAtAll) {
  for (int cut = 0;; ++cut) {
    Shelf shelf;
    ASSERT_TRUE(shelf.uploads.keep(sale(1)));
    shelf.storage.fail_after = cut;
    const bool kept = shelf.uploads.keep(sale(2));
    shelf.storage.fail_after.reset();
    records::RecordStore again{shelf.storage};
    UploadStore read{again};
    ASSERT_TRUE(again.mount() && read.load()) << cut;
    ASSERT_GE(read.count(), kept ? 2U : 1U) << cut;
    EXPECT_EQ(read.oldest()->trace, 1U);
    ASSERT_TRUE(read.drop(read.oldest()->number));
    if (const auto second = read.oldest()) {
      EXPECT_EQ(second->amount_minor, 1252U);
    }
    if (kept) break;
  }
}

TEST(SealedData, OpensUnderItsOwnKeyOnly) {
  primitives::OpenSslPrimitives primitives;
  fakes::Entropy entropy;
  security::SecurityCore core{primitives, entropy, {}};
  const std::array<std::uint8_t, 32> key{1};
  const std::array<std::uint8_t, 32> other{2};
  const auto sealed = core.seal_data(key, as_bytes("6228480000003100=30122010000012345"));
  SecretBytes<security::SecurityCore::plain_data_max_bytes> out;
  ASSERT_TRUE(core.open_data(key, sealed.span(), out));
  EXPECT_EQ(as_text(out.expose()), "6228480000003100=30122010000012345");
  EXPECT_FALSE(core.open_data(other, sealed.span(), out));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto damaged = sealed;
    damaged[i] ^= 1;
    EXPECT_FALSE(core.open_data(key, damaged.span(), out)) << i;
  }
  EXPECT_FALSE(core.open_data(key, Bytes{sealed.span()}.first(sealed.size() - 1), out));
}

}  // namespace
}  // namespace mpos::firmware
