// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/devicemodel/emv/authority.hpp"

namespace mpos::emv {
namespace {

using namespace test;

Outcome outcome_with(const std::function<void(Bench&)>& change) {
  Bench bench;
  change(bench);
  return bench.run();
}
Reason reason_with(const std::function<void(Bench&)>& change) {
  const Outcome outcome = outcome_with(change);
  EXPECT_EQ(outcome.disposition, Disposition::terminated);
  EXPECT_FALSE(outcome.reverse);
  return outcome.reason;
}

TEST(Negative, mandatory_data_missing) {
  for (const char* tag : {"5A", "5F24", "8C", "8D"}) {
    EXPECT_EQ(reason_with([&](Bench& b) { b.card.data.erase(tag); }), Reason::missing_data) << tag;
  }
}

TEST(Negative, data_twice_in_a_record_or_in_two) {
  EXPECT_EQ(reason_with([](Bench& b) {
              b.card.answers["00B2010C"] =
                  tlv("70", tlv("5A", "6222021234567890128F") + tlv("5A", "6222021234567890128F")) + "9000";
            }),
            Reason::duplicate_data);
  EXPECT_EQ(reason_with([](Bench& b) {
              b.card.afl = "0801010010010100";
              b.card.answers["00B20114"] = tlv("70", tlv("5A", "6222021234567890128F")) + "9000";
            }),
            Reason::duplicate_data);
}

TEST(Negative, lengths_that_overrun_and_records_that_are_none) {
  for (const char* record : {"7012"
                             "5A0B6222021234567890128F"
                             "9000",
                             "7080"
                             "5A01110000"
                             "9000",
                             "5A01119000", "9000", "70035A0111FF9000"}) {
    EXPECT_EQ(reason_with([&](Bench& b) { b.card.answers["00B2010C"] = record; }), Reason::bad_data) << record;
  }
  EXPECT_EQ(reason_with([](Bench& b) { b.card.data["5F24"] = "3012"; }), Reason::bad_data) << "a date of two bytes";
}

TEST(Negative, statuses_and_formats_of_the_options) {
  for (const char* status : {"6700", "6A81", "6F00", "6283"}) {
    EXPECT_EQ(reason_with([&](Bench& b) { b.card.answers["80A8"] = status; }), Reason::bad_status) << status;
  }
  EXPECT_EQ(reason_with([](Bench& b) { b.card.answers["80A8"] = "6985"; }), Reason::no_application);
  for (const char* answer : {"9000", "80021C009000", "80051C000801019000",
                             "8203010203"
                             "9000"}) {
    EXPECT_EQ(reason_with([&](Bench& b) { b.card.answers["80A8"] = answer; }), Reason::bad_data) << answer;
  }
  EXPECT_EQ(reason_with([](Bench& b) { b.card.answers["80A8"] = tlv("77", tlv("82", "1C00")) + "9000"; }),
            Reason::missing_data);
  EXPECT_EQ(reason_with([](Bench& b) { b.card.answers["80A8"] = tlv("77", tlv("94", "08010100")) + "9000"; }),
            Reason::missing_data);
}

TEST(Negative, file_locators_that_cannot_be) {
  for (const char* afl : {"00010100", "F8010100", "09010100", "08000100", "08020100", "08010102", "080101"}) {
    EXPECT_EQ(reason_with([&](Bench& b) { b.card.afl = afl; }), Reason::bad_data) << afl;
  }
}

TEST(Negative, a_record_that_is_not_there) {
  EXPECT_EQ(reason_with([](Bench& b) { b.card.answers["00B2010C"] = "6A83"; }), Reason::bad_status);
}

TEST(Negative, a_mute_card_at_every_command) {
  Bench whole;
  whole.run();
  const int commands = whole.sent;
  for (int at = 1; at <= commands; ++at) {
    Bench bench;
    bench.card.mute_at = at;
    const Outcome outcome = bench.run();
    EXPECT_EQ(outcome.disposition, Disposition::terminated) << at;
    EXPECT_EQ(outcome.reason, Reason::card_mute) << at;
    EXPECT_EQ(outcome.fallback, !bench.kernel.cryptogram_asked()) << at;
    EXPECT_EQ(outcome.reverse, bench.went_online) << at;
  }
  EXPECT_FALSE(outcome_with([](Bench& b) {
                 b.policy.fallback_when_mute = false;
                 b.card.mute_at = 1;
               }).fallback);
}

TEST(Negative, a_pulled_card_at_every_command_leads_to_no_fallback) {
  for (int at = 1; at <= 8; ++at) {
    Bench bench;
    bench.kernel.begin(bench.transaction);
    Action action = bench.kernel.advance(Input{});
    Buffer reply;
    for (int n = 1; n < at && action.kind != Action::Kind::finish; ++n) {
      Input input;
      if (action.kind == Action::Kind::send_apdu) {
        reply = bench.card.answer(action.apdu);
        input.kind = Input::Kind::card_reply;
        input.data = reply;
      } else {
        input.kind = action.kind == Action::Kind::go_online ? Input::Kind::host_answer : Input::Kind::pin_entered;
        input.approved = true;
      }
      action = bench.kernel.advance(input);
    }
    Input gone;
    gone.kind = Input::Kind::card_removed;
    const Outcome outcome = bench.kernel.advance(gone).outcome;
    EXPECT_EQ(outcome.reason, Reason::card_removed) << at;
    EXPECT_FALSE(outcome.fallback) << at;
  }
}

TEST(Negative, an_empty_answer_counts_as_mute) {
  for (const char* answer : {"", "90"}) {
    Bench bench;
    bench.respond = [&](Bytes) { return std::string_view{answer}.empty() ? Buffer{} : Buffer{0x90}; };
    EXPECT_EQ(bench.run().reason, Reason::card_mute);
  }
}

TEST(Negative, a_card_may_only_lower_the_cryptogram) {
  const auto first = [](bool offline, const char* cid) {
    Bench bench;
    bench.profile.type = offline ? 0x23 : 0x22;
    bench.aids[0].tac_default = {};
    bench.card.data["9F0D"] = "0000000000";
    bench.card.first_cid = cid;
    return bench.run();
  };
  EXPECT_EQ(first(false, "40").reason, Reason::wrong_cryptogram);
  EXPECT_EQ(first(false, "C0").reason, Reason::wrong_cryptogram);
  EXPECT_EQ(first(false, "00").disposition, Disposition::declined_offline);
  EXPECT_EQ(first(true, "40").disposition, Disposition::approved_offline);
  EXPECT_EQ(first(true, "80").disposition, Disposition::approved_online) << "the card forces online";
  EXPECT_EQ(first(true, "00").disposition, Disposition::declined_offline);
  const Outcome service = first(false, "01");
  EXPECT_EQ(service.reason, Reason::service_not_allowed);
  EXPECT_TRUE(first(false, "08").advice);
}

TEST(Negative, answers_to_generate_ac_that_cannot_be) {
  for (const char* answer : {"6985", "6F00"}) {
    EXPECT_EQ(reason_with([&](Bench& b) { b.card.answers["80AE80"] = answer; }), Reason::bad_status) << answer;
  }
  for (const char* answer : {"9000",
                             "8003800001"
                             "9000",
                             "7703"
                             "9F2701"
                             "9000",
                             "8201019000"}) {
    EXPECT_EQ(reason_with([&](Bench& b) { b.card.answers["80AE80"] = answer; }), Reason::bad_data) << answer;
  }
  EXPECT_EQ(reason_with([](Bench& b) {
              b.card.answers["80AE80"] = tlv("77", tlv("9F27", "80") + tlv("9F36", "0001")) + "9000";
            }),
            Reason::missing_data);
}

TEST(Negative, aac_after_the_hosts_approval_must_be_reversed) {
  Bench bench;
  bench.card.second_cid = "00";
  const Outcome outcome = bench.run();
  EXPECT_EQ(outcome.disposition, Disposition::declined_by_card);
  EXPECT_TRUE(outcome.reverse);
}

TEST(Negative, any_end_after_the_hosts_approval_must_be_reversed) {
  for (const std::string& answer :
       {std::string{"6F00"}, std::string{"9000"}, tlv("80", "8000051122334455667788") + "9000"}) {
    Bench bench;
    bench.card.answers["80AE40"] = answer;
    const Outcome outcome = bench.run();
    EXPECT_EQ(outcome.disposition, Disposition::terminated);
    EXPECT_TRUE(outcome.reverse) << answer;
  }
}

TEST(Negative, the_hosts_decline_asks_for_an_aac_and_needs_no_reversal) {
  Bench bench;
  bench.host.approved = false;
  bench.host.response_code = {'5', '1'};
  const Outcome outcome = bench.run();
  EXPECT_EQ(outcome.disposition, Disposition::declined_online);
  EXPECT_FALSE(outcome.reverse);
  EXPECT_EQ(bench.card.last("80AE").substr(0, 14), "80AE0000093531");
}

TEST(Negative, a_wrong_arpc_sets_its_bit_and_the_card_decides) {
  Bench bench;
  bench.card.answers["0082"] = "6300";
  bench.card.second_cid = "00";
  const Outcome outcome = bench.run();
  EXPECT_EQ(bench.tvr().substr(8), "40");
  EXPECT_EQ(bench.kernel.tsi()[0] & tsi::issuer_authentication, tsi::issuer_authentication);
  EXPECT_TRUE(outcome.reverse);
}

TEST(Negative, issuer_data_is_left_alone_when_the_card_cannot_use_it_or_it_is_malformed) {
  Bench bench;
  bench.card.aip = "1800";
  bench.run();
  EXPECT_EQ(bench.card.count("0082"), 0);
  EXPECT_EQ(bench.kernel.tsi()[0] & tsi::issuer_authentication, 0);
  for (const char* field : {"910A1122",
                            "9107112233445566"
                            "77",
                            "910A11223344556677883030910A11223344556677883030"}) {
    Bench malformed;
    malformed.issuer_data = unhex(field);
    malformed.host.data = malformed.issuer_data;
    EXPECT_EQ(malformed.run().disposition, Disposition::approved_online);
    EXPECT_EQ(malformed.card.count("0082"), 0) << field;
  }
}

TEST(Negative, an_answer_nobody_asked_for_ends_the_transaction) {
  Bench bench;
  bench.kernel.begin(bench.transaction);
  bench.kernel.advance(Input{});
  Input input;
  input.kind = Input::Kind::pin_entered;
  EXPECT_EQ(bench.kernel.advance(input).outcome.reason, Reason::wrong_input);
}

struct Oda {
  const char* what;
  const char* aip;
  std::function<void(Authority&, Bench&)> change;
  const char* tvr_byte_1;
};

TEST(Authentication, each_failure_sets_the_bit_of_its_method) {
  const auto nothing = [](Authority&, Bench&) {};
  for (const Oda& c : {
           Oda{"SDA good", "5C00", nothing, "02"},
           Oda{"DDA good", "7C00", nothing, "00"},
           Oda{"no method", "1C00", nothing, "80"},
           Oda{"SDA not of this terminal", "5C00", [](Authority&, Bench& b) { b.profile.capabilities[2] = 0x40; },
               "80"},
           Oda{"CA key missing", "5C00", [](Authority&, Bench& b) { b.keys.clear(); }, "42"},
           Oda{"CA key missing", "7C00", [](Authority&, Bench& b) { b.keys.clear(); }, "08"},
           Oda{"issuer expired", "7C00", [](Authority& a, Bench&) { a.issuer_expiry = "0824"; }, "08"},
           Oda{"issuer good to the month's end", "7C00", [](Authority& a, Bench&) { a.issuer_expiry = "0924"; }, "00"},
           Oda{"issuer of another PAN", "5C00", [](Authority& a, Bench&) { a.issuer_id = "622203FF"; }, "42"},
           Oda{"card expired", "7C00", [](Authority& a, Bench&) { a.icc_expiry = "0824"; }, "08"},
           Oda{"card of another PAN", "7C00", [](Authority& a, Bench&) { a.icc_pan = "6222021234567890129F"; }, "08"},
           Oda{"data changed", "5C00", [](Authority&, Bench& b) { b.card.data["5F24"] = "301130"; }, "42"},
           Oda{"data changed", "7C00", [](Authority&, Bench& b) { b.card.data["5F24"] = "301130"; }, "08"},
           Oda{"revoked", "7C00",
               [](Authority& a, Bench& b) {
                 EXPECT_TRUE(b.keys.revoke({a.ca().rid, 0x77, {0, 0, 1}}));
               },
               "08"},
           Oda{"tag list asks for more than the AIP", "5C00", [](Authority&, Bench& b) { b.choice = 96; }, "42"},
           Oda{"wrong unpredictable number", "7C00", [](Authority&, Bench& b) { b.choice = 99; }, "08"},
           Oda{"signed data left out", "7C00", [](Authority&, Bench& b) { b.choice = 98; }, "28"},
           Oda{"certificates missing", "7C00", [](Authority&, Bench& b) { b.card.answers["00B20114"] = "70009000"; },
               "28"},
           Oda{"certificates missing", "5C00", [](Authority&, Bench& b) { b.card.answers["00B20114"] = "70009000"; },
               "62"},
           Oda{"DDOL without the number", "7C00", [](Authority&, Bench& b) { b.choice = 97; }, "08"},
       }) {
    Bench bench;
    Authority authority;
    bench.card.aip = c.aip;
    ASSERT_TRUE(bench.keys.put(authority.ca()));
    Bench probe;
    c.change(authority, probe);  // changes of the authority first: it signs afterwards
    authority.issue(bench.card, probe.choice == 97   ? tlv("9F49", "9A03")
                                : probe.choice == 96 ? tlv("9F4A", "825A")
                                                     : "");
    Authority unused;
    c.change(unused, bench);
    bench.respond = [&](Bytes apdu) {
      const std::string command = hex(apdu);
      if (command.starts_with("0088") && bench.choice == 98) return unhex(tlv("77", tlv("9F4C", "1122")) + "9000");
      if (command.starts_with("0088")) {
        const std::string number = bench.choice == 99 ? "55667789" : command.substr(10, 8);
        return unhex(tlv("80", authority.dynamic("021122", number)) + "9000");
      }
      return bench.card.answer(apdu);
    };
    bench.run();
    EXPECT_EQ(bench.tvr().substr(0, 2), c.tvr_byte_1) << c.what << " " << c.aip;
    EXPECT_EQ((bench.kernel.tsi()[0] & tsi::oda) != 0, std::string_view{c.tvr_byte_1} != "80") << c.what;
  }
}

TEST(Authentication, another_status_to_internal_authenticate_ends_it) {
  Bench bench;
  Authority authority;
  bench.card.aip = "7C00";
  ASSERT_TRUE(bench.keys.put(authority.ca()));
  authority.issue(bench.card);
  bench.card.answers["0088"] = "6985";
  EXPECT_EQ(bench.run().reason, Reason::bad_status);
}

/// A CDA card; `damage` changes the answer to one GENERATE AC.
Outcome cda(Bench& bench, int damaged, const char* damage) {
  Authority authority;
  bench.card.aip = "7D00";
  EXPECT_TRUE(bench.keys.put(authority.ca()));
  authority.issue(bench.card);
  std::string sent;
  int number = 0;
  bench.respond = [&](Bytes apdu) {
    const std::string command = hex(apdu);
    if (!command.starts_with("80AE")) return bench.card.answer(apdu);
    bench.card.log.push_back(command);
    ++number;
    sent += command.substr(10, command.size() - 12);
    const bool hit = damaged == number;
    const std::string kind = hex(std::array<std::uint8_t, 1>{static_cast<std::uint8_t>(apdu[2] & 0xC0)});
    if (kind == "00") return unhex(tlv("80", "000005112233445566778807") + "9000");
    const std::string clear = tlv("9F27", kind) + tlv("9F36", "0005") + tlv("9F10", "07010103A0000201");
    std::array<std::uint8_t, 20> digest{};
    bench.primitives.hash(security::Hash::sha1, unhex(sent + clear), digest);
    if (hit && std::string_view{damage} == "hash") digest[0] ^= 1;
    const std::string inside = hit && std::string_view{damage} == "cid" ? "00" : kind;
    std::string sdad = authority.dynamic("021122" + inside + "1122334455667788" + hex(digest), "55667788");
    if (hit && std::string_view{damage} == "signature") sdad[10] = sdad[10] == '0' ? '1' : '0';
    return unhex(tlv("77", clear + (hit && std::string_view{damage} == "absent" ? tlv("9F26", "1122334455667788")
                                                                                : tlv("9F4B", sdad))) +
                 "9000");
  };
  return bench.run();
}

TEST(Authentication, cda_signs_both_cryptograms) {
  Bench bench;
  const Outcome outcome = cda(bench, 0, "");
  EXPECT_EQ(outcome.disposition, Disposition::approved_online);
  EXPECT_EQ(bench.tvr().substr(0, 2), "00");
  EXPECT_EQ(bench.value(tag::cryptogram), "1122334455667788");
  EXPECT_EQ(bench.card.count("80AE90"), 1);
  EXPECT_EQ(bench.card.count("80AE50"), 1);
}

TEST(Authentication, a_bad_cda_arqc_is_not_sent_to_the_host) {
  for (const char* damage : {"hash", "cid", "signature", "absent"}) {
    Bench bench;
    const Outcome outcome = cda(bench, 1, damage);
    EXPECT_EQ(outcome.disposition, Disposition::declined_offline) << damage;
    EXPECT_EQ(outcome.reason, Reason::authentication_failed) << damage;
    EXPECT_FALSE(bench.went_online) << damage;
    EXPECT_EQ(bench.tvr().substr(0, 2), "04") << damage;
    EXPECT_EQ(bench.card.last("80AE").substr(0, 6), "80AE00") << damage;
  }
}

TEST(Authentication, a_bad_cda_tc_after_approval_is_reversed) {
  for (const char* damage : {"hash", "signature"}) {
    Bench bench;
    const Outcome outcome = cda(bench, 2, damage);
    EXPECT_EQ(outcome.disposition, Disposition::declined_by_card) << damage;
    EXPECT_TRUE(outcome.reverse) << damage;
  }
}

}  // namespace
}  // namespace mpos::emv
