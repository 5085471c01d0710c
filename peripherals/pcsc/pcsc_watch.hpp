// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace mpos::pcsc {

/// Tells when a card comes into a PC/SC reader and when it leaves. Has a thread of its own, because PC/SC tells it by
/// ending a wait. A reader or a service that is gone counts as empty; both are waited for.
class PcscWatch {
 public:
  /// `changed` is called **on the watching thread**: with true at once when a card is there already.
  PcscWatch(std::string reader, std::function<void(bool present)> changed);
  /// Returns when no call is under way any more, after a second at most.
  ~PcscWatch();
  PcscWatch(const PcscWatch&) = delete;
  PcscWatch& operator=(const PcscWatch&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mpos::pcsc
