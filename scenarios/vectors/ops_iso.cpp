// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <map>
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

/// The fields of a vector by number, as a message keeps them.
std::map<int, std::string> fields_of(const Inputs& in) {
  std::map<int, std::string> fields;
  for (const auto& [name, value] : in.object("fields")) {
    const int field = field_number(name);
    const auto* text = value.as<std::string>();
    if (text == nullptr) throw InputError("field " + name + " is not a string");
    if (is_binary(field)) {
      const Buffer bytes = bytes_of_hex(*text, "fields." + name);
      fields[field].assign(bytes.begin(), bytes.end());
    } else {
      fields[field] = to_latin1(*text);
    }
  }
  return fields;
}

struct Packed {
  Buffer bytes;
  Value::Object unpacked;
  std::string mac_field;  ///< field 64 as it was read back
};

/// Packs the fields and reads them back. One message of the product holds 2,048 bytes of values, of which vectors may
/// have more: then each field goes through it by itself, and the bodies are put together under one bitmap.
Packed packed_fields(const std::string& mti, const std::map<int, std::string>& fields) {
  std::size_t total = 0;
  for (const auto& [field, value] : fields) total += value.size() + 64;
  std::vector<std::map<int, std::string>> portions;
  if (total <= iso8583::Message::pool_bytes) {
    portions.push_back(fields);
  } else {
    for (const auto& each : fields) portions.push_back({each});
  }
  constexpr std::size_t prefix = 10;  // MTI and bitmap
  Packed out;
  out.bytes.resize(prefix);
  std::uint64_t bitmap = 0;
  for (const auto& portion : portions) {
    const auto message = std::make_unique<iso8583::Message>();
    if (!message->mti.try_assign(mti)) throw InputError("input \"mti\" is longer than four digits");
    for (const auto& [field, value] : portion) {
      if (!message->set(field, value))
        throw InputError("field " + std::to_string(field) + " does not fit in a message");
    }
    Buffer packed(packed_room);
    const auto size = iso8583::pack(*message, packed);
    if (!size) refuse(size.error());
    packed.resize(*size);
    const auto back = std::make_unique<iso8583::Message>();
    const auto read = iso8583::unpack(packed, *back);
    if (!read) refuse(read.error());
    for (int field = 2; field <= 64; ++field) {
      if (!back->has(field)) continue;
      out.unpacked[std::to_string(field)] =
          is_binary(field) ? hex_value_of(back->get(field)) : Value{from_latin1(back->text(field))};
    }
    if (back->has(64)) out.mac_field = back->text(64);
    bitmap |= message->bitmap();
    copy_bytes(Bytes{packed}.first(2), out.bytes);
    out.bytes.insert(out.bytes.end(), packed.begin() + prefix, packed.end());
  }
  store_be64(&out.bytes[2], bitmap);
  return out;
}

Value pack(Primitives& p, const Inputs& in) {
  Packed made = packed_fields(in.text("mti"), fields_of(in));
  const Buffer& packed = made.bytes;
  Value::Object out;
  out["message"] = hex_value_of(packed);
  out["unpacked"] = Value{std::move(made.unpacked)};
  if (in.has("mak")) {
    const Bytes mab = iso8583::mac_input(packed);
    if (mab.empty()) throw InputError("a MAC key is given, but the message has no field 64");
    const Cipher cipher = in.cipher("mac_alg");
    out["mab"] = hex_value_of(mab);
    const auto mac = mac_cup_ecb(p, cipher, in.key("mak", cipher), mab);
    if (!equal(mac, as_bytes(made.mac_field)))
      throw InputError("field 64 does not hold the MAC, which is " + hex_of(mac));
    out["mac"] = hex_value_of(mac);
  }
  if (in.has("tpdu")) {
    const Buffer tpdu_bytes = in.hex_of_size("tpdu", iso8583::tpdu_bytes);
    const Buffer header_bytes = in.hex_of_size("header", iso8583::header_bytes);
    const iso8583::Tpdu tpdu{load_be16(&tpdu_bytes[1]), load_be16(&tpdu_bytes[3])};
    iso8583::Header header{};
    copy_bytes(header_bytes, header);
    Buffer framed(packed.size() + iso8583::frame_overhead);
    const auto framed_size = iso8583::build_frame(tpdu, header, packed, framed);
    if (!framed_size) throw InputError("the message does not fit in a frame");
    framed.resize(*framed_size);
    framed[iso8583::length_bytes] = tpdu_bytes[0];  // 60 on every line of ours; vectors may show another protocol's
    out["frame"] = hex_value_of(framed);
  }
  return Value{std::move(out)};
}

}  // namespace

void add_iso_ops(OpTable& table) {
  table["iso_pack"] = pack;
}

}  // namespace mpos::vectors
