// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "devicemodel/base/result.hpp"
#include "mpos/config/v1/config.pb.h"
#include "peripherals/net/context.hpp"
#include "peripherals/net/tcp.hpp"
#include "peripherals/radio/stream.hpp"
#include "scenarios/world/options.hpp"

namespace mpos::cli {

/// What the command line says about the acquirer; an address here replaces the whole section of the profile.
struct AcquirerOptions {
  std::string address, tls_ca, server_name;
  bool tls = false;
};

/// The way to somebody else's acquirer, over TCP or TLS.
class OutsideAcquirer {
 public:
  /// Nothing when neither the command line nor the profile names one.
  ///   errors  a sentence for people: the address is none, or TLS options without an address
  static Result<std::optional<OutsideAcquirer>, std::string> find(const AcquirerOptions& asked,
                                                                  const config::v1::Acquirer& profile);

  /// Opens a line, which may still be connecting. Nothing, after a line on standard error, when the certificate file
  /// cannot be read.
  std::unique_ptr<radio::Stream> dial(net::Context& context) const;

 private:
  net::HostPort at_;
  AcquirerOptions options_;
};

/// For worlds that run by themselves: lets `options` reach the acquirer of its profile, holding virtual time to the
/// wall clock from now on. Both arguments must outlive the world. Does nothing when the profile names none.
Result<void, std::string> reach_acquirer(net::Context& context, world::Options& options);

}  // namespace mpos::cli
