// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include "devicemodel/sam/sam_client.hpp"
#include "devicemodel/sim/scheduler.hpp"
#include "peripherals/icc/slot.hpp"
#include "tests/unit/peripherals/psam/support.hpp"

namespace mpos::sam::test {

using psam::Blob;
using psam::test::expected;
using psam::test::hex;
using psam::test::input;

inline std::string text(Bytes bytes) {
  return card::to_hex(bytes);
}

/// Counts what the slot raises.
class CountingIrq final : public hal::IrqLine {
 public:
  void raise() override { ++raised; }
  int raised = 0;
};

/// The virtual PSAM in the virtual slot, with the client in front of it.
class Bench : public testing::Test {
 protected:
  using Event = SamClient::Event;

  explicit Bench(const std::string& name = "default") : profile_(psam::test::profile(name)) { renew(); }

  void renew() { psam_ = std::make_unique<psam::Psam>(profile_, psam::first_state(profile_), primitives_); }
  icc::SlotCard slot_card() {
    icc::SlotCard out;
    out.reset = [this](bool warm) {
      return psam_->reset(card::Interface::contact, warm ? card::Reset::warm : card::Reset::cold);
    };
    out.transmit = [this](Bytes apdu) {
      if (on_command_) on_command_(apdu);
      auto reply = psam_->transmit(apdu).bytes;
      if (alter_) alter_(reply);
      return reply;
    };
    out.power_off = [this] { psam_->power_off(); };
    return out;
  }
  /// Runs virtual time until the client has something to say.
  Event wait() {
    const Instant end = scheduler_.now() + std::chrono::seconds{20};
    for (;;) {
      const Event event = client_.service();
      if (event != Event::none) return event;
      const auto due = scheduler_.next_due();
      if (!due || *due > end) return Event::none;
      scheduler_.run_until(*due);
    }
  }
  void insert(icc::Insertion how = {}) {
    slot_.insert(slot_card(), how);
    ASSERT_EQ(wait(), Event::ready);
  }

  primitives::OpenSslPrimitives primitives_;
  sim::Scheduler scheduler_;
  CountingIrq irq_;
  icc::Slot slot_{scheduler_, irq_};
  psam::PsamProfile profile_;
  std::unique_ptr<psam::Psam> psam_;
  std::function<void(Bytes)> on_command_;
  std::function<void(icc::Buffer&)> alter_;
  SamClient client_{slot_};
};

}  // namespace mpos::sam::test
