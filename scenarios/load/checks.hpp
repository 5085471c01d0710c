// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mpos/config/v1/config.pb.h"
#include "mpos/scenario/v1/scenario.pb.h"
#include "scenarios/load/problem.hpp"
#include "scenarios/load/test_pans.hpp"

namespace mpos::load {

/// What a schema cannot say: lengths, digits, dates, things that must fit one another. Each adds to `problems`, at the
/// place of the value concerned. With `pans` null (the lab), any account number is let in.
void check_reader(const config::v1::ReaderProfile& profile, const Places& places, Problems& problems);
void check_card(const config::v1::CardFile& card, const Places& places, const TestPans* pans, Problems& problems);
void check_host(const config::v1::HostProfile& host, const Places& places, const TestPans* pans, Problems& problems);
void check_psam(const config::v1::PsamFile& psam, const Places& places, Problems& problems);
void check_terminal_data(const config::v1::TerminalFile& file, const Places& places, Problems& problems);
/// Each step is one act, one expectation or one wait; keys and responses are words that exist.
void check_scenario(const scenario::v1::Scenario& scenario, const Places& places, const TestPans* pans,
                    Problems& problems);

/// `YYYY-MM-DD hh:mm:ss` of a day that exists, 2000 to 2099 (what the RTC can show).
bool is_clock_text(std::string_view text);

}  // namespace mpos::load
