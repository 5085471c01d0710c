// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractListModel>
#include <QStringList>
#include <vector>

#include "app/gui/workbench/fault_words.hpp"
#include "mpos/bus/v1/bus.pb.h"

namespace mpos::gui {

class Desk;

/// What can be broken: read from the bus's own schema, so that a fault that is added there appears here. What was set
/// by this window is marked until it is cleared; the window does not know whether a fault that counts has used itself
/// up.
class FaultList : public QAbstractListModel {
  Q_OBJECT
  Q_PROPERTY(QStringList steps READ steps CONSTANT)
  Q_PROPERTY(int active READ active NOTIFY activeChanged)
  Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY searchChanged)

 public:
  enum Role {
    GroupRole = Qt::UserRole + 1,
    WordRole,
    NameRole,
    AboutRole,
    UnitRole,
    ValueRole,
    ActiveRole,
    OnceRole,
    ReasonRole,
    ClearsRole
  };

  FaultList(Desk& desk, QObject* parent = nullptr);

  /// Words of bus.proto's When, first the empty one for "now".
  QStringList steps() const { return steps_; }
  int active() const;
  QString search() const { return search_; }
  void setSearch(const QString& search);
  /// `step`: 0 for now, otherwise an index of steps().
  Q_INVOKABLE void set(int row, const QString& value, int step);
  Q_INVOKABLE void clear(int row);
  /// Words of the language that is now the program's.
  void retranslate() { show(); }
  /// Answers to what this list posted.
  void take(const bus::v1::Event& event);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void activeChanged();
  void searchChanged();

 private:
  /// Of the value to be typed.
  enum class Unit : std::uint8_t { none, key, time, value };
  struct Fault {
    QString word;  ///< the bus's own: "drop", "latency"
    QString doc;   ///< what the bus says of it
    Unit unit = Unit::none;
    QString value;  ///< what it is when nothing was typed
    const google::protobuf::FieldDescriptor* act = nullptr;
    const google::protobuf::FieldDescriptor* field = nullptr;  ///< what of the act is set; null for the act alone
    int number = 0;                                            ///< the enumerator
    bool lasts = false;                                        ///< there is a way to take it back
    bool active = false;
    QString when;
    QString reason;  ///< why the world refused it
  };
  void add_all();
  void add_act(const google::protobuf::FieldDescriptor& act);
  static FaultWords words_of(const Fault& fault);
  bool fill(const Fault& fault, const QString& value, bus::v1::Command& command) const;
  void show();

  Desk& desk_;
  QStringList steps_;
  std::vector<Fault> faults_;
  std::vector<int> shown_;
  QString search_;
};

}  // namespace mpos::gui
