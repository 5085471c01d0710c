// SPDX-License-Identifier: Apache-2.0
#include "app/gui/virtual_time.hpp"

namespace mpos::gui {

QString virtual_time_text(std::int64_t time_ns) {
  const qint64 micros = time_ns / 1000;
  return QStringLiteral("%1.%2 %3")
      .arg(micros / 1000000, 2, 10, QLatin1Char('0'))
      .arg(micros / 1000 % 1000, 3, 10, QLatin1Char('0'))
      .arg(micros % 1000, 3, 10, QLatin1Char('0'));
}

}  // namespace mpos::gui
