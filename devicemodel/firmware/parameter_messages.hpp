// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/emv/parameter_file.hpp"
#include "devicemodel/iso8583/message.hpp"

/// The messages of a parameter download: 0820 with 60.3 372 or 382 asks what there is, 0800 with 370 or 380 for one
/// record, 0800 with 371 or 381 ends it. Source: iso8583.md section 9 of the domain notes,
/// assets/docs/host-protocol.md.
namespace mpos::firmware {

/// What a record is asked for with: 9F06 and, for a CA key, 9F22, as TLV.
using ParameterName = ByteVector<24>;

/// One answer to the question what there is.
struct ParameterList {
  FixedVector<ParameterName, emv::ParameterFile::max_records> names;
  bool more = false;  ///< ask again, naming how many are held
};

enum class ParameterStep : std::uint8_t { list, record, end };

/// Fields 41, 42, 60 and 62 of a request. `held`: names known so far, for a list (at most 99); `name`: for a record.
[[nodiscard]] bool build_parameter_request(emv::ParameterSet set, ParameterStep step, std::string_view terminal,
                                           std::string_view merchant, std::string_view batch, std::size_t held,
                                           const ParameterName& name, iso8583::Message& out) noexcept;

/// Reads field 62 of a list: one character (0 none, 1 all, 2 more to come, 3 the rest), then 9F06, 9F22 and DF05 of
/// each key or 9F06 of each application. Nothing for anything else.
std::optional<ParameterList> parse_parameter_list(emv::ParameterSet set, Bytes field62) noexcept;
/// The record in field 62 behind the character 1; it must be the one asked for.
std::optional<Bytes> parse_parameter_record(const ParameterName& asked, Bytes field62) noexcept;
/// Reads group A9 of field 59.
std::optional<emv::ParameterSignature> parse_parameter_signature(Bytes field59) noexcept;

}  // namespace mpos::firmware
