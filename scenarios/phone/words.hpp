// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "devicemodel/link/channel.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "mpos/reader/v1/reader.pb.h"

namespace mpos::phone {

/// The word of bus.proto's Outcome for a result of the reader.
std::string_view outcome_word(reader::v1::Outcome outcome) noexcept;
std::string_view stage_word(reader::v1::Stage stage) noexcept;
/// "sign_in_required" for CODE_SIGN_IN_REQUIRED.
std::string code_word(reader::v1::Code code);
std::string_view type_word(reader::v1::TransactionType type) noexcept;
/// A sentence for why the link is gone.
std::string_view close_sentence(link::CloseReason reason) noexcept;
bus::v1::LinkState::State close_state(link::CloseReason reason) noexcept;
/// "", "en", "zh-CN" or "zh-TW"; nothing for others.
std::optional<reader::v1::Language> language_of(std::string_view tag) noexcept;
/// 1250 as "12.50".
std::string money(std::int64_t minor);

}  // namespace mpos::phone
