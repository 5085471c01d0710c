// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/parameter_messages.hpp"
#include "scenarios/host/frontend/parameter_desk.hpp"
#include "tests/unit/scenarios/host/fake_chip.hpp"

namespace mpos::host {
namespace {

using emv::ParameterSet;
using firmware::ParameterName;
using firmware::ParameterStep;

constexpr const char* prime_p =
    "FF336B64D2BD6D93A172CF8E8D2D236204C2ED1FFA735DFF39CE6570A033A45EF818BBE4628FDF9F550393E20FE9B2C0446C"
    "99958F3366A674BE4DB7DA5A321B8A2AEC8ECD96012DDCC0E8939335CF7A426F8ED5CBBA69B3E35563499DEDA1CEEDD7AE3A"
    "93B6C8AD548F406C1A87E50FBB2092D172E18449687C1F2BC4327D3B";
constexpr const char* prime_q =
    "FEA436248649F39D8F067D8BE846D3999A401B8447734531DD4AAC24850A723299FA746C5EF1BC0142D032121DF290CB1395"
    "BEAAECB84DBF033FDCC3FA86E33CFFD2D1C0D4176604D04103AA9CF136A1ABB7A95C7E0F19B5D8D92F32C3810724E4DAE17E"
    "849BE16E03A83E22D29666EDBB5957AC4EF09943C9F86FDC4BD6EECD";
/// The authority of tests/vectors/virtual_card.json.
constexpr const char* published_modulus =
    "DB9A3DAF63916382080D777CFC43AE034CD478EECC0B38D13515417245766AA8E48015C23D617ABB556EE51D0C82EF4DD922"
    "2E76063B181DFA444E19F186078960E0ADEE404AF11E03674F3B69D66F27BD5098A9CC6AF8D0FED5BF8ED67BB73CDF99B477"
    "E4F130D98167CFDF18C526616BF742E59584DF296616AD9142ED711BCD30D3A5353ED4F0A06BC1EDC58DE11B";

/// The host's end and the reader's end of a download: each is the other's truth.
class ParameterTest : public ::testing::Test {
 protected:
  ParameterTest() : profile_(test_profile()) {
    profile_.mutable_keys()->set_parameter_p(prime_p);
    profile_.mutable_keys()->set_parameter_q(prime_q);
    auto& file = *profile_.mutable_parameters();
    file.set_version(7);
    for (const char* aid : {"A000000333010101", "A000000333010102", "A0000000031010"}) {
      auto* row = file.add_applications();
      row->set_aid(aid);
      row->set_floor_limit(20000);
      row->set_contactless_cvm_limit(100000);
    }
  }
  /// `count` keys of the test authority's numbers, from index F0 on.
  void add_keys(int count) {
    primitives::OpenSslPrimitives primitives;
    const auto modulus = from_hex(published_modulus);
    for (int i = 0; i < count; ++i) {
      const auto index = static_cast<std::uint8_t>(0x40 + i);
      emv::PublicKey key;
      key.modulus.append(modulus);
      key.exponent.push_back(3);
      const auto rid = from_hex("A000000333");
      auto* row = profile_.mutable_parameters()->add_keys();
      row->set_rid("A000000333");
      row->set_index(to_hex(std::array{index}));
      row->set_modulus(published_modulus);
      row->set_checksum(to_hex(emv::ca_key_checksum(primitives, rid, index, key)));
      row->set_expiry("20301231");
    }
  }
  void open() {
    auto made = Host::create(scheduler_, sim::Random{7}, profile_, {}, recorder_);
    ASSERT_TRUE(made.has_value()) << made.error();
    host_ = std::move(*made);
    terminal_ = std::make_unique<FakeTerminal>(*host_);
  }
  iso8583::Message ask(ParameterSet set, ParameterStep step, std::size_t held, const ParameterName& name) {
    iso8583::Message message;
    EXPECT_TRUE(
        firmware::build_parameter_request(set, step, "30000001", "102310053110001", "000000", held, name, message));
    return terminal_->exchange(message).value_or(iso8583::Message{});
  }
  /// A whole download; what the reader says of it in the end.
  Result<void, emv::ParameterError> download(ParameterSet set, emv::ParameterFile& file, std::uint32_t in_use = 0) {
    std::vector<ParameterName> names;
    for (bool more = true; more;) {
      const auto answer = ask(set, ParameterStep::list, names.size(), {});
      const auto list = firmware::parse_parameter_list(set, answer.get(62));
      EXPECT_TRUE(list.has_value());
      if (!list) break;
      names.insert(names.end(), list->names.begin(), list->names.end());
      more = list->more;
      ++lists;
    }
    for (const auto& name : names) {
      const auto answer = ask(set, ParameterStep::record, 0, name);
      const auto record = firmware::parse_parameter_record(name, answer.get(62));
      EXPECT_TRUE(record.has_value());
      if (!record) continue;
      if (const auto added = file.add(*record); !added) return added;
      records.emplace_back(record->begin(), record->end());
    }
    const auto answer = ask(set, ParameterStep::end, 0, {});
    const auto signature = firmware::parse_parameter_signature(answer.get(59));
    EXPECT_TRUE(signature.has_value());
    return file.finish(authority(), signature.value_or(emv::ParameterSignature{}), in_use);
  }
  static emv::ParameterAuthority authority() {
    emv::ParameterAuthority out;
    const auto signer = ParameterSigner::create(prime_p, prime_q);
    out.modulus.append(signer->modulus());
    out.exponent.append(from_hex("010001"));
    return out;
  }

  config::v1::HostProfile profile_;
  sim::Scheduler scheduler_;
  Recorder recorder_;
  std::unique_ptr<Host> host_;
  std::unique_ptr<FakeTerminal> terminal_;
  primitives::OpenSslPrimitives primitives_;
  std::vector<std::vector<std::uint8_t>> records;
  int lists = 0;
};

TEST_F(ParameterTest, ApplicationsArriveAsTheProfileHasThem) {
  open();
  emv::ParameterFile file{primitives_, ParameterSet::applications, false};
  EXPECT_TRUE(download(ParameterSet::applications, file, 7));
  ASSERT_EQ(file.size(), 3U);
  const auto third = emv::import_aid(records[2]);
  ASSERT_TRUE(third.has_value());
  EXPECT_EQ(third->floor_limit, 20000U);
  EXPECT_EQ(third->contactless_cvm_limit, 100000U);
  EXPECT_EQ(third->version, (std::array<std::uint8_t, 2>{0x00, 0x20}));
  EXPECT_EQ(lists, 1);
}

TEST_F(ParameterTest, ManyKeysComeInSeveralLists) {
  add_keys(30);
  open();
  emv::ParameterFile file{primitives_, ParameterSet::ca_keys, false};
  EXPECT_TRUE(download(ParameterSet::ca_keys, file));
  EXPECT_EQ(file.size(), 30U);
  EXPECT_EQ(lists, 2);
}

TEST_F(ParameterTest, NoKeysAreASignedFileToo) {
  open();
  emv::ParameterFile file{primitives_, ParameterSet::ca_keys, false};
  EXPECT_TRUE(download(ParameterSet::ca_keys, file));
  EXPECT_EQ(file.size(), 0U);
}

TEST_F(ParameterTest, TheMessagesAreThePublishedOnes) {
  // tests/vectors/iso8583.json: the CA key FE, its list, download and end.
  add_keys(1);
  profile_.mutable_parameters()->mutable_keys(0)->set_index("FE");
  profile_.mutable_parameters()->mutable_keys(0)->set_checksum("27C85EEA8FE509C1F123759E6342A10380F51CED");
  open();
  const auto list = ask(ParameterSet::ca_keys, ParameterStep::list, 0, {});
  EXPECT_EQ(list.mti.view(), "0830");
  EXPECT_EQ(to_hex(list.get(62)), "319F0605A0000003339F2201FEDF05083230333031323331");
  EXPECT_EQ(list.text(60), "00000000372");
  ParameterName name;
  name.append(from_hex("9F0605A0000003339F2201FE"));
  const auto record = ask(ParameterSet::ca_keys, ParameterStep::record, 0, name);
  EXPECT_EQ(record.mti.view(), "0810");
  EXPECT_EQ(to_hex(record.get(62)), "319F0605A0000003339F2201FEDF05083230333031323331DF060101DF070101DF028190" +
                                        std::string(published_modulus) +
                                        "DF040103DF031427C85EEA8FE509C1F123759E6342A10380F51CED");
}

TEST_F(ParameterTest, ADamagedSignatureALiveKeyAndAnOldFileAreRefused) {
  open();
  bus::v1::HostRule rule;
  rule.set_on("0800");
  rule.set_times(4);
  rule.set_wrong_signature(true);
  ASSERT_TRUE(host_->add_rule(rule));
  emv::ParameterFile damaged{primitives_, ParameterSet::applications, false};
  const auto refused = download(ParameterSet::applications, damaged);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), emv::ParameterError::bad_signature);
  emv::ParameterFile old{primitives_, ParameterSet::applications, false};
  const auto outdated = download(ParameterSet::applications, old, 8);
  ASSERT_FALSE(outdated);
  EXPECT_EQ(outdated.error(), emv::ParameterError::outdated);

  add_keys(1);
  emv::PublicKey key;
  key.modulus.append(from_hex(published_modulus));
  key.exponent.push_back(3);
  auto* live = profile_.mutable_parameters()->mutable_keys(0);
  live->set_index("02");
  live->set_checksum(to_hex(emv::ca_key_checksum(primitives_, from_hex("A000000333"), 2, key)));
  open();
  emv::ParameterFile keys{primitives_, ParameterSet::ca_keys, false};
  EXPECT_EQ(download(ParameterSet::ca_keys, keys).error(), emv::ParameterError::bad_record);
  EXPECT_EQ(keys.import_error(), emv::ImportError::live_key);
  emv::ParameterFile lab{primitives_, ParameterSet::ca_keys, true};
  EXPECT_TRUE(download(ParameterSet::ca_keys, lab));
}

TEST_F(ParameterTest, QuestionsThatAreNoneHaveTheirCodes) {
  open();
  ParameterName unknown;
  unknown.append(from_hex("9F0605A000000999"));
  EXPECT_EQ(ask(ParameterSet::applications, ParameterStep::record, 0, unknown).text(39), "25");
  EXPECT_EQ(ask(ParameterSet::applications, ParameterStep::list, 4, {}).text(39), "30");
  iso8583::Message message;
  ASSERT_TRUE(firmware::build_parameter_request(ParameterSet::applications, ParameterStep::list, "30000001",
                                                "102310053110001", "000000", 0, {}, message));
  message.set(62, "1x0");
  EXPECT_EQ(terminal_->exchange(message)->text(39), "30");
  message.set(41, "39999999");
  EXPECT_EQ(terminal_->exchange(message)->text(39), "97");
  EXPECT_FALSE(firmware::build_parameter_request(ParameterSet::applications, ParameterStep::list, "30000001",
                                                 "102310053110001", "000000", 100, {}, message));
}

TEST_F(ParameterTest, AProfileThatCannotBeHandedOutIsRefused) {
  const auto trouble = [this](auto&& change) {
    auto profile = profile_;
    change(profile);
    const auto made = Host::create(scheduler_, sim::Random{7}, profile, {}, recorder_);
    return made ? std::string() : made.error();
  };
  EXPECT_EQ(trouble([](auto& p) { p.mutable_keys()->set_parameter_q("x"); }),
            "host profile: the parameter key's primes are none");
  EXPECT_EQ(trouble([](auto& p) { p.mutable_parameters()->mutable_applications(1)->set_tac_denial("0"); }),
            "host profile: application A000000333010102 is malformed");
  EXPECT_EQ(trouble([](auto& p) { p.mutable_parameters()->add_keys()->set_rid("A000"); }),
            "host profile: CA key A000/ is malformed");
}

TEST_F(ParameterTest, ListsThatAreNoneAreRefusedByTheReader) {
  const auto good = from_hex("319F0605A0000003339F2201FEDF05083230333031323331");
  EXPECT_TRUE(firmware::parse_parameter_list(ParameterSet::ca_keys, good));
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(firmware::parse_parameter_list(ParameterSet::ca_keys, Bytes{good}.first(size))) << size;
  }
  for (const char* bad :
       {"30", "39", "3100", "319F0605A000000333", "309F0608A000000333010101", "31009F0608A000000333010101"}) {
    const auto list = firmware::parse_parameter_list(ParameterSet::applications, from_hex(bad));
    EXPECT_EQ(list.has_value(), std::string_view{bad} == "30" || std::string_view{bad} == "319F0605A000000333") << bad;
  }
  EXPECT_FALSE(firmware::parse_parameter_list(ParameterSet::applications, good));
  EXPECT_FALSE(firmware::parse_parameter_signature(as_bytes("A9007010012")));
  EXPECT_FALSE(firmware::parse_parameter_signature({}));
}

}  // namespace
}  // namespace mpos::host
