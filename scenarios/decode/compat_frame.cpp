// SPDX-License-Identifier: Apache-2.0
#include "scenarios/decode/compat_frame.hpp"

#include <algorithm>
#include <array>

namespace mpos::decode {
namespace {

constexpr std::uint16_t begin_mark = 0x55AA;
constexpr std::uint16_t end_mark = 0xCC33;
constexpr std::size_t data_at = 9;
constexpr std::size_t overhead_bytes = 12;
constexpr std::size_t counted_head_bytes = 4;  ///< type, packet index, packet length
constexpr std::uint8_t request = 0x51;
constexpr std::uint8_t success = 0x41;
constexpr std::uint8_t error = 0x45;

struct Word {
  std::uint16_t code;
  const char* text;
};

constexpr std::array types{Word{request, "request"}, Word{success, "success"}, Word{error, "error"}, Word{0x58, "ACK"},
                           Word{0x59, "NAK"}};
constexpr std::array commands{Word{0x0101, "device information"},
                              Word{0x0102, "set RAM cache"},
                              Word{0x0103, "clear RAM cache"},
                              Word{0x0104, "set flash cache"},
                              Word{0x0105, "get flash cache"},
                              Word{0x0107, "reset"},
                              Word{0x0108, "get clock"},
                              Word{0x0109, "set clock"},
                              Word{0x010A, "print"},
                              Word{0x010B, "printer status"},
                              Word{0x010C, "firmware"},
                              Word{0x0202, "load working keys"},
                              Word{0x0204, "verify MAC"},
                              Word{0x0207, "encrypt"},
                              Word{0x0304, "open card reader"},
                              Word{0x0305, "card number"},
                              Word{0x0306, "tracks"},
                              Word{0x0404, "open keyboard"},
                              Word{0x0405, "get PIN"},
                              Word{0x0501, "CA keys"},
                              Word{0x0502, "applications"},
                              Word{0x0503, "start PBOC"},
                              Word{0x0505, "PBOC result"},
                              Word{0x0506, "issuer data"},
                              Word{0x0507, "issuer status"},
                              Word{0x0508, "issuer result"},
                              Word{0x0510, "close EMV"},
                              Word{0x0701, "show text"},
                              Word{0x7700, "boot loader"}};
constexpr std::array errors{Word{0x01, "no terminal master key"},
                            Word{0x02, "no working keys"},
                            Word{0x03, "a check value is wrong"},
                            Word{0x04, "a value is out of its range"},
                            Word{0x05, "too few or too many bytes"},
                            Word{0x06, "bad frame"},
                            Word{0x07, "not in this state"},
                            Word{0x08, "the flash failed"},
                            Word{0x09, "no printer"},
                            Word{0x0A, "unknown command"},
                            Word{0x0B, "the xor of a cache is wrong"},
                            Word{0x0C, "nobody confirmed in time"},
                            Word{0x0D, "other"},
                            Word{0x0E, "locked"},
                            Word{0x0F, "known, not here"},
                            Word{0x10, "cancelled"}};

template <std::size_t Size>
const char* text_of(const std::array<Word, Size>& words, std::uint16_t code) {
  const auto found = std::find_if(words.begin(), words.end(), [code](const Word& word) { return word.code == code; });
  return found == words.end() ? "" : found->text;
}

std::uint8_t check_of(Bytes covered) {
  std::uint8_t sum = 0;
  for (const std::uint8_t byte : covered) sum ^= byte;
  return sum;
}

std::string count_of(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " byte" : " bytes");
}

Row marked(const char* name, Specimen& specimen, std::size_t at, std::size_t size, bool good, const std::string& note) {
  return {{}, name, specimen.hex(at, size), note, at, size, good ? Tone::plain : Tone::wrong};
}

/// Command, code of an error, and what is behind them.
void data_rows(Specimen& specimen, std::size_t size, Rows& rows) {
  const std::uint8_t type = specimen.bytes()[5];
  std::size_t at = data_at;
  std::uint16_t command = 0;
  // Only the first frame of a packet begins with the command.
  if (specimen.bytes()[2] == 0 && size >= 2) {
    command = load_be16(specimen.bytes().data() + at);
    const char* text = text_of(commands, command);
    rows.push_back({{}, "Command", specimen.hex(at, 2), *text != 0 ? text : "unknown", at, 2});
    at += 2;
    size -= 2;
    if (type == error && size >= 1) {
      const char* why = text_of(errors, specimen.bytes()[at]);
      rows.push_back({{}, "Code", specimen.hex(at, 1), *why != 0 ? why : "unknown", at, 1, Tone::notable});
      ++at;
      --size;
    }
  }
  if (size == 0) return;
  // What a person wrote may hold anything, and what continues it has no command to tell.
  const bool written = type == request && (command == 0x0207 || command == 0x0701 || command == 0);
  if (written) specimen.hide(at, size);
  rows.push_back({{}, "Data", written ? std::string{} : specimen.hex(at, size), count_of(size), at, size});
}

}  // namespace

bool is_compat_frame(Bytes bytes) {
  if (bytes.size() < overhead_bytes || load_be16(bytes.data()) != begin_mark) return false;
  const std::size_t counted = load_be16(bytes.data() + 3) & 0x7FFF;
  const std::size_t check_at = bytes.size() - 3;
  return counted >= counted_head_bytes && bytes.size() == overhead_bytes + counted - counted_head_bytes &&
         check_of(bytes.subspan(2, check_at - 2)) == bytes[check_at] && load_be16(&bytes[check_at + 1]) == end_mark;
}

Rows compat_frame_rows(Specimen& specimen) {
  const std::size_t size = specimen.size();
  if (size < overhead_bytes || load_be16(specimen.bytes().data()) != begin_mark) {
    return {{{}, "not a frame: no 55 AA, or cut", {}, count_of(size), 0, size, Tone::wrong}};
  }
  const std::uint16_t length = load_be16(specimen.bytes().data() + 3);
  const std::size_t counted = length & 0x7FFF;
  const std::uint8_t type = specimen.bytes()[5];
  const std::size_t there = size - overhead_bytes;
  const bool fits = counted == counted_head_bytes + there;
  Rows rows;
  rows.push_back({{}, "Begin", specimen.hex(0, 2), {}, 0, 2});
  rows.push_back({{}, "Frame index", std::to_string(specimen.bytes()[2]), {}, 2, 1});
  std::string more = (length & 0x8000) != 0 ? "more frames of this packet follow" : "";
  if (!fits) more = "the bytes make " + std::to_string(counted_head_bytes + there);
  rows.push_back({{}, "Length", std::to_string(counted), more, 3, 2, fits ? Tone::plain : Tone::wrong});
  const char* word = text_of(types, type);
  rows.push_back(marked("Type", specimen, 5, 1, *word != 0, *word != 0 ? word : "unknown"));
  rows.push_back({{}, "Packet index", std::to_string(specimen.bytes()[6]), {}, 6, 1});
  rows.push_back({{}, "Packet length", std::to_string(load_be16(specimen.bytes().data() + 7)), {}, 7, 2});
  data_rows(specimen, there, rows);
  const std::size_t check_at = size - 3;
  const bool right = check_of(specimen.bytes().subspan(2, check_at - 2)) == specimen.bytes()[check_at];
  rows.push_back(marked("Check", specimen, check_at, 1, right, right ? "right" : "wrong"));
  const bool ends = load_be16(specimen.bytes().data() + check_at + 1) == end_mark;
  rows.push_back(marked("End", specimen, check_at + 1, 2, ends, ends ? "" : "expected CC33"));
  return rows;
}

}  // namespace mpos::decode
