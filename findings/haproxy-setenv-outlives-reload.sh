#!/usr/bin/env bash
# What `setenv` in HAProxy's configuration has set is still set after the reload of a configuration that no longer has the line:
# Debian's HAProxy 2.6.12-1+deb12u4 in master-worker mode (-W) reads a changed file within the environment that the file before it has
# left. So `.if defined(NAME)` stays true, "$NAME" keeps its value, and `presetenv` does not give its default again, until HAProxy is
# started anew; `haproxy -c` on the same file says otherwise. Who takes a setting out has to write `unsetenv NAME`. Fails when that is
# no longer so.
set -euo pipefail

folder=$(mktemp -d)
cd "$folder"
version=2.6.12-1+deb12u4
apt-get -qq -o APT::Sandbox::User=root download haproxy=$version
dpkg-deb --extract haproxy_*.deb haproxy
depends=$(dpkg-deb --field haproxy_*.deb Depends | tr ',' '\n' | sed 's/[|(].*//; s/ //g' | grep '^lib')
# shellcheck disable=SC2086
dpkg --status $depends >/dev/null 2>&1 || apt-get -qq install -y --no-install-recommends $depends >/dev/null

# write LINE…: a configuration that answers what it knows, with these lines of its global section.
write() {
  {
    printf '%s\n' global "$@" '  presetenv GREETING usual'
    cat <<'END'
defaults
    mode http
    timeout connect 1s
    timeout client 1s
    timeout server 1s
frontend all
    bind unix@socket
    http-request return status 200 content-type text/plain lf-string "%[env(GREETING)] %[env(ADDED)]"
END
  } >haproxy.cfg
}
answer() { curl -s --unix-socket socket http://localhost/; }
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
# Whether the master listens to SIGUSR2, which it does not while it reloads (proc(5)).
hears() {
  local mask
  mask=$(awk '$1 == "SigCgt:" { print $2 }' /proc/$master/status)
  (((16#${mask: -8} & 0x800) != 0))
}

# reload TIMES: by the file as it is now; it has been loaded so many times then.
reload() {
  await "its ears" hears
  kill -USR2 $master
  await "reload" is loads "$1"
}

write '  setenv GREETING special' '  setenv ADDED added'
haproxy/usr/sbin/haproxy -W -db -f haproxy.cfg >log 2>&1 &
master=$!
trap 'kill -TERM $master 2>/dev/null || true; wait $master || true; rm -rf "$folder"' EXIT
await "the start" is loads 1
before=$(answer)
write
reload 2
taken_out=$(answer)
write '  unsetenv GREETING ADDED'
reload 3
unset=$(answer)
echo "HAProxy $version: set: '$before'; both lines taken out, after a reload: '$taken_out'; with unsetenv: '$unset'"
[[ $before == "special added" && $taken_out == "special added" && $unset == "usual " ]]
