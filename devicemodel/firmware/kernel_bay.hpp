// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <new>

#include "devicemodel/emv/contactless.hpp"
#include "devicemodel/emv/kernel.hpp"
#include "devicemodel/firmware/terminal_parameters.hpp"

namespace mpos::firmware {

/// Room for one kernel, built in place (no heap). Slot and antenna never work at the same time, so whichever is asked
/// for takes the room of the other, whose card is forgotten then: who has begun with one asks for no other until it is
/// done.
class KernelBay {
 public:
  /// All references must outlive it.
  KernelBay(security::Primitives& primitives, hal::Entropy& entropy, const emv::TerminalProfile& profile,
            const emv::Policy& policy, const TerminalParameters& parameters) noexcept
      : primitives_(primitives), entropy_(entropy), profile_(profile), policy_(policy), parameters_(parameters) {
    make_contact();
  }
  ~KernelBay() { clear(); }
  KernelBay(const KernelBay&) = delete;
  KernelBay& operator=(const KernelBay&) = delete;

  emv::Kernel& contact() noexcept {
    if (!is_contact_) {
      clear();
      make_contact();
    }
    return contact_;
  }
  emv::ContactlessKernel& contactless() noexcept {
    if (is_contact_) {
      clear();
      new (&contactless_)
          emv::ContactlessKernel{primitives_, nullptr, profile_, parameters_.applications(), parameters_.keys()};
      is_contact_ = false;
    }
    return contactless_;
  }

 private:
  void make_contact() noexcept {
    new (&contact_) emv::Kernel{
        {primitives_, entropy_, nullptr}, profile_, policy_, parameters_.applications(), parameters_.keys()};
    is_contact_ = true;
  }
  void clear() noexcept {
    // Overwrites what was read of the card.
    if (is_contact_) {
      contact_.begin({});
      contact_.~Kernel();
    } else {
      contactless_.begin({});
      contactless_.~ContactlessKernel();
    }
  }

  security::Primitives& primitives_;
  hal::Entropy& entropy_;
  const emv::TerminalProfile& profile_;
  const emv::Policy& policy_;
  const TerminalParameters& parameters_;
  bool is_contact_ = true;
  union {
    emv::Kernel contact_;
    emv::ContactlessKernel contactless_;
  };
};

}  // namespace mpos::firmware
