// SPDX-License-Identifier: Apache-2.0
#include "scenarios/decode/decode.hpp"

#include <gtest/gtest.h>

#include "devicemodel/base/crc32.hpp"
#include "mpos/reader/v1/reader.pb.h"
#include "scenarios/bus/bus.hpp"
#include "scenarios/decode/apdu.hpp"
#include "scenarios/world/load_options.hpp"

namespace mpos::decode {
namespace {

Specimen bytes(std::string_view hex) {
  auto specimen = Specimen::from_hex(hex);
  EXPECT_TRUE(specimen) << hex;
  return specimen ? std::move(*specimen) : Specimen{};
}

Part read(std::string_view hex) {
  Specimen specimen = bytes(hex);
  const Kind kind = guess(specimen.bytes());
  return decode(std::move(specimen), kind);
}

/// The first row of that key or name, at any depth; nullptr when there is none.
const Row* find(const Rows& rows, std::string_view what) {
  for (const Row& row : rows) {
    if (row.key == what || row.name == what) return &row;
    if (const Row* inner = find(row.rows, what)) return inner;
  }
  return nullptr;
}

void check_ranges(const Rows& rows, std::size_t size, int depth = 0) {
  ASSERT_LE(depth, 3 * max_depth);
  for (const Row& row : rows) {
    ASSERT_LE(row.at + row.size, size) << row.key << " " << row.name;
    check_ranges(row.rows, size, depth + 1);
  }
}

TEST(Decode, NamesEachObjectOfATemplateWithItsByteRange) {
  const Part part = read("6F1A840E315041592E5359532E4444463031A5088801015F2D027A68");

  EXPECT_EQ(part.kind, Kind::tlv);
  const Row* name = find(part.rows, "84");
  ASSERT_NE(name, nullptr);
  EXPECT_EQ(name->name, "Dedicated File Name");
  EXPECT_EQ(name->note, "1PAY.SYS.DDF01");
  EXPECT_EQ(name->at, 2U);
  EXPECT_EQ(name->size, 16U);
  EXPECT_EQ(find(part.rows, "5F2D")->note, "zh");
}

TEST(Decode, KnowsFramesOfThe55aaWire) {
  const Part asked = read("55AA00000651010002010154CC33");  // both: assets/docs/compat-55aa.md
  EXPECT_EQ(asked.kind, Kind::compat_frame);
  EXPECT_EQ(find(asked.rows, "Type")->note, "request");
  EXPECT_EQ(find(asked.rows, "Command")->note, "device information");
  EXPECT_EQ(find(asked.rows, "Check")->tone, Tone::plain);
  EXPECT_EQ(find(asked.rows, "Data"), nullptr);
  EXPECT_EQ(find(read("55AA000004580100005DCC33").rows, "Type")->note, "ACK");

  const Part refused = decode(bytes("55AA0000074501000304050700"
                                    "CC33"),
                              Kind::compat_frame);
  EXPECT_EQ(find(refused.rows, "Command")->note, "get PIN");
  EXPECT_EQ(find(refused.rows, "Code")->note, "not in this state");
}

TEST(Decode, NamesWhatIsWrongWithA55aaFrame) {
  const auto wrong = [](std::string_view hex, std::string_view row) {
    const Part part = decode(bytes(hex), Kind::compat_frame);
    check_ranges(part.rows, part.specimen.size());
    const Row* found = find(part.rows, row);
    return found != nullptr && found->tone == Tone::wrong;
  };
  EXPECT_TRUE(wrong("55AA00000651010002010155CC33", "Check"));
  EXPECT_TRUE(wrong("55AA00000651010002010154CC34", "End"));
  EXPECT_TRUE(wrong("55AA00000751010002010155CC33", "Length"));
  EXPECT_TRUE(wrong("55AA00000652010002010157CC33", "Type"));
  EXPECT_TRUE(wrong("55AA0000065101000201", "not a frame: no 55 AA, or cut"));
  EXPECT_EQ(guess(bytes("55AA00000651010002010155CC33").bytes()), Kind::bytes);
}

TEST(Decode, HidesWhatAPersonWroteIntoA55aaFrame) {
  // 0701 with one line of 16 digits.
  const Part part = decode(bytes("55AA000018510100140701051036323238343830303030303033303139"
                                 "00CC33"),
                           Kind::compat_frame);
  EXPECT_EQ(find(part.rows, "Data")->value, "");
  EXPECT_EQ(part.specimen.hex(9, 4), "0701****");
}

TEST(Decode, TellsEachBitOfTheTvrThatIsSet) {
  const Part part = decode(bytes("0800048000"), Kind::tvr);

  ASSERT_EQ(part.rows.size(), 1U);
  EXPECT_EQ(part.rows[0].note, "DDA failed; online PIN entered; over floor limit");
  EXPECT_EQ(part.rows[0].tone, Tone::notable);
  ASSERT_EQ(part.rows[0].rows.size(), 3U);
  EXPECT_EQ(part.rows[0].rows[0].name, "byte 1 bit 4");
  EXPECT_EQ(part.rows[0].rows[2].name, "byte 4 bit 8");
  EXPECT_EQ(part.rows[0].rows[2].at, 3U);
}

TEST(Decode, TellsMethodConditionAndResultOfTheCardholderVerification) {
  const Part part = decode(bytes("020300"), Kind::cvm);

  EXPECT_EQ(part.rows[0].rows[0].note, "enciphered PIN online");
  EXPECT_EQ(part.rows[0].rows[1].note, "if the terminal supports it");
  EXPECT_EQ(part.rows[0].rows[2].note, "unknown, as for a signature");
}

TEST(Decode, TellsBitsOfAipTsiAndTtq) {
  EXPECT_EQ(
      decode(bytes("7C00"), Kind::aip).rows[0].note,
      "SDA supported; DDA supported; cardholder verification supported; terminal risk management to be performed; "
      "issuer authentication by EXTERNAL AUTHENTICATE");
  EXPECT_EQ(decode(bytes("E800"), Kind::tsi).rows[0].rows.size(), 4U);
  EXPECT_EQ(decode(bytes("26000080"), Kind::ttq).rows[0].rows.size(), 4U);
}

TEST(Decode, HidesTheMiddleOfAnAccountNumberAndAllOfTheTrackBehindIt) {
  const Part part = read("70295A08622848000000301957136228480000003019D31062201000000000000F5F24033106305F340101");

  EXPECT_EQ(find(part.rows, "5A")->value, "622848******3019");
  EXPECT_EQ(find(part.rows, "57")->value, "622848******3019D" + std::string(21, '*'));
  EXPECT_EQ(find(part.rows, "5A")->note, "masked");
  EXPECT_EQ(part.specimen.hex(4, 8), "622848******3019");
}

TEST(Decode, ReadsACommandByItsName) {
  Part part = read("80AE9000 0F 000000012850000000000000000000 00");

  EXPECT_EQ(part.kind, Kind::command);
  EXPECT_EQ(find(part.rows, "INS")->note, "GENERATE AC");
  EXPECT_EQ(find(part.rows, "P1 P2")->note, "ARQC asked, with CDA");
  EXPECT_EQ(find(part.rows, "Lc")->note, "15");
  EXPECT_EQ(find(part.rows, "Le")->note, "256");
  EXPECT_EQ(command_title(part.specimen), "GENERATE AC, ARQC asked, with CDA");
}

TEST(Decode, NeverShowsThePinDataOfVerify) {
  const Part part = read("0020008008 241234FFFFFFFFFF");

  EXPECT_EQ(find(part.rows, "Data")->value, std::string(16, '*'));
  EXPECT_EQ(part.specimen.hex(0, 13), "0020008008" + std::string(16, '*'));
}

TEST(Decode, NeverShowsThePinDataOfAVerifyOfWrongLength) {
  const Part part = decode(bytes("0020008009 241234FFFFFFFFFF"), Kind::command);

  EXPECT_EQ(part.specimen.hex(5, 8), std::string(16, '*'));
  EXPECT_EQ(part.rows.back().tone, Tone::wrong);
}

TEST(Decode, NeverShowsWhatAPsamDeciphers) {
  bus::v1::Event event;
  event.mutable_apdu()->set_command("80FA010008A1B2C3D4E5F60718");
  event.mutable_apdu()->set_response("0F1E2D3C4B5A69789000");

  const auto parts = decode_event(event);

  EXPECT_EQ(find(parts[0].rows, "INS")->note, "CIPHER DATA");
  EXPECT_EQ(find(parts[0].rows, "Data")->value, "****************");
  EXPECT_EQ(find(parts[1].rows, "Data")->value, "****************");
  EXPECT_EQ(find(parts[1].rows, "SW")->note, "done");
}

TEST(Decode, NamesStatusWords) {
  EXPECT_EQ(read("9000").kind, Kind::status);
  EXPECT_EQ(read("9000").rows[0].note, "done");
  EXPECT_EQ(read("63C2").rows[0].note, "wrong, 2 tries left");
  EXPECT_EQ(read("6985").rows[0].tone, Tone::notable);
}

TEST(Decode, ReadsAFormatOneAnswerByTheCommandItAnswers) {
  bus::v1::Event event;
  event.mutable_apdu()->set_command("80A8000002830000");
  event.mutable_apdu()->set_response("800A7C00080102001001010190 00");

  const auto parts = decode_event(event);

  ASSERT_EQ(parts.size(), 3U);
  ASSERT_NE(find(parts[1].rows, "82"), nullptr);
  EXPECT_EQ(find(parts[1].rows, "82")->value, "7C00");
  const Row* afl = find(parts[1].rows, "94");
  ASSERT_NE(afl, nullptr);
  EXPECT_EQ(afl->rows[0].name, "file 1");
  EXPECT_EQ(afl->rows[0].note, "records 1 to 2");
}

TEST(Decode, KeepsTheStarsOfAMaskedEvent) {
  bus::v1::Event event;
  event.mutable_apdu()->set_command("00B2011400");
  event.mutable_apdu()->set_response("700A5A08622848******30199000");

  const auto parts = decode_event(event);

  EXPECT_EQ(find(parts[1].rows, "5A")->value, "622848******3019");
}

TEST(Decode, ReadsAnAnswerToReset) {
  const Part part = read("3B6500002063CB6600");

  EXPECT_EQ(part.kind, Kind::atr);
  EXPECT_EQ(find(part.rows, "Protocol")->value, "T=0");
  EXPECT_EQ(find(part.rows, "Historical bytes")->value, "2063CB6600");
}

TEST(Decode, ReadsABlockOfT1AndSeesAWrongCheckByte) {
  Part good = decode(bytes("00C101FE3E"), Kind::block);
  Part bad = decode(bytes("00C101FE3F"), Kind::block);

  EXPECT_EQ(find(good.rows, "PCB")->note, "S-block: information size request");
  EXPECT_EQ(find(good.rows, "LRC")->note, "right");
  EXPECT_EQ(find(bad.rows, "LRC")->note, "wrong");
  EXPECT_EQ(find(bad.rows, "LRC")->tone, Tone::wrong);
}

TEST(Decode, ReadsARequestByItsSchema) {
  reader::v1::Request request;
  request.set_id(7);
  request.mutable_start_transaction()->set_type(reader::v1::TRANSACTION_TYPE_SALE);
  request.mutable_start_transaction()->set_amount_minor(12850);

  const std::string wire = request.SerializeAsString();
  const Part part = decode(Specimen{as_bytes(wire)}, guess(as_bytes(wire)));

  EXPECT_EQ(part.kind, Kind::request);
  EXPECT_EQ(find(part.rows, "amount_minor")->value, "12850");
  EXPECT_EQ(find(part.rows, "type")->value, "TRANSACTION_TYPE_SALE");
  EXPECT_EQ(find(part.rows, "id")->size, 2U);
}

TEST(Decode, ReadsALinkFrameAndItsCheckSums) {
  std::vector<std::uint8_t> frame = {0xA5, 0x5A, 1, 2, 0, 8, 0, 18, 0, 4, 0, 2, 0, 0, 0xAB, 0xCD, 0, 0, 0, 0};
  const std::uint32_t header = crc32(Bytes{frame}.first(12));
  frame[12] = static_cast<std::uint8_t>(header >> 8);
  frame[13] = static_cast<std::uint8_t>(header);
  const std::uint32_t whole = crc32(Bytes{frame}.first(16));
  for (int i = 0; i < 4; ++i)
    frame[static_cast<std::size_t>(16 + i)] = static_cast<std::uint8_t>(whole >> (24 - 8 * i));

  const Part part = decode(Specimen{frame}, guess(frame));

  EXPECT_EQ(part.kind, Kind::link_frame);
  EXPECT_EQ(find(part.rows, "Sequence")->value, "18");
  EXPECT_EQ(find(part.rows, "Type")->note, "record");
  EXPECT_EQ(find(part.rows, "Check")->note, "right");
}

TEST(Decode, SaysWhereHexadecimalTextIsWrong) {
  EXPECT_EQ(Specimen::from_hex("00x0").error(), 2U);
  EXPECT_EQ(Specimen::from_hex("000").error(), 3U);
  EXPECT_EQ(Specimen::from_hex("0 0\n0 0")->size(), 2U);
}

TEST(Decode, KindsHaveWordsThatLeadBack) {
  EXPECT_EQ(kind_of("tlv"), Kind::tlv);
  EXPECT_EQ(word_of(Kind::block), "t1");
  EXPECT_EQ(kind_of("nonsense"), std::nullopt);
  EXPECT_NE(kind_words().find("iso8583"), std::string::npos);
}

/// What a whole sale put on the bus.
std::vector<bus::v1::Event> events_of_a_chip_sale() {
  std::vector<bus::v1::Event> events;
  auto options = world::load_options({});
  EXPECT_TRUE(options) << options.error();
  options->seed = 1;
  auto world = bus::Bus::create(*options);
  EXPECT_TRUE(world);
  const auto watch = (*world)->subscribe([&](const bus::v1::Event& event) { events.push_back(event); });
  EXPECT_TRUE((*world)->make_ready());
  bus::v1::Command sale;
  sale.mutable_sale()->set_amount_minor(12850);
  (*world)->post(sale);
  const auto shows = [](std::string_view stage) {
    return [stage](const bus::v1::Event& event) { return event.has_phone() && event.phone().stage() == stage; };
  };
  EXPECT_TRUE((*world)->wait(shows("waiting_for_card"), std::chrono::seconds{5}));
  bus::v1::Command insert;
  insert.mutable_insert()->set_card("dda_1984");
  (*world)->post(insert);
  (void)(*world)->wait(shows("pin_entry"), std::chrono::seconds{30});
  bus::v1::Command keys;
  for (const char* key : {"1", "2", "3", "4", "5", "6", "enter"}) keys.mutable_keys()->add_keys(key);
  (*world)->post(keys);
  EXPECT_TRUE(
      (*world)->wait([](const bus::v1::Event& event) { return event.has_outcome(); }, std::chrono::seconds{60}));
  return events;
}

TEST(Decode, UnderstandsEveryEventOfAChipSaleAndShowsNoAccountNumber) {
  int messages = 0;
  int apdus = 0;
  for (const bus::v1::Event& event : events_of_a_chip_sale()) {
    for (const Part& part : decode_event(event)) {
      check_ranges(part.rows, part.specimen.size());
      if (part.kind == Kind::message) {
        ++messages;
        ASSERT_NE(find(part.rows, "Type"), nullptr);
        for (const Row& row : part.rows) EXPECT_NE(row.tone, Tone::wrong) << row.name;
      }
      if (part.kind == Kind::command) {
        ++apdus;
        EXPECT_FALSE(find(part.rows, "INS")->note.empty()) << part.specimen.hex(0, part.specimen.size());
      }
    }
  }
  EXPECT_GE(messages, 4);
  EXPECT_GE(apdus, 8);
}

TEST(Decode, TakesAnyDamageOfAnyFormWithoutLeavingItsBytes) {
  const std::vector<std::string> good = {
      "6F1A840E315041592E5359532E4444463031A5088801015F2D027A68",
      "80AE90000F00000001285000000000000000000000",
      "3B6500002063CB6600",
      "00C101FE3E",
      "9F3803 9F6604",
      "600003000060310031000002003020048020C080110000000000001285000001051000001330303030303030313030303030303030303030"
      "3030"
      "303135360011000000010003",
  };
  for (const std::string& text : good) {
    const Specimen whole = bytes(text);
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (const int flip : {0x01, 0x80, 0xFF}) {
        std::vector<std::uint8_t> damaged(whole.bytes().begin(), whole.bytes().end());
        damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ flip);
        for (const std::size_t length : {damaged.size(), at}) {
          for (int kind = 0; kind <= static_cast<int>(Kind::ttq); ++kind) {
            const Part part = decode(Specimen{Bytes{damaged}.first(length)}, static_cast<Kind>(kind));
            check_ranges(part.rows, length);
          }
          (void)guess(Bytes{damaged}.first(length));
        }
      }
    }
  }
}

}  // namespace
}  // namespace mpos::decode
