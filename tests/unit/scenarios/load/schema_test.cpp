// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/schema.hpp"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "mpos/config/v1/config.pb.h"
#include "mpos/scenario/v1/scenario.pb.h"
#include "scenarios/load/document.hpp"
#include "scenarios/load/yaml_reader.hpp"

namespace mpos::load {
namespace {

namespace fs = std::filesystem;
using google::protobuf::Value;

/// A small checker for the part of JSON Schema that schema_for() uses: $ref, anyOf, properties, required, items.
class Checker {
 public:
  explicit Checker(const std::string& schema) {
    const auto status = google::protobuf::util::JsonStringToMessage(schema, &root_);
    EXPECT_TRUE(status.ok()) << status.ToString();
  }
  bool accepts(const Node& node) const { return accepts(root_, node); }

 private:
  static const Value* member(const Value& object, const std::string& key) {
    const auto& fields = object.struct_value().fields();
    const auto found = fields.find(key);
    return found == fields.end() ? nullptr : &found->second;
  }
  bool accepts(const Value& schema, const Node& node) const {
    if (const Value* ref = member(schema, "$ref")) {
      const std::string name = ref->string_value().substr(std::string("#/$defs/").size());
      const Value* target = member(*member(root_, "$defs"), name);
      return target != nullptr && accepts(*target, node);
    }
    if (const Value* any = member(schema, "anyOf")) {
      for (const Value& one : any->list_value().values()) {
        if (accepts(one, node)) return true;
      }
      return false;
    }
    if (const Value* words = member(schema, "enum")) {
      for (const Value& word : words->list_value().values()) {
        if (node.kind == Node::Kind::scalar && word.string_value() == node.text) return true;
      }
      return false;
    }
    const Value* type = member(schema, "type");
    if (type == nullptr) return false;
    if (type->string_value() == "null") return node.is_null();
    if (type->string_value() == "object") return object(schema, node);
    if (type->string_value() == "array") {
      if (node.kind != Node::Kind::list) return false;
      for (const Node& item : node.items) {
        if (!accepts(*member(schema, "items"), item)) return false;
      }
      return true;
    }
    return node.kind == Node::Kind::scalar;
  }
  bool object(const Value& schema, const Node& node) const {
    if (node.kind != Node::Kind::map) return false;
    const Value& properties = *member(schema, "properties");
    for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) {
      const Value* property = member(properties, node.items[i].text);
      if (property == nullptr || !accepts(*property, node.items[i + 1])) return false;
    }
    if (const Value* required = member(schema, "required")) {
      for (const Value& key : required->list_value().values()) {
        bool found = false;
        for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) found |= node.items[i].text == key.string_value();
        if (!found) return false;
      }
    }
    return true;
  }
  Value root_;
};

Node document(const std::string& text) {
  Problems problems("t");
  auto node = read_document(text, problems);
  EXPECT_TRUE(node) << problems.to_string();
  return node.value_or(Node{});
}

void expect_all_accepted(const Checker& checker, const fs::path& folder) {
  int seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    Problems problems(entry.path().string());
    const auto text = read_file(entry.path(), problems);
    ASSERT_TRUE(text);
    EXPECT_TRUE(checker.accepts(document(*text))) << entry.path();
    ++seen;
  }
  EXPECT_GT(seen, 0) << folder;
}

TEST(Schema, AcceptsEveryShippedFile) {
  const fs::path root(VMPOS_SOURCE_DIR);
  expect_all_accepted(Checker(schema_for(*config::v1::ReaderProfile::descriptor())), root / "assets/readers");
  expect_all_accepted(Checker(schema_for(*config::v1::CardFile::descriptor())), root / "assets/cards");
  expect_all_accepted(Checker(schema_for(*scenario::v1::Scenario::descriptor())), root / "scenarios/suite");
}

TEST(Schema, RefusesWhatTheLoaderRefuses) {
  const Checker checker(schema_for(*scenario::v1::Scenario::descriptor()));

  EXPECT_TRUE(checker.accepts(document("title: t\nsteps: [{swipe: x}, {swipe: {card: x}}, {sign_in: }]")));
  EXPECT_FALSE(checker.accepts(document("title: t\nsteps: [{swpie: x}]")));
  EXPECT_FALSE(checker.accepts(document("title: t\nsteps: [{swipe: {speed_cm_s: 4}}]")));
  EXPECT_FALSE(checker.accepts(document("title: t")));
  EXPECT_FALSE(checker.accepts(document("title: t\nsteps: [{power: sideways}]")));
  EXPECT_FALSE(checker.accepts(document("title: t\nsteps: [{expect: {within_ns: 5s}}]")));
}

TEST(Schema, CarriesWhatAPersonReads) {
  const std::string schema = schema_for(*config::v1::CardFile::descriptor());

  EXPECT_NE(schema.find(R"("expiry": {"description": "YYMM")"), std::string::npos) << schema;
  EXPECT_NE(
      schema.find(
          R"("wear": {"description": "Share of transitions lost on every swipe", "type": "number", "minimum": 0, "maximum": 1})"),
      std::string::npos);
}

}  // namespace
}  // namespace mpos::load
