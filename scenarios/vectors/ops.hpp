// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>

#include "devicemodel/primitives/openssl_primitives.hpp"
#include "scenarios/vectors/inputs.hpp"

/// The operations of vector files. Each group adds its own; they throw InputError on inputs the product refuses.
namespace mpos::vectors {

using Op = std::function<Value(security::Primitives&, const Inputs&)>;
using OpTable = std::map<std::string, Op, std::less<>>;

void add_key_ops(OpTable& table);
void add_mac_ops(OpTable& table);
void add_icc_ops(OpTable& table);
void add_track_ops(OpTable& table);
void add_iso_ops(OpTable& table);

/// Runs one vector of the published Noise form; throws InputError when something does not agree. False when its pattern
/// is not one the product speaks.
bool run_noise_vector(security::Primitives& primitives, const Value::Object& vector);

inline Value hex_value_of(Bytes bytes) {
  return Value{hex_of(bytes)};
}

}  // namespace mpos::vectors
