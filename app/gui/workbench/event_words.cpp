// SPDX-License-Identifier: Apache-2.0
#include "app/gui/workbench/event_words.hpp"

#include <QCoreApplication>
#include <QStringList>

#include "scenarios/decode/apdu.hpp"

namespace mpos::gui {
namespace {

using bus::v1::Event;
constexpr int phone = 0, reader = 1, card = 2, psam = 3, host = 4;

struct TimelineWords {
  Q_DECLARE_TR_FUNCTIONS(TimelineWords)
};

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QString money(std::int64_t minor) {
  return QStringLiteral("\u00A5%1.%2").arg(minor / 100).arg(qAbs(minor % 100), 2, 10, QLatin1Char('0'));
}

QString link_word(bus::v1::LinkState::State state) {
  using State = bus::v1::LinkState;
  switch (state) {
    case State::DOWN: return TimelineWords::tr("Link down");
    case State::CONNECTING: return TimelineWords::tr("Link connecting");
    case State::CONFIRM: return TimelineWords::tr("Code to compare");
    case State::UP: return TimelineWords::tr("Session up");
    case State::REFUSED: return TimelineWords::tr("Session refused");
    case State::BUSY: return TimelineWords::tr("Reader busy");
    default: return TimelineWords::tr("Link");
  }
}

EventWords row(int from, int to, const char* mark, QString title, QString detail, QString bytes = {}) {
  return {from, to, QString::fromLatin1(mark), std::move(title), std::move(detail), std::move(bytes), false};
}

EventWords screen(const bus::v1::Screen& shown) {
  QStringList lines;
  for (const auto& line : shown.lines()) {
    QString part = text(line).simplified();
    if (part.count(QLatin1Char('*')) == part.size() && !part.isEmpty())
      part = QStringLiteral("\u2026");  // no count of digits
    if (!part.isEmpty()) lines << part;
  }
  return row(reader, reader, "square", TimelineWords::tr("Screen %1").arg(shown.number()),
             shown.on() ? lines.join(QStringLiteral("  ")) : TimelineWords::tr("dark"));
}

EventWords apdu(const bus::v1::Apdu& exchange) {
  const auto command = decode::Specimen::from_hex(exchange.command());
  const auto response = decode::Specimen::from_hex(exchange.response());
  const bool to_psam = exchange.slot() == "sam";
  const std::size_t bytes = (exchange.command().size() + exchange.response().size()) / 2;
  EventWords words = row(reader, to_psam ? psam : card, to_psam ? "diamond" : "arrow", {}, {}, QString::number(bytes));
  words.title = command ? text(decode::command_title(*command)) : text(exchange.command());
  if (!response || response->size() < 2) {
    words.detail = TimelineWords::tr("no answer");
    words.problem = true;
    return words;
  }
  const Bytes answer = response->bytes();
  const std::uint8_t sw1 = answer[answer.size() - 2];
  words.detail = text(response->hex(answer.size() - 2, 2)) + QLatin1Char(' ') +
                 text(decode::status_text(sw1, answer[answer.size() - 1]));
  words.problem = sw1 != 0x90 && sw1 != 0x61;
  return words;
}

EventWords outcome(const bus::v1::Outcome& told) {
  EventWords words = row(reader, phone, "arrow", TimelineWords::tr("Outcome %1").arg(text(told.outcome())),
                         told.amount_minor() > 0 ? money(told.amount_minor()) : text(told.detail()));
  static const QStringList good = {"approved", "signed_in", "echoed", "uploaded"};
  words.problem = !good.contains(text(told.outcome()));
  return words;
}

EventWords host_message(const bus::v1::HostMessage& message) {
  const auto bytes = message.frame().size();
  QString detail = text(message.text());
  if (!message.response_code().empty() && !detail.startsWith(text(message.response_code()))) {
    detail = text(message.response_code()) + QLatin1Char(' ') + detail;
  }
  EventWords words = row(message.to_host() ? phone : host, message.to_host() ? host : phone, "arrow",
                         text(message.mti()), detail, bytes > 0 ? QString::number(bytes) : QString{});
  words.problem = !message.to_host() && !message.response_code().empty() && message.response_code() != "00";
  return words;
}

QString spaced(std::string name) {
  QString out = text(name);
  return out.replace(QLatin1Char('_'), QLatin1Char(' '));
}

}  // namespace

bool is_row(const Event& event) {
  switch (event.what_case()) {
    case Event::kAccepted:
    case Event::kSnapshot:
    case Event::kReady:
    case Event::kLights:
    case Event::kReceipt:
    case Event::kWorldInfo:
    case Event::WHAT_NOT_SET: return false;
    case Event::kKey: return event.key().down();
    default: return true;
  }
}

EventWords words_of(const Event& event) {
  switch (event.what_case()) {
    case Event::kScreen: return screen(event.screen());
    case Event::kApdu: return apdu(event.apdu());
    case Event::kOutcome: return outcome(event.outcome());
    case Event::kHostMessage: return host_message(event.host_message());
    case Event::kReaderPower:
      return row(reader, reader, "dot",
                 event.reader_power().on() ? TimelineWords::tr("Power on") : TimelineWords::tr("Power off"),
                 text(event.reader_power().cause()));
    case Event::kBeep:
      return row(reader, reader, "dot", TimelineWords::tr("Beep"),
                 TimelineWords::tr("%1 Hz").arg(event.beep().frequency_hz()));
    case Event::kKey:
      return row(reader, reader, "dot", TimelineWords::tr("Key"),
                 event.key().hidden() ? TimelineWords::tr("hidden") : text(event.key().key()));
    case Event::kSwiped: {
      EventWords words = row(card, reader, "arrow", TimelineWords::tr("Swipe"),
                             QStringLiteral("%1, %2 cm/s, %3")
                                 .arg(text(event.swiped().card()))
                                 .arg(event.swiped().speed_cm_s(), 0, 'f', 0)
                                 .arg(text(event.swiped().result())));
      words.problem = event.swiped().result() == "bad";
      return words;
    }
    case Event::kFlash:
      return row(reader, reader, "triangle",
                 event.flash().erase() ? TimelineWords::tr("Erase") : TimelineWords::tr("Write"),
                 TimelineWords::tr("flash at 0x%1").arg(event.flash().address(), 5, 16, QLatin1Char('0')),
                 QString::number(event.flash().bytes()));
    case Event::kCardInserted:
      return row(event.card_inserted().slot() == "sam" ? psam : card, reader, "ring", TimelineWords::tr("Card in"),
                 text(event.card_inserted().card() + ", " + event.card_inserted().slot()));
    case Event::kCardRemoved:
      return row(event.card_removed().slot() == "sam" ? psam : card, reader, "ring", TimelineWords::tr("Card out"),
                 text(event.card_removed().card() + ", " + event.card_removed().slot()));
    case Event::kEmvResult:
      return row(reader, reader, "dot", TimelineWords::tr("Chip ended"),
                 spaced(event.emv_result().disposition()) + QStringLiteral(", TVR ") + text(event.emv_result().tvr()));
    case Event::kAudit: return row(reader, reader, "dot", TimelineWords::tr("Audit"), spaced(event.audit().what()));
    case Event::kLink:
      return row(phone, reader, "dot", link_word(event.link().state()),
                 text(event.link().code().empty() ? event.link().reason() : event.link().code()));
    case Event::kFrame:
      return row(event.frame().to_reader() ? phone : reader, event.frame().to_reader() ? reader : phone, "arrow",
                 text(event.frame().what()), TimelineWords::tr("frame"), QString::number(event.frame().bytes()));
    case Event::kMessage:
      return row(event.message().to_reader() ? phone : reader, event.message().to_reader() ? reader : phone, "arrow",
                 spaced(event.message().what()), text(event.message().kind()),
                 QString::number(event.message().content().size()));
    case Event::kPhone: return row(phone, phone, "dot", spaced(event.phone().stage()), text(event.phone().text()));
    case Event::kLedger:
      return row(
          host, host, "dot", TimelineWords::tr("Ledger"),
          QStringLiteral("%1 \u2192 %2  %3")
              .arg(text(event.ledger().debit()), text(event.ledger().credit()), money(event.ledger().amount_minor())));
    case Event::kAccount:
      return row(
          host, host, "dot", TimelineWords::tr("Balance"),
          QStringLiteral("%1  %2").arg(text(event.account().masked_pan()), money(event.account().balance_minor())));
    case Event::kNote: return row(reader, reader, "dot", TimelineWords::tr("Note"), text(event.note().text()));
    case Event::kRefused: {
      EventWords words = row(phone, phone, "dot", TimelineWords::tr("Refused"), text(event.refused().reason()));
      words.problem = true;
      return words;
    }
    case Event::kRecording:
      return row(reader, reader, "dot",
                 event.recording().on() ? TimelineWords::tr("Recording") : TimelineWords::tr("Recorded"),
                 event.recording().on() ? QString{} : TimelineWords::tr("%1 steps").arg(event.recording().steps()));
    default: break;
  }
  // An event newer than this window: its name, and its fields where it is looked into.
  const auto* field = Event::descriptor()->FindFieldByNumber(event.what_case());
  return row(reader, reader, "dot", field != nullptr ? spaced(field->name()) : QString{}, {});
}

}  // namespace mpos::gui
