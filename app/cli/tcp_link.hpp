// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "peripherals/net/context.hpp"
#include "scenarios/world/options.hpp"

namespace mpos::cli {

/// Lets the phones of a world reach their readers through TCP sockets of this machine. Virtual time stands still while
/// bytes are on their way, so they take none, as over the loopback.
class TcpLink {
 public:
  explicit TcpLink(net::Context& context) : context_(context) {}

  /// `options` are for a world that must go before this link does.
  void use_in(world::Options& options);

 private:
  class End;
  /// What one end has given to its socket and heard from it.
  struct Tally {
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    bool listening = false;
    bool opened = false;  ///< told so
    bool held = false;
    bool ended = false;  ///< closed it, or was told that it is closed
  };
  using Connection = std::array<Tally, 2>;

  world::LinkEnds connect();
  /// Whether nothing is on its way.
  bool settled();

  net::Context& context_;
  std::vector<std::shared_ptr<Connection>> connections_;
};

}  // namespace mpos::cli
