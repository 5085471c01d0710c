// SPDX-License-Identifier: Apache-2.0
#include "scenarios/vectors/json_reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace mpos::vectors {
namespace {

/// Builds the tree while the text is parsed, so that depth can be limited before it costs stack.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Value root;
  std::string error;
  std::size_t error_at = 0;  ///< bytes read when it stopped being JSON

  bool null() override { return put(Value{}); }
  bool boolean(bool value) override { return put(Value{value}); }
  bool number_integer(number_integer_t value) override { return put(Value{std::int64_t{value}}); }
  bool number_unsigned(number_unsigned_t value) override {
    return value <= static_cast<number_unsigned_t>(INT64_MAX) ? put(Value{static_cast<std::int64_t>(value)})
                                                              : put(Value{static_cast<double>(value)});
  }
  bool number_float(number_float_t value, const string_t&) override { return put(Value{value}); }
  bool string(string_t& value) override { return put(Value{std::move(value)}); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Value{Value::Object{}}); }
  bool key(string_t& name) override {
    name_ = std::move(name);
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Value{Value::Array{}}); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    error_at = position;
    return false;
  }

 private:
  Value* place(Value value) {
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    if (auto* array = std::get_if<Value::Array>(&open_.back()->data)) {
      array->push_back(std::move(value));
      return &array->back();
    }
    Value& member = std::get<Value::Object>(open_.back()->data)[std::exchange(name_, {})];
    member = std::move(value);
    return &member;
  }
  bool put(Value value) {
    place(std::move(value));
    return true;
  }
  bool open(Value value) {
    if (open_.size() >= max_json_depth) {
      error = "nested deeper than " + std::to_string(max_json_depth) + " levels";
      return false;
    }
    open_.push_back(place(std::move(value)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<Value*> open_;  // Each is the last child of the one before: it does not move while it is open.
  std::string name_;
};

nlohmann::json to_tree(const Value& value) {
  return std::visit(
      [](const auto& held) -> nlohmann::json {
        using T = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<T, Value::Array>) {
          nlohmann::json out = nlohmann::json::array();
          for (const Value& each : held) out.push_back(to_tree(each));
          return out;
        } else if constexpr (std::is_same_v<T, Value::Object>) {
          nlohmann::json out = nlohmann::json::object();
          for (const auto& [name, each] : held) out[name] = to_tree(each);
          return out;
        } else {
          return held;
        }
      },
      value.data);
}

}  // namespace

Result<Value, std::string> read_json(std::string_view text) {
  Builder builder;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
    if (!builder.error.empty()) return Failure{builder.error};
    const std::string_view read = text.substr(0, std::min(text.size(), std::max<std::size_t>(builder.error_at, 1) - 1));
    const auto line = std::count(read.begin(), read.end(), '\n') + 1;
    const std::size_t column = read.size() - (read.find_last_of('\n') + 1) + 1;
    return Failure{"not JSON from line " + std::to_string(line) + ", column " + std::to_string(column) + " on"};
  }
  return std::move(builder.root);
}

std::string to_json(const Value& value) {
  return to_tree(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace mpos::vectors
