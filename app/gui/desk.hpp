// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QStringList>
#include <QVariantList>
#include <QVariantMap>
#include <functional>
#include <memory>

#include "app/gui/merchant_phone.hpp"
#include "app/gui/simulation.hpp"

namespace mpos::gui {

/// How long a key is held down at least, milliseconds of the wall clock. A world that is slower than the wall is given
/// longer, so that its own time is enough for the pad.
qint64 shortest_press_ms(const QString& pace);

/// What the window shows and does: turns bus events into properties and clicks into bus commands. The phone's part is
/// MerchantPhone; here are the world, the reader, the cards, the keys and the pace. Holds no state of the device:
/// everything here is what an event last said.
class Desk : public MerchantPhone {
  Q_OBJECT
  // The reader.
  Q_PROPERTY(QVariantMap reader READ reader NOTIFY infoChanged)
  Q_PROPERTY(QByteArray lcdDots READ lcdDots NOTIFY screenChanged)
  Q_PROPERTY(QStringList lcdLines READ lcdLines NOTIFY screenChanged)
  Q_PROPERTY(bool lcdOn READ lcdOn NOTIFY screenChanged)
  Q_PROPERTY(bool backlight READ backlight NOTIFY lightsChanged)
  Q_PROPERTY(QVariantList lights READ lights NOTIFY lightsChanged)
  Q_PROPERTY(QString chipCard READ chipCard NOTIFY cardsChanged)
  Q_PROPERTY(QString samModule READ samModule NOTIFY cardsChanged)
  Q_PROPERTY(QStringList tapped READ tapped NOTIFY cardsChanged)
  // The world.
  Q_PROPERTY(QVariantList wallet READ wallet NOTIFY infoChanged)
  Q_PROPERTY(QVariantList psams READ psams NOTIFY infoChanged)
  Q_PROPERTY(QVariantList profiles READ profiles NOTIFY infoChanged)
  Q_PROPERTY(QString profile READ profile NOTIFY infoChanged)
  Q_PROPERTY(QVariantList problems READ problems NOTIFY infoChanged)
  Q_PROPERTY(QString host READ host NOTIFY infoChanged)
  Q_PROPERTY(bool attached READ attached CONSTANT)
  Q_PROPERTY(QString attachedTo READ attachedTo CONSTANT)
  Q_PROPERTY(bool ready READ ready NOTIFY infoChanged)
  Q_PROPERTY(QString clock READ clock NOTIFY clockChanged)
  Q_PROPERTY(QString pace READ pace NOTIFY paceChanged)
  Q_PROPERTY(QString failure READ failure NOTIFY failureChanged)

 public:
  /// How the world of this window is started: `vmpos serve` and its options but for reader and host.
  struct World {
    std::vector<std::string> command;
    QString profile = QStringLiteral("default");
    QString attach;      ///< not empty: a world elsewhere instead
    QStringList wallet;  ///< only these cards, in this order; all when empty
    std::function<QStringList(const QString& profile)> state_options;  ///< where that reader's memory is kept
    bool fresh = false;  ///< the first start forgets what was kept; a later one keeps what the first made
  };
  explicit Desk(World world, QObject* parent = nullptr);
  ~Desk() override;
  /// One act on the bus.
  void post(bus::v1::Command command) override;
  /// Ends the world. Answers why it could not go on, or what it could not keep, for people; empty when all is well.
  QString end();

  QVariantMap reader() const { return reader_; }
  QByteArray lcdDots() const { return dots_; }
  QStringList lcdLines() const { return lines_; }
  bool lcdOn() const { return lcd_on_; }
  bool backlight() const { return lights_.backlight(); }
  QVariantList lights() const;
  QString chipCard() const { return chip_card_; }
  QString samModule() const { return sam_module_; }
  QStringList tapped() const { return tapped_; }
  QVariantList wallet() const { return wallet_; }
  QVariantList psams() const { return psams_; }
  QVariantList profiles() const { return profiles_; }
  QString profile() const { return world_.profile; }
  QVariantList problems() const { return problems_; }
  QString host() const { return host_; }
  bool attached() const { return !world_.attach.isEmpty(); }
  QString attachedTo() const { return world_.attach; }
  bool ready() const { return ready_; }
  QString clock() const override;
  QString pace() const { return pace_; }
  QString failure() const { return failure_; }

  Q_INVOKABLE void keyDown(const QString& key);
  Q_INVOKABLE void keyUp(const QString& key);
  /// `speed`: cm/s, as the hand moved the card; `backward`: from left to right.
  Q_INVOKABLE void swipe(const QString& card, double speed, bool backward);
  Q_INVOKABLE void insert(const QString& card);
  Q_INVOKABLE void pull();
  Q_INVOKABLE void tap(const QString& card);
  Q_INVOKABLE void untap();
  Q_INVOKABLE void insertSam(const QString& module);
  Q_INVOKABLE void removeSam();
  Q_INVOKABLE void setPace(const QString& pace);
  Q_INVOKABLE void step();
  Q_INVOKABLE void reloadCards();
  /// Starts the world anew, after it stopped or with another reader or acquirer.
  Q_INVOKABLE void restart();
  Q_INVOKABLE void useProfile(const QString& profile);
  /// HOST:PORT of an acquirer elsewhere; the built-in one when empty.
  Q_INVOKABLE void useAcquirer(const QString& address);

 signals:
  void infoChanged();
  void screenChanged();
  void lightsChanged();
  void cardsChanged();
  void clockChanged();
  void paceChanged();
  void failureChanged();
  void beeped(int frequency, int milliseconds);
  /// Each event of the world, in order, after the desk's own properties have followed it.
  void eventTaken(const mpos::gui::Simulation::Event& event);

 private:
  /// A key this window holds down.
  struct HeldKey {
    QElapsedTimer since;  ///< runs from when the world says it is down
    bool let_go = false;
  };
  void start();
  void forget();
  void drain();
  void take(const bus::v1::Event& event);
  void take_info(const bus::v1::WorldInfo& info);
  void take_snapshot(const bus::v1::Snapshot& snapshot);
  void take_screen(const bus::v1::Screen& screen);
  void post_key_up(const QString& key);
  void take_key(const bus::v1::KeyMoved& moved);
  void take_card(const std::string& slot, const QString& card, bool there);

  World world_;
  QString acquirer_;
  QHash<QString, HeldKey> held_keys_;
  std::string reader_name_;
  QVariantMap reader_;
  QVariantList wallet_;
  QVariantList psams_;
  QVariantList profiles_;
  QVariantList problems_;
  QString host_;
  bool ready_ = false;
  QByteArray dots_;
  QStringList lines_;
  bool lcd_on_ = false;
  bus::v1::Lights lights_;
  QString chip_card_;
  QString sam_module_;
  QStringList tapped_;
  qint64 clock_ns_ = 0;
  QString pace_ = QStringLiteral("1");
  QString failure_;
  std::unique_ptr<Simulation> simulation_;  // last: its thread ends before anything it wakes
};

}  // namespace mpos::gui
