#!/usr/bin/env bash
# In Debian's HAProxy 2.6.12-1+deb12u4 jwt_payload_query hands out a claim that is a number rounded to six digits, unless its type is
# said to be int: an exp of 1700000600 is the text 1.7e+09. A claim that is a text in which a letter above U+00FF is written
# with \u, as the JSON of Python and PHP does it for everything that is not ASCII, is as good as missing, and a letter from
# U+0080 to U+00FF that is written so comes as one byte of Latin-1, while the same letters written as UTF-8 come as they are. So
# whoever hands on names from tokens in a header field loses them for some people only. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
cd "$folder"
version=2.6.12-1+deb12u4
apt-get -qq -o APT::Sandbox::User=root download haproxy=$version
dpkg-deb --extract haproxy_*.deb haproxy
depends=$(dpkg-deb --field haproxy_*.deb Depends | tr ',' '\n' | sed 's/[|(].*//; s/ //g' | grep '^lib')
# shellcheck disable=SC2086
dpkg --status $depends >/dev/null 2>&1 || apt-get -qq install -y --no-install-recommends $depends >/dev/null

cat >haproxy.cfg <<'END'
defaults
    mode http
    timeout client 1s
frontend all
    bind unix@socket
    http-request set-var(txn.token) http_auth_bearer
    http-request set-var(txn.name) var(txn.token),jwt_payload_query('$.name')
    http-request set-var(txn.exp) var(txn.token),jwt_payload_query('$.exp')
    http-request set-var(txn.whole) var(txn.token),jwt_payload_query('$.exp',int)
    http-request return status 200 content-type text/plain lf-string "name=%[var(txn.name),hex] exp=%[var(txn.exp)] int=%[var(txn.whole)]"
END
haproxy/usr/sbin/haproxy -db -f haproxy.cfg >log 2>&1 &
process=$!
trap 'kill -TERM $process 2>/dev/null || true; wait $process || true; rm -rf "$folder"' EXIT

part() { printf '%s' "$1" | basenc --base64url --wrap 0 | tr -d =; }
# ask CLAIMS: what HAProxy reads in them.
ask() {
  curl -sS --retry 20 --retry-delay 1 --retry-all-errors --unix-socket socket -H "Authorization: Bearer $(part '{"alg":"RS256"}').$(part "$1").eA" http://haproxy/
}

# expect WHAT CLAIMS ANSWER
expect() {
  local answer
  answer=$(ask "$2")
  echo "$1: $answer"
  [[ $answer == "$3" ]]
}
expect "a name in ASCII" '{"name":"Ann","exp":1700000600}' 'name=416E6E exp=1.7e+09 int=1700000600'
expect "a letter above U+00FF as UTF-8" '{"name":"Łu","exp":1700000600}' 'name=C58175 exp=1.7e+09 int=1700000600'
expect "the same, escaped" '{"name":"\u0141u","exp":1700000600}' 'name= exp=1.7e+09 int=1700000600'
expect "a letter below, escaped" '{"name":"\u00e9","exp":1700000600}' 'name=E9 exp=1.7e+09 int=1700000600'
