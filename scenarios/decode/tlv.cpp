// SPDX-License-Identifier: Apache-2.0
#include "scenarios/decode/tlv.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "devicemodel/emv/dictionary.hpp"
#include "scenarios/decode/bit_fields.hpp"

namespace mpos::decode {
namespace {

struct Template {
  emv::Tag tag;
  const char* name;
};
/// Templates and what else the dictionary of the kernel does not need (EMV book 1 annex B, book 3 annex A).
constexpr std::array templates = {
    Template{0x61, "Application Template"},
    Template{0x6F, "File Control Information Template"},
    Template{0x70, "Record Template"},
    Template{0x77, "Response Message Template Format 2"},
    Template{0x80, "Response Message Template Format 1"},
    Template{0x83, "Command Template"},
    Template{0xA5, "FCI Proprietary Template"},
    Template{0xBF0C, "FCI Issuer Discretionary Data"},
    Template{0x56, "Track 1 Data"},
    Template{0x9F6B, "Track 2 Data"},
};

std::string tag_text(emv::Tag tag) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), tag > 0xFFFF ? "%06X" : tag > 0xFF ? "%04X" : "%02X", tag);
  return text.data();
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
  switch (tag) {
    case emv::tag::pan:
    case emv::tag::track2:
    case 0x9F6B: {
      const std::size_t digits = digits_at(specimen, 2 * at, 2 * size);
      specimen.hide_number(2 * at, digits);
      if (tag != emv::tag::pan && digits < 2 * size) {
        specimen.hide_digits(2 * at + digits + 1, 2 * size - digits - 1);
      }
      return true;
    }
    case 0x56:
    case 0x9F1F:
    case 0x9F20: specimen.hide(at, size); return true;
    case emv::tag::script_command: {
      constexpr std::uint8_t pin_change = 0x24;
      if (size <= 5 || specimen.bytes()[at + 1] != pin_change) return false;
      specimen.hide(at + 5, size - 5);
      return true;
    }
    default: return false;
  }
}

std::string amount_note(const Specimen& specimen, std::size_t at, std::size_t size) {
  if (size != 6 || digits_at(specimen, 2 * at, 12) != 12 || specimen.hides(at, size)) return {};
  const std::string digits = specimen.hex(at, size);
  const std::size_t zeros = std::min<std::size_t>(digits.find_first_not_of('0'), 9);
  return digits.substr(zeros, 10 - zeros) + "." + digits.substr(10);
}

bool is_amount(emv::Tag tag) {
  return tag == emv::tag::amount || tag == emv::tag::other_amount || tag == emv::tag::spendable || tag == 0x9F6D ||
         tag == 0x9F77 || tag == 0x9F78 || tag == 0x9F79 || tag == 0x9F7B;
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
    row.note = std::to_string(size) + (size == 1 ? " byte" : " bytes");
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
      rows.push_back({{},
                      "not TLV from here",
                      specimen.hex(at + done, std::min<std::size_t>(size - done, 32)),
                      error_text(object.error()),
                      at + done,
                      size - done,
                      Tone::wrong});
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
      rows.push_back(
          {{}, "not a DOL from here", specimen.hex(at + done, size - done), {}, at + done, size - done, Tone::wrong});
      return rows;
    }
    const std::uint8_t length = specimen.bytes()[at + done + tag->size];
    rows.push_back({tag_text(tag->tag),
                    name_of(tag->tag),
                    {},
                    std::to_string(length) + (length == 1 ? " byte" : " bytes"),
                    at + done,
                    tag->size + 1});
    done += tag->size + 1;
  }
  return rows;
}

}  // namespace mpos::decode
