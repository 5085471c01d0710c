#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ble_test.sh BUILD_FOLDER [CASE...]: the reader over Bluetooth in a virtual machine with emulated controllers. Prints a line
# a case and the verdict; exit 0 when all passed. CASE: a word of a case's name (tests/ble_e2e/cases.py).
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
[ $# -ge 1 ] || { echo "usage: tests/ble_e2e/ble_test.sh BUILD_FOLDER [CASE...]" >&2; exit 2; }
build=$(cd "$1" && pwd) || exit 2
shift
for tool in qemu-system-x86_64 busybox cpio modprobe btvirt hcitool dbus-daemon setcap ip protoc; do
  command -v "$tool" >/dev/null || PATH=$PATH:/usr/sbin:/sbin command -v "$tool" >/dev/null ||
    { echo "FAILED: $tool is missing; see packaging/linux/packages-ble.txt"; exit 1; }
done
PATH=$PATH:/usr/sbin:/sbin
for program in vmpos vmpos-ble; do
  [ -x "$build/bin/$program" ] || { echo "FAILED: $build/bin/$program is not built"; exit 1; }
done

machine=$build/ble_e2e/machine
out=$build/ble_e2e/out
protos=$build/ble_e2e/proto
mkdir -p "$protos"
protoc -I "$root/devicemodel/proto" --python_out="$protos" mpos/reader/v1/reader.proto || exit 1
"$here/machine.sh" "$machine" || { echo "FAILED: the machine could not be made"; exit 1; }

boot() {
  rm -rf "$out"
  mkdir -p "$out"
  chmod 777 "$out"
  # no_timer_check: on a busy host the kernel misses the emulated timer at its start and gives up.
  # A /dev/kvm that is there is not always one that works: plain emulation is what runs everywhere.
  timeout -k 5 480 qemu-system-x86_64 -machine q35 -accel tcg,thread=multi -cpu max -smp 2 -m 1536 \
    -nodefaults -no-user-config -display none -no-reboot -serial "file:$out/console.txt" -device virtio-rng-pci \
    -kernel "$machine/kernel" -initrd "$machine/initramfs" \
    -append "console=ttyS0 quiet loglevel=4 panic=-1 no_timer_check ble_init=$here/guest.sh ble_cases=$build/bin,$protos${*:+,$(IFS=,; echo "$*")}" \
    -fsdev local,id=root,path=/,security_model=none,readonly=on,multidevs=remap \
    -device virtio-9p-pci,fsdev=root,mount_tag=root \
    -fsdev "local,id=out,path=$out,security_model=none" -device virtio-9p-pci,fsdev=out,mount_tag=out
}

passed() { grep -qE '^[1-9][0-9]* passed, 0 failed$' "$out/result.txt" 2>/dev/null; }
begun=$SECONDS
boot "$@"
if ! passed; then
  echo "the first machine failed and is tried once more; what it said:"
  sed 's/^/  | /' "$out/result.txt" 2>/dev/null || tail -n 15 "$out/console.txt" 2>/dev/null
  rm -rf "$out.first"
  cp -r "$out" "$out.first"
  boot "$@"
fi
cat "$out/result.txt" 2>/dev/null || { echo "FAILED: no result; the console's end:"; tail -n 20 "$out/console.txt"; }
echo "took $((SECONDS - begun)) s"
passed
