// SPDX-License-Identifier: Apache-2.0
#include "scenarios/runner/runner.hpp"

#include <algorithm>
#include <chrono>

#include "scenarios/bus/bus.hpp"
#include "scenarios/load/values.hpp"
#include "scenarios/load/words.hpp"
#include "scenarios/runner/judge.hpp"

namespace mpos::runner {
namespace {

namespace fs = std::filesystem;
using scenario::v1::Scenario;
using scenario::v1::Step;

constexpr std::size_t kept_journal_lines = 12;
constexpr Duration default_within = std::chrono::seconds{1};

/// The file's options for a world, with the cards its steps name. Problems of those files are added.
std::optional<bus::WorldOptions> world_options(const load::ScenarioFile& file, load::Catalogue& catalogue,
                                               const Options& options, load::Problems& problems) {
  const Scenario& s = file.scenario;
  const fs::path base = file.path.parent_path();
  const auto take_problems = [&](const load::Problems& found, const std::string& path, const std::string& name) {
    problems.add(file.places.find(path), "'" + name + "' cannot be used:");
    for (const load::Problem& problem : found.items()) problems.add(problem);
  };
  bus::WorldOptions world;
  world.seed = options.seed.value_or(s.seed() == 0 ? 1 : s.seed());
  world.lab = options.lab;
  world.shuffle = options.shuffle;
  world.command_log = options.command_log;
  world.program_version = options.program_version;
  world.heading = journal_heading(file.path, world.seed);
  const std::string reader = s.reader().empty() ? "default" : s.reader();
  const std::string host = s.host().empty() ? "default" : s.host();
  if (auto profile = catalogue.reader(reader, base)) {
    world.profile = std::move(*profile);
  } else {
    take_problems(profile.error(), "reader", reader);
  }
  if (auto profile = catalogue.host(host, base)) {
    world.host = std::move(*profile);
  } else {
    take_problems(profile.error(), "host", host);
  }
  const auto lasting_name = [&base](const std::string& name) {
    const fs::path beside = base / name;
    return name.ends_with(".yaml") && fs::exists(beside) ? fs::absolute(beside).lexically_normal().string() : name;
  };
  world.reader_file = lasting_name(reader);
  world.host_file = lasting_name(host);
  for (const std::string& more : s.readers()) {
    if (std::find(world.readers.begin(), world.readers.end(), more) == world.readers.end())
      world.readers.push_back(more);
  }
  // A reader with an antenna looks at its limits before it says what it waits for.
  bool chip = world.profile.body().contactless();
  for (int i = 0; i < s.steps_size(); ++i) {
    const bus::v1::Command& act = s.steps(i).act();
    std::vector<std::string> names;
    if (act.has_swipe()) names.push_back(act.swipe().card());
    if (act.has_insert()) names.push_back(act.insert().card());
    if (act.has_tap()) names.assign(act.tap().cards().begin(), act.tap().cards().end());
    chip = chip || act.has_insert() || act.has_tap() || act.has_parameters();
    const auto* field = bus::v1::Command::descriptor()->FindFieldByNumber(act.act_case());
    for (const std::string& name : names) {
      if (world.cards.contains(name)) continue;
      if (auto card = catalogue.card(name, base)) {
        world.cards.emplace(name, std::move(*card));
      } else {
        take_problems(card.error(), "steps[" + std::to_string(i) + "]." + field->name(), name);
      }
    }
  }
  const auto add_psam = [&](const std::string& name, const std::string& place) {
    if (name.empty() || world.psams.contains(name)) return;
    if (auto psam = catalogue.psam(name, base)) {
      world.psams.emplace(name, std::move(*psam));
    } else {
      take_problems(psam.error(), place, name);
    }
  };
  add_psam(world.profile.psam().module(), "reader");
  for (int i = 0; i < s.steps_size(); ++i) {
    if (s.steps(i).act().has_sam_insert()) {
      add_psam(s.steps(i).act().sam_insert().psam(), "steps[" + std::to_string(i) + "].sam_insert");
    }
  }
  if (chip) {
    if (auto keys = catalogue.chip_keys()) {
      world.chip_keys = std::move(*keys);
    } else {
      take_problems(keys.error(), "steps", "keys/chip.yaml");
    }
    const std::string terminal = world.profile.terminal_data().empty() ? "default" : world.profile.terminal_data();
    if (auto data = catalogue.terminal_data(terminal, base)) {
      world.terminal_data = std::move(*data);
    } else {
      take_problems(data.error(), "reader", terminal);
    }
  }
  if (!problems.empty()) return std::nullopt;
  return world;
}

std::string describe(const Step& step) {
  if (!step.note().empty()) return step.note();
  if (step.has_expect()) return "expect";
  if (step.wait_ns() > 0) return "wait " + load::format_duration(step.wait_ns());
  const auto* field = bus::v1::Command::descriptor()->FindFieldByNumber(step.act().act_case());
  return field == nullptr ? "step" : field->name();
}

std::vector<std::string> last_lines(std::string_view text, std::size_t count) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < count) {
    if (text.back() == '\n') text.remove_suffix(1);
    const auto cut = text.rfind('\n');
    const std::size_t from = cut == std::string_view::npos ? 0 : cut + 1;
    lines.emplace_back(text.substr(from));
    text = text.substr(0, from);
  }
  std::reverse(lines.begin(), lines.end());
  return lines;
}

/// One scenario in one world.
class Run {
 public:
  Run(const load::ScenarioFile& file, const Options& options, bus::Bus& world, ScenarioResult& result)
      : file_(file), options_(options), world_(world), result_(result), first_reader_(world.readers().front()) {
    watch_ = world_.subscribe([this](const bus::v1::Event& event) {
      memory_.take(event);
      fresh_ = true;
      // One that came too early is the usual reason why nothing happens afterwards.
      if (event.has_swiped()) too_early_ = event.swiped().result() == "ignored" ? event.swiped().card() : "";
    });
  }

  void run() {
    const Scenario& s = file_.scenario;
    if (!s.has_ready() || s.ready()) {
      for (const std::string& reader : world_.readers()) {
        if (const auto ready = world_.make_ready(reader); !ready) {
          return fail(0, {}, reader, reader + " ready for a sale", ready.error());
        }
      }
      memory_.begin_act();
    }
    for (int i = 0; i < s.steps_size() && !result_.failure; ++i) {
      step(i);
      if (options_.keep_screens) keep_screen(i);
    }
  }

 private:
  std::string reader_of(const Step& step) const {
    const std::string& named = step.has_expect() ? step.expect().reader() : step.act().reader();
    return named.empty() ? first_reader_ : named;
  }

  void step(int index) {
    const Step& step = file_.scenario.steps(index);
    const load::Place place = file_.places.find("steps[" + std::to_string(index) + "]");
    if (step.wait_ns() > 0) {
      run_to(world_.scheduler().now() + Duration{step.wait_ns()}, [] { return false; });
    } else if (step.has_expect()) {
      expect(index, step, place);
    } else {
      act(index, step, place);
    }
  }

  void act(int index, const Step& step, load::Place place) {
    memory_.begin_act();
    bus::v1::Command command = step.act();
    if (command.id() == 0) command.set_id(static_cast<std::uint64_t>(index) + 1);
    command.set_reader(reader_of(step));
    world_.post(command);
    const bool refusal_expected =
        index + 1 < file_.scenario.steps_size() && !file_.scenario.steps(index + 1).expect().refused().empty();
    if (refusal_expected) return;
    for (const bus::v1::Event& event : memory_.events()) {
      if (!event.has_refused() || event.refused().id() != command.id()) continue;
      return fail(index + 1, place, command.reader(), "the act to be carried out",
                  "it was refused: " + event.refused().reason());
    }
  }

  void expect(int index, const Step& step, load::Place place) {
    const std::string reader = reader_of(step);
    const std::string path = "steps[" + std::to_string(index) + "].expect";
    Given given;
    given.balance = file_.places.has(path + ".balance");
    given.account_balance = file_.places.has(path + ".account.balance");
    const Judge judge(step.expect(), given, reader);
    const Duration within = step.expect().within_ns() > 0 ? Duration{step.expect().within_ns()} : default_within;
    Verdict verdict = judge.judge(memory_);
    if (verdict == Verdict::open) {
      run_to(world_.scheduler().now() + within, [&] {
        verdict = judge.judge(memory_);
        return verdict != Verdict::open;
      });
    }
    if (verdict == Verdict::holds || (verdict == Verdict::open && judge.holds_at_deadline(memory_))) return;
    std::string actual = judge.actual(memory_);
    if (!too_early_.empty()) {
      actual += "; the swipe of " + too_early_ +
                " came when the reader was not asking for a card, and was ignored: expect the request (lcd, or phone: "
                "waiting_for_card) before it";
    }
    fail(index + 1, place, reader, judge.expected() + ", within " + load::format_duration(within.count()),
         std::move(actual));
  }

  /// Runs the world until `deadline` or until `done`, asked after each event that was seen, says so.
  template <typename Done>
  void run_to(Instant deadline, Done done) {
    sim::Scheduler& scheduler = world_.scheduler();
    for (;;) {
      const auto due = scheduler.next_due();
      const bool last = !due || *due > deadline;
      if (options_.before_advance) options_.before_advance(last ? deadline : *due);
      fresh_ = false;
      const bool more = world_.step_until(deadline);
      if ((fresh_ && done()) || !more) return;
    }
  }

  void fail(int step, load::Place place, const std::string& reader, std::string expected, std::string actual) {
    result_.failure = StepFailure{step,
                                  place,
                                  std::move(expected),
                                  std::move(actual),
                                  world_.screen(reader),
                                  last_lines(world_.journal(), kept_journal_lines)};
  }

  void keep_screen(int index) {
    const Step& step = file_.scenario.steps(index);
    const std::string reader = reader_of(step);
    result_.screens.push_back(
        {index + 1, describe(step), reader, world_.scheduler().now().time_since_epoch(), world_.screen(reader)});
  }

  const load::ScenarioFile& file_;
  const Options& options_;
  bus::Bus& world_;
  ScenarioResult& result_;
  std::string first_reader_;
  Memory memory_;
  bool fresh_ = false;
  std::string too_early_;  ///< the card of the last swipe, when it was ignored
  bus::Subscription watch_;
};

/// A word of a shell command line, quoted where a shell would take it apart.
std::string shell_word(const std::string& text) {
  const bool plain =
      !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=") ==
                           std::string::npos;
  if (plain) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::vector<fs::path> find_scenarios(const std::vector<fs::path>& paths, load::Problems& problems) {
  std::vector<fs::path> out;
  for (const fs::path& path : paths) {
    std::error_code error;
    if (!fs::exists(path, error)) {
      problems.add(load::Problem{path.string(), {}, "no such file or folder"});
      continue;
    }
    if (!fs::is_directory(path, error)) {
      out.push_back(path);
      continue;
    }
    std::vector<fs::path> found;
    for (fs::recursive_directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
      if (it->path().extension() == ".yaml" && it->is_regular_file(error)) found.push_back(it->path());
    }
    if (found.empty()) problems.add(load::Problem{path.string(), {}, "holds no scenario (*.yaml)"});
    std::sort(found.begin(), found.end());
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

std::string journal_heading(const fs::path& path, std::uint64_t seed) {
  return path.string() + ", seed " + std::to_string(seed);
}

ScenarioResult run_scenario(const fs::path& path, load::Catalogue& catalogue, const Options& options) {
  using Clock = std::chrono::steady_clock;
  const auto began = Clock::now();
  ScenarioResult result;
  result.path = path;
  result.title = path.stem().string();
  const auto finish = [&] { result.wall_time = std::chrono::duration_cast<Duration>(Clock::now() - began); };

  auto file = catalogue.scenario(path);
  if (!file) {
    result.broken = file.error().to_string();
    finish();
    return result;
  }
  result.title = file->scenario.title();
  result.steps = file->scenario.steps_size();
  load::Problems problems(path.string());
  auto settings = world_options(*file, catalogue, options, problems);
  if (!settings) {
    std::string text;
    for (const load::Problem& problem : problems.items()) text += problem.to_string() + "\n";
    result.broken = text;
    finish();
    return result;
  }
  result.seed = settings->seed;
  result.repeat = "vmpos run " + shell_word(path.string()) + " --seed " + std::to_string(result.seed) +
                  (options.lab ? " --lab" : "") + (options.shuffle ? " --shuffle" : "") + options.command_options;
  if (options.reach_acquirer) {
    if (const auto reached = options.reach_acquirer(*settings); !reached) {
      result.broken = path.string() + ": " + reached.error() + "\n";
      finish();
      return result;
    }
  }
  auto world = bus::Bus::create(*settings);
  if (!world) {
    result.broken = path.string() + ": " + world.error() + "\n";
    finish();
    return result;
  }
  Run(*file, options, **world, result).run();
  result.virtual_time = (*world)->scheduler().now().time_since_epoch();
  if (options.keep_journal) result.journal = (*world)->journal();
  if (const auto recorded = (*world)->end_record(); !recorded) {
    result.broken = path.string() + ": " + recorded.error() + "\n";
  }
  finish();
  return result;
}

}  // namespace mpos::runner
