// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/hsm/hsm.hpp"

#include <openssl/sha.h>

#include <utility>

#include "devicemodel/base/hex.hpp"
#include "scenarios/host/hsm/software_keys.hpp"

namespace mpos::host {
namespace {

constexpr std::size_t des_block = 8;
constexpr std::size_t key_bytes = 16;

// The keys of a PSAM: MAC and encryption; the terminal master key, and what MAC keys come from.
constexpr std::uint8_t psam_key_type = 8;
constexpr std::uint8_t psam_master_version = 1;
constexpr std::uint8_t psam_mac_version = 2;

/// Left 8 bytes of SHA-1 of a serial number.
std::array<std::uint8_t, des_block> factor_of(std::string_view serial) noexcept {
  const Bytes text = as_bytes(serial);
  std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest{};
  SHA1(text.data(), text.size(), digest.data());
  std::array<std::uint8_t, des_block> factor{};
  copy_bytes(Bytes{digest}.first(des_block), factor);
  return factor;
}

constexpr std::uint8_t nibble_of(char c) noexcept {
  return c == '=' ? 0xD : static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'A' + 10);
}

std::vector<std::uint8_t> joined(std::string_view label, Bytes middle, Bytes message) {
  std::vector<std::uint8_t> all;
  all.reserve(label.size() + middle.size() + message.size());
  for (const Bytes part : {as_bytes(label), middle, message}) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

Hsm::Hsm(hal::Entropy& entropy) : keys_(std::make_unique<SoftwareKeys>(entropy)), issuer_(*keys_) {}

Hsm::~Hsm() = default;

Result<std::unique_ptr<Hsm>, std::string> Hsm::create(const config::v1::HostKeys& profile, hal::Entropy& entropy) {
  std::unique_ptr<Hsm> hsm(new Hsm(entropy));
  struct Row {
    const char* name;
    const std::string& text;
    KeyAlgorithm algorithm;
    Key& key;
  };
  const Row rows[] = {
      {"tmk_master", profile.tmk_master(), KeyAlgorithm::tdes, hsm->tmk_master_},
      {"tmk", profile.tmk(), KeyAlgorithm::tdes, hsm->tmk_},
      {"device_auth_master", profile.device_auth_master(), KeyAlgorithm::aes, hsm->device_auth_master_},
      {"serial_key", profile.serial_key(), KeyAlgorithm::sm4, hsm->serial_key_},
      {"bdk", profile.bdk(), KeyAlgorithm::tdes, hsm->bdk_},
      {"psam_master", profile.psam_master(), KeyAlgorithm::tdes, hsm->psam_master_},
  };
  for (const Row& row : rows) {
    if (row.text.empty()) continue;
    SecretBytes<key_bytes> clear;
    if (read_hex(row.text, clear.fill(key_bytes)) != key_bytes) {
      return Failure{std::string("host key ") + row.name + " is not 32 hexadecimal digits"};
    }
    row.key = hsm->keys_->load(row.algorithm, clear.expose());
  }
  if (hsm->tmk_master_.empty() && hsm->tmk_.empty())
    return Failure{std::string("host keys name neither tmk_master nor tmk")};
  const std::string& mac = profile.mac();
  hsm->single_mac_ = mac == "cup_ecb_des";
  if (mac == "cup_ecb_sm4") {
    hsm->mac_algorithm_ = KeyAlgorithm::sm4;
  } else if (!mac.empty() && mac != "cup_ecb_tdes" && !hsm->single_mac_) {
    return Failure{"host MAC algorithm " + mac + " is not cup_ecb_tdes, cup_ecb_des or cup_ecb_sm4"};
  }
  // The verification key follows from the master, so that references in a ledger file stay good over restarts.
  const Key& root = hsm->tmk_master_.empty() ? hsm->tmk_ : hsm->tmk_master_;
  static constexpr std::string_view label = "pin-verification";
  static_assert(label.size() == key_bytes);
  hsm->pin_verification_ = hsm->keys_->derive(root, as_bytes(label), KeyAlgorithm::aes);
  return hsm;
}

bool Hsm::proves_devices() const noexcept {
  return !device_auth_master_.empty();
}

bool Hsm::checks_serials() const noexcept {
  return !serial_key_.empty();
}

Hsm::Reader& Hsm::reader(Terminal terminal) {
  if (terminal >= readers_.size()) readers_.resize(terminal + 1);
  return readers_[terminal];
}

void Hsm::enroll(Terminal terminal, std::string_view serial, const std::optional<Psam>& psam) {
  Reader& owner = reader(terminal);
  const bool by_psam = psam && psam->holds_master && knows_psams();
  const bool same_psam = owner.psam.has_value() == by_psam && (!by_psam || owner.psam->serial == psam->serial);
  if (owner.serial == serial && !owner.serial.empty() && same_psam) return;
  drop_working_keys(terminal);
  owner.serial = serial;
  owner.tmk = derive_tmk(serial, psam);
  owner.psam.reset();
  owner.psam_mac.release();
  if (!by_psam) return;
  owner.psam = psam;
  owner.psam_mac = psam_key(*psam, psam_mac_version, serial);
}

Key Hsm::derive_tmk(std::string_view serial, const std::optional<Psam>& psam) {
  if (psam && psam->holds_master) return knows_psams() ? psam_key(*psam, psam_master_version, serial) : Key{};
  if (tmk_master_.empty()) return {};
  return keys_->diversify(tmk_master_, factor_of(serial));
}

Key Hsm::psam_key(const Psam& psam, std::uint8_t version, std::string_view serial) {
  const std::array<std::uint8_t, des_block> usage{0, 0, 0, 0, 0, 0, psam_key_type, version};
  const Key of_usage = keys_->diversify(psam_master_, usage);
  const Key of_psam = keys_->diversify(of_usage, Bytes{psam.serial}.last(des_block));
  return keys_->diversify(of_psam, factor_of(serial));
}

Key Hsm::derive_device_auth(std::string_view serial) {
  const Bytes text = as_bytes(serial);
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA256(text.data(), text.size(), digest.data());
  return keys_->derive(device_auth_master_, Bytes{digest}.first(key_bytes), KeyAlgorithm::aes);
}

std::array<std::uint8_t, 4> Hsm::key_id(std::string_view serial, const std::optional<Psam>& psam) {
  const Key tmk = derive_tmk(serial, psam);
  return check_value(*keys_, tmk.empty() ? tmk_ : tmk);
}

std::array<std::uint8_t, 16> Hsm::proof(std::string_view serial, Bytes data) {
  std::array<std::uint8_t, 16> mac{};
  cmac(*keys_, derive_device_auth(serial), data, mac);
  return mac;
}

ByteVector<60> Hsm::new_working_keys(Terminal terminal, bool with_track_key) {
  Reader& owner = reader(terminal);
  const Key& tmk = owner.tmk.empty() ? tmk_ : owner.tmk;
  owner.pin = keys_->generate(KeyAlgorithm::tdes, false);
  owner.mac = keys_->generate(mac_algorithm_, single_mac_);
  owner.track = with_track_key ? keys_->generate(KeyAlgorithm::tdes, false) : Key{};
  ByteVector<60> field;
  const auto append = [this, &field, &tmk](const Key& key, std::size_t size) {
    std::array<std::uint8_t, key_bytes> wrapped{};
    keys_->wrap(tmk, key, MutableBytes{wrapped}.first(size));
    field.append(wrapped);
    field.append(check_value(*keys_, key));
  };
  append(owner.pin, key_bytes);
  append(owner.mac, single_mac_ ? des_block : key_bytes);
  if (with_track_key) append(owner.track, key_bytes);
  return field;
}

bool Hsm::confirms(Terminal terminal, Bytes data, Bytes mac) {
  const Reader& owner = reader(terminal);
  std::array<std::uint8_t, 16> expected{};
  if (owner.mac.empty()) return false;
  cmac(*keys_, owner.mac, data, expected);
  return equal_constant_time(Bytes{expected}.first(des_block), mac);
}

void Hsm::drop_working_keys(Terminal terminal) {
  // The message in hand is still answered under them.
  if (working_ && terminal == current_) {
    dropped_ = true;
    return;
  }
  Reader& owner = reader(terminal);
  owner.pin.release();
  owner.mac.release();
  owner.track.release();
}

std::array<std::uint8_t, 8> Hsm::serial_cipher(std::string_view serial, std::string_view factor) {
  const std::string text = std::string(serial) + std::string(factor);
  return terminal_mac(*keys_, serial_key_, as_bytes(text));
}

PinReference Hsm::pin_reference(std::string_view pan, std::string_view pin) {
  FixedString<40> text{pan};
  text.append("/");
  text.append(pin);
  PinReference reference{};
  cmac(*keys_, pin_verification_, as_bytes(text), reference);
  return reference;
}

bool Hsm::begin(Terminal terminal, KeySource source, Bytes nonce, std::string_view trace) {
  end();
  constexpr std::size_t expected[] = {0, des_block, 10, des_block};
  Reader& owner = reader(terminal);
  if (nonce.size() != expected[static_cast<std::size_t>(source)] || owner.mac.empty()) return false;
  if (source == KeySource::dukpt && bdk_.empty()) return false;
  // A reader whose master key is in a PSAM seals with it, and no other reader does.
  if ((source == KeySource::psam) != owner.psam.has_value()) return false;
  if (source == KeySource::psam && trace.size() != 6) return false;
  current_ = terminal;
  working_ = true;
  source_ = source;
  nonce_.clear();
  nonce_.append(nonce);
  if (source == KeySource::div) mac_ = keys_->diversify(owner.mac, nonce);
  if (source == KeySource::psam) {
    std::array<std::uint8_t, des_block> counter{};
    for (std::size_t i = 0; i < 3; ++i) {
      counter[5 + i] = static_cast<std::uint8_t>((trace[2 * i] - '0') << 4 | (trace[2 * i + 1] - '0'));
    }
    const Key of_nonce = keys_->diversify(owner.psam_mac, nonce);
    mac_ = keys_->diversify(of_nonce, counter);
  }
  if (source == KeySource::dukpt) {
    mac_ = keys_->dukpt(bdk_, nonce, DukptUse::mac_request);
    answer_mac_ = keys_->dukpt(bdk_, nonce, DukptUse::mac_response);
  }
  return true;
}

bool Hsm::mac_is_right(Bytes data, Bytes mac) {
  const Key& key = mac_.empty() ? readers_[current_].mac : mac_;
  return equal_constant_time(terminal_mac(*keys_, key, data), mac);
}

std::array<std::uint8_t, 8> Hsm::answer_mac(Bytes data) {
  const Key& key = !answer_mac_.empty() ? answer_mac_ : mac_.empty() ? readers_[current_].mac : mac_;
  return terminal_mac(*keys_, key, data);
}

void Hsm::begin_proof(std::string_view serial, Bytes reader_nonce, Bytes host_nonce, Bytes request) {
  ByteVector<64> context;
  context.append(as_bytes("VMPOS-ANSWER-KEY"));
  context.append(reader_nonce);
  context.append(host_nonce);
  context.push_back(static_cast<std::uint8_t>(nonce_.size()));
  context.append(nonce_.span());
  proof_ = cmac_key(*keys_, derive_device_auth(serial), context.span());
  cmac(*keys_, proof_, joined("VMPOS-REQUEST", {}, request), request_digest_);
}

std::array<std::uint8_t, 16> Hsm::answer_proof(Bytes answer) {
  MPOS_ASSERT(!proof_.empty());
  std::array<std::uint8_t, 16> mac{};
  cmac(*keys_, proof_, joined("VMPOS-ANSWER", request_digest_, answer), mac);
  return mac;
}

std::optional<AccountPackage> Hsm::open_account(Bytes cipher_text) {
  Reader& owner = readers_[current_];
  constexpr std::size_t longest = 160;
  if (cipher_text.empty() || cipher_text.size() % des_block != 0 || cipher_text.size() > longest) return std::nullopt;
  if (source_ != KeySource::dukpt && owner.track.empty()) return std::nullopt;
  SecretBytes<longest> clear;
  const MutableBytes out = clear.fill(cipher_text.size());
  switch (source_) {
    case KeySource::fixed: keys_->decrypt(owner.track, cipher_text, out); break;
    case KeySource::div:
    case KeySource::psam:
      track_ = keys_->diversify(owner.track, nonce_.span());
      keys_->decrypt(track_, cipher_text, out);
      break;
    case KeySource::dukpt:
      track_ = keys_->dukpt(bdk_, nonce_.span(), DukptUse::data_request);
      keys_->decrypt_cbc(track_, cipher_text, out);
      break;
  }
  return parse_account_package(out);
}

std::optional<FixedString<37>> Hsm::open_track(std::string_view track) {
  Reader& owner = readers_[current_];
  constexpr std::size_t shortest_bytes = des_block + 2;
  const std::size_t size = (track.size() + 1) / 2;
  if (track.size() > 37 || size < shortest_bytes) return std::nullopt;
  if (source_ != KeySource::dukpt && owner.track.empty()) return std::nullopt;
  SecretBytes<20> packed;
  const MutableBytes bytes = packed.fill(size);
  for (std::size_t i = 0; i < track.size(); ++i) {
    const unsigned nibble = nibble_of(track[i]);
    bytes[i / 2] = static_cast<std::uint8_t>(bytes[i / 2] | (i % 2 == 0 ? nibble << 4 : nibble));
  }
  if (source_ == KeySource::div || source_ == KeySource::psam) track_ = keys_->diversify(owner.track, nonce_.span());
  if (source_ == KeySource::dukpt) track_ = keys_->dukpt(bdk_, nonce_.span(), DukptUse::data_request);
  const MutableBytes block = bytes.subspan(size - 1 - des_block, des_block);
  keys_->decrypt(track_.empty() ? owner.track : track_, block, block);
  FixedString<37> clear;
  for (std::size_t i = 0; i < track.size(); ++i) {
    const char c = "0123456789ABC=EF"[i % 2 == 0 ? bytes[i / 2] >> 4 : bytes[i / 2] & 15];
    clear.append({&c, 1});
  }
  return clear;
}

PinAnswer Hsm::check_pin(Bytes cipher_block, const Pan& pan, const PinReference& reference) {
  Reader& owner = readers_[current_];
  if (cipher_block.size() != des_block) return PinAnswer::format_error;
  switch (source_) {
    case KeySource::fixed: break;
    case KeySource::div:
    case KeySource::psam: pin_ = keys_->diversify(owner.pin, nonce_.span()); break;
    case KeySource::dukpt: pin_ = keys_->dukpt(bdk_, nonce_.span(), DukptUse::pin); break;
  }
  SecretBytes<des_block> clear;
  keys_->decrypt(pin_.empty() ? owner.pin : pin_, cipher_block, clear.fill(des_block));
  auto pin = decode_pin_block(clear.expose(), pan);
  if (!pin) return PinAnswer::format_error;
  const PinReference found = pin_reference(pan.digits(), *pin);
  pin->clear();
  return equal_constant_time(found, reference) ? PinAnswer::ok : PinAnswer::wrong;
}

void Hsm::end() {
  mac_.release();
  answer_mac_.release();
  track_.release();
  pin_.release();
  proof_.release();
  working_ = false;
  if (std::exchange(dropped_, false)) drop_working_keys(current_);
  issuer_.end();
}

}  // namespace mpos::host
