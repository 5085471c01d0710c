// SPDX-License-Identifier: Apache-2.0
// The purchase of psam.md section 3 through the firmware: wallet card and PSAM in their slots. Figures are those of
// tests/vectors/psam.json.
#include "devicemodel/firmware/wallet_purchase.hpp"

#include "peripherals/card/personaliser.hpp"
#include "peripherals/card/virtual_card.hpp"
#include "peripherals/icc/port_card.hpp"
#include "peripherals/storage/nor_flash.hpp"
#include "tests/unit/devicemodel/sam/bench.hpp"

namespace mpos::sam::test {
namespace {

using firmware::WalletPurchase;
using firmware::WalletRecord;
using Outcome = WalletPurchase::Outcome;
using Status = WalletPurchase::Status;

class Wallet : public Bench {
 protected:
  Wallet() {
    flash_.power_on();
    EXPECT_TRUE(store_.mount());
    card::ChipProfile wanted;
    wanted.wallet = card::WalletProfile{hex("6222021234567890"),
                                        hex("34577991ABCDEF1334577991ABCDEF13"),
                                        hex("567890ABCDEF1234567890ABCDEF1234"),
                                        5000,
                                        18,
                                        hex("A1B2C3D4")};
    auto made = card::make_card(wanted, card::KeyRing{}, primitives_);
    EXPECT_TRUE(made) << made.error();
    const auto personalisation = std::make_shared<const card::Personalisation>(*std::move(made));
    card_ = std::make_shared<card::VirtualCard>(personalisation, card::first_state(*personalisation), primitives_);
    insert();
  }

  /// Starts a purchase of the worked day and time.
  Status begin(std::uint32_t amount_minor) {
    return wallet_.begin(amount_minor, {2024, 9, 17, 10, 15, 30}, hex("112233445566"));
  }
  void insert_wallet() {
    icc::SlotCard in = icc::slot_card(card_);
    const auto transmit = in.transmit;
    in.transmit = [this, transmit](Bytes apdu) {
      sent_.push_back(text(apdu));
      icc::Buffer reply = transmit(apdu);
      if (alter_card_) alter_card_(apdu, reply);
      return reply;
    };
    icc_.insert(std::move(in), {});
  }
  Outcome run() {
    for (int i = 0; i < 1000; ++i) {
      for (auto event = client_.service(); event != SamClient::Event::none; event = client_.service()) {
        if (event == SamClient::Event::done && wallet_.on_sam_done() == Status::finished) return wallet_.outcome();
        if (event == SamClient::Event::failed && wallet_.on_sam_failed() == Status::finished) return wallet_.outcome();
      }
      if (wallet_.on_card() == Status::finished) return wallet_.outcome();
      const auto due = scheduler_.next_due();
      if (!due) break;
      scheduler_.run_until(*due);
    }
    return Outcome::none;
  }
  std::uint32_t on_card() const { return card_->state().wallet_balance; }

  storage::NorFlash flash_{64};
  records::RecordStore store_{flash_};
  firmware::WalletLog log_{store_};
  icc::Slot icc_{scheduler_, irq_};
  WalletPurchase wallet_{icc_, client_, log_};
  std::shared_ptr<card::VirtualCard> card_;
  std::vector<std::string> sent_;
  std::function<void(Bytes, icc::Buffer&)> alter_card_;
};

TEST_F(Wallet, GivesTheWorkedFigures) {
  insert_wallet();
  ASSERT_EQ(begin(100), Status::waiting_for_card);

  ASSERT_EQ(run(), Outcome::paid);

  EXPECT_EQ(wallet_.balance_minor(), 4900U);
  EXPECT_EQ(on_card(), 4900U);
  EXPECT_EQ(text(wallet_.record().terminal_number), "00000A0B");
  EXPECT_EQ(text(wallet_.record().tac), expected("TAC"));
  const std::string& debit = sent_.back();
  EXPECT_EQ(debit.substr(0, 40), "805401000F00000A0B20240917101530" + expected("MAC1"));
  EXPECT_EQ(text(client_.seal().mac1), expected("MAC1"));
}

TEST_F(Wallet, KeepsAPaidRecordOverAPowerCut) {
  insert_wallet();
  begin(100);
  ASSERT_EQ(run(), Outcome::paid);

  records::RecordStore again{flash_};
  ASSERT_TRUE(again.mount());
  firmware::WalletLog log{again};
  ASSERT_TRUE(log.load());

  const auto record = log.record(1);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->state, WalletRecord::State::paid);
  EXPECT_EQ(load_be32(record->amount.data()), 100U);
  EXPECT_EQ(text(record->card_serial), "6222021234567890");
  EXPECT_EQ(text(record->tac), expected("TAC"));
}

TEST_F(Wallet, ThreeWrongReceiptsLockThePsam) {
  alter_card_ = [](Bytes apdu, icc::Buffer& reply) {
    if (apdu[1] == 0x54) reply[7] ^= 1;  // the last byte of MAC2
  };
  insert_wallet();
  for (int i = 0; i < 3; ++i) {
    begin(100);
    ASSERT_EQ(run(), Outcome::mac2_wrong);
    EXPECT_EQ(wallet_.record().state, WalletRecord::State::disputed);
  }
  begin(100);
  EXPECT_EQ(run(), Outcome::psam_failed);
  EXPECT_EQ(client_.error(), SamError::locked);
  EXPECT_EQ(log_.count(), 3U);
}

TEST_F(Wallet, ACardThatNeverAnswersTheDebitLeavesAnOpenRecord) {
  alter_card_ = [](Bytes apdu, icc::Buffer& reply) {
    if (apdu[1] == 0x54) reply.clear();
  };
  insert_wallet();
  begin(100);

  EXPECT_EQ(run(), Outcome::uncertain);

  EXPECT_EQ(log_.record(1)->state, WalletRecord::State::open);
}

TEST_F(Wallet, APullAtAnyByteIsEitherNothingOrOpenOrPaid) {
  for (std::size_t at = 5; at < 260; at += 3) {
    icc_.pull();
    insert_wallet();
    icc_.pull();
    icc::Insertion how;
    how.pull_after = at;
    icc_.insert(icc::slot_card(card_), how);
    const std::uint32_t before = on_card();
    const std::uint32_t records = log_.count();
    begin(1);
    const Outcome outcome = run();
    const bool paid = on_card() != before;
    if (outcome == Outcome::paid) {
      EXPECT_TRUE(paid) << at;
    } else if (outcome == Outcome::uncertain) {
      EXPECT_EQ(log_.record(log_.count())->state, WalletRecord::State::open) << at;
    } else {
      EXPECT_FALSE(paid) << at;
      EXPECT_EQ(log_.count(), records) << at;
    }
    icc_.pull();
    while (client_.is_working()) {
      const auto due = scheduler_.next_due();
      ASSERT_TRUE(due);
      scheduler_.run_until(*due);
      (void)client_.service();
    }
  }
}

TEST_F(Wallet, LyingCardsAreRefusedBeforeThePsamIsAsked) {
  const std::vector<std::pair<std::uint8_t, std::string>> lies{{0xA4, "9000"},
                                                               {0xA4, "6F009000"},
                                                               {0xA4, "6FFF9000"},
                                                               {0x50, "9000"},
                                                               {0x50, "0000138800120000000100A1B2C39000"},
                                                               {0x50, "6985"}};
  for (const auto& [ins, lie] : lies) {
    icc_.pull();
    alter_card_ = [ins = ins, lie = lie](Bytes apdu, icc::Buffer& reply) {
      if (apdu[1] == ins) reply = hex(lie);
    };
    insert_wallet();
    begin(100);
    EXPECT_EQ(run(), Outcome::no_wallet) << lie;
  }
  EXPECT_EQ(log_.count(), 0U);
  EXPECT_EQ(on_card(), 5000U);
}

TEST_F(Wallet, AWalletThatHoldsTooLittleIsToldSo) {
  insert_wallet();
  begin(5001);
  EXPECT_EQ(run(), Outcome::insufficient);
  EXPECT_EQ(on_card(), 5000U);
}

TEST_F(Wallet, AWrongOrderOfThePsamIsRefusedByTheCardAndPaysNothing) {
  // The PSAM of another terminal seals over another terminal number than the card was told.
  insert_wallet();
  wallet_.begin(100, {2024, 9, 17, 10, 15, 30}, hex("665544332211"));
  EXPECT_EQ(run(), Outcome::card_refused);
  EXPECT_EQ(on_card(), 5000U);
  EXPECT_EQ(log_.record(1)->state, WalletRecord::State::void_);
}

}  // namespace
}  // namespace mpos::sam::test
