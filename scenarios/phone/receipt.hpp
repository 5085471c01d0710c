// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mpos/bus/v1/bus.pb.h"
#include "mpos/reader/v1/reader.pb.h"

namespace mpos::phone {

/// The paper of an approved transaction: at most 32 columns a line, account number masked, and plainly marked as
/// simulated.
bus::v1::Receipt make_receipt(const reader::v1::TransactionResult& result, const reader::v1::Info& info,
                              std::string_view merchant_name, std::string_view operator_id);

}  // namespace mpos::phone
