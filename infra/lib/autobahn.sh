# shellcheck shell=bash disable=SC2034,SC2154
# Autobahn|Testsuite, the conformance tests for WebSocket, in a folder of its own.
#
# The suite on PyPI runs on Python 2.7 only, which Debian 12 no longer has: the interpreter is unpacked (not installed)
# from packages of Debian 11 that the mirror still carries, each checked by its SHA-256; the rest comes from PyPI.

autobahn=${XDG_CACHE_HOME:-$HOME/.cache}/tchatter/autobahn
autobahn_version=25.10.1

# Packages by checksum and path on a Debian mirror: the interpreter, its library and headers (parts of the suite are
# compiled), and the libraries that it was linked with.
autobahn_packages='
85833c92314011b89bbead6f9a5a7a360b5ee4f9b95e001225afead4ebf9f7d3 pool/main/p/python2.7/libpython2.7-minimal_2.7.18-8+deb11u1_amd64.deb
3e627d6d8992b853e000b8a4c09dda613fb767cdb711a2eac20ebc9f867b593c pool/main/p/python2.7/libpython2.7-stdlib_2.7.18-8+deb11u1_amd64.deb
44f0cdc1a343303d31c55fcb3a6402cfe326adf749ec30e375e6e0c0c5f7c1f7 pool/main/p/python2.7/python2.7-minimal_2.7.18-8+deb11u1_amd64.deb
887034beb360069df8b519ad93893454ef3402415775a0466940fb73d6a8b8ca pool/main/p/python2.7/libpython2.7-dev_2.7.18-8+deb11u1_amd64.deb
aadf8b4b197335645b230c2839b4517aa444fd2e8f434e5438c48a18857988f7 pool/main/o/openssl/libssl1.1_1.1.1w-0+deb11u1_amd64.deb
30ca89bfddae5fa6e0a2a044f22b6e50cd17c4bc6bc850c579819aeab7101f0f pool/main/libf/libffi/libffi7_3.3-6_amd64.deb
'

# Installs the suite once; several runs at a time wait for one another.
need_autobahn() {
  [[ $(dpkg --print-architecture) == amd64 ]] || fail "the conformance suite's interpreter is for amd64 only"
  need_packages curl gcc libc6-dev python3 python3-pip ca-certificates
  mkdir -p "$(dirname "$autobahn")"
  (
    flock 9
    [[ $(cat "$autobahn/version" 2>/dev/null) != "$autobahn_version" ]] || exit 0
    say "installing Autobahn|Testsuite $autobahn_version into $autobahn, once"
    local part=$autobahn.part
    persistently "installing it" install_anew "$part" >"$autobahn.log" 2>&1 || fail "it could not be installed, see $autobahn.log"
    printf '%s\n' "$autobahn_version" >"$part/version"
    rm -rf "$autobahn" && mv "$part" "$autobahn"
  ) 9>"$autobahn.lock"
}

# The mirror that apt uses for the distribution itself.
debian_mirror() {
  apt-get indextargets --format '$(SITE)' | grep -v security | head -n 1
}

install_anew() { rm -rf "$1" && mkdir -p "$1" && install_autobahn "$1"; }

# install_autobahn FOLDER. The steps hang together by `&&`, because bash's `-e` is off within a condition.
install_autobahn() (
  cd "$1" && unpack_interpreter "$(debian_mirror)" || exit 1
  export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_DEFAULT_TIMEOUT=60 PIP_CERT=${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}
  # The last pip that runs on Python 2.7, fetched by today's.
  python3 -m pip download -q --no-deps -d wheels pip==20.3.4 || exit 1
  enter_autobahn "$1"
  export CFLAGS="-I$1/root/usr/include/python2.7 -I$1/root/usr/include"
  "$python2" wheels/pip-20.3.4-py2.py3-none-any.whl/pip install -q --target tool \
    pip==20.3.4 setuptools==44.0.0 wheel==0.37.1 &&
    PYTHONPATH=$1/tool "$python2" -m pip install -q --target site setuptools==44.0.0 \
      "autobahntestsuite==$autobahn_version" &&
    # A namespace package laid out by a .pth file, which PYTHONPATH does not read.
    touch site/zope/__init__.py &&
    "$python2" -W ignore -c 'import autobahntestsuite.wstest'
)

# Unpacks the interpreter into ./root.
unpack_interpreter() {
  local mirror=$1 sum path
  while read -r sum path; do
    [[ -n $sum ]] || continue
    curl -fsS --retry 3 --max-time 120 -o "${path##*/}" "$mirror/$path" &&
      sha256sum -c --quiet <<<"$sum  ${path##*/}" &&
      dpkg-deb -x "${path##*/}" root &&
      rm "${path##*/}" || return 1
  done <<<"$autobahn_packages"
}

# Sets the environment in which python2 finds its libraries and the suite; to be called in a subshell.
enter_autobahn() {
  export LD_LIBRARY_PATH=$1/root/usr/lib/x86_64-linux-gnu PYTHONPATH=$1/site PYTHONDONTWRITEBYTECODE=1
  python2=$1/root/usr/bin/python2.7
}
