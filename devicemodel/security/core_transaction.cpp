// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/account_data.hpp"
#include "devicemodel/security/cbc_mac.hpp"
#include "devicemodel/security/core.hpp"
#include "devicemodel/security/mac.hpp"
#include "devicemodel/security/pboc.hpp"
#include "devicemodel/security/pin_block.hpp"

namespace mpos::security {
namespace {
constexpr std::size_t div_nonce_bytes = 8;
}

void SecurityCore::derive(KeyUsage from, Bytes nonce, SecretBytes<24>& to) noexcept {
  const Slot& working = slot(from);
  if (working.key.empty()) {
    to.clear();
  } else if (nonce.empty()) {
    to.assign(working.key.expose());
  } else {
    pboc_div(primitives_, transaction_.cipher, working.key.expose(), nonce, to.fill(16));
  }
}

void SecurityCore::derive_all(Bytes nonce) noexcept {
  transaction_.cipher = slot(KeyUsage::pin).algorithm == KeyAlgorithm::sm4 ? Cipher::sm4 : Cipher::tdes;
  transaction_.nonce.clear();
  transaction_.nonce.append(nonce);
  derive(KeyUsage::pin, nonce, transaction_.pin);
  if (settings_.mac_by_module) {
    transaction_.mac.clear();
  } else {
    derive(KeyUsage::mac, nonce, transaction_.mac);
  }
  derive(KeyUsage::track, nonce, transaction_.track);
  transaction_.mac_response.clear();
  derive_proof_key();
  transaction_.active = true;
}

void SecurityCore::derive_proof_key() noexcept {
  transaction_.request_digest.clear();
  transaction_.proof.clear();
  if (session_.empty()) return;
  CbcMac mac{primitives_, Cipher::aes, slot(KeyUsage::device_auth).key.expose()};
  mac.update(as_bytes("VMPOS-ANSWER-KEY"));
  mac.update(session_.span());
  const auto size = static_cast<std::uint8_t>(transaction_.nonce.size());
  mac.update({&size, 1});
  mac.update(transaction_.nonce.span());
  mac.finish_cmac(transaction_.proof.fill(proof_bytes));
}

Result<void, KeyError> SecurityCore::begin_dukpt() noexcept {
  if (!future_keys_.loaded()) return Failure{KeyError::no_working_key};
  SecretBytes<16> base;
  if (!future_keys_.next(primitives_, base.fill(16))) return Failure{KeyError::exhausted};
  transaction_.cipher = Cipher::tdes;
  transaction_.nonce.clear();
  transaction_.nonce.append(future_keys_.ksn());
  dukpt_variant(primitives_, base.expose(), DukptUse::pin, transaction_.pin.fill(16));
  dukpt_variant(primitives_, base.expose(), DukptUse::mac_request, transaction_.mac.fill(16));
  dukpt_variant(primitives_, base.expose(), DukptUse::mac_response, transaction_.mac_response.fill(16));
  dukpt_variant(primitives_, base.expose(), DukptUse::data_request, transaction_.track.fill(16));
  derive_proof_key();
  transaction_.active = true;
  return {};
}

Result<void, KeyError> SecurityCore::begin_transaction() noexcept {
  end_transaction();
  if (settings_.transaction_keys == TransactionKeys::dukpt) return begin_dukpt();
  if (slot(KeyUsage::pin).key.empty() || slot(KeyUsage::mac).key.empty()) return Failure{KeyError::no_working_key};
  if (settings_.transaction_keys == TransactionKeys::fixed) {
    derive_all({});
    return {};
  }
  std::array<std::uint8_t, div_nonce_bytes> nonce{};
  entropy_.fill(nonce);
  derive_all(nonce);
  return {};
}

Result<void, KeyError> SecurityCore::resume_transaction(Bytes nonce) noexcept {
  if (settings_.transaction_keys == TransactionKeys::dukpt) {
    // The key of this very KSN may still be in use; any earlier one is gone for good.
    if (transaction_.active && equal(transaction_.nonce.span(), nonce)) return {};
    return Failure{nonce.size() == ksn_bytes ? KeyError::exhausted : KeyError::bad_length};
  }
  const bool div = settings_.transaction_keys == TransactionKeys::div;
  if (nonce.size() != (div ? div_nonce_bytes : 0)) return Failure{KeyError::bad_length};
  end_transaction();
  if (slot(KeyUsage::pin).key.empty() || slot(KeyUsage::mac).key.empty()) return Failure{KeyError::no_working_key};
  derive_all(nonce);
  return {};
}

void SecurityCore::end_transaction() noexcept {
  transaction_.active = false;
  wipe({transaction_.nonce.data(), transaction_.nonce.capacity()});
  transaction_.nonce.clear();
  transaction_.pin.clear();
  transaction_.mac.clear();
  transaction_.mac_response.clear();
  transaction_.track.clear();
  transaction_.proof.clear();
  transaction_.request_digest.clear();
  expected_mac_.clear();
  pin_vault_.wipe();
  forget_card();
}

void SecurityCore::set_card(const Pan& pan) noexcept {
  card_ = pan;
}

void SecurityCore::forget_card() noexcept {
  if (card_) card_->clear();
  card_.reset();
}

ByteVector<12> SecurityCore::transaction_nonce() const noexcept {
  return transaction_.nonce;
}

bool SecurityCore::take_pin_token(Duration now) noexcept {
  if (now < pin_refilled_at_) pin_refilled_at_ = now;  // the reader was switched off and on: its time began anew
  const auto earned = (now - pin_refilled_at_) / pin_refill;
  const std::uint32_t missing = pin_bucket_size - pin_tokens_;
  if (earned >= static_cast<Duration::rep>(missing)) {
    pin_tokens_ = pin_bucket_size;
    pin_refilled_at_ = now;
  } else {
    pin_tokens_ += static_cast<std::uint32_t>(earned);
    pin_refilled_at_ += earned * pin_refill;
  }
  if (pin_tokens_ == 0 || pins_under_key_ >= pins_per_key) return false;
  --pin_tokens_;
  ++pins_under_key_;
  return true;
}

Result<ByteVector<16>, PinError> SecurityCore::encipher_pin(Duration now) noexcept {
  struct WipeOnReturn {
    PinVault& vault;
    ~WipeOnReturn() { vault.wipe(); }
  };
  const WipeOnReturn guard{pin_vault_};
  if (!has_key(settings_.transaction_keys == TransactionKeys::dukpt ? KeyUsage::dukpt_initial : KeyUsage::pin)) {
    return Failure{PinError::no_working_key};
  }
  if (!transaction_.active) return Failure{PinError::no_transaction};
  if (!card_) return Failure{PinError::no_card};
  const Bytes pin = pin_vault_.digits();
  if (pin.size() < PinVault::min_digits) return Failure{PinError::bad_length};
  if (!is_pin(pin)) return Failure{PinError::not_a_digit};
  if (!take_pin_token(now)) return Failure{PinError::rate_limited};
  SecretBytes<16> clear;
  const bool sm4 = transaction_.cipher == Cipher::sm4;
  const MutableBytes block = clear.fill(sm4 ? 16 : 8);
  const bool made = sm4 ? pin_block_sm4_cup(pin, card_->digits(), block) : pin_block_0(pin, card_->digits(), block);
  MPOS_ASSERT(made);
  ByteVector<16> out;
  out.resize(block.size());
  primitives_.ecb_encrypt(transaction_.cipher, transaction_.pin.expose(), block, {out.data(), out.size()});
  return out;
}

Result<void, PinError> SecurityCore::offline_pin_block(SecretBytes<8>& out) noexcept {
  const Bytes pin = pin_vault_.digits();
  const std::size_t count = pin.size();
  const bool good = count >= PinVault::min_digits && is_pin(pin);
  if (good) {
    const MutableBytes block = out.fill(8);
    block[0] = static_cast<std::uint8_t>(0x20U | count);
    for (std::size_t i = 0; i < 14; i += 2) {
      const unsigned high = i < count ? pin[i] : 0xFU;
      const unsigned low = i + 1 < count ? pin[i + 1] : 0xFU;
      block[1 + i / 2] = static_cast<std::uint8_t>(high << 4 | low);
    }
  }
  pin_vault_.wipe();
  if (!good) return Failure{count < PinVault::min_digits ? PinError::bad_length : PinError::not_a_digit};
  return {};
}

Result<SealedAccount, SealError> SecurityCore::seal_account(std::uint64_t amount_minor, std::string_view track2,
                                                            std::string_view track3) noexcept {
  if (!transaction_.active) return Failure{SealError::no_transaction};
  if (transaction_.track.empty()) return Failure{SealError::no_working_key};
  if (track2.empty() && track3.empty()) return Failure{SealError::bad_track};
  SealedAccount sealed;
  SecretBytes<sealed.cipher_text.capacity()> clear;
  const MutableBytes room = clear.fill(clear.capacity());
  const std::size_t block = block_bytes(transaction_.cipher);
  const auto size = full_div_package(amount_minor, track2, track3, block, room);
  if (!size) return Failure{size.error()};
  sealed.nonce = transaction_.nonce;
  sealed.cipher_text.resize(*size);
  const MutableBytes out{sealed.cipher_text.data(), *size};
  if (settings_.transaction_keys == TransactionKeys::dukpt) {
    sealed.source = SealedAccount::Source::dukpt;
    const std::array<std::uint8_t, 8> iv{};
    primitives_.cbc_encrypt(Cipher::tdes, transaction_.track.expose(), iv, room.first(*size), out);
  } else {
    primitives_.ecb_encrypt(transaction_.cipher, transaction_.track.expose(), room.first(*size), out);
  }
  return sealed;
}

Result<ByteVector<54>, SealError> SecurityCore::encrypt_track(std::string_view track) noexcept {
  if (!transaction_.active) return Failure{SealError::no_transaction};
  if (transaction_.track.empty()) return Failure{SealError::no_working_key};
  if (track.size() > max_track3_digits) return Failure{SealError::too_long};
  ByteVector<54> out;
  out.resize(out.capacity());
  const auto size =
      track_encrypt_cup(primitives_, transaction_.cipher, transaction_.track.expose(), track, {out.data(), out.size()});
  if (!size) {
    wipe({out.data(), out.size()});
    return Failure{size.error()};
  }
  out.resize(*size);
  return out;
}

Result<std::array<std::uint8_t, 8>, KeyError> SecurityCore::mac_under(Bytes key, Bytes mab) noexcept {
  if (!transaction_.active || key.empty()) return Failure{KeyError::no_working_key};
  const bool sm4 = settings_.mac == MacAlgorithm::cup_ecb_sm4;
  if (sm4 != (transaction_.cipher == Cipher::sm4)) return Failure{KeyError::wrong_usage};
  if (sm4) return mac_cup_ecb(primitives_, Cipher::sm4, key, mab);
  const bool single = settings_.mac == MacAlgorithm::cup_ecb_des || key.size() == 8;
  return single ? mac_cup_ecb(primitives_, Cipher::des, key.first(8), mab)
                : mac_cup_ecb(primitives_, Cipher::tdes, key, mab);
}

Result<std::array<std::uint8_t, 8>, KeyError> SecurityCore::mac(Bytes mab) noexcept {
  const auto made = mac_under(transaction_.mac.expose(), mab);
  if (made) remember_request(mab);
  return made;
}

void SecurityCore::remember_request(Bytes mab) noexcept {
  if (transaction_.proof.empty()) return;
  transaction_.request_digest.resize(proof_bytes);
  CbcMac digest{primitives_, Cipher::aes, transaction_.proof.expose()};
  digest.update(as_bytes("VMPOS-REQUEST"));
  digest.update(mab);
  digest.finish_cmac(transaction_.request_digest.span());
}

bool SecurityCore::verify_answer_proof(Bytes mab, Bytes proof) noexcept {
  if (mac_verification_locked() || transaction_.request_digest.empty()) return false;
  std::array<std::uint8_t, proof_bytes> expected{};
  CbcMac mac{primitives_, Cipher::aes, transaction_.proof.expose()};
  mac.update(as_bytes("VMPOS-ANSWER"));
  mac.update(transaction_.request_digest.span());
  mac.update(mab);
  mac.finish_cmac(expected);
  const bool right = equal_constant_time(expected, proof);
  if (!right) ++mac_failures_;
  return right;
}

bool SecurityCore::verify_mac(Bytes mab, Bytes mac) noexcept {
  if (mac_verification_locked()) return false;
  std::array<std::uint8_t, 8> wanted{};
  if (settings_.mac_by_module) {
    if (!transaction_.active || expected_mac_.size() != wanted.size()) return false;
    copy_bytes(expected_mac_.expose(), wanted);
    expected_mac_.clear();
  } else {
    const Bytes key =
        transaction_.mac_response.empty() ? transaction_.mac.expose() : transaction_.mac_response.expose();
    const auto expected = mac_under(key, mab);
    if (!expected) return false;
    wanted = *expected;
  }
  if (!equal_constant_time(wanted, mac)) {
    ++mac_failures_;
    return false;
  }
  mac_failures_ = 0;
  return true;
}

}  // namespace mpos::security
