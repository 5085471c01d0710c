// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <memory>

#include "devicemodel/iso8583/fields.hpp"
#include "devicemodel/iso8583/frame.hpp"
#include "devicemodel/iso8583/message.hpp"
#include "devicemodel/security/mac.hpp"
#include "scenarios/vectors/ops.hpp"

namespace mpos::vectors {
namespace {

using namespace security;

constexpr std::size_t packed_room = 4096;

int field_number(const std::string& name) {
  int number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc{} || end != name.data() + name.size())
    throw InputError("field \"" + name + "\" is not a number");
  return number;
}

bool is_binary(int field) {
  const auto spec = iso8583::field_spec(field);
  if (!spec) throw InputError("field " + std::to_string(field) + " is not in the table");
  return spec->kind == iso8583::FieldKind::binary;
}

/// One byte a character, as the wire has it; JSON has it as UTF-8.
std::string to_latin1(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      out.push_back(text[i]);
    } else if ((byte == 0xC2 || byte == 0xC3) && i + 1 < text.size()) {
      out.push_back(static_cast<char>((byte & 3) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3F)));
    } else {
      throw InputError("a field holds a character that is not Latin-1");
    }
  }
  return out;
}

std::string from_latin1(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out.push_back(c);
    } else {
      out.push_back(static_cast<char>(0xC0 | byte >> 6));
      out.push_back(static_cast<char>(0x80 | (byte & 0x3F)));
    }
  }
  return out;
}

[[noreturn]] void refuse(const iso8583::IsoFailure& failure) {
  throw InputError("the message is refused: error " + std::to_string(static_cast<int>(failure.error)) + " in field " +
                   std::to_string(failure.field) + " at byte " + std::to_string(failure.offset));
}

Value pack(Primitives& p, const Inputs& in) {
  const auto message = std::make_unique<iso8583::Message>();
  if (!message->mti.try_assign(in.text("mti"))) throw InputError("input \"mti\" is longer than four digits");
  for (const auto& [name, value] : in.object("fields")) {
    const int field = field_number(name);
    const auto* text = value.as<std::string>();
    if (text == nullptr) throw InputError("field " + name + " is not a string");
    const bool set = is_binary(field) ? message->set(field, bytes_of_hex(*text, "fields." + name))
                                      : message->set(field, to_latin1(*text));
    if (!set) throw InputError("field " + name + " does not fit in a message");
  }
  Buffer packed(packed_room);
  const auto size = iso8583::pack(*message, packed);
  if (!size) refuse(size.error());
  packed.resize(*size);

  const auto back = std::make_unique<iso8583::Message>();
  const auto read = iso8583::unpack(packed, *back);
  if (!read) refuse(read.error());
  Value::Object unpacked;
  for (int field = 2; field <= 64; ++field) {
    if (!back->has(field)) continue;
    unpacked[std::to_string(field)] =
        is_binary(field) ? hex_value_of(back->get(field)) : Value{from_latin1(back->text(field))};
  }
  Value::Object out;
  out["message"] = hex_value_of(packed);
  out["unpacked"] = Value{std::move(unpacked)};
  if (in.has("mak")) {
    const Bytes mab = iso8583::mac_input(packed);
    if (mab.empty()) throw InputError("a MAC key is given, but the message has no field 64");
    const Cipher cipher = in.cipher("mac_alg");
    if (cipher == Cipher::aes) throw InputError("the UnionPay MAC takes DES, TDES or SM4");
    out["mab"] = hex_value_of(mab);
    const auto mac = mac_cup_ecb(p, cipher, in.key("mak", cipher), mab);
    if (!equal(mac, back->get(64))) throw InputError("field 64 does not hold the MAC, which is " + hex_of(mac));
    out["mac"] = hex_value_of(mac);
  }
  if (in.has("tpdu")) {
    const Buffer tpdu_bytes = in.hex_of_size("tpdu", iso8583::tpdu_bytes);
    const Buffer header_bytes = in.hex_of_size("header", iso8583::header_bytes);
    if (tpdu_bytes[0] != 0x60) throw InputError("input \"tpdu\" does not begin with 60");
    const iso8583::Tpdu tpdu{load_be16(&tpdu_bytes[1]), load_be16(&tpdu_bytes[3])};
    iso8583::Header header{};
    copy_bytes(header_bytes, header);
    Buffer framed(packed.size() + iso8583::frame_overhead);
    const auto framed_size = iso8583::build_frame(tpdu, header, packed, framed);
    if (!framed_size) throw InputError("the message does not fit in a frame");
    framed.resize(*framed_size);
    out["frame"] = hex_value_of(framed);
  }
  return Value{std::move(out)};
}

}  // namespace

void add_iso_ops(OpTable& table) {
  table["iso_pack"] = pack;
}

}  // namespace mpos::vectors
