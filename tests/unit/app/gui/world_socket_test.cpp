// SPDX-License-Identifier: Apache-2.0
#include "app/gui/world_socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mpos::gui {
namespace {

using Clock = std::chrono::steady_clock;

/// A child process that is closed with what it left open.
struct Child {
  explicit Child(const char* script) {
    auto started = start_world({"/bin/sh", "-c", script});
    if (!started) return;
    world = *started;
    (void)::fcntl(world.errors, F_SETFL, O_NONBLOCK);
  }
  ~Child() {
    for (const int fd : {world.socket, world.errors}) (void)::close(fd);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  std::string wait(Clock::time_point until) {
    return wait_for_end(
        world, [this] { hear(); }, until);
  }
  void hear() {
    char bytes[4096];
    for (ssize_t count = 0; (count = ::read(world.errors, bytes, sizeof bytes)) > 0;) {
      said.append(bytes, static_cast<std::size_t>(count));
    }
  }
  ChildWorld world;
  std::string said;
};

/// Never reached: a test that comes here hangs, and says so by that.
Clock::time_point never() {
  return Clock::now() + std::chrono::hours{1};
}

TEST(WorldSocket, HearsWhatAChildStillSaysAndHowItEnded) {
  Child good{"echo done >&2"};
  EXPECT_EQ(good.wait(never()), "");
  EXPECT_EQ(good.said, "done\n");
  Child bad{"echo no >&2; exit 2"};
  EXPECT_EQ(bad.wait(never()), "exit code 2");
  EXPECT_EQ(bad.said, "no\n");
  Child killed{"kill -9 $$"};
  EXPECT_EQ(killed.wait(never()).substr(0, 8), "signal 9");
}

TEST(WorldSocket, TakesMoreThanAPipeHoldsFromAChildThatEnds) {
  Child talkative{"head -c 300000 /dev/zero | tr '\\0' x >&2"};
  EXPECT_EQ(talkative.wait(never()), "");
  EXPECT_EQ(talkative.said.size(), 300000U);
}

TEST(WorldSocket, KillsAChildThatHangs) {
  Child hung{"exec sleep 1000000"};
  EXPECT_EQ(hung.wait(Clock::now()), "it did not end when asked to and had to be killed");
}

TEST(WorldSocket, KnowsAnAddressByItsShape) {
  for (const char* good : {"unix:/tmp/a", "/tmp/a", "./a", "127.0.0.1:4713", "localhost:1", "[::1]:65535"}) {
    EXPECT_TRUE(check_world_address(good)) << good;
  }
  for (const char* bad : {"", "foo", "unix:", ":1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:0", "127.0.0.1:65536",
                          "127.0.0.1:-1", "[]:1"}) {
    EXPECT_FALSE(check_world_address(bad)) << bad;
  }
  EXPECT_FALSE(check_world_address("unix:" + std::string(200, 'x')));
}

TEST(WorldSocket, ConnectsToAnAddressOfIpVersion6) {
  const int server = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  socklen_t size = sizeof address;
  if (::bind(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    // A machine without it: the address is understood all the same.
    const auto socket = connect_to_world("[::1]:1");
    ASSERT_FALSE(socket);
    EXPECT_NE(socket.error().find("nobody answers at [::1]:1"), std::string::npos) << socket.error();
    (void)::close(server);
    return;
  }
  ASSERT_EQ(::listen(server, 1), 0);
  ASSERT_EQ(::getsockname(server, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const auto socket = connect_to_world("[::1]:" + std::to_string(ntohs(address.sin6_port)));
  EXPECT_TRUE(socket);
  if (socket) (void)::close(*socket);
  (void)::close(server);
}

}  // namespace
}  // namespace mpos::gui
