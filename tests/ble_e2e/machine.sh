#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# machine.sh FOLDER: makes FOLDER/kernel and FOLDER/initramfs for the virtual machine of this test, once. The kernel is
# Debian's, unpacked and never installed.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)

package=$(apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[0-9][^ ]*\)$/\1/p' | head -n 1)
[ -n "$package" ] || { echo "apt-cache knows no linux-image-amd64: apt-get update" >&2; exit 1; }
version=${package#linux-image-}
made=$folder/made-of
wanted="$package $(md5sum <"${BASH_SOURCE[0]}")"
[ "$(cat "$made" 2>/dev/null)" = "$wanted" ] && [ -s "$folder/kernel" ] && [ -s "$folder/initramfs" ] && exit 0
rm -f "$made"

work=$(mktemp -d "$folder/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
(cd "$work" && apt-get download -o APT::Sandbox::User=root "$package" >&2)
dpkg -x "$work/$package"_*.deb "$work/root"
cp "$work/root/boot/vmlinuz-$version" "$folder/kernel"

# busybox, the modules the machine and Bluetooth need, and an init that mounts the host's / read-only with a layer in
# memory over it, and FOLDER/out of this run at /out.
image=$work/image
mkdir -p "$image"/{bin,proc,sys,dev,ro,rw,new,lib/modules}
cp "$(command -v busybox)" "$image/bin/busybox"
depmod -b "$work/root" "$version" 2>/dev/null
for module in virtio_pci 9pnet_virtio 9p overlay hmac sha256_generic sha512_generic ctr drbg jitterentropy_rng ecb cmac ecdh_generic \
  algif_skcipher algif_hash uhid virtio_rng bluetooth hci_vhci; do
  { modprobe -d "$work/root" -S "$version" --show-depends "$module" 2>/dev/null || true; } | awk '$1 == "insmod" { print $2 }'
done | awk '!seen[$0]++' | while read -r file; do
  cp "$file" "$image/lib/modules/"
  basename "$file" >>"$image/modules"
done
cat >"$image/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
/bin/busybox mount -t devtmpfs dev /dev
/bin/busybox --install -s /bin
export PATH=/bin
while read -r module; do insmod "/lib/modules/$module" 2>/dev/null || echo "module $module was not loaded"; done </modules
share="trans=virtio,version=9p2000.L,msize=1048576"
mount -t 9p -o "$share,ro,cache=loose" root /ro || { echo "the host's files are not there"; poweroff -f; }
mount -t tmpfs tmpfs /rw
mkdir /rw/upper /rw/work
mount -t overlay overlay -o lowerdir=/ro,upperdir=/rw/upper,workdir=/rw/work /new
mkdir -p /new/proc /new/sys /new/dev /new/out
mount -t 9p -o "$share,rw" out /new/out
for folder in proc sys dev; do mount --move /$folder /new/$folder; done
exec switch_root /new "$(sed -n 's/.*ble_init=\([^ ]*\).*/\1/p' /new/proc/cmdline)"
INIT
chmod +x "$image/init"
(cd "$image" && find . | cpio -o -H newc --quiet | gzip -1) >"$folder/initramfs"
printf '%s' "$wanted" >"$made"
