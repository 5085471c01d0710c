// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/link/handshake.hpp"

#include "devicemodel/base/utf8.hpp"

namespace mpos::link {
namespace {

constexpr std::string_view commitment_label = "vmpos-commit";
constexpr std::string_view code_label = "vmpos-code";
constexpr std::uint8_t flag_keeps_no_time = 0x01;

bool is_printable(std::string_view text) noexcept {
  constexpr char32_t malformed = 0xFFFD;
  while (const auto code_point = take_code_point(text)) {
    if (*code_point < 0x20 || (*code_point >= 0x7F && *code_point < 0xA0) || *code_point == malformed) return false;
  }
  return true;
}

}  // namespace

std::size_t encode(const Hello& hello, MutableBytes out) noexcept {
  MPOS_ASSERT(out.size() >= hello_bytes);
  out[0] = hello.version;
  out[1] = hello.keeps_no_time ? flag_keeps_no_time : 0;
  copy_bytes(hello.commitment, out.subspan(2));
  return hello_bytes;
}

std::optional<Hello> decode_hello(Bytes bytes) noexcept {
  if (bytes.size() != hello_bytes || (bytes[1] & ~flag_keeps_no_time) != 0) return std::nullopt;
  Hello hello{.version = bytes[0], .keeps_no_time = (bytes[1] & flag_keeps_no_time) != 0, .commitment = {}};
  copy_bytes(bytes.subspan(2), hello.commitment);
  return hello;
}

std::size_t encode(const Introduction& introduction, MutableBytes out) noexcept {
  MPOS_ASSERT(introduction.certificate.size() <= certificate_limit_bytes);
  out[0] = introduction.version;
  copy_bytes(introduction.nonce, out.subspan(1));
  copy_bytes(introduction.certificate, out.subspan(introduction_head_bytes));
  return introduction_head_bytes + introduction.certificate.size();
}

std::optional<Introduction> decode_introduction(Bytes bytes) noexcept {
  if (bytes.size() < introduction_head_bytes || bytes.size() > introduction_limit_bytes) return std::nullopt;
  Introduction introduction{.version = bytes[0], .nonce = {}, .certificate = bytes.subspan(introduction_head_bytes)};
  copy_bytes(bytes.subspan(1, introduction.nonce.size()), introduction.nonce);
  return introduction;
}

std::size_t encode(const Proof& proof, MutableBytes out) noexcept {
  copy_bytes(proof.nonce, out);
  copy_bytes(as_bytes(proof.name.view()), out.subspan(proof.nonce.size()));
  return proof.nonce.size() + proof.name.size();
}

std::optional<Proof> decode_proof(Bytes bytes) noexcept {
  Proof proof;
  if (bytes.size() < proof.nonce.size()) return std::nullopt;
  copy_bytes(bytes.first(proof.nonce.size()), proof.nonce);
  const std::string_view name = as_text(bytes.subspan(proof.nonce.size()));
  if (!proof.name.try_assign(name) || !is_printable(name)) return std::nullopt;
  return proof;
}

noise::Digest commitment_of(security::Primitives& primitives, const Nonce& nonce,
                            const noise::PublicKey& key) noexcept {
  ByteVector<64> input;
  input.append(as_bytes(commitment_label));
  input.append(nonce);
  input.append(key);
  noise::Digest digest;
  primitives.hash(security::Hash::sha256, input.span(), digest);
  return digest;
}

std::array<char, 6> confirm_code(security::Primitives& primitives, const noise::Digest& handshake_hash,
                                 const Nonce& phone, const Nonce& reader) noexcept {
  ByteVector<80> input;
  input.append(as_bytes(code_label));
  input.append(handshake_hash);
  input.append(phone);
  input.append(reader);
  noise::Digest digest;
  primitives.hash(security::Hash::sha256, input.span(), digest);
  std::uint64_t number = load_be64(digest.data()) % 1'000'000;
  std::array<char, 6> code{};
  for (std::size_t i = code.size(); i-- > 0; number /= 10) code[i] = static_cast<char>('0' + number % 10);
  return code;
}

}  // namespace mpos::link
