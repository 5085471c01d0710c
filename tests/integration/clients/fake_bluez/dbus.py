# SPDX-License-Identifier: Apache-2.0
"""Stands in for python3-dbus and bluetoothd behind it: one adapter hci0 and one reader, whose bytes go over TCP to FAKE_READER. What is
asked of it goes into the file FAKE_LOG, a line a call."""
import os
import socket

ADAPTER, DEVICE = "/org/bluez/hci0", "/org/bluez/hci0/dev_01"
OWN, WRITE, NOTIFY = (f"f1a5000{n}-3c8e-4b7a-9d52-7e0c6b2f91d4" for n in (1, 2, 3))
OBJECTS = {
    ADAPTER: {"org.bluez.Adapter1": {}},
    DEVICE: {"org.bluez.Device1": {"UUIDs": [OWN], "Name": "mPOS SIM 000001", "RSSI": -40}},
    DEVICE + "/service1": {"org.bluez.GattService1": {"UUID": OWN}},
    DEVICE + "/service1/write": {"org.bluez.GattCharacteristic1": {"UUID": WRITE}},
    DEVICE + "/service1/notify": {"org.bluez.GattCharacteristic1": {"UUID": NOTIFY}},
}
air = None


class DBusException(Exception):
    def get_dbus_message(self):
        return str(self)


def Dictionary(values, signature):
    return dict(values)


def Array(values, signature):
    return list(values)


class SystemBus:
    def get_object(self, _service, path):
        return path


class Descriptor:
    def take(self):
        return os.dup(air.fileno())


class Interface:
    def __init__(self, path, name):
        self.path, self.name = path, name

    def log(self, call):
        with open(os.environ["FAKE_LOG"], "a", encoding="utf-8") as file:
            file.write(f"{call} {self.path}\n")

    def GetManagedObjects(self):
        return OBJECTS

    def SetDiscoveryFilter(self, _wanted):
        if "FAKE_REFUSAL" in os.environ:
            raise DBusException(os.environ["FAKE_REFUSAL"])

    def StartDiscovery(self):
        pass

    def StopDiscovery(self):
        pass

    def Connect(self, timeout):
        global air
        self.log("Connect")
        host, port = os.environ["FAKE_READER"].rsplit(":", 1)
        air = socket.create_connection((host, int(port)), timeout=timeout)
        air.settimeout(None)
        air.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def Disconnect(self):
        self.log("Disconnect")
        air.shutdown(socket.SHUT_RDWR)

    def Get(self, _interface, _name):
        return air is not None

    def AcquireNotify(self, _options):
        return Descriptor(), 185

    def AcquireWrite(self, _options):
        return Descriptor(), 185
