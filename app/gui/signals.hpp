// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QSocketNotifier>
#include <memory>

namespace mpos::gui {

/// SIGTERM and SIGINT (Ctrl+C) end the window as closing it does, so that what outlives the run is kept. Make it before
/// any thread begins: threads take over which signals are held back.
class Signals {
 public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  /// From now on, and for what came before, they quit the application; needs one.
  void quit_application();

 private:
  int fd_ = -1;
  std::unique_ptr<QSocketNotifier> notifier_;
};

}  // namespace mpos::gui
