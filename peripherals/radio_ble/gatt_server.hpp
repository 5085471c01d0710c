// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QBluetoothAddress>
#include <QByteArray>
#include <QLowEnergyAdvertisingData>
#include <QLowEnergyController>
#include <QLowEnergyService>
#include <QLowEnergyServiceData>
#include <QString>
#include <QTimer>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "peripherals/radio_ble/layout.hpp"

namespace mpos::radio_ble {

/// A reader over the air: advertises, serves the link's service, battery and device information, and begins again after
/// each phone. Lives in the thread of Qt's event loop.
class GattServer final : public QObject {
 public:
  struct Settings {
    QBluetoothAddress adapter;
    QString name;
    Layout layout;
    QByteArray model, serial, firmware;
    unsigned battery_percent = 100;
  };
  struct Handlers {
    std::function<void(const QString& peer)> up;           ///< a phone turned the notifications on
    std::function<void(const QByteArray& bytes)> written;  ///< by the phone that is up
    std::function<void(const QString& reason)> down;
    std::function<void(const QString& reason)> failed;  ///< nobody will find this reader
  };

  GattServer(Settings settings, Handlers handlers);
  /// Advertises from now on; trouble is told by `failed`.
  void start();
  /// Queues bytes for the phone: notifications of at most MTU-3, a few at a time, for the stack throws away without a
  /// word what its queue has no room for.
  void send(const QByteArray& bytes);
  /// Disconnects the phone once what was queued is out.
  void hang_up();

 private:
  static constexpr int burst = 4;    ///< notifications a turn
  static constexpr int turn_ms = 4;  ///< between two turns
  static constexpr int max_value_bytes = 512;

  void serve();
  void on_error(QLowEnergyController::Error error);
  void on_disconnected();
  void on_subscribed(bool on);
  void send_some();
  void end(const QString& reason);
  QLowEnergyServiceData link_service() const;
  QLowEnergyServiceData battery_service() const;
  QLowEnergyServiceData information_service() const;

  Settings settings_;
  Handlers handlers_;
  std::unique_ptr<QLowEnergyController> controller_;
  std::vector<std::unique_ptr<QLowEnergyService>> services_;  ///< the link's first
  QTimer turn_;
  std::deque<QByteArray> queue_;
  qsizetype sent_of_first_ = 0;
  bool up_ = false;
  bool ending_ = false;  ///< hang up when the queue is empty
};

}  // namespace mpos::radio_ble
