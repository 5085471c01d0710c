// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <QVariantList>
#include <QVariantMap>
#include <memory>

#include "app/gui/event_log.hpp"
#include "app/gui/simulation.hpp"

namespace mpos::gui {

/// What the window shows and does: turns bus events into properties and clicks into bus commands. Holds no state of the
/// device: everything here is what an event last said.
class Desk : public QObject {
  Q_OBJECT
  // The reader.
  Q_PROPERTY(QString readerName READ readerName CONSTANT)
  Q_PROPERTY(QString serial READ serial CONSTANT)
  Q_PROPERTY(QString firmwareVersion READ firmwareVersion CONSTANT)
  Q_PROPERTY(QString merchantName READ merchantName CONSTANT)
  Q_PROPERTY(QString merchant READ merchant CONSTANT)
  Q_PROPERTY(QString terminal READ terminal CONSTANT)
  Q_PROPERTY(QByteArray lcdDots READ lcdDots NOTIFY screenChanged)
  Q_PROPERTY(QStringList lcdLines READ lcdLines NOTIFY screenChanged)
  Q_PROPERTY(bool lcdOn READ lcdOn NOTIFY screenChanged)
  Q_PROPERTY(bool backlight READ backlight NOTIFY lightsChanged)
  Q_PROPERTY(QVariantList lights READ lights NOTIFY lightsChanged)
  Q_PROPERTY(bool pinEntry READ pinEntry NOTIFY phoneChanged)
  // The phone.
  Q_PROPERTY(QString linkState READ linkState NOTIFY linkChanged)
  Q_PROPERTY(QString linkReason READ linkReason NOTIFY linkChanged)
  Q_PROPERTY(QString code READ code NOTIFY linkChanged)
  Q_PROPERTY(QString phoneStage READ phoneStage NOTIFY phoneChanged)
  Q_PROPERTY(QString phoneText READ phoneText NOTIFY phoneChanged)
  Q_PROPERTY(bool loggedIn READ loggedIn NOTIFY phoneChanged)
  Q_PROPERTY(bool signedIn READ signedIn NOTIFY phoneChanged)
  Q_PROPERTY(QString batch READ batch NOTIFY phoneChanged)
  Q_PROPERTY(QString phoneError READ phoneError NOTIFY phoneChanged)
  Q_PROPERTY(bool selling READ selling NOTIFY phoneChanged)
  Q_PROPERTY(QVariantMap outcome READ outcome NOTIFY outcomeChanged)
  Q_PROPERTY(QStringList receipt READ receipt NOTIFY outcomeChanged)
  // The world.
  Q_PROPERTY(QVariantList wallet READ wallet CONSTANT)
  Q_PROPERTY(QString clock READ clock NOTIFY clockChanged)
  Q_PROPERTY(QString pace READ pace NOTIFY paceChanged)
  Q_PROPERTY(QString failure READ failure NOTIFY failureChanged)

 public:
  /// `cards`: the names of the catalogue's cards that lie in the wallet.
  Desk(bus::WorldOptions options, const QStringList& cards, QObject* parent = nullptr);
  ~Desk() override;
  /// One act on the bus.
  void post(bus::v1::Command command);
  /// Ends the world. Answers why it could not go on, or what it could not keep, for people; empty when all is well.
  QString end();

  QString readerName() const;
  QString serial() const;
  QString firmwareVersion() const;
  QString merchantName() const;
  QString merchant() const;
  QString terminal() const;
  QByteArray lcdDots() const { return dots_; }
  QStringList lcdLines() const { return lines_; }
  bool lcdOn() const { return lcd_on_; }
  bool backlight() const { return lights_.backlight(); }
  QVariantList lights() const;
  bool pinEntry() const { return stage_ == QLatin1String("pin_entry"); }
  QString linkState() const;
  QString linkReason() const { return QString::fromStdString(link_.reason()); }
  QString code() const { return QString::fromStdString(link_.code()); }
  QString phoneStage() const { return stage_; }
  QString phoneText() const { return stage_text_; }
  bool loggedIn() const { return logged_in_; }
  bool signedIn() const { return signed_in_; }
  QString batch() const { return batch_; }
  QString phoneError() const { return phone_error_; }
  bool selling() const { return selling_; }
  QVariantMap outcome() const { return outcome_; }
  QStringList receipt() const { return receipt_; }
  QVariantList wallet() const { return wallet_; }
  QString clock() const { return virtual_time_text(clock_ns_); }
  QString pace() const { return pace_; }
  QString failure() const { return failure_; }

  Q_INVOKABLE void keyDown(const QString& key);
  Q_INVOKABLE void keyUp(const QString& key);
  /// `speed`: cm/s, as the hand moved the card; `backward`: from left to right.
  Q_INVOKABLE void swipe(const QString& card, double speed, bool backward);
  /// Logs in, connects and signs in, one after the other as each succeeds.
  Q_INVOKABLE void logIn(const QString& operatorId, const QString& password);
  /// `amount`: "128.50". False, and phoneError says why, when it is not an amount.
  Q_INVOKABLE bool sell(const QString& amount);
  Q_INVOKABLE void cancelSale();
  Q_INVOKABLE void newSale();
  Q_INVOKABLE void setPace(const QString& pace);
  Q_INVOKABLE void step();

 signals:
  void screenChanged();
  void lightsChanged();
  void linkChanged();
  void phoneChanged();
  void outcomeChanged();
  void clockChanged();
  void paceChanged();
  void failureChanged();
  /// A command was refused; `reason` is for people.
  void refused(const QString& reason);
  /// Each event of the world, in order, after the desk's own properties have followed it.
  void eventTaken(const mpos::gui::Simulation::Event& event);

 private:
  void drain();
  void take(const bus::v1::Event& event);
  void take_phone(const bus::v1::PhoneStep& step);
  void take_outcome(const bus::v1::Outcome& outcome);

  static constexpr qint64 shortest_press_ms = 60;
  QHash<QString, QElapsedTimer> key_down_since_;
  config::v1::ReaderProfile profile_;
  QVariantList wallet_;
  QByteArray dots_;
  QStringList lines_;
  bool lcd_on_ = false;
  bus::v1::Lights lights_;
  bus::v1::LinkState link_;
  QString stage_;
  QString stage_text_;
  bool logged_in_ = false;
  bool connecting_ = false;
  bool signed_in_ = false;
  bool selling_ = false;
  QString batch_;
  QString phone_error_;
  QVariantMap outcome_;
  QStringList receipt_;
  qint64 clock_ns_ = 0;
  QString pace_ = QStringLiteral("1");
  QString failure_;
  std::unique_ptr<Simulation> simulation_;  // last: its thread ends before anything it wakes
};

}  // namespace mpos::gui
