// SPDX-License-Identifier: Apache-2.0
#include "app/gui/merchant_phone.hpp"

#include <QRegularExpression>
#include <utility>

namespace mpos::gui {
namespace {

/// Points of a signature are told in this many parts of the field's width and height.
constexpr double far_edge = 10000;

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

/// "128.50" in minor units; -1 when it is no amount above zero.
qint64 minor_units(const QString& amount) {
  static const QRegularExpression pattern(QStringLiteral("^([0-9]{1,10})(?:\\.([0-9]{1,2}))?$"));
  const auto match = pattern.match(amount.trimmed());
  if (!match.hasMatch()) return -1;
  const qint64 minor =
      match.captured(1).toLongLong() * 100 + match.captured(2).leftJustified(2, QLatin1Char('0')).toLongLong();
  return minor > 0 ? minor : -1;
}

const google::protobuf::FieldDescriptor* act_field(const QString& service) {
  const auto* field = bus::v1::Command::descriptor()->FindFieldByName(service.toStdString());
  return field != nullptr && field->message_type() != nullptr ? field : nullptr;
}

enum Id : std::uint64_t { id_login = 1, id_connect = 2, id_sign_in = 3, id_begin = 4, id_sign = 5 };

}  // namespace

QString MerchantPhone::linkState() const {
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

void MerchantPhone::setLinkChoice(const QString& choice) {
  if (choice == link_choice_) return;
  link_choice_ = choice;
  emit linkChanged();
}

// --- Acts ------------------------------------------------------------------------------------------------------------

void MerchantPhone::logIn(const QString& operatorId, const QString& password) {
  phone_error_.clear();
  bus::v1::Command command;
  command.set_id(id_login);
  command.mutable_login()->set_operator_id(operatorId.toStdString());
  command.mutable_login()->set_password(password.toStdString());
  post(std::move(command));
  connecting_ = true;
  emit phoneChanged();
}

void MerchantPhone::logOut() {
  bus::v1::Command command;
  command.mutable_disconnect();
  post(std::move(command));
  logged_in_ = connecting_ = signed_in_ = selling_ = false;
  emit phoneChanged();
}

QVariantList MerchantPhone::serviceFields(const QString& service) const {
  QVariantList fields;
  const auto* act = act_field(service);
  if (act == nullptr) return fields;
  using Field = google::protobuf::FieldDescriptor;
  for (int i = 0; i < act->message_type()->field_count(); ++i) {
    const Field& field = *act->message_type()->field(i);
    if (field.is_repeated() || field.name() == "language" || field.name() == "currency") continue;
    QString kind;
    switch (field.cpp_type()) {
      case Field::CPPTYPE_STRING: kind = QStringLiteral("text"); break;
      case Field::CPPTYPE_INT64: kind = QStringLiteral("money"); break;
      case Field::CPPTYPE_UINT32: kind = QStringLiteral("number"); break;
      default: continue;
    }
    fields << QVariantMap{{"name", text(field.name())}, {"kind", kind}};
  }
  return fields;
}

bool MerchantPhone::refuse(const QString& why) {
  phone_error_ = why;
  emit phoneChanged();
  return false;
}

bool MerchantPhone::begin(const QString& service, const QVariantMap& fields) {
  const auto* act = act_field(service);
  if (act == nullptr) return refuse(tr("This reader has no service %1.").arg(service));
  bus::v1::Command command;
  auto* message = command.GetReflection()->MutableMessage(&command, act);
  const auto* reflection = message->GetReflection();
  qint64 amount = 0;
  for (const QVariant& entry : serviceFields(service)) {
    const QString name = entry.toMap()[QStringLiteral("name")].toString();
    const QString kind = entry.toMap()[QStringLiteral("kind")].toString();
    const QString value = fields[name].toString().trimmed();
    const auto* field = act->message_type()->FindFieldByName(name.toStdString());
    if (kind == QLatin1String("money")) {
      const qint64 minor = minor_units(value);
      if (minor < 0) return refuse(tr("Type an amount such as 128.50."));
      reflection->SetInt64(message, field, minor);
      amount = minor;
    } else if (kind == QLatin1String("number")) {
      bool good = value.isEmpty();
      const uint number = good ? 0 : value.toUInt(&good);
      if (!good) return refuse(tr("Type a number such as 000012."));
      reflection->SetUInt32(message, field, number);
    } else {
      reflection->SetString(message, field, value.toStdString());
    }
  }
  if (const auto* field = act->message_type()->FindFieldByName("language"); field != nullptr && !language_.isEmpty()) {
    reflection->SetString(message, field, language_.toStdString());
  }
  phone_error_.clear();
  clear_sale();
  selling_ = true;
  service_ = service;
  stage_.clear();
  command.set_id(id_begin);
  post(std::move(command));
  outcome_["amount_minor"] = amount;
  emit phoneChanged();
  emit outcomeChanged();
  return true;
}

void MerchantPhone::cancelSale() {
  bus::v1::Command command;
  command.mutable_cancel();
  post(std::move(command));
}

void MerchantPhone::newSale() {
  selling_ = false;
  clear_sale();
  emit phoneChanged();
  emit outcomeChanged();
}

void MerchantPhone::sign(const QVariantList& strokes) {
  bus::v1::Command command;
  command.set_id(id_sign);
  for (const QVariant& stroke : strokes) {
    auto& line = *command.mutable_sign()->add_strokes();
    for (const QVariant& at : stroke.toList()) {
      line.add_points(static_cast<std::uint32_t>(qBound(0.0, at.toDouble(), 1.0) * far_edge));
    }
  }
  post(std::move(command));
}

void MerchantPhone::post_connect() {
  bus::v1::Command command;
  command.set_id(id_connect);
  auto& connect = *command.mutable_connect();
  const bool tcp = link_choice_ == QLatin1String("tcp");
  connect.set_transport(tcp ? bus::v1::PhoneConnect::TCP : bus::v1::PhoneConnect::LOOPBACK);
  if (tcp) connect.set_address(tcp_address_);
  post(std::move(command));
}

void MerchantPhone::post_sign_in() {
  bus::v1::Command command;
  command.set_id(id_sign_in);
  command.mutable_sign_in();
  post(std::move(command));
}

void MerchantPhone::clear_sale() {
  outcome_.clear();
  receipt_.clear();
  signature_.clear();
  signature_due_ = false;
}

// --- Events ----------------------------------------------------------------------------------------------------------

bool MerchantPhone::hear(const bus::v1::Event& event) {
  switch (event.what_case()) {
    case bus::v1::Event::kReady:
      for (const auto& endpoint : event.ready().endpoints()) {
        if (endpoint.kind() == "tcp" && tcp_address_.empty()) tcp_address_ = endpoint.address();
      }
      return false;
    case bus::v1::Event::kWorldInfo: take_services(event.world_info()); return false;
    case bus::v1::Event::kReaderPower:
      if (!event.reader_power().on()) {
        signed_in_ = false;
        emit phoneChanged();
      }
      return false;
    case bus::v1::Event::kLink: take_link(event.link()); return true;
    case bus::v1::Event::kPhone:
      stage_ = text(event.phone().stage());
      stage_text_ = text(event.phone().text());
      emit phoneChanged();
      return true;
    case bus::v1::Event::kOutcome: take_outcome(event.outcome()); return true;
    case bus::v1::Event::kReceipt:
      receipt_.clear();
      for (const auto& line : event.receipt().lines()) receipt_ << text(line);
      emit outcomeChanged();
      return true;
    case bus::v1::Event::kSigned: take_signature(event.signed_()); return true;
    case bus::v1::Event::kRefused: take_refusal(event.refused()); return true;
    case bus::v1::Event::kAccepted: take_accepted(event.accepted()); return true;
    default: return false;
  }
}

void MerchantPhone::resume(const bus::v1::ReaderSnapshot& reader) {
  link_ = reader.link();
  stage_ = text(reader.phone().stage());
  signed_in_ = reader.signed_in();
  logged_in_ = link_.state() == bus::v1::LinkState::UP;
  emit linkChanged();
  emit phoneChanged();
}

void MerchantPhone::forget_phone() {
  tcp_address_.clear();
  link_.Clear();
  stage_.clear();
  stage_text_.clear();
  logged_in_ = connecting_ = signed_in_ = selling_ = false;
  phone_error_.clear();
  clear_sale();
  emit linkChanged();
  emit phoneChanged();
  emit outcomeChanged();
}

void MerchantPhone::take_services(const bus::v1::WorldInfo& info) {
  QStringList services;
  for (const auto& service : info.services()) services << text(service);
  if (services == services_) return;
  services_ = services;
  emit servicesChanged();
}

void MerchantPhone::take_link(const bus::v1::LinkState& link) {
  link_ = link;
  emit linkChanged();
  using State = bus::v1::LinkState;
  if (link.state() == State::UP && connecting_ && !signed_in_) {
    post_sign_in();
  }
  if (link.state() == State::DOWN || link.state() == State::REFUSED || link.state() == State::BUSY) {
    signed_in_ = false;
    connecting_ = false;
    emit phoneChanged();
  }
}

void MerchantPhone::take_accepted(const bus::v1::Accepted& accepted) {
  if (accepted.id() != id_login) return;
  logged_in_ = true;
  emit phoneChanged();
  if (link_.state() == bus::v1::LinkState::UP) {
    post_sign_in();
  } else {
    post_connect();
  }
}

void MerchantPhone::take_refusal(const bus::v1::Refused& refusal) {
  phone_error_ = text(refusal.reason());
  if (refusal.id() == id_begin) selling_ = false;
  if (refusal.id() == id_login || refusal.id() == id_connect || refusal.id() == id_sign_in) connecting_ = false;
  emit phoneChanged();
  emit refused(phone_error_);
}

void MerchantPhone::take_sign_in(const bus::v1::Outcome& outcome) {
  signed_in_ = outcome.outcome() == "signed_in";
  connecting_ = false;
  batch_ = text(outcome.batch());
  if (!signed_in_) {
    phone_error_ = outcome.detail().empty() ? tr("The acquirer refused the sign-in.") : text(outcome.detail());
  }
  emit phoneChanged();
}

void MerchantPhone::take_outcome(const bus::v1::Outcome& outcome) {
  const QString type = text(outcome.type());
  if (type == QLatin1String("sign_in")) return take_sign_in(outcome);
  // A connection test, an upload or a parameter download is no sale, and its end is not the sale's.
  if (type != service_ && !services_.contains(type)) return;
  outcome_ = QVariantMap{{"type", type},
                         {"outcome", text(outcome.outcome())},
                         {"response_code", text(outcome.response_code())},
                         {"amount_minor", static_cast<qlonglong>(outcome.amount_minor())},
                         {"balance_minor", static_cast<qlonglong>(outcome.balance_minor())},
                         {"masked_pan", text(outcome.masked_pan())},
                         {"authorisation_code", text(outcome.authorisation_code())},
                         {"reference", text(outcome.reference())},
                         {"trace", outcome.trace()},
                         {"reversal_pending", outcome.reversal_pending()},
                         {"detail", text(outcome.detail())}};
  signature_due_ = outcome.signature_required();
  QVariantMap entry = outcome_;
  entry["receipt"] = receipt_;
  entry["time"] = clock();
  history_.prepend(entry);
  emit historyChanged();
  emit outcomeChanged();
  emit phoneChanged();
}

void MerchantPhone::take_signature(const bus::v1::Signed& signature) {
  signature_due_ = false;
  signature_.clear();
  for (const auto& stroke : signature.strokes()) {
    QVariantList points;
    for (const auto at : stroke.points()) points << at / far_edge;
    signature_ << QVariant{points};
  }
  emit outcomeChanged();
}

}  // namespace mpos::gui
