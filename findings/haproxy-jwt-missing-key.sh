#!/usr/bin/env bash
# To Debian's HAProxy 2.6.12-1+deb12u4 a configuration is valid, without a warning, whose jwt_verify names a file with a public key that is not
# there; it starts, and takes no token. Of a file that is there, and has no public key in it, it warns: "file not found". Another rule
# that reads the file, like an ACL of patterns, makes a missing one an error. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
version=2.6.12-1+deb12u4
apt-get -qq -o APT::Sandbox::User=root download haproxy=$version
dpkg-deb --extract haproxy_*.deb haproxy
depends=$(dpkg-deb --field haproxy_*.deb Depends | tr ',' '\n' | sed 's/[|(].*//; s/ //g' | grep '^lib')
# shellcheck disable=SC2086
dpkg --status $depends >/dev/null 2>&1 || apt-get -qq install -y --no-install-recommends $depends >/dev/null

# check LINE…: what HAProxy says of a configuration with these lines, in `said`, and its status.
check() {
  printf '%s\n' 'frontend all' '  mode http' '  timeout client 1s' '  bind unix@socket' "$@" '  http-request return status 200' >haproxy.cfg
  status=0
  said=$(haproxy/usr/sbin/haproxy -c -f haproxy.cfg 2>&1) || status=$?
  printf '%s\n' "$said" "status $status" ''
}
echo 'no key' >none.pem
check '  http-request set-var(txn.good) http_auth_bearer,jwt_verify(RS256,missing.pem)'
[[ $status == 0 && $said == 'Configuration file is valid' ]]
check '  http-request set-var(txn.good) http_auth_bearer,jwt_verify(RS256,none.pem)'
[[ $status == 0 && $said == *'file not found (none.pem)'* ]]
check '  acl key path -m str -f missing.pem'
[[ $status == 1 && $said == *'failed to open pattern file <missing.pem>'* ]]
