// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "devicemodel/emv/field55.hpp"
#include "tests/unit/devicemodel/emv/cards.hpp"

namespace mpos::emv {
namespace {

using namespace test;

const std::string unblock = "841800000411223344";
const std::string put_data = "04DA9F790A00000005000011223344";

Outcome with_scripts(Bench& bench, const std::string& scripts) {
  bench.issuer_data = unhex("910A11223344556677883030" + scripts);
  bench.host.data = bench.issuer_data;
  return bench.run();
}

TEST(Scripts, template_71_runs_before_the_second_cryptogram_and_72_after) {
  Bench bench;
  bench.card.answers["8418"] = "9000";
  bench.card.answers["04DA"] = "9000";
  const Outcome outcome = with_scripts(bench, tlv("72", tlv("9F18", "00000002") + tlv("86", put_data)) +
                                                  tlv("71", tlv("9F18", "00000001") + tlv("86", unblock)));
  EXPECT_EQ(outcome.disposition, Disposition::approved_online);
  ASSERT_GE(bench.card.log.size(), 3U);
  EXPECT_EQ(bench.card.log[bench.card.log.size() - 3], unblock);
  EXPECT_EQ(bench.card.log[bench.card.log.size() - 2].substr(0, 6), "80AE40");
  EXPECT_EQ(bench.card.log.back(), put_data);
  EXPECT_EQ(bench.value(tag::script_results), "20000000012000000002");
  EXPECT_EQ(bench.tvr().substr(8), "00");
  EXPECT_EQ(bench.kernel.tsi()[0] & tsi::script, tsi::script);
}

TEST(Scripts, a_failed_command_stops_its_script_and_names_its_number) {
  Bench bench;
  bench.card.answers["8418"] = "9000";
  bench.card.answers["04DA"] = "6988";
  with_scripts(bench,
               tlv("71", tlv("9F18", "0A0B0C0D") + tlv("86", unblock) + tlv("86", put_data) + tlv("86", unblock)));
  EXPECT_EQ(bench.value(tag::script_results), "120A0B0C0D");
  EXPECT_EQ(bench.tvr().substr(8), "20");
  EXPECT_EQ(bench.card.count("8418"), 1);
  EXPECT_EQ(bench.card.log.back().substr(0, 6), "80AE40") << "the transaction goes on";
  Bench after;
  after.card.answers["04DA"] = "6988";
  EXPECT_EQ(with_scripts(after, tlv("72", tlv("86", put_data))).disposition, Disposition::approved_online);
  EXPECT_EQ(after.tvr().substr(8), "10");
  EXPECT_EQ(after.value(tag::script_results), "1100000000");
}

TEST(Scripts, warnings_count_as_done) {
  for (const char* status : {"6200", "63C1", "9001"}) {
    Bench bench;
    bench.card.answers["8418"] = status;
    with_scripts(bench, tlv("71", tlv("86", unblock)));
    EXPECT_EQ(bench.value(tag::script_results), "2000000000") << status;
  }
}

TEST(Scripts, a_command_too_short_fails_without_being_sent) {
  Bench bench;
  with_scripts(bench, tlv("71", tlv("86", "8418")) + tlv("71", tlv("86", unblock)));
  EXPECT_EQ(bench.value(tag::script_results).substr(0, 10), "1100000000");
  EXPECT_EQ(bench.card.count("8418"), 1) << "the second script runs all the same";
}

TEST(Scripts, run_after_a_decline_too) {
  Bench bench;
  bench.host.approved = false;
  bench.card.answers["8418"] = "9000";
  const Outcome outcome = with_scripts(bench, tlv("72", tlv("86", unblock)));
  EXPECT_EQ(outcome.disposition, Disposition::declined_online);
  EXPECT_EQ(bench.value(tag::script_results), "2000000000");
}

TEST(Scripts, a_card_pulled_during_the_last_script_keeps_the_approval) {
  Bench bench;
  bench.card.answers["8418"] = "";
  const Outcome outcome = with_scripts(bench, tlv("72", tlv("86", unblock)));
  EXPECT_EQ(outcome.disposition, Disposition::approved_online);
  EXPECT_FALSE(outcome.reverse);
  EXPECT_EQ(bench.tvr().substr(8), "10");
}

TEST(Field55, the_request_of_the_virtual_card) {
  Bench bench;
  DataStore store;
  for (const auto& [tag, value] : std::map<Tag, std::string>{{0x9F26, "5AA988CFB5271BFE"},
                                                             {0x9F27, "80"},
                                                             {0x9F10, "07010103A0000201"},
                                                             {0x9F37, "55667788"},
                                                             {0x9F36, "0001"},
                                                             {0x95, "0000008000"},
                                                             {0x9A, "240917"},
                                                             {0x9C, "00"},
                                                             {0x9F02, "000000010000"},
                                                             {0x5F2A, "0156"},
                                                             {0x82, "7C00"},
                                                             {0x9F1A, "0156"},
                                                             {0x9F33, "E0F8C8"},
                                                             {0x9F34, "420300"},
                                                             {0x9F35, "22"},
                                                             {0x9F1E, "3132333435363738"},
                                                             {0x84, "A000000333010102"},
                                                             {0x9F09, "0030"},
                                                             {0x9F41, "00000001"},
                                                             {0x5A, "6222021234567890128F"}}) {
    ASSERT_TRUE(store.put(tag, unhex(value)));
  }
  Field55Data out;
  ASSERT_TRUE(build_field55(Field55::financial, store, out));
  std::string wanted = virtual_card().at("field55_request").get<std::string>();
  EXPECT_EQ(hex(out.span()), wanted);
  ASSERT_TRUE(store.put(tag::product, Buffer(16, 0x11)));
  ASSERT_TRUE(build_field55(Field55::financial, store, out));
  EXPECT_EQ(hex(out.span()), wanted + tlv("9F63", std::string(32, '1')));
  ASSERT_TRUE(store.put(tag::response_code, as_bytes("Y1")));
  ASSERT_TRUE(store.put(tag::script_results, unhex("2000000000")));
  store.erase(tag::product);
  ASSERT_TRUE(build_field55(Field55::offline_upload, store, out));
  EXPECT_EQ(hex(out.span()), wanted + "8A025931");
  ASSERT_TRUE(build_field55(Field55::reversal, store, out));
  EXPECT_EQ(hex(out.span()), "950500000080009F100807010103A00002019F1E083132333435363738DF31052000000000");
  ASSERT_TRUE(build_field55(Field55::card_declined, store, out));
  EXPECT_TRUE(hex(out.span()).ends_with("DF310520000000009F36020001"));
  ASSERT_TRUE(build_field55(Field55::script_notice, store, out));
  EXPECT_TRUE(hex(out.span()).starts_with("9F3303E0F8C895050000008000"));
  EXPECT_TRUE(hex(out.span()).ends_with("DF310520000000009F1A0201569A03240917"));
}

TEST(Field55, what_the_kernel_holds_when_it_goes_online_is_the_published_request) {
  Bench bench;
  bench.aids[0].version = {0x00, 0x30};
  bench.put_test_ca();
  bench.policy.use_pse = true;
  bench.policy.online_pin_late = true;
  bench.profile.merchant_name.append(unhex("5649525455414C204D504F532054455354202020"));
  std::size_t at = 0;
  Field55Data request;
  bench.respond = [&](Bytes) {
    const auto& step = virtual_card().at("transcript")[at++];
    if (step.at("step") == "EXTERNAL AUTHENTICATE") {
      EXPECT_TRUE(build_field55(Field55::financial, bench.kernel.store(), request));
    }
    return unhex(step.at("r_data").get<std::string>() + step.at("sw").get<std::string>());
  };
  bench.run();
  EXPECT_EQ(hex(request.span()), virtual_card().at("field55_request").get<std::string>());
}

TEST(Field55, the_answer_is_taken_apart_and_damage_is_refused) {
  const Buffer good = unhex("910A11223344556677883030" + tlv("72", tlv("86", unblock)));
  const auto parsed = parse_field55(good);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(hex(parsed->authentication), "11223344556677883030");
  EXPECT_FALSE(parsed->scripts_before);
  EXPECT_TRUE(parsed->scripts_after);
  EXPECT_TRUE(parse_field55({}));
  for (const char* bad : {"910A11", "910111", "910811223344556677889108112233445566778800", "7104860511"}) {
    EXPECT_FALSE(parse_field55(unhex(bad))) << bad;
  }
}

}  // namespace
}  // namespace mpos::emv
