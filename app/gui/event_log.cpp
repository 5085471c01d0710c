// SPDX-License-Identifier: Apache-2.0
#include "app/gui/event_log.hpp"

#include <QStringList>

namespace mpos::gui {
namespace {

QString text(const std::string& value) { return QString::fromStdString(value); }

QString money(std::int64_t minor) {
  return QStringLiteral("\u00A5%1.%2").arg(minor / 100).arg(minor % 100, 2, 10, QLatin1Char('0'));
}

QString link_word(bus::v1::LinkState::State state) {
  using State = bus::v1::LinkState;
  switch (state) {
    case State::DOWN: return EventLog::tr("Link down");
    case State::CONNECTING: return EventLog::tr("Link connecting");
    case State::CONFIRM: return EventLog::tr("Code to compare");
    case State::UP: return EventLog::tr("Session up");
    case State::REFUSED: return EventLog::tr("Session refused");
    case State::BUSY: return EventLog::tr("Reader busy");
    default: return EventLog::tr("Link");
  }
}

}  // namespace

QString virtual_time_text(std::int64_t time_ns) {
  const qint64 micros = time_ns / 1000;
  return QStringLiteral("%1.%2 %3")
      .arg(micros / 1000000, 2, 10, QLatin1Char('0'))
      .arg(micros / 1000 % 1000, 3, 10, QLatin1Char('0'))
      .arg(micros % 1000, 3, 10, QLatin1Char('0'));
}

bool EventLog::describe(const bus::v1::Event& event, Row& row) {
  row.time = virtual_time_text(event.time_ns());
  using What = bus::v1::Event;
  switch (event.what_case()) {
    case What::kScreen: {
      QStringList lines;
      for (const auto& line : event.screen().lines()) {
        if (!line.empty()) lines << text(line).trimmed();
      }
      row.lane = QStringLiteral("reader");
      row.title = tr("Screen %1").arg(event.screen().number());
      row.detail = lines.join(QStringLiteral("  "));
      return true;
    }
    case What::kReaderPower:
      row.lane = QStringLiteral("reader");
      row.title = event.reader_power().on() ? tr("Power on") : tr("Power off");
      row.detail = text(event.reader_power().cause());
      return true;
    case What::kKey:
      if (!event.key().down()) return false;
      row.lane = QStringLiteral("reader");
      row.title = tr("Key");
      row.detail = event.key().hidden() ? tr("during PIN entry") : text(event.key().key());
      return true;
    case What::kSwiped:
      row.lane = QStringLiteral("card");
      row.title = tr("Swipe");
      row.detail = QStringLiteral("%1, %2 cm/s").arg(text(event.swiped().card())).arg(event.swiped().speed_cm_s(), 0, 'f', 0);
      return true;
    case What::kFlash:
      row.lane = QStringLiteral("reader");
      row.title = event.flash().erase() ? tr("Erase") : tr("Write");
      row.detail = tr("flash at 0x%1").arg(event.flash().address(), 5, 16, QLatin1Char('0'));
      row.bytes = QString::number(event.flash().bytes());
      return true;
    case What::kLink:
      row.lane = QStringLiteral("phone");
      row.title = link_word(event.link().state());
      row.detail = text(event.link().code().empty() ? event.link().reason() : event.link().code());
      return true;
    case What::kFrame:
      row.lane = event.frame().to_reader() ? QStringLiteral("phone") : QStringLiteral("reader");
      row.title = event.frame().to_reader() ? tr("To reader") : tr("To phone");
      row.detail = text(event.frame().what());
      row.bytes = QString::number(event.frame().bytes());
      return true;
    case What::kPhone:
      row.lane = QStringLiteral("phone");
      row.title = text(event.phone().stage());
      row.detail = text(event.phone().text());
      return true;
    case What::kOutcome:
      row.lane = QStringLiteral("phone");
      row.title = tr("Outcome %1").arg(text(event.outcome().outcome()));
      row.detail = event.outcome().amount_minor() > 0 ? money(event.outcome().amount_minor()) : text(event.outcome().detail());
      return true;
    case What::kHostMessage:
      row.lane = QStringLiteral("host");
      row.title = text(event.host_message().mti());
      row.detail = text(event.host_message().text());
      if (!event.host_message().frame().empty()) row.bytes = QString::number(event.host_message().frame().size());
      return true;
    case What::kLedger:
      row.lane = QStringLiteral("host");
      row.title = tr("Ledger");
      row.detail = QStringLiteral("%1 \u2192 %2  %3").arg(text(event.ledger().debit()), text(event.ledger().credit()), money(event.ledger().amount_minor()));
      return true;
    case What::kAccount:
      row.lane = QStringLiteral("host");
      row.title = tr("Balance");
      row.detail = QStringLiteral("%1  %2").arg(text(event.account().masked_pan()), money(event.account().balance_minor()));
      return true;
    case What::kNote:
      row.lane = QStringLiteral("reader");
      row.title = tr("Note");
      row.detail = text(event.note().text());
      return true;
    case What::kRefused:
      row.lane = QStringLiteral("phone");
      row.title = tr("Refused");
      row.detail = text(event.refused().reason());
      return true;
    default: return false;
  }
}

void EventLog::add(const bus::v1::Event& event) {
  Row row;
  if (!describe(event, row)) return;
  if (rows_.size() == capacity) {
    beginRemoveRows({}, 0, 0);
    rows_.pop_front();
    endRemoveRows();
  }
  const int at = static_cast<int>(rows_.size());
  beginInsertRows({}, at, at);
  rows_.push_back(std::move(row));
  endInsertRows();
  ++total_;
  emit totalChanged();
}

int EventLog::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(rows_.size()); }

QVariant EventLog::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case TimeRole: return row.time;
    case LaneRole: return row.lane;
    case Qt::DisplayRole:
    case TitleRole: return row.title;
    case DetailRole: return row.detail;
    case BytesRole: return row.bytes;
    default: return {};
  }
}

QHash<int, QByteArray> EventLog::roleNames() const {
  return {{TimeRole, "time"}, {LaneRole, "lane"}, {TitleRole, "title"}, {DetailRole, "detail"}, {BytesRole, "bytes"}};
}

}  // namespace mpos::gui
