// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/primitives/aes_gcm.hpp"
#include "devicemodel/primitives/certificate.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "devicemodel/security/core.hpp"
#include "devicemodel/security/mac.hpp"
#include "devicemodel/sim/random.hpp"

namespace mpos {
namespace {

using primitives::OpenSslAesGcm;
using primitives::OpenSslPrimitives;

template <std::size_t N>
std::array<std::uint8_t, N> hex(std::string_view text) {
  std::array<std::uint8_t, N> out{};
  MPOS_ASSERT(read_hex(text, out).has_value());
  return out;
}

const auto mak = hex<16>("1F2F3D4C5B6B79898697A4B5C2D3E0F1");
const auto ipek = hex<16>("6AC292FAA1315B4D858AB3A3D7D5933A");

/// Target: 100,000 a second on one core. The counter has ten ones, the most there are.
void dukpt_transaction_key(benchmark::State& state) {
  OpenSslPrimitives primitives;
  const auto ksn = hex<10>("FFFF9876543210EFFC00");
  std::array<std::uint8_t, 16> key{};
  for (auto _ : state) {
    security::dukpt_key(primitives, ipek, ksn, key);
    benchmark::DoNotOptimize(key);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(dukpt_transaction_key);

void dukpt_next_by_registers(benchmark::State& state) {
  OpenSslPrimitives primitives;
  security::FutureKeys keys;
  const auto ksn = hex<10>("FFFF9876543210E00000");
  std::array<std::uint8_t, 16> key{};
  keys.load(primitives, ipek, ksn);
  for (auto _ : state) {
    if (!keys.next(primitives, key)) keys.load(primitives, ipek, ksn);
    benchmark::DoNotOptimize(key);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(dukpt_next_by_registers);

void aes_gcm_record_64_bytes(benchmark::State& state) {
  OpenSslAesGcm cipher;
  cipher.set_key(std::array<std::uint8_t, 32>{1});
  std::array<std::uint8_t, 12> nonce{};
  std::array<std::uint8_t, 80> record{};
  for (auto _ : state) {
    ++nonce[11];
    cipher.seal(nonce, {}, Bytes{record}.first(64), record);
    const bool opened = cipher.open(nonce, {}, record, MutableBytes{record}.first(64));
    benchmark::DoNotOptimize(opened);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(aes_gcm_record_64_bytes);

void tdes_mac_300_bytes(benchmark::State& state) {
  OpenSslPrimitives primitives;
  const std::array<std::uint8_t, 300> message{0x02};
  for (auto _ : state) {
    benchmark::DoNotOptimize(security::mac_cup_ecb(primitives, security::Cipher::tdes, mak, message));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(tdes_mac_300_bytes);

void retail_mac_300_bytes(benchmark::State& state) {
  OpenSslPrimitives primitives;
  const std::array<std::uint8_t, 300> message{0x02};
  std::array<std::uint8_t, 8> mac{};
  for (auto _ : state) {
    security::mac_alg3(primitives, mak, message, security::Padding::zeros, mac);
    benchmark::DoNotOptimize(mac);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(retail_mac_300_bytes);

/// A whole sale's worth of security core: transaction keys, PIN block, sealed account, MAC made and checked.
void sale_in_the_core(benchmark::State& state) {
  OpenSslPrimitives primitives;
  sim::Random random{1};
  security::SecurityCore core{primitives, random, {}};
  const auto tmk = hex<16>("10233245546776899801ABBACDDCEFFE");
  const auto field62 = hex<60>(
      "9C3C0C7FCF477BCA6D56659727DD20CD76CDB553BB858169D98E88B695395B5DA0F33F222CF573AFC43EC8213339F1564FF1AF43AA898D01"
      "EC5A3B00");
  MPOS_ASSERT(core.personalise(security::KeyUsage::master, security::KeyAlgorithm::tdes, tmk).has_value());
  const Pan pan = *Pan::parse("6222021234567890128");
  const std::array<std::uint8_t, 300> message{0x02};
  Duration now{};
  int pins = 0;
  for (auto _ : state) {
    if (pins++ % 5000 == 0) MPOS_ASSERT(core.load_working_keys(field62).has_value());
    now += std::chrono::seconds{30};
    MPOS_ASSERT(core.begin_transaction().has_value());
    core.set_card(pan);
    for (std::uint8_t digit = 1; digit <= 6; ++digit) benchmark::DoNotOptimize(core.pin_vault().push(digit));
    MPOS_ASSERT(core.encipher_pin(now).has_value());
    MPOS_ASSERT(core.seal_account(10000, "6222021234567890128=30122201234567800", "").has_value());
    const auto mac = core.mac(message);
    MPOS_ASSERT(core.verify_mac(message, *mac));
    core.end_transaction();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(sale_in_the_core);

void x25519_shared_secret(benchmark::State& state) {
  OpenSslPrimitives primitives;
  const std::array<std::uint8_t, 32> scalar{9};
  std::array<std::uint8_t, 32> point{9};
  std::array<std::uint8_t, 32> out{};
  for (auto _ : state) benchmark::DoNotOptimize(primitives.x25519(scalar, point, out));
}
BENCHMARK(x25519_shared_secret);

void hmac_64_bytes(benchmark::State& state) {
  OpenSslPrimitives primitives;
  const std::array<std::uint8_t, 32> key{9};
  std::array<std::uint8_t, 32> out{};
  for (auto _ : state) {
    primitives.hmac_sha256(key, out, key, out);
    benchmark::DoNotOptimize(out);
  }
}
BENCHMARK(hmac_64_bytes);

void issue_certificate(benchmark::State& state) {
  const auto issuer = primitives::CertificateIssuer::built_in();
  const std::array<std::uint8_t, 32> key{9};
  for (auto _ : state) benchmark::DoNotOptimize(issuer.issue("VMPS000012345678", key));
}
BENCHMARK(issue_certificate);

void first_use_of_everything(benchmark::State& state) {
  for (auto _ : state) {
    OpenSslPrimitives primitives;
    std::array<std::uint8_t, 32> block{};
    primitives.ecb_encrypt(security::Cipher::aes, block, block, block);
    primitives.ecb_encrypt(security::Cipher::sm4, Bytes{block}.first(16), block, block);
    primitives.hash(security::Hash::sha256, block, block);
    OpenSslAesGcm cipher;
    cipher.set_key(block);
  }
}
BENCHMARK(first_use_of_everything);

}  // namespace
}  // namespace mpos
