// SPDX-License-Identifier: Apache-2.0
// Dynamic data authentication, three RSA recoveries, beside the same three raw operations of OpenSSL with keys built
// once. Aim: at most 1.2 times as long.
#include <benchmark/benchmark.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <memory>

#include "devicemodel/emv/certificates.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "peripherals/card/chip_file.hpp"
#include "peripherals/card/personaliser.hpp"
#include "peripherals/card/virtual_card.hpp"
#include "scenarios/load/catalogue.hpp"

namespace mpos {
namespace {

using card::Blob;

Blob hex(std::string_view text) {
  return card::parse_hex(text).value();
}

/// The card of tests/vectors/virtual_card.json and its answer to INTERNAL AUTHENTICATE.
struct Fixture {
  Fixture() {
    load::Catalogue catalogue(std::string{VMPOS_SOURCE_DIR} + "/assets");
    keys = std::make_unique<card::KeyRing>(*card::KeyRing::from(*catalogue.chip_keys()));
    const auto file = catalogue.card(std::string{VMPOS_SOURCE_DIR} + "/assets/cards/chip/virtual_card.yaml");
    made =
        std::make_shared<const card::Personalisation>(*card::make_card(*card::profile_from(*file), *keys, primitives));
    card::VirtualCard chip{made, card::first_state(*made), primitives};
    chip.reset(card::Interface::contact, card::Reset::cold);
    chip.transmit(hex("00A4040008A000000333010102"));
    Blob options = hex("80A800001F831D");
    options.resize(options.size() + 29);
    chip.transmit(options);
    const card::ApduReply reply = chip.transmit(hex("00880000045566778800"));
    const auto inside = emv::whole_tlv(reply.data(), 0x80);
    MPOS_ASSERT(inside.has_value());
    signature.assign(inside->begin(), inside->end());
    const card::Application& app = made->applications[0];
    for (const card::Record& record : app.records) {
      if (record.sfi > 10) continue;
      const auto body = emv::whole_tlv(record.bytes, 0x70);
      card::append(objects, *body);
      if (record.sfi == 2 && record.number == 1) card::append(static_data, *body);
    }
    card::append(static_data, app.aip);
    const auto authority = keys->find(app.profile.ca_key);
    ca.modulus.append(authority->modulus);
    ca.exponent.append(authority->exponent);
  }
  Bytes get(emv::Tag tag) const { return emv::find_tlv(objects, tag).value_or(Bytes{}); }

  primitives::OpenSslPrimitives primitives;
  std::unique_ptr<card::KeyRing> keys;
  std::shared_ptr<const card::Personalisation> made;
  Blob objects, static_data, signature;
  emv::PublicKey ca;
};

void dda_verification(benchmark::State& state) {
  Fixture f;
  emv::Recovery recovery{f.primitives};
  constexpr emv::Date today{0x24, 0x09, 0x17};
  const Blob unpredictable = hex("55667788");
  bool good = true;
  for (auto _ : state) {
    const auto issuer = recovery.issuer_key(f.ca, {f.get(0x90), f.get(0x92), f.get(0x9F32)}, f.get(0x5A), today);
    if (!issuer) {
      good = false;
      break;
    }
    const auto icc =
        recovery.icc_key(issuer->key, {f.get(0x9F46), f.get(0x9F48), f.get(0x9F47)}, f.static_data, f.get(0x5A), today);
    if (!icc || !recovery.dynamic_signature(*icc, f.signature, unpredictable, false)) {
      good = false;
      break;
    }
  }
  if (!good) state.SkipWithError("the card's signature was not accepted");
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(dda_verification);

/// A prepared operation in ^ e mod n.
class RawKey {
 public:
  RawKey(Bytes modulus, Bytes exponent) {
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> n{
        BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr), BN_free};
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> e{
        BN_bin2bn(exponent.data(), static_cast<int>(exponent.size()), nullptr), BN_free};
    const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> builder{OSSL_PARAM_BLD_new(),
                                                                                  OSSL_PARAM_BLD_free};
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
    const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> params{OSSL_PARAM_BLD_to_param(builder.get()),
                                                                         OSSL_PARAM_free};
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> maker{
        EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr), EVP_PKEY_CTX_free};
    EVP_PKEY* key = nullptr;
    EVP_PKEY_fromdata_init(maker.get());
    EVP_PKEY_fromdata(maker.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get());
    key_.reset(key);
    context_.reset(EVP_PKEY_CTX_new(key, nullptr));
    EVP_PKEY_encrypt_init(context_.get());
    EVP_PKEY_CTX_set_rsa_padding(context_.get(), RSA_NO_PADDING);
  }
  bool apply(Bytes in, MutableBytes out) {
    std::size_t size = out.size();
    return EVP_PKEY_encrypt(context_.get(), out.data(), &size, in.data(), in.size()) == 1 && size == in.size();
  }

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_{nullptr, EVP_PKEY_free};
  std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context_{nullptr, EVP_PKEY_CTX_free};
};

void raw_openssl_operations(benchmark::State& state) {
  const Fixture f;
  const card::ApplicationProfile& p = f.made->applications[0].profile;
  const auto issuer = f.keys->find(p.issuer_key);
  const auto icc = f.keys->find(p.icc_key);
  RawKey keys[] = {
      {f.ca.modulus.span(), f.ca.exponent.span()}, {issuer->modulus, issuer->exponent}, {icc->modulus, icc->exponent}};
  const Bytes inputs[] = {f.get(0x90), f.get(0x9F46), f.signature};
  std::array<std::uint8_t, 256> block{};
  bool good = true;
  for (auto _ : state) {
    for (std::size_t i = 0; i < 3; ++i) {
      const MutableBytes out{block.data(), inputs[i].size()};
      good = keys[i].apply(inputs[i], out) && out.front() == 0x6A && out.back() == 0xBC && good;
    }
  }
  if (!good) state.SkipWithError("OpenSSL recovered something else");
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(raw_openssl_operations);

}  // namespace
}  // namespace mpos
