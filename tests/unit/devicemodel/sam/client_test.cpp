// SPDX-License-Identifier: Apache-2.0
// The client over the virtual PSAM in the virtual slot; figures are those of tests/vectors/psam.json.
#include "devicemodel/security/mac.hpp"
#include "tests/unit/devicemodel/sam/bench.hpp"

namespace mpos::sam::test {
namespace {

class Client : public Bench {
 protected:
  KeyPath path(KeyType type, std::initializer_list<std::string_view> factors) {
    KeyPath out;
    out.type = type;
    for (const auto factor : factors) out.factors.append(hex(factor));
    return out;
  }
  Event run(bool begun) {
    EXPECT_TRUE(begun);
    return wait();
  }
};

TEST_F(Client, ReadsWhoTheModuleIs) {
  insert();

  ASSERT_EQ(run(client_.begin_identity()), Event::done);

  EXPECT_EQ(text(client_.identity().serial), "20240917000000000001");
  EXPECT_EQ(text(client_.identity().terminal), "112233445566");
}

TEST_F(Client, EnciphersUnderAKeyOfOneAndOfTwoLevels) {
  insert();
  const std::string challenge = input("80 FA 00", "data");

  ASSERT_EQ(run(client_.begin_crypt(path(KeyType::encryption, {"3132333435363738"}), SamClient::Direction::encrypt,
                                    hex(challenge))),
            Event::done);
  EXPECT_EQ(text(client_.output()), expected("80 FA 00"));

  ASSERT_EQ(run(client_.begin_crypt(path(KeyType::encryption, {"4001100100000000", "3132333435363738"}),
                                    SamClient::Direction::encrypt, hex("0000000000000000"))),
            Event::done);
  Blob out(8);
  primitives_.ecb_encrypt(security::Cipher::tdes, hex(expected("80 1A 47")), Blob(8), out);
  EXPECT_EQ(text(client_.output()), text(out));
}

TEST_F(Client, DeciphersWhatItEnciphered) {
  insert();
  const auto key = path(KeyType::mac_and_encryption, {"3132333435363738"});
  const Blob clear = hex("00112233445566778899AABBCCDDEEFF0123456789ABCDEF");

  ASSERT_EQ(run(client_.begin_crypt(key, SamClient::Direction::encrypt, clear)), Event::done);
  const Blob hidden(client_.output().begin(), client_.output().end());
  ASSERT_EQ(run(client_.begin_crypt(key, SamClient::Direction::decrypt, hidden)), Event::done);

  EXPECT_NE(hidden, clear);
  EXPECT_EQ(text(client_.output()), text(clear));
  client_.wipe_output();
  EXPECT_TRUE(client_.output().empty());
}

TEST_F(Client, MakesTheTerminalMacWithTwoEncryptions) {
  insert();
  const Blob mab = hex("0200302004C020C09811000000000000000001000001");

  ASSERT_EQ(run(client_.begin_terminal_mac(path(KeyType::mac_and_encryption, {"3132333435363738"}), mab)), Event::done);

  const auto wanted = security::mac_cup_ecb(primitives_, security::Cipher::tdes, hex(expected("80 1A 27")), mab);
  EXPECT_EQ(text(client_.output()), text(wanted));
}

TEST_F(Client, SealsThePurchaseOfTheWorkedFigures) {
  insert();
  PurchaseOrder order;
  copy_bytes(hex("A1B2C3D4"), order.card_random);
  copy_bytes(hex("0012"), order.card_number);
  copy_bytes(hex("00000064"), order.amount);
  copy_bytes(hex("20240917101530"), order.moment);
  copy_bytes(hex("6222021234567890"), order.card_serial);

  ASSERT_EQ(run(client_.begin_purchase(order)), Event::done);
  EXPECT_EQ(text(client_.seal().terminal_number), "00000A0B");
  EXPECT_EQ(text(client_.seal().mac1), expected("MAC1"));
  EXPECT_EQ(run(client_.begin_credit(hex(expected("MAC2")))), Event::done);
}

TEST_F(Client, LocksAfterThreeWrongMac2InARow) {
  insert();
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(run(client_.begin_purchase({})), Event::done);
    ASSERT_EQ(run(client_.begin_credit(hex("00000000"))), Event::failed);
    EXPECT_EQ(client_.error(), SamError::mac_wrong);
  }

  EXPECT_EQ(run(client_.begin_purchase({})), Event::failed);
  EXPECT_EQ(client_.error(), SamError::locked);
}

TEST_F(Client, NamesAKeyTheModuleDoesNotHold) {
  insert();
  KeyPath key = path(KeyType::mac, {});
  key.index = 9;

  EXPECT_EQ(run(client_.begin_crypt(key, SamClient::Direction::encrypt, Blob(8))), Event::failed);
  EXPECT_EQ(client_.error(), SamError::no_key);
}

TEST_F(Client, ChangesToTheSpeedTheModuleOffers) {
  profile_.atr = hex("3B1913564D504F535053414D");  // TA1 13: F 372, D 4
  renew();
  insert();
  const Instant before = scheduler_.now();
  ASSERT_EQ(run(client_.begin_identity()), Event::done);
  const Duration fast = scheduler_.now() - before;

  slot_.pull();
  ASSERT_EQ(wait(), Event::removed);
  profile_.atr = hex("3B09564D504F535053414D");
  renew();
  insert();
  const Instant again = scheduler_.now();
  ASSERT_EQ(run(client_.begin_identity()), Event::done);

  EXPECT_LT(fast * 2, scheduler_.now() - again);
}

TEST_F(Client, RefusesToBeginWithoutAModuleAndWhileItWorks) {
  EXPECT_FALSE(client_.begin_identity());
  insert();
  ASSERT_TRUE(client_.begin_identity());
  EXPECT_FALSE(client_.begin_identity());
  EXPECT_TRUE(client_.is_working());
}

TEST_F(Client, TellsThatTheModuleWentWhileItWorked) {
  for (std::size_t at = 20; at < 60; at += 5) {
    icc::Insertion insertion;
    insertion.pull_after = at;
    insert(insertion);
    ASSERT_TRUE(client_.begin_identity());
    EXPECT_EQ(wait(), Event::removed) << at;
    EXPECT_EQ(client_.error(), SamError::absent);
    EXPECT_FALSE(client_.is_working());
    EXPECT_FALSE(client_.is_present());
  }
}

TEST_F(Client, WakesTheModuleThatIsThereWhenTheReaderIsSwitchedOn) {
  insert();
  client_.power_on();
  EXPECT_FALSE(client_.is_ready());
  EXPECT_EQ(wait(), Event::ready);
}

TEST_F(Client, StartsAfreshWhenItsWorkIsAbandoned) {
  insert();
  ASSERT_TRUE(client_.begin_identity());
  client_.abandon();
  EXPECT_FALSE(client_.is_working());
  EXPECT_EQ(wait(), Event::ready);
  EXPECT_EQ(run(client_.begin_identity()), Event::done);
}

}  // namespace
}  // namespace mpos::sam::test
