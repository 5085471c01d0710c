// SPDX-License-Identifier: Apache-2.0
#include "peripherals/pcsc/pcsc_watch.hpp"

#include <PCSC/winscard.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace mpos::pcsc {
namespace {

/// How long one wait lasts, so that an end asked for between two waits is seen.
constexpr std::chrono::milliseconds longest_wait{1000};

}  // namespace

struct PcscWatch::Impl {
  std::string reader;
  std::function<void(bool)> changed;
  bool present = false;
  std::mutex mutex;
  std::condition_variable wake;
  bool ending = false;       // guarded by mutex
  SCARDCONTEXT context = 0;  // guarded by mutex; 0 when there is none
  std::thread thread;

  bool is_ending() {
    const std::lock_guard lock{mutex};
    return ending;
  }
  void tell(bool now) {
    if (std::exchange(present, now) != now) changed(now);
  }
  void run() {
    while (!is_ending()) {
      SCARDCONTEXT fresh = 0;
      if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &fresh) == SCARD_S_SUCCESS) {
        {
          const std::lock_guard lock{mutex};
          context = fresh;
        }
        watch(fresh);
        const std::lock_guard lock{mutex};
        context = 0;
        SCardReleaseContext(fresh);
      }
      tell(false);
      std::unique_lock lock{mutex};
      wake.wait_for(lock, longest_wait, [this] { return ending; });
    }
  }
  /// Until the service or the reader is gone, or the end.
  void watch(SCARDCONTEXT in) {
    SCARD_READERSTATE state{};
    state.szReader = reader.c_str();
    state.dwCurrentState = SCARD_STATE_UNAWARE;
    while (!is_ending()) {
      const LONG result = SCardGetStatusChange(in, static_cast<DWORD>(longest_wait.count()), &state, 1);
      if (result == SCARD_E_TIMEOUT || result == SCARD_E_CANCELLED) continue;
      if (result != SCARD_S_SUCCESS) return;
      state.dwCurrentState = state.dwEventState;
      tell((state.dwEventState & SCARD_STATE_PRESENT) != 0);
    }
  }
};

PcscWatch::PcscWatch(std::string reader, std::function<void(bool present)> changed) : impl_(std::make_unique<Impl>()) {
  impl_->reader = std::move(reader);
  impl_->changed = std::move(changed);
  impl_->thread = std::thread{[impl = impl_.get()] { impl->run(); }};
}

PcscWatch::~PcscWatch() {
  {
    const std::lock_guard lock{impl_->mutex};
    impl_->ending = true;
    if (impl_->context != 0) SCardCancel(impl_->context);
  }
  impl_->wake.notify_all();
  impl_->thread.join();
}

}  // namespace mpos::pcsc
