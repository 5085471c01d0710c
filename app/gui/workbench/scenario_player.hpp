// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractListModel>
#include <QTimer>
#include <QVariantList>
#include <memory>
#include <optional>
#include <vector>

#include "scenarios/load/catalogue.hpp"
#include "scenarios/runner/judge.hpp"

namespace mpos::gui {

class Desk;

/// Plays a scenario file in the window's own world, step by step, at the world's pace. Nothing is repaired after a step
/// that failed: the world stays paused where it happened.
class ScenarioPlayer : public QAbstractListModel {
  Q_OBJECT
  Q_PROPERTY(QString file READ file NOTIFY changed)
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QString state READ state NOTIFY changed)
  Q_PROPERTY(int current READ current NOTIFY changed)
  Q_PROPERTY(int count READ count NOTIFY changed)
  Q_PROPERTY(QVariantList problems READ problems NOTIFY changed)
  Q_PROPERTY(QString writtenFor READ writtenFor NOTIFY changed)

 public:
  enum Role { LineRole = Qt::UserRole + 1, TextRole, StateRole, TimeRole, ExpectedRole, ActualRole };

  ScenarioPlayer(Desk& desk, QObject* parent = nullptr);

  /// Loads the file and begins to play it. What is wrong with it is in problems().
  Q_INVOKABLE void open(const QString& path);
  Q_INVOKABLE void again();
  Q_INVOKABLE void stop();
  void take(const bus::v1::Event& event);

  QString file() const { return path_; }
  QString title() const;
  /// none, broken, getting_ready, running, passed, failed, stopped
  QString state() const { return state_; }
  int current() const { return current_; }
  int count() const { return rowCount(); }
  /// The reader profile the file asks for, where the window's world has another one; empty when it is the same.
  QString writtenFor() const;
  /// Maps of file, line, column, reason and source (the lines around it: number, text, wrong).
  QVariantList problems() const { return problems_; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void changed();

 private:
  struct Done {
    QString state;  ///< "", now, done, failed
    QString time;
    QString expected;
    QString actual;
  };
  void begin();
  void go_on();
  bool act(int index);
  bool waits(int index);
  void end(const QString& state);
  void fail(const QString& expected, const QString& actual);
  void mark(int index, const QString& state);
  void poll();

  Desk& desk_;
  QString path_;
  QString state_ = QStringLiteral("none");
  std::optional<load::ScenarioFile> loaded_;
  std::vector<QString> texts_;
  std::vector<Done> done_;
  QVariantList problems_;
  runner::Memory memory_;
  int current_ = -1;
  bool begun_ = false;  ///< the current step waits
  std::int64_t now_ns_ = 0;
  std::int64_t deadline_ns_ = 0;
  std::string reader_;
  std::string refused_;
  bool accepting_code_ = false;
  bool going_ = false;
  QTimer poll_timer_;
};

}  // namespace mpos::gui
