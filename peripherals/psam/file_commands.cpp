// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "peripherals/psam/psam.hpp"

namespace mpos::psam {
namespace sw = card::sw;
namespace {

Blob folder_fci(Bytes name) {
  Blob body = card::tlv(0x84, name);
  card::append_tlv(body, 0xA5, card::tlv(0x9F0C, Blob{0x00, 0x00}));
  return card::tlv(0x6F, body);
}

}  // namespace

card::Answer Psam::select(const card::Apdu& apdu) {
  if ((apdu.p1 != 0x00 && apdu.p1 != 0x04) || apdu.p2 != 0x00) return {sw::wrong_p1p2};
  if (apdu.data.empty()) return {sw::wrong_length};
  std::uint16_t id = 0;
  if (apdu.p1 == 0x04) {
    if (equal(apdu.data, as_bytes(card_name))) id = file::card_folder;
    if (equal(apdu.data, application_name)) id = file::application_folder;
    if (id == 0) return {sw::file_not_found};
  } else {
    if (apdu.data.size() != 2) return {sw::wrong_length};
    id = load_be16(apdu.data.data());
  }
  if (id == file::card_folder || id == file::application_folder) {
    folder_ = id == file::card_folder ? Folder::card : Folder::application;
    current_file_ = 0;
    // Rights and temporary keys belong to the folder they were won in.
    authenticated_ = false;
    temporary_.reset();
    purchase_.reset();
    return {sw::ok, folder_fci(folder_ == Folder::card ? as_bytes(card_name) : Bytes{application_name})};
  }
  const auto bytes = content(id);
  if (!bytes) return {sw::file_not_found};
  current_file_ = id;
  Blob body = card::tlv(0x80, Blob{0x00, static_cast<std::uint8_t>(bytes->size())});
  card::append_tlv(body, 0x83, apdu.data);
  return {sw::ok, card::tlv(0x6F, body)};
}

std::optional<Blob> Psam::content(std::uint16_t id) const {
  const bool of_application = id == file::application_public || id == file::transaction_number;
  if (of_application != (folder_ == Folder::application)) return std::nullopt;
  if (id == file::transaction_number) {
    Blob out(4);
    store_be32(out.data(), state_.transaction_number);
    return out;
  }
  const auto found = state_.files.find(id);
  if (found == state_.files.end()) return std::nullopt;
  return found->second;
}

std::optional<std::uint16_t> Psam::target_file(const card::Apdu& apdu, std::size_t& offset) const {
  if ((apdu.p1 & 0x80) != 0) {
    offset = apdu.p2;
    return static_cast<std::uint16_t>(apdu.p1 & 0x1F);
  }
  offset = static_cast<std::size_t>(apdu.p1 << 8 | apdu.p2);
  if (current_file_ == 0) return std::nullopt;
  return current_file_;
}

card::Answer Psam::read_binary(const card::Apdu& apdu) {
  if (!apdu.data.empty()) return {sw::wrong_length};
  std::size_t offset = 0;
  const auto id = target_file(apdu, offset);
  if (!id) return {sw::conditions};
  const auto bytes = content(*id);
  if (!bytes) return {sw::file_not_found};
  if (offset >= bytes->size()) return {sw::wrong_offset};
  const std::size_t left = bytes->size() - offset;
  const std::size_t wanted = apdu.le.value_or(256);
  if (wanted != 256 && wanted > left) return {static_cast<std::uint16_t>(0x6C00 + left)};
  const Bytes part = Bytes{*bytes}.subspan(offset, std::min(wanted, left));
  return {sw::ok, Blob(part.begin(), part.end())};
}

card::Answer Psam::update_binary(const card::Apdu& apdu) {
  std::size_t offset = 0;
  const auto id = target_file(apdu, offset);
  if (!id) return {sw::conditions};
  const auto bytes = content(*id);
  if (!bytes) return {sw::file_not_found};
  if (apdu.cla != 0x04 || *id == file::transaction_number || *id == file::directory) return {sw::not_authorised};
  if (apdu.data.size() < 5) return {sw::wrong_length};
  const Bytes data = apdu.data.first(apdu.data.size() - 4);
  if (offset + data.size() > bytes->size()) return {sw::wrong_offset};
  const Key* key = find_key(folder_, key_type::maintenance, 1);
  if (key == nullptr) return {sw::key_not_found};
  if (!mac_right(apdu, *key)) return {sw::secure_messaging};
  copy_bytes(data, MutableBytes{state_.files[*id]}.subspan(offset));
  return {sw::ok};
}

}  // namespace mpos::psam
