// SPDX-License-Identifier: Apache-2.0
#include "scenarios/bus/player.hpp"

#include <map>
#include <set>
#include <utility>

#include "devicemodel/sim/command_log.hpp"
#include "scenarios/bus/recorder.hpp"
#include "scenarios/bus/scenario_recorder.hpp"
#include "scenarios/load/yaml_writer.hpp"

namespace mpos::bus {
namespace {

using record::v1::Entry;

class PlayedStream;

/// The connections of a recording: the live ends by number, and what the recording knows of them in advance.
struct Lines {
  std::map<std::uint32_t, PlayedStream*> open;
  std::map<std::uint32_t, record::v1::Dialled> dialled;
  std::set<std::pair<std::uint32_t, std::uint64_t>> unsent;
  std::uint32_t last = 0;
};

/// Stands for a program outside: hands in what it once sent; what is sent to it goes nowhere.
class PlayedStream final : public radio::Stream {
 public:
  using Carrier = hal::ByteLink::Carrier;

  PlayedStream(Lines& lines, std::uint32_t line, std::string peer, Carrier carrier = Carrier::tcp)
      : lines_(lines), line_(line), peer_(std::move(peer)), carrier_(carrier) {
    lines_.open[line_] = this;
  }
  ~PlayedStream() override { lines_.open.erase(line_); }
  bool send(Bytes) override { return !lines_.unsent.contains({line_, sendings_++}); }
  void close() override {
    open_ = false;
    handlers_ = {};
  }
  bool is_open() const override { return open_; }
  void hold(bool) override {}  // a recording has what came in spite of it
  std::string peer() const override { return peer_; }
  Carrier carrier() const override { return carrier_; }
  void set_handlers(Handlers handlers) override { handlers_ = std::move(handlers); }

  // Each takes a copy first: a handler may destroy the stream.
  void tell_opened() {
    const auto opened = handlers_.opened;
    if (opened) opened();
  }
  void tell_received(Bytes bytes) {
    const auto received = handlers_.received;
    if (received) received(bytes);
  }
  void tell_closed(const std::string& reason) {
    open_ = false;
    const auto closed = std::exchange(handlers_, {}).closed;
    if (closed) closed(reason);
  }
  void tell_drained() {
    const auto drained = handlers_.drained;
    if (drained) drained();
  }

 private:
  Lines& lines_;
  std::uint32_t line_;
  std::string peer_;
  Carrier carrier_;
  Handlers handlers_;
  std::uint64_t sendings_ = 0;
  bool open_ = true;
};

/// Entries that only answer what the world asks; the others are put into it.
bool is_answer(const Entry& entry) {
  return entry.has_dialled() || entry.has_unsent();
}

class Player {
 public:
  Player(const Recording& recording, Bus& bus, Lines& lines, ScenarioRecorder* scenario)
      : bus_(bus), lines_(lines), scenario_(scenario) {
    for (const auto& taken : recording.entries) {
      if (!is_answer(taken.entry)) entries_.push_back(&taken);
    }
    // What a listener posted once is posted again out of the same event, so that it falls into the same place.
    watch_ = bus_.subscribe([this](const v1::Event& event) {
      while (next_ < entries_.size() && entries_[next_]->entry.at_case() == Entry::kDuringEvent &&
             entries_[next_]->entry.during_event() == event.number()) {
        put_in(entries_[next_++]->entry);
      }
    });
  }

  /// Empty, or how the world went another way.
  std::string run() {
    sim::Scheduler& clock = bus_.scheduler();
    while (next_ < entries_.size()) {
      const auto& taken = *entries_[next_];
      const auto due = clock.next_due();
      const bool may_step = due && *due <= taken.time;
      const bool by_event = taken.entry.at_case() == Entry::kDuringEvent;
      if (by_event || clock.executed() < taken.entry.after_steps()) {
        if (!may_step) return parted();
        clock.step();
        continue;
      }
      if (clock.executed() > taken.entry.after_steps() || clock.now() > taken.time) return parted();
      if (due && *due < taken.time) return parted();
      clock.advance_to(taken.time);
      ++next_;
      put_in(taken.entry);
    }
    return {};
  }

  Played played;

 private:
  std::string parted() const {
    return "the world goes another way than the recorded one at entry " + std::to_string(next_ + 1) + " of " +
           std::to_string(entries_.size()) + "; was it recorded by another version of the program?";
  }
  void put_in(const Entry& entry) {
    switch (entry.what_case()) {
      case Entry::kCommand:
        ++played.commands;
        if (scenario_ != nullptr) {
          scenario_->command(entry.command(), bus_.scheduler().now(), bus_.scheduler().executed());
        }
        bus_.post(entry.command());
        return;
      case Entry::kEnd: {
        played.ended = true;
        const auto& end = entry.end();
        played.same = bus_.journal_sum() == Bus::JournalSum{end.journal_lines(), end.journal_crc32()};
        return;
      }
      case Entry::kAttached: {
        ++played.outside;
        const auto& attached = entry.attached();
        lines_.last = attached.line();
        using Carrier = hal::ByteLink::Carrier;
        auto stream = std::make_unique<PlayedStream>(lines_, attached.line(), attached.peer(),
                                                     attached.ble() ? Carrier::ble : Carrier::tcp);
        (void)(attached.terminal() ? bus_.attach_terminal(std::move(stream))
                                   : bus_.attach_phone(attached.reader(), std::move(stream)));
        return;
      }
      case Entry::kOpened:
        if (PlayedStream* stream = find(entry.opened().line())) stream->tell_opened();
        return;
      case Entry::kReceived:
        if (PlayedStream* stream = find(entry.received().line())) {
          stream->tell_received(as_bytes(entry.received().bytes()));
        }
        return;
      case Entry::kClosed:
        if (PlayedStream* stream = find(entry.closed().line())) stream->tell_closed(entry.closed().reason());
        return;
      case Entry::kDrained:
        if (PlayedStream* stream = find(entry.drained().line())) stream->tell_drained();
        return;
      default: return;
    }
  }
  PlayedStream* find(std::uint32_t line) {
    ++played.outside;
    const auto found = lines_.open.find(line);
    return found == lines_.open.end() ? nullptr : found->second;
  }

  Bus& bus_;
  Lines& lines_;
  ScenarioRecorder* scenario_;
  std::vector<const Recording::Taken*> entries_;
  std::size_t next_ = 0;
  Subscription watch_;
};

}  // namespace

Result<Recording, std::string> read_recording(Bytes bytes) {
  const auto log = sim::read_command_log(bytes);
  if (!log) {
    return Failure{std::string{sim::text_of(log.error().error)} + ", at byte " + std::to_string(log.error().offset)};
  }
  Recording recording;
  recording.seed = log->header.seed;
  if (!recording.setup.ParseFromString(log->header.profile)) {
    return Failure{std::string{"its header does not say how the world was put together"}};
  }
  for (const auto& image : log->header.images) recording.images.push_back({image.name, image.bytes});
  for (const auto& command : log->commands) {
    auto& taken = recording.entries.emplace_back();
    taken.time = command.time;
    if (!taken.entry.ParseFromArray(command.bytes.data(), static_cast<int>(command.bytes.size())) ||
        taken.entry.at_case() == Entry::AT_NOT_SET || taken.entry.what_case() == Entry::WHAT_NOT_SET) {
      return Failure{"its entry " + std::to_string(recording.entries.size()) + " is not one this program knows"};
    }
  }
  return recording;
}

/// `title`: when set, `scenario` gets the text of the scenario the recording makes.
static Result<Played, std::string> play_all(const Recording& recording, sim::JournalSink& journal,
                                            const std::filesystem::path& scratch,
                                            std::function<bool(std::string_view pan)> admits_pan,
                                            const std::optional<std::string>& title, std::string& scenario) {
  WorldOptions options = from_setup(recording.setup);
  options.seed = recording.seed;
  options.keep_journal = false;
  options.journal = &journal;
  options.admits_pan = std::move(admits_pan);
  if (!recording.images.empty()) {
    if (auto done = world::StateDirectory::place(scratch, recording.images); !done) return Failure{done.error()};
    options.state = scratch;
  }
  Lines lines;
  for (const auto& taken : recording.entries) {
    if (taken.entry.has_dialled()) lines.dialled[taken.entry.dialled().line()] = taken.entry.dialled();
    if (taken.entry.has_unsent()) lines.unsent.insert({taken.entry.unsent().line(), taken.entry.unsent().sending()});
  }
  const auto dial = [&lines](const std::string&) -> std::unique_ptr<radio::Stream> {
    const auto found = lines.dialled.find(++lines.last);
    if (found == lines.dialled.end() || found->second.failed()) return nullptr;
    return std::make_unique<PlayedStream>(lines, found->first, found->second.peer());
  };
  if (recording.setup.dials_acquirer()) options.dial_acquirer = dial;
  if (recording.setup.dials_reader()) options.dial_reader = dial;
  auto bus = Bus::create(options);
  if (!bus) return Failure{bus.error()};
  // Beside the bus, not on it: an event more would move all that was posted out of events.
  std::optional<ScenarioRecorder> made;
  Subscription watch;
  if (title) {
    scenario::v1::Scenario head = scenario_heading(options);
    head.set_title(*title);
    head.set_ready(false);
    made.emplace(std::move(head), options.readers.front(), (*bus)->scheduler().now());
    watch = (*bus)->subscribe(
        [&made, &clock = (*bus)->scheduler()](const v1::Event& event) { made->event(event, clock.executed()); });
  }
  Player player{recording, **bus, lines, made ? &*made : nullptr};
  if (const std::string parted = player.run(); !parted.empty()) return Failure{parted};
  if (made && made->steps() == 0) return Failure{std::string{"nothing was done in it; there is no scenario"}};
  if (made) scenario = load::write_scenario(made->scenario());
  player.played.virtual_time = (*bus)->scheduler().now().time_since_epoch();
  player.played.journal = (*bus)->journal_sum();
  return player.played;
}

Result<Played, std::string> play(const Recording& recording, sim::JournalSink& journal,
                                 const std::filesystem::path& scratch,
                                 std::function<bool(std::string_view pan)> admits_pan) {
  std::string none;
  return play_all(recording, journal, scratch, std::move(admits_pan), std::nullopt, none);
}

Result<std::string, std::string> play_to_scenario(const Recording& recording, sim::JournalSink& journal,
                                                  const std::filesystem::path& scratch,
                                                  std::function<bool(std::string_view pan)> admits_pan,
                                                  const std::string& title) {
  std::string scenario;
  const auto played = play_all(recording, journal, scratch, std::move(admits_pan), title, scenario);
  if (!played) return Failure{played.error()};
  return scenario;
}

}  // namespace mpos::bus
