// SPDX-License-Identifier: Apache-2.0
#include "app/cli/outside_acquirer.hpp"

#include <cstdio>

#include "peripherals/net/tls.hpp"

namespace mpos::cli {

Result<std::optional<OutsideAcquirer>, std::string> OutsideAcquirer::find(const AcquirerOptions& asked,
                                                                          const config::v1::Acquirer& profile) {
  OutsideAcquirer found;
  found.options_ = asked;
  if (asked.address.empty()) {
    if (asked.tls || !asked.tls_ca.empty() || !asked.server_name.empty()) {
      return Failure{std::string{"the TLS options go with the acquirer's address"}};
    }
    if (profile.address().empty()) return std::optional<OutsideAcquirer>{};
    found.options_ = {profile.address(), profile.ca_file(), profile.server_name(), profile.tls()};
  } else if (!asked.tls && (!asked.tls_ca.empty() || !asked.server_name.empty())) {
    return Failure{std::string{"--tls-ca and --tls-name go with --tls"}};
  }
  const auto at = net::parse_host_port(found.options_.address);
  if (!at) return Failure{"the acquirer's address: " + at.error()};
  found.at_ = *at;
  // Certificates that cannot be read are found before anybody is troubled.
  if (found.options_.tls) {
    if (const auto trust = net::check_trust(found.options_.tls_ca); !trust) return Failure{trust.error()};
  }
  return std::optional{std::move(found)};
}

std::unique_ptr<radio::Stream> OutsideAcquirer::dial(net::Context& context) const {
  if (!options_.tls) return net::connect_tcp(context, at_.host, at_.port);
  auto stream = net::connect_tls(context, at_.host, at_.port, options_.tls_ca, options_.server_name);
  if (stream) return std::move(*stream);
  std::fprintf(stderr, "vmpos: %s\n", stream.error().c_str());
  return nullptr;
}

Result<void, std::string> reach_acquirer(net::Context& context, world::Options& options) {
  const auto way = OutsideAcquirer::find({}, options.profile.acquirer());
  if (!way) return Failure{way.error()};
  if (!*way) return {};
  options.dial_acquirer = [&context, way = **way](const std::string&) { return way.dial(context); };
  // Times of the outside are not those of the seed: such a run cannot be repeated byte for byte.
  options.before_advance = [&context, began = std::chrono::steady_clock::now()](Instant to) {
    return context.run_until(
               began + std::chrono::duration_cast<std::chrono::steady_clock::duration>(to.time_since_epoch())) == 0;
  };
  return {};
}

}  // namespace mpos::cli
