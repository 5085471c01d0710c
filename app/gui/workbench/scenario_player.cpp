// SPDX-License-Identifier: Apache-2.0
#include "app/gui/workbench/scenario_player.hpp"

#include <QFile>
#include <QFileInfo>
#include <QTextStream>

#include "app/gui/desk.hpp"
#include "scenarios/load/values.hpp"
#include "scenarios/load/yaml_writer.hpp"

namespace mpos::gui {
namespace {

using bus::v1::Command;
using bus::v1::Event;
using scenario::v1::Step;

/// Acts of a played scenario carry an id from here on.
constexpr std::uint64_t first_id = std::uint64_t{1} << 41;
constexpr int poll_ms = 50;
constexpr std::int64_t usual_wait_ns = 1'000'000'000;
constexpr int lines_around = 3;

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

/// The step as its file has it, on one line; typed digits are dots.
QString text_of(const Step& step) {
  if (!step.note().empty()) return text(step.note());
  if (step.has_expect()) return QStringLiteral("expect: ") + text(load::write_flow(step.expect()));
  if (step.wait_ns() > 0) return QStringLiteral("wait: ") + text(load::format_duration(step.wait_ns()));
  const auto* field = Command::descriptor()->FindFieldByNumber(step.act().act_case());
  if (field == nullptr) return {};
  QString shown = text(field->name()) + QStringLiteral(": ");
  if (step.act().has_keys()) {
    for (const std::string& key : step.act().keys().keys()) {
      shown += key.size() == 1 ? QStringLiteral("\u2022") : QLatin1Char(' ') + text(key);
    }
  } else {
    shown += text(load::write_flow(step.act().GetReflection()->GetMessage(step.act(), field)));
  }
  if (step.act().at() != bus::v1::WHEN_UNSPECIFIED) {
    shown += QStringLiteral("  at: ") + text(bus::v1::When_Name(step.act().at())).mid(5).toLower();
  }
  return shown;
}

QVariantList source_around(const QString& path, int wrong) {
  QVariantList lines;
  QFile file(path);
  if (wrong <= 0 || !file.open(QIODevice::ReadOnly | QIODevice::Text)) return lines;
  QTextStream in(&file);
  for (int number = 1; !in.atEnd() && number <= wrong + lines_around; ++number) {
    const QString line = in.readLine();
    if (number < wrong - lines_around) continue;
    lines << QVariantMap{{"number", number}, {"text", line}, {"wrong", number == wrong}};
  }
  return lines;
}

}  // namespace

ScenarioPlayer::ScenarioPlayer(Desk& desk, QObject* parent) : QAbstractListModel(parent), desk_(desk) {
  poll_timer_.setInterval(poll_ms);
  connect(&poll_timer_, &QTimer::timeout, this, &ScenarioPlayer::poll);
}

QString ScenarioPlayer::title() const {
  return loaded_ ? text(loaded_->scenario.title()) : QString{};
}

QString ScenarioPlayer::writtenFor() const {
  if (!loaded_) return {};
  const QString wanted =
      loaded_->scenario.reader().empty() ? QStringLiteral("default") : text(loaded_->scenario.reader());
  return QFileInfo(wanted).completeBaseName() == QFileInfo(desk_.profile()).completeBaseName() ? QString{} : wanted;
}

void ScenarioPlayer::open(const QString& path) {
  stop();
  beginResetModel();
  path_ = path.startsWith(QStringLiteral("file://")) ? path.mid(7) : path;
  loaded_.reset();
  texts_.clear();
  done_.clear();
  problems_.clear();
  current_ = -1;
  load::Catalogue catalogue{load::Catalogue::find_root()};
  auto file = catalogue.scenario(path_.toStdString());
  if (file) {
    loaded_ = std::move(*file);
    for (const Step& step : loaded_->scenario.steps()) texts_.push_back(text_of(step));
    done_.resize(texts_.size());
  } else {
    for (const load::Problem& problem : file.error().items()) {
      const QString where = text(problem.file);
      problems_ << QVariantMap{{"file", where},
                               {"line", static_cast<int>(problem.place.line)},
                               {"column", static_cast<int>(problem.place.column)},
                               {"reason", text(problem.text)},
                               {"source", source_around(where, static_cast<int>(problem.place.line))}};
    }
    state_ = QStringLiteral("broken");
  }
  endResetModel();
  emit changed();
  if (loaded_) begin();
}

void ScenarioPlayer::again() {
  if (!loaded_) return open(path_);
  stop();
  beginResetModel();
  done_.assign(texts_.size(), {});
  endResetModel();
  begin();
}

void ScenarioPlayer::stop() {
  if (poll_timer_.isActive()) end(QStringLiteral("stopped"));
}

void ScenarioPlayer::begin() {
  memory_ = {};
  current_ = -1;
  begun_ = false;
  refused_.clear();
  accepting_code_ = false;
  state_ = QStringLiteral("getting_ready");
  poll_timer_.start();
  const scenario::v1::Scenario& scenario = loaded_->scenario;
  const bool ready = !scenario.has_ready() || scenario.ready();
  if (!ready) {
    // As a scenario finds its world: switched off, nobody connected.
    Command gone;
    gone.mutable_disconnect();
    desk_.post(std::move(gone));
    Command off;
    off.mutable_power()->set_action(bus::v1::Power::CUT);
    desk_.post(std::move(off));
  } else if (!desk_.signedIn()) {
    desk_.logIn(QStringLiteral("01"), QStringLiteral("0000"));
  }
  emit changed();
}

void ScenarioPlayer::poll() {
  // Tells the time of a world in which nothing happens.
  Command ask;
  ask.mutable_snapshot();
  desk_.post(std::move(ask));
}

void ScenarioPlayer::take(const Event& event) {
  if (!poll_timer_.isActive()) return;
  now_ns_ = event.time_ns();
  if (event.has_snapshot()) {
    if (event.snapshot().readers_size() > 0) reader_ = event.snapshot().readers(0).name();
  } else {
    memory_.take(event);
    if (event.has_refused() && event.refused().id() >= first_id) refused_ = event.refused().reason();
  }
  if (state_ == QStringLiteral("getting_ready")) {
    const bool ready = !loaded_->scenario.has_ready() || loaded_->scenario.ready();
    if (ready && event.has_link() && event.link().state() == bus::v1::LinkState::CONFIRM && !accepting_code_) {
      accepting_code_ = true;
      Command enter;
      enter.mutable_keys()->add_keys("enter");
      desk_.post(std::move(enter));
    }
    if (!event.has_snapshot() || (ready && !desk_.signedIn())) return;
    if (ready && event.snapshot().readers(0).state() != "idle" && event.snapshot().readers(0).state() != "result")
      return;
    state_ = QStringLiteral("running");
    memory_.begin_act();
    refused_.clear();
    current_ = 0;
    mark(0, QStringLiteral("now"));
    emit changed();
  }
  if (state_ == QStringLiteral("running") && !going_) {
    going_ = true;
    go_on();
    going_ = false;
  }
}

void ScenarioPlayer::go_on() {
  while (state_ == QStringLiteral("running")) {
    if (!refused_.empty() && current_ > 0) {
      const Step& here = loaded_->scenario.steps(current_);
      if (here.expect().refused().empty())
        return fail(tr("the act to be carried out"), tr("it was refused: %1").arg(text(refused_)));
      refused_.clear();
    }
    const Step& step = loaded_->scenario.steps(current_);
    const bool is_act = !step.has_expect() && step.wait_ns() <= 0;
    if (is_act ? !act(current_) : waits(current_)) return;
    mark(current_, QStringLiteral("done"));
    begun_ = false;
    if (++current_ == rowCount()) return end(QStringLiteral("passed"));
    mark(current_, QStringLiteral("now"));
    emit changed();
    if (is_act) return;  // what comes of it is an event or the next look at the clock
  }
}

bool ScenarioPlayer::act(int index) {
  memory_.begin_act();
  Command command = loaded_->scenario.steps(index).act();
  command.set_id(first_id + static_cast<std::uint64_t>(index));
  desk_.post(std::move(command));
  return true;
}

/// Whether the step still waits; it ends the run when it waited in vain.
bool ScenarioPlayer::waits(int index) {
  const Step& step = loaded_->scenario.steps(index);
  const std::int64_t within = step.wait_ns() > 0              ? step.wait_ns()
                              : step.expect().within_ns() > 0 ? step.expect().within_ns()
                                                              : usual_wait_ns;
  if (!begun_) {
    begun_ = true;
    deadline_ns_ = now_ns_ + within;
  }
  if (step.wait_ns() > 0) return now_ns_ < deadline_ns_;
  const std::string path = "steps[" + std::to_string(index) + "].expect";
  runner::Given given;
  given.balance = loaded_->places.has(path + ".balance");
  given.account_balance = loaded_->places.has(path + ".account.balance");
  const runner::Judge judge(step.expect(), given, step.expect().reader().empty() ? reader_ : step.expect().reader());
  const runner::Verdict verdict = judge.judge(memory_);
  if (verdict == runner::Verdict::holds) return false;
  if (verdict == runner::Verdict::open && now_ns_ < deadline_ns_) return true;
  if (verdict == runner::Verdict::open && judge.holds_at_deadline(memory_)) return false;
  fail(text(judge.expected()) + tr(", within %1").arg(text(load::format_duration(within))),
       text(judge.actual(memory_)));
  return true;
}

void ScenarioPlayer::fail(const QString& expected, const QString& actual) {
  const auto at = static_cast<std::size_t>(current_);
  done_[at].expected = expected;
  done_[at].actual = actual;
  mark(current_, QStringLiteral("failed"));
  desk_.setPace(QStringLiteral("paused"));
  end(QStringLiteral("failed"));
}

void ScenarioPlayer::end(const QString& state) {
  poll_timer_.stop();
  state_ = state;
  emit changed();
}

void ScenarioPlayer::mark(int index, const QString& state) {
  done_[static_cast<std::size_t>(index)].state = state;
  if (state != QStringLiteral("now"))
    done_[static_cast<std::size_t>(index)].time = QString::number(static_cast<double>(now_ns_) / 1e9, 'f', 3);
  emit dataChanged(this->index(index), this->index(index));
}

int ScenarioPlayer::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(texts_.size());
}

QVariant ScenarioPlayer::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const auto row = static_cast<std::size_t>(index.row());
  switch (role) {
    case LineRole: return static_cast<int>(loaded_->places.find("steps[" + std::to_string(row) + "]").line);
    case Qt::DisplayRole:
    case TextRole: return texts_[row];
    case StateRole: return done_[row].state;
    case TimeRole: return done_[row].time;
    case ExpectedRole: return done_[row].expected;
    case ActualRole: return done_[row].actual;
    default: return {};
  }
}

QHash<int, QByteArray> ScenarioPlayer::roleNames() const {
  return {{LineRole, "line"}, {TextRole, "stepText"},     {StateRole, "stepState"},
          {TimeRole, "time"}, {ExpectedRole, "expected"}, {ActualRole, "actual"}};
}

}  // namespace mpos::gui
