// SPDX-License-Identifier: Apache-2.0
#include "app/gui/workbench/bench.hpp"

#include "app/gui/desk.hpp"

namespace mpos::gui {

Bench::Bench(Desk& desk, QObject* parent) : QObject(parent), desk_(desk) {
  connect(&desk_, &Desk::eventTaken, this, &Bench::take);
}

void Bench::take(const Simulation::Event& event) {
  log_.add(*event);
}

}  // namespace mpos::gui
