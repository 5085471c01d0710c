// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QTimer>
#include <QVariantMap>

#include "app/gui/simulation.hpp"
#include "app/gui/workbench/fault_list.hpp"
#include "app/gui/workbench/scenario_player.hpp"
#include "app/gui/workbench/timeline.hpp"

namespace mpos::gui {

class Desk;

/// What the workbench shows: every bus event of the desk's world, in order, as each panel needs it. Acts go out through
/// Desk::post.
class Bench : public QObject {
  Q_OBJECT
  Q_PROPERTY(mpos::gui::Timeline* log READ log CONSTANT)
  Q_PROPERTY(mpos::gui::Timeline* hostEvents READ hostEvents CONSTANT)
  Q_PROPERTY(mpos::gui::Timeline* flashEvents READ flashEvents CONSTANT)
  Q_PROPERTY(mpos::gui::Timeline* powerEvents READ powerEvents CONSTANT)
  Q_PROPERTY(mpos::gui::Timeline* linkEvents READ linkEvents CONSTANT)
  Q_PROPERTY(mpos::gui::FaultList* faults READ faults CONSTANT)
  Q_PROPERTY(mpos::gui::ScenarioPlayer* player READ player CONSTANT)
  Q_PROPERTY(QVariantMap snapshot READ snapshot NOTIFY snapshotChanged)
  Q_PROPERTY(bool watching READ watching WRITE setWatching NOTIFY watchingChanged)
  Q_PROPERTY(bool recording READ recording NOTIFY recordingChanged)
  Q_PROPERTY(bool unsaved READ unsaved NOTIFY recordingChanged)
  Q_PROPERTY(int stepsRecorded READ stepsRecorded NOTIFY recordingChanged)
  Q_PROPERTY(QString saved READ saved NOTIFY recordingChanged)
  Q_PROPERTY(QString recordProblem READ recordProblem NOTIFY recordingChanged)

 public:
  /// Hears of the desk's events from now on. The desk outlives it.
  /// Files are suggested below `directory`, the window's state directory; the usual one when empty.
  explicit Bench(Desk& desk, const QString& directory = {}, QObject* parent = nullptr);

  Timeline* log() { return &log_; }
  Timeline* hostEvents() { return &host_events_; }
  Timeline* flashEvents() { return &flash_events_; }
  Timeline* powerEvents() { return &power_events_; }
  Timeline* linkEvents() { return &link_events_; }
  FaultList* faults() { return &faults_; }
  ScenarioPlayer* player() { return &player_; }
  /// The bus's Snapshot as maps and lists, by the names of its fields.
  QVariantMap snapshot() const { return snapshot_; }
  /// While a panel shows what stands, it is asked for at most twice a second, and only when something happened.
  bool watching() const { return watching_; }
  void setWatching(bool on);
  bool recording() const { return recording_; }
  /// Whether a recording ended and is in no file yet, and how many steps it has.
  bool unsaved() const { return !recorded_.isEmpty(); }
  int stepsRecorded() const { return steps_recorded_; }
  /// The file the last recording was saved to.
  QString saved() const { return saved_; }
  QString recordProblem() const { return record_problem_; }

  Q_INVOKABLE void record();
  Q_INVOKABLE void stopRecording();
  /// Where a recording may go when the person has no better place.
  Q_INVOKABLE QString suggestedFile() const;
  /// Writes the recording to a file that is not there yet; false, and recordProblem says why, when that cannot be.
  Q_INVOKABLE bool saveRecording(const QString& path);
  Q_INVOKABLE void discardRecording();
  /// The reader's supply, at once.
  Q_INVOKABLE void power(bool on);

 signals:
  void snapshotChanged();
  void watchingChanged();
  void recordingChanged();

 protected:
  /// The program's language changed: words of rows are found anew.
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void take(const Simulation::Event& event);
  void take_recording(const bus::v1::Recording& recording);
  void ask();
  void begin_anew();

  Desk& desk_;
  Timeline log_;
  Timeline host_events_;
  Timeline flash_events_;
  Timeline power_events_;
  Timeline link_events_;
  FaultList faults_;
  ScenarioPlayer player_;
  QVariantMap snapshot_;
  bool watching_ = false;
  bool stale_ = true;  ///< something happened since the snapshot was last asked for
  bool recording_ = false;
  QByteArray recorded_;  ///< the scenario file's text until it is saved
  int steps_recorded_ = 0;
  QString saved_;
  QString record_problem_;
  QTimer ask_timer_;
  QString directory_;
};

}  // namespace mpos::gui
