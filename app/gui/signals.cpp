// SPDX-License-Identifier: Apache-2.0
#include "app/gui/signals.hpp"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <QCoreApplication>

namespace mpos::gui {

Signals::Signals() {
  ::sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGTERM);
  ::sigaddset(&set, SIGINT);
  fd_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  // Where there is no such descriptor the signals keep ending the program at once.
  if (fd_ >= 0) ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

Signals::~Signals() {
  if (fd_ >= 0) ::close(fd_);
}

void Signals::quit_application() {
  if (fd_ < 0) return;
  notifier_ = std::make_unique<QSocketNotifier>(fd_, QSocketNotifier::Read);
  QObject::connect(notifier_.get(), &QSocketNotifier::activated, [this] {
    ::signalfd_siginfo info{};
    if (::read(fd_, &info, sizeof info) == sizeof info) QCoreApplication::quit();
  });
}

}  // namespace mpos::gui
