// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "devicemodel/firmware/emv_report.hpp"
#include "mpos/bus/v1/bus.pb.h"

namespace mpos::world {

/// The words of bus.proto's EmvResult.
std::string_view disposition_word(emv::Disposition disposition) noexcept;
std::string_view reason_word(emv::Reason reason) noexcept;
void fill_emv_result(const firmware::EmvReport& report, bus::v1::EmvResult& out);

}  // namespace mpos::world
