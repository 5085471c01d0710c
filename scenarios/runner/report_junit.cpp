// SPDX-License-Identifier: Apache-2.0
#include "scenarios/runner/report_junit.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>

#include "scenarios/runner/report_console.hpp"

namespace mpos::runner {
namespace {

std::string seconds(Duration time) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.6f", std::chrono::duration<double>(time).count());
  return text.data();
}

}  // namespace

std::string xml_escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&apos;"; break;
      case '\n':
      case '\t': out += c; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\xEF\xBF\xBD";
        } else {
          out += c;
        }
    }
  }
  return out;
}

std::string junit_xml(const std::vector<ScenarioResult>& results) {
  const auto count = [&](auto is) { return std::to_string(std::count_if(results.begin(), results.end(), is)); };
  Duration total{};
  for (const ScenarioResult& result : results) total += result.wall_time;
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"vmpos scenarios\" tests=\"" +
      std::to_string(results.size()) + "\" failures=\"" +
      count([](const ScenarioResult& r) { return r.failure.has_value(); }) + "\" errors=\"" +
      count([](const ScenarioResult& r) { return r.broken.has_value(); }) + "\" time=\"" + seconds(total) + "\">\n";
  for (const ScenarioResult& result : results) {
    out += "<testcase classname=\"" + xml_escape(result.path.parent_path().string()) + "\" name=\"" +
           xml_escape(result.title) + "\" file=\"" + xml_escape(result.path.string()) + "\" time=\"" +
           seconds(result.wall_time) + "\">\n<properties>" + "<property name=\"virtual_time_s\" value=\"" +
           seconds(result.virtual_time) + "\"/><property name=\"seed\" value=\"" + std::to_string(result.seed) +
           "\"/></properties>\n";
    if (!result.passed()) {
      std::ostringstream text;
      print_result(result, text);
      const std::string message = result.failure ? "step " + std::to_string(result.failure->step) + ": expected " +
                                                       result.failure->expected + "; actual " + result.failure->actual
                                                 : *result.broken;
      const std::string element = result.failure ? "failure" : "error";
      out.append("<").append(element).append(" message=\"").append(xml_escape(message)).append("\">");
      out.append(xml_escape(text.str())).append("</").append(element).append(">\n");
    }
    out += "</testcase>\n";
  }
  return out + "</testsuite>\n</testsuites>\n";
}

}  // namespace mpos::runner
