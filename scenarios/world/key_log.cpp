// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/key_log.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "peripherals/card/blob.hpp"

namespace mpos::world {

Result<std::unique_ptr<KeyLog>, std::string> KeyLog::create(const std::string& path) {
  const int made = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made < 0 || ::fchmod(made, S_IRUSR | S_IWUSR) != 0) {
    const std::string why = std::strerror(errno);
    if (made >= 0) ::close(made);
    return Failure{path + ": " + why};
  }
  return std::unique_ptr<KeyLog>{new KeyLog{::fdopen(made, "w")}};
}

void KeyLog::session(Bytes phone_ephemeral, Bytes to_reader, Bytes to_phone) {
  std::string line = "VMPOS_LINK";
  for (const Bytes part : {phone_ephemeral, to_reader, to_phone}) {
    line += ' ';
    line += card::to_hex(part);
  }
  std::fprintf(file_.get(), "%s\n", line.c_str());
  std::fflush(file_.get());
}

}  // namespace mpos::world
