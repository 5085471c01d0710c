// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/data_store.hpp"

/// Field 55 of the UnionPay host message: the lists of icc.md section 7.
namespace mpos::emv {

enum class Field55 : std::uint8_t {
  financial,       ///< sale, balance, pre-authorisation request
  offline_upload,  ///< an offline approval sent in later
  reversal,
  card_declined,  ///< reversal because the card declined after the host approved
  script_notice,  ///< 0620
};

using Field55Data = ByteVector<255>;

/// Writes the data objects of `kind` in their order; objects the transaction does not have are left out, except the
/// other amount, which is then zero. False when they do not fit.
[[nodiscard]] bool build_field55(Field55 kind, const DataStore& store, Field55Data& out) noexcept;

/// What an issuer may send back. Spans point into the field.
struct IssuerResponse {
  Bytes authentication;  ///< 91: ARPC and response code; empty when absent
  bool scripts_before = false;
  bool scripts_after = false;
};
/// Refuses fields that are no TLV, a second 91 and a 91 that is not 8 to 16 bytes.
Result<IssuerResponse, TlvError> parse_field55(Bytes field) noexcept;

}  // namespace mpos::emv
