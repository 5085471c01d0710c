// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "app/gui/event_log.hpp"
#include "app/gui/simulation.hpp"

namespace mpos::gui {

class Desk;

/// What the workbench shows: every bus event of the desk's world, in order, as each panel needs it. Acts go out through
/// Desk::post.
class Bench : public QObject {
  Q_OBJECT
  Q_PROPERTY(mpos::gui::EventLog* log READ log CONSTANT)

 public:
  /// Hears of the desk's events from now on. The desk outlives it.
  explicit Bench(Desk& desk, QObject* parent = nullptr);

  EventLog* log() { return &log_; }

 private:
  void take(const Simulation::Event& event);
  Desk& desk_;
  EventLog log_;
};

}  // namespace mpos::gui
