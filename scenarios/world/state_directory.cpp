// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/state_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "scenarios/world/state_marks.hpp"

namespace mpos::world {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_file_bytes = std::size_t{64} << 20;
/// What a ledger begins with; the rest of SQLite's files is made anew.
constexpr const char* ledger_images[] = {"ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-journal"};

Failure<std::string> trouble(const fs::path& file, std::string_view doing) {
  return Failure{file.string() + ": cannot " + std::string{doing} + ": " + std::strerror(errno)};
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) noexcept : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const noexcept { return fd_; }
  int take() noexcept { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

bool write_all(int fd, Bytes bytes) {
  while (!bytes.empty()) {
    const ::ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

Result<int, std::string> lock_directory(const fs::path& path) {
  const fs::path file = path / "lock";
  const auto open = [&](int how) { return ::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | how, 0600); };
  const int made = open(O_CREAT | O_EXCL);
  Descriptor lock{made >= 0 ? made : open(O_CREAT)};
  if (lock.get() < 0) return trouble(file, "open");
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      return Failure{path.string() +
                     ": another process is using this state directory; end it, or name another directory with --state"};
    return trouble(file, "lock");
  }
  if (made >= 0 && !write_all(lock.get(), as_bytes(lock_mark))) return trouble(file, "write");
  return lock.take();
}

/// Removes the state files, and folders that are empty then. A database of somebody else stays.
std::vector<fs::path> remove_state(const fs::path& path) {
  std::error_code ignored;
  std::vector<fs::path> removed;
  const bool keep_ledger = is_foreign_ledger(path / "ledger.sqlite");
  for (const fs::path& file : state_files(path)) {
    if (keep_ledger && file.parent_path() == path) continue;
    if (!fs::remove(file, ignored)) continue;
    removed.push_back(file);
    const fs::path folder = file.parent_path();
    if (folder != path && fs::is_empty(folder, ignored)) fs::remove(folder, ignored);
  }
  return removed;
}

Result<std::optional<std::vector<std::uint8_t>>, std::string> read_whole(const fs::path& file) {
  const Descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (in.get() < 0) {
    if (errno == ENOENT) return std::optional<std::vector<std::uint8_t>>{};
    return trouble(file, "open");
  }
  std::vector<std::uint8_t> bytes;
  std::array<std::uint8_t, 65536> chunk{};
  while (true) {
    const ::ssize_t count = ::read(in.get(), chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return trouble(file, "read");
    if (count == 0) break;
    bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + count);
    if (bytes.size() > max_file_bytes) return Failure{file.string() + ": is damaged: it is far too long"};
  }
  return std::optional{std::move(bytes)};
}

Result<void, std::string> replace_whole(const fs::path& file, Bytes bytes) {
  const fs::path folder = file.parent_path();
  const fs::path fresh = file.string() + ".new";
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Failure{folder.string() + ": cannot make the directory: " + error.message()};
  {
    const Descriptor out{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (out.get() < 0) return trouble(fresh, "open");
    if (!write_all(out.get(), bytes) || ::fsync(out.get()) != 0) return trouble(fresh, "write");
  }
  if (::rename(fresh.c_str(), file.c_str()) != 0) return trouble(file, "replace");
  const Descriptor directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) return trouble(folder, "write");
  return {};
}

}  // namespace

bool StateDirectory::is_good_name(std::string_view name) noexcept {
  if (name.empty() || name.size() > 32 || name.front() == '.') return false;
  for (const char c : name) {
    const bool good =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    if (!good) return false;
  }
  return true;
}

Result<std::unique_ptr<StateDirectory>, std::string> StateDirectory::open(const fs::path& path, bool fresh) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return Failure{path.string() + ": cannot make the state directory: " + error.message()};
  if (fresh && !holds_state(path)) {
    if (const auto others = state_files(path); !others.empty()) {
      return Failure{others.front().string() + ": is not vmpos's, and --fresh would remove it; name another directory"};
    }
  }
  const auto lock = lock_directory(path);
  if (!lock) return Failure{lock.error()};
  std::unique_ptr<StateDirectory> directory{new StateDirectory{path, *lock}};
  if (fresh) (void)remove_state(path);
  return directory;
}

StateDirectory::~StateDirectory() {
  if (lock_ >= 0) ::close(lock_);
}

Result<std::optional<std::vector<std::uint8_t>>, std::string> StateDirectory::load(const std::string& reader) const {
  return read_whole(reader_file(reader));
}

Result<std::vector<StateDirectory::Image>, std::string> StateDirectory::images(
    const std::vector<std::string>& readers) const {
  std::vector<std::string> names(std::begin(ledger_images), std::end(ledger_images));
  for (const std::string& reader : readers) names.push_back(reader + "/reader.state");
  std::error_code none;  // no folder: no cards yet
  std::vector<std::string> cards;
  for (const auto& entry : fs::directory_iterator(path_ / "cards", none)) {
    if (entry.path().extension() == ".card") cards.push_back("cards/" + entry.path().filename().string());
  }
  std::sort(cards.begin(), cards.end());
  names.insert(names.end(), cards.begin(), cards.end());
  std::vector<Image> found;
  for (const std::string& name : names) {
    auto bytes = read_whole(path_ / name);
    if (!bytes) return Failure{bytes.error()};
    if (*bytes) found.push_back({name, std::move(**bytes)});
  }
  return found;
}

Result<void, std::string> StateDirectory::place(const fs::path& path, const std::vector<Image>& images) {
  for (const Image& image : images) {
    const bool ledger =
        std::find(std::begin(ledger_images), std::end(ledger_images), image.name) != std::end(ledger_images);
    const std::string_view name = image.name;
    const auto is_named = [name](std::string_view front, std::string_view tail) {
      return name.size() > front.size() + tail.size() && name.starts_with(front) && name.ends_with(tail) &&
             is_good_name(name.substr(front.size(), name.size() - front.size() - tail.size()));
    };
    if (!ledger && !is_named("", "/reader.state") && !is_named("cards/", ".card")) {
      return Failure{std::string{"it holds an image that is no state of a reader, card or ledger"}};
    }
    const fs::path file = path / image.name;
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error) return Failure{file.parent_path().string() + ": cannot make the directory: " + error.message()};
    const Descriptor out{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (out.get() < 0) return trouble(file, "open");
    if (!write_all(out.get(), image.bytes)) return trouble(file, "write");
  }
  return {};
}

Result<void, std::string> StateDirectory::store(const std::string& reader, Bytes bytes) const {
  return replace_whole(reader_file(reader), bytes);
}

Result<std::optional<std::vector<std::uint8_t>>, std::string> StateDirectory::load_card(const std::string& card) const {
  return read_whole(card_file(card));
}

Result<void, std::string> StateDirectory::store_card(const std::string& card, Bytes bytes) const {
  return replace_whole(card_file(card), bytes);
}

Result<std::vector<fs::path>, std::string> StateDirectory::reset(const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error) && !error) return std::vector<fs::path>{};
  if (!fs::is_directory(path, error)) return Failure{path.string() + ": is no directory that can be looked into"};
  if (fs::is_empty(path, error)) return std::vector<fs::path>{};
  if (!holds_state(path)) return Failure{path.string() + ": holds nothing that vmpos kept; it stays as it is"};
  const fs::path lock_file = path / "lock";
  const bool had_lock = fs::exists(lock_file, error);
  const auto lock = lock_directory(path);
  if (!lock) return Failure{lock.error()};
  const Descriptor held{*lock};
  std::vector<fs::path> removed = remove_state(path);
  if (is_own_lock(lock_file) && fs::remove(lock_file, error) && had_lock) removed.push_back(lock_file);
  if (fs::is_empty(path, error)) fs::remove(path, error);
  return removed;
}

}  // namespace mpos::world
