// SPDX-License-Identifier: Apache-2.0
#include "peripherals/radio_ble/helper.hpp"

#include <gtest/gtest.h>

namespace mpos::radio_ble {
namespace {

using namespace std::chrono_literals;

const Appearance someone{.name = "mPOS SIM 000001", .service = "own", .model = "M", .serial = "S", .firmware = "1"};

TEST(Helper, AProgramThatIsNotThereIsNamedAndSoIsItsPackage) {
  net::Context context;

  const auto started = Helper::start(context, "/nowhere/vmpos-ble", someone, "");

  ASSERT_FALSE(started);
  EXPECT_NE(started.error().find("/nowhere/vmpos-ble"), std::string::npos);
  EXPECT_NE(started.error().find("qt6-connectivity-dev"), std::string::npos);
}

TEST(Helper, ItsWireEndsWithTheProgram) {
  net::Context context;
  // A program that ends at once in the helper's place: the wire ends with it.
  auto started = Helper::start(context, "/usr/bin/false", someone, "00:AA");
  ASSERT_TRUE(started) << started.error();
  auto stream = (*started)->take_stream();
  bool ended = false;
  stream->set_handlers({.opened = {}, .received = {}, .closed = [&](const std::string&) { ended = true; }});

  const auto limit = std::chrono::steady_clock::now() + 60s;
  while (!ended && std::chrono::steady_clock::now() < limit) context.run_for(1s);

  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace mpos::radio_ble
