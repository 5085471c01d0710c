// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace mpos::net {

/// Lets the kernel find out within half a minute that the far end is gone without a word (cable pulled, phone out of
/// range): probes when nothing is said, and a limit on how long what was sent may stay unacknowledged.
inline void notice_silence(int socket) {
  const auto set = [socket](int level, int name, int value) {
    (void)::setsockopt(socket, level, name, &value, sizeof value);  // without it the connection lives, only longer
  };
  constexpr int idle_s = 10, probe_s = 5, probes = 3, unacknowledged_ms = 25'000;
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, idle_s);
  set(IPPROTO_TCP, TCP_KEEPINTVL, probe_s);
  set(IPPROTO_TCP, TCP_KEEPCNT, probes);
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, unacknowledged_ms);
}

}  // namespace mpos::net
