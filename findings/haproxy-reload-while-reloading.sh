#!/usr/bin/env bash
# Debian's HAProxy 2.6.12-1+deb12u4 in master-worker mode (-W) ignores SIGUSR2, the signal to reload, from the moment at which it
# begins a reload until it has begun to serve by the new configuration: a second request to reload in that time is not kept for
# later, and no line of the log tells of it. It reloads by the files as they were read the first time. Who changes a
# file and reloads twice in a row may go on with the first change, while nothing says so. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
cd "$folder"
version=2.6.12-1+deb12u4
apt-get -qq -o APT::Sandbox::User=root download haproxy=$version
dpkg-deb --extract haproxy_*.deb haproxy
depends=$(dpkg-deb --field haproxy_*.deb Depends | tr ',' '\n' | sed 's/[|(].*//; s/ //g' | grep '^lib')
# shellcheck disable=SC2086
dpkg --status $depends >/dev/null 2>&1 || apt-get -qq install -y --no-install-recommends $depends >/dev/null

# A map that takes some tenths of a second to read.
seq -f '/page-%.0f a' 1 400000 >pages.map
cat >haproxy.cfg <<'END'
defaults
    mode http
    timeout connect 1s
    timeout client 1s
    timeout server 1s
frontend all
    bind unix@socket
    http-request return status 200 if { path,map_str(pages.map) -m found }
END
haproxy/usr/sbin/haproxy -W -db -f haproxy.cfg >log 2>&1 &
master=$!
trap 'kill -TERM $master 2>/dev/null || true; wait $master || true; rm -rf "$folder"' EXIT

# has MASK: whether SIGUSR2 is in this mask of the master's (proc(5)).
has() {
  local mask
  mask=$(awk -v name="$1:" '$1 == name { print $2 }' /proc/$master/status)
  (((16#${mask: -8} & 0x800) != 0))
}
listens() { has SigCgt && ! has SigBlk; }
reloads() { grep -c 'Reloading HAProxy' log || true; }
loads() { grep -c 'Loading success' log || true; }

# await WHAT CONDITION…
await() {
  local turn
  for ((turn = 0; turn < 3000; turn++)); do
    if "${@:2}"; then return; fi
    sleep 0.01
  done
  echo "in vain: $1" && cat log && exit 1
}
is() { (($("$1") == $2)); }

await "the start" is loads 1
await "its ears" listens
kill -USR2 $master
await "the time in which it ignores the signal" has SigIgn
kill -USR2 $master
await "the first reload's end" is loads 2
await "its ears" listens
first=$(reloads)
# One that is heard, after which the ignored one would have had its turn.
kill -USR2 $master
await "a reload that is heard" is loads 3
await "its ears" listens
echo "HAProxy $version: 2 requests to reload, the second within the first: $first reload; a third one afterwards: $(reloads) in all"
[[ $first == 1 && $(reloads) == 2 ]]
