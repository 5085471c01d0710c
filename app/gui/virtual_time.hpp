// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <cstdint>

namespace mpos::gui {

/// "41.232 410": seconds, milliseconds and microseconds of virtual time.
QString virtual_time_text(std::int64_t time_ns);

}  // namespace mpos::gui
