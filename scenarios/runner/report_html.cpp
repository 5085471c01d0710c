// SPDX-License-Identifier: Apache-2.0
#include "scenarios/runner/report_html.hpp"

#include <array>
#include <cctype>
#include <cstdio>
#include <fstream>

#include "scenarios/runner/picture.hpp"
#include "scenarios/runner/report_junit.hpp"

namespace mpos::runner {
namespace {

namespace fs = std::filesystem;

constexpr const char* style =
    "body{font:14px/1.5 system-ui,sans-serif;max-width:70em;margin:2em auto;padding:0 "
    "1em;color:#1c2024;background:#fff}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3em .6em;border-bottom:1px solid #ddd}"
    ".passed{color:#26704a}.failed{color:#a9302a}figure{display:inline-block;margin:.5em 1em .5em "
    "0;vertical-align:top;width:258px}"
    "figcaption{font-size:12px;color:#555}svg{border:1px solid "
    "#888}pre{background:#f4f4f2;padding:.8em;overflow-x:auto;font-size:12px}";

std::string seconds(Duration time) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.3f s", std::chrono::duration<double>(time).count());
  return text.data();
}

/// The path without what a file name cannot hold; the number keeps two alike apart.
std::string folder_name(const ScenarioResult& result, std::size_t index) {
  std::string out = std::to_string(index + 1) + "_";
  for (const char c : result.path.stem().string()) out += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return out;
}

const char* word(const ScenarioResult& result) {
  return result.passed() ? "passed" : result.failure ? "failed" : "not run";
}

std::string figure(const bus::v1::Screen& screen, const std::string& caption) {
  std::string lines;
  for (const auto& line : screen.lines()) lines += (lines.empty() ? "" : " | ") + line;
  return "<figure>" + draw_svg(screen) + "<figcaption>" + xml_escape(caption) + "<br>" + xml_escape(lines) +
         "</figcaption></figure>\n";
}

std::string section(const ScenarioResult& result, std::size_t index) {
  std::string out = "<h2 id=\"s" + std::to_string(index) + "\">" + xml_escape(result.title) + "</h2>\n<p class=\"" +
                    (result.passed() ? "passed" : "failed") + "\">" + word(result) + "</p><p>" +
                    xml_escape(result.path.string()) + ", seed " + std::to_string(result.seed) + ", " +
                    seconds(result.virtual_time) + " of virtual time in " + seconds(result.wall_time) + "</p>\n";
  if (result.broken) return out + "<pre>" + xml_escape(*result.broken) + "</pre>\n";
  for (const StepScreen& step : result.screens) {
    out += figure(step.screen, "step " + std::to_string(step.step) + ": " + step.caption + " (" + step.reader + ", " +
                                   seconds(step.time) + ")");
  }
  if (!result.failure) return out;
  const StepFailure& failure = *result.failure;
  out += "<h3 class=\"failed\">Step " + std::to_string(failure.step) + ", line " + std::to_string(failure.place.line) +
         "</h3><p>Expected: " + xml_escape(failure.expected) + "<br>Actual: " + xml_escape(failure.actual) + "</p>" +
         figure(failure.screen, "screen " + std::to_string(failure.screen.number()) + " at the failure") + "<pre>";
  for (const std::string& line : failure.last_journal) out += xml_escape(line) + "\n";
  return out + "</pre><p>To repeat: <code>" + xml_escape(result.repeat) + "</code></p>\n";
}

Result<void, std::string> write(const fs::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) return Failure{path.string() + " could not be written"};
  return {};
}

}  // namespace

std::string report_html(const std::vector<ScenarioResult>& results) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>vmpos scenarios</title><style>" +
      std::string(style) +
      "</style></head><body>\n<h1>Scenarios <small>SIMULATOR</small></h1>\n<table><tr><th>Scenario<th>Result<th>"
      "Virtual time<th>File</tr>\n";
  for (std::size_t i = 0; i < results.size(); ++i) {
    const ScenarioResult& r = results[i];
    out += "<tr><td><a href=\"#s" + std::to_string(i) + "\">" + xml_escape(r.title) + "</a><td class=\"" +
           (r.passed() ? "passed" : "failed") + "\">" + word(r) + "<td>" + seconds(r.virtual_time) + "<td>" +
           xml_escape(r.path.string()) + "</tr>\n";
  }
  out += "</table>\n";
  for (std::size_t i = 0; i < results.size(); ++i) out += section(results[i], i);
  return out + "</body></html>\n";
}

Result<void, std::string> write_report(const fs::path& folder, const std::vector<ScenarioResult>& results) {
  std::error_code error;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const fs::path own = folder / folder_name(results[i], i);
    fs::create_directories(own, error);
    if (error) return Failure{own.string() + " could not be made: " + error.message()};
    if (auto done = write(own / "journal.txt", results[i].journal); !done) return done;
    for (const StepScreen& step : results[i].screens) {
      std::array<char, 32> name{};
      std::snprintf(name.data(), name.size(), "step_%02d.pbm", step.step);
      if (auto done = write(own / name.data(), draw_pbm(step.screen)); !done) return done;
    }
  }
  fs::create_directories(folder, error);
  return write(folder / "index.html", report_html(results));
}

}  // namespace mpos::runner
