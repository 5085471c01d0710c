// SPDX-License-Identifier: Apache-2.0
#include "app/gui/state_trace.hpp"

#include <QQuickItem>
#include <QQuickWindow>
#include <cstdio>
#include <vector>

#include "app/gui/desk.hpp"

namespace mpos::gui {
namespace {

void print(const QString& line) {
  std::fputs(line.toUtf8().append('\n').constData(), stdout);
  std::fflush(stdout);
}

QString place(const QString& name, const QRectF& at) {
  return QStringLiteral(" place %1 %2 %3 %4 %5").arg(name).arg(at.x()).arg(at.y()).arg(at.width()).arg(at.height());
}

/// Every item below `item`, in drawing order: delegates of a repeater are visual children only.
void collect(const QQuickItem& item, std::vector<const QQuickItem*>& out) {
  for (const QQuickItem* child : item.childItems()) {
    out.push_back(child);
    collect(*child, out);
  }
}

}  // namespace

StateTrace::StateTrace(Desk& desk, QQuickWindow& window, QObject* parent)
    : QObject(parent), desk_(desk), window_(window) {
  connect(&desk, &Desk::screenChanged, this, [this] { print_screen(); });
  connect(&desk, &Desk::linkChanged, this,
          [this] { print(QStringLiteral("link %1 %2").arg(desk_.linkState(), desk_.linkReason())); });
  connect(&desk, &Desk::phoneChanged, this, [this] { print_phone(); });
  connect(&desk, &Desk::outcomeChanged, this, [this] {
    const QVariantMap outcome = desk_.outcome();
    if (outcome.contains(QStringLiteral("outcome"))) {
      print(
          QStringLiteral("outcome %1 %2")
              .arg(outcome[QStringLiteral("outcome")].toString(), outcome[QStringLiteral("response_code")].toString()));
    }
  });
  connect(&desk, &Desk::cardsChanged, this, [this] {
    print(QStringLiteral("cards chip=%1 sam=%2 field=%3")
              .arg(desk_.chipCard(), desk_.samModule(), desk_.tapped().join(QLatin1Char(','))));
  });
  connect(&desk, &Desk::failureChanged, this, [this] {
    print(QStringLiteral("failure %1").arg(QString{desk_.failure()}.replace(QLatin1Char('\n'), QLatin1Char(' '))));
  });
  connect(&window, &QWindow::windowTitleChanged, this,
          [](const QString& title) { print(QStringLiteral("title %1").arg(title)); });
  // Where things lie is told when no frame has come for a moment: until then they may still move.
  constexpr int settled_ms = 120;
  settled_.setSingleShot(true);
  settled_.setInterval(settled_ms);
  connect(&settled_, &QTimer::timeout, this, [this] { print_places(); });
  connect(
      &window, &QQuickWindow::frameSwapped, this, [this] { settled_.start(); }, Qt::QueuedConnection);
}

void StateTrace::print_screen() {
  print(QStringLiteral("screen %1").arg(desk_.lcdLines().join(QLatin1Char('|'))));
}

void StateTrace::print_phone() {
  const QString line = QStringLiteral("stage %1 signed_in %2 error %3")
                           .arg(desk_.phoneStage(), desk_.signedIn() ? QStringLiteral("true") : QStringLiteral("false"),
                                desk_.phoneError());
  if (line == last_) return;
  last_ = line;
  print(line);
}

void StateTrace::print_places() {
  if (!desk_.ready() && desk_.failure().isEmpty()) return;
  QString line;
  std::vector<const QQuickItem*> items;
  collect(*window_.contentItem(), items);
  for (const QQuickItem* item : items) {
    const QString name = item->objectName();
    if (name.isEmpty() || !item->isVisible()) continue;
    const QRectF at = item->mapRectToItem(window_.contentItem(), QRectF(0, 0, item->width(), item->height()));
    line += place(name, at);
    if (name == QLatin1String("reader")) {
      const QRectF slot = item->mapRectToItem(window_.contentItem(), item->property("slot").toRectF());
      line += place(QStringLiteral("slot"), slot);
      const QPointF mouth = item->mapToItem(window_.contentItem(), item->property("chipMouth").toPointF());
      line += place(QStringLiteral("chip_mouth"), QRectF(mouth, QSizeF(item->property("mm").toReal(), 1)));
      line += place(QStringLiteral("reader_body"), QRectF(at.x() + at.width() / 2, at.y() + at.height() * 0.37, 4, 4));
    }
  }
  if (line == last_places_) return;
  last_places_ = line;
  print(QLatin1String(told_ready_ ? "state now" : "state ready") + line);
  if (!told_ready_) print_screen();
  told_ready_ = true;
}

}  // namespace mpos::gui
