// SPDX-License-Identifier: Apache-2.0
#include "peripherals/radio_ble/gatt_server.hpp"

#include <QBluetoothUuid>
#include <QLowEnergyAdvertisingParameters>
#include <QLowEnergyCharacteristicData>
#include <QLowEnergyDescriptorData>
#include <algorithm>
#include <utility>

namespace mpos::radio_ble {
namespace {

QBluetoothUuid uuid_of(std::string_view text) {
  return QBluetoothUuid{QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()))};
}

QLowEnergyDescriptorData notifications_off() {
  return {QBluetoothUuid::DescriptorType::ClientCharacteristicConfiguration, QByteArray(2, '\0')};
}

QLowEnergyCharacteristicData readable(QBluetoothUuid::CharacteristicType type, const QByteArray& value) {
  QLowEnergyCharacteristicData data;
  data.setUuid(type);
  data.setProperties(QLowEnergyCharacteristic::Read);
  data.setValue(value);
  return data;
}

}  // namespace

GattServer::GattServer(Settings settings, Handlers handlers)
    : settings_(std::move(settings)), handlers_(std::move(handlers)) {
  turn_.setInterval(turn_ms);
  turn_.setTimerType(Qt::PreciseTimer);
  connect(&turn_, &QTimer::timeout, this, [this] { send_some(); });
}

void GattServer::start() {
  controller_.reset(QLowEnergyController::createPeripheral(settings_.adapter));
  connect(controller_.get(), &QLowEnergyController::errorOccurred, this,
          [this](QLowEnergyController::Error error) { on_error(error); });
  // The services are gone with the phone. They come back in a turn of their own: Qt is still taking down.
  connect(
      controller_.get(), &QLowEnergyController::disconnected, this, [this] { on_disconnected(); },
      Qt::QueuedConnection);
  serve();
}

void GattServer::serve() {
  services_.clear();
  for (const QLowEnergyServiceData& data : {link_service(), battery_service(), information_service()}) {
    services_.emplace_back(controller_->addService(data));
    if (!services_.back()) return handlers_.failed("the Bluetooth stack refuses its services");
  }
  QLowEnergyService* link = services_.front().get();
  const QBluetoothUuid write = uuid_of(settings_.layout.write);
  connect(link, &QLowEnergyService::characteristicChanged, this,
          [this, write](const QLowEnergyCharacteristic& characteristic, const QByteArray& value) {
            // Before it listens a phone cannot hear the answer either: the link repeats what matters.
            if (up_ && characteristic.uuid() == write) handlers_.written(value);
          });
  connect(link, &QLowEnergyService::descriptorWritten, this,
          [this](const QLowEnergyDescriptor& descriptor, const QByteArray& value) {
            if (descriptor.type() != QBluetoothUuid::DescriptorType::ClientCharacteristicConfiguration) return;
            on_subscribed(!value.isEmpty() && (value[0] & 1) != 0);
          });

  QLowEnergyAdvertisingData advertisement;
  advertisement.setDiscoverability(QLowEnergyAdvertisingData::DiscoverabilityGeneral);
  advertisement.setServices({uuid_of(settings_.layout.service)});
  QLowEnergyAdvertisingData response;  // a 128-bit service leaves no room for the name beside it
  response.setLocalName(settings_.name);
  QLowEnergyAdvertisingParameters parameters;
  constexpr int interval_ms = 100;
  parameters.setInterval(interval_ms, interval_ms);
  controller_->startAdvertising(parameters, advertisement, response);
}

QLowEnergyServiceData GattServer::link_service() const {
  QLowEnergyCharacteristicData write;
  write.setUuid(uuid_of(settings_.layout.write));
  write.setProperties(QLowEnergyCharacteristic::Write | QLowEnergyCharacteristic::WriteNoResponse);
  write.setValueLength(0, max_value_bytes);
  write.setValue(QByteArray(1, '\0'));
  QLowEnergyCharacteristicData notify;
  notify.setUuid(uuid_of(settings_.layout.notify));
  notify.setProperties(QLowEnergyCharacteristic::Notify);
  notify.setValueLength(0, max_value_bytes);
  notify.setValue(QByteArray(1, '\0'));
  notify.addDescriptor(notifications_off());
  QLowEnergyServiceData data;
  data.setType(QLowEnergyServiceData::ServiceTypePrimary);
  data.setUuid(uuid_of(settings_.layout.service));
  data.setCharacteristics({write, notify});
  return data;
}

QLowEnergyServiceData GattServer::battery_service() const {
  auto level = readable(QBluetoothUuid::CharacteristicType::BatteryLevel,
                        QByteArray(1, static_cast<char>(settings_.battery_percent)));
  level.setProperties(QLowEnergyCharacteristic::Read | QLowEnergyCharacteristic::Notify);
  level.setValueLength(1, 1);
  level.addDescriptor(notifications_off());
  QLowEnergyServiceData data;
  data.setType(QLowEnergyServiceData::ServiceTypePrimary);
  data.setUuid(QBluetoothUuid::ServiceClassUuid::BatteryService);
  data.addCharacteristic(level);
  return data;
}

QLowEnergyServiceData GattServer::information_service() const {
  using Type = QBluetoothUuid::CharacteristicType;
  QLowEnergyServiceData data;
  data.setType(QLowEnergyServiceData::ServiceTypePrimary);
  data.setUuid(QBluetoothUuid::ServiceClassUuid::DeviceInformation);
  data.setCharacteristics({readable(Type::ManufacturerNameString, "VMPOS SIMULATOR"),
                           readable(Type::ModelNumberString, settings_.model),
                           readable(Type::SerialNumberString, settings_.serial),
                           readable(Type::FirmwareRevisionString, settings_.firmware)});
  return data;
}

void GattServer::on_error(QLowEnergyController::Error error) {
  // RemoteHostClosed is a phone that left; `disconnected` follows and does what is to be done.
  if (error == QLowEnergyController::RemoteHostClosedError) return;
  if (error == QLowEnergyController::AdvertisingError) {
    return handlers_.failed("the adapter refuses to advertise; does another program advertise on it?");
  }
  end(controller_->errorString());
}

void GattServer::on_disconnected() {
  end("disconnected");
  serve();
}

void GattServer::on_subscribed(bool on) {
  if (on == up_) return;
  if (!on) return end("the phone turned the notifications off");
  up_ = true;
  ending_ = false;
  handlers_.up(controller_->remoteAddress().toString());
}

void GattServer::end(const QString& reason) {
  turn_.stop();
  queue_.clear();
  sent_of_first_ = 0;
  ending_ = false;
  if (std::exchange(up_, false)) handlers_.down(reason);
}

void GattServer::send(const QByteArray& bytes) {
  if (!up_ || ending_ || bytes.isEmpty()) return;
  queue_.push_back(bytes);
  if (turn_.isActive()) return;
  turn_.start();
  send_some();
}

void GattServer::hang_up() {
  if (!up_) return;
  ending_ = true;
  if (!turn_.isActive()) turn_.start();
}

void GattServer::send_some() {
  QLowEnergyService* link = services_.front().get();
  constexpr int att_overhead_bytes = 3;
  const qsizetype limit = std::clamp(controller_->mtu() - att_overhead_bytes, 20, max_value_bytes);
  for (int i = 0; i < burst && !queue_.empty(); ++i) {
    const QByteArray chunk = queue_.front().mid(sent_of_first_, limit);
    link->writeCharacteristic(link->characteristic(uuid_of(settings_.layout.notify)), chunk);
    sent_of_first_ += chunk.size();
    if (sent_of_first_ < queue_.front().size()) continue;
    queue_.pop_front();
    sent_of_first_ = 0;
  }
  if (!queue_.empty()) return;
  turn_.stop();
  if (ending_) controller_->disconnectFromDevice();
}

}  // namespace mpos::radio_ble
