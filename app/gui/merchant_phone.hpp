// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QStringList>
#include <QVariantList>
#include <QVariantMap>
#include <string>

#include "mpos/bus/v1/bus.pb.h"

namespace mpos::gui {

/// What the window shows of the merchant's phone and does with it: login, link, transactions, outcome, receipt,
/// signature and history. Holds no state of the phone: everything here is what an event last said.
class MerchantPhone : public QObject {
  Q_OBJECT
  Q_PROPERTY(QString linkState READ linkState NOTIFY linkChanged)
  Q_PROPERTY(QString linkReason READ linkReason NOTIFY linkChanged)
  Q_PROPERTY(QString linkChoice READ linkChoice WRITE setLinkChoice NOTIFY linkChanged)
  Q_PROPERTY(QString code READ code NOTIFY linkChanged)
  Q_PROPERTY(QString phoneStage READ phoneStage NOTIFY phoneChanged)
  Q_PROPERTY(QString phoneText READ phoneText NOTIFY phoneChanged)
  Q_PROPERTY(bool pinEntry READ pinEntry NOTIFY phoneChanged)
  Q_PROPERTY(bool loggedIn READ loggedIn NOTIFY phoneChanged)
  Q_PROPERTY(bool connecting READ connecting NOTIFY phoneChanged)
  Q_PROPERTY(bool signedIn READ signedIn NOTIFY phoneChanged)
  Q_PROPERTY(QString batch READ batch NOTIFY phoneChanged)
  Q_PROPERTY(QString phoneError READ phoneError NOTIFY phoneChanged)
  Q_PROPERTY(bool selling READ selling NOTIFY phoneChanged)
  Q_PROPERTY(QString service READ service NOTIFY phoneChanged)
  Q_PROPERTY(QStringList services READ services NOTIFY servicesChanged)
  Q_PROPERTY(QVariantMap outcome READ outcome NOTIFY outcomeChanged)
  Q_PROPERTY(QStringList receipt READ receipt NOTIFY outcomeChanged)
  Q_PROPERTY(bool signatureDue READ signatureDue NOTIFY outcomeChanged)
  Q_PROPERTY(QVariantList signature READ signature NOTIFY outcomeChanged)
  Q_PROPERTY(QVariantList history READ history NOTIFY historyChanged)

 public:
  using QObject::QObject;

  QString linkState() const;
  QString linkReason() const { return QString::fromStdString(link_.reason()); }
  QString linkChoice() const { return link_choice_; }
  void setLinkChoice(const QString& choice);
  QString code() const { return QString::fromStdString(link_.code()); }
  QString phoneStage() const { return stage_; }
  QString phoneText() const { return stage_text_; }
  bool pinEntry() const { return stage_ == QLatin1String("pin_entry"); }
  bool loggedIn() const { return logged_in_; }
  bool connecting() const { return connecting_; }
  bool signedIn() const { return signed_in_; }
  QString batch() const { return batch_; }
  QString phoneError() const { return phone_error_; }
  bool selling() const { return selling_; }
  QString service() const { return service_; }
  QStringList services() const { return services_; }
  QVariantMap outcome() const { return outcome_; }
  QStringList receipt() const { return receipt_; }
  bool signatureDue() const { return signature_due_; }
  QVariantList signature() const { return signature_; }
  QVariantList history() const { return history_; }

  /// Logs in, connects and signs in, one after the other as each succeeds.
  Q_INVOKABLE void logIn(const QString& operatorId, const QString& password);
  /// Leaves the link and the login.
  Q_INVOKABLE void logOut();
  /// Fields of a service a person fills in: {name, kind: money, number or text}.
  Q_INVOKABLE QVariantList serviceFields(const QString& service) const;
  /// Begins a transaction; `fields` by name, money as "128.50". False, and phoneError says why, when a field is wrong.
  Q_INVOKABLE bool begin(const QString& service, const QVariantMap& fields);
  Q_INVOKABLE void cancelSale();
  Q_INVOKABLE void newSale();
  /// `strokes`: a list of lists of x0, y0, x1, y1, ..., each 0 to 1 of the field.
  Q_INVOKABLE void sign(const QVariantList& strokes);
  /// en, zh-CN or zh-TW: what the cardholder reads; the reader's own when empty.
  void speak(const QString& language) { language_ = language; }

 signals:
  void linkChanged();
  void phoneChanged();
  void servicesChanged();
  void outcomeChanged();
  void historyChanged();
  /// A command was refused; `reason` is for people.
  void refused(const QString& reason);

 protected:
  virtual void post(bus::v1::Command command) = 0;
  /// The virtual time of the last event, for people.
  virtual QString clock() const = 0;
  /// Follows an event of this phone's world. True when nobody else needs it.
  bool hear(const bus::v1::Event& event);
  /// As the snapshot of the phone's reader says.
  void resume(const bus::v1::ReaderSnapshot& reader);
  /// The world is gone: only the history and what was chosen stay.
  void forget_phone();

 private:
  void post_connect();
  void post_sign_in();
  void clear_sale();
  bool refuse(const QString& why);
  void take_services(const bus::v1::WorldInfo& info);
  void take_link(const bus::v1::LinkState& link);
  void take_accepted(const bus::v1::Accepted& accepted);
  void take_refusal(const bus::v1::Refused& refusal);
  void take_sign_in(const bus::v1::Outcome& outcome);
  void take_outcome(const bus::v1::Outcome& outcome);
  void take_signature(const bus::v1::Signed& signature);

  QString language_;
  std::string tcp_address_;
  bus::v1::LinkState link_;
  QString link_choice_ = QStringLiteral("loopback");
  QString stage_;
  QString stage_text_;
  bool logged_in_ = false;
  bool connecting_ = false;
  bool signed_in_ = false;
  bool selling_ = false;
  QString service_;
  QStringList services_;
  QString batch_;
  QString phone_error_;
  QVariantMap outcome_;
  QStringList receipt_;
  bool signature_due_ = false;
  QVariantList signature_;
  QVariantList history_;
};

}  // namespace mpos::gui
