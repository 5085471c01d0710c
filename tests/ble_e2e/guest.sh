#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The virtual machine's init: a D-Bus, BlueZ's emulator with three LE controllers that hear each other (hci0 the reader's,
# hci1 and hci2 two phones'), bluetoothd, and the cases. What the host reads afterwards lies in /out.
[ -c /dev/console ] && exec >/dev/console 2>&1
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
mark() { echo "[$(cut -d' ' -f1 /proc/uptime)] $*" | tee -a /out/machine.txt; }
power_off() {
  sync
  echo o >/proc/sysrq-trigger
  sleep 60
}
until_true() { # LIMIT_S COMMAND
  local end=$((SECONDS + $1))
  until eval "$2" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}

mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/lib/bluetooth 2>/dev/null || { mkdir -p /var/lib/bluetooth && mount -t tmpfs tmpfs /var/lib/bluetooth; }
mkdir -p /dev/pts /dev/shm /run/dbus
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
ip link set lo up
hostname vmpos-ble-e2e
dbus-uuidgen --ensure
dbus-daemon --system --fork --nopidfile
mark "the machine is up"

# A busy host can leave an HCI command unanswered for 2 s and the controller dead: then both start over.
ready=no
for try in 1 2 3 4; do
  nice -n -15 btvirt -L -l3 >/out/btvirt.txt 2>&1 &
  emulator=$!
  until_true 10 '[ -d /sys/class/bluetooth/hci2 ]'
  /usr/libexec/bluetooth/bluetoothd -n >/out/bluetoothd.txt 2>&1 &
  daemon=$!
  if until_true 10 '[ "$(hciconfig | grep -c "UP RUNNING")" = 3 ]'; then
    ready=yes
    break
  fi
  mark "controllers not up at try $try"
  kill -9 "$daemon" "$emulator"
  wait "$daemon" "$emulator" 2>/dev/null
  sleep 1
done
mark "three controllers up: $ready"
if [ "$ready" = no ]; then
  echo "MACHINE: the emulated controllers did not come up" >/out/result.txt
  power_off
fi

# The emulator reports an advertiser once for each time advertising is turned on, and the kernel may drop that report: what
# the reader has turned on is turned off and on again. Only the reader turns it on: where it is off the emulator
# refuses to turn it off (command disallowed), and off it stays.
(while :; do
  sleep 0.5
  [ "$(hcitool con | wc -l)" = 1 ] && hcitool -i hci0 cmd 0x08 0x000a 00 | grep -q '0A 20 00' &&
    hcitool -i hci0 cmd 0x08 0x000a 01
done) >/dev/null 2>&1 &

timeout 400 python3 -B "$(dirname "$0")/cases.py" $(sed -n 's/.*ble_cases=\([^ ]*\).*/\1/p' /proc/cmdline | tr ',' ' ') >/out/cases.txt 2>&1
mark "cases ended with $?"
power_off
