// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/devicemodel/emv/cards.hpp"

namespace mpos::emv {
namespace {

using namespace test;

TEST(Transcript, the_kernel_sends_every_command_of_the_virtual_card_and_ends_with_its_tc) {
  Bench bench;
  bench.put_test_ca();
  bench.policy.use_pse = true;
  bench.policy.online_pin_late = true;
  bench.profile.merchant_name.append(unhex("5649525455414C204D504F532054455354202020"));
  const auto& steps = virtual_card().at("transcript");
  std::size_t at = 0;
  bench.respond = [&](Bytes apdu) {
    if (at >= steps.size()) {
      ADD_FAILURE() << "one command too many: " << hex(apdu);
      return unhex("6F00");
    }
    const auto& step = steps[at++];
    EXPECT_EQ(hex(apdu), step.at("c_apdu").get<std::string>()) << step.at("step");
    return unhex(step.at("r_data").get<std::string>() + step.at("sw").get<std::string>());
  };
  bench.issuer_data = unhex(virtual_card().at("field55_response").get<std::string>());
  bench.host.data = bench.issuer_data;

  const Outcome outcome = bench.run();

  EXPECT_EQ(at, 17U);
  EXPECT_EQ(outcome.disposition, Disposition::approved_online);
  EXPECT_EQ(outcome.reason, Reason::none);
  EXPECT_FALSE(outcome.reverse);
  EXPECT_TRUE(bench.pin_due);
  EXPECT_EQ(bench.tvr(), "0000008000");
  EXPECT_EQ(bench.tsi(), "F800");
  EXPECT_EQ(bench.value(tag::cvm_results), "420300");
  EXPECT_EQ(bench.value(tag::cryptogram), virtual_card().at("tc").get<std::string>());
  EXPECT_EQ(bench.value(tag::icc_dynamic), "0102030405060708");
  EXPECT_EQ(bench.value(tag::dac), "");
}

}  // namespace
}  // namespace mpos::emv
