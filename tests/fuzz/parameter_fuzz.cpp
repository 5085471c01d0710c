// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "devicemodel/firmware/parameter_messages.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"

// The answers of a parameter download, and the records in them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mpos;
  static primitives::OpenSslPrimitives primitives;
  const Bytes bytes{data, size};
  const auto signature = firmware::parse_parameter_signature(bytes);
  for (const auto set : {emv::ParameterSet::ca_keys, emv::ParameterSet::applications}) {
    const auto list = firmware::parse_parameter_list(set, bytes);
    if (list) {
      for (const auto& name : list->names) (void)firmware::parse_parameter_record(name, bytes);
    }
    emv::ParameterFile file{primitives, set, true};
    (void)file.add(bytes);
    emv::ParameterAuthority authority;
    authority.modulus.append(bytes.first(std::min(size, authority.modulus.capacity())));
    // A right signature over a file nobody signed would be the end of it all.
    if (signature) MPOS_ASSERT(!file.finish(authority, *signature, 0));
  }
  return 0;
}
