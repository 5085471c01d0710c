// SPDX-License-Identifier: Apache-2.0
#include "scenarios/decode/tlv.hpp"

#include <algorithm>
#include <array>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/emv/apdu.hpp"
#include "devicemodel/emv/dictionary.hpp"
#include "scenarios/decode/bit_fields.hpp"
#include "scenarios/decode/row_text.hpp"

namespace mpos::decode {
namespace {

struct Template {
  emv::Tag tag;
  const char* name;
};
/// Templates and what else the dictionary of the kernel does not need (EMV book 1 annex B, book 3 annex A).
constexpr std::array templates = {
    Template{emv::tag::entry, "Application Template"},
    Template{emv::tag::fci, "File Control Information Template"},
    Template{emv::tag::record, "Record Template"},
    Template{emv::tag::format2, "Response Message Template Format 2"},
    Template{emv::tag::format1, "Response Message Template Format 1"},
    Template{emv::tag::command_template, "Command Template"},
    Template{emv::tag::fci_proprietary, "FCI Proprietary Template"},
    Template{emv::tag::issuer_discretionary, "FCI Issuer Discretionary Data"},
    Template{emv::tag::track1_data, "Track 1 Data"},
    Template{emv::tag::track2_data, "Track 2 Data"},
};

std::string tag_text(emv::Tag tag) {
  std::array<std::uint8_t, 4> bytes{};
  store_be32(bytes.data(), tag);
  std::string text(2 * emv::tag_bytes(tag), '0');
  write_hex(Bytes{bytes}.last(emv::tag_bytes(tag)), text);
  return text;
}

std::string name_of(emv::Tag tag) {
  if (const emv::Definition* known = emv::definition(tag)) return std::string{known->name};
  for (const Template& one : templates) {
    if (one.tag == tag) return one.name;
  }
  return "unknown tag";
}

/// Digits from `first` on that a number is made of; hidden ones count.
std::size_t digits_at(const Specimen& specimen, std::size_t first, std::size_t limit) {
  std::size_t count = 0;
  while (count < limit) {
    const char c = specimen.digit(first + count);
    if (c != '*' && (c < '0' || c > '9')) break;
    ++count;
  }
  return count;
}

/// Hides what the house never shows of this object's value. True when it is one of those.
bool hide_value(Specimen& specimen, emv::Tag tag, std::size_t at, std::size_t size) {
  if (tag == emv::tag::script_command) {
    if (size <= 5 || !emv::carries_secret(specimen.bytes()[at + 1])) return false;
    specimen.hide(at + 5, size - 5);
    return true;
  }
  const emv::Cover cover = emv::cover_of(tag);
  switch (cover) {
    case emv::Cover::none: return false;
    case emv::Cover::all: specimen.hide(at, size); return true;
    case emv::Cover::number:
    case emv::Cover::track: break;
  }
  const std::size_t digits = digits_at(specimen, 2 * at, 2 * size);
  specimen.hide_number(2 * at, digits);
  if (cover == emv::Cover::track && digits < 2 * size) {
    specimen.hide_digits(2 * at + digits + 1, 2 * size - digits - 1);
  }
  return true;
}

std::string amount_note(const Specimen& specimen, std::size_t at, std::size_t size) {
  if (size != 6 || digits_at(specimen, 2 * at, 12) != 12 || specimen.hides(at, size)) return {};
  return money_text(specimen.hex(at, size));
}

bool is_amount(emv::Tag tag) {
  return tag == emv::tag::amount || tag == emv::tag::other_amount || tag == emv::tag::spendable ||
         tag == emv::tag::ec_threshold || tag == emv::tag::ec_limit || tag == emv::tag::ec_single_limit ||
         tag == emv::tag::ec_balance || tag == emv::tag::ec_terminal_limit;
}

bool is_dol(emv::Tag tag) {
  return tag == emv::tag::pdol || tag == emv::tag::cdol1 || tag == emv::tag::cdol2 || tag == emv::tag::tdol ||
         tag == emv::tag::ddol || tag == emv::tag::log_format;
}

Rows afl_rows(const Specimen& specimen, std::size_t at, std::size_t size) {
  Rows rows;
  for (std::size_t i = 0; i + 4 <= size; i += 4) {
    const Bytes entry = specimen.part(at + i, 4);
    std::string note = "records " + std::to_string(entry[1]) + " to " + std::to_string(entry[2]);
    if (entry[3] != 0) note += ", " + std::to_string(entry[3]) + " of them authenticated offline";
    rows.push_back({{}, "file " + std::to_string(entry[0] >> 3), specimen.hex(at + i, 4), std::move(note), at + i, 4});
  }
  return rows;
}

std::string error_text(emv::TlvError error) {
  switch (error) {
    case emv::TlvError::truncated: return "a tag, length or value runs past the end";
    case emv::TlvError::bad_tag: return "no tag EMV knows: more than three bytes, or number 0";
    case emv::TlvError::bad_length: return "a length of more than two bytes";
    case emv::TlvError::indefinite: return "an indefinite length, which EMV forbids";
    default: return "not TLV";
  }
}

}  // namespace

Row value_row(Specimen& specimen, std::uint32_t tag, std::size_t at, std::size_t size, int depth) {
  Row row{tag_text(tag), name_of(tag), {}, {}, at, size};
  const bool masked = hide_value(specimen, tag, at, size);
  if (emv::is_constructed(tag) && depth < max_depth) {
    row.note = count_text(size);
    row.rows = tlv_rows(specimen, at, size, depth + 1);
    return row;
  }
  row.value = specimen.hex(at, size);
  if (masked) {
    row.note = "masked";
  } else if (has_bits(tag)) {
    row.rows = bit_rows(tag, specimen, at, size);
    row.note = bit_words(row.rows);
    const auto stands_out = [](const Row& bit) { return bit.tone != Tone::plain; };
    if (std::any_of(row.rows.begin(), row.rows.end(), stands_out)) row.tone = Tone::notable;
  } else if (is_dol(tag)) {
    row.rows = dol_rows(specimen, at, size);
  } else if (tag == emv::tag::afl) {
    row.rows = afl_rows(specimen, at, size);
  } else if (is_amount(tag)) {
    row.note = amount_note(specimen, at, size);
  } else if (const emv::Definition* known = emv::definition(tag);
             known != nullptr && specimen.is_text(at, size) &&
             (known->format == emv::Format::special || known->format == emv::Format::alphanumeric)) {
    row.note = specimen.ascii(at, size);
  } else if ((tag == emv::tag::df_name || tag == emv::tag::adf_name) && specimen.is_text(at, size)) {
    row.note = specimen.ascii(at, size);
  }
  return row;
}

Rows tlv_rows(Specimen& specimen, std::size_t at, std::size_t size, int depth) {
  Rows rows;
  std::size_t done = 0;
  while (done < size) {
    // A reader of its own for each object: `specimen` may be hidden in between, never moved.
    emv::TlvReader reader{specimen.part(at + done, size - done)};
    const auto object = reader.next();
    if (!object) {
      rows.push_back(wrong_row(specimen, at + done, size - done, "not TLV from here", error_text(object.error())));
      return rows;
    }
    if (!object->has_value()) return rows;  // only filling is left
    const emv::Tlv& tlv = **object;
    const auto value_at = static_cast<std::size_t>(tlv.value.data() - specimen.bytes().data());
    const auto whole_at = static_cast<std::size_t>(tlv.whole.data() - specimen.bytes().data());
    const std::size_t whole_size = tlv.whole.size();
    Row row =
        value_row(specimen, tlv.tag, tlv.value.empty() ? whole_at + whole_size : value_at, tlv.value.size(), depth);
    row.at = whole_at;
    row.size = whole_size;
    rows.push_back(std::move(row));
    done = whole_at + whole_size - at;
  }
  return rows;
}

bool is_tlv(Bytes bytes) {
  emv::TlvReader reader{bytes};
  bool any = false;
  for (;;) {
    const auto object = reader.next();
    if (!object) return false;
    if (!object->has_value()) return any;
    if (emv::is_constructed((*object)->tag) && !(*object)->value.empty() && !emv::check_tlv((*object)->value)) {
      return false;
    }
    any = true;
  }
}

Rows dol_rows(const Specimen& specimen, std::size_t at, std::size_t size) {
  Rows rows;
  std::size_t done = 0;
  while (done < size) {
    const auto tag = emv::read_tag(specimen.part(at + done, size - done));
    if (!tag || done + tag->size >= size) {
      rows.push_back(wrong_row(specimen, at + done, size - done, "not a DOL from here"));
      return rows;
    }
    const std::uint8_t length = specimen.bytes()[at + done + tag->size];
    rows.push_back({tag_text(tag->tag), name_of(tag->tag), {}, count_text(length), at + done, tag->size + 1});
    done += tag->size + 1;
  }
  return rows;
}

}  // namespace mpos::decode
