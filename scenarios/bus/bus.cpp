// SPDX-License-Identifier: Apache-2.0
#include "scenarios/bus/bus.hpp"

#include <algorithm>
#include <deque>

#include "devicemodel/base/crc32.hpp"
#include "devicemodel/sim/journal.hpp"
#include "devicemodel/sim/pacer.hpp"
#include "scenarios/bus/acts.hpp"
#include "scenarios/bus/held_commands.hpp"
#include "scenarios/bus/recorder.hpp"
#include "scenarios/bus/scenario_recorder.hpp"
#include "scenarios/load/yaml_writer.hpp"
#include "scenarios/world/world.hpp"

namespace mpos::bus {
namespace {

using std::chrono::seconds;

struct Listening {
  std::uint64_t id = 0;
  Bus::Listener listener;
};

}  // namespace

/// Where the bus's journal lines go: kept, handed on, and summed.
class JournalOut final : public sim::JournalSink {
 public:
  bool wanted() const noexcept { return keep || also != nullptr || summed; }
  void append(std::string_view line) override {
    ++sum.lines;
    sum.crc = crc32(as_bytes(line), sum.crc);
    if (keep) kept.append(line);
    if (also != nullptr) also->append(line);
  }

  bool keep = true;
  bool summed = false;
  sim::JournalSink* also = nullptr;
  sim::MemoryJournal kept;
  Bus::JournalSum sum;
};

/// Numbers events and hands them to the listeners in order, also those made while others are handed out.
class Delivery final : public Subscription::Registry {
 public:
  bool wanted() const noexcept { return out.wanted() || live_ > 0; }

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
    if (out.wanted()) journal_.write(event.number(), now, reader, to_journal_text(event));
    waiting_.push_back(std::move(event));
    if (!delivering_) deliver();
  }
  bool delivering() const noexcept { return delivering_; }
  /// The event being handed out, or nothing.
  std::optional<std::uint64_t> delivered() const noexcept {
    return delivering_ ? std::optional{delivered_} : std::nullopt;
  }

  JournalOut out;

 private:
  void deliver() {
    delivering_ = true;
    while (!waiting_.empty()) {
      const v1::Event event = std::move(waiting_.front());
      waiting_.pop_front();
      delivered_ = event.number();
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
  std::uint64_t delivered_ = 0;
  sim::Journal journal_{out};
  std::size_t live_ = 0;
  bool delivering_ = false;
};

struct Bus::State final : world::Sink {
  /// What happens while the world is put together is before its time.
  bool wanted() const override { return world != nullptr && delivery->wanted(); }
  void take(std::string_view reader, v1::Event event) override {
    const bool may_release = !held.empty() && !event.has_snapshot();
    if (may_release) release(reader, event);
    delivery->take(std::move(event), world->scheduler().now(), reader);
  }
  void release(std::string_view reader, const v1::Event& event);
  void carry_out_at_once(const v1::Command& command);
  Result<void, std::string> hold(const v1::Command& command);
  v1::Snapshot snapshot() const;
  Result<void, std::string> record(const v1::Record& record);
  Result<void, std::string> on_world(const v1::Command& command);
  void carry_out_now(const v1::Command& command);

  std::shared_ptr<Delivery> delivery = std::make_shared<Delivery>();
  std::optional<Recorder> recorder;  ///< streams of the world lead to it: it goes after the world
  std::unique_ptr<world::World> world;
  std::function<bool(Instant)> before_advance;
  std::string pace = "fast";
  bool quit = false;
  HeldCommands held;
  scenario::v1::Scenario heading;  ///< what a recorded scenario says of this world
  std::optional<ScenarioRecorder> scenario;
  Subscription scenario_watch;
};

Bus::Bus(std::unique_ptr<State> state) : state_(std::move(state)) {}
Bus::~Bus() {
  (void)end_record();
}

Result<std::unique_ptr<Bus>, std::string> Bus::create(const WorldOptions& options) {
  auto state = std::make_unique<State>();
  state->delivery->out.keep = options.keep_journal;
  state->delivery->out.also = options.journal;
  state->delivery->out.summed = options.command_log != nullptr;
  state->before_advance = options.before_advance;
  if (options.command_log != nullptr && !options.ledger.empty()) {
    return Failure{
        std::string{"a world with a ledger file of its own cannot be recorded; keep it in a state directory"}};
  }
  state->heading = scenario_heading(options);
  WorldOptions own = options;
  const auto kept = [state = state.get()](std::unique_ptr<radio::Stream> stream) {
    return state->recorder ? state->recorder->dialled(std::move(stream)) : std::move(stream);
  };
  if (options.dial_acquirer) {
    own.dial_acquirer = [kept, dial = options.dial_acquirer](const std::string& reader) { return kept(dial(reader)); };
  }
  if (options.dial_reader) {
    own.dial_reader = [kept, dial = options.dial_reader](const std::string& address) { return kept(dial(address)); };
  }
  auto world = world::World::create(std::move(own), *state);
  if (!world) return Failure{world.error()};
  state->world = std::move(*world);
  if (options.command_log != nullptr) {
    sim::CommandLogHeader header{to_setup(options).SerializeAsString(), options.seed, {}};
    for (const auto& image : state->world->images()) header.images.push_back({image.name, image.bytes});
    state->recorder.emplace(*options.command_log, header, state->world->scheduler());
  }
  return std::unique_ptr<Bus>{new Bus{std::move(state)}};
}

// --- Commands --------------------------------------------------------------------------------------------------------

void Bus::post(const v1::Command& command) {
  if (state_->recorder) state_->recorder->command(command, state_->delivery->delivered());
  // A listener that posts sees its command carried out next, at the same virtual time, when the events at hand are
  // delivered.
  if (state_->delivery->delivering()) {
    state_->world->scheduler().post(Duration{0}, "command", [this, command] { state_->carry_out_now(command); });
  } else {
    state_->carry_out_now(command);
  }
}

void Bus::State::carry_out_now(const v1::Command& command) {
  if (scenario) scenario->command(command, world->scheduler().now(), world->scheduler().executed());
  carry_out_at_once(command);
}

void Bus::State::carry_out_at_once(const v1::Command& command) {
  Result<void, std::string> done = [&]() -> Result<void, std::string> {
    if (command.at() != v1::WHEN_UNSPECIFIED) return hold(command);
    switch (command.act_case()) {
      case v1::Command::kPace:
      case v1::Command::kStep:
      case v1::Command::kSnapshot:
      case v1::Command::kRecord:
      case v1::Command::kWatch:
      case v1::Command::kQuit:
      case v1::Command::kWorldInfo:
      case v1::Command::kReloadCards: return on_world(command);
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

Result<void, std::string> Bus::State::hold(const v1::Command& command) {
  const world::Station* station = world->station(command.reader());
  if (station == nullptr) return Failure{"no reader is named " + command.reader()};
  v1::Command named = command;
  named.set_reader(station->reader().name());
  return held.hold(named);
}

void Bus::State::release(std::string_view reader, const v1::Event& event) {
  for (v1::Command& command : held.due(reader, event)) {
    // Not from inside whatever tells the event.
    world->scheduler().post(Duration{0}, "held command",
                            [this, command = std::move(command)] { carry_out_at_once(command); });
  }
}

Result<void, std::string> Bus::State::on_world(const v1::Command& command) {
  switch (command.act_case()) {
    case v1::Command::kPace:
      if (!sim::Pacer::is_speed(command.pace().speed())) {
        return Failure{"a speed is fast, paused or a factor from 0.001 to 100000, not " + command.pace().speed()};
      }
      pace = command.pace().speed();
      return {};
    case v1::Command::kStep:
      if (pace != "paused") return Failure{std::string{"only a paused world steps"}};
      if (!world->scheduler().step()) return Failure{std::string{"nothing is left to happen"}};
      return {};
    case v1::Command::kSnapshot: {
      v1::Event event;
      *event.mutable_snapshot() = snapshot();
      take({}, std::move(event));
      return {};
    }
    case v1::Command::kRecord: return record(command.record());
    case v1::Command::kWatch:
      for (const auto& station : world->stations()) station->watch_link(command.watch().link());
      return {};
    case v1::Command::kReloadCards:
      if (recorder) return Failure{std::string{"a recorded world keeps the card files it began with"}};
      if (auto done = world->reload_cards(); !done) return done;
      [[fallthrough]];
    case v1::Command::kWorldInfo: {
      v1::Event event;
      *event.mutable_world_info() = world->info();
      take({}, std::move(event));
      return {};
    }
    default: quit = true; return {};
  }
}

Result<void, std::string> Bus::State::record(const v1::Record& record) {
  v1::Event event;
  if (record.action() == v1::Record::BEGIN) {
    if (scenario) return Failure{std::string{"a recording is running already"}};
    scenario::v1::Scenario head = heading;
    head.set_title(record.title().empty() ? "A recording" : record.title());
    auto begun = begin_scenario(*world, std::move(head));
    if (!begun) return Failure{begun.error()};
    scenario.emplace(std::move(*begun));
    const std::uint64_t id = delivery->add([this](const v1::Event& seen) {
      if (scenario) scenario->event(seen, world->scheduler().executed());
    });
    scenario_watch = Subscription{delivery, id};
    event.mutable_recording()->set_on(true);
  } else if (record.action() == v1::Record::END) {
    if (!scenario) return Failure{std::string{"no recording is running"}};
    if (scenario->steps() == 0) {
      scenario.reset();
      scenario_watch = {};
      return Failure{std::string{"nothing was done while the recording ran; there is no scenario"}};
    }
    event.mutable_recording()->set_steps(static_cast<std::uint32_t>(scenario->steps()));
    event.mutable_recording()->set_scenario(load::write_scenario(scenario->scenario()));
    scenario.reset();
    scenario_watch = {};
  } else {
    return Failure{std::string{"record is begin or end"}};
  }
  take({}, std::move(event));
  return {};
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
  const auto due = clock.next_due();
  const bool last = !due || *due > deadline;
  // What is due at this very instant moves no time and goes first. What came in meanwhile may have made something due
  // earlier, or be what the caller waits for.
  const bool asks = last || *due > clock.now();
  if (const auto& wait_for = state_->before_advance; asks && wait_for && !wait_for(last ? deadline : *due)) return true;
  if (last) {
    if (clock.now() < deadline) clock.advance_to(deadline);
    return false;
  }
  clock.step();
  return true;
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
    return Failure{name + " is not ready: " + (refused.empty() ? std::string{what} : refused)};
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
    // The host's answer may have named parameters to be downloaded first.
    const bool downloads = station->phone().is_busy();
    while (station->phone().is_busy()) {
      if (!wait([](const v1::Event&) { return true; }, seconds{90})) return failure("its parameters did not come");
    }
    if (downloads && !until(idle, seconds{10})) return failure("it did not come back to its idle screen");
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
  return state_->snapshot();
}

v1::Snapshot Bus::State::snapshot() const {
  v1::Snapshot snapshot;
  for (const auto& station : world->stations()) *snapshot.add_readers() = station->snapshot();
  snapshot.set_pace(pace);
  snapshot.set_scheduled(world->scheduler().pending());
  if (const auto due = world->scheduler().next_due()) snapshot.set_next_due_ns(due->time_since_epoch().count());
  for (auto& account : world->host_accounts()) *snapshot.add_accounts() = std::move(account);
  for (const v1::Command& command : held.all()) *snapshot.add_held() = command;
  return snapshot;
}

v1::WorldInfo Bus::info() const {
  return state_->world->info();
}

const std::string& Bus::journal() const {
  return state_->delivery->out.kept.text();
}
Bus::JournalSum Bus::journal_sum() const {
  return state_->delivery->out.sum;
}
Result<void, std::string> Bus::end_record() {
  if (!state_->recorder) return {};
  const JournalSum sum = journal_sum();
  return state_->recorder->end(sum.lines, sum.crc);
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
  if (state_->recorder) stream = state_->recorder->attached(std::move(stream), false, std::string{reader});
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
  if (state_->recorder) stream = state_->recorder->attached(std::move(stream), true, {});
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
