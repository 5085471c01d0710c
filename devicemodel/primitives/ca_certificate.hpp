// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "devicemodel/primitives/openssl_pointers.hpp"

/// CA certificates as OpenSSL holds them; only this folder includes it.
namespace mpos::primitives {

/// The first certificate of the text; nothing when there is none.
Certificate read_certificate_pem(std::string_view pem);

/// The test CA of this program. Read once a process: whoever issues and whoever trusts share it, it never changes.
X509* built_in_ca();

}  // namespace mpos::primitives
