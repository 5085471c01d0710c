// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace mpos::gui {

/// How a person reads a fault of the bus.
struct FaultWords {
  QString title;
  QString about;
  bool once = false;  ///< it meets one thing and is spent
};

/// `act` and `word` as the bus has them ("link_fault", "drop"). One the window knows no words for has its own, and no
/// explanation.
FaultWords fault_words(const QString& act, const QString& word);
/// The heading faults of an act stand under.
QString fault_group(const QString& act);

}  // namespace mpos::gui
