// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/compat_fields.hpp"
#include "devicemodel/firmware/reader.hpp"

/// What a 55AA phone sees and changes of AIDs and CA keys.
namespace mpos::firmware {

using compat::ErrorCode;
using compat::ParameterEdit;

namespace {

template <std::size_t N>
void put_version(ByteVector<N>& out, std::uint32_t version) noexcept {
  put_number(out, static_cast<std::uint16_t>(version >> 16));
  put_number(out, static_cast<std::uint16_t>(version));
}

}  // namespace

void Reader::compat_parameters(ParameterKind kind, Bytes body) noexcept {
  const auto edit =
      compat::parse_parameter_edit(body, compat_certified() ? compat::Proof::required : compat::Proof::none);
  if (!edit) return compat_refuse(edit.error());
  if (edit->what == ParameterEdit::What::list) {
    ByteVector<510> out;
    if (kind == ParameterKind::ca_key) {
      out.push_back(static_cast<std::uint8_t>(parameters_.keys().all().size()));
      put_version(out, parameters_.version(kind));
      for (const emv::CaKey& key : parameters_.keys().all()) {
        out.append(key.rid);
        out.push_back(key.index);
        out.append(key.expiry);
      }
      return compat_say(out.span());
    }
    out.push_back(static_cast<std::uint8_t>(parameters_.applications().size()));
    put_version(out, parameters_.version(kind));
    for (const emv::AidParameters& application : parameters_.applications()) put_short(out, application.aid.span());
    return compat_say(out.span());
  }
  // The kernel works with these tables: none changes under a transaction.
  if (compat_.holds() || !command::allowed(mpos_reader_v1_Request_start_transaction_tag, command_state())) {
    return compat_refuse(ErrorCode::not_now);
  }
  if (compat_certified()) {
    ByteVector<1100> covered;
    put_number(covered, static_cast<std::uint16_t>(compat_.command));
    // Each change is another version: no proof is good twice.
    put_version(covered, parameters_.version(kind));
    if (!covered.try_append(edit->covered)) return compat_refuse(ErrorCode::bad_parameter);
    const auto expected = core_.device_auth_mac(covered.span());
    if (!expected) return compat_refuse(ErrorCode::no_master_key);
    if (!equal_constant_time(*expected, edit->proof)) return compat_refuse(ErrorCode::bad_check_value);
  }
  const auto edited = edit->what == ParameterEdit::What::add ? parameters_.put(kind, edit->value)
                                                             : parameters_.remove(kind, edit->value);
  switch (edited) {
    case TerminalParameters::Edited::yes: return compat_say();
    case TerminalParameters::Edited::unknown:
    case TerminalParameters::Edited::refused: return compat_refuse(ErrorCode::bad_parameter);
    case TerminalParameters::Edited::storage: return compat_refuse(ErrorCode::storage);
  }
}

}  // namespace mpos::firmware
