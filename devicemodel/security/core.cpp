// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/core.hpp"

#include "devicemodel/security/field62.hpp"
#include "devicemodel/security/kcv.hpp"
#include "devicemodel/security/mac.hpp"

namespace mpos::security {
namespace {

constexpr Cipher cipher_of(KeyAlgorithm algorithm) noexcept {
  switch (algorithm) {
    case KeyAlgorithm::des: return Cipher::des;
    case KeyAlgorithm::tdes: return Cipher::tdes;
    case KeyAlgorithm::aes: return Cipher::aes;
    case KeyAlgorithm::sm4: return Cipher::sm4;
  }
  return Cipher::tdes;
}

bool may_personalise(KeyUsage usage, KeyAlgorithm algorithm) noexcept {
  switch (usage) {
    case KeyUsage::master: return algorithm == KeyAlgorithm::tdes || algorithm == KeyAlgorithm::sm4;
    case KeyUsage::device_auth: return algorithm == KeyAlgorithm::aes;
    case KeyUsage::serial_number: return algorithm == KeyAlgorithm::sm4;
    case KeyUsage::dukpt_initial: return algorithm == KeyAlgorithm::tdes;
    case KeyUsage::pin:
    case KeyUsage::mac:
    case KeyUsage::track: return false;
  }
  return false;
}

}  // namespace

bool PinVault::push(std::uint8_t digit) noexcept {
  return digits_.try_push_back(digit);
}

void PinVault::wipe() noexcept {
  digits_.resize(max_digits);
  mpos::wipe({digits_.data(), max_digits});
  digits_.clear();
}

SecurityCore::SecurityCore(Primitives& primitives, hal::Entropy& entropy, Settings settings) noexcept
    : primitives_(primitives), entropy_(entropy), settings_(settings) {}

Result<void, KeyError> SecurityCore::personalise(KeyUsage usage, KeyAlgorithm algorithm, Bytes key) noexcept {
  if (static_cast<std::size_t>(usage) >= slot_count) return Failure{KeyError::slot_out_of_range};
  if (!may_personalise(usage, algorithm)) return Failure{KeyError::wrong_usage};
  const bool dukpt = usage == KeyUsage::dukpt_initial;
  if (key.size() < 16 || !is_key_length(cipher_of(algorithm), key.size()) || (dukpt && key.size() != 16)) {
    return Failure{KeyError::bad_length};
  }
  if (algorithm == KeyAlgorithm::tdes && has_equal_parts(key)) return Failure{KeyError::equal_halves};
  Slot& to = slot(usage);
  to.algorithm = algorithm;
  const MutableBytes stored = to.key.fill(key.size());
  copy_bytes(key, stored);
  if (dukpt) {
    // An initial key is used as it is: X9.24 derives it without parity, and every bit of it counts in the tree.
    future_keys_.clear();
    kcv_ecb(primitives_, Cipher::tdes, key, dukpt_check_value_);
  } else if (algorithm == KeyAlgorithm::tdes) {
    set_odd_parity(stored);
  }
  if (usage == KeyUsage::master) drop_working_keys();
  return {};
}

Result<void, KeyError> SecurityCore::set_ksn(Bytes ksn) noexcept {
  if (ksn.size() != ksn_bytes) return Failure{KeyError::bad_length};
  SecretBytes<32>& initial = slot(KeyUsage::dukpt_initial).key;
  if (!initial.empty()) {
    future_keys_.load(primitives_, initial.expose(), ksn);
    initial.clear();
    return {};
  }
  if (!future_keys_.loaded()) return Failure{KeyError::no_master_key};
  if (equal(future_keys_.ksn(), ksn)) return {};
  if (!future_keys_.skip_to(primitives_, ksn)) return Failure{KeyError::wrong_usage};
  return {};
}

ByteVector<12> SecurityCore::ksn() const noexcept {
  ByteVector<12> out;
  if (future_keys_.loaded()) out.append(future_keys_.ksn());
  return out;
}

bool SecurityCore::has_key(KeyUsage usage) const noexcept {
  if (static_cast<std::size_t>(usage) >= slot_count) return false;
  return !slot(usage).key.empty() || (usage == KeyUsage::dukpt_initial && future_keys_.loaded());
}

std::optional<std::array<std::uint8_t, 4>> SecurityCore::check_value(KeyUsage usage) const noexcept {
  if (!has_key(usage)) return std::nullopt;
  if (usage == KeyUsage::dukpt_initial) return dukpt_check_value_;
  const Slot& from = slot(usage);
  std::array<std::uint8_t, 4> value{};
  kcv_ecb(primitives_, cipher_of(from.algorithm), from.key.expose(), value);
  return value;
}

void SecurityCore::zeroise() noexcept {
  for (Slot& each : slots_) each.key.clear();
  future_keys_.clear();
  dukpt_check_value_ = {};
  session_.clear();
  end_transaction();
  pins_under_key_ = 0;
  mac_failures_ = 0;
}

KeyAlgorithm SecurityCore::wrapping_algorithm() const noexcept {
  return opens_by_module_ ? KeyAlgorithm::tdes : slot(KeyUsage::master).algorithm;
}

Result<SecretBytes<24>, KeyError> SecurityCore::unwrap(Bytes cipher_text, Bytes check_value,
                                                       bool may_be_single) noexcept {
  const Cipher cipher = cipher_of(wrapping_algorithm());
  const bool single = cipher_text.size() == 8;
  if ((cipher == Cipher::sm4 && cipher_text.size() != 16) || (single && !may_be_single)) {
    return Failure{KeyError::bad_length};
  }
  SecretBytes<24> clear;
  const MutableBytes key = clear.fill(cipher_text.size());
  if (!opens_by_module_) {
    primitives_.ecb_decrypt(cipher, slot(KeyUsage::master).key.expose(), cipher_text, key);
  } else {
    if (opened_.size() < key.size()) return Failure{KeyError::bad_length};
    copy_bytes(opened_.first(key.size()), key);
    opened_ = opened_.subspan(key.size());
  }
  std::array<std::uint8_t, 4> value{};
  kcv_ecb(primitives_, single ? Cipher::des : cipher, key, value);
  if (!equal_constant_time(value, check_value)) return Failure{KeyError::bad_check_value};
  if (cipher != Cipher::sm4) {
    if (has_equal_parts(key)) return Failure{KeyError::equal_halves};
    set_odd_parity(key);
  }
  return clear;
}

Result<WorkingKeyReport, KeyError> SecurityCore::load_working_keys(Bytes field62) noexcept {
  failed_key_ = nullptr;
  const KeyAlgorithm wrapping = wrapping_algorithm();
  if (slot(KeyUsage::master).key.empty() && opened_.empty()) return Failure{KeyError::no_master_key};
  const auto parsed = parse_field62(field62);
  if (!parsed) return Failure{KeyError::bad_length};
  // All keys are opened and checked before the first slot changes.
  // No host talks a reader into single DES (REQ-064): never for PINs, for MACs where the profile says so.
  const bool single_mac = settings_.mac == MacAlgorithm::cup_ecb_des;
  failed_key_ = "pik";
  auto pin = unwrap(parsed->pin.cipher_text, parsed->pin.check_value, false);
  if (!pin) return Failure{pin.error()};
  failed_key_ = "mak";
  auto mac = unwrap(parsed->mac.cipher_text, parsed->mac.check_value, single_mac);
  if (!mac) return Failure{mac.error()};
  SecretBytes<24> track;
  if (parsed->track) {
    failed_key_ = "tdk";
    auto opened = unwrap(parsed->track->cipher_text, parsed->track->check_value, false);
    if (!opened) return Failure{opened.error()};
    track = *std::move(opened);
  }

  failed_key_ = nullptr;

  WorkingKeyReport report;
  const auto put = [&](KeyUsage usage, const SecretBytes<24>& key, Bytes check_value) noexcept {
    Slot& to = slot(usage);
    to.algorithm = key.size() == 8 ? KeyAlgorithm::des : wrapping;
    to.key.assign(key.expose());
    copy_bytes(check_value,
               report.check_values[static_cast<std::size_t>(usage) - static_cast<std::size_t>(KeyUsage::pin)]);
  };
  drop_working_keys();
  put(KeyUsage::pin, *pin, parsed->pin.check_value);
  put(KeyUsage::mac, *mac, parsed->mac.check_value);
  if (parsed->track) {
    put(KeyUsage::track, track, parsed->track->check_value);
    report.has_track_key = true;
  }
  return report;
}

Result<WorkingKeyReport, KeyError> SecurityCore::load_opened_keys(Bytes field62, Bytes clear) noexcept {
  failed_key_ = nullptr;
  if (clear.empty()) return Failure{KeyError::bad_length};
  opened_ = clear;
  opens_by_module_ = true;
  auto report = load_working_keys(field62);
  opened_ = {};
  opens_by_module_ = false;
  // The PSAM holds the master key now: what this core may once have held is not it.
  if (report) slot(KeyUsage::master).key.clear();
  return report;
}

void SecurityCore::drop_working_keys() noexcept {
  for (const KeyUsage usage : {KeyUsage::pin, KeyUsage::mac, KeyUsage::track}) slot(usage).key.clear();
  end_transaction();
  session_.clear();
  pins_under_key_ = 0;
  mac_failures_ = 0;
}

Result<void, KeyError> SecurityCore::set_session(Bytes reader_nonce, Bytes host_nonce) noexcept {
  if (slot(KeyUsage::device_auth).key.empty()) return Failure{KeyError::no_master_key};
  if (reader_nonce.size() + host_nonce.size() != session_.capacity()) return Failure{KeyError::bad_length};
  session_.clear();
  session_.append(reader_nonce);
  session_.append(host_nonce);
  return {};
}

Result<std::array<std::uint8_t, 16>, KeyError> SecurityCore::device_auth_mac(Bytes message) noexcept {
  const Slot& from = slot(KeyUsage::device_auth);
  if (from.key.empty()) return Failure{KeyError::no_master_key};
  std::array<std::uint8_t, 16> out{};
  cmac(primitives_, Cipher::aes, from.key.expose(), message, out);
  return out;
}

Result<std::array<std::uint8_t, 8>, KeyError> SecurityCore::sign_in_confirmation(Bytes message) noexcept {
  const Slot& from = slot(KeyUsage::mac);
  if (from.key.empty()) return Failure{KeyError::no_working_key};
  std::array<std::uint8_t, 8> out{};
  cmac(primitives_, from.algorithm == KeyAlgorithm::sm4 ? Cipher::sm4 : Cipher::tdes, from.key.expose(), message, out);
  return out;
}

Result<std::array<char, 8>, KeyError> SecurityCore::serial_cipher(std::string_view serial,
                                                                  std::string_view factor) noexcept {
  const Slot& from = slot(KeyUsage::serial_number);
  if (from.key.empty()) return Failure{KeyError::no_master_key};
  const std::array<std::uint8_t, 8> mac = tusn_mac(primitives_, from.key.expose(), as_bytes(serial), as_bytes(factor));
  std::array<char, 8> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<char>(mac[i]);
  return out;
}

}  // namespace mpos::security
