// SPDX-License-Identifier: Apache-2.0
#include "scenarios/bus/recorder.hpp"

#include <utility>

namespace mpos::bus {
namespace {

using record::v1::Entry;

/// Keeps what an outside connection brings, and which sendings it did not take.
class RecordedStream final : public radio::Stream {
 public:
  RecordedStream(Recorder& recorder, std::uint32_t line, std::unique_ptr<radio::Stream> stream)
      : recorder_(recorder), line_(line), stream_(std::move(stream)) {}
  void hold(bool held) override { stream_->hold(held); }
  bool send(Bytes bytes) override {
    const std::uint64_t sending = sendings_++;
    if (stream_->send(bytes)) return true;
    Entry entry = recorder_.now();
    entry.mutable_unsent()->set_line(line_);
    entry.mutable_unsent()->set_sending(sending);
    recorder_.append(entry);
    return false;
  }
  void close() override { stream_->close(); }
  bool is_open() const override { return stream_->is_open(); }
  std::string peer() const override { return stream_->peer(); }
  hal::ByteLink::Carrier carrier() const override { return stream_->carrier(); }
  void set_handlers(Handlers handlers) override {
    // The recorder outlives every stream; a handler may destroy this stream, so the wrappers hold no pointer to it.
    Recorder& recorder = recorder_;
    const std::uint32_t line = line_;
    Handlers kept;
    kept.opened = [&recorder, line, opened = std::move(handlers.opened)] {
      Entry entry = recorder.now();
      entry.mutable_opened()->set_line(line);
      recorder.append(entry);
      if (opened) opened();
    };
    kept.received = [&recorder, line, received = std::move(handlers.received)](Bytes bytes) {
      Entry entry = recorder.now();
      entry.mutable_received()->set_line(line);
      entry.mutable_received()->set_bytes(bytes.data(), bytes.size());
      recorder.append(entry);
      if (received) received(bytes);
    };
    kept.closed = [&recorder, line, closed = std::move(handlers.closed)](const std::string& reason) {
      Entry entry = recorder.now();
      entry.mutable_closed()->set_line(line);
      entry.mutable_closed()->set_reason(reason);
      recorder.append(entry);
      if (closed) closed(reason);
    };
    kept.drained = [&recorder, line, drained = std::move(handlers.drained)] {
      Entry entry = recorder.now();
      entry.mutable_drained()->set_line(line);
      recorder.append(entry);
      if (drained) drained();
    };
    stream_->set_handlers(std::move(kept));
  }

 private:
  Recorder& recorder_;
  std::uint32_t line_;
  std::unique_ptr<radio::Stream> stream_;
  std::uint64_t sendings_ = 0;
};

}  // namespace

record::v1::Setup to_setup(const world::Options& options) {
  record::v1::Setup setup;
  setup.set_program_version(options.program_version);
  setup.set_heading(options.heading);
  *setup.mutable_profile() = options.profile;
  for (const std::string& reader : options.readers) setup.add_readers(reader);
  *setup.mutable_host() = options.host;
  for (const auto& [name, card] : options.cards) {
    auto& named = *setup.add_cards();
    named.set_name(name);
    *named.mutable_card() = card;
  }
  *setup.mutable_chip_keys() = options.chip_keys;
  *setup.mutable_terminal_data() = options.terminal_data;
  for (const auto& [name, psam] : options.psams) {
    auto& named = *setup.add_psams();
    named.set_name(name);
    *named.mutable_psam() = psam;
  }
  setup.set_lab(options.lab);
  setup.set_shuffle(options.shuffle);
  setup.set_builtin_host(options.builtin_host);
  setup.set_reader_file(options.reader_file);
  setup.set_host_file(options.host_file);
  setup.set_dials_acquirer(static_cast<bool>(options.dial_acquirer));
  setup.set_dials_reader(static_cast<bool>(options.dial_reader));
  return setup;
}

world::Options from_setup(const record::v1::Setup& setup) {
  world::Options options;
  options.program_version = setup.program_version();
  options.heading = setup.heading();
  options.profile = setup.profile();
  options.readers.assign(setup.readers().begin(), setup.readers().end());
  options.host = setup.host();
  for (const auto& named : setup.cards()) options.cards[named.name()] = named.card();
  options.chip_keys = setup.chip_keys();
  options.terminal_data = setup.terminal_data();
  for (const auto& named : setup.psams()) options.psams[named.name()] = named.psam();
  options.lab = setup.lab();
  options.shuffle = setup.shuffle();
  options.builtin_host = setup.builtin_host();
  options.reader_file = setup.reader_file();
  options.host_file = setup.host_file();
  return options;
}

Recorder::Recorder(std::ostream& out, const sim::CommandLogHeader& header, const sim::Scheduler& scheduler)
    : writer_(out, header), scheduler_(scheduler) {}

Entry Recorder::now() const {
  Entry entry;
  entry.set_after_steps(scheduler_.executed());
  return entry;
}

void Recorder::append(const Entry& entry) {
  if (ended_ || failure_) return;
  if (const auto done = writer_.append(scheduler_.now(), as_bytes(entry.SerializeAsString())); !done) {
    failure_ = done.error();
  }
}

void Recorder::command(const v1::Command& command, std::optional<std::uint64_t> during_event) {
  Entry entry = now();
  if (during_event) entry.set_during_event(*during_event);
  *entry.mutable_command() = command;
  append(entry);
}

std::unique_ptr<radio::Stream> Recorder::attached(std::unique_ptr<radio::Stream> stream, bool terminal,
                                                  const std::string& reader) {
  Entry entry = now();
  auto& attached = *entry.mutable_attached();
  attached.set_line(++lines_);
  attached.set_terminal(terminal);
  attached.set_reader(reader);
  attached.set_peer(stream->peer());
  attached.set_ble(stream->carrier() == hal::ByteLink::Carrier::ble);
  append(entry);
  return std::make_unique<RecordedStream>(*this, lines_, std::move(stream));
}

std::unique_ptr<radio::Stream> Recorder::dialled(std::unique_ptr<radio::Stream> stream) {
  Entry entry = now();
  auto& dialled = *entry.mutable_dialled();
  dialled.set_line(++lines_);
  dialled.set_failed(stream == nullptr);
  if (stream) dialled.set_peer(stream->peer());
  append(entry);
  return stream ? std::make_unique<RecordedStream>(*this, lines_, std::move(stream)) : nullptr;
}

Result<void, std::string> Recorder::end(std::uint64_t journal_lines, std::uint32_t journal_crc32) {
  if (ended_) return {};
  Entry entry = now();
  entry.mutable_end()->set_journal_lines(journal_lines);
  entry.mutable_end()->set_journal_crc32(journal_crc32);
  append(entry);
  ended_ = true;
  if (failure_) return Failure{std::string{sim::text_of(*failure_)}};
  return {};
}

}  // namespace mpos::bus
