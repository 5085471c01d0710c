// SPDX-License-Identifier: Apache-2.0
#include "scenarios/vectors/vectors.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "scenarios/vectors/json_reader.hpp"
#include "scenarios/vectors/ops.hpp"

namespace mpos::vectors {
namespace {

namespace fs = std::filesystem;

const OpTable& ops() {
  static const OpTable table = [] {
    OpTable made;
    add_key_ops(made);
    add_mac_ops(made);
    add_icc_ops(made);
    add_track_ops(made);
    add_iso_ops(made);
    return made;
  }();
  return table;
}

std::string clipped(std::string text) {
  constexpr std::size_t limit = 4000;
  if (text.size() > limit) {
    text.resize(limit);
    text += "...";
  }
  return text;
}

class Runner {
 public:
  Runner(std::string_view file, VectorReport& report) : file_(file), report_(report) {}

  void run(const Value& document) {
    const auto* root = document.as<Value::Object>();
    const auto found = root == nullptr ? Value::Object::const_iterator{} : root->find("vectors");
    const auto* list = root == nullptr || found == root->end() ? nullptr : found->second.as<Value::Array>();
    if (list == nullptr) {
      unusable("not a vector file: no list \"vectors\"");
      return;
    }
    std::size_t index = 0;
    for (const Value& each : *list) run_one(each, ++index);
  }

  /// The whole file: it is none.
  void unusable(const std::string& why) {
    fail("", why);
    ++report_.unusable;
  }
  void fail(const std::string& name, const std::string& why) {
    ++report_.failed;
    report_.failures.push_back(label(name) + ": " + clipped(why));
  }

 private:
  std::string label(const std::string& name) const { return name.empty() ? file_ : file_ + " / " + name; }

  void skip(const std::string& name, const std::string& what) {
    ++report_.skipped;
    report_.skips.push_back(label(name) + ": " + what);
  }

  void run_one(const Value& value, std::size_t index) {
    std::string name = "vector " + std::to_string(index);
    const auto* vector = value.as<Value::Object>();
    if (vector == nullptr) {
      fail(name, "not an object");
      return;
    }
    try {
      const Inputs outer{*vector};
      if (outer.has("protocol_name")) {
        name = outer.text("protocol_name");
        if (run_noise_vector(primitives_, *vector)) {
          ++report_.passed;
        } else {
          skip(name, "a pattern this product does not speak");
        }
        return;
      }
      if (outer.has("name")) name = outer.text("name");
      const std::string& op = outer.text("op");
      const auto found = ops().find(op);
      if (found == ops().end()) {
        skip(name, "unknown operation \"" + op + "\"");
        return;
      }
      const auto expected = vector->find("expected");
      if (expected == vector->end()) throw InputError("\"expected\" is missing");
      const Value got = found->second(primitives_, Inputs{outer.object("inputs")});
      if (got == expected->second) {
        ++report_.passed;
      } else {
        fail(name, op + "\n  want " + clipped(to_json(expected->second)) + "\n  got  " + clipped(to_json(got)));
      }
    } catch (const std::exception& error) {
      fail(name, error.what());
    }
  }

  std::string file_;
  VectorReport& report_;
  primitives::OpenSslPrimitives primitives_;
};

void run_file(const fs::path& path, VectorReport& report) {
  Runner runner{path.string(), report};
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) {
    runner.unusable(error.message());
    return;
  }
  if (size > max_file_bytes) {
    runner.unusable("larger than " + std::to_string(max_file_bytes / (1024 * 1024)) + " MiB");
    return;
  }
  std::ifstream stream{path, std::ios::binary};
  std::string text(static_cast<std::size_t>(size), '\0');
  stream.read(text.data(), static_cast<std::streamsize>(size));
  if (!stream) {
    runner.unusable("cannot be read");
    return;
  }
  const auto document = read_json(text);
  if (document) {
    runner.run(*document);
  } else {
    runner.unusable(document.error());
  }
}

/// All *.json below a folder, sorted; a file as it is.
std::vector<fs::path> files_of(const fs::path& path, VectorReport& report) {
  std::error_code error;
  const auto unusable = [&](const std::string& why) { Runner{path.string(), report}.unusable(why); };
  if (!fs::exists(path, error)) {
    unusable(error ? error.message() : "no such file or folder");
    return {};
  }
  if (!fs::is_directory(path, error)) return {path};
  std::vector<fs::path> files;
  fs::recursive_directory_iterator walk{path, error};
  while (!error && walk != fs::recursive_directory_iterator{}) {
    std::error_code ignored;
    if (walk->is_regular_file(ignored) && walk->path().extension() == ".json") files.push_back(walk->path());
    walk.increment(error);
  }
  if (error) unusable(error.message());
  if (!error && files.empty()) unusable("holds no .json file");
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

void run_vector_text(std::string_view text, std::string_view file, VectorReport& report) {
  Runner runner{file, report};
  const auto document = read_json(text);
  if (document) {
    runner.run(*document);
  } else {
    runner.unusable(document.error());
  }
}

VectorReport run_vectors(std::span<const fs::path> paths, std::ostream& out) {
  VectorReport report;
  for (const fs::path& path : paths) {
    for (const fs::path& file : files_of(path, report)) run_file(file, report);
  }
  for (const std::string& failure : report.failures) out << "FAILED " << failure << '\n';
  for (const std::string& skip : report.skips) out << "skipped " << skip << '\n';
  out << report.passed << " passed, " << report.failed << " failed";
  if (report.skipped != 0) out << ", " << report.skipped << " skipped";
  out << '\n';
  return report;
}

}  // namespace mpos::vectors
