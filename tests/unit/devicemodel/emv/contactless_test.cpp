// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/contactless.hpp"

#include <gtest/gtest.h>

#include "tests/unit/devicemodel/emv/authority.hpp"

namespace mpos::emv {
namespace {

using namespace test;

/// A qPBOC card and what a tap with it came to.
struct Tap {
  Tap() {
    AidParameters aid;
    aid.aid.append(unhex("A000000333010101"));
    aid.contactless_floor_limit = 50000;
    aid.contactless_limit = 200000;
    aid.contactless_cvm_limit = 100000;
    aids.push_back(aid);
    transaction.date = array_of<3>("240917");
    transaction.amount = array_of<6>("000000010000");
    transaction.unpredictable = array_of<4>("55667788");
    card.data = {{"5A", "6222021234567890128F"}, {"5F24", "301231"}, {"5F34", "01"}};
    card.answers["00A404000E325041592E5359532E4444463031"] =
        tlv("6F", tlv("84", "325041592E5359532E4444463031") +
                      tlv("A5", tlv("BF0C", tlv("61", tlv("4F", "A000000333010101") + tlv("87", "01"))))) +
        "9000";
    card.answers["00A4040008A000000333010101"] =
        tlv("6F", tlv("84", "A000000333010101") + tlv("A5", tlv("9F38", "9F66049F02069F37045F2A02"))) + "9000";
    reply = {{"82", "7C00"},
             {"9F36", "0007"},
             {"9F26", "A1A2A3A4A5A6A7A8"},
             {"9F10", "07010103A0000201"},
             {"57", "6222021234567890128D30122201234567800F"},
             {"9F27", "80"},
             {"9F6C", "0000"}};
  }
  Outcome run() {
    std::string answer;
    for (const auto& [tag, value] : reply) answer += tlv(tag, value);
    if (!card.answers.contains("80A8")) card.answers["80A8"] = tlv("77", answer) + "9000";
    ContactlessKernel kernel{primitives, &records, profile, aids, keys};
    kernel.begin(transaction);
    Input input;
    Buffer bytes;
    int sent = 0;
    for (int steps = 0; steps < 60; ++steps) {
      const Action action = kernel.advance(input);
      input = Input{};
      tvr = hex(kernel.tvr());
      results = hex(kernel.store().get_or_empty(tag::cvm_results));
      cryptogram = hex(kernel.store().get_or_empty(tag::cryptogram));
      switch (action.kind) {
        case Action::Kind::finish: return action.outcome;
        case Action::Kind::send_apdu:
          input.kind = ++sent == lost_at ? lost : Input::Kind::card_reply;
          bytes = card.answer(action.apdu);
          input.data = bytes;
          break;
        case Action::Kind::enter_online_pin:
          pin_asked = true;
          input.kind = pin;
          break;
        case Action::Kind::go_online:
          online = true;
          input = host;
          break;
        default: ADD_FAILURE(); return {};
      }
    }
    ADD_FAILURE();
    return {};
  }
  std::string ttq() const { return card.last("80A8").substr(14, 8); }

  primitives::OpenSslPrimitives primitives;
  Records records;
  TerminalProfile profile;
  AidTable aids;
  CaKeyTable keys;
  Transaction transaction;
  TestCard card;
  std::map<std::string, std::string> reply;
  Input host = Bench::host_says(true, {}, {'0', '0'});
  Input::Kind pin = Input::Kind::pin_entered;
  Input::Kind lost = Input::Kind::card_removed;
  int lost_at = 0;
  bool online = false;
  bool pin_asked = false;
  std::string tvr;
  std::string results;
  std::string cryptogram;
};

/// Makes the card approve offline with fDDA.
void offline(Tap& tap, Authority& authority,
             const std::string& authentication =
                 "0111223344"
                 "0000") {
  tap.reply["9F27"] = "40";
  tap.reply["94"] = "0801010110010100";
  tap.reply["9F69"] = authentication;
  ASSERT_TRUE(tap.keys.put(authority.ca()));
  authority.issue(tap.card);
  tap.reply["9F4B"] = authority.dynamic("021122", "55667788" + hex(tap.transaction.amount) + "0156" + authentication);
}

TEST(Contactless, approved_and_declined_online) {
  Tap tap;
  EXPECT_EQ(tap.run().disposition, Disposition::approved_online);
  EXPECT_TRUE(tap.online);
  EXPECT_FALSE(tap.pin_asked);
  Tap declined;
  declined.host.approved = false;
  EXPECT_EQ(declined.run().disposition, Disposition::declined_online);
  Tap lost;
  lost.host.kind = Input::Kind::host_unreachable;
  EXPECT_EQ(lost.run().disposition, Disposition::declined_offline);
}

TEST(Contactless, limits_shape_the_ttq) {
  const auto ttq = [](const char* amount) {
    Tap tap;
    tap.transaction.amount = array_of<6>(amount);
    tap.reply["9F6C"] = "8000";
    tap.run();
    return tap.ttq();
  };
  EXPECT_EQ(ttq("000000049999"), "36000000");
  EXPECT_EQ(ttq("000000050000"), "36800000");
  EXPECT_EQ(ttq("000000100000"), "36C00000");
  EXPECT_EQ(ttq("000000200000"), "36C00000");
  Tap over;
  over.transaction.amount = array_of<6>("000000200001");
  const Outcome outcome = over.run();
  EXPECT_EQ(outcome.disposition, Disposition::try_other_interface);
  EXPECT_EQ(outcome.reason, Reason::over_limit);
  EXPECT_TRUE(over.card.log.empty()) << "the card is not even asked";
}

TEST(Contactless, ctq_chooses_the_verification) {
  const auto tap_with = [](const char* ctq, const char* amount) {
    Tap tap;
    tap.profile.device_cvm = true;
    if (*ctq == 0) {
      tap.reply.erase("9F6C");
    } else {
      tap.reply["9F6C"] = ctq;
    }
    tap.transaction.amount = array_of<6>(amount);
    const Outcome outcome = tap.run();
    return std::string{outcome.disposition == Disposition::approved_online ? "ok" : "no"} +
           (outcome.signature ? " signature" : "") + (tap.pin_asked ? " pin" : "") + " " + tap.results + " " +
           tap.tvr.substr(4, 2);
  };
  EXPECT_EQ(tap_with("8000", "000000100000"), "ok pin 020000 04");
  EXPECT_EQ(tap_with("4000", "000000100000"), "ok signature 1E0000 00");
  EXPECT_EQ(tap_with("0080", "000000100000"), "ok 010002 00");
  EXPECT_EQ(tap_with("", "000000100000"), "ok signature 1E0000 00");
  EXPECT_EQ(tap_with("0000", "000000100000"), "no 3F0000 80");
  EXPECT_EQ(tap_with("0000", "000000010000"), "ok 3F0000 00");
}

TEST(Contactless, a_pin_not_given_declines) {
  Tap tap;
  tap.reply["9F6C"] = "8000";
  tap.pin = Input::Kind::pin_bypassed;
  EXPECT_EQ(tap.run().disposition, Disposition::declined_offline);
  EXPECT_EQ(tap.tvr.substr(4, 2), "88");
  EXPECT_FALSE(tap.online);
}

TEST(Contactless, fdda_approves_offline) {
  Tap tap;
  Authority authority;
  offline(tap, authority);
  EXPECT_EQ(tap.run().disposition, Disposition::approved_offline);
  EXPECT_FALSE(tap.online);
}

/// Asked for an online cryptogram the card gives one.
void arqc_when_asked(Tap& tap) {
  tap.card.answers
      ["80A8000012831036"
       "80"] = tlv("77", tlv("82", "7C00") + tlv("9F36", "0008") + tlv("9F26", "B1B2B3B4B5B6B7B8") +
                             tlv("9F10", "07010103A0000201") + tlv("57", "6222021234567890128D30122201234567800F") +
                             tlv("9F27", "80") + tlv("9F6C", "0000")) +
               "9000";
}

TEST(Contactless, a_wrong_fdda_follows_the_ctq) {
  const auto wrong = [](Tap& tap, const char* ctq) {
    Authority authority;
    offline(tap, authority);
    arqc_when_asked(tap);
    tap.reply["9F69"] =
        "0111223345"
        "0000";
    tap.reply["9F6C"] = ctq;
    return tap.run();
  };
  Tap none, online, other, cash, never;
  EXPECT_EQ(wrong(none, "0000").disposition, Disposition::declined_offline);
  EXPECT_EQ(wrong(online, "2000").disposition, Disposition::approved_online);
  EXPECT_EQ(online.ttq(), "36800000") << "the card was asked once more";
  EXPECT_EQ(online.card.count("80A8"), 2);
  EXPECT_EQ(online.cryptogram, "B1B2B3B4B5B6B7B8");
  EXPECT_EQ(online.tvr, "0800000000");
  EXPECT_EQ(wrong(other, "1000").disposition, Disposition::try_other_interface);
  cash.transaction.electronic_cash = true;
  EXPECT_EQ(wrong(cash, "2000").reason, Reason::authentication_failed) << "cash does not go online";
  EXPECT_EQ(cash.card.count("80A8"), 1);
  never.profile.type = 0x23;
  EXPECT_EQ(wrong(never, "2000").disposition, Disposition::declined_offline);
}

TEST(Contactless, an_approval_that_wants_a_pin_is_asked_for_online) {
  Tap tap;
  Authority authority;
  offline(tap, authority);
  arqc_when_asked(tap);
  tap.reply["9F6C"] = "8000";
  EXPECT_EQ(tap.run().disposition, Disposition::approved_online);
  EXPECT_EQ(tap.cryptogram, "B1B2B3B4B5B6B7B8");
}

TEST(Contactless, a_card_that_approves_again_when_asked_online_is_refused) {
  Tap tap;
  Authority authority;
  offline(tap, authority);
  tap.reply["9F69"] =
      "0111223345"
      "0000";
  tap.reply["9F6C"] = "2000";
  EXPECT_EQ(tap.run().reason, Reason::wrong_cryptogram);
}

TEST(Contactless, a_tap_is_torn_at_its_last_record_only) {
  Authority authority;
  for (const auto lost : {Input::Kind::card_removed, Input::Kind::card_mute, Input::Kind::several_cards}) {
    for (int at = 1; at <= 5; ++at) {
      Tap tap;
      offline(tap, authority);
      tap.lost = lost;
      tap.lost_at = at;
      EXPECT_EQ(tap.run().torn, at == 5) << at;
    }
  }
  Tap online;
  online.reply["94"] = "08010100";
  online.reply["9F27"] = "80";
  online.lost_at = 4;
  EXPECT_EQ(online.run().reason, Reason::card_removed);
  EXPECT_FALSE(online.run().torn) << "a card that goes online has paid nothing";
}

TEST(Contactless, a_card_that_has_paid_in_a_torn_tap_does_not_pay_twice) {
  const auto again = [](const char* counter, const char* held, const char* now) {
    Tap tap;
    Authority authority;
    offline(tap, authority);
    tap.reply["9F36"] = counter;
    tap.reply["9F5D"] = now;
    tap.transaction.torn.emplace();
    tap.transaction.torn->atc = array_of<2>("0007");
    if (*held != 0) tap.transaction.torn->held = array_of<6>(held);
    const Outcome outcome = tap.run();
    EXPECT_EQ(outcome.reason == Reason::already_paid, tap.card.count("00B2") == 0);
    return outcome;
  };
  EXPECT_EQ(again("0007", "000000020000", "000000020000").disposition, Disposition::approved_offline) << "told again";
  EXPECT_EQ(again("0008", "000000020000", "000000020000").disposition, Disposition::approved_offline) << "had not paid";
  EXPECT_EQ(again("0008", "000000020000", "000000010000").reason, Reason::already_paid);
  EXPECT_EQ(again("0008", "000000020000", "000000005000").disposition, Disposition::approved_offline) << "another card";
  EXPECT_EQ(again("0008", "", "000000010000").disposition, Disposition::approved_offline);

  Tap poor;  // what is left is too little, so it would now pay from its account
  poor.reply["9F36"] = "0008";
  poor.reply["9F5D"] = "000000005000";
  poor.transaction.torn = TornTap{array_of<2>("0007"), array_of<6>("000000015000")};
  EXPECT_EQ(poor.run().reason, Reason::already_paid);
  EXPECT_FALSE(poor.online);
}

TEST(Contactless, an_expired_card_follows_the_ctq) {
  const auto expired = [](const char* ctq) {
    Tap tap;
    Authority authority;
    tap.card.data["5F24"] = "240101";
    offline(tap, authority);
    arqc_when_asked(tap);
    tap.reply["9F6C"] = ctq;
    return tap.run().disposition;
  };
  EXPECT_EQ(expired("0000"), Disposition::declined_offline);
  EXPECT_EQ(expired("0800"), Disposition::approved_online);
}

TEST(Contactless, the_exception_file_declines_offline_approvals) {
  Tap tap;
  Authority authority;
  offline(tap, authority);
  tap.records.exception = true;
  EXPECT_EQ(tap.run().disposition, Disposition::declined_offline);
}

TEST(Contactless, an_offline_approval_above_the_floor_is_a_lie) {
  Tap tap;
  tap.transaction.amount = array_of<6>("000000050000");
  tap.reply["9F27"] = "40";
  EXPECT_EQ(tap.run().reason, Reason::wrong_cryptogram);
}

TEST(Contactless, without_cid_the_verification_results_decide) {
  Tap tap;
  tap.reply.erase("9F27");
  tap.reply["9F10"] = "0701010320000001";
  EXPECT_EQ(tap.run().disposition, Disposition::approved_online);
  Tap declined;
  declined.reply.erase("9F27");
  declined.reply["9F10"] = "0701010300000001";
  EXPECT_EQ(declined.run().disposition, Disposition::declined_offline);
}

TEST(Contactless, other_interface_two_cards_and_a_card_moved_away) {
  Tap other;
  other.card.answers["80A8"] = "6984";
  EXPECT_EQ(other.run().disposition, Disposition::try_other_interface);
  Tap none;
  none.card.answers["80A8"] = "6985";
  EXPECT_EQ(none.run().disposition, Disposition::try_other_interface);
  Tap no_ppse;
  no_ppse.card.answers["00A404000E325041592E5359532E4444463031"] = "6A82";
  EXPECT_EQ(no_ppse.run().disposition, Disposition::try_other_interface);
  for (int at = 1; at <= 3; ++at) {
    Tap moved;
    moved.lost_at = at;
    EXPECT_EQ(moved.run().reason, Reason::card_removed) << at;
    Tap two;
    two.lost_at = at;
    two.lost = Input::Kind::several_cards;
    EXPECT_EQ(two.run().disposition, Disposition::present_one_card) << at;
  }
}

TEST(Contactless, answers_that_cannot_be) {
  for (const char* tag : {"82", "9F36", "9F26", "9F10", "57"}) {
    Tap tap;
    tap.reply.erase(tag);
    EXPECT_EQ(tap.run().reason, Reason::missing_data) << tag;
  }
  for (const char* answer : {"9000",
                             "77039F26"
                             "9000",
                             "80061C00080101009000"}) {
    Tap tap;
    tap.card.answers["80A8"] = answer;
    EXPECT_EQ(tap.run().reason, Reason::bad_data) << answer;
  }
  Tap no_ttq;
  no_ttq.card.answers["00A4040008A000000333010101"] =
      tlv("6F", tlv("84", "A000000333010101") + tlv("A5", tlv("9F38", "9F0206"))) + "9000";
  EXPECT_EQ(no_ttq.run().disposition, Disposition::try_other_interface);
}

}  // namespace
}  // namespace mpos::emv
