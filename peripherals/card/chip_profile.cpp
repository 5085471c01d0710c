// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/chip_profile.hpp"

namespace mpos::card {
namespace {

Blob hex(std::string_view text) {
  auto bytes = parse_hex(text);
  MPOS_ASSERT(bytes.has_value());
  return *std::move(bytes);
}

}  // namespace

ApplicationProfile default_application() {
  ApplicationProfile out;
  out.effective = hex("200101");
  out.certificate_expiry = hex("1230");
  out.imk_ac = hex("0123456789ABCDEFFEDCBA9876543210");
  out.imk_mac = hex("23456789ABCDEF01DCBA987654321098");
  out.imk_enc = hex("456789ABCDEF0123BA98765432109876");
  out.pdol = hex("9F7A019F02065F2A029F4E14");
  out.contactless_pdol = hex("9F66049F02069F03069F1A0295055F2A029A039C019F3704");
  out.cdol1 = hex("9F02069F03069F1A0295055F2A029A039C019F37049F21039F4E14");
  out.cdol2 = hex("8A029F02069F03069F1A0295055F2A029A039C019F37049F21039F4E14");
  out.ddol = hex("9F3704");
  out.cvm_list = hex("000000000000000042031E031F00");
  out.usage_control = hex("FF00");
  out.iac_default = hex("D86004A800");
  out.iac_denial = hex("0010980000");
  out.iac_online = hex("D86804F800");
  out.country = hex("0156");
  out.currency = hex("0156");
  return out;
}

}  // namespace mpos::card
