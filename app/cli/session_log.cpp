// SPDX-License-Identifier: Apache-2.0
#include "app/cli/session_log.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "devicemodel/base/pan.hpp"
#include "scenarios/load/catalogue.hpp"

namespace mpos::cli {
namespace {

namespace fs = std::filesystem;

Result<std::string, std::string> read_whole(const std::string& path) {
  std::error_code error;
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path, error)) return Failure{path + ": cannot be read"};
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

/// The guard of the loader, over what the recording brings along. Empty when all is well.
std::string unknown_number(const record::v1::Setup& setup, const load::TestPans& known) {
  const auto check = [&](const std::string& pan) {
    return known.contains(pan)
               ? std::string{}
               : std::string{mask_pan(pan).view()} +
                     " is not a known test number; list it in your test_pans file, or allow any with --lab";
  };
  for (const auto& card : setup.cards()) {
    if (auto wrong = check(card.card().pan()); !wrong.empty()) return wrong;
  }
  for (const auto& account : setup.host().accounts()) {
    if (auto wrong = check(account.pan()); !wrong.empty()) return wrong;
  }
  return {};
}

}  // namespace

Result<SessionLog, std::string> read_session_log(const std::string& path, const std::string& assets, bool lab) {
  const auto bytes = read_whole(path);
  if (!bytes) return Failure{bytes.error()};
  auto recording = bus::read_recording(as_bytes(*bytes));
  if (!recording) return Failure{path + ": " + recording.error()};
  SessionLog log{std::move(*recording), {}};
  load::Catalogue catalogue{assets.empty() ? load::Catalogue::find_root() : fs::path{assets},
                            lab ? load::Catalogue::Lab::yes : load::Catalogue::Lab::no};
  auto pans = catalogue.admitted_pans();
  if (!pans) return Failure{pans.error().to_string()};
  if (*pans) {
    const auto& setup = log.recording.setup;
    if (setup.lab()) return Failure{path + ": it was recorded with --lab; play it with --lab"};
    if (const std::string wrong = unknown_number(setup, **pans); !wrong.empty()) return Failure{path + ": " + wrong};
    // Recorded with the guard on, a command that was refused then is refused now.
    log.admits = [known = std::move(**pans)](std::string_view pan) { return known.contains(pan); };
  }
  return log;
}

}  // namespace mpos::cli
