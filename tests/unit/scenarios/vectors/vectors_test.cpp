// SPDX-License-Identifier: Apache-2.0
#include "scenarios/vectors/vectors.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace mpos::vectors {
namespace {

namespace fs = std::filesystem;

VectorReport run_text(std::string_view text) {
  VectorReport report;
  run_vector_text(text, "here.json", report);
  return report;
}

/// One vector around the given members.
std::string document(const std::string& members) {
  return R"({"vectors":[{"name":"v",)" + members + "}]}";
}

std::string first_failure(const std::string& members) {
  const VectorReport report = run_text(document(members));
  EXPECT_EQ(report.passed, 0) << members;
  EXPECT_EQ(report.failed, 1) << members;
  return report.failures.empty() ? "" : report.failures.front();
}

TEST(Vectors, every_shipped_file_passes) {
  const std::array<fs::path, 1> paths{fs::path{VMPOS_SOURCE_DIR} / "tests/vectors"};
  std::ostringstream out;
  const VectorReport report = run_vectors(paths, out);
  EXPECT_EQ(report.failed, 0) << out.str();
  EXPECT_EQ(report.passed, 532) << out.str();
  EXPECT_EQ(report.skipped, 4);
  EXPECT_TRUE(out.str().ends_with("532 passed, 0 failed, 4 skipped\n")) << out.str();
}

TEST(Vectors, a_wrong_answer_names_file_and_vector_with_want_and_got) {
  const std::string failure = first_failure(
      R"("op":"kcv","inputs":{"alg":"SM4","key":"00112233445566778899AABBCCDDEEFF","n":4},"expected":"72EBA304")");
  EXPECT_NE(failure.find("here.json / v"), std::string::npos);
  EXPECT_NE(failure.find("want \"72EBA304\""), std::string::npos);
  EXPECT_NE(failure.find("got  \"72EBA303\""), std::string::npos);
}

TEST(Vectors, bad_inputs_are_failures_that_say_why) {
  EXPECT_NE(first_failure(R"("op":"kcv","inputs":{"alg":"SM4","n":4},"expected":"")").find("\"key\" is missing"),
            std::string::npos);
  EXPECT_NE(first_failure(R"("op":"kcv","inputs":{"alg":"SM4","key":5,"n":4},"expected":"")").find("not a string"),
            std::string::npos);
  EXPECT_NE(first_failure(R"("op":"kcv","inputs":{"alg":"SM4","key":"001","n":4},"expected":"")").find("odd count"),
            std::string::npos);
  EXPECT_NE(
      first_failure(R"("op":"kcv","inputs":{"alg":"SM4","key":"0G","n":4},"expected":"")").find("not hexadecimal"),
      std::string::npos);
  EXPECT_NE(first_failure(R"("op":"kcv","inputs":{"alg":"SM4","key":"00","n":4},"expected":"")").find("key length"),
            std::string::npos);
  EXPECT_NE(first_failure(R"("op":"kcv","inputs":{"alg":"RC4","key":"00","n":4},"expected":"")").find("no cipher"),
            std::string::npos);
  EXPECT_NE(first_failure(
                R"("op":"kcv","inputs":{"alg":"SM4","key":"00112233445566778899AABBCCDDEEFF","n":400},"expected":"")")
                .find("not between"),
            std::string::npos);
  EXPECT_NE(first_failure(R"("op":"sha1","inputs":[],"expected":"")").find("not an object"), std::string::npos);
  EXPECT_NE(first_failure(R"("op":"sha1","inputs":{"data":""})").find("\"expected\" is missing"), std::string::npos);
}

TEST(Vectors, an_unknown_operation_is_named_and_skipped) {
  const VectorReport report = run_text(R"({"vectors":[{"name":"later","op":"nonsense","inputs":{},"expected":""}]})");

  EXPECT_EQ(report.failed, 0);
  ASSERT_EQ(report.skips.size(), 1U);
  EXPECT_NE(report.skips.front().find("nonsense"), std::string::npos);
}

TEST(Vectors, a_damaged_file_is_one_failure) {
  EXPECT_EQ(run_text("").failed, 1);
  EXPECT_EQ(run_text("{").failed, 1);
  EXPECT_EQ(run_text("[]").failed, 1);
  EXPECT_EQ(run_text("7").failed, 1);
  EXPECT_EQ(run_text(R"({"vectors":{}})").failed, 1);
  EXPECT_EQ(run_text(R"({"vectors":[7]})").failed, 1);
  EXPECT_EQ(run_text(std::string(1'000'000, '[')).failed, 1);
  EXPECT_EQ(run_text("{\"vectors\":[\"\xFF\xFE\"]}").failed, 1);
}

TEST(Vectors, a_folder_without_files_and_a_missing_file_fail) {
  const fs::path folder = fs::path{testing::TempDir()} / "vmpos_vectors_empty";
  fs::create_directories(folder);
  const std::array<fs::path, 2> paths{folder, folder / "absent.json"};
  std::ostringstream out;
  const VectorReport report = run_vectors(paths, out);
  EXPECT_EQ(report.failed, 2);
  EXPECT_EQ(report.unusable, 2);
  EXPECT_TRUE(out.str().ends_with("0 passed, 2 failed\n")) << out.str();
  fs::remove_all(folder);
}

TEST(Vectors, empty_and_long_data_are_taken) {
  const std::string sha = R"("op":"sha1","inputs":{"data":""},"expected":"DA39A3EE5E6B4B0D3255BFEF95601890AFD80709")";
  EXPECT_EQ(run_text(document(sha)).passed, 1);
  // RFC 4493 example 1: the empty message.
  const std::string cmac =
      R"("op":"mac","inputs":{"algorithm":"CMAC-AES","key":"2B7E151628AED2A6ABF7158809CF4F3C","data":""},)"
      R"("expected":"BB1D6929E95937287FA37D129B756746")";
  EXPECT_EQ(run_text(document(cmac)).passed, 1);
  const std::string fold = R"("op":"fold","inputs":{"block":8,"data":")" + std::string(2'000'000, 'A') +
                           R"("},"expected":"0000000000000000")";
  EXPECT_EQ(run_text(document(fold)).passed, 1);
}

}  // namespace
}  // namespace mpos::vectors
