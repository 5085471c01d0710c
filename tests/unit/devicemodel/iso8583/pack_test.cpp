// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/iso8583/message.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/iso8583/frame.hpp"

namespace mpos::iso8583 {
namespace {

std::vector<std::uint8_t> from_hex(const std::string& text) {
  std::vector<std::uint8_t> bytes(text.size() / 2);
  EXPECT_TRUE(read_hex(text, bytes).has_value());
  return bytes;
}

std::string to_hex(Bytes bytes) {
  std::string text(2 * bytes.size(), ' ');
  write_hex(bytes, text);
  return text;
}

nlohmann::json vectors() {
  std::ifstream file(std::string(VMPOS_SOURCE_DIR) + "/tests/vectors/iso8583.json");
  return nlohmann::json::parse(file).at("vectors");
}

/// Fills a message from a JSON object of field number to value, binary fields in hexadecimal.
void fill(Message& message, const nlohmann::json& mti, const nlohmann::json& fields) {
  message.clear();
  message.mti = std::string_view{mti.get_ref<const std::string&>()};
  for (const auto& [name, value] : fields.items()) {
    const int field = std::stoi(name);
    const auto text = value.get<std::string>();
    ASSERT_TRUE(field_spec(field).has_value()) << field;
    if (field_spec(field)->kind == FieldKind::binary) {
      ASSERT_TRUE(message.set(field, from_hex(text))) << field;
    } else {
      ASSERT_TRUE(message.set(field, text)) << field;
    }
  }
}

std::string packed_hex(const Message& message) {
  std::array<std::uint8_t, 4096> out{};
  const auto size = pack(message, out);
  if (!size) return "failed at field " + std::to_string(size.error().field);
  return to_hex(Bytes{out}.first(*size));
}

/// Every bit pattern unpack() takes, pack() gives back.
void expect_stable(Bytes bytes) {
  Message message;
  if (!unpack(bytes, message)) return;
  EXPECT_EQ(packed_hex(message), to_hex(bytes));
}

TEST(Pack, AllWorkedMessagesPackAndUnpackToTheByte) {
  int checked = 0;
  for (const auto& vector : vectors()) {
    SCOPED_TRACE(vector.at("name").get<std::string>());
    const auto expected = vector.at("expected").at("message").get<std::string>();
    Message message;
    fill(message, vector.at("inputs").at("mti"), vector.at("inputs").at("fields"));
    EXPECT_EQ(packed_hex(message), expected);

    Message back;
    ASSERT_TRUE(unpack(from_hex(expected), back));
    Message unpacked;
    fill(unpacked, vector.at("inputs").at("mti"), vector.at("expected").at("unpacked"));
    EXPECT_TRUE(back == unpacked);

    const auto frame_bytes = from_hex(vector.at("expected").at("frame").get<std::string>());
    ASSERT_EQ(load_be16(frame_bytes.data()), frame_bytes.size() - length_bytes);
    const auto frame = parse_frame(Bytes{frame_bytes}.subspan(length_bytes));
    ASSERT_TRUE(frame.has_value());
    EXPECT_EQ(to_hex(frame->message), expected);
    std::array<std::uint8_t, 4096> again{};
    const auto size = build_frame(frame->tpdu, frame->header, frame->message, again);
    ASSERT_TRUE(size.has_value());
    EXPECT_TRUE(equal(Bytes{again}.first(*size), frame_bytes));
    ++checked;
  }
  EXPECT_EQ(checked, 32);
}

TEST(Pack, EveryCutOfAWorkedMessageIsRefused) {
  for (const auto& vector : vectors()) {
    const auto bytes = from_hex(vector.at("expected").at("message").get<std::string>());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      Message message;
      const auto result = unpack(Bytes{bytes}.first(size), message);
      ASSERT_FALSE(result.has_value()) << vector.at("name") << " cut to " << size;
      EXPECT_EQ(result.error().error, IsoError::too_short);
      EXPECT_LE(result.error().offset, size);
    }
  }
}

TEST(Pack, EveryFlippedBitIsRefusedOrGivenBackToTheByte) {
  for (const auto& vector : vectors()) {
    auto bytes = from_hex(vector.at("expected").at("message").get<std::string>());
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
      expect_stable(bytes);
      bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
    }
  }
}

TEST(Pack, RandomMessagesComeBackAsTheyWere) {
  std::mt19937 random(20240917);
  const auto below = [&random](std::size_t bound) { return static_cast<std::size_t>(random()) % bound; };
  for (int round = 0; round < 5000; ++round) {
    Message message;
    message.mti = "0200";
    for (int field = 2; field <= 64; ++field) {
      const auto spec = field_spec(field);
      if (!spec || below(3) != 0) continue;
      const std::size_t longest = std::min<std::size_t>(spec->max_length, 120);
      std::string value(spec->length == LengthKind::fixed ? spec->max_length : below(longest + 1), '0');
      for (char& c : value) {
        switch (spec->kind) {
          case FieldKind::numeric: c = static_cast<char>('0' + below(10)); break;
          case FieldKind::track: c = "0123456789ABC=EF"[below(16)]; break;
          case FieldKind::text: c = static_cast<char>(' ' + below(95)); break;
          case FieldKind::binary: c = static_cast<char>(below(256)); break;
        }
      }
      ASSERT_TRUE(message.set(field, value));
    }
    std::array<std::uint8_t, 4096> out{};
    const auto size = pack(message, out);
    ASSERT_TRUE(size.has_value());
    Message back;
    ASSERT_TRUE(unpack(Bytes{out}.first(*size), back));
    EXPECT_TRUE(back == message);
  }
}

TEST(Pack, RandomBytesNeverHurt) {
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::vector<std::uint8_t> bytes(random() % 200);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    if (bytes.size() > 10) {
      bytes[0] = 2;
      bytes[1] = 0;
      bytes[2] = static_cast<std::uint8_t>(bytes[2] & 0x70);
    }
    expect_stable(bytes);
  }
}

struct Damaged {
  const char* what;
  const char* hex;
  IsoError error;
  int field;
  std::size_t offset;
};

TEST(Pack, DamageIsNamedByFieldAndOffset) {
  const Damaged cases[] = {
      {"empty", "", IsoError::too_short, 0, 0},
      {"bitmap cut", "020000000000000000", IsoError::too_short, 0, 9},
      {"type not digits", "02A00000000000000000", IsoError::bad_mti, 0, 0},
      {"second bitmap", "02008000000000000000", IsoError::bitmap_bit1, 0, 2},
      {"field 7 is not used", "0200020000000000000001", IsoError::unknown_field, 7, 10},
      {"field 11 cut", "020000200000000000000000", IsoError::too_short, 11, 10},
      {"field 11 with a letter", "0200002000000000000000000A", IsoError::bad_digit, 11, 10},
      {"field 22 with its free nibble used", "020000000400000000000511", IsoError::bad_digit, 22, 10},
      {"field 23 with its free nibble used", "020000000200000000001001", IsoError::bad_digit, 23, 10},
      {"field 2 of 20 digits", "020040000000000000002012345678901234567890", IsoError::field_too_long, 2, 10},
      {"field 2 with a hexadecimal length", "020040000000000000001A12345678901234567890", IsoError::bad_length, 2, 10},
      {"field 60 cut in its prefix", "0200000000000000001000", IsoError::too_short, 60, 10},
      {"bytes after the end", "020000200000000000000000017F", IsoError::trailing_bytes, 0, 13},
  };
  for (const Damaged& damaged : cases) {
    SCOPED_TRACE(damaged.what);
    Message message;
    const auto result = unpack(from_hex(damaged.hex), message);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().error, damaged.error);
    EXPECT_EQ(result.error().field, damaged.field);
    EXPECT_EQ(result.error().offset, damaged.offset);
  }
}

TEST(Pack, ValuesThatDoNotFitTheTableAreRefused) {
  std::array<std::uint8_t, 64> out{};
  const auto error_of = [&out](int field, std::string_view value) {
    Message message;
    message.mti = "0200";
    EXPECT_TRUE(message.set(field, value));
    const auto size = pack(message, out);
    EXPECT_FALSE(size.has_value());
    return size ? IsoError::bad_mti : size.error().error;
  };
  EXPECT_EQ(error_of(11, "12345"), IsoError::bad_length);
  EXPECT_EQ(error_of(11, "12345X"), IsoError::bad_digit);
  EXPECT_EQ(error_of(3, "00000="), IsoError::bad_digit);
  EXPECT_EQ(error_of(35, "62g"), IsoError::bad_digit);
  EXPECT_EQ(error_of(41, "123456789"), IsoError::field_too_long);
  EXPECT_EQ(error_of(52, "1234567"), IsoError::bad_length);
  EXPECT_EQ(error_of(59, std::string(100, 'x')), IsoError::no_room);

  Message message;
  message.mti = "02";
  EXPECT_EQ(pack(message, out).error().error, IsoError::bad_mti);
  EXPECT_FALSE(message.set(7, "0917"));
  EXPECT_FALSE(message.set(65, "1"));
  EXPECT_FALSE(message.set(1, "1"));
}

TEST(Pack, EveryOutputTooSmallIsRefusedAndNothingIsWrittenPastIt) {
  const auto vector = vectors().at(5);
  Message message;
  fill(message, vector.at("inputs").at("mti"), vector.at("inputs").at("fields"));
  const std::size_t whole = vector.at("expected").at("message").get<std::string>().size() / 2;
  for (std::size_t size = 0; size < whole; ++size) {
    std::vector<std::uint8_t> out(whole + 1, 0xEE);
    const auto result = pack(message, MutableBytes{out}.first(size));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().error, IsoError::no_room);
    for (std::size_t i = size; i < out.size(); ++i) ASSERT_EQ(out[i], 0xEE);
  }
}

TEST(Pack, MacRoomSetsBit64AndLeavesEightBytes) {
  Message message;
  message.mti = "0200";
  ASSERT_TRUE(message.set(11, "000012"));
  std::array<std::uint8_t, 64> out{};
  out.fill(0xEE);

  const auto size = pack(message, out, MacRoom::yes);

  ASSERT_TRUE(size.has_value());
  EXPECT_EQ(to_hex(Bytes{out}.first(*size)), "020000200000000000010000120000000000000000");
  EXPECT_EQ(to_hex(mac_input(Bytes{out}.first(*size))), "02000020000000000001000012");
  EXPECT_FALSE(message.has(64));
  EXPECT_TRUE(mac_input(from_hex("02000020000000000000000012FFFFFFFFFFFFFFFF")).empty());
}

TEST(Message, KeepsItsValuesWhenChangedCopiedAndCleared) {
  Message message;
  message.mti = "0200";
  ASSERT_TRUE(message.set(4, "000000000100"));
  ASSERT_TRUE(message.set(41, "30000001"));
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(message.set(4, "000000000200"));
  EXPECT_EQ(message.text(4), "000000000200");

  const Message copy = message;  // NOLINT(performance-unnecessary-copy-initialization): the copy is what is tested
  message.clear(4);
  EXPECT_FALSE(message.has(4));
  EXPECT_EQ(message.text(4), "");
  EXPECT_EQ(message.text(41), "30000001");
  EXPECT_EQ(copy.text(4), "000000000200");
  message.wipe();
  EXPECT_FALSE(message.has(41));
  EXPECT_EQ(copy.text(41), "30000001");
}

TEST(Message, RefusesWhatItsPoolCannotHold) {
  Message message;
  ASSERT_TRUE(message.set(46, std::string(999, 'a')));
  ASSERT_TRUE(message.set(47, std::string(999, 'b')));
  EXPECT_FALSE(message.set(59, std::string(600, 'c')));
  EXPECT_FALSE(message.has(59));
  EXPECT_EQ(message.text(47), std::string(999, 'b'));
}

}  // namespace
}  // namespace mpos::iso8583
