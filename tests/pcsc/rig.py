# SPDX-License-Identifier: Apache-2.0
"""A PC/SC service of our own: pcscd with the vpcd driver, in namespaces that nobody else sees."""
import hashlib
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
READER = "Virtual PCD 00 00"
SECOND_READER = "Virtual PCD 00 01"
DRIVER = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
PATIENCE = 60  # seconds; only to end a test that hangs
INSIDE = "VMPOS_PCSC_INSIDE"


class Failed(Exception):
    pass


def expect(true, what):
    if not true:
        raise Failed(what)


def enter():
    """Runs this program again in mount, network and process namespaces of its own; returns inside them."""
    if os.environ.get(INSIDE) == "1":
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)
        os.makedirs("/run/pcscd")
        return
    command = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if os.geteuid() != 0:
        command.append("--map-root-user")
    os.environ[INSIDE] = "1"
    os.execvp(command[0], command + [sys.executable] + sys.argv)


def node_modules():
    """The folder with the packages of package-lock.json, installed and built when that has not been done. Needs the network, so
    it is called before enter()."""
    lock = (HERE / "package-lock.json").read_bytes()
    folder = ROOT / "build" / "pcsc-node" / hashlib.sha256(lock).hexdigest()[:16]
    if (folder / "ready").exists():
        return folder / "node_modules"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    environment = dict(os.environ, npm_config_audit="false", npm_config_fund="false", npm_config_update_notifier="false")
    node = pathlib.Path(shutil.which("node") or "node").resolve()
    headers = next((p for p in (pathlib.Path("/usr"), node.parent.parent) if (p / "include/node/node.h").exists()), None)
    expect(headers, "the headers of Node.js are missing (include/node/node.h); Debian has them in libnode-dev")
    for command, where in ((["npm", "ci", "--ignore-scripts", "--no-progress"], folder),
                           ([str(folder / "node_modules/.bin/node-gyp"), "rebuild", f"--nodedir={headers}"],
                            folder / "node_modules/@pokusew/pcsclite")):
        done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True)
        expect(done.returncode == 0, f"{' '.join(command[:2])} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    (folder / "ready").touch()
    return folder / "node_modules"


class Process:
    """A program that runs beside the test; what it writes goes to a file."""

    def __init__(self, command, log, **more):
        self.log = pathlib.Path(log)
        self.output = open(log, "wb")
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stderr=self.output, **more)

    def stop(self, how=signal.SIGTERM):
        """Ends it and answers its exit code."""
        self.process.send_signal(how)
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.output.close()
            if self.process.stdout:
                self.process.stdout.close()


class Service:
    """pcscd. Its driver listens for virtual cards on 127.0.0.1 and, as it does, on every other address of this namespace."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        expect(os.path.exists(DRIVER), f"{DRIVER} is missing (package vsmartcard-vpcd)")
        self.config = self.folder / "reader.conf"
        self.config.write_text(f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x8C7B\nLIBPATH {DRIVER}\nCHANNELID 0x8C7B\n')
        self.start()

    def start(self):
        self.daemon = Process(["pcscd", "--foreground", "--config", self.config], self.folder / "pcscd.log",
                              stdout=subprocess.DEVNULL)
        wait_until(lambda: os.path.exists("/run/pcscd/pcscd.comm"), "pcscd has no socket", self.daemon)

    def stop(self):
        self.daemon.stop()


def wait_until(true, what, process):
    """Waits for something that has no event to wait for."""
    end = time.monotonic() + PATIENCE
    while not true():
        expect(time.monotonic() < end and process.process.poll() is None, what + ":\n" + process.log.read_text(errors="replace"))
        select.select([], [], [], 0.02)


class Card:
    """vmpos card serve; returns when the card is in the reader."""

    def __init__(self, vmpos, name, folder, *options):
        self.server = Process([vmpos, "card", "serve", name, *options], pathlib.Path(folder) / f"serve-{pathlib.Path(name).stem}.log",
                              stdout=subprocess.PIPE)
        ready, _, _ = select.select([self.server.process.stdout], [], [], PATIENCE)
        self.line = self.server.process.stdout.readline().decode() if ready else ""
        expect('"ready"' in self.line, f"vmpos card serve is not ready: {self.server.log.read_text(errors='replace')}")

    def stop(self):
        return self.server.stop()


def run(command, **more):
    """Output of a program that must succeed; standard error is part of it."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE,
                          **more)
    text = done.stdout.decode(errors="replace")
    expect(done.returncode == 0, f"{' '.join(str(w) for w in command)} ended with {done.returncode}:\n{text[-3000:]}")
    return text
