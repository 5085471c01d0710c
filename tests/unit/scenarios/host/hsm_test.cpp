// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/hsm/hsm.hpp"

#include "tests/unit/scenarios/host/fake_terminal.hpp"

namespace mpos::host {
namespace {

class HsmTest : public ::testing::Test {
 protected:
  Key load(KeyAlgorithm algorithm, std::string_view hex) { return keys_.load(algorithm, from_hex(hex)); }
  /// Keys do not come out: two are the same when they encipher alike.
  std::string fingerprint(const Key& key) {
    std::vector<std::uint8_t> block(keys_.block_bytes(key), 0x5A);
    keys_.encrypt(key, block, block);
    return to_hex(block);
  }
  void expect_key(const Key& key, KeyAlgorithm algorithm, std::string_view hex) {
    EXPECT_EQ(fingerprint(key), fingerprint(load(algorithm, hex))) << hex;
  }
  std::string cmac_of(const Key& key, Bytes data) {
    std::array<std::uint8_t, 16> mac{};
    return to_hex(Bytes{mac}.first(cmac(keys_, key, data, mac)));
  }

  sim::Random random_{1};
  SoftwareKeys keys_{random_};
};

TEST_F(HsmTest, BlockCiphersMatchPublishedFigures) {
  const auto encrypted = [this](KeyAlgorithm algorithm, std::string_view key, std::string_view data) {
    auto block = from_hex(data);
    const Key loaded = load(algorithm, key);
    keys_.encrypt(loaded, block, block);
    const std::string cipher_text = to_hex(block);
    keys_.decrypt(loaded, block, block);
    EXPECT_EQ(to_hex(block), data);
    return cipher_text;
  };
  // GB/T 32907-2016 annex A; FIPS 197 C.1; single DES "Now is t".
  EXPECT_EQ(encrypted(KeyAlgorithm::sm4, "0123456789ABCDEFFEDCBA9876543210", "0123456789ABCDEFFEDCBA9876543210"),
            "681EDF34D206965E86B3E94F536E4246");
  EXPECT_EQ(encrypted(KeyAlgorithm::aes, "000102030405060708090A0B0C0D0E0F", "00112233445566778899AABBCCDDEEFF"),
            "69C4E0D86A7B0430D8CDB78070B4C55A");
  EXPECT_EQ(encrypted(KeyAlgorithm::tdes, "0123456789ABCDEF0123456789ABCDEF", "4E6F772069732074"), "3FA40E8A984D4815");
}

TEST_F(HsmTest, CheckValuesAndWrappingMatchTheWorkedSignIn) {
  const Key tmk = load(KeyAlgorithm::tdes, "10233245546776899801ABBACDDCEFFE");
  const Key pik = load(KeyAlgorithm::tdes, "A1B3C2D5E5F70719293B4A5D6D7F8F91");
  EXPECT_EQ(to_hex(check_value(keys_, tmk)), "5ED7EA43");
  EXPECT_EQ(to_hex(check_value(keys_, pik)), "76CDB553");
  std::array<std::uint8_t, 16> wrapped{};
  keys_.wrap(tmk, pik, wrapped);
  EXPECT_EQ(to_hex(wrapped), "9C3C0C7FCF477BCA6D56659727DD20CD");
}

TEST_F(HsmTest, DiversificationMatchesTheWorkedFigures) {
  const Key tmk = load(KeyAlgorithm::tdes, "10233245546776899801ABBACDDCEFFE");
  expect_key(keys_.diversify(tmk, from_hex("1122334455667788")), KeyAlgorithm::tdes,
             "ED0AC87C52A8A5518131C057310253BB");
  const Key pik = load(KeyAlgorithm::tdes, "A1B3C2D5E5F70719293B4A5D6D7F8F91");
  expect_key(keys_.diversify(pik, from_hex("A0B1C2D3E4F50617")), KeyAlgorithm::tdes,
             "838D29814705D59E7329BEE627DAED08");
  auto pin_block = from_hex("06122662A9876FED");
  keys_.encrypt(keys_.diversify(pik, from_hex("A0B1C2D3E4F50617")), pin_block, pin_block);
  EXPECT_EQ(to_hex(pin_block), "13268DD5EC520EF0");
  const Key sm4 = load(KeyAlgorithm::sm4, "00112233445566778899AABBCCDDEEFF");
  expect_key(keys_.diversify(sm4, from_hex("1122334455667788")), KeyAlgorithm::sm4, "5A9F65876227746D95606233700543A9");
}

TEST_F(HsmTest, DukptKeysMatchAnsiX924) {
  const Key bdk = load(KeyAlgorithm::tdes, "0123456789ABCDEFFEDCBA9876543210");
  struct Row {
    const char* ksn;
    const char* key;
    const char* pin_block;
    const char* data_key;
  };
  const Row rows[] = {
      {"FFFF9876543210E00001", "042666B49184CFA368DE9628D0397BC9", "1B9C1845EB993A7A",
       "448D3F076D8304036A55A3D7E0055A78"},
      {"FFFF9876543210EFF800", "F9CDFEBF4F5B1D9EB3EC12454527E176", "33365F5CC6F23C35",
       "A9E03F541E29B4FDD47141AECF25190B"},
      {"FFFF9876543210F00000", "AA4D58DB653EC74A48C75F2F047DD2B5", "73EC88AD0AC5830E",
       "FE4BFE999550B26CC7D6A3602046612D"},
  };
  const auto variant = [](const char* key, std::uint64_t mask) {
    auto bytes = from_hex(key);
    for (const std::size_t half : {0U, 8U}) store_be64(&bytes[half], load_be64(&bytes[half]) ^ mask);
    return bytes;
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.ksn);
    const auto ksn = from_hex(row.ksn);
    auto block = from_hex("041274EDCBA9876F");
    keys_.encrypt(keys_.dukpt(bdk, ksn, DukptUse::pin), block, block);
    EXPECT_EQ(to_hex(block), row.pin_block);
    expect_key(keys_.dukpt(bdk, ksn, DukptUse::mac_request), KeyAlgorithm::tdes, to_hex(variant(row.key, 0xFF00)));
    expect_key(keys_.dukpt(bdk, ksn, DukptUse::mac_response), KeyAlgorithm::tdes, to_hex(variant(row.key, 0xFF000000)));
    expect_key(keys_.dukpt(bdk, ksn, DukptUse::data_request), KeyAlgorithm::tdes, row.data_key);
  }
}

TEST_F(HsmTest, MacsMatchPublishedFigures) {
  const auto m1 = from_hex("4E6F77206973207468652074696D6520666F7220616C6C20");
  const auto m2 = from_hex("302031323334353637383930");
  const Key single = load(KeyAlgorithm::tdes, "1F2F3D4C5B6B79891F2F3D4C5B6B7989");
  const Key double_length = load(KeyAlgorithm::tdes, "1F2F3D4C5B6B79898697A4B5C2D3E0F1");
  const Key sm4 = load(KeyAlgorithm::sm4, "00112233445566778899AABBCCDDEEFF");
  EXPECT_EQ(to_hex(terminal_mac(keys_, single, m1)), "4538354144433643");
  EXPECT_EQ(to_hex(terminal_mac(keys_, single, m2)), "3435453032303631");
  EXPECT_EQ(to_hex(terminal_mac(keys_, double_length, m1)), "4643334236324131");
  EXPECT_EQ(to_hex(terminal_mac(keys_, double_length, m2)), "4543383139453946");
  EXPECT_EQ(to_hex(terminal_mac(keys_, sm4, m1)), "4445353246343746");
  EXPECT_EQ(to_hex(terminal_mac(keys_, sm4, m2)), "3136424335343435");
  // UnionPay serial-number rule, two public figures.
  EXPECT_EQ(as_text(terminal_mac(keys_, sm4, as_bytes("00002603009918100000206156983"))), "E0BBDD3B");
  EXPECT_EQ(as_text(terminal_mac(keys_, sm4, as_bytes("00000304123456789123456"))), "F706D609");
}

TEST_F(HsmTest, CmacMatchesRfc4493AndTheSixtyFourBitForm) {
  const Key aes = load(KeyAlgorithm::aes, "2B7E151628AED2A6ABF7158809CF4F3C");
  const auto data = from_hex(
      "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E5130C81C46A35CE411E5FBC1191A0A52EFF69F2445DF4F9B17"
      "AD2B417BE66C3710");
  EXPECT_EQ(cmac_of(aes, {}), "BB1D6929E95937287FA37D129B756746");
  EXPECT_EQ(cmac_of(aes, Bytes{data}.first(16)), "070A16B46B4D4144F79BDD9DD04A287C");
  EXPECT_EQ(cmac_of(aes, Bytes{data}.first(40)), "DFA66747DE9AE63030CA32611497C827");
  EXPECT_EQ(cmac_of(aes, data), "51F0BEBF7E3B9D92FC49741779363CFE");
  // Two-key TDES, computed by an independent implementation.
  const Key tdes = load(KeyAlgorithm::tdes, "1F2F3D4C5B6B79898697A4B5C2D3E0F1");
  EXPECT_EQ(cmac_of(tdes, as_bytes("VMPOS-SIGNIN-2")), "3709F54DA87B3DE8");
  EXPECT_EQ(cmac_of(tdes, Bytes{data}.first(8)), "EF1B8CBA88DC44FC");
}

TEST_F(HsmTest, PinBlocksDecodeByTheRules) {
  const auto decode = [](const char* hex, const char* pan) -> std::string {
    const auto pin = decode_pin_block(from_hex(hex), *Pan::parse(pan));
    return pin ? std::string(pin->view()) : "refused";
  };
  EXPECT_EQ(decode("041226CBA9876FED", "6222021234567890123"), "1234");
  EXPECT_EQ(decode("0C1214775BD57576", "6222021234567894"), "123456789012");
  EXPECT_EQ(decode("061253DFFEDCBA98", "123456789012345678"), "123456");
  EXPECT_EQ(decode("041274EDCBA9876F", "4012345678909"), "1234");
  EXPECT_EQ(decode("141226CBA9876FED", "6222021234567890123"), "refused");  // control nibble
  EXPECT_EQ(decode("031226CBA9876FED", "6222021234567890123"), "refused");  // three digits
  EXPECT_EQ(decode("0D1226CBA9876FED", "6222021234567890123"), "refused");  // thirteen
  EXPECT_EQ(decode("041226CBA9876FEC", "6222021234567890123"), "refused");  // fill
  EXPECT_EQ(decode("04A226CBA9876FED", "6222021234567890123"), "refused");  // no digit
  EXPECT_EQ(decode("041226CBA9876FED", "6222021234567891123"), "refused");  // another account number
}

TEST_F(HsmTest, TheWorkedTrackPackageOpens) {
  const Key tdk = load(KeyAlgorithm::tdes, "6D74F21FF1BFD15AA08550E0C3F0BD7B");
  auto package = from_hex("493FA4A7DCCA2B0667C52556F877D85D5D05DF1A04836726358523394256405F");
  keys_.decrypt(tdk, package, package);
  const auto opened = parse_account_package(package);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->amount_minor, 10000U);
  EXPECT_EQ(opened->track2.view(), "6222021234567890128=30122201234567800");
  EXPECT_TRUE(opened->track3.empty());
  const auto track = parse_track2(opened->track2);
  ASSERT_TRUE(track.has_value());
  EXPECT_EQ(track->pan.digits(), "6222021234567890128");
  EXPECT_EQ(track->expiry.view(), "3012");

  for (std::size_t size = 0; size < 27; ++size)
    EXPECT_FALSE(parse_account_package(Bytes{package}.first(size)).has_value());
  for (std::size_t bit = 0; bit < 8 * package.size(); ++bit) {
    package[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    (void)parse_account_package(package);
    package[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  }
  EXPECT_FALSE(parse_track2("6222021234567890128").has_value());
  EXPECT_FALSE(parse_track2("6222021234567890128=301").has_value());
  EXPECT_FALSE(parse_track2("62220=3012201").has_value());
}

TEST_F(HsmTest, AReaderEnrolledAgainKeepsItsKeysAndAnotherSerialHasOthers) {
  auto hsm = Hsm::create(test_profile().keys(), random_);
  ASSERT_TRUE(hsm.has_value());
  const auto first = (*hsm)->key_id("SIM-A");
  EXPECT_NE((*hsm)->key_id("SIM-B"), first);
  EXPECT_EQ((*hsm)->key_id("SIM-A"), first);
  EXPECT_FALSE((*hsm)->begin(0, KeySource::fixed, {}));
  (void)(*hsm)->new_working_keys(0, true);
  EXPECT_TRUE((*hsm)->begin(0, KeySource::fixed, {}));
  EXPECT_FALSE((*hsm)->begin(0, KeySource::div, from_hex("00112233")));
  EXPECT_FALSE((*hsm)->begin(0, KeySource::dukpt, from_hex("0011223344556677")));
}

TEST_F(HsmTest, APinReferenceSaysNothingAndBelongsToOneAccount) {
  auto hsm = Hsm::create(test_profile().keys(), random_);
  const auto reference = (*hsm)->pin_reference("6222021234567890128", "123456");
  EXPECT_EQ(reference, (*hsm)->pin_reference("6222021234567890128", "123456"));
  EXPECT_NE(reference, (*hsm)->pin_reference("6210948000000003", "123456"));
  EXPECT_NE(reference, (*hsm)->pin_reference("6222021234567890128", "123457"));
}

}  // namespace
}  // namespace mpos::host
