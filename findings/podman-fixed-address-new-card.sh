#!/usr/bin/env bash
# A container that is made anew with its fixed address is out of its neighbours' reach at first: Debian's podman 4.3.1 with netavark
# 1.4.0 gives it another hardware address each time, and sends no announcement of it (RFC 5227, section 2.3), so that a
# neighbour that has just talked to the one before goes on sending to a card that is gone, until its kernel asks again
# (arp(7): 15 to 45 s after the last answer, then 8 more). With `--mac-address` it is reached at once. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
cd "$folder"
((EUID == 0)) || { echo "containers with networks take root" && exit 1; }
packages=(podman=4.3.1+ds1-8+deb12u1+b3 netavark=1.4.0-3 conmon=2.1.6+ds1-1 runc=1.1.5+ds1-1+deb12u1 busybox-static=1:1.35.0-4+deb12u1+b1)
apt-get -qq -o APT::Sandbox::User=root download "${packages[@]}"
for file in *.deb; do dpkg-deb --extract "$file" root; done
depends=$({ for file in podman_*.deb conmon_*.deb runc_*.deb; do dpkg-deb --field "$file" Depends; done } |
  tr ',' '\n' | sed 's/[|(].*//; s/ //g' | grep '^lib' | sort -u)
# shellcheck disable=SC2086
apt-get -qq install -y --no-install-recommends iptables iproute2 $depends >/dev/null

cat >containers.conf <<END
[containers]
default_ulimits = ["nofile=1000:1000", "nproc=1000:1000"]
log_driver = "k8s-file"
seccomp_profile = "unconfined"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
tmp_dir = "$folder/run/libpod"
conmon_path = ["$folder/root/usr/bin/conmon"]
helper_binaries_dir = ["$folder/root/usr/lib/podman"]
[engine.runtimes]
runc = ["$folder/root/usr/sbin/runc"]
[network]
network_backend = "netavark"
network_config_dir = "$folder/networks"
END
cat >storage.conf <<END
[storage]
driver = "vfs"
graphroot = "$folder/store"
runroot = "$folder/run"
END
export CONTAINERS_CONF=$folder/containers.conf CONTAINERS_STORAGE_CONF=$folder/storage.conf
podman() { "$folder/root/usr/bin/podman" "$@" 2>>"$folder/log"; }
network=card$$ prefix=10.221.$(($$ % 250))
trap 'podman rm --all --force --time 0 >/dev/null; podman network rm --force $network >/dev/null || true; rm -rf "$folder"' EXIT

# make NAME LAST-PART OPTION…: a container that answers at its port 7000.
make() {
  mkdir -p "$1/bin"
  cp root/bin/busybox "$1/bin/"
  podman run --detach --name "$1" --network $network --ip "$prefix.$2" --pull never "${@:3}" --rootfs "$folder/$1" \
    /bin/busybox nc -ll -p 7000 -e /bin/busybox echo here >/dev/null
}
neighbour() { podman exec neighbour /bin/busybox "$@"; }
# reaches SECONDS: whether the neighbour gets an answer of the other within so long.
reaches() {
  local turn
  for ((turn = 0; turn < $1; turn++)); do
    [[ $(neighbour timeout 1 /bin/busybox nc "$prefix.3" 7000 </dev/null) != here ]] || return 0
  done
  return 1
}
forget() { nsenter --target "$(podman inspect --format '{{.State.Pid}}' neighbour)" --net ip neigh flush to "$prefix.3"; }
card() { podman inspect --format "{{(index .NetworkSettings.Networks \"$network\").MacAddress}}" other; }
remembered() { neighbour arp -n "$prefix.3" | grep -o '[0-9a-f:]\{17\}'; }
anew() { podman rm --force --time 0 other >/dev/null && make other 3 "$@"; }
wrong() { echo "otherwise now: $*" && exit 1; }

podman network create --subnet "$prefix.0/24" $network >/dev/null || { cat log && exit 1; }
make neighbour 2 || { cat log && exit 1; }
make other 3
reaches 20 || { cat log && wrong "the first is not reached"; }
before=$(card)

anew
[[ $(card) != "$before" ]] || wrong "it has the card that it had"
! reaches 5 || wrong "it is reached"
[[ $(remembered) == "$before" ]] || wrong "the neighbour knows the new card"
echo "made anew at $prefix.3: card $(card), the neighbour remembers $before, 5 attempts of a second each in vain"

forget
reaches 20 || wrong "it is out of reach with nothing remembered"
echo "the neighbour's memory of it deleted: reached"

anew --mac-address 02:00:00:00:00:03
forget
reaches 20 || wrong "it is out of reach with a card of its own"
anew --mac-address 02:00:00:00:00:03
reaches 5 || wrong "with its card fixed it is out of reach"
echo "its card fixed, and made anew: reached"
