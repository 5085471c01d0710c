// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scenarios/host/frontend/exchange.hpp"
#include "scenarios/host/ledger/ledger.hpp"

namespace mpos::host {

/// What a decided purchase, balance enquiry, upload, notice or reversal did.
struct Decision {
  Code code;
  std::optional<Posting> posting;
};

}  // namespace mpos::host
