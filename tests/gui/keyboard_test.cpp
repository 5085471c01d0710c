// SPDX-License-Identifier: Apache-2.0
// The whole window with a world of its own, by keyboard alone, and as a screen reader finds it: a sale from the login
// to the receipt; every control that takes the keyboard is reached by Tab, shows that it has it, and has a name and a
// role in every language. usage: keyboard_test VMPOS
#include <gtest/gtest.h>

#include <QAccessible>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTest>
#include <QtQml/QQmlExtensionPlugin>
#include <set>
#include <vector>

#include "app/gui/desk.hpp"
#include "app/gui/preferences.hpp"
#include "app/gui/workbench/bench.hpp"

Q_IMPORT_QML_PLUGIN(VmposPlugin)

namespace mpos::gui {
namespace {

constexpr int longest_wait_ms = 240'000;  // only how long a broken window is waited for before the test says so
std::string vmpos_program;                // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): from argv

/// Whether a person acts on what has this role; the others are only read.
bool is_control(QAccessible::Role role) {
  switch (role) {
    case QAccessible::StaticText:
    case QAccessible::AlertMessage:
    case QAccessible::Note:
    case QAccessible::Indicator: return false;
    default: return true;
  }
}

/// What a screen reader is told of one thing in the window.
struct Told {
  QObject* object;
  QAccessible::Role role;
  QString name;
  bool focusable;
};

void collect(QAccessibleInterface* from, std::vector<Told>& out) {
  if (from == nullptr || !from->isValid() || from->state().invisible) return;
  out.push_back({from->object(), from->role(), from->text(QAccessible::Name), from->state().focusable != 0});
  for (int i = 0; i < from->childCount(); ++i) collect(from->child(i), out);
}

class Keyboard : public ::testing::Test {
 protected:
  void SetUp() override {
    Desk::World world;
    world.command = {vmpos_program, "serve", "--events", "none", "--seed", "7", "--log-level", "error"};
    world.profile = QStringLiteral("newland");  // stripe, chip and a slot for a PSAM
    world.state_options = [](const QString&) { return QStringList{QStringLiteral("--no-state")}; };
    desk = std::make_unique<Desk>(std::move(world));
    bench = std::make_unique<Bench>(*desk);
    preferences = std::make_unique<Preferences>(folder_.path());
    preferences->setLanguage(QStringLiteral("en"));
    preferences->setTheme(QStringLiteral("light"));
    preferences->setReducedMotion(true);
    engine_ = std::make_unique<QQmlApplicationEngine>();
    preferences->setEngine(engine_.get());
    engine_->addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine_->setInitialProperties({{QStringLiteral("desk"), QVariant::fromValue(desk.get())},
                                   {QStringLiteral("bench"), QVariant::fromValue(bench.get())},
                                   {QStringLiteral("preferences"), QVariant::fromValue(preferences.get())},
                                   {QStringLiteral("givenSize"), QSize(1440, 900)}});
    engine_->load(QUrl(QStringLiteral("qrc:/qt/qml/Vmpos/Main.qml")));
    ASSERT_FALSE(engine_->rootObjects().isEmpty());
    window = qobject_cast<QQuickWindow*>(engine_->rootObjects().first());
    window->requestActivate();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window, longest_wait_ms));
    ASSERT_TRUE(wait([&] { return desk->ready() && desk->lcdOn(); }));
  }
  void TearDown() override {
    engine_.reset();
    EXPECT_EQ(desk->end(), QString{});
  }
  template <typename Condition>
  static bool wait(Condition condition) {
    return QTest::qWaitFor(condition, longest_wait_ms);
  }
  void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier) const { QTest::keyClick(window, key, with); }
  void type(const char* text) const {
    for (; *text != '\0'; ++text) QTest::keyClick(window, *text);
  }
  /// The object name of what has the keyboard, or of the nearest thing around it that has one.
  QString focus() const {
    for (QObject* at = window->activeFocusItem(); at != nullptr; at = at->parent()) {
      if (!at->objectName().isEmpty()) return at->objectName();
    }
    return {};
  }
  /// Presses Tab until `name` has the keyboard; false when the round is done before.
  bool tab_to(const char* name) const {
    const QObject* const begin = window->activeFocusItem();
    do {
      if (focus() == QLatin1String(name)) return true;
      press(Qt::Key_Tab);
    } while (window->activeFocusItem() != begin);
    return focus() == QLatin1String(name);
  }
  /// Presses F6, which goes from region to region, until `name` has the keyboard.
  bool region(const char* name) const {
    constexpr int regions = 6;
    for (int i = 0; i < regions && focus() != QLatin1String(name); ++i) press(Qt::Key_F6);
    return focus() == QLatin1String(name);
  }
  std::vector<Told> told() const {
    std::vector<Told> out;
    collect(QAccessible::queryAccessibleInterface(window), out);
    return out;
  }
  bool reads(const QString& words) const {
    for (const Told& one : told()) {
      if (one.name.contains(words)) return true;
    }
    return false;
  }

  std::unique_ptr<Desk> desk;
  std::unique_ptr<Bench> bench;
  std::unique_ptr<Preferences> preferences;
  QQuickWindow* window = nullptr;

 private:
  QTemporaryDir folder_;
  std::unique_ptr<QQmlApplicationEngine> engine_;
};

TEST_F(Keyboard, SellsWithoutAMouse) {
  ASSERT_TRUE(tab_to("login")) << focus().toStdString();
  press(Qt::Key_Space);
  ASSERT_TRUE(wait([&] { return desk->linkState() == QStringLiteral("confirm"); }));
  EXPECT_TRUE(reads(desk->code())) << "the code to compare";
  ASSERT_TRUE(region("reader")) << focus().toStdString();
  press(Qt::Key_Return);
  ASSERT_TRUE(wait([&] { return desk->signedIn(); }));

  ASSERT_TRUE(tab_to("amount")) << focus().toStdString();
  type("12.50");
  press(Qt::Key_Return);
  ASSERT_TRUE(wait([&] { return desk->phoneStage() == QStringLiteral("waiting_for_card"); }));
  ASSERT_TRUE(region("walletList")) << focus().toStdString();
  press(Qt::Key_S);
  ASSERT_TRUE(wait([&] { return desk->pinEntry(); }));
  EXPECT_TRUE(reads(QStringLiteral("Display, PIN entry")));
  ASSERT_TRUE(region("reader"));
  // The next digit when the reader has taken the one before: its screen shows a dot more.
  for (const char* digit = "123456"; *digit != '\0'; ++digit) {
    const QByteArray before = desk->lcdDots();
    QTest::keyClick(window, *digit);
    ASSERT_TRUE(wait([&] { return desk->lcdDots() != before; })) << digit;
  }
  press(Qt::Key_Return);
  ASSERT_TRUE(wait([&] { return desk->outcome().contains(QStringLiteral("outcome")); }));
  EXPECT_EQ(desk->outcome()[QStringLiteral("outcome")].toString(), QStringLiteral("approved"));
  EXPECT_TRUE(wait([&] { return reads(QStringLiteral("Approved")); }));
  EXPECT_TRUE(wait([&] { return reads(QStringLiteral("Receipt: ")); }));
  ASSERT_TRUE(tab_to("newSale")) << focus().toStdString();
  press(Qt::Key_Space);
  EXPECT_FALSE(desk->selling());
}

TEST_F(Keyboard, ReachesEveryControlByTabAndShowsWhereItIs) {
  std::set<QObject*> wanted;
  for (const Told& one : told()) {
    const auto* item = qobject_cast<QQuickItem*>(one.object);
    // The keys of the reader are those of the keyboard while the reader has it.
    const bool key = one.object != nullptr && one.object->objectName().startsWith(QStringLiteral("key_"));
    if (one.focusable && is_control(one.role) && !key && item != nullptr && item->isVisible() && item->isEnabled()) {
      wanted.insert(one.object);
    }
  }
  ASSERT_GT(wanted.size(), 15U);
  std::set<QObject*> seen;
  press(Qt::Key_Tab);
  QImage before = window->grabWindow();
  for (QQuickItem* now = window->activeFocusItem(); seen.insert(now).second;) {
    press(Qt::Key_Tab);
    QQuickItem* const next = window->activeFocusItem();
    const QImage after = window->grabWindow();
    // Round what lost the keyboard the picture is another one.
    constexpr qreal ring = 8;
    const QRect place =
        now->mapRectToScene(QRectF(-ring, -ring, now->width() + 2 * ring, now->height() + 2 * ring)).toAlignedRect();
    if (next != now) {
      EXPECT_NE(before.copy(place), after.copy(place))
          << focus().toStdString() << " follows what shows no focus: " << now->objectName().toStdString() << " "
          << now->metaObject()->className();
    }
    before = after;
    now = next;
  }
  for (QObject* one : wanted) {
    EXPECT_TRUE(seen.count(one) == 1) << one->objectName().toStdString() << " " << one->metaObject()->className()
                                      << " is not reached by Tab";
  }
}

TEST_F(Keyboard, TellsAScreenReaderEveryControlAndTheDisplayInEveryLanguage) {
  for (const char* language : {"en", "zh-CN", "zh-TW"}) {
    preferences->setLanguage(QString::fromLatin1(language));
    int focusable = 0;
    QString display;
    for (const Told& one : told()) {
      if (one.object != nullptr && one.object->objectName() == QLatin1String("lcd")) {
        EXPECT_EQ(one.role, QAccessible::StaticText);
        display = one.name;
      }
      if (!one.focusable) continue;
      ++focusable;
      const std::string what =
          one.object == nullptr ? ""
                                : one.object->objectName().toStdString() + " " + one.object->metaObject()->className();
      EXPECT_NE(one.role, QAccessible::NoRole) << language << ": " << what;
      EXPECT_FALSE(one.name.trimmed().isEmpty()) << language << ": " << what;
    }
    EXPECT_GT(focusable, 15) << language;
    for (const QString& line : desk->lcdLines())
      EXPECT_TRUE(display.contains(line)) << language << ": " << display.toStdString();
    EXPECT_TRUE(display.contains(QStringLiteral("SIMULATOR"))) << display.toStdString();
  }
}

TEST_F(Keyboard, ChoosesFromAMenuAndGivesTheKeyboardBack) {
  ASSERT_TRUE(tab_to("language_button")) << focus().toStdString();
  press(Qt::Key_Space);
  press(Qt::Key_Down);
  press(Qt::Key_Return);
  EXPECT_EQ(preferences->language().toStdString(), "zh-CN");
  EXPECT_EQ(focus().toStdString(), "language_button");
  press(Qt::Key_Space);
  press(Qt::Key_Escape);
  EXPECT_EQ(preferences->language().toStdString(), "zh-CN");
  EXPECT_EQ(focus().toStdString(), "language_button");
}

TEST_F(Keyboard, StaysInAboutUntilItIsClosed) {
  ASSERT_TRUE(tab_to("about")) << focus().toStdString();
  press(Qt::Key_Space);
  EXPECT_EQ(focus().toStdString(), "aboutClose");
  press(Qt::Key_Tab);
  EXPECT_EQ(focus().toStdString(), "aboutClose");
  press(Qt::Key_Escape);
  EXPECT_EQ(focus().toStdString(), "about");
}

TEST_F(Keyboard, GoesToTheDemoAndBack) {
  ASSERT_TRUE(tab_to("demo")) << focus().toStdString();
  press(Qt::Key_Space);
  EXPECT_TRUE(wait([&] { return focus() == QStringLiteral("demoPlay"); }));
  press(Qt::Key_Escape);
  EXPECT_TRUE(wait([&] { return focus() == QStringLiteral("demo"); }));
}

}  // namespace
}  // namespace mpos::gui

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
  const QGuiApplication application(argc, argv);
  if (argc != 2) {
    std::fputs("usage: keyboard_test VMPOS\n", stderr);
    return 2;
  }
  mpos::gui::vmpos_program = argv[1];
  QAccessible::setActive(true);
  return RUN_ALL_TESTS();
}
