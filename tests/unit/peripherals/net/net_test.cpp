// SPDX-License-Identifier: Apache-2.0
// Real sockets on the loopback address; every wait ends by an event, and by a deadline only when the test fails.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include "peripherals/net/silence.hpp"
#include "peripherals/net/tcp.hpp"
#include "peripherals/net/tls.hpp"

namespace mpos::net {
namespace {

using namespace std::chrono_literals;

const std::string here = VMPOS_SOURCE_DIR "/tests/unit/peripherals/net/";

/// One end of a connection and what it heard.
struct Side {
  std::unique_ptr<radio::Stream> stream;
  bool opened = false;
  std::string heard;
  std::string closed;
  int closings = 0;
  bool in_call = false;

  void listen() {
    stream->set_handlers({.opened = [this] { opened = true; },
                          .received =
                              [this](Bytes bytes) {
                                EXPECT_FALSE(in_call);
                                heard += as_text(bytes);
                              },
                          .closed =
                              [this](const std::string& reason) {
                                EXPECT_FALSE(in_call) << "called from inside send() or close()";
                                closed = reason;
                                ++closings;
                              }});
  }
  bool send(std::string_view text) {
    in_call = true;
    const bool taken = stream->send(as_bytes(text));
    in_call = false;
    return taken;
  }
};

struct NetTest : testing::Test {
  Context context;
  Side client;
  Side server;
  std::unique_ptr<Listener> listener;

  template <typename Condition>
  [[nodiscard]] bool wait(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      context.run_until(deadline);
    }
    return true;
  }
  OnAccept accept() {
    return [this](std::unique_ptr<radio::Stream> stream) {
      server.stream = std::move(stream);
      server.listen();
    };
  }
  void listen() {
    auto made = listen_tcp(context, "127.0.0.1", 0, accept());
    ASSERT_TRUE(made.has_value()) << made.error();
    listener = std::move(*made);
  }
  void connect() {
    listen();
    client.stream = connect_tcp(context, "127.0.0.1", listener->port());
    client.listen();
    ASSERT_TRUE(wait([this] { return client.opened && server.opened; }));
  }
  void listen_with_tls() {
    auto made = listen_tls(context, "127.0.0.1", 0, here + "test_host.pem", here + "test_host_key.pem", accept());
    ASSERT_TRUE(made.has_value()) << made.error();
    listener = std::move(*made);
  }
  void connect_with_tls(const std::string& name) {
    auto made = connect_tls(context, "127.0.0.1", listener->port(), here + "test_ca.pem", name);
    ASSERT_TRUE(made.has_value()) << made.error();
    client.stream = std::move(*made);
    client.listen();
  }
};

TEST_F(NetTest, CarriesBytesBothWays) {
  connect();

  EXPECT_TRUE(client.send("question"));
  ASSERT_TRUE(wait([this] { return server.heard == "question"; }));
  EXPECT_TRUE(server.send("answer"));
  ASSERT_TRUE(wait([this] { return client.heard == "answer"; }));
  EXPECT_EQ(client.stream->peer(), listener->address());
}

TEST_F(NetTest, APairOfItsOwnIsConnectedAtOnceAndCarriesBytesBothWays) {
  auto pair = connected_pair(context);
  ASSERT_TRUE(pair.has_value()) << pair.error();
  client.stream = std::move(pair->first);
  server.stream = std::move(pair->second);
  EXPECT_TRUE(client.send("before anybody listens"));
  client.listen();
  server.listen();
  ASSERT_TRUE(wait([this] { return client.opened && server.heard == "before anybody listens"; }));
  EXPECT_TRUE(server.send("answer"));
  ASSERT_TRUE(wait([this] { return client.heard == "answer"; }));
  client.stream->close();
  ASSERT_TRUE(wait([this] { return server.closings == 1; }));
}

TEST_F(NetTest, AHeldStreamLeavesTheRestWithTheFarEndAndGoesOnWhenLetGo) {
  connect();
  server.stream->hold(true);
  const std::string page(100'000, 'x');
  std::size_t taken = 0;
  // A read that was under way when the hold began may still be told; then nothing more.
  for (bool more = true; more;) {
    more = client.send(page);
    if (more) taken += page.size();
    (void)context.poll();
  }
  const std::size_t heard_while_held = server.heard.size();
  EXPECT_LE(heard_while_held, 64U * 1024U);
  EXPECT_LT(heard_while_held, taken);

  bool drained = false;
  client.stream->set_handlers({.opened = {}, .received = {}, .closed = {}, .drained = [&] { drained = true; }});
  server.stream->hold(false);

  ASSERT_TRUE(wait([&] { return server.heard.size() == taken; }));
  ASSERT_TRUE(wait([&] { return drained; })) << "who was refused room must hear that there is some";
  EXPECT_TRUE(client.send("more"));
}

TEST_F(NetTest, AFarEndThatFellSilentIsNoticedWithinHalfAMinute) {
  const int made = ::socket(AF_INET, SOCK_STREAM, 0);
  ASSERT_GE(made, 0);
  notice_silence(made);
  const auto value = [made](int level, int name) {
    int number = 0;
    socklen_t size = sizeof number;
    EXPECT_EQ(::getsockopt(made, level, name, &number, &size), 0);
    return number;
  };

  EXPECT_EQ(value(SOL_SOCKET, SO_KEEPALIVE), 1);
  EXPECT_LE(value(IPPROTO_TCP, TCP_KEEPIDLE) + value(IPPROTO_TCP, TCP_KEEPINTVL) * value(IPPROTO_TCP, TCP_KEEPCNT), 30);
  EXPECT_GT(value(IPPROTO_TCP, TCP_USER_TIMEOUT), 0);
  EXPECT_LE(value(IPPROTO_TCP, TCP_USER_TIMEOUT), 30'000);
  ::close(made);
}

TEST_F(NetTest, KeepsWhatIsSentBeforeTheConnectionStands) {
  listen();
  client.stream = connect_tcp(context, "127.0.0.1", listener->port());
  client.listen();
  EXPECT_TRUE(client.send("early"));

  EXPECT_TRUE(wait([this] { return server.heard == "early"; }));
}

TEST_F(NetTest, APortInUseIsNamed) {
  listen();

  const auto second = listen_tcp(context, "127.0.0.1", listener->port(), {});

  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error(), listener->address() + " is in use by another program");
  EXPECT_EQ(listen_tcp(context, "somewhere", 0, {}).error(), "'somewhere' is not a numeric address such as 127.0.0.1");
}

TEST_F(NetTest, ARefusedConnectionIsTold) {
  listen();
  const std::uint16_t port = listener->port();
  listener.reset();
  client.stream = connect_tcp(context, "127.0.0.1", port);
  client.listen();

  ASSERT_TRUE(wait([this] { return client.closings > 0; }));
  EXPECT_EQ(client.closed, "Connection refused");
  EXPECT_FALSE(client.opened);
  EXPECT_FALSE(client.send("too late"));
}

TEST_F(NetTest, CloseDeliversWhatWasQueuedAndTellsTheFarEndOnly) {
  connect();
  const std::string big(900'000, 'x');
  EXPECT_TRUE(client.send(big));
  client.stream->close();
  EXPECT_FALSE(client.stream->is_open());

  ASSERT_TRUE(wait([this] { return server.closings == 1; }));
  EXPECT_EQ(server.heard.size(), big.size());
  EXPECT_EQ(server.closed, "closed by the far end");
  EXPECT_EQ(client.closings, 0);
}

TEST_F(NetTest, DestroyingAStreamFromItsOwnHandlerIsSafe) {
  listen();
  client.stream = connect_tcp(context, "127.0.0.1", listener->port());
  bool done = false;
  client.stream->set_handlers({.opened = {}, .received = {}, .closed = [&](const std::string&) {
                                 client.stream.reset();
                                 done = true;
                               }});
  ASSERT_TRUE(wait([this] { return server.opened; }));
  server.stream.reset();

  EXPECT_TRUE(wait([&] { return done; }));
}

TEST_F(NetTest, AFullQueueRefusesMoreAndEmptiesLater) {
  connect();
  const std::string block(64 * 1024, 'y');
  std::size_t taken = 0;
  while (client.send(block)) taken += block.size();
  EXPECT_GE(taken, std::size_t{1} << 20);
  EXPECT_LT(taken, std::size_t{64} << 20);

  ASSERT_TRUE(wait([&] { return server.heard.size() == taken; }));
  EXPECT_TRUE(client.send(block));
}

TEST_F(NetTest, ConnectsByName) {
  listen();
  client.stream = connect_tcp(context, "localhost", listener->port());
  client.listen();

  EXPECT_TRUE(wait([this] { return client.opened; }));
}

TEST_F(NetTest, TlsCarriesBytesBothWaysAndClosesInOrder) {
  listen_with_tls();
  connect_with_tls("localhost");
  EXPECT_TRUE(client.send("question"));
  ASSERT_TRUE(wait([this] { return server.heard == "question"; }));
  EXPECT_TRUE(server.send(std::string(200'000, 'z')));
  ASSERT_TRUE(wait([this] { return client.heard.size() == 200'000; }));

  server.stream->close();
  ASSERT_TRUE(wait([this] { return client.closings == 1; }));
  EXPECT_EQ(client.closed, "closed by the far end");
}

TEST_F(NetTest, TlsRefusesAnotherName) {
  listen_with_tls();
  connect_with_tls("bank.example");

  ASSERT_TRUE(wait([this] { return client.closings == 1; }));
  EXPECT_NE(client.closed.find("certificate refused"), std::string::npos) << client.closed;
  EXPECT_FALSE(client.opened);
}

TEST_F(NetTest, TlsRefusesAnotherCa) {
  listen_with_tls();
  auto made = connect_tls(context, "127.0.0.1", listener->port(), "", "localhost");
  ASSERT_TRUE(made.has_value()) << made.error();
  client.stream = std::move(*made);
  client.listen();

  ASSERT_TRUE(wait([this] { return client.closings == 1; }));
  EXPECT_NE(client.closed.find("certificate refused"), std::string::npos) << client.closed;
}

TEST_F(NetTest, TlsNamesAFileItCannotRead) {
  const auto made = connect_tls(context, "127.0.0.1", 1, "/nowhere/ca.pem", "localhost");
  ASSERT_FALSE(made.has_value());
  EXPECT_NE(made.error().find("/nowhere/ca.pem"), std::string::npos);
  const auto served = listen_tls(context, "127.0.0.1", 0, here + "test_host.pem", "/nowhere/key.pem", {});
  ASSERT_FALSE(served.has_value());
  EXPECT_NE(served.error().find("/nowhere/key.pem"), std::string::npos);
}

TEST_F(NetTest, PlainBytesOnATlsPortAreTurnedAway) {
  listen_with_tls();
  client.stream = connect_tcp(context, "127.0.0.1", listener->port());
  client.listen();
  EXPECT_TRUE(client.send("this is not TLS at all"));

  EXPECT_TRUE(wait([this] { return server.closings == 1 && client.closings == 1; }));
  EXPECT_FALSE(server.opened);
}

struct LinesTest : NetTest {
  std::vector<std::string> lines;
  int ended = 0;
  std::string reason;
  void read(int descriptor) {
    context.read_lines(descriptor, {.line = [this](std::string_view line) { lines.emplace_back(line); },
                                    .too_long = {},
                                    .ended =
                                        [this](const std::string& why) {
                                          ++ended;
                                          reason = why;
                                        }});
  }
};

TEST_F(LinesTest, ReadsAPipeLineByLineAndLeavesItsModeAlone) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  read(ends[0]);
  ASSERT_EQ(::write(ends[1], "one\ntw", 6), 6);
  ASSERT_TRUE(wait([this] { return lines.size() == 1; }));
  EXPECT_EQ(::fcntl(ends[0], F_GETFL) & O_NONBLOCK, 0);
  ASSERT_EQ(::write(ends[1], "o\r\nlast", 7), 7);
  ::close(ends[1]);

  ASSERT_TRUE(wait([this] { return ended == 1; }));
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two", "last"}));
  EXPECT_EQ(reason, "");
  ::close(ends[0]);
}

TEST_F(LinesTest, ReadsARegularFileWhichEpollDoesNotTake) {
  std::FILE* file = std::tmpfile();
  std::fputs("first\nsecond\n", file);
  std::rewind(file);
  read(::fileno(file));

  ASSERT_TRUE(wait([this] { return ended == 1; }));
  EXPECT_EQ(lines, (std::vector<std::string>{"first", "second"}));
  std::fclose(file);
}

TEST_F(LinesTest, ALinePastTheLimitIsSkippedAndSaid) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  int too_long = 0;
  context.read_lines(ends[0], {.line = [this](std::string_view line) { lines.emplace_back(line); },
                               .too_long = [&] { ++too_long; },
                               .ended = [this](const std::string&) { ++ended; }});
  std::thread writer([&] {
    const std::string text =
        std::string(2 * Context::line_limit_bytes, 'a') + "\nnext\n" + std::string(Context::line_limit_bytes + 1, 'b');
    for (std::size_t at = 0; at < text.size();) {
      const auto count = ::write(ends[1], text.data() + at, std::min<std::size_t>(text.size() - at, 65536));
      ASSERT_GT(count, 0);
      at += static_cast<std::size_t>(count);
    }
    ::close(ends[1]);
  });

  ASSERT_TRUE(wait([this] { return ended == 1; }));
  writer.join();
  EXPECT_EQ(lines, std::vector<std::string>{"next"});
  EXPECT_EQ(too_long, 2);
  ::close(ends[0]);
}

TEST_F(NetTest, ASignalBecomesACall) {
  int got = 0;
  context.on_signal([&](int signal) { got = signal; });

  std::raise(SIGTERM);

  ASSERT_TRUE(wait([&] { return got != 0; }));
  EXPECT_EQ(got, SIGTERM);
}

TEST_F(NetTest, WaitsNoLongerThanToldAndStopsAtOnce) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(context.run_for(3ms), 0U);
  EXPECT_GE(std::chrono::steady_clock::now() - start, 3ms);

  context.stop();
  context.run_for(1h);
  EXPECT_TRUE(context.is_stopped());
}

TEST(HostPort, TakesAddressesApart) {
  EXPECT_EQ(parse_host_port("127.0.0.1:4711")->port, 4711);
  EXPECT_EQ(parse_host_port("[::1]:80")->host, "::1");
  for (const char* bad : {"", "4711", ":80", "host:", "host:99999", "host:8x", "::1:80", "host:-1"}) {
    EXPECT_FALSE(parse_host_port(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace mpos::net
