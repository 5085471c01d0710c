// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/devicemodel/firmware/rig.hpp"

namespace mpos::firmware {
namespace {

void start_sign_in(Rig& rig) {
  api::Request request;
  request.mutable_sign_in();
  ASSERT_EQ(rig.ask(request).code(), api::CODE_OK);
}

TEST(SignInTest, AProvedHostSignsTheReaderIn) {
  Rig rig;
  rig.boot();
  rig.connect();
  ASSERT_EQ(rig.code.size(), 6U) << "an unknown phone is confirmed by a code";

  const auto result = rig.sign_in();

  EXPECT_TRUE(result.signed_in());
  EXPECT_EQ(result.batch(), "000001");
  EXPECT_EQ(rig.reader->state(), ReaderState::idle);
  EXPECT_EQ(rig.display.line(2), "") << "no longer asks for a sign-in";
  EXPECT_TRUE(rig.state().state().signed_in());
  EXPECT_EQ(rig.rtc.time, (hal::CalendarTime{2026, 9, 17, 10, 15, 30})) << "the first sign-in sets the clock";
}

TEST(SignInTest, TheRequestIsThatOfTheDialect) {
  Rig rig;
  rig.boot();
  rig.connect();
  rig.sign_in();

  const auto& request = rig.host.last_request;
  EXPECT_EQ(request.mti.view(), "0800");
  EXPECT_EQ(request.text(60), "00000000004");
  EXPECT_EQ(request.text(62), "Sequence No13SIM-YC-000042");
  EXPECT_EQ(request.text(11), "000001");
  EXPECT_EQ(TestHost::element(request, "A7", "03"), "00000001");
}

struct Tampering {
  const char* name;
  std::function<void(TestHost&)> apply;
  const char* detail;
};

iso8583::Message* replace_in_proof(iso8583::Message& message, std::string_view tag, std::size_t at) {
  std::string field{message.text(59)};
  const auto item = field.find(std::string{tag} + "0");
  if (item != std::string::npos) field[item + 5 + at] = field[item + 5 + at] == '1' ? '2' : '1';
  message.set(59, field);
  return &message;
}

class TamperedSignInTest : public testing::TestWithParam<Tampering> {};
TEST_P(TamperedSignInTest, ChangesNoKey) {
  Rig rig;
  rig.make_ready();  // with a good set of keys
  const auto clock = rig.rtc.time;
  start_sign_in(rig);
  GetParam().apply(rig.host);

  rig.let_host_answer();

  ASSERT_TRUE(rig.last_notice()->has_sign_in_result());
  EXPECT_FALSE(rig.last_notice()->sign_in_result().signed_in());
  EXPECT_EQ(rig.last_notice()->sign_in_result().detail(), GetParam().detail);
  EXPECT_EQ(rig.rtc.time, clock);
  EXPECT_TRUE(rig.reader->signed_in()) << "the sign-in from before still stands";

  // The keys from before still make MACs the host of before accepts (its key set is the same one).
  rig.host.damage = nullptr;
  rig.host.damage_field62 = nullptr;
  rig.press(hal::Key::cancel);
  rig.sale_to_host();
  EXPECT_TRUE(rig.host.mac_right(rig.open_request().message()));
}

std::function<void(TestHost&)> flip_key_byte(std::size_t at) {
  return [at](TestHost& host) {
    host.damage_field62 = [at](std::vector<std::uint8_t>& keys) {
      keys[at] = static_cast<std::uint8_t>(keys[at] ^ 0x10);
    };
  };
}
std::function<void(TestHost&)> after_proof(TestHost::Damage damage) {
  return [damage](TestHost& host) { host.damage = damage; };
}

INSTANTIATE_TEST_SUITE_P(
    Matrix, TamperedSignInTest,
    testing::Values(
        Tampering{"OwnNonce", after_proof([](auto& m) { replace_in_proof(m, "02", 4); }),
                  "host proof answers another nonce"},
        Tampering{"HostNonce", after_proof([](auto& m) { replace_in_proof(m, "01", 4); }), "host proof wrong"},
        Tampering{"Proof", after_proof([](auto& m) { replace_in_proof(m, "05", 31); }), "host proof wrong"},
        Tampering{"Policy", after_proof([](auto& m) { replace_in_proof(m, "06", 9); }), "host proof wrong"},
        Tampering{"Time", after_proof([](auto& m) { replace_in_proof(m, "07", 13); }), "host proof wrong"},
        Tampering{"NoProof", after_proof([](auto& m) { m.clear(59); }), "host proof missing"},
        Tampering{"HalfProof", after_proof([](auto& m) { m.set(59, m.text(59).substr(0, 40)); }), "field 59 malformed"},
        Tampering{"Keys", after_proof([](auto& m) {
                    std::string keys{m.text(62)};
                    keys[3] = static_cast<char>(keys[3] ^ 1);
                    m.set(62, keys);
                  }),
                  "host proof wrong"},
        Tampering{"Batch", after_proof([](auto& m) { m.set(60, "00000002004"); }), "host proof wrong"},
        Tampering{"Terminal", after_proof([](auto& m) { m.set(41, "30000002"); }),
                  "the answer belongs to another request"},
        Tampering{"Merchant", after_proof([](auto& m) { m.set(42, "102310053110002"); }),
                  "the answer belongs to another request"},
        Tampering{"Trace", after_proof([](auto& m) { m.set(11, "000999"); }), "the answer belongs to another request"},
        Tampering{"Type", after_proof([](auto& m) { m.mti = "0830"; }), "the answer belongs to another request"},
        Tampering{"PinKey", flip_key_byte(2), "key check value of the PIN key wrong"},
        Tampering{"PinKeyCheckValue", flip_key_byte(17), "key check value of the PIN key wrong"},
        Tampering{"MacKey", flip_key_byte(23), "key check value of the MAC key wrong"},
        Tampering{"MacKeyCheckValue", flip_key_byte(37), "key check value of the MAC key wrong"},
        Tampering{"TrackKey", flip_key_byte(43), "key check value of the track key wrong"},
        Tampering{"TrackKeyCheckValue", flip_key_byte(57), "key check value of the track key wrong"},
        Tampering{"ClockSkew", [](TestHost& host) { host.time = "20260917102031"; },
                  "host clock differs by over 300 s"},
        Tampering{"NoSuchTime", [](TestHost& host) { host.time = "20260931101530"; }, "host time malformed"},
        Tampering{"Refused", [](TestHost& host) { host.response_code = "97"; }, "the host refused the sign-in"}),
    [](const auto& test) { return std::string{test.param.name}; });

TEST(SignInTest, AnotherSerialsAnswerIsRefused) {
  Rig rig;
  rig.boot();
  rig.connect();
  start_sign_in(rig);
  rig.host.serial_in_proof = "SIM-YC-000043";
  const auto answer = rig.host.answer(rig.open_request().message());

  rig.answer_host(api::HOST_OUTCOME_ANSWERED, answer);

  EXPECT_EQ(rig.last_notice()->sign_in_result().detail(), "host proof wrong");
  EXPECT_FALSE(rig.reader->signed_in());
}

TEST(SignInTest, ItExpiresAfterItsHours) {
  Rig rig;
  rig.host.policy = "0002001000";
  rig.make_ready();

  rig.pass(2h - 1s);
  EXPECT_TRUE(rig.reader->signed_in());
  rig.pass(1s);

  EXPECT_FALSE(rig.reader->signed_in());
}

TEST(SignInTest, ItExpiresAfterItsTransactions) {
  Rig rig;
  rig.host.policy = "0024000002";
  rig.make_ready();

  for (int i = 0; i < 2; ++i) {
    rig.sale_to_host();
    rig.let_host_answer();
  }

  EXPECT_EQ(rig.start_sale(), api::CODE_SIGN_IN_REQUIRED);
}

TEST(SignInTest, SilenceAndNoConnectionAreToldApart) {
  Rig rig;
  rig.boot();
  rig.connect();
  start_sign_in(rig);
  rig.answer_host(api::HOST_OUTCOME_NOT_SENT);
  EXPECT_EQ(rig.last_notice()->sign_in_result().detail(), "the host could not be reached");
  EXPECT_EQ(rig.display.line(2), "无法连接主机");
  start_sign_in(rig);
  rig.pass(60s);
  EXPECT_EQ(rig.last_notice()->sign_in_result().detail(), "no answer from the host");
  EXPECT_EQ(rig.display.line(2), "主机无应答");
}

TEST(SignInTest, WithoutTheProofTheCheckValuesDecide) {
  Config config = test_config();
  config.policy.sign_in_proof = false;
  Rig rig(config);
  rig.boot();
  rig.connect();
  start_sign_in(rig);
  iso8583::Message request;
  ASSERT_TRUE(iso8583::unpack(as_bytes(rig.open_request().message()), request));
  EXPECT_FALSE(request.has(59));
}

TEST(SignInTest, AKnownPhoneNeedsNoCodeAgain) {
  Rig rig;
  rig.boot();
  rig.connect();
  ASSERT_FALSE(rig.code.empty());
  rig.disconnect();
  rig.code.clear();

  rig.connect();

  EXPECT_TRUE(rig.phone_up);
  EXPECT_TRUE(rig.code.empty());
}

}  // namespace
}  // namespace mpos::firmware
