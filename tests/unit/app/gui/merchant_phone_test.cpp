// SPDX-License-Identifier: Apache-2.0
#include "app/gui/merchant_phone.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mpos::gui {
namespace {

/// A phone that keeps what it posts.
class Phone : public MerchantPhone {
 public:
  std::vector<bus::v1::Command> posted;

  bool tell(const bus::v1::Event& event) { return hear(event); }
  void tell_ready(const char* tcp_address) {
    bus::v1::Event event;
    auto& endpoint = *event.mutable_ready()->add_endpoints();
    endpoint.set_kind("tcp");
    endpoint.set_address(tcp_address);
    hear(event);
  }
  void tell_services(const std::vector<const char*>& names) {
    bus::v1::Event event;
    for (const char* name : names) event.mutable_world_info()->add_services(name);
    hear(event);
  }
  void tell_link(bus::v1::LinkState::State state) {
    bus::v1::Event event;
    event.mutable_link()->set_state(state);
    hear(event);
  }
  void tell_outcome(const char* type, const char* outcome) {
    bus::v1::Event event;
    event.mutable_outcome()->set_type(type);
    event.mutable_outcome()->set_outcome(outcome);
    hear(event);
  }
  /// The answer to what was posted last.
  void accept() {
    bus::v1::Event event;
    event.mutable_accepted()->set_id(posted.back().id());
    hear(event);
  }
  void refuse_last(const char* reason) {
    bus::v1::Event event;
    event.mutable_refused()->set_id(posted.back().id());
    event.mutable_refused()->set_reason(reason);
    hear(event);
  }
  void sign_in() {
    logIn(QStringLiteral("01"), QStringLiteral("0000"));
    accept();
    tell_link(bus::v1::LinkState::UP);
    tell_outcome("sign_in", "signed_in");
  }
  bool sell(const char* amount) {
    return begin(QStringLiteral("sale"), {{QStringLiteral("amount_minor"), QString::fromLatin1(amount)}});
  }
  using MerchantPhone::forget_phone;
  using MerchantPhone::resume;

 private:
  void post(bus::v1::Command command) override { posted.push_back(std::move(command)); }
  QString clock() const override { return QStringLiteral("01.000 000"); }
};

TEST(MerchantPhone, LogsInConnectsAndSignsInOneAfterTheOther) {
  Phone phone;
  phone.logIn(QStringLiteral("01"), QStringLiteral("0000"));
  ASSERT_EQ(phone.posted.size(), 1U);
  EXPECT_EQ(phone.posted[0].login().operator_id(), "01");
  EXPECT_TRUE(phone.connecting());
  phone.accept();
  ASSERT_EQ(phone.posted.size(), 2U);
  EXPECT_EQ(phone.posted[1].connect().transport(), bus::v1::PhoneConnect::LOOPBACK);
  EXPECT_TRUE(phone.loggedIn());
  phone.tell_link(bus::v1::LinkState::UP);
  ASSERT_EQ(phone.posted.size(), 3U);
  EXPECT_TRUE(phone.posted[2].has_sign_in());
  phone.tell_outcome("sign_in", "signed_in");
  EXPECT_TRUE(phone.signedIn());
  EXPECT_FALSE(phone.connecting());
}

TEST(MerchantPhone, SignsInAtOnceWhereTheLinkIsUp) {
  Phone phone;
  phone.tell_link(bus::v1::LinkState::UP);
  phone.logIn(QStringLiteral("01"), QStringLiteral("0000"));
  phone.accept();
  ASSERT_EQ(phone.posted.size(), 2U);
  EXPECT_TRUE(phone.posted[1].has_sign_in());
}

TEST(MerchantPhone, ConnectsToTheNewWorldsPortAfterARestart) {
  Phone phone;
  phone.setLinkChoice(QStringLiteral("tcp"));
  phone.tell_ready("127.0.0.1:40001");
  phone.forget_phone();
  phone.tell_ready("127.0.0.1:40002");
  phone.logIn(QStringLiteral("01"), QStringLiteral("0000"));
  phone.accept();
  ASSERT_EQ(phone.posted.size(), 2U);
  EXPECT_EQ(phone.posted[1].connect().transport(), bus::v1::PhoneConnect::TCP);
  EXPECT_EQ(phone.posted[1].connect().address(), "127.0.0.1:40002");
}

TEST(MerchantPhone, TellsWhyItIsNotSignedIn) {
  Phone phone;
  phone.logIn(QStringLiteral("01"), QStringLiteral("9999"));
  phone.refuse_last("wrong password");
  EXPECT_FALSE(phone.connecting());
  EXPECT_EQ(phone.phoneError(), QStringLiteral("wrong password"));
  phone.sign_in();
  phone.tell_outcome("sign_in", "sign_in_failed");
  EXPECT_FALSE(phone.signedIn());
  EXPECT_FALSE(phone.phoneError().isEmpty());
}

TEST(MerchantPhone, TakesTheOutcomeOfASaleIntoItsHistory) {
  Phone phone;
  phone.tell_services({"sale", "balance"});
  phone.sign_in();
  ASSERT_TRUE(phone.sell("12.50"));
  EXPECT_EQ(phone.posted.back().sale().amount_minor(), 1250);
  EXPECT_TRUE(phone.selling());
  phone.tell_outcome("sale", "approved");
  EXPECT_EQ(phone.outcome()[QStringLiteral("outcome")].toString(), QStringLiteral("approved"));
  ASSERT_EQ(phone.history().size(), 1);
  EXPECT_EQ(phone.history()[0].toMap()[QStringLiteral("time")].toString(), QStringLiteral("01.000 000"));
}

TEST(MerchantPhone, DoesNotTakeTheEndOfSomethingElseForTheSales) {
  Phone phone;
  phone.tell_services({"sale", "balance"});
  phone.sign_in();
  ASSERT_TRUE(phone.sell("12.50"));
  for (const char* type : {"parameters", "upload", "echo", ""}) phone.tell_outcome(type, "updated");
  EXPECT_TRUE(phone.history().isEmpty());
  EXPECT_FALSE(phone.outcome().contains(QStringLiteral("outcome")));
  phone.tell_outcome("balance", "declined");
  EXPECT_EQ(phone.history().size(), 1);
}

TEST(MerchantPhone, TakesTheOutcomeOfTheServiceItBeganAlsoWhenTheWorldDoesNotListIt) {
  Phone phone;
  phone.sign_in();
  ASSERT_TRUE(phone.begin(QStringLiteral("balance"), {}));
  phone.tell_outcome("balance", "approved");
  EXPECT_EQ(phone.history().size(), 1);
}

TEST(MerchantPhone, RefusesFieldsThatAreNoAmountAndNoNumber) {
  Phone phone;
  for (const char* amount : {"", "0", "0.00", "1.234", "-1", "1,50", "abc", "12345678901"}) {
    EXPECT_FALSE(phone.sell(amount)) << amount;
  }
  EXPECT_FALSE(phone.begin(QStringLiteral("no_such_service"), {}));
  EXPECT_TRUE(phone.posted.empty());
  EXPECT_FALSE(phone.phoneError().isEmpty());
  EXPECT_TRUE(phone.sell("1.5"));
  EXPECT_EQ(phone.posted.back().sale().amount_minor(), 150);
  EXPECT_TRUE(phone.phoneError().isEmpty());
}

TEST(MerchantPhone, ARefusedSaleIsOver) {
  Phone phone;
  phone.sign_in();
  ASSERT_TRUE(phone.sell("1.00"));
  phone.refuse_last("not signed in");
  EXPECT_FALSE(phone.selling());
  EXPECT_EQ(phone.phoneError(), QStringLiteral("not signed in"));
}

TEST(MerchantPhone, ALostLinkEndsTheSignIn) {
  Phone phone;
  phone.sign_in();
  phone.tell_link(bus::v1::LinkState::DOWN);
  EXPECT_FALSE(phone.signedIn());
  EXPECT_FALSE(phone.connecting());
}

TEST(MerchantPhone, ShowsASignatureAsItWasDrawn) {
  Phone phone;
  const QVariantList stroke{0.0, 0.5, 1.0, 2.0};
  phone.sign({QVariant{stroke}});
  ASSERT_EQ(phone.posted.size(), 1U);
  const auto& points = phone.posted[0].sign().strokes(0).points();
  EXPECT_EQ((std::vector<std::uint32_t>{points.begin(), points.end()}),
            (std::vector<std::uint32_t>{0, 5000, 10000, 10000}));
  bus::v1::Event event;
  *event.mutable_signed_()->add_strokes() = phone.posted[0].sign().strokes(0);
  EXPECT_TRUE(phone.tell(event));
  ASSERT_EQ(phone.signature().size(), 1);
  EXPECT_EQ(phone.signature()[0].toList()[1].toDouble(), 0.5);
}

TEST(MerchantPhone, KeepsOnlyTheHistoryWhenTheWorldIsGone) {
  Phone phone;
  phone.sign_in();
  ASSERT_TRUE(phone.sell("1.00"));
  phone.tell_outcome("sale", "approved");
  phone.forget_phone();
  EXPECT_EQ(phone.history().size(), 1);
  EXPECT_TRUE(phone.outcome().isEmpty());
  EXPECT_FALSE(phone.selling());
  EXPECT_FALSE(phone.signedIn());
  EXPECT_EQ(phone.linkState(), QStringLiteral("down"));
}

TEST(MerchantPhone, GoesOnWhereTheSnapshotOfARunningWorldStands) {
  Phone phone;
  bus::v1::ReaderSnapshot reader;
  reader.mutable_link()->set_state(bus::v1::LinkState::UP);
  reader.mutable_phone()->set_stage("pin_entry");
  reader.set_signed_in(true);
  phone.resume(reader);
  EXPECT_TRUE(phone.loggedIn());
  EXPECT_TRUE(phone.signedIn());
  EXPECT_TRUE(phone.pinEntry());
}

}  // namespace
}  // namespace mpos::gui
