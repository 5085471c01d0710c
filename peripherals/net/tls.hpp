// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "peripherals/net/tcp.hpp"

namespace mpos::net {

/// Begins to connect over TLS 1.2 or later. The server's certificate must chain to one in `ca_file` (PEM; empty: the
/// system's) and name `server_name` (empty: `host`). An unreadable file is told at once, all else by the handler
/// `closed`.
Result<std::unique_ptr<radio::Stream>, std::string> connect_tls(Context& context, const std::string& host,
                                                                std::uint16_t port, const std::string& ca_file,
                                                                const std::string& server_name);

/// Whether the certificates connect_tls() would trust can be read.
Result<void, std::string> check_trust(const std::string& ca_file);

/// As listen_tcp(), with TLS 1.2 or later and the certificate chain and private key of these PEM files.
Result<std::unique_ptr<Listener>, std::string> listen_tls(Context& context, const std::string& address,
                                                          std::uint16_t port, const std::string& certificate_file,
                                                          const std::string& key_file, OnAccept on_accept);

}  // namespace mpos::net
