// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QTimer>

class QQuickWindow;

namespace mpos::gui {

class Desk;

/// Prints what the window shows as lines on standard output (`screen ...`, `stage ...`, `outcome ...`) and where its
/// named items lie (`state ready` once, then `state now`, with `place NAME x y w h` for each that is to be seen), so
/// that a test can wait for the window instead of for time. On with VMPOS_TRACE_STATE=1. Prints nothing the screen does
/// not show.
class StateTrace : public QObject {
 public:
  StateTrace(Desk& desk, QQuickWindow& window, QObject* parent = nullptr);

 private:
  void print_places();
  void print_screen();
  void print_phone();
  Desk& desk_;
  QQuickWindow& window_;
  QString last_;
  QString last_places_;
  bool told_ready_ = false;
  QTimer settled_;
};

}  // namespace mpos::gui
