# SPDX-License-Identifier: Apache-2.0
"""A phone's Bluetooth LE side on Linux, over BlueZ's D-Bus API: finds a reader, connects, and carries bytes.
Section "Bluetooth LE" of assets/docs/protocol.md. Needs python3-dbus and a running bluetoothd."""

import contextlib
import select
import socket
import time

import dbus

from frames import Failed

# service: (write, notify); own, Nordic UART, ISSC transparent UART, FFF0
SERVICES = {
    "f1a50001-3c8e-4b7a-9d52-7e0c6b2f91d4": ("f1a50002-3c8e-4b7a-9d52-7e0c6b2f91d4",
                                             "f1a50003-3c8e-4b7a-9d52-7e0c6b2f91d4"),
    "6e400001-b5a3-f393-e0a9-e50e24dcca9e": ("6e400002-b5a3-f393-e0a9-e50e24dcca9e",
                                             "6e400003-b5a3-f393-e0a9-e50e24dcca9e"),
    "49535343-fe7d-4ae5-8fa9-9fafd205e455": ("49535343-8841-43f4-a8d4-ecbe34729bb3",
                                             "49535343-1e4d-4bd9-ba61-23c647249616"),
    "0000fff0-0000-1000-8000-00805f9b34fb": ("0000fff2-0000-1000-8000-00805f9b34fb",
                                             "0000fff1-0000-1000-8000-00805f9b34fb"),
}


@contextlib.contextmanager
def failing_with(words):
    """What D-Bus and bluetoothd refuse, in words for people."""
    try:
        yield
    except dbus.DBusException as error:
        raise Failed(f"{words}: {error.get_dbus_message()}") from error


class Central:
    """One Bluetooth adapter in the role of a phone."""

    def __init__(self, adapter="hci0"):
        self.root = "/org/bluez/" + adapter
        with failing_with("no Bluetooth here, is bluetoothd running?"):
            self.bus = dbus.SystemBus()
            self.manager = dbus.Interface(self.bus.get_object("org.bluez", "/"), "org.freedesktop.DBus.ObjectManager")
            if not self.objects("org.bluez.Adapter1", self.root):
                raise Failed(f"no Bluetooth here: there is no adapter {adapter}")
            self.adapter = self._interface(self.root, "org.bluez.Adapter1")

    def _interface(self, path, name):
        return dbus.Interface(self.bus.get_object("org.bluez", path), name)

    def property(self, path, interface, name):
        return self._interface(path, "org.freedesktop.DBus.Properties").Get(interface, name)

    def objects(self, interface, below):
        return {str(path): every[interface] for path, every in self.manager.GetManagedObjects().items()
                if interface in every and str(path).startswith(below)}

    def find(self, name=None, service=None, limit_s=30):
        """Scans until a reader of that name, or one with that service, is heard: its D-Bus path."""
        wanted = dbus.Dictionary({"Transport": "le"}, signature="sv")
        if service:
            wanted["UUIDs"] = dbus.Array([service], signature="s")
        with failing_with("the Bluetooth adapter does not scan"):
            self.adapter.SetDiscoveryFilter(wanted)
            self.adapter.StartDiscovery()
        try:
            until = time.monotonic() + limit_s
            while time.monotonic() < until:
                for path, device in self.objects("org.bluez.Device1", self.root + "/").items():
                    heard = [str(uuid) for uuid in device.get("UUIDs", [])]
                    # A device that is only remembered, not heard now, has no RSSI.
                    if "RSSI" in device and (service in heard if service else str(device.get("Name", "")) == name):
                        return path
                time.sleep(0.05)
        finally:
            self.adapter.StopDiscovery()
        raise Failed(f"no reader {name or service} was heard in {limit_s} s")

    def connect(self, path, limit_s=40):
        """Connects and waits until the services are known."""
        device = self._interface(path, "org.bluez.Device1")
        with failing_with("the reader does not let us connect"):
            device.Connect(timeout=limit_s)
        until = time.monotonic() + limit_s
        while not self.property(path, "org.bluez.Device1", "ServicesResolved"):
            if time.monotonic() > until or not self.property(path, "org.bluez.Device1", "Connected"):
                raise Failed("the reader's services could not be read")
            time.sleep(0.02)
        return device

    def disconnect(self, path):
        """Lets go of the reader, or of an attempt to connect: bluetoothd holds a connection when its program has ended."""
        with contextlib.suppress(dbus.DBusException):
            self._interface(path, "org.bluez.Device1").Disconnect()

    def characteristic(self, path, uuid):
        for found, fields in self.objects("org.bluez.GattCharacteristic1", path + "/").items():
            if str(fields["UUID"]) == uuid:
                return self._interface(found, "org.bluez.GattCharacteristic1")
        raise Failed(f"the reader has no characteristic {uuid}")

    def read_text(self, path, uuid):
        return bytes(bytearray(self.characteristic(path, uuid).ReadValue({}))).decode()


class Radio:
    """Bytes to and from a connected reader: writes without response out, notifications in."""

    def __init__(self, central, path):
        services = {str(fields["UUID"]) for fields in central.objects("org.bluez.GattService1", path + "/").values()}
        known = services & set(SERVICES)
        if not known:
            raise Failed("this device has none of the readers' services")
        self.service = known.pop()
        write, notify = SERVICES[self.service]
        # Notifications first: the link is up from then on.
        descriptor, _ = central.characteristic(path, notify).AcquireNotify({})
        self.notified = socket.socket(fileno=descriptor.take())
        descriptor, mtu = central.characteristic(path, write).AcquireWrite({})
        self.written = socket.socket(fileno=descriptor.take())
        self.written.setblocking(True)
        self.mtu = int(mtu)

    def send(self, data):
        limit = self.mtu - 3
        try:
            for at in range(0, len(data), limit):
                self.written.send(data[at:at + limit])
        except OSError as error:
            raise Failed(f"the reader is gone: {error}") from error

    def receive(self, timeout_s):
        ready, _, _ = select.select([self.notified], [], [], timeout_s)
        if not ready:
            return None
        try:
            data = self.notified.recv(600)
        except OSError as error:
            raise Failed(f"the reader is gone: {error}") from error
        if not data:
            raise Failed("the reader disconnected")
        return data

    def close(self):
        self.written.close()
        self.notified.close()
