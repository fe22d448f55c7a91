#!/bin/sh
# Runs a command in another root, as PID 1 of its own processes: enter.sh ROOT PROJECT NODE COMMAND...
# To be started in new mount, PID and IPC namespaces (unshare), so that nothing has to be unmounted or stopped afterwards.
# The root is exchanged with pivot_root, not chroot: inside a chroot nobody may make the namespaces of Chromium's sandbox.
set -eu
root=$1 project=$2 node=$3
shift 3

mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount --rbind /sys "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
mkdir "$root/dev/shm" "$root/dev/pts"
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"

# What the tests are made of, and the display. Node has no place in anybody's PATH.
show() {
  [ -e "$1" ] || return 0
  if [ -d "$1" ]; then mkdir -p "$root$1"; else mkdir -p "$root$(dirname "$1")" && : >>"$root$1"; fi
  mount --rbind "$1" "$root$1"
}
show "$project"
modules=$(readlink -f "$project/node_modules")
case "$modules" in "$project"/*) ;; *) show "$modules" ;; esac
case "$FEATURESCOPE_PACKAGES" in "$project"/*) ;; *) show "$FEATURESCOPE_PACKAGES" ;; esac
mkdir -p "$root/tester"
: >>"$root/tester/node"
mount --bind "$node" "$root/tester/node"
show /tmp/.X11-unix
[ -z "${XAUTHORITY-}" ] || show "$XAUTHORITY"
[ ! -e /etc/resolv.conf ] || cat /etc/resolv.conf >"$root/etc/resolv.conf"

cd "$root"
mkdir -p old
pivot_root . old
cd /
umount -l /old
rmdir /old
cd "$project"
exec "$@"
