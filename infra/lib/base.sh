# shellcheck shell=bash
# Sourced first by every script of this folder: where the project is, how to speak, how to fail.
set -euo pipefail

# The folder that holds Package.swift.
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
# The script that was called, for messages and help.
script=${script:-$0}

# HAProxy and others live where people's own PATH does not look.
export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# A line for people.
say() { printf '%s\n' "$*"; }

# One line on what went wrong, and the end. Nothing follows it, so it has to name the way out.
fail() {
  printf '%s: %s\n' "${script##*/}" "$*" >&2
  exit 1
}

# Prints the comment at the head of the script that was called: its help text.
show_help() { awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$script"; }

# help_if_asked ARGUMENT…: prints it and ends, if --help is among the arguments.
help_if_asked() { [[ " $* " != *" --help "* ]] || { show_help && exit; }; }

# Whether a command exists.
has() { command -v "$1" >/dev/null 2>&1; }

# await SECONDS COMMAND…: asks again and again, five times a second, until the command succeeds.
await() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}

# use NAME…: takes in further files of this folder.
use() {
  local part
  for part; do source "$project/infra/lib/$part.sh"; done
}
