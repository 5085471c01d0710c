// SPDX-License-Identifier: Apache-2.0
#include "app/gui/desk.hpp"

#include <QMetaObject>
#include <QRegularExpression>
#include <QTimer>
#include <algorithm>
#include <utility>

#include "app/gui/virtual_time.hpp"

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

QVariantMap to_map(const bus::v1::CardInfo& card) {
  const std::string& expiry = card.expiry();
  return {{"name", text(card.name())},
          {"title", text(card.title())},
          {"kind", text(card.kind())},
          {"number", card_number(card.masked_pan())},
          {"expiry", expiry.size() == 4 ? text(expiry.substr(2) + "/" + expiry.substr(0, 2)) : QString{}},
          {"face", card.face().empty() ? QStringLiteral("navy") : text(card.face())},
          {"pin", text(card.pin_hint())},
          {"stripe", card.stripe()},
          {"chip", card.chip()},
          {"contactless", card.contactless()},
          {"sim", card.sim()}};
}

QVariantMap to_map(const bus::v1::ReaderInfo& reader) {
  return {{"title", text(reader.profile_title())},
          {"model", text(reader.model())},
          {"serial", text(reader.serial())},
          {"firmware", text(reader.firmware_version())},
          {"language", text(reader.language())},
          {"terminal", text(reader.terminal())},
          {"merchant", text(reader.merchant())},
          {"merchantName", text(reader.merchant_name())},
          {"certified", reader.certified()},
          {"stripe", reader.stripe()},
          {"chip", reader.chip()},
          {"contactless", reader.contactless()},
          {"sam", reader.sam()},
          {"skin", text(reader.skin())},
          {"outsideAcquirer", reader.outside_acquirer()}};
}

/// The cards a person reaches for come first, those that are wrong in some way last.
int rank(const QString& name) {
  static const QStringList first{"debit_101",    "unionpay_debit", "unionpay_credit", "credit_101",
                                 "virtual_card", "signature_102",  "worn_101",        "expired_101"};
  const int at = static_cast<int>(first.indexOf(name));
  if (at >= 0) return at;
  return name.startsWith(QLatin1String("bad_")) ? 1000 : 100;
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

Desk::Desk(World world, QObject* parent) : QObject(parent), world_(std::move(world)) {
  start();
}

Desk::~Desk() {
  simulation_.reset();
}

void Desk::start() {
  Launch launch;
  if (attached()) {
    launch.attach = world_.attach.toStdString();
  } else {
    launch.child = world_.command;
    launch.child.insert(launch.child.end(), {"--reader", world_.profile.toStdString()});
    if (world_.state_options) {
      for (const QString& word : world_.state_options(world_.profile)) launch.child.push_back(word.toStdString());
    }
    if (!acquirer_.isEmpty()) launch.child.insert(launch.child.end(), {"--acquirer", acquirer_.toStdString()});
  }
  simulation_ = std::make_unique<Simulation>(std::move(launch), [this] {
    QMetaObject::invokeMethod(
        this, [this] { drain(); }, Qt::QueuedConnection);
  });
}

void Desk::forget() {
  dots_.clear();
  lines_.clear();
  lcd_on_ = false;
  lights_.Clear();
  link_.Clear();
  chip_card_.clear();
  sam_module_.clear();
  tapped_.clear();
  stage_.clear();
  stage_text_.clear();
  logged_in_ = connecting_ = signed_in_ = selling_ = signature_due_ = ready_ = false;
  phone_error_.clear();
  outcome_.clear();
  receipt_.clear();
  signature_.clear();
  key_down_since_.clear();
  pace_ = QStringLiteral("1");
  failure_.clear();
}

void Desk::restart() {
  simulation_.reset();
  forget();
  start();
  emit failureChanged();
  emit infoChanged();
  emit screenChanged();
  emit lightsChanged();
  emit cardsChanged();
  emit linkChanged();
  emit phoneChanged();
  emit outcomeChanged();
  emit paceChanged();
}

void Desk::useProfile(const QString& profile) {
  if (attached() || profile == world_.profile) return;
  world_.profile = profile;
  restart();
}

void Desk::useAcquirer(const QString& address) {
  if (attached() || address == acquirer_) return;
  acquirer_ = address;
  restart();
}

QString Desk::end() {
  simulation_->end();
  return text(simulation_->failure());
}

QVariantList Desk::lights() const {
  return {lights_.power(), lights_.link(), lights_.charge(), lights_.error()};
}

QString Desk::clock() const {
  return virtual_time_text(clock_ns_);
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

void Desk::setLinkChoice(const QString& choice) {
  if (choice == link_choice_) return;
  link_choice_ = choice;
  emit linkChanged();
}

// --- Acts ------------------------------------------------------------------------------------------------------------

void Desk::post(bus::v1::Command command) {
  if (command.reader().empty()) command.set_reader(reader_name_);
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

void Desk::insert(const QString& card) {
  bus::v1::Command command;
  command.mutable_insert()->set_card(card.toStdString());
  post(std::move(command));
}

void Desk::pull() {
  bus::v1::Command command;
  command.mutable_pull();
  post(std::move(command));
}

void Desk::tap(const QString& card) {
  bus::v1::Command command;
  command.mutable_tap()->add_cards(card.toStdString());
  post(std::move(command));
}

void Desk::untap() {
  bus::v1::Command command;
  command.mutable_untap();
  post(std::move(command));
}

void Desk::insertSam(const QString& module) {
  bus::v1::Command command;
  command.mutable_sam_insert()->set_psam(module.toStdString());
  post(std::move(command));
}

void Desk::removeSam() {
  bus::v1::Command command;
  command.mutable_sam_remove();
  post(std::move(command));
}

void Desk::logIn(const QString& operatorId, const QString& password) {
  phone_error_.clear();
  bus::v1::Command command;
  command.set_id(id_login);
  command.mutable_login()->set_operator_id(operatorId.toStdString());
  command.mutable_login()->set_password(password.toStdString());
  post(std::move(command));
  connecting_ = true;
  emit phoneChanged();
}

void Desk::logOut() {
  bus::v1::Command command;
  command.mutable_disconnect();
  post(std::move(command));
  logged_in_ = connecting_ = signed_in_ = selling_ = false;
  emit phoneChanged();
}

bool Desk::sell(const QString& amount) {
  return begin(QStringLiteral("sale"), {{QStringLiteral("amount_minor"), amount}});
}

QVariantList Desk::serviceFields(const QString& service) const {
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

bool Desk::begin(const QString& service, const QVariantMap& fields) {
  const auto refuse = [this](const QString& why) {
    phone_error_ = why;
    emit phoneChanged();
    return false;
  };
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
  outcome_.clear();
  receipt_.clear();
  signature_.clear();
  signature_due_ = false;
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

void Desk::cancelSale() {
  bus::v1::Command command;
  command.mutable_cancel();
  post(std::move(command));
}

void Desk::newSale() {
  selling_ = false;
  outcome_.clear();
  receipt_.clear();
  signature_.clear();
  signature_due_ = false;
  emit phoneChanged();
  emit outcomeChanged();
}

void Desk::sign(const QVariantList& strokes) {
  constexpr double far_edge = 10000;
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

void Desk::reloadCards() {
  bus::v1::Command command;
  command.mutable_reload_cards();
  post(std::move(command));
}

// --- Events ----------------------------------------------------------------------------------------------------------

void Desk::drain() {
  for (const auto& event : simulation_->take_events()) {
    take(*event);
    emit eventTaken(event);
  }
  clock_ns_ = std::max<qint64>(clock_ns_, simulation_->virtual_time_ns());
  emit clockChanged();
  const QString failure = text(simulation_->failure());
  if (failure != failure_) {
    failure_ = failure;
    emit failureChanged();
  }
}

void Desk::take(const bus::v1::Event& event) {
  clock_ns_ = event.time_ns();
  if (!event.reader().empty() && !reader_name_.empty() && event.reader() != reader_name_) return;
  switch (event.what_case()) {
    case bus::v1::Event::kReady:
      for (const auto& endpoint : event.ready().endpoints()) {
        if (endpoint.kind() == "tcp" && tcp_address_.empty()) tcp_address_ = endpoint.address();
      }
      break;
    case bus::v1::Event::kWorldInfo: take_info(event.world_info()); break;
    case bus::v1::Event::kSnapshot: take_snapshot(event.snapshot()); break;
    case bus::v1::Event::kScreen: take_screen(event.screen()); break;
    case bus::v1::Event::kLights:
      lights_ = event.lights();
      emit lightsChanged();
      break;
    case bus::v1::Event::kBeep:
      emit beeped(static_cast<int>(event.beep().frequency_hz()), static_cast<int>(event.beep().length_ns() / 1000000));
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
    case bus::v1::Event::kCardInserted:
      take_card(event.card_inserted().slot(), text(event.card_inserted().card()), true);
      break;
    case bus::v1::Event::kCardRemoved:
      take_card(event.card_removed().slot(), text(event.card_removed().card()), false);
      break;
    case bus::v1::Event::kLink: take_link(event.link()); break;
    case bus::v1::Event::kPhone:
      stage_ = text(event.phone().stage());
      stage_text_ = text(event.phone().text());
      emit phoneChanged();
      break;
    case bus::v1::Event::kOutcome: take_outcome(event.outcome()); break;
    case bus::v1::Event::kReceipt:
      receipt_.clear();
      for (const auto& line : event.receipt().lines()) receipt_ << text(line);
      emit outcomeChanged();
      break;
    case bus::v1::Event::kSigned:
      signature_due_ = false;
      signature_.clear();
      for (const auto& stroke : event.signed_().strokes()) {
        QVariantList points;
        for (const auto at : stroke.points()) points << at / 10000.0;
        signature_ << QVariant{points};
      }
      emit outcomeChanged();
      break;
    case bus::v1::Event::kRefused: take_refusal(event.refused()); break;
    case bus::v1::Event::kAccepted:
      if (event.accepted().id() == id_login) {
        logged_in_ = true;
        emit phoneChanged();
        bus::v1::Command command;
        const bool tcp = link_choice_ == QLatin1String("tcp");
        auto& connect = *command.mutable_connect();
        connect.set_transport(tcp ? bus::v1::PhoneConnect::TCP : bus::v1::PhoneConnect::LOOPBACK);
        if (tcp) connect.set_address(tcp_address_);
        command.set_id(id_connect);
        if (linkState() != QLatin1String("up")) {
          post(std::move(command));
        } else {
          bus::v1::Command sign_in;
          sign_in.mutable_sign_in();
          sign_in.set_id(id_sign_in);
          post(std::move(sign_in));
        }
      }
      break;
    default: break;
  }
}

void Desk::take_info(const bus::v1::WorldInfo& info) {
  ready_ = true;
  if (info.readers_size() > 0) {
    reader_name_ = info.readers(0).name();
    reader_ = to_map(info.readers(0));
  }
  wallet_.clear();
  for (const auto& card : info.cards()) {
    if (world_.wallet.isEmpty() || world_.wallet.contains(text(card.name()))) wallet_ << to_map(card);
  }
  const auto place = [this](const QVariant& card) {
    const QString name = card.toMap()[QStringLiteral("name")].toString();
    return world_.wallet.isEmpty() ? rank(name) : static_cast<int>(world_.wallet.indexOf(name));
  };
  std::stable_sort(wallet_.begin(), wallet_.end(),
                   [&place](const QVariant& a, const QVariant& b) { return place(a) < place(b); });
  psams_.clear();
  for (const auto& psam : info.psams()) {
    psams_ << QVariantMap{{"name", text(psam.name())}, {"title", text(psam.title())}};
  }
  profiles_.clear();
  for (const auto& profile : info.profiles()) {
    profiles_ << QVariantMap{
        {"name", text(profile.name())}, {"title", text(profile.title())}, {"skin", text(profile.skin())}};
  }
  services_.clear();
  for (const auto& service : info.services()) services_ << text(service);
  problems_.clear();
  for (const auto& problem : info.problems()) {
    problems_ << QVariantMap{{"file", text(problem.file())},
                             {"line", problem.line()},
                             {"column", problem.column()},
                             {"reason", text(problem.reason())},
                             {"kind", text(problem.kind())}};
  }
  host_ = acquirer_.isEmpty() ? text(info.host_title()) : acquirer_;
  emit infoChanged();
}

void Desk::take_snapshot(const bus::v1::Snapshot& snapshot) {
  if (!snapshot.pace().empty() && pace_ != text(snapshot.pace())) {
    pace_ = text(snapshot.pace());
    emit paceChanged();
  }
  for (const auto& reader : snapshot.readers()) {
    if (reader.name() != reader_name_) continue;
    take_screen(reader.screen());
    lights_ = reader.lights();
    link_ = reader.link();
    stage_ = text(reader.phone().stage());
    signed_in_ = reader.signed_in();
    logged_in_ = link_.state() == bus::v1::LinkState::UP;
    for (const auto& card : reader.cards()) take_card(card.slot(), text(card.card()), true);
    emit lightsChanged();
    emit linkChanged();
    emit phoneChanged();
  }
}

void Desk::take_screen(const bus::v1::Screen& screen) {
  dots_ = QByteArray::fromStdString(screen.dots());
  lines_.clear();
  for (const auto& line : screen.lines()) lines_ << text(line);
  lcd_on_ = screen.on();
  emit screenChanged();
}

void Desk::take_card(const std::string& slot, const QString& card, bool there) {
  if (slot == "icc") chip_card_ = there ? card : QString{};
  if (slot == "sam") sam_module_ = there ? card : QString{};
  if (slot == "field") {
    tapped_.removeAll(card);
    if (there) tapped_ << card;
  }
  emit cardsChanged();
}

void Desk::take_link(const bus::v1::LinkState& link) {
  link_ = link;
  emit linkChanged();
  using State = bus::v1::LinkState;
  if (link.state() == State::UP && connecting_ && !signed_in_) {
    bus::v1::Command command;
    command.mutable_sign_in();
    command.set_id(id_sign_in);
    post(std::move(command));
  }
  if (link.state() == State::DOWN || link.state() == State::REFUSED || link.state() == State::BUSY) {
    signed_in_ = false;
    connecting_ = false;
    emit phoneChanged();
  }
}

void Desk::take_refusal(const bus::v1::Refused& refusal) {
  phone_error_ = text(refusal.reason());
  if (refusal.id() == id_begin) selling_ = false;
  if (refusal.id() == id_login || refusal.id() == id_connect || refusal.id() == id_sign_in) connecting_ = false;
  emit phoneChanged();
  emit refused(phone_error_);
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

}  // namespace mpos::gui
