// SPDX-License-Identifier: Apache-2.0
#include "app/gui/desk.hpp"

#include <QMetaObject>
#include <QRegularExpression>
#include <QTimer>
#include <utility>

namespace mpos::gui {
namespace {

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

/// "6222 02•• •••• 0128": first six and last four, as the wallet shows a number.
QString card_number(const std::string& pan) {
  if (pan.size() < 10) return {};
  return QStringLiteral("%1 %2\u2022\u2022 \u2022\u2022\u2022\u2022 %3")
      .arg(text(pan.substr(0, 4)), text(pan.substr(4, 2)), text(pan.substr(pan.size() - 4)));
}

}  // namespace

Desk::Desk(bus::WorldOptions options, const QStringList& cards, QObject* parent)
    : QObject(parent), profile_(options.profile) {
  for (const QString& name : cards) {
    const auto found = options.cards.find(name.toStdString());
    if (found == options.cards.end()) continue;
    const config::v1::CardFile& card = found->second;
    wallet_ << QVariantMap{{"name", name},
                           {"title", text(card.title())},
                           {"kind", text(card.kind())},
                           {"number", card_number(card.pan())},
                           {"expiry", text(card.expiry().substr(2, 2) + "/" + card.expiry().substr(0, 2))},
                           {"face", card.face().empty() ? QStringLiteral("navy") : text(card.face())},
                           {"pin", text(card.pin())}};
  }
  simulation_ = std::make_unique<Simulation>(std::move(options), [this] {
    QMetaObject::invokeMethod(
        this, [this] { drain(); }, Qt::QueuedConnection);
  });
  bus::v1::Command on;
  on.mutable_power()->set_action(bus::v1::Power::ON);
  post(std::move(on));
}

Desk::~Desk() {
  simulation_.reset();
}

QString Desk::end() {
  simulation_->end();
  return text(simulation_->failure());
}

QString Desk::readerName() const {
  return text(profile_.title());
}
QString Desk::serial() const {
  return text(profile_.serial());
}
QString Desk::firmwareVersion() const {
  return text(profile_.firmware_version());
}
QString Desk::merchantName() const {
  return text(profile_.merchant_name());
}
QString Desk::merchant() const {
  return text(profile_.merchant());
}
QString Desk::terminal() const {
  return text(profile_.terminal());
}

QVariantList Desk::lights() const {
  return {lights_.power(), lights_.link(), lights_.charge(), lights_.error()};
}

QString Desk::linkState() const {
  using Link = bus::v1::LinkState;
  switch (link_.state()) {
    case Link::CONNECTING: return QStringLiteral("connecting");
    case Link::CONFIRM: return QStringLiteral("confirm");
    case Link::UP: return QStringLiteral("up");
    case Link::REFUSED: return QStringLiteral("refused");
    case Link::BUSY: return QStringLiteral("busy");
    default: return QStringLiteral("down");
  }
}

void Desk::post(bus::v1::Command command) {
  simulation_->post(std::move(command));
}

void Desk::keyDown(const QString& key) {
  key_down_since_[key].start();
  bus::v1::Command command;
  command.mutable_key_down()->set_key(key.toStdString());
  post(std::move(command));
}

void Desk::keyUp(const QString& key) {
  // A click can be shorter than any finger, and than the pad's debounce time: the key stays down as long as a quick
  // finger would.
  const auto since = key_down_since_.find(key);
  if (since == key_down_since_.end()) return;
  const qint64 left_ms = shortest_press_ms - since->elapsed();
  if (left_ms > 0) {
    QTimer::singleShot(static_cast<int>(left_ms), this, [this, key] { keyUp(key); });
    return;
  }
  key_down_since_.erase(since);
  bus::v1::Command command;
  command.mutable_key_up()->set_key(key.toStdString());
  post(std::move(command));
}

void Desk::swipe(const QString& card, double speed, bool backward) {
  bus::v1::Command command;
  auto* swipe = command.mutable_swipe();
  swipe->set_card(card.toStdString());
  swipe->set_speed_cm_s(qBound(1.0, speed, 400.0));
  swipe->set_backward(backward);
  post(std::move(command));
}

void Desk::logIn(const QString& operatorId, const QString& password) {
  phone_error_.clear();
  bus::v1::Command command;
  command.set_id(1);
  command.mutable_login()->set_operator_id(operatorId.toStdString());
  command.mutable_login()->set_password(password.toStdString());
  post(std::move(command));
  connecting_ = true;
  emit phoneChanged();
}

bool Desk::sell(const QString& amount) {
  static const QRegularExpression pattern(QStringLiteral("^([0-9]{1,10})(?:\\.([0-9]{1,2}))?$"));
  const auto match = pattern.match(amount.trimmed());
  const qint64 minor = match.hasMatch() ? match.captured(1).toLongLong() * 100 +
                                              match.captured(2).leftJustified(2, QLatin1Char('0')).toLongLong()
                                        : 0;
  if (minor <= 0) {
    phone_error_ = tr("Type an amount such as 128.50.");
    emit phoneChanged();
    return false;
  }
  phone_error_.clear();
  outcome_.clear();
  receipt_.clear();
  selling_ = true;
  bus::v1::Command command;
  command.mutable_sale()->set_amount_minor(minor);
  command.set_id(4);
  post(std::move(command));
  outcome_["amount_minor"] = minor;
  emit phoneChanged();
  emit outcomeChanged();
  return true;
}

void Desk::cancelSale() {
  bus::v1::Command command;
  command.mutable_cancel();
  post(std::move(command));
}

void Desk::newSale() {
  selling_ = false;
  outcome_.clear();
  receipt_.clear();
  emit phoneChanged();
  emit outcomeChanged();
}

void Desk::setPace(const QString& pace) {
  bus::v1::Command command;
  command.mutable_pace()->set_speed(pace.toStdString());
  post(std::move(command));
  pace_ = pace;
  emit paceChanged();
}

void Desk::step() {
  bus::v1::Command command;
  command.mutable_step();
  post(std::move(command));
}

void Desk::drain() {
  for (const auto& event : simulation_->take_events()) {
    take(*event);
    emit eventTaken(event);
  }
  clock_ns_ = simulation_->virtual_time_ns();
  emit clockChanged();
  const QString failure = text(simulation_->failure());
  if (failure != failure_) {
    failure_ = failure;
    emit failureChanged();
  }
}

void Desk::take(const bus::v1::Event& event) {
  clock_ns_ = event.time_ns();
  switch (event.what_case()) {
    case bus::v1::Event::kScreen:
      dots_ = QByteArray::fromStdString(event.screen().dots());
      lines_.clear();
      for (const auto& line : event.screen().lines()) lines_ << text(line);
      lcd_on_ = event.screen().on();
      emit screenChanged();
      break;
    case bus::v1::Event::kLights:
      lights_ = event.lights();
      emit lightsChanged();
      break;
    case bus::v1::Event::kReaderPower:
      if (!event.reader_power().on()) {
        lcd_on_ = false;
        lights_.Clear();
        signed_in_ = false;
        emit screenChanged();
        emit lightsChanged();
        emit phoneChanged();
      }
      break;
    case bus::v1::Event::kLink: {
      link_ = event.link();
      emit linkChanged();
      if (link_.state() == bus::v1::LinkState::UP && connecting_ && !signed_in_) {
        bus::v1::Command command;
        command.mutable_sign_in();
        command.set_id(3);
        post(std::move(command));
      }
      if (link_.state() == bus::v1::LinkState::DOWN || link_.state() == bus::v1::LinkState::REFUSED ||
          link_.state() == bus::v1::LinkState::BUSY) {
        signed_in_ = false;
        connecting_ = false;
        emit phoneChanged();
      }
      break;
    }
    case bus::v1::Event::kPhone: take_phone(event.phone()); break;
    case bus::v1::Event::kOutcome: take_outcome(event.outcome()); break;
    case bus::v1::Event::kReceipt:
      receipt_.clear();
      for (const auto& line : event.receipt().lines()) receipt_ << text(line);
      emit outcomeChanged();
      break;
    case bus::v1::Event::kRefused:
      phone_error_ = text(event.refused().reason());
      if (event.refused().id() == 4) selling_ = false;
      if (event.refused().id() == 1) connecting_ = false;
      emit phoneChanged();
      emit refused(phone_error_);
      break;
    case bus::v1::Event::kAccepted:
      if (event.accepted().id() == 1) {
        logged_in_ = true;
        emit phoneChanged();
        bus::v1::Command command;
        command.mutable_connect()->set_transport(bus::v1::PhoneConnect::LOOPBACK);
        command.set_id(2);
        post(std::move(command));
      }
      break;
    default: break;
  }
}

void Desk::take_phone(const bus::v1::PhoneStep& step) {
  stage_ = text(step.stage());
  stage_text_ = text(step.text());
  emit phoneChanged();
}

void Desk::take_outcome(const bus::v1::Outcome& outcome) {
  const QString type = text(outcome.type());
  const QString word = text(outcome.outcome());
  if (type == QLatin1String("sign_in")) {
    signed_in_ = word == QLatin1String("signed_in");
    connecting_ = false;
    batch_ = text(outcome.batch());
    if (!signed_in_)
      phone_error_ = outcome.detail().empty() ? tr("The acquirer refused the sign-in.") : text(outcome.detail());
    emit phoneChanged();
    return;
  }
  outcome_ = QVariantMap{{"type", type},
                         {"outcome", word},
                         {"response_code", text(outcome.response_code())},
                         {"amount_minor", static_cast<qlonglong>(outcome.amount_minor())},
                         {"masked_pan", text(outcome.masked_pan())},
                         {"authorisation_code", text(outcome.authorisation_code())},
                         {"trace", outcome.trace()},
                         {"reversal_pending", outcome.reversal_pending()},
                         {"detail", text(outcome.detail())}};
  if (outcome.amount_minor() == 0) outcome_["amount_minor"] = 0;
  emit outcomeChanged();
  emit phoneChanged();
}

}  // namespace mpos::gui
