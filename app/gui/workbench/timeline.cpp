// SPDX-License-Identifier: Apache-2.0
#include "app/gui/workbench/timeline.hpp"

#include <algorithm>

#include "app/gui/virtual_time.hpp"
#include "scenarios/decode/decode.hpp"

namespace mpos::gui {
namespace {

constexpr int breath_ms = 16;
constexpr std::size_t hex_line = 16;
/// A longer time without events is told in its row, and folded to this much in the overview.
constexpr std::int64_t longest_quiet_ns = 1'000'000'000;

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

void add_rows(const decode::Rows& rows, int depth, QVariantList& out) {
  for (const decode::Row& row : rows) {
    out << QVariantMap{{"depth", depth},
                       {"key", text(row.key)},
                       {"name", text(row.name)},
                       {"value", text(row.value)},
                       {"note", text(row.note)},
                       {"tone", static_cast<int>(row.tone)},
                       {"at", static_cast<int>(row.at)},
                       {"size", static_cast<int>(row.size)}};
    add_rows(row.rows, depth + 1, out);
  }
}

QVariantMap part_map(const decode::Part& part) {
  QVariantList rows;
  add_rows(part.rows, 0, rows);
  QVariantList hex;
  for (std::size_t at = 0; at < part.specimen.size(); at += hex_line) {
    const std::size_t size = std::min(hex_line, part.specimen.size() - at);
    QStringList bytes;
    for (std::size_t i = at; i < at + size; ++i) bytes << text(part.specimen.hex(i, 1));
    hex << QVariantMap{{"at", static_cast<int>(at)}, {"bytes", bytes}, {"text", text(part.specimen.ascii(at, size))}};
  }
  return {{"title", text(part.title)}, {"size", static_cast<int>(part.specimen.size())}, {"hex", hex}, {"rows", rows}};
}

}  // namespace

Timeline::Timeline(QObject* parent) : QAbstractListModel(parent) {
  flush_timer_.setSingleShot(true);
  flush_timer_.setInterval(breath_ms);
  connect(&flush_timer_, &QTimer::timeout, this, &Timeline::flush);
  work_timer_.setSingleShot(true);
  work_timer_.setInterval(0);
  connect(&work_timer_, &QTimer::timeout, this, &Timeline::work);
}

void Timeline::take(const Simulation::Event& event) {
  if (!is_row(*event)) return;
  fresh_.push_back(event);
  if (!flush_timer_.isActive()) flush_timer_.start();
}

void Timeline::flush() {
  if (fresh_.empty()) return;
  total_ += static_cast<int>(fresh_.size());
  if (!is_filtered()) {
    const int at = static_cast<int>(events_.size());
    beginInsertRows({}, at, at + static_cast<int>(fresh_.size()) - 1);
    events_.insert(events_.end(), fresh_.begin(), fresh_.end());
    next_ = events_.size();
    fresh_.clear();
    endInsertRows();
  } else {
    events_.insert(events_.end(), fresh_.begin(), fresh_.end());
    fresh_.clear();
    if (!work_timer_.isActive()) work();
  }
  if (events_.size() > capacity) drop_oldest();
  emit totalChanged();
}

void Timeline::retranslate() {
  cached_ = SIZE_MAX;
  if (rowCount() > 0) emit dataChanged(index(0), index(rowCount() - 1));
  setCurrent(current_);
}

void Timeline::drop_oldest() {
  const std::size_t count = events_.size() - capacity + capacity / 10;
  const std::size_t kept_from = first_ + count;
  const auto gone = is_filtered()
                        ? static_cast<int>(std::lower_bound(rows_.begin(), rows_.end(), kept_from) - rows_.begin())
                        : static_cast<int>(count);
  if (gone > 0) beginRemoveRows({}, 0, gone - 1);
  events_.erase(events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(count));
  if (is_filtered()) rows_.erase(rows_.begin(), rows_.begin() + gone);
  first_ = kept_from;
  next_ -= std::min(next_, count);
  dropped_ += static_cast<int>(count);
  if (gone > 0) endRemoveRows();
  if (current_ >= 0) setCurrent(current_ >= gone ? current_ - gone : -1);
}

bool Timeline::passes(const bus::v1::Event& event) const {
  if (!wanted_.isEmpty() && !wanted_.contains(event.what_case())) return false;
  if (filter_.isEmpty() && !problems_) return true;
  ++described_;
  const EventWords words = words_of(event);
  if (problems_ && !words.problem) return false;
  return filter_.isEmpty() || words.title.contains(filter_, Qt::CaseInsensitive) ||
         words.detail.contains(filter_, Qt::CaseInsensitive);
}

void Timeline::setFilter(const QString& filter) {
  if (filter == filter_) return;
  beginResetModel();
  filter_ = filter;
  restart();
}

void Timeline::setKinds(const QString& kinds) {
  if (kinds == kinds_) return;
  beginResetModel();
  kinds_ = kinds;
  wanted_.clear();
  for (const QString& name : kinds.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    const auto* field = bus::v1::Event::descriptor()->FindFieldByName(name.toStdString());
    if (field != nullptr) wanted_.insert(field->number());
  }
  restart();
}

void Timeline::setProblems(bool only) {
  if (only == problems_) return;
  beginResetModel();
  problems_ = only;
  restart();
}

/// Ends the reset that was begun: from here on the filter works in pieces.
void Timeline::restart() {
  rows_.clear();
  next_ = is_filtered() ? 0 : events_.size();
  current_ = -1;
  current_title_.clear();
  parts_.clear();
  endResetModel();
  emit filterChanged();
  emit currentChanged();
  if (is_filtered()) work();
  emit totalChanged();
}

void Timeline::work() {
  if (!is_filtered()) return;
  const std::size_t end = std::min(events_.size(), next_ + piece);
  std::vector<std::size_t> found;
  for (; next_ < end; ++next_) {
    if (passes(*events_[next_])) found.push_back(first_ + next_);
  }
  if (!found.empty()) {
    const int at = static_cast<int>(rows_.size());
    beginInsertRows({}, at, at + static_cast<int>(found.size()) - 1);
    rows_.insert(rows_.end(), found.begin(), found.end());
    endInsertRows();
  }
  if (next_ < events_.size()) work_timer_.start();
  emit totalChanged();
}

const bus::v1::Event& Timeline::event_at(int row) const {
  const auto index = static_cast<std::size_t>(row);
  return *events_[is_filtered() ? rows_[index] - first_ : index];
}

const EventWords& Timeline::words_at(int row) const {
  const auto index = static_cast<std::size_t>(row);
  const std::size_t number = is_filtered() ? rows_[index] : first_ + index;
  if (number != cached_) {
    words_ = words_of(event_at(row));
    cached_ = number;
    ++described_;
  }
  return words_;
}

QString Timeline::quiet_before(int row) const {
  if (row == 0) return {};
  const std::int64_t quiet = event_at(row).time_ns() - event_at(row - 1).time_ns();
  return quiet < longest_quiet_ns ? QString{} : QString::number(static_cast<double>(quiet) / 1e9, 'f', 3);
}

int Timeline::rowCount(const QModelIndex& parent) const {
  if (parent.isValid()) return 0;
  return static_cast<int>(is_filtered() ? rows_.size() : events_.size());
}

QVariant Timeline::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  if (role == TimeRole) return virtual_time_text(event_at(index.row()).time_ns());
  if (role == QuietRole) return quiet_before(index.row());
  const EventWords& words = words_at(index.row());
  switch (role) {
    case FromRole: return words.from;
    case ToRole: return words.to;
    case MarkRole: return words.mark;
    case Qt::DisplayRole:
    case TitleRole: return words.title;
    case DetailRole: return words.detail;
    case BytesRole: return words.bytes;
    case ProblemRole: return words.problem;
    default: return {};
  }
}

QHash<int, QByteArray> Timeline::roleNames() const {
  return {{TimeRole, "time"},     {FromRole, "from"},   {ToRole, "to"},
          {MarkRole, "mark"},     {QuietRole, "quiet"}, {TitleRole, "title"},
          {DetailRole, "detail"}, {BytesRole, "bytes"}, {ProblemRole, "problem"}};
}

void Timeline::setCurrent(int row) {
  const int wanted = row >= 0 && row < rowCount() ? row : -1;
  current_ = wanted;
  parts_.clear();
  current_title_.clear();
  if (wanted >= 0) {
    const EventWords& words = words_at(wanted);
    current_title_ = words.title + QStringLiteral("  ") + words.detail;
    for (const decode::Part& part : decode::decode_event(event_at(wanted))) parts_ << part_map(part);
  }
  emit currentChanged();
}

QVariantList Timeline::overview(int most) const {
  QVariantList marks;
  const int rows = rowCount();
  if (rows == 0 || most <= 0) return marks;
  struct Mark {
    int lane;
    double at;
    int row;
  };
  std::vector<Mark> found;
  const int stride = std::max(1, rows / most);
  double at = 0;
  std::int64_t before = event_at(0).time_ns();
  for (int row = 0; row < rows; row += stride) {
    const bus::v1::Event& event = event_at(row);
    at += static_cast<double>(std::min(event.time_ns() - before, longest_quiet_ns));
    before = event.time_ns();
    found.push_back({words_of(event).from, at, row});
  }
  const double span = std::max(1.0, at);
  for (const Mark& mark : found) marks << QVariant(QVariantList{mark.lane, mark.at / span, mark.row});
  return marks;
}

}  // namespace mpos::gui
