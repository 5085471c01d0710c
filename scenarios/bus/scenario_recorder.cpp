// SPDX-License-Identifier: Apache-2.0
#include "scenarios/bus/scenario_recorder.hpp"

#include <algorithm>
#include <array>

#include "scenarios/load/words.hpp"

namespace mpos::bus {
namespace {

using scenario::v1::Expect;
using scenario::v1::Step;
using v1::Command;

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t little_wait_ns = 1'000'000;
/// How long a step waits when the file does not say (runner).
constexpr std::int64_t usual_wait_ns = second_ns;

bool is_driving(const Command& command) {
  switch (command.act_case()) {
    case Command::kPace:
    case Command::kStep:
    case Command::kSnapshot:
    case Command::kQuit:
    case Command::kRecord:
    case Command::kWatch:
    case Command::kWorldInfo:
    case Command::kReloadCards:
    case Command::ACT_NOT_SET: return true;
    default: return false;
  }
}

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(' ');
  if (from == std::string_view::npos) return {};
  return std::string{text.substr(from, text.find_last_not_of(' ') - from + 1)};
}

/// Whether a text will be there in another run, too: no times, no numbers drawn or counted, no typed digits.
bool is_lasting(std::string_view line) {
  constexpr std::size_t longest_number = 3;
  std::size_t digits = 0;
  for (const char c : line) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits > longest_number || c == ':' || c == '*') return false;
  }
  return line.size() > 1;
}

std::string state_word(const v1::LinkState& link) {
  return load::enum_word(*v1::LinkState::State_descriptor()->FindValueByNumber(link.state()));
}

}  // namespace

ScenarioRecorder::ScenarioRecorder(scenario::v1::Scenario head, std::string first_reader, Instant now)
    : scenario_(std::move(head)), first_reader_(std::move(first_reader)), at_(now) {}

void ScenarioRecorder::stands(const std::string& reader, const v1::Screen& screen) {
  for (const std::string& line : screen.lines()) readers_[reader].lines.push_back(trimmed(line));
}

void ScenarioRecorder::begin_with(Step step) {
  *scenario_.add_steps() = std::move(step);
}

std::string ScenarioRecorder::telling_line(const v1::Screen& screen, const std::vector<std::string>& known) {
  constexpr std::array order = {1, 2, 3, 0};  // the first line names the service and the simulator
  if (!screen.on()) return {};
  for (const int row : order) {
    if (row >= screen.lines_size()) continue;
    const std::string line = trimmed(screen.lines(row));
    const bool new_one = std::none_of(known.begin(), known.end(),
                                      [&](const std::string& old) { return old.find(line) != std::string::npos; });
    if (new_one && is_lasting(line)) return line;
  }
  return {};
}

void ScenarioRecorder::settle(Instant now) {
  if (now <= at_) return;
  std::int64_t wait = (now - at_).count();
  // A hand does not count nanoseconds: longer waits are whole milliseconds.
  constexpr std::int64_t counted_ns = 10 * little_wait_ns;
  if (wait > counted_ns) wait = (wait + little_wait_ns - 1) / little_wait_ns * little_wait_ns;
  scenario_.add_steps()->set_wait_ns(wait);
  at_ += Duration{wait};
}

bool ScenarioRecorder::merge_key_up(const Command& command, Instant now) {
  if (!command.has_key_up() || last_act_ < 0) return false;
  v1::Command& down = *scenario_.mutable_steps(last_act_)->mutable_act();
  if (!down.has_key_down() || down.key_down().key() != command.key_up().key() ||
      down.reader() != name_of(command.reader())) {
    return false;
  }
  const std::string key = down.key_down().key();
  v1::PressKeys& press = *down.mutable_keys();
  press.add_keys(key);
  press.set_hold_ns(std::max<std::int64_t>(1, (now - last_act_at_).count()));
  press.set_gap_ns(1'000'000);  // the next press comes when it comes
  return true;
}

void ScenarioRecorder::command(const Command& command, Instant now, std::uint64_t steps) {
  if (is_driving(command) || merge_key_up(command, now)) return;
  settle(now);
  const bool after_expect = scenario_.steps_size() > 0 && scenario_.steps(scenario_.steps_size() - 1).has_expect();
  if (after_expect && now <= at_ && steps > seen_at_steps_ + 1) {
    // What was seen is not all that had happened by then, though no time had passed: in the scenario a little does.
    scenario_.add_steps()->set_wait_ns(little_wait_ns);
    at_ += Duration{little_wait_ns};
  }
  Step& step = *scenario_.add_steps();
  *step.mutable_act() = command;
  step.mutable_act()->clear_id();
  step.mutable_act()->set_reader(name_of(command.reader()));
  last_act_ = scenario_.steps_size() - 1;
  last_act_at_ = now;
  told_.clear();
  for (auto& [name, reader] : readers_) {
    reader.links = {reader.link};
    // Only what stands on the display now can fulfil an expectation of what comes.
    if (reader.lines.size() > 4) reader.lines.erase(reader.lines.begin(), reader.lines.end() - 4);
  }
}

void ScenarioRecorder::expect(const v1::Event& event, Expect expect) {
  expect.set_reader(name_of(event.reader()));
  if (!told_.insert(expect.SerializeAsString()).second) return;
  const Instant when{Duration{event.time_ns()}};
  if (const std::int64_t wait = (when - at_).count(); wait >= usual_wait_ns) {
    expect.set_within_ns((wait / second_ns + 2) * second_ns);
  }
  at_ = std::max(at_, when);
  *scenario_.add_steps()->mutable_expect() = std::move(expect);
}

void ScenarioRecorder::on_link(const v1::Event& event) {
  Reader& reader = readers_[event.reader()];
  const auto state = event.link().state();
  reader.link = state;
  if (!reader.links.insert(state).second) return;
  if (state == v1::LinkState::CONFIRM) reader.compared = true;
  if (state != v1::LinkState::CONFIRM && state != v1::LinkState::UP && state != v1::LinkState::REFUSED) return;
  const bool ready = !scenario_.has_ready() || scenario_.ready();
  if (state == v1::LinkState::UP && !ready && !reader.compared) {
    // A phone the reader knew from an earlier run; the scenario's world knows none.
    reader.compared = true;
    Expect confirm;
    confirm.set_link("confirm");
    expect(event, confirm);
    Step& accept = *scenario_.add_steps();
    accept.mutable_act()->mutable_keys()->add_keys("enter");
    accept.mutable_act()->set_reader(name_of(event.reader()));
  }
  Expect expected;
  expected.set_link(state_word(event.link()));
  expect(event, expected);
}

void ScenarioRecorder::event(const v1::Event& event, std::uint64_t steps) {
  const int before = scenario_.steps_size();
  see(event);
  if (scenario_.steps_size() > before) seen_at_steps_ = steps;
}

void ScenarioRecorder::see(const v1::Event& event) {
  using v1::Event;
  Expect expected;
  switch (event.what_case()) {
    case Event::kScreen: {
      auto& lines = readers_[event.reader()].lines;
      expected.set_lcd(telling_line(event.screen(), lines));
      for (const std::string& line : event.screen().lines()) lines.push_back(trimmed(line));
      for (int row = event.screen().lines_size(); row < 4; ++row) lines.emplace_back();
      if (!expected.lcd().empty()) expect(event, expected);
      return;
    }
    case Event::kLink: return on_link(event);
    case Event::kOutcome:
      expected.set_outcome(event.outcome().outcome());
      expected.set_response_code(event.outcome().response_code());
      expected.set_masked_pan(event.outcome().masked_pan());
      if (event.outcome().reversal_pending()) expected.set_reversal_pending(true);
      return expect(event, expected);
    case Event::kEmvResult:
      expected.mutable_emv()->set_disposition(event.emv_result().disposition());
      expected.mutable_emv()->set_reason(event.emv_result().reason());
      return expect(event, expected);
    case Event::kAudit: expected.set_audit(event.audit().what()); return expect(event, expected);
    case Event::kRefused: {
      if (last_act_ < 0) return;
      // It belongs behind its act, before whatever was seen meanwhile.
      expected.set_refused(event.refused().reason());
      Step refusal;
      *refusal.mutable_expect() = std::move(expected);
      *scenario_.add_steps() = std::move(refusal);
      std::rotate(scenario_.mutable_steps()->begin() + last_act_ + 1, scenario_.mutable_steps()->end() - 1,
                  scenario_.mutable_steps()->end());
      return;
    }
    default: return;
  }
}

scenario::v1::Scenario scenario_heading(const world::Options& options) {
  scenario::v1::Scenario heading;
  heading.set_seed(options.seed);
  const auto is_usual = [](const std::string& file) { return file.empty() || file == "default"; };
  if (!is_usual(options.reader_file)) heading.set_reader(options.reader_file);
  if (!is_usual(options.host_file)) heading.set_host(options.host_file);
  for (std::size_t i = 1; i < options.readers.size(); ++i) heading.add_readers(options.readers[i]);
  return heading;
}

Result<ScenarioRecorder, std::string> begin_scenario(world::World& world, scenario::v1::Scenario heading) {
  const auto& stations = world.stations();
  const auto is_ready = [](const auto& station) {
    const auto state = station->reader().firmware().state();
    const bool rests = state == firmware::ReaderState::idle || state == firmware::ReaderState::result;
    return station->reader().is_on() && rests && station->phone().is_connected() && !station->phone().is_busy() &&
           station->reader().firmware().signed_in();
  };
  const auto is_off = [](const auto& station) {
    return !station->reader().is_on() && !station->phone().is_connected();
  };
  const auto is_waiting = [](const auto& station) {
    return station->reader().is_on() && !station->phone().is_connected() && !station->phone().is_busy() &&
           station->reader().firmware().state() == firmware::ReaderState::idle;
  };
  const bool ready = std::all_of(stations.begin(), stations.end(), is_ready);
  const bool off = std::all_of(stations.begin(), stations.end(), is_off);
  const bool waiting = std::all_of(stations.begin(), stations.end(), is_waiting);
  if (!ready && !off && !waiting) {
    return Failure{std::string{
        "a recording begins where a scenario can: with every reader off, or at rest and signed in, or switched "
        "on with no phone connected"}};
  }
  if (!ready) heading.set_ready(false);
  ScenarioRecorder recorder{std::move(heading), stations.front()->reader().name(), world.scheduler().now()};
  for (const auto& station : stations) {
    const std::string& name = station->reader().name();
    recorder.stands(name, station->reader().screen());
    if (!waiting) continue;
    Step on;
    on.mutable_act()->mutable_power()->set_action(v1::Power::ON);
    if (station != stations.front()) on.mutable_act()->set_reader(name);
    recorder.begin_with(on);
    Step idle;
    constexpr std::int64_t boot_ns = 10 * second_ns;
    idle.mutable_expect()->set_within_ns(boot_ns);
    idle.mutable_expect()->set_lcd(ScenarioRecorder::telling_line(station->reader().screen(), {}));
    if (station != stations.front()) idle.mutable_expect()->set_reader(name);
    recorder.begin_with(idle);
  }
  return recorder;
}

}  // namespace mpos::bus
