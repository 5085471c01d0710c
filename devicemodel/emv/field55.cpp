// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/field55.hpp"

#include "devicemodel/emv/dictionary.hpp"

namespace mpos::emv {
namespace {

constexpr std::array<Tag, 21> financial{tag::cryptogram,
                                        tag::cid,
                                        tag::issuer_data,
                                        tag::unpredictable,
                                        tag::atc,
                                        tag::tvr,
                                        tag::date,
                                        tag::type,
                                        tag::amount,
                                        tag::currency,
                                        tag::aip,
                                        tag::terminal_country,
                                        tag::other_amount,
                                        tag::capabilities,
                                        tag::cvm_results,
                                        tag::terminal_type,
                                        tag::ifd_serial,
                                        tag::df_name,
                                        tag::terminal_version,
                                        tag::sequence,
                                        tag::product};
constexpr std::array<Tag, 2> upload_more{tag::ec_code, tag::response_code};
constexpr std::array<Tag, 4> reversal{tag::tvr, tag::issuer_data, tag::ifd_serial, tag::script_results};
constexpr std::array<Tag, 1> declined_more{tag::atc};
constexpr std::array<Tag, 11> notice{
    tag::capabilities, tag::tvr, tag::unpredictable,  tag::ifd_serial,       tag::issuer_data, tag::cryptogram,
    tag::atc,          tag::aip, tag::script_results, tag::terminal_country, tag::date};

bool append_all(std::span<const Tag> tags, const DataStore& store, Field55Data& out) noexcept {
  constexpr std::array<std::uint8_t, 6> no_amount{};
  for (const Tag tag : tags) {
    const auto value = store.get(tag);
    if (value ? !append_tlv(tag, *value, out) : tag == tag::other_amount && !append_tlv(tag, no_amount, out))
      return false;
  }
  return true;
}

}  // namespace

bool build_field55(Field55 kind, const DataStore& store, Field55Data& out) noexcept {
  out.clear();
  switch (kind) {
    case Field55::financial: return append_all(financial, store, out);
    case Field55::offline_upload: return append_all(financial, store, out) && append_all(upload_more, store, out);
    case Field55::reversal: return append_all(reversal, store, out);
    case Field55::card_declined: return append_all(reversal, store, out) && append_all(declined_more, store, out);
    case Field55::script_notice: return append_all(notice, store, out);
  }
  return false;
}

Result<IssuerResponse, TlvError> parse_field55(Bytes field) noexcept {
  const auto good = check_tlv(field);
  if (!good) return Failure{good.error()};
  IssuerResponse out;
  TlvReader reader{field};
  while (true) {
    const auto object = reader.next();
    if (!object || !object->has_value()) return out;
    const Tlv& tlv = **object;
    if (tlv.tag == tag::issuer_authentication) {
      if (!out.authentication.empty()) return Failure{TlvError::duplicate};
      if (tlv.value.size() < 8 || tlv.value.size() > 16) return Failure{TlvError::bad_length};
      out.authentication = tlv.value;
    }
    out.scripts_before = out.scripts_before || tlv.tag == tag::script_before;
    out.scripts_after = out.scripts_after || tlv.tag == tag::script_after;
  }
}

}  // namespace mpos::emv
