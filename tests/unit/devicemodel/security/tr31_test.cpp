// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/tr31.hpp"

#include "tests/unit/devicemodel/security/security_fixture.hpp"

namespace mpos::security {
namespace {

// TR-31:2018 A.7.2.2 and A.7.4.
const Buffer kbpk_b = hex("DD7515F2BFC17F85CE48F3CA25CB21F6");
const std::string block_b = "B0080P0TE00E000094B420079CC80BA3461F86FE26EFC4A3B8E4FA4C5F5341176EED7B727B8A248E";
const Buffer kbpk_d = hex("88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6");
const std::string block_d =
    "D0112P0AE00E0000B82679114F470F540165EDFBF7E250FCEA43F810D215F8D207E2E417C07156A27E8E31DA05F7425509593D03A457DC34";

class Tr31 : public SecurityTest {
 protected:
  Tr31Error refusal(const Buffer& key, std::string_view block) {
    const auto opened = tr31_unwrap(primitives_, key, block);
    EXPECT_FALSE(opened) << block;
    return opened ? Tr31Error::no_room : opened.error();
  }
};

TEST_F(Tr31, opens_the_published_blocks) {
  const auto b = tr31_unwrap(primitives_, kbpk_b, block_b);
  ASSERT_TRUE(b);
  EXPECT_EQ(hex_of(b->key.expose()), "3F419E1CB7079442AA37474C2EFBF8B8");
  EXPECT_EQ(b->header_size, 16U);
  const auto d = tr31_unwrap(primitives_, kbpk_d, block_d);
  ASSERT_TRUE(d);
  EXPECT_EQ(hex_of(d->key.expose()), "3F419E1CB7079442AA37474C2EFBF8B8");
}

TEST_F(Tr31, every_changed_character_is_refused) {
  for (const auto& [key, block] : {std::pair{kbpk_b, block_b}, std::pair{kbpk_d, block_d}}) {
    for (std::size_t i = 0; i < block.size(); ++i) {
      std::string bad = block;
      bad[i] = bad[i] == '1' ? '2' : '1';
      refusal(key, bad);
    }
  }
}

TEST_F(Tr31, every_truncation_is_refused) {
  for (std::size_t size = 0; size < block_d.size(); ++size) refusal(kbpk_d, std::string_view{block_d}.substr(0, size));
}

TEST_F(Tr31, says_what_is_wrong) {
  EXPECT_EQ(refusal(kbpk_b, ""), Tr31Error::bad_length);
  EXPECT_EQ(refusal(kbpk_b, "A" + block_b.substr(1)), Tr31Error::bad_version);
  EXPECT_EQ(refusal(kbpk_b, "B0081" + block_b.substr(5)), Tr31Error::bad_length);
  std::string usage = block_b;
  usage[5] = 'D';
  EXPECT_EQ(refusal(kbpk_b, usage), Tr31Error::bad_mac);
  std::string nibble = block_b;
  nibble[20] = nibble[20] == 'A' ? 'B' : 'A';
  EXPECT_EQ(refusal(kbpk_b, nibble), Tr31Error::bad_mac);
  nibble[20] = 'G';
  EXPECT_EQ(refusal(kbpk_b, nibble), Tr31Error::bad_hex);
  std::string options = block_b;
  options[13] = '1';
  EXPECT_EQ(refusal(kbpk_b, options), Tr31Error::bad_header);
  Buffer other = kbpk_b;
  other[0] ^= 2;
  EXPECT_EQ(refusal(other, block_b), Tr31Error::bad_mac);
  EXPECT_EQ(refusal(Buffer(8), block_b), Tr31Error::bad_protection_key);
}

TEST_F(Tr31, wraps_what_it_opens_again_with_optional_blocks) {
  const std::string header = "D0144K1TB00N0100PB20" + std::string(28, '0');
  std::string out(tr31_max_characters, ' ');
  const auto size = tr31_wrap(primitives_, kbpk_d, header, tmk, Buffer(14, 0x55), out);
  ASSERT_TRUE(size) << static_cast<int>(size.error());
  out.resize(*size);
  const auto opened = tr31_unwrap(primitives_, kbpk_d, out);
  ASSERT_TRUE(opened);
  EXPECT_EQ(hex_of(opened->key.expose()), hex_of(tmk));
  EXPECT_EQ(opened->header_size, header.size());
}

TEST_F(Tr31, wrapping_refuses_lengths_that_do_not_fit) {
  std::string out(200, ' ');
  const std::string header = "D0112P0TE00N0000";
  EXPECT_EQ(tr31_wrap(primitives_, kbpk_d, header, pik, Buffer(13), out).error(), Tr31Error::bad_length);
  EXPECT_EQ(tr31_wrap(primitives_, kbpk_d, "D0113P0TE00N0000", pik, Buffer(14), out).error(), Tr31Error::bad_length);
  EXPECT_EQ(tr31_wrap(primitives_, kbpk_d, header, {}, Buffer(30), out).error(), Tr31Error::bad_length);
  EXPECT_EQ(tr31_wrap(primitives_, Buffer(8), header, pik, Buffer(14), out).error(), Tr31Error::bad_protection_key);
  EXPECT_EQ(tr31_wrap(primitives_, kbpk_d, header, pik, Buffer(14), std::span<char>{out}.first(111)).error(),
            Tr31Error::no_room);
  EXPECT_TRUE(tr31_wrap(primitives_, kbpk_d, header, pik, Buffer(14), out));
}

}  // namespace
}  // namespace mpos::security
