// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <QVariantList>
#include <QVariantMap>
#include <functional>
#include <memory>

#include "app/gui/simulation.hpp"

namespace mpos::gui {

/// What the window shows and does: turns bus events into properties and clicks into bus commands. Holds no state of the
/// device: everything here is what an event last said.
class Desk : public QObject {
  Q_OBJECT
  // The reader.
  Q_PROPERTY(QVariantMap reader READ reader NOTIFY infoChanged)
  Q_PROPERTY(QString readerName READ readerName NOTIFY infoChanged)
  Q_PROPERTY(QString serial READ serial NOTIFY infoChanged)
  Q_PROPERTY(QString firmwareVersion READ firmwareVersion NOTIFY infoChanged)
  Q_PROPERTY(QString merchantName READ merchantName NOTIFY infoChanged)
  Q_PROPERTY(QString merchant READ merchant NOTIFY infoChanged)
  Q_PROPERTY(QString terminal READ terminal NOTIFY infoChanged)
  Q_PROPERTY(QByteArray lcdDots READ lcdDots NOTIFY screenChanged)
  Q_PROPERTY(QStringList lcdLines READ lcdLines NOTIFY screenChanged)
  Q_PROPERTY(bool lcdOn READ lcdOn NOTIFY screenChanged)
  Q_PROPERTY(bool backlight READ backlight NOTIFY lightsChanged)
  Q_PROPERTY(QVariantList lights READ lights NOTIFY lightsChanged)
  Q_PROPERTY(bool pinEntry READ pinEntry NOTIFY phoneChanged)
  Q_PROPERTY(QString chipCard READ chipCard NOTIFY cardsChanged)
  Q_PROPERTY(QString samModule READ samModule NOTIFY cardsChanged)
  Q_PROPERTY(QStringList tapped READ tapped NOTIFY cardsChanged)
  // The phone.
  Q_PROPERTY(QString linkState READ linkState NOTIFY linkChanged)
  Q_PROPERTY(QString linkReason READ linkReason NOTIFY linkChanged)
  Q_PROPERTY(QString linkChoice READ linkChoice WRITE setLinkChoice NOTIFY linkChanged)
  Q_PROPERTY(QString code READ code NOTIFY linkChanged)
  Q_PROPERTY(QString phoneStage READ phoneStage NOTIFY phoneChanged)
  Q_PROPERTY(QString phoneText READ phoneText NOTIFY phoneChanged)
  Q_PROPERTY(bool loggedIn READ loggedIn NOTIFY phoneChanged)
  Q_PROPERTY(bool connecting READ connecting NOTIFY phoneChanged)
  Q_PROPERTY(bool signedIn READ signedIn NOTIFY phoneChanged)
  Q_PROPERTY(QString batch READ batch NOTIFY phoneChanged)
  Q_PROPERTY(QString phoneError READ phoneError NOTIFY phoneChanged)
  Q_PROPERTY(bool selling READ selling NOTIFY phoneChanged)
  Q_PROPERTY(QString service READ service NOTIFY phoneChanged)
  Q_PROPERTY(QVariantMap outcome READ outcome NOTIFY outcomeChanged)
  Q_PROPERTY(QStringList receipt READ receipt NOTIFY outcomeChanged)
  Q_PROPERTY(bool signatureDue READ signatureDue NOTIFY outcomeChanged)
  Q_PROPERTY(QVariantList signature READ signature NOTIFY outcomeChanged)
  Q_PROPERTY(QVariantList history READ history NOTIFY historyChanged)
  // The world.
  Q_PROPERTY(QVariantList wallet READ wallet NOTIFY infoChanged)
  Q_PROPERTY(QVariantList psams READ psams NOTIFY infoChanged)
  Q_PROPERTY(QVariantList profiles READ profiles NOTIFY infoChanged)
  Q_PROPERTY(QString profile READ profile NOTIFY infoChanged)
  Q_PROPERTY(QStringList services READ services NOTIFY infoChanged)
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
  };
  explicit Desk(World world, QObject* parent = nullptr);
  ~Desk() override;
  /// One act on the bus.
  void post(bus::v1::Command command);
  /// Ends the world. Answers why it could not go on, or what it could not keep, for people; empty when all is well.
  QString end();

  QVariantMap reader() const { return reader_; }
  QString readerName() const { return reader_[QStringLiteral("title")].toString(); }
  QString serial() const { return reader_[QStringLiteral("serial")].toString(); }
  QString firmwareVersion() const { return reader_[QStringLiteral("firmware")].toString(); }
  QString merchantName() const { return reader_[QStringLiteral("merchantName")].toString(); }
  QString merchant() const { return reader_[QStringLiteral("merchant")].toString(); }
  QString terminal() const { return reader_[QStringLiteral("terminal")].toString(); }
  QByteArray lcdDots() const { return dots_; }
  QStringList lcdLines() const { return lines_; }
  bool lcdOn() const { return lcd_on_; }
  bool backlight() const { return lights_.backlight(); }
  QVariantList lights() const;
  bool pinEntry() const { return stage_ == QLatin1String("pin_entry"); }
  QString chipCard() const { return chip_card_; }
  QString samModule() const { return sam_module_; }
  QStringList tapped() const { return tapped_; }
  QString linkState() const;
  QString linkReason() const { return QString::fromStdString(link_.reason()); }
  QString linkChoice() const { return link_choice_; }
  void setLinkChoice(const QString& choice);
  QString code() const { return QString::fromStdString(link_.code()); }
  QString phoneStage() const { return stage_; }
  QString phoneText() const { return stage_text_; }
  bool loggedIn() const { return logged_in_; }
  bool connecting() const { return connecting_; }
  bool signedIn() const { return signed_in_; }
  QString batch() const { return batch_; }
  QString phoneError() const { return phone_error_; }
  bool selling() const { return selling_; }
  QString service() const { return service_; }
  QVariantMap outcome() const { return outcome_; }
  QStringList receipt() const { return receipt_; }
  bool signatureDue() const { return signature_due_; }
  QVariantList signature() const { return signature_; }
  QVariantList history() const { return history_; }
  QVariantList wallet() const { return wallet_; }
  QVariantList psams() const { return psams_; }
  QVariantList profiles() const { return profiles_; }
  QString profile() const { return world_.profile; }
  QStringList services() const { return services_; }
  QVariantList problems() const { return problems_; }
  QString host() const { return host_; }
  bool attached() const { return !world_.attach.isEmpty(); }
  QString attachedTo() const { return world_.attach; }
  bool ready() const { return ready_; }
  QString clock() const;
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
  /// Logs in, connects and signs in, one after the other as each succeeds.
  Q_INVOKABLE void logIn(const QString& operatorId, const QString& password);
  /// Leaves the link and the login.
  Q_INVOKABLE void logOut();
  /// As begin("sale").
  Q_INVOKABLE bool sell(const QString& amount);
  /// Fields of a service a person fills in: {name, kind: money, number or text}.
  Q_INVOKABLE QVariantList serviceFields(const QString& service) const;
  /// Begins a transaction; `fields` by name, money as "128.50". False, and phoneError says why, when a field is wrong.
  Q_INVOKABLE bool begin(const QString& service, const QVariantMap& fields);
  Q_INVOKABLE void cancelSale();
  Q_INVOKABLE void newSale();
  /// `strokes`: a list of lists of x0, y0, x1, y1, ..., each 0 to 1 of the field.
  Q_INVOKABLE void sign(const QVariantList& strokes);
  Q_INVOKABLE void setPace(const QString& pace);
  Q_INVOKABLE void step();
  Q_INVOKABLE void reloadCards();
  /// Starts the world anew, after it stopped or with another reader or acquirer.
  Q_INVOKABLE void restart();
  Q_INVOKABLE void useProfile(const QString& profile);
  /// HOST:PORT of an acquirer elsewhere; the built-in one when empty.
  Q_INVOKABLE void useAcquirer(const QString& address);
  /// en, zh-CN or zh-TW: what the cardholder reads; the reader's own when empty.
  void speak(const QString& language) { language_ = language; }

 signals:
  void infoChanged();
  void screenChanged();
  void lightsChanged();
  void cardsChanged();
  void linkChanged();
  void phoneChanged();
  void outcomeChanged();
  void historyChanged();
  void clockChanged();
  void paceChanged();
  void failureChanged();
  void beeped(int frequency, int milliseconds);
  /// A command was refused; `reason` is for people.
  void refused(const QString& reason);
  /// Each event of the world, in order, after the desk's own properties have followed it.
  void eventTaken(const mpos::gui::Simulation::Event& event);

 private:
  void start();
  void forget();
  void drain();
  void take(const bus::v1::Event& event);
  void take_info(const bus::v1::WorldInfo& info);
  void take_snapshot(const bus::v1::Snapshot& snapshot);
  void take_screen(const bus::v1::Screen& screen);
  void take_link(const bus::v1::LinkState& link);
  void take_card(const std::string& slot, const QString& card, bool there);
  void take_outcome(const bus::v1::Outcome& outcome);
  void take_refusal(const bus::v1::Refused& refused);

  static constexpr qint64 shortest_press_ms = 60;
  World world_;
  QString acquirer_;
  QString language_;
  QHash<QString, QElapsedTimer> key_down_since_;
  std::string reader_name_;
  std::string tcp_address_;
  QVariantMap reader_;
  QVariantList wallet_;
  QVariantList psams_;
  QVariantList profiles_;
  QStringList services_;
  QVariantList problems_;
  QString host_;
  bool ready_ = false;
  QByteArray dots_;
  QStringList lines_;
  bool lcd_on_ = false;
  bus::v1::Lights lights_;
  bus::v1::LinkState link_;
  QString link_choice_ = QStringLiteral("loopback");
  QString chip_card_;
  QString sam_module_;
  QStringList tapped_;
  QString stage_;
  QString stage_text_;
  bool logged_in_ = false;
  bool connecting_ = false;
  bool signed_in_ = false;
  bool selling_ = false;
  QString service_;
  QString batch_;
  QString phone_error_;
  QVariantMap outcome_;
  QStringList receipt_;
  bool signature_due_ = false;
  QVariantList signature_;
  QVariantList history_;
  qint64 clock_ns_ = 0;
  QString pace_ = QStringLiteral("1");
  QString failure_;
  std::unique_ptr<Simulation> simulation_;  // last: its thread ends before anything it wakes
};

}  // namespace mpos::gui
