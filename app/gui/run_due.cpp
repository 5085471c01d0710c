// SPDX-License-Identifier: Apache-2.0
#include "app/gui/run_due.hpp"

namespace mpos::gui {

std::optional<Duration> run_due(sim::Pacer& pacer, sim::Scheduler& scheduler,
                                const std::function<sim::Pacer::Wall()>& wall_now) {
  using Action = sim::Pacer::Plan::Action;
  const sim::Pacer::Wall end = wall_now() + longest_run;
  for (;;) {
    const auto plan = pacer.plan(wall_now(), scheduler.now(), scheduler.next_due());
    if (plan.action == Action::run_until) scheduler.run_until(plan.until);
    if (plan.action == Action::nothing || !plan.wait || *plan.wait > Duration::zero() || wall_now() >= end) {
      return plan.wait;
    }
  }
}

}  // namespace mpos::gui
