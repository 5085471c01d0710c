// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/data_store.hpp"
#include "devicemodel/emv/types.hpp"

namespace mpos::firmware {

/// How the kernel ended the last chip transaction: for the receipt, and for whoever watches. No account data.
struct EmvReport {
  std::uint32_t number = 0;  ///< rises with each transaction; 0: there was none
  bool contactless = false;
  emv::Outcome outcome;
  std::array<std::uint8_t, 5> tvr{};
  std::array<std::uint8_t, 2> tsi{};
  ByteVector<3> cvm_results;      ///< 9F34
  ByteVector<1> cid;              ///< 9F27; empty: no cryptogram came
  ByteVector<8> cryptogram;       ///< 9F26
  ByteVector<2> atc;              ///< 9F36
  ByteVector<16> aid;             ///< 84
  FixedString<16> label;          ///< 50, printable ASCII
  FixedString<2> response_code;   ///< 8A
  ByteVector<50> script_results;  ///< DF31
};

/// Takes what a kernel's store says; `number` and `contactless` are the caller's.
void fill_report(const emv::DataStore& store, const emv::Outcome& outcome, EmvReport& report) noexcept;

}  // namespace mpos::firmware
