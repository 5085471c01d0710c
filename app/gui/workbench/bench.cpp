// SPDX-License-Identifier: Apache-2.0
#include "app/gui/workbench/bench.hpp"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

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
  QCoreApplication::instance()->installEventFilter(this);
  ask_timer_.setInterval(ask_ms);
  connect(&ask_timer_, &QTimer::timeout, this, &Bench::ask);
}

bool Bench::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::LanguageChange && watched == QCoreApplication::instance()) {
    for (Timeline* log : {&log_, &host_events_, &flash_events_, &power_events_, &link_events_}) log->retranslate();
    faults_.retranslate();
  }
  return QObject::eventFilter(watched, event);
}

void Bench::take(const Simulation::Event& event) {
  log_.take(event);
  if (concerns_host(*event)) host_events_.take(event);
  if (event->has_flash()) flash_events_.take(event);
  if (event->has_reader_power()) power_events_.take(event);
  if (concerns_link(*event)) link_events_.take(event);
  faults_.take(*event);
  player_.take(*event);
  if (event->has_world_info()) begin_anew();
  if (event->has_recording()) take_recording(event->recording());
  if (event->has_refused() && event->refused().id() == record_id) {
    record_problem_ = QString::fromStdString(event->refused().reason());
    recording_ = false;
    emit recordingChanged();
  }
  if (!event->has_snapshot()) {
    stale_ = true;
    return;
  }
  if (!watching_) return;
  QVariantMap now = to_map(event->snapshot());
  if (now == snapshot_) return;
  snapshot_ = std::move(now);
  emit snapshotChanged();
}

/// A world is there, perhaps another one than before: what was begun in the one before is gone with it.
void Bench::begin_anew() {
  bus::v1::Command watch;
  watch.mutable_watch()->set_link(true);
  desk_.post(std::move(watch));
  if (!recording_) return;
  recording_ = false;
  record_problem_ = tr("The world ended while it was recorded: there is no scenario.");
  emit recordingChanged();
}

void Bench::setWatching(bool on) {
  if (on == watching_) return;
  watching_ = on;
  if (on) {
    stale_ = true;
    ask();
    ask_timer_.start();
  } else {
    ask_timer_.stop();
  }
  emit watchingChanged();
}

void Bench::ask() {
  // Where nothing happened nothing changed: an idle window asks for nothing.
  if (!stale_) return;
  stale_ = false;
  bus::v1::Command command;
  command.mutable_snapshot();
  desk_.post(std::move(command));
}

void Bench::record() {
  record_problem_.clear();
  recorded_.clear();
  saved_.clear();
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
    recorded_ = "# SPDX-License-Identifier: Apache-2.0\n" + QByteArray::fromStdString(recording.scenario());
    steps_recorded_ = static_cast<int>(recording.steps());
  }
  emit recordingChanged();
}

QString Bench::suggestedFile() const {
  return directory_ + QStringLiteral("/recordings/%1.yaml")
                          .arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")));
}

bool Bench::saveRecording(const QString& path) {
  record_problem_.clear();
  const QString name = path.trimmed();
  QFile file(name);
  if (name.isEmpty() || recorded_.isEmpty()) return false;
  if (file.exists()) {
    record_problem_ = tr("%1 is there already: name another file.").arg(name);
  } else if (!QDir().mkpath(QFileInfo(name).absolutePath())) {
    record_problem_ = tr("The folder %1 cannot be made.").arg(QFileInfo(name).absolutePath());
  } else if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly) || file.write(recorded_) != recorded_.size() ||
             !file.flush()) {
    record_problem_ = tr("%1 cannot be written: %2").arg(name, file.errorString());
  } else {
    saved_ = name;
    recorded_.clear();
  }
  emit recordingChanged();
  return record_problem_.isEmpty();
}

void Bench::discardRecording() {
  record_problem_.clear();
  recorded_.clear();
  saved_.clear();
  emit recordingChanged();
}

void Bench::power(bool on) {
  bus::v1::Command command;
  command.mutable_power()->set_action(on ? bus::v1::Power::ON : bus::v1::Power::CUT);
  desk_.post(std::move(command));
}

}  // namespace mpos::gui
