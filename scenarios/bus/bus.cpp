// SPDX-License-Identifier: Apache-2.0
#include "scenarios/bus/bus.hpp"

#include <algorithm>
#include <charconv>
#include <deque>

#include "scenarios/bus/acts.hpp"
#include "scenarios/world/world.hpp"

namespace mpos::bus {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

bool is_pace(std::string_view text) {
  if (text == "fast" || text == "paused") return true;
  double factor = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), factor);
  return error == std::errc{} && end == text.data() + text.size() && factor >= 0.001 && factor <= 1000;
}

struct Listening {
  std::uint64_t id = 0;
  Bus::Listener listener;
};

}  // namespace

/// Numbers events and hands them to the listeners in order, also those made while others are handed out.
class Delivery final : public Subscription::Registry {
 public:
  bool wanted() const noexcept { return keep_journal || live_ > 0; }

  std::uint64_t add(Bus::Listener listener) {
    listeners_.push_back(std::make_unique<Listening>(Listening{++last_id_, std::move(listener)}));
    ++live_;
    return last_id_;
  }
  void remove(std::uint64_t id) override {
    for (auto& listening : listeners_) {
      if (listening->id != id) continue;
      // The listener may be running: it is forgotten when the round is over.
      listening->id = 0;
      --live_;
    }
    if (!delivering_) sweep();
  }
  void take(v1::Event event, Instant now, std::string_view reader) {
    event.set_number(++last_number_);
    event.set_time_ns(now.time_since_epoch().count());
    event.set_reader(std::string{reader});
    if (keep_journal) {
      journal += to_journal_line(event);
      journal += '\n';
    }
    waiting_.push_back(std::move(event));
    if (!delivering_) deliver();
  }
  bool delivering() const noexcept { return delivering_; }

  bool keep_journal = true;
  std::string journal;

 private:
  void deliver() {
    delivering_ = true;
    while (!waiting_.empty()) {
      const v1::Event event = std::move(waiting_.front());
      waiting_.pop_front();
      // By index: a listener may subscribe another one, which then hears of the next event on.
      const std::size_t count = listeners_.size();
      for (std::size_t i = 0; i < count; ++i) {
        if (listeners_[i]->id != 0) listeners_[i]->listener(event);
      }
    }
    delivering_ = false;
    sweep();
  }
  void sweep() {
    std::erase_if(listeners_, [](const auto& listening) { return listening->id == 0; });
  }

  std::vector<std::unique_ptr<Listening>> listeners_;
  std::deque<v1::Event> waiting_;
  std::uint64_t last_id_ = 0;
  std::uint64_t last_number_ = 0;
  std::size_t live_ = 0;
  bool delivering_ = false;
};

struct Bus::State final : world::Sink {
  /// What happens while the world is put together is before its time.
  bool wanted() const override { return world != nullptr && delivery->wanted(); }
  void take(std::string_view reader, v1::Event event) override {
    delivery->take(std::move(event), world->scheduler().now(), reader);
  }
  Result<void, std::string> on_world(const v1::Command& command);
  void carry_out_now(const v1::Command& command);

  std::shared_ptr<Delivery> delivery = std::make_shared<Delivery>();
  std::unique_ptr<world::World> world;
  std::vector<LoggedCommand> commands;
  std::function<bool(Instant)> before_advance;
  bool keep_commands = true;
  std::string pace = "fast";
  bool quit = false;
};

Bus::Bus(std::unique_ptr<State> state) : state_(std::move(state)) {}
Bus::~Bus() = default;

Result<std::unique_ptr<Bus>, std::string> Bus::create(const WorldOptions& options) {
  auto state = std::make_unique<State>();
  state->delivery->keep_journal = options.keep_journal;
  state->keep_commands = options.keep_commands;
  state->before_advance = options.before_advance;
  auto world = world::World::create(options, *state);
  if (!world) return Failure{world.error()};
  state->world = std::move(*world);
  return std::unique_ptr<Bus>{new Bus{std::move(state)}};
}

// --- Commands --------------------------------------------------------------------------------------------------------

void Bus::post(const v1::Command& command) {
  // A listener that posts sees its command carried out next, at the same virtual time, when the events at hand are
  // delivered.
  if (state_->delivery->delivering()) {
    state_->world->scheduler().post(Duration{0}, "command", [this, command] { state_->carry_out_now(command); });
  } else {
    state_->carry_out_now(command);
  }
}

void Bus::State::carry_out_now(const v1::Command& command) {
  if (keep_commands) commands.push_back({world->scheduler().now(), command});
  Result<void, std::string> done = [&]() -> Result<void, std::string> {
    switch (command.act_case()) {
      case v1::Command::kPace:
      case v1::Command::kStep:
      case v1::Command::kSnapshot:
      case v1::Command::kQuit: return on_world(command);
      default: return carry_out(*world, command);
    }
  }();
  // A refusal is told even to those who did not ask for an answer.
  if (!wanted() || (done && command.id() == 0)) return;
  v1::Event event;
  if (done) {
    event.mutable_accepted()->set_id(command.id());
  } else {
    event.mutable_refused()->set_id(command.id());
    event.mutable_refused()->set_reason(done.error());
  }
  take(command.reader(), std::move(event));
}

Result<void, std::string> Bus::State::on_world(const v1::Command& command) {
  switch (command.act_case()) {
    case v1::Command::kPace:
      if (!is_pace(command.pace().speed())) {
        return Failure{"a speed is fast, paused or a factor from 0.001 to 1000, not " + command.pace().speed()};
      }
      pace = command.pace().speed();
      return {};
    case v1::Command::kStep:
      if (pace != "paused") return Failure{std::string{"only a paused world steps"}};
      if (!world->scheduler().step()) return Failure{std::string{"nothing is left to happen"}};
      return {};
    case v1::Command::kSnapshot: {
      v1::Event event;
      for (const auto& station : world->stations()) *event.mutable_snapshot()->add_readers() = station->snapshot();
      event.mutable_snapshot()->set_pace(pace);
      take({}, std::move(event));
      return {};
    }
    default: quit = true; return {};
  }
}

Subscription Bus::subscribe(Listener listener) {
  const std::uint64_t id = state_->delivery->add(std::move(listener));
  return Subscription{state_->delivery, id};
}

// --- Driving ---------------------------------------------------------------------------------------------------------

sim::Scheduler& Bus::scheduler() {
  return state_->world->scheduler();
}

bool Bus::wait(const Predicate& predicate, Duration within) {
  bool found = false;
  const auto subscription = subscribe([&](const v1::Event& event) {
    if (!found) found = predicate(event);
  });
  sim::Scheduler& clock = scheduler();
  const Instant deadline = clock.now() + within;
  while (!found) {
    if (!step_until(deadline)) return found;
  }
  return true;
}

bool Bus::step_until(Instant deadline) {
  sim::Scheduler& clock = scheduler();
  for (;;) {
    const auto due = clock.next_due();
    const bool last = !due || *due > deadline;
    // What came in meanwhile may have made something due earlier.
    if (const auto& wait_for = state_->before_advance; wait_for && !wait_for(last ? deadline : *due)) continue;
    if (last) {
      if (clock.now() < deadline) clock.advance_to(deadline);
      return false;
    }
    clock.step();
    return true;
  }
}

Result<void, std::string> Bus::make_ready(std::string_view reader) {
  world::Station* station = state_->world->station(reader);
  if (station == nullptr) return Failure{"no reader is named " + std::string{reader}};
  const std::string name = station->reader().name();
  std::string refused;
  const auto act = [&](auto fill) {
    v1::Command command;
    command.set_reader(name);
    fill(command);
    post(command);
  };
  const auto mine = [&](const v1::Event& event) { return event.reader() == name; };
  const auto watch = subscribe([&](const v1::Event& event) {
    if (mine(event) && event.has_refused()) refused = event.refused().reason();
  });
  const auto failure = [&](std::string_view what) {
    return Failure{"reader " + name + " is not ready: " + (refused.empty() ? std::string{what} : refused)};
  };
  const auto until = [&](const auto& is_so, Duration within) {
    if (is_so()) return true;
    return wait([&](const v1::Event&) { return is_so(); }, within) || is_so();
  };

  if (!station->reader().is_on()) act([](v1::Command& c) { c.mutable_power()->set_action(v1::Power::ON); });
  const auto idle = [&] { return station->reader().firmware().state() == firmware::ReaderState::idle; };
  if (!until(idle, seconds{10})) return failure("it did not come to its idle screen");

  if (!station->phone().is_connected()) {
    act([](v1::Command& c) { c.mutable_connect(); });
    bool pressed = false;
    const auto connected = [&] {
      if (!pressed && station->phone().link_state().state() == v1::LinkState::CONFIRM) {
        pressed = true;
        act([](v1::Command& c) { c.mutable_keys()->add_keys("enter"); });
      }
      return station->phone().is_connected() && !station->phone().is_busy();
    };
    if (!until(connected, seconds{30})) return failure("its phone did not connect");
  }
  act([](v1::Command& c) { c.mutable_login(); });
  if (!station->reader().firmware().signed_in()) {
    std::string detail;
    act([](v1::Command& c) { c.mutable_sign_in(); });
    const bool ended = wait(
        [&](const v1::Event& event) {
          if (!mine(event) || !event.has_outcome()) return false;
          detail = event.outcome().detail();
          return true;
        },
        seconds{90});
    if (!ended || !station->reader().firmware().signed_in()) return failure("sign-in failed: " + detail);
  }
  return {};
}

// --- What stands -----------------------------------------------------------------------------------------------------

std::vector<std::string> Bus::readers() const {
  std::vector<std::string> names;
  for (const auto& station : state_->world->stations()) names.push_back(station->reader().name());
  return names;
}

const v1::Screen& Bus::screen(std::string_view reader) const {
  world::Station* station = state_->world->station(reader);
  return station != nullptr ? station->reader().screen() : v1::Screen::default_instance();
}

v1::Snapshot Bus::snapshot() const {
  v1::Snapshot snapshot;
  for (const auto& station : state_->world->stations()) *snapshot.add_readers() = station->snapshot();
  snapshot.set_pace(state_->pace);
  return snapshot;
}

const std::string& Bus::journal() const {
  return state_->delivery->journal;
}
const std::vector<LoggedCommand>& Bus::commands() const {
  return state_->commands;
}
const std::string& Bus::pace() const {
  return state_->pace;
}
bool Bus::quit_requested() const {
  return state_->quit;
}

// --- Outside ---------------------------------------------------------------------------------------------------------

Result<void, std::string> Bus::attach_phone(std::string_view reader, std::unique_ptr<radio::Stream> stream) {
  world::Station* station = state_->world->station(reader);
  if (station == nullptr) {
    stream->close();
    return Failure{"no reader is named " + std::string{reader}};
  }
  return station->attach(state_->world->kept_first(std::move(stream)));
}

Result<void, std::string> Bus::insert_outside(std::string_view reader, const std::string& name,
                                              std::shared_ptr<card::CardPort> card) {
  world::Station* station = state_->world->station(reader);
  if (station == nullptr) return Failure{"no reader is named " + std::string{reader}};
  return state_->world->insert_outside(*station, name, std::move(card));
}

void Bus::remove_outside(std::string_view reader, const std::string& name) {
  world::Station* station = state_->world->station(reader);
  if (station != nullptr && !station->reader().place_of(name).empty()) (void)station->reader().pull();
}

Result<void, std::string> Bus::attach_terminal(std::unique_ptr<radio::Stream> stream) {
  return state_->world->attach_terminal(std::move(stream));
}

bool Bus::needs_real_time() const {
  return std::any_of(state_->world->stations().begin(), state_->world->stations().end(),
                     [](const auto& station) { return station->needs_real_time(); });
}

Result<void, std::string> Bus::save(bool only_changed) {
  return state_->world->save(only_changed);
}

}  // namespace mpos::bus
