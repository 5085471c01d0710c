// SPDX-License-Identifier: Apache-2.0
// A module that lies: cut, lengthened, mute, damaged and refusing answers at every command of every operation.
#include "tests/unit/devicemodel/sam/bench.hpp"

namespace mpos::sam::test {
namespace {

class Damage : public Bench {
 protected:
  /// Runs `begin` with the answer of the `nth` command altered; answers what came of it.
  Event run(const std::function<bool()>& begin, int nth, const std::function<void(icc::Buffer&)>& how) {
    slot_.pull();
    (void)wait();
    renew();
    alter_ = nullptr;
    insert();
    int seen = 0;
    alter_ = [&seen, nth, how](icc::Buffer& reply) {
      if (seen++ == nth) how(reply);
    };
    EXPECT_TRUE(begin());
    const Event event = wait();
    alter_ = nullptr;
    hit_ = seen > nth;
    return event;
  }
  std::vector<std::function<bool()>> operations() {
    const KeyPath key{KeyType::mac_and_encryption, 1, {}};
    return {[this] { return client_.begin_identity(); },
            [this, key] { return client_.begin_crypt(key, SamClient::Direction::encrypt, Blob(16, 1)); },
            [this, key] { return client_.begin_terminal_mac(key, message_); },
            [this] { return client_.begin_purchase({}); }};
  }

  Blob message_ = Blob(300, 7);
  bool hit_ = false;
};

TEST_F(Damage, EveryRefusalIsTold) {
  for (const auto& operation : operations()) {
    for (int nth = 0; nth < 6; ++nth) {
      const Event event = run(operation, nth, [](icc::Buffer& reply) { reply = {0x69, 0x82}; });
      EXPECT_EQ(event, hit_ ? Event::failed : Event::done) << nth;
      if (hit_) {
        EXPECT_EQ(client_.error(), SamError::refused);
      }
      EXPECT_FALSE(client_.is_working());
    }
  }
}

TEST_F(Damage, AnswersOfAnotherLengthAreNotBelieved) {
  int refused = 0;
  for (const auto& operation : operations()) {
    for (int nth = 0; nth < 6; ++nth) {
      const Event cut = run(operation, nth, [](icc::Buffer& reply) {
        if (reply.size() > 2) reply.erase(reply.begin());
      });
      const bool failed_cut = cut == Event::failed;
      const Event longer = run(operation, nth, [](icc::Buffer& reply) { reply.insert(reply.begin(), 0x55); });
      const bool failed_longer = longer == Event::failed;
      refused += (failed_cut ? 1 : 0) + (failed_longer ? 1 : 0);
      EXPECT_TRUE(failed_cut || cut == Event::done);
      EXPECT_TRUE(failed_longer || longer == Event::done);
    }
  }
  // An encryption, two rounds of a terminal MAC and a seal, each cut and lengthened, and each of two files once: T=0
  // asks for it again in the length the module names.
  EXPECT_EQ(refused, 10);
}

TEST_F(Damage, AMuteModuleFailsTheOperationAndIsPoweredOff) {
  for (const auto& operation : operations()) {
    const Event event = run(operation, 0, [](icc::Buffer& reply) { reply.clear(); });
    EXPECT_EQ(event, Event::failed);
    EXPECT_EQ(client_.error(), SamError::no_answer);
    EXPECT_FALSE(client_.is_ready());
    client_.power_on();
    EXPECT_EQ(wait(), Event::ready);
  }
}

TEST_F(Damage, ADamagedByteAnywhereFailsOrIsMeaningless) {
  for (std::size_t at = 13; at < 120; ++at) {
    slot_.pull();
    (void)wait();
    renew();
    icc::Insertion insertion;
    insertion.dirty_at = {at};
    insert(insertion);
    ASSERT_TRUE(client_.begin_identity());
    const Event event = wait();
    EXPECT_TRUE(event == Event::failed || event == Event::done) << at;
    if (event == Event::done) {
      EXPECT_EQ(text(client_.identity().serial), "20240917000000000001");
    }
  }
}

TEST_F(Damage, WhatIsNoModuleIsDead) {
  for (const char* atr : {"3B", "3B65", "3B800181", "3B8081018080", "001122", "3BFF"}) {
    slot_.pull();
    (void)wait();
    profile_.atr = hex(atr);
    renew();
    slot_.insert(slot_card(), {});
    EXPECT_EQ(wait(), Event::dead) << atr;
    EXPECT_FALSE(client_.begin_identity());
  }
}

TEST_F(Damage, AModulePutInTheWrongWayRoundIsDead) {
  icc::Insertion insertion;
  insertion.upside_down = true;
  slot_.insert(slot_card(), insertion);
  EXPECT_EQ(wait(), Event::dead);
}

}  // namespace
}  // namespace mpos::sam::test
