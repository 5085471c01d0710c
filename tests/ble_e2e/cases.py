#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The cases, inside the virtual machine: `vmpos serve --ble` as an ordinary user on hci0; the Python client on hci1 and hci2
over BlueZ. Writes `ok NAME` or `FAILED NAME: why` a line to /out/result.txt, and last `N passed, N failed`.

usage: cases.py VMPOS_FOLDER PROTO_FOLDER [CASE...]
"""
import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import traceback

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "packaging/clients/python"), str(ROOT / "tests/integration")]
import ble  # noqa: E402
import lossy  # noqa: E402
import program  # noqa: E402
from frames import Failed, Frames  # noqa: E402
from sell import Acquirer, Reader, address  # noqa: E402
from session import Session  # noqa: E402

BIN = pathlib.Path("/run/vmpos")
NOBODY = 65534
OWN = "f1a50001-3c8e-4b7a-9d52-7e0c6b2f91d4"
NAME = "mPOS SIM 000001"
SERIAL_NUMBER, MODEL_NUMBER, MANUFACTURER = ("0000%s-0000-1000-8000-00805f9b34fb" % uuid for uuid in ("2a25", "2a24", "2a29"))


def expect(true, what):
    if not true:
        raise Failed(what)


class Serve(program.Process):
    """`vmpos serve --ble` as nobody, with nothing but the file capability of its helper."""

    def __init__(self, *more):
        self.errors = open(f"/run/serve-{time.monotonic_ns()}.txt", "w+")
        super().__init__("serve", str(BIN / "vmpos"), "serve", "--ble", "--ble-adapter", ADDRESS, "--assets",
                         str(BIN / "assets"), "--no-state", *more, user=NOBODY, group=NOBODY, extra_groups=[],
                         stderr=self.errors, env={**os.environ, "HOME": "/nonexistent"})
        try:
            self.ready = self.event("ready")
        except SystemExit as why:
            self.child.kill()
            raise Failed(f"{why} {self.said()}") from why
        self.endpoints = {one["kind"]: one for one in self.ready["endpoints"]}

    def said(self):
        self.errors.seek(0)
        return self.errors.read()


class Careless(lossy.LossyFrames):
    """A phone that heeds no credit: up to 64 frames at a time, more than the queues on the way take."""

    def _send_what_may_go(self):
        self.far_credit = 64
        super()._send_what_may_go()


class Phone(Reader):
    """The Python client, with the people around it: who swipes, inserts, types and compares. Keeps what it was told."""

    def __init__(self, serve, session, api, acts=None):
        host = address(serve.endpoints["host"]["address"])
        super().__init__(session, Acquirer(host, "6000030000", "603100311108"), api)
        self.serve, self.acts, self.trace = serve, acts or {}, []

    def next(self):
        reply, notice = super().next()
        if notice:
            kind = notice.WhichOneof("body")
            if kind == "progress":
                self.trace.append(self.api.Stage.Name(notice.progress.stage)[6:].lower() + notice.progress.masked_pan)
            elif kind == "host_request":
                self.trace.append("host_request " + notice.host_request.message.hex())
            else:
                self.trace.append(f"{kind} {getattr(notice, kind)}")
        return reply, notice

    def on_notice(self, notice):
        super().on_notice(notice)
        if notice.HasField("progress"):
            stage = self.api.Stage.Name(notice.progress.stage)[6:].lower()
            for act in self.acts.get(stage, []):
                self.serve.say(**act)

    def sell(self, amount_minor, **acts):
        self.acts = {stage: act for stage, act in acts.items()}
        self.ask("start_transaction", type=self.api.TRANSACTION_TYPE_SALE, amount_minor=amount_minor)
        result = self.until("transaction_result")
        return self.api.Outcome.Name(result.outcome)[8:].lower(), result.response_code

    def sign_in(self):
        if not self.ask("get_state").state.signed_in:
            self.ask("sign_in")
            expect(self.until("sign_in_result").signed_in, "sign-in failed")


class Air:
    """What passes a Radio, counted; disconnects after so many packets when it was asked to."""

    def __init__(self, radio, break_after=None, cut=None):
        self.radio, self.break_after, self.cut, self.packets = radio, break_after, cut, 0

    def send(self, data):
        self.count()
        self.radio.send(data)

    def receive(self, timeout_s):
        data = self.radio.receive(timeout_s)
        if data:
            self.count()
        return data

    def count(self):
        self.packets += 1
        if self.packets == self.break_after:
            self.cut()
            raise Failed("cut on purpose")


SWIPE = dict(waiting_for_card=[{"swipe": "debit_101"}], pin_entry=[{"keys": "1 2 3 4 5 6 enter"}])


class Cases:
    def __init__(self, api):
        self.api = api
        self.key = X25519PrivateKey.generate()
        with open(ROOT / "assets/keys/test_ca_certificate.pem", "rb") as file:
            self.authority = x509.load_pem_x509_certificate(file.read())
        self.central = ble.Central("hci1")
        self.device = self.serve = None
        self.codes = 0

    # --- helpers

    def compare(self, code):
        """The merchant sees the same digits on the reader and presses the green key."""
        self.codes += 1
        self.serve.screen_with(code)
        self.serve.say(keys="enter")

    def connect(self):
        if not self.central.property(self.device, "org.bluez.Device1", "Connected"):
            self.central.connect(self.device)
        return ble.Radio(self.central, self.device)

    @contextlib.contextmanager
    def phone(self, kind=lossy.LossyFrames, **wrap):
        radio = self.connect()
        frames = kind(Air(radio, **wrap))
        try:
            session = Session(frames, self.key, self.authority, self.compare)
            phone = Phone(self.serve, session, self.api)
            yield phone
            session.close()
        finally:
            radio.close()
            self.disconnect()

    def disconnect(self):
        """As walking out of range does, for the phone's bluetoothd would say goodbye and wait for 2 s."""
        listed = subprocess.run(["hcitool", "-i", "hci1", "con"], capture_output=True, text=True, check=True).stdout
        for handle in re.findall(r"handle (\d+)", listed):
            subprocess.run(["hcitool", "-i", "hci1", "cmd", "0x01", "0x0006", f"{int(handle) & 0xFF:02x}",
                            f"{int(handle) >> 8:02x}", "13"], stdout=subprocess.DEVNULL, check=True)
        until = time.monotonic() + 20
        while self.central.property(self.device, "org.bluez.Device1", "Connected") and time.monotonic() < until:
            time.sleep(0.02)

    def forget(self):
        with contextlib.suppress(Exception):
            self.central.adapter.RemoveDevice(self.device)

    # --- cases, in order

    def case_without_the_capability_it_says_how_to_get_it(self):
        serve = Serve("--events", "none")
        expect("ble" not in serve.endpoints and "tcp" in serve.endpoints, f"endpoints: {serve.endpoints}")
        expect(f"sudo setcap cap_net_raw+ep {BIN}/vmpos-ble" in serve.said(), f"it said: {serve.said()}")
        serve.end()
        subprocess.run(["setcap", "cap_net_raw+ep", str(BIN / "vmpos-ble")], check=True)

    def case_serves_as_an_ordinary_user_with_cap_net_raw(self):
        self.serve = Serve()
        at = self.serve.endpoints.get("ble")
        expect(at, f"no Bluetooth endpoint: {self.serve.said()}")
        expect(at["name"] == NAME and at["service"] == OWN and at["address"] == ADDRESS, f"endpoint: {at}")
        self.serve.screen_with("SIM")

    def case_is_found_by_service_and_by_name(self):
        self.device = self.central.find(service=OWN)
        by_service = self.device
        self.forget()
        self.device = self.central.find(name=NAME)
        expect(self.device == by_service, f"{self.device} is not {by_service}")

    def case_connects_with_a_long_mtu_battery_and_device_information(self):
        self.central.connect(self.device)
        read = {uuid: self.central.read_text(self.device, uuid) for uuid in (SERIAL_NUMBER, MODEL_NUMBER, MANUFACTURER)}
        expect(list(read.values()) == ["SIM-DF-000001", "Virtual DF", "VMPOS SIMULATOR"], f"device information: {read}")
        level = int(self.central.property(self.device, "org.bluez.Battery1", "Percentage"))
        expect(level == 100, f"battery: {level}")
        radio = self.connect()
        expect(radio.mtu >= 185, f"MTU {radio.mtu}")
        radio.close()
        self.disconnect()

    def case_a_handshake_shows_six_digits_once(self):
        with self.phone() as phone:
            expect(phone.ask("get_info").info.serial == "SIM-DF-000001", "another reader")
        with self.phone():
            expect(self.codes == 1, f"digits compared {self.codes} times; the reader knows this phone")

    def case_sells_by_stripe_and_by_chip(self):
        with self.phone() as phone:
            phone.sign_in()
            expect(phone.sell(1250, **SWIPE) == ("approved", "00"), f"stripe: {phone.trace[-1]}")
            chip = dict(waiting_for_card=[{"insert": "virtual_card"}], pin_entry=[{"keys": "1 2 3 4 5 6 enter"}])
            expect(phone.sell(1350, **chip) == ("approved", "00"), f"chip: {phone.trace[-1]}")
            self.serve.say(pull={})

    def case_200_large_messages_paced_and_200_unpaced_lose_and_double_nothing(self):
        for how, kind in (("paced", lossy.LossyFrames), ("unpaced", lossy.LossyFrames), ("heeding no credit", Careless)):
            with self.phone(kind) as phone:
                begun, asked, answered = time.monotonic(), {}, []
                messages = [os.urandom(1024) for _ in range(200)]

                def take():
                    reply, _ = phone.next()
                    expect(reply.code == self.api.CODE_OK, f"code {reply.code}")
                    answered.append((reply.id, reply.echo.payload))

                for message in messages:
                    asked[phone.request("echo", payload=message)] = message
                    if how == "paced":
                        take()
                while len(answered) < len(messages):
                    take()
                expect(answered == list(asked.items()), "answers are missing, doubled, altered or out of order")
                taken, frames = time.monotonic() - begun, phone.session.frames
                note(f"{how}: 200 messages of 1024 bytes there and back in {taken:.1f} s, {400 * 1.024 / taken:.0f} kB/s, "
                     f"{frames.repeated} frames sent again, {frames.dropped} of the reader's dropped as repeats")

    def case_20_disconnects_and_each_time_it_goes_on(self):
        cut = 0
        for packet in range(1, 21):
            try:
                with self.phone(break_after=packet * 2 - 1, cut=self.disconnect) as phone:
                    for i in range(20):
                        phone.ask("echo", payload=bytes(1000))
            except Failed as why:
                expect(str(why) == "cut on purpose", f"point {packet}: {why}")
                cut += 1
        expect(cut == 20, f"cut {cut} times")
        with self.phone() as phone:
            phone.sign_in()
            expect(phone.sell(1450, **SWIPE) == ("approved", "00"), f"afterwards: {phone.trace[-1]}")

    def case_a_sale_that_lost_its_phone_ends_and_the_next_one_is_approved(self):
        with contextlib.suppress(Failed):
            with self.phone() as phone:
                phone.sign_in()
                phone.ask("start_transaction", type=self.api.TRANSACTION_TYPE_SALE, amount_minor=1550)
                phone.until("progress")
                raise Failed("out of range")
        with self.phone() as phone:
            phone.sign_in()
            state = phone.ask("get_state").state
            expect(not state.reversal_pending, "a reversal is pending")
            expect(phone.sell(1650, **SWIPE) == ("approved", "00"), f"{phone.trace[-1]}")

    def case_a_second_phone_is_refused_and_the_first_goes_on(self):
        second = ble.Central("hci2")
        path = second.find(name=NAME)
        with self.phone() as phone:
            phone.ask("get_info")
            let_in = False
            try:
                second.connect(path, limit_s=8)
                let_in = True
            except Failed as why:
                note(f"the second phone: {why}")
            expect(not let_in, "the second phone was let in")
            with contextlib.suppress(Exception):
                second.adapter.RemoveDevice(path)  # or its bluetoothd goes on trying, and comes in as soon as the first leaves
            expect(phone.ask("echo", payload=b"still here").echo.payload == b"still here", "the first phone lost its link")

    def case_five_sales_look_the_same_over_bluetooth_and_over_tcp(self):
        self.serve.end()
        self.forget()
        pin = [{"keys": "1 2 3 4 5 6 enter"}]
        swiped = [{"swipe": "debit_101"}]
        # The chip last: its card stays in the slot, and what the reader says about that is nobody's sale.
        sales = [
            ("approved", 1250, dict(waiting_for_card=swiped, pin_entry=pin)),
            ("declined", 2001, dict(waiting_for_card=[{"swipe": "poor_101"}], pin_entry=pin)),
            ("declined", 1250, dict(waiting_for_card=swiped, pin_entry=[{"keys": "6 5 4 3 2 1 enter"}])),
            ("cancelled", 1250, dict(waiting_for_card=swiped, pin_entry=[{"keys": "1 2 3 cancel"}])),
            ("approved", 1350, dict(waiting_for_card=[{"insert": "virtual_card"}], pin_entry=pin)),
        ]
        traces = []
        for over in ("tcp", "ble"):
            log = pathlib.Path(f"/run/logs/{over}.log")
            self.serve = Serve("--seed", "7", "--log", str(log))
            if over == "ble":
                self.device = self.central.find(name=NAME)
                manager = self.phone()
            else:
                manager = self.over_tcp()
            with manager as phone:
                phone.sign_in()
                for wanted, amount, acts in sales:
                    outcome, code = phone.sell(amount, **acts)
                    expect(outcome == wanted, f"{over}: {outcome} {code}, not {wanted}: {phone.trace[-1]}")
                # Not the second on the reader's clock: what takes longer on its way is later.
                traces.append([re.sub(r'\btime: "\d{6}"', 'time: "hhmmss"', line) for line in phone.trace])
            self.serve.end()
            if over == "ble":
                self.forget()
            again = subprocess.run([str(BIN / "vmpos"), "replay", str(log), "--assets", str(BIN / "assets")], text=True,
                                   capture_output=True)
            expect(again.returncode == 0, f"replay of the session over {over}: {again.stdout}{again.stderr}")
        for at, (left, right) in enumerate(zip(*traces)):
            expect(left == right, f"line {at}: over TCP '{left}', over Bluetooth '{right}'")
        expect(len(traces[0]) == len(traces[1]) and len(traces[0]) > 30, f"{len(traces[0])} and {len(traces[1])} lines")
        note(f"the same {len(traces[0])} notices over both")

    @contextlib.contextmanager
    def over_tcp(self):
        import socket
        stream = socket.create_connection(address(self.serve.endpoints["tcp"]["address"]))
        session = Session(Frames(stream), self.key, self.authority, self.compare)
        yield Phone(self.serve, session, self.api)
        session.close()
        stream.close()

    def case_other_services_by_option_and_by_profile(self):
        profile = pathlib.Path("/run/vmpos/renamed.yaml")
        text = (ROOT / "assets/readers/default.yaml").read_text(encoding="utf-8")
        profile.write_text(text + 'bluetooth: {service: fff0, name_prefix: "Counter 3"}\n', encoding="utf-8")
        profile.chmod(0o644)
        for options, service, name in ((["--ble-service", "nus"], "6e400001-b5a3-f393-e0a9-e50e24dcca9e", NAME),
                                       (["--ble-service", "issc"], "49535343-fe7d-4ae5-8fa9-9fafd205e455", NAME),
                                       (["--reader", str(profile)], "0000fff0-0000-1000-8000-00805f9b34fb",
                                        "Counter 3 SIM 000001")):
            self.serve = Serve(*options)
            expect(self.serve.endpoints["ble"]["service"] == service, f"{self.serve.endpoints['ble']}")
            self.device = self.central.find(service=service)
            expect(str(self.central.property(self.device, "org.bluez.Device1", "Name")) == name, "another name")
            with self.phone() as phone:
                expect(phone.ask("get_info").info.serial == "SIM-DF-000001", "another reader")
            self.serve.end()
            self.forget()

    def case_an_adapter_that_is_not_there_is_named_and_tcp_works(self):
        global ADDRESS
        kept, ADDRESS = ADDRESS, "00:00:00:00:00:99"
        try:
            serve = Serve("--events", "note")
            expect("there is no Bluetooth adapter 00:00:00:00:00:99" in serve.said(), serve.said())
            expect("tcp" in serve.endpoints and "ble" not in serve.endpoints, f"{serve.endpoints}")
            serve.end()
        finally:
            ADDRESS = kept


NOTES = []


def note(text):
    NOTES.append(text)


def main():
    global ADDRESS
    folder, protos, *chosen = sys.argv[1:]
    sys.path.insert(0, protos)
    from mpos.reader.v1 import reader_pb2
    BIN.mkdir()
    os.mkdir("/run/logs")
    os.chown("/run/logs", NOBODY, NOBODY)
    for name in ("vmpos", "vmpos-ble"):
        shutil.copy(pathlib.Path(folder) / name, BIN / name)
    # An ordinary user need not be able to read the checkout.
    shutil.copytree(ROOT / "assets", BIN / "assets")
    subprocess.run(["chmod", "-R", "a+rX", str(BIN)], check=True)
    ADDRESS = str(ble.Central("hci0").property("/org/bluez/hci0", "org.bluez.Adapter1", "Address"))
    good = bad = 0
    with open("/out/result.txt", "w", buffering=1, encoding="utf-8") as result:
        cases = Cases(reader_pb2)
        for name in [name for name in vars(Cases) if name.startswith("case_")]:
            if chosen and not any(word in name for word in chosen):
                continue
            begun, words = time.monotonic(), name[len("case_"):].replace("_", " ")
            try:
                getattr(cases, name)()
                good += 1
                result.write(f"ok {words} ({time.monotonic() - begun:.1f} s)\n")
            except (Exception, SystemExit) as why:
                bad += 1
                traceback.print_exc()
                result.write(f"FAILED {words}: {why!r}\n")
                if cases.serve:
                    print("serve said:", cases.serve.said(), *cases.serve.seen[-20:], sep="\n")
            for text in NOTES:
                result.write(f"   {text}\n")
            NOTES.clear()
            sys.stdout.flush()
        result.write(f"{good} passed, {bad} failed\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
