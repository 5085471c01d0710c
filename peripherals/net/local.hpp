// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "devicemodel/base/result.hpp"
#include "peripherals/net/context.hpp"
#include "peripherals/net/tcp.hpp"
#include "peripherals/radio/stream.hpp"

namespace mpos::net {

/// Listens on a Unix socket that only this user may open (mode 0600). A socket left by a program that is gone is
/// replaced; one somebody listens on, and anything that is no socket, is refused. The file goes with the listener.
Result<std::unique_ptr<Listener>, std::string> listen_local(Context& context, const std::string& path,
                                                            OnAccept on_accept);

/// Takes over a connected Unix socket that this process was given; it is closed with the stream.
Result<std::unique_ptr<radio::Stream>, std::string> adopt_local(Context& context, int descriptor);

}  // namespace mpos::net
