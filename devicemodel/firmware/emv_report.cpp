// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/emv_report.hpp"

#include "devicemodel/emv/dictionary.hpp"

namespace mpos::firmware {

void fill_report(const emv::DataStore& store, const emv::Outcome& outcome, EmvReport& report) noexcept {
  namespace tag = emv::tag;
  const auto take = [&store](emv::Tag tag, auto& to) {
    to.clear();
    if (!to.try_append(store.get_or_empty(tag))) to.clear();
  };
  report.outcome = outcome;
  report.tvr = {};
  report.tsi = {};
  if (const auto value = store.get(tag::tvr)) copy_bytes(*value, report.tvr);
  if (const auto value = store.get(tag::tsi)) copy_bytes(*value, report.tsi);
  take(tag::cvm_results, report.cvm_results);
  take(tag::cid, report.cid);
  take(tag::cryptogram, report.cryptogram);
  take(tag::atc, report.atc);
  take(tag::df_name, report.aid);
  take(tag::script_results, report.script_results);
  report.label.clear();
  for (const std::uint8_t byte : store.get_or_empty(tag::label)) {
    const char c = byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '.';
    if (!report.label.try_append({&c, 1})) break;
  }
  report.response_code.clear();
  (void)report.response_code.try_assign(as_text(store.get_or_empty(tag::response_code)));
}

}  // namespace mpos::firmware
