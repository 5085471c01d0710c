// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/setup.hpp"

#include <bit>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/hal/calendar.hpp"
#include "devicemodel/security/pboc.hpp"

namespace mpos::world {
namespace {

Duration or_default(std::int64_t ns, Duration fallback) {
  return ns > 0 ? Duration{ns} : fallback;
}

void set_odd_parity(MutableBytes key) {
  for (std::uint8_t& byte : key) {
    const auto upper = static_cast<std::uint8_t>(byte & 0xFE);
    byte = static_cast<std::uint8_t>(upper | (std::popcount(upper) % 2 == 0 ? 1 : 0));
  }
}

/// Reads a key of `bytes` bytes; an empty text leaves `key` empty.
template <std::size_t N>
bool read_key(const std::string& text, std::size_t bytes, SecretBytes<N>& key) {
  if (text.empty()) return true;
  if (text.size() != 2 * bytes) return false;
  return read_hex(text, key.fill(bytes)).has_value();
}

firmware::Policy make_policy(const config::v1::Policy& from) {
  firmware::Policy policy;
  if (from.account_data() == config::v1::Policy::CUP) policy.account_data = firmware::AccountData::cup;
  if (from.transaction_keys() == config::v1::Policy::DUKPT) policy.transaction_keys = security::TransactionKeys::dukpt;
  if (from.transaction_keys() == config::v1::Policy::STATIC) policy.transaction_keys = security::TransactionKeys::fixed;
  if (from.mac() == config::v1::Policy::CUP_ECB_DES) policy.mac = security::MacAlgorithm::cup_ecb_des;
  if (from.mac() == config::v1::Policy::CUP_ECB_SM4) policy.mac = security::MacAlgorithm::cup_ecb_sm4;
  policy.fallback_allowed = from.fallback_allowed();
  if (from.has_sign_in_proof()) policy.sign_in_proof = from.sign_in_proof();
  policy.offline_approvals = from.offline_approvals();
  policy.lossy_link = from.lossy_link();
  policy.pin_bypass_allowed = from.pin_bypass_allowed();
  policy.card_timeout = or_default(from.card_timeout_ns(), policy.card_timeout);
  policy.pin_timeout = or_default(from.pin_timeout_ns(), policy.pin_timeout);
  policy.pin_key_timeout = or_default(from.pin_key_timeout_ns(), policy.pin_key_timeout);
  policy.host_timeout = or_default(from.host_timeout_ns(), policy.host_timeout);
  policy.session_idle = or_default(from.session_idle_ns(), policy.session_idle);
  if (from.sign_in_hours() > 0) policy.sign_in_hours = from.sign_in_hours();
  if (from.sign_in_transactions() > 0) policy.sign_in_transactions = from.sign_in_transactions();
  policy.device_cvm = from.device_cvm();
  if (from.has_tap_tries()) policy.tap_tries = from.tap_tries();
  if (!from.tap_entry().empty()) (void)policy.tap_entry_mode.try_assign(from.tap_entry());
  return policy;
}

}  // namespace

std::string serial_of(const std::string& first, std::size_t index) {
  std::string serial = first;
  std::size_t carry = index;
  for (std::size_t i = serial.size(); i-- > 0 && carry > 0;) {
    if (serial[i] < '0' || serial[i] > '9') break;
    carry += static_cast<std::size_t>(serial[i] - '0');
    serial[i] = static_cast<char>('0' + carry % 10);
    carry /= 10;
  }
  return serial;
}

Result<Setup, std::string> make_setup(const config::v1::ReaderProfile& profile, const std::string& name,
                                      std::size_t index) {
  Setup setup;
  setup.name = name;
  setup.profile = profile;
  setup.profile.set_serial(serial_of(profile.serial(), index));
  setup.profile.set_terminal(serial_of(profile.terminal(), index));
  firmware::Config& config = setup.config;
  const auto assign = [](auto& to, const std::string& text) { return to.try_assign(text); };
  const std::string& serial = setup.profile.serial();
  if (!serial.starts_with("SIM-") || serial.size() < 8 || !assign(config.serial, serial)) {
    return Failure{"serial is 8 to 24 characters and begins with SIM-, not " + serial};
  }
  if (!profile.model().empty() && !assign(config.model, profile.model())) {
    return Failure{std::string{"model has at most 24 characters"}};
  }
  if (!profile.firmware_version().empty() && !assign(config.firmware_version, profile.firmware_version())) {
    return Failure{std::string{"firmware_version has at most 15 characters"}};
  }
  if (profile.terminal().size() != 8 || !assign(config.terminal, setup.profile.terminal())) {
    return Failure{std::string{"terminal has 8 characters"}};
  }
  if (profile.merchant().size() != 15 || !assign(config.merchant, profile.merchant())) {
    return Failure{std::string{"merchant has 15 characters"}};
  }
  if (!assign(config.merchant_name, profile.merchant_name())) {
    return Failure{std::string{"merchant_name has at most 40 bytes"}};
  }
  if (profile.language() == "en") config.language = firmware::Language::english;
  if (profile.language() == "zh-TW") config.language = firmware::Language::traditional_chinese;
  config.policy = make_policy(profile.policy());
  if (profile.policy().front() == config::v1::Policy::CUP_55AA) {
    config.policy.front = profile.certified() ? firmware::Front::cup_55aa_certified : firmware::Front::cup_55aa;
    if (profile.body().contactless() || config.policy.transaction_keys != security::TransactionKeys::div) {
      return Failure{std::string{"front: cup_55aa goes with transaction_keys: div and a body without an antenna"}};
    }
  }
  const auto use = profile.psam().use();
  if (use == config::v1::ReaderPsam::IDENTITY) config.policy.sam_use = firmware::SamUse::identity;
  if (use == config::v1::ReaderPsam::KEYS) {
    config.policy.sam_use = firmware::SamUse::keys;
    const bool div = config.policy.transaction_keys == security::TransactionKeys::div;
    if (!div || config.policy.mac != security::MacAlgorithm::cup_ecb_tdes) {
      return Failure{std::string{"psam use: keys goes with transaction_keys: div and mac: cup_ecb_tdes"}};
    }
    if (profile.keys().psam_master().empty()) return Failure{std::string{"psam use: keys needs keys.psam_master"}};
  }
  config.interfaces = {profile.body().chip(), profile.body().contactless()};
  if (const std::string& modulus = profile.keys().parameter_modulus(); !modulus.empty()) {
    config.parameter_modulus.resize(config.parameter_modulus.capacity());
    if (modulus.size() != 512 || !read_hex(modulus, config.parameter_modulus.span())) {
      return Failure{std::string{"keys.parameter_modulus has 512 hex digits"}};
    }
  }
  std::array<std::uint8_t, 6> scratch{};
  if (!profile.tpdu().empty() && (profile.tpdu().size() != 10 || !read_hex(profile.tpdu(), scratch))) {
    return Failure{std::string{"tpdu has 10 digits"}};
  }
  if (!profile.header().empty() && (profile.header().size() != 12 || !read_hex(profile.header(), scratch))) {
    return Failure{std::string{"header has 12 digits"}};
  }
  constexpr std::size_t name_prefix_limit = 16;
  if (profile.bluetooth().name_prefix().size() > name_prefix_limit) {
    return Failure{std::string{"bluetooth.name_prefix has 1 to 16 bytes"}};
  }
  setup.clock = {2026, 1, 15, 9, 30, 0};
  if (!profile.clock().empty()) {
    const auto clock = hal::parse_calendar(profile.clock());
    if (!clock) return Failure{"clock is a date and time as YYYY-MM-DD hh:mm:ss, not " + profile.clock()};
    setup.clock = *clock;
  }
  return setup;
}

Result<firmware::Personalisation, std::string> make_keys(const config::v1::ReaderProfile& profile,
                                                         security::Primitives& primitives) {
  firmware::Personalisation keys;
  const Bytes serial = as_bytes(profile.serial());
  std::array<std::uint8_t, 20> sha1{};
  std::array<std::uint8_t, 32> sha256{};
  primitives.hash(security::Hash::sha1, serial, sha1);
  primitives.hash(security::Hash::sha256, serial, sha256);

  SecretBytes<16> master;
  const auto& slots = profile.keys().tmk_slots();
  const auto index = static_cast<int>(profile.keys().tmk_index());
  if (!slots.empty() && index >= slots.size()) return Failure{std::string{"keys.tmk_index names no slot"}};
  if (!read_key(slots.empty() ? profile.keys().tmk() : slots.at(index), 16, keys.terminal_master))
    return Failure{std::string{"keys.tmk has 32 hex digits"}};
  if (!read_key(profile.keys().tmk_master(), 16, master)) {
    return Failure{std::string{"keys.tmk_master has 32 hex digits"}};
  }
  if (!master.empty()) {
    security::pboc_div(primitives, security::Cipher::tdes, master.expose(), Bytes{sha1}.first(8),
                       keys.terminal_master.fill(16));
    std::array<std::uint8_t, 16> tmk{};
    copy_bytes(keys.terminal_master.expose(), tmk);
    set_odd_parity(tmk);
    keys.terminal_master.assign(tmk);
    wipe(tmk);
  }
  // Where a PSAM holds the terminal master key the reader itself never has it.
  if (profile.psam().use() == config::v1::ReaderPsam::KEYS) keys.terminal_master.clear();
  keys.master_is_sm4 = profile.policy().mac() == config::v1::Policy::CUP_ECB_SM4;

  if (!read_key(profile.keys().device_auth_master(), 16, master)) {
    return Failure{std::string{"keys.device_auth_master has 32 hex digits"}};
  }
  if (!profile.keys().device_auth_master().empty()) {
    primitives.ecb_encrypt(security::Cipher::aes, master.expose(), Bytes{sha256}.first(16), keys.device_auth.fill(16));
  }
  if (!read_key(profile.keys().serial_key(), 16, keys.serial_number)) {
    return Failure{std::string{"keys.serial_key has 32 hex digits"}};
  }
  if (!read_key(profile.keys().bdk(), 16, master)) return Failure{std::string{"keys.bdk has 32 hex digits"}};
  if (!profile.keys().bdk().empty()) {
    // The key set's name, then this device's: 59 bits in all, the 21 of the counter clear (keys.md section 6).
    std::array<std::uint8_t, 10> ksn = {
        0xFF, 0xFF, 0x98, 0x76, sha1[0], sha1[1], sha1[2], static_cast<std::uint8_t>(sha1[3] & 0xE0), 0, 0};
    const Bytes initial = Bytes{ksn}.first(8);
    std::array<std::uint8_t, 16> variant{};
    constexpr std::array<std::uint8_t, 16> mask = {0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0,
                                                   0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0};
    xor_bytes(master.expose(), mask, variant);
    const MutableBytes out = keys.dukpt_initial.fill(16);
    primitives.ecb_encrypt(security::Cipher::tdes, master.expose(), initial, out.first(8));
    primitives.ecb_encrypt(security::Cipher::tdes, variant, initial, out.last(8));
    wipe(variant);
    keys.dukpt_ksn.append(ksn);
  }
  return keys;
}

}  // namespace mpos::world
