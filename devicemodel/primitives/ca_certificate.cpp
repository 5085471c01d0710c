// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/primitives/ca_certificate.hpp"

#include <openssl/pem.h>

#include "devicemodel/base/assert.hpp"
#include "devicemodel/primitives/certificate.hpp"

namespace mpos::primitives {

Certificate read_certificate_pem(std::string_view pem) {
  init_openssl();
  const Bio text{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  return Certificate{PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)};
}

X509* built_in_ca() {
  static const Certificate ca = read_certificate_pem(built_in_ca_certificate_pem());
  MPOS_ASSERT(ca);
  return ca.get();
}

}  // namespace mpos::primitives
