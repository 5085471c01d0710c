// SPDX-License-Identifier: Apache-2.0
#include "app/gui/desk.hpp"

#include <QMetaObject>
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
          {"terminal", text(reader.terminal())},
          {"merchant", text(reader.merchant())},
          {"merchantName", text(reader.merchant_name())},
          {"stripe", reader.stripe()},
          {"chip", reader.chip()},
          {"contactless", reader.contactless()},
          {"sam", reader.sam()},
          {"skin", text(reader.skin())}};
}

/// The cards a person reaches for come first, those that are wrong in some way last.
int rank(const QString& name) {
  static const QStringList first{"debit_101",    "unionpay_debit", "unionpay_credit", "credit_101",
                                 "virtual_card", "signature_102",  "worn_101",        "expired_101"};
  const int at = static_cast<int>(first.indexOf(name));
  if (at >= 0) return at;
  return name.startsWith(QLatin1String("bad_")) ? 1000 : 100;
}

}  // namespace

qint64 shortest_press_ms(const QString& pace) {
  constexpr double quick_finger_ms = 60;
  const double speed = pace.toDouble();
  return static_cast<qint64>(speed > 0 && speed < 1 ? quick_finger_ms / speed : quick_finger_ms);
}

Desk::Desk(World world, QObject* parent) : MerchantPhone(parent), world_(std::move(world)) {
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
    if (std::exchange(world_.fresh, false)) launch.child.emplace_back("--fresh");
    if (!acquirer_.isEmpty()) launch.child.insert(launch.child.end(), {"--acquirer", acquirer_.toStdString()});
  }
  simulation_ = std::make_unique<Simulation>(std::move(launch), [this] {
    QMetaObject::invokeMethod(
        this, [this] { drain(); }, Qt::QueuedConnection);
  });
}

void Desk::forget() {
  forget_phone();
  dots_.clear();
  lines_.clear();
  lcd_on_ = false;
  lights_.Clear();
  chip_card_.clear();
  sam_module_.clear();
  tapped_.clear();
  ready_ = false;
  held_keys_.clear();
  pace_ = QStringLiteral("1");
  failure_.clear();
  clock_ns_ = 0;
}

void Desk::restart() {
  simulation_.reset();
  start();  // what it says is heard later, by the event loop
  forget();
  emit failureChanged();
  emit infoChanged();
  emit screenChanged();
  emit lightsChanged();
  emit cardsChanged();
  emit paceChanged();
  emit clockChanged();
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

// --- Acts ------------------------------------------------------------------------------------------------------------

void Desk::post(bus::v1::Command command) {
  if (command.reader().empty()) command.set_reader(reader_name_);
  simulation_->post(std::move(command));
}

void Desk::keyDown(const QString& key) {
  // Pressed again before it came up: it comes up in between.
  if (held_keys_.value(key).let_go) post_key_up(key);
  held_keys_[key] = {};
  bus::v1::Command command;
  command.mutable_key_down()->set_key(key.toStdString());
  post(std::move(command));
}

void Desk::keyUp(const QString& key) {
  const auto held = held_keys_.find(key);
  if (held == held_keys_.end()) return;
  held->let_go = true;
  // A click can be shorter than any finger, and than the pad's debounce time: the key stays down as long as a quick
  // finger would, from when the world has it down.
  if (!held->since.isValid()) return;
  const qint64 left_ms = shortest_press_ms(pace_) - held->since.elapsed();
  if (left_ms > 0) {
    QTimer::singleShot(static_cast<int>(left_ms), this, [this, key] { keyUp(key); });
    return;
  }
  post_key_up(key);
}

void Desk::post_key_up(const QString& key) {
  held_keys_.remove(key);
  bus::v1::Command command;
  command.mutable_key_up()->set_key(key.toStdString());
  post(std::move(command));
}

void Desk::take_key(const bus::v1::KeyMoved& moved) {
  if (!moved.down()) return;
  QStringList let_go;
  for (auto held = held_keys_.begin(); held != held_keys_.end(); ++held) {
    // Which key it is stays hidden during PIN entry.
    if (held->since.isValid() || (!moved.hidden() && held.key() != text(moved.key()))) continue;
    held->since.start();
    if (held->let_go) let_go << held.key();
  }
  for (const QString& key : let_go) keyUp(key);
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
  if (hear(event)) return;
  switch (event.what_case()) {
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
        emit screenChanged();
        emit lightsChanged();
      }
      break;
    case bus::v1::Event::kKey: take_key(event.key()); break;
    case bus::v1::Event::kCardInserted:
      take_card(event.card_inserted().slot(), text(event.card_inserted().card()), true);
      break;
    case bus::v1::Event::kCardRemoved:
      take_card(event.card_removed().slot(), text(event.card_removed().card()), false);
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
    resume(reader);
    for (const auto& card : reader.cards()) take_card(card.slot(), text(card.card()), true);
    emit lightsChanged();
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

}  // namespace mpos::gui
