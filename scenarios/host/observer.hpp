// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mpos/bus/v1/bus.pb.h"

namespace mpos::host {

/// Sees what happens at the host, account data masked. Nothing is built for an observer that wants no events.
class Observer {
 public:
  virtual bool wants_events() const = 0;
  virtual void host_message(const bus::v1::HostMessage& message) = 0;
  virtual void ledger_entry(const bus::v1::LedgerEntry& entry) = 0;
  virtual void account_state(const bus::v1::AccountState& account) = 0;
  virtual void note(const bus::v1::Note& note) = 0;

 protected:
  ~Observer() = default;
};

}  // namespace mpos::host
