// SPDX-License-Identifier: Apache-2.0
#include <sys/socket.h>
#include <unistd.h>

#include <QBluetoothHostInfo>
#include <QBluetoothLocalDevice>
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QSocketNotifier>
#include <cstdio>
#include <memory>

#include "peripherals/radio_ble/gatt_server.hpp"
#include "peripherals/radio_ble/packet.hpp"

namespace {

using namespace mpos;
using radio_ble::PacketType;

constexpr int wire = STDIN_FILENO;

/// Sends one packet; the wire is a socket, and a blocking one: nothing is lost, and vmpos always reads.
void tell(PacketType type, std::uint32_t link, const QByteArray& payload) {
  std::vector<std::uint8_t> packet;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(payload.constData());
  radio_ble::append_packet(packet, {type, link, Bytes{bytes, static_cast<std::size_t>(payload.size())}});
  for (Bytes rest{packet}; !rest.empty();) {
    const ssize_t count = ::send(wire, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return QCoreApplication::quit();
    rest = rest.subspan(static_cast<std::size_t>(count));
  }
}

// Qt talks about what it tries and cannot do (it asks for more rights than it needs): for those who look for a fault.
void on_qt_message(QtMsgType type, const QMessageLogContext&, const QString& text) {
  if (type != QtDebugMsg && type != QtInfoMsg) tell(PacketType::note, 0, text.toUtf8());
}

bool may_use_raw_sockets() {
  constexpr unsigned cap_net_raw = 13;  // linux/capability.h
  QFile status{"/proc/self/status"};
  if (!status.open(QIODevice::ReadOnly)) return false;
  for (const QByteArray& line : status.readAll().split('\n')) {
    if (line.startsWith("CapEff:")) return (line.mid(7).trimmed().toULongLong(nullptr, 16) >> cap_net_raw & 1U) != 0;
  }
  return false;
}

/// The adapter asked for, or the first; or why there is none.
Result<QBluetoothAddress, QString> find_adapter(const QString& asked) {
  const auto adapters = QBluetoothLocalDevice::allDevices();
  if (adapters.isEmpty()) return Failure{QString{"this machine has no Bluetooth adapter, or bluetoothd does not run"}};
  QStringList known;
  for (const QBluetoothHostInfo& adapter : adapters) {
    known += adapter.address().toString();
    if (!asked.isEmpty() && known.last().compare(asked, Qt::CaseInsensitive) != 0) continue;
    if (QBluetoothLocalDevice{adapter.address()}.hostMode() == QBluetoothLocalDevice::HostPoweredOff) {
      return Failure{"the Bluetooth adapter " + known.last() + " is off; switch it on with: bluetoothctl power on"};
    }
    return adapter.address();
  }
  return Failure{"there is no Bluetooth adapter " + asked + "; there are: " + known.join(", ")};
}

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  QCoreApplication::setApplicationName("vmpos-ble");
  QCommandLineParser parser;
  parser.setApplicationDescription(
      "Bluetooth helper of the virtual mPOS reader (a simulator). It is started by the program vmpos:\n"
      "  vmpos serve --ble");
  parser.addHelpOption();
  parser.addOptions({{"name", "In the scan response.", "TEXT"},
                     {"service", "own, nus, issc or fff0.", "NAME"},
                     {"model", "Device information.", "TEXT"},
                     {"serial", "Device information.", "TEXT"},
                     {"firmware", "Device information.", "TEXT"},
                     {"battery", "Percent.", "N"},
                     {"adapter", "Address of the adapter; the first one when left out.", "ADDRESS"}});
  parser.process(app);
  int kind = 0;
  socklen_t size = sizeof kind;
  const auto layout = radio_ble::find_layout(parser.value("service").toStdString());
  if (!layout || ::getsockopt(wire, SOL_SOCKET, SO_TYPE, &kind, &size) != 0) {
    std::fprintf(stderr, "vmpos-ble: it is started by the program vmpos: vmpos serve --ble\n");
    return 2;
  }
  qInstallMessageHandler(on_qt_message);

  const auto adapter = find_adapter(parser.value("adapter"));
  QString trouble = adapter ? QString{} : adapter.error();
  if (adapter && !may_use_raw_sockets()) {
    trouble =
        "Bluetooth needs the capability CAP_NET_RAW, which vmpos-ble does not have; give it once with: sudo setcap "
        "cap_net_raw+ep " +
        QCoreApplication::applicationFilePath();
  }
  if (!trouble.isEmpty()) {
    tell(PacketType::failed, 0, trouble.toUtf8());
    return 1;
  }

  std::uint32_t link = 0;
  bool failed = false;
  radio_ble::GattServer server{{.adapter = *adapter,
                                .name = parser.value("name"),
                                .layout = *layout,
                                .model = parser.value("model").toUtf8(),
                                .serial = parser.value("serial").toUtf8(),
                                .firmware = parser.value("firmware").toUtf8(),
                                .battery_percent = parser.value("battery").toUInt()},
                               {.up = [&](const QString& peer) { tell(PacketType::up, ++link, peer.toUtf8()); },
                                .written = [&](const QByteArray& bytes) { tell(PacketType::received, link, bytes); },
                                .down = [&](const QString& reason) { tell(PacketType::down, link, reason.toUtf8()); },
                                .failed =
                                    [&](const QString& reason) {
                                      failed = true;
                                      tell(PacketType::failed, 0, reason.toUtf8());
                                      QCoreApplication::quit();
                                    }}};

  radio_ble::PacketReader reader;
  QSocketNotifier notifier{wire, QSocketNotifier::Read};
  QObject::connect(&notifier, &QSocketNotifier::activated, &app, [&] {
    std::array<std::uint8_t, 16384> bytes{};
    const ssize_t count = ::read(wire, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) return;
    if (count <= 0) return QCoreApplication::quit();  // vmpos is done
    reader.feed(Bytes{bytes}.first(static_cast<std::size_t>(count)));
    for (auto packet = reader.next(); packet; packet = reader.next()) {
      if (packet->link != link) continue;  // meant for a phone that has left
      if (packet->type == PacketType::send) {
        server.send(
            {reinterpret_cast<const char*>(packet->payload.data()), static_cast<qsizetype>(packet->payload.size())});
      } else if (packet->type == PacketType::hang_up) {
        server.hang_up();
      }
    }
  });

  server.start();
  if (failed) return 1;
  tell(PacketType::started, 0, adapter->toString().toUtf8());
  QCoreApplication::exec();
  return failed ? 1 : 0;
}
