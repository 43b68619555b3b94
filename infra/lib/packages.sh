# shellcheck shell=bash
# Installing what is missing: Debian packages, and Python packages in an environment of their own.

# Runs a command as root: directly, or by sudo.
as_root() {
  if ((EUID == 0)); then
    "$@"
  elif has sudo; then
    sudo "$@"
  else
    fail "installing needs root or sudo; as root: apt-get install ${missing[*]:-}"
  fi
}

# Whether a Debian package is installed.
is_installed() {
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# need_packages NAME…: installs those that are missing, without starting or enabling the services they bring.
need_packages() {
  local name missing=()
  for name; do is_installed "$name" || missing+=("$name"); done
  ((${#missing[@]})) || return 0
  has apt-get || fail "missing: ${missing[*]} (no apt-get here: install them by hand)"
  say "installing ${missing[*]}"
  local log
  log=$(mktemp)
  one_at_a_time without_services install_packages "${missing[@]}" >"$log" 2>&1 ||
    fail "apt-get could not install ${missing[*]}: $(tail -n 3 "$log" | tr '\n' ' ')"
  rm -f "$log"
}

# Suites run side by side, and apt-get and pip for one at a time.
one_at_a_time() {
  mkdir -p "$project/.run"
  (
    flock 8
    "$@"
  ) 8>"$project/.run/install.lock"
}

# persistently WHAT COMMAND…: tries again, three times, after a while: registries and mirrors answer with an error or not at all at
# times, and whoever else refreshes the package lists holds them for up to a minute. WHAT is for people.
persistently() {
  local what=$1 pause
  shift
  for pause in 5 20 60; do
    "$@" && return
    say "$what failed, again in $pause s" >&2
    sleep "$pause"
  done
  "$@"
}

# Installs packages, after reading the package lists anew where they are too old to find everything. Whoever else installs on this
# machine is waited for.
install_packages() { install_known "$@" || persistently "installing $*" refresh_and_install "$@"; }
refresh_and_install() { as_root apt-get update -q </dev/null && install_known "$@"; }
install_known() {
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

# Runs an installation while Debian's policy-rc.d forbids starting services, and disables the newly enabled ones:
# this project runs its own Redis, HAProxy and supervisor, and leaves the machine's services as they were.
without_services() {
  local policy=/usr/sbin/policy-rc.d result=0 before
  before=$(enabled_services)
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
  else
    policy=
  fi
  "$@" || result=$?
  [[ -z $policy ]] || as_root rm -f "$policy"
  local name
  for name in $(comm -13 <(printf '%s\n' "$before") <(enabled_services)); do
    disable_service "$name" || say "the service $name came with a package and could not be disabled"
  done
  return "$result"
}

# Which of the services that our packages bring start with the machine.
enabled_services() {
  local name
  for name in apache2 haproxy hitch lighttpd nginx prometheus prometheus-alertmanager prometheus-blackbox-exporter \
    redis-server supervisor varnish varnishncsa; do
    if compgen -G "/etc/systemd/system/*.wants/$name.service" >/dev/null || compgen -G "/etc/rc2.d/S*$name" >/dev/null
    then
      printf '%s\n' "$name"
    fi
  done
}

# Keeps a service from starting with the machine, with systemd and without.
disable_service() {
  if has systemctl; then
    as_root systemctl disable -q "$1" >/dev/null 2>&1
  else
    as_root update-rc.d "$1" disable >/dev/null 2>&1
  fi
}

# The Swift toolchain is not in Debian, so it is expected to be there; what it needs of Debian is not.
need_swift() {
  local version
  has swift || fail "swift is missing: install 6.2 or later from https://swift.org/install and put it on the PATH"
  swift build --version >/dev/null 2>&1 || need_packages libcurl4 libncurses6 libsqlite3-0 libxml2
  version=$(swift build --version 2>&1) || fail "swift does not run here: $(head -n 1 <<<"$version")"
  [[ $version =~ Swift\ ([0-9]+)\.([0-9]+) ]] || fail "swift build --version says: $(head -n 1 <<<"$version")"
  ((BASH_REMATCH[1] * 100 + BASH_REMATCH[2] >= 602)) || fail "Swift 6.2 or later is needed; here is ${BASH_REMATCH[0]}"
}

# What compiling the package needs.
need_build_tools() {
  need_packages g++ libcurl4-openssl-dev libhiredis-dev pkg-config
  need_swift
}

# What running a fleet needs.
need_fleet_tools() { need_packages curl haproxy python3 redis-server supervisor; }

# python_environment NAME REQUIREMENTS: a virtual environment under .run with what a requirements file names from PyPI;
# prints its python.
python_environment() {
  python3 -c 'import ensurepip, venv' 2>/dev/null || need_packages python3-venv >&2
  one_at_a_time make_python_environment "$project/.run/python/$1" "$2" >&2
  printf '%s\n' "$project/.run/python/$1/bin/python"
}

# make_python_environment FOLDER REQUIREMENTS
make_python_environment() {
  local wanted
  wanted=$(python3 --version && cat "$2")
  [[ $(cat "$1/installed" 2>/dev/null) != "$wanted" ]] || return 0
  rm -rf "$1"
  python3 -m venv "$1" || fail "python3 -m venv $1 failed"
  persistently "pip with $2" "$1/bin/python" -m pip install -q --disable-pip-version-check --timeout 60 -r "$2" || fail "pip could not install $2"
  printf '%s\n' "$wanted" >"$1/installed"
}
