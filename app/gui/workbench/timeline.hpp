// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractListModel>
#include <QSet>
#include <QTimer>
#include <QVariantList>
#include <deque>
#include <memory>

#include "app/gui/simulation.hpp"
#include "app/gui/workbench/event_words.hpp"

namespace mpos::gui {

/// The events of the world as rows on one virtual clock. Events are only held; words are found for the rows a view asks
/// for, and a filter works through the events in pieces, so that a hundred thousand of them open and scroll at once.
class Timeline : public QAbstractListModel {
  Q_OBJECT
  Q_PROPERTY(int total READ total NOTIFY totalChanged)
  Q_PROPERTY(int dropped READ dropped NOTIFY totalChanged)
  Q_PROPERTY(int count READ count NOTIFY totalChanged)
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
  Q_PROPERTY(QString kinds READ kinds WRITE setKinds NOTIFY filterChanged)
  Q_PROPERTY(bool problems READ problems WRITE setProblems NOTIFY filterChanged)
  Q_PROPERTY(bool filtering READ filtering NOTIFY totalChanged)
  Q_PROPERTY(int current READ current WRITE setCurrent NOTIFY currentChanged)
  Q_PROPERTY(QString currentTitle READ currentTitle NOTIFY currentChanged)
  Q_PROPERTY(QVariantList parts READ parts NOTIFY currentChanged)

 public:
  enum Role {
    TimeRole = Qt::UserRole + 1,
    QuietRole,
    FromRole,
    ToRole,
    MarkRole,
    TitleRole,
    DetailRole,
    BytesRole,
    ProblemRole
  };
  /// Events held; older ones are dropped a tenth at a time, and counted.
  static constexpr int capacity = 200'000;
  /// Events a filter looks at before it lets the window breathe.
  static constexpr int piece = 4'000;

  explicit Timeline(QObject* parent = nullptr);

  /// Takes an event; rows appear together when control returns to the event loop.
  void take(const Simulation::Event& event);
  /// Shows now what was taken.
  void flush();

  /// Words of the language that is now the program's.
  void retranslate();

  int total() const { return total_; }
  int dropped() const { return dropped_; }
  int count() const { return rowCount(); }
  QString filter() const { return filter_; }
  void setFilter(const QString& filter);
  /// Names of bus events, comma separated ("frame,link"); empty for all.
  QString kinds() const { return kinds_; }
  void setKinds(const QString& kinds);
  bool problems() const { return problems_; }
  void setProblems(bool only);
  bool filtering() const { return next_ < events_.size() && is_filtered(); }
  int current() const { return current_; }
  /// The row whose bytes and meaning `parts` tells; -1 for none.
  void setCurrent(int row);
  QString currentTitle() const { return current_title_; }
  /// Each a map: title, size, hex (lines of 16 bytes: at, hex, text), rows (depth, key, name, value, note, tone, at,
  /// size).
  QVariantList parts() const { return parts_; }
  /// Marks for the strip above the list: [lane, 0 to 1 of the time, row] of some `most` rows spread over all of them.
  /// Long times without events are folded.
  Q_INVOKABLE QVariantList overview(int most) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  /// How often words were found for an event, for tests of what scrolling costs.
  int described() const { return described_; }

 signals:
  void totalChanged();
  void filterChanged();
  void currentChanged();

 private:
  bool is_filtered() const { return !filter_.isEmpty() || !wanted_.isEmpty() || problems_; }
  bool passes(const bus::v1::Event& event) const;
  const bus::v1::Event& event_at(int row) const;
  const EventWords& words_at(int row) const;
  QString quiet_before(int row) const;
  void restart();
  void work();
  void drop_oldest();

  std::deque<Simulation::Event> events_;
  std::vector<Simulation::Event> fresh_;
  std::deque<std::size_t> rows_;  ///< numbers of events, where a filter is set; counted from the first ever taken
  std::size_t first_ = 0;         ///< number of events_[0]
  std::size_t next_ = 0;          ///< index of the next event the filter looks at
  int total_ = 0;
  int dropped_ = 0;
  QString filter_;
  QString kinds_;
  QSet<int> wanted_;
  bool problems_ = false;
  int current_ = -1;
  QString current_title_;
  QVariantList parts_;
  QTimer flush_timer_;
  QTimer work_timer_;
  mutable int described_ = 0;
  mutable std::size_t cached_ = SIZE_MAX;  ///< a view asks for all roles of a row in turn
  mutable EventWords words_;
};

}  // namespace mpos::gui
