// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractListModel>
#include <deque>

#include "mpos/bus/v1/bus.pb.h"

namespace mpos::gui {

/// The list of bus events as a person reads them: virtual time, lane, what happened. Keeps the newest 10,000; what was dropped is
/// counted, never hidden.
class EventLog : public QAbstractListModel {
  Q_OBJECT
  Q_PROPERTY(int total READ total NOTIFY totalChanged)
  Q_PROPERTY(int dropped READ dropped NOTIFY totalChanged)

 public:
  enum Role { TimeRole = Qt::UserRole + 1, LaneRole, TitleRole, DetailRole, BytesRole };
  static constexpr int capacity = 10000;

  explicit EventLog(QObject* parent = nullptr) : QAbstractListModel(parent) {}

  /// Adds events worth a row; key releases and light changes that repeat are left to the journal.
  void add(const bus::v1::Event& event);
  int total() const { return total_; }
  int dropped() const { return total_ - static_cast<int>(rows_.size()); }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void totalChanged();

 private:
  struct Row {
    QString time;
    QString lane;
    QString title;
    QString detail;
    QString bytes;
  };
  static bool describe(const bus::v1::Event& event, Row& row);
  std::deque<Row> rows_;
  int total_ = 0;
};

/// "41.232 410": seconds, milliseconds and microseconds of virtual time.
QString virtual_time_text(std::int64_t time_ns);

}  // namespace mpos::gui
