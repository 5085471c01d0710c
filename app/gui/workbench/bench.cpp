// SPDX-License-Identifier: Apache-2.0
#include "app/gui/workbench/bench.hpp"

#include <QDateTime>
#include <QDir>
#include <QFile>

#include "app/gui/desk.hpp"
#include "app/gui/workbench/reflect.hpp"
#include "scenarios/world/load_options.hpp"

namespace mpos::gui {
namespace {

using bus::v1::Event;
constexpr int ask_ms = 500;
constexpr std::uint64_t record_id = std::uint64_t{1} << 42;

QString usual_directory() {
  return QString::fromStdString(world::default_state_directory().string());
}

bool concerns_host(const Event& event) {
  return event.has_host_message() || event.has_ledger() || event.has_account() || event.has_outcome();
}
bool concerns_link(const Event& event) {
  return event.has_link() || event.has_frame() || event.has_message() || event.has_note();
}

}  // namespace

Bench::Bench(Desk& desk, const QString& directory, QObject* parent)
    : QObject(parent),
      desk_(desk),
      faults_(desk),
      player_(desk),
      directory_(directory.isEmpty() ? usual_directory() : directory) {
  connect(&desk_, &Desk::eventTaken, this, &Bench::take);
  ask_timer_.setInterval(ask_ms);
  connect(&ask_timer_, &QTimer::timeout, this, &Bench::ask);
}

void Bench::take(const Simulation::Event& event) {
  log_.take(event);
  if (concerns_host(*event)) host_events_.take(event);
  if (event->has_flash()) flash_events_.take(event);
  if (event->has_reader_power()) power_events_.take(event);
  if (concerns_link(*event)) link_events_.take(event);
  faults_.take(*event);
  player_.take(*event);
  if (event->has_snapshot() && watching_) {
    QVariantMap now = to_map(event->snapshot());
    now.insert(QStringLiteral("time_ns"), static_cast<qlonglong>(event->time_ns()));
    if (now != snapshot_) {
      snapshot_ = std::move(now);
      emit snapshotChanged();
    }
  }
  if (event->has_world_info()) watch_link();  // a world that began, perhaps anew
  if (event->has_recording()) take_recording(event->recording());
  if (event->has_refused() && event->refused().id() == record_id) {
    record_problem_ = QString::fromStdString(event->refused().reason());
    recording_ = false;
    emit recordingChanged();
  }
}

void Bench::watch_link() {
  bus::v1::Command watch;
  watch.mutable_watch()->set_link(true);
  desk_.post(std::move(watch));
}

void Bench::setWatching(bool on) {
  if (on == watching_) return;
  watching_ = on;
  if (on) {
    ask();
    ask_timer_.start();
  } else {
    ask_timer_.stop();
  }
  emit watchingChanged();
}

void Bench::ask() {
  bus::v1::Command command;
  command.mutable_snapshot();
  desk_.post(std::move(command));
}

void Bench::record() {
  record_problem_.clear();
  recorded_.clear();
  bus::v1::Command command;
  command.set_id(record_id);
  command.mutable_record()->set_action(bus::v1::Record::BEGIN);
  command.mutable_record()->set_title("Recorded in the window");
  desk_.post(std::move(command));
}

void Bench::stopRecording() {
  bus::v1::Command command;
  command.set_id(record_id);
  command.mutable_record()->set_action(bus::v1::Record::END);
  desk_.post(std::move(command));
}

void Bench::take_recording(const bus::v1::Recording& recording) {
  recording_ = recording.on();
  if (!recording.on()) {
    const QString folder = directory_ + QStringLiteral("/recordings");
    const QString path =
        folder +
        QStringLiteral("/%1.yaml").arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz")));
    QFile file(path);
    const QByteArray text = "# SPDX-License-Identifier: Apache-2.0\n" + QByteArray::fromStdString(recording.scenario());
    if (QDir().mkpath(folder) && file.open(QIODevice::WriteOnly) && file.write(text) == text.size()) {
      recorded_ = path;
    } else {
      record_problem_ = tr("%1 cannot be written: %2").arg(path, file.errorString());
    }
  }
  emit recordingChanged();
}

void Bench::power(bool on) {
  bus::v1::Command command;
  command.mutable_power()->set_action(on ? bus::v1::Power::ON : bus::v1::Power::CUT);
  desk_.post(std::move(command));
}

}  // namespace mpos::gui
