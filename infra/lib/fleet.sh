# shellcheck shell=bash
# What a fleet consists of: its run folder, its settings, its ports.
#
# A fleet lives in one folder (.run, or --run, or FLEET_RUN): settings, sockets, logs, Redis's data, the releases. Two
# fleets with two folders and two ports know nothing of each other.

# The folder that holds everything of this fleet.
fleet_folder=${FLEET_RUN:-$project/.run}
# What the sentinels of a replicated fleet call the Redis that is written to.
primary_name=tchatter
# Settings that are kept in the folder, so that down, status and logs find the fleet that up started.
settings=(port listen instances shards replicas)

# lock_fleet: as long as this script runs, no other one changes the fleet in the folder.
lock_fleet() {
  exec 9>"$fleet_folder/lock"
  flock -n 9 || fail "another command is at work in $fleet_folder"
}

# Reads the settings of the fleet in the folder, if there is one; what the caller has set already stays.
load_settings() {
  local key value
  [[ -f $fleet_folder/fleet.env ]] || return 0
  while IFS='=' read -r key value; do
    [[ " ${settings[*]} " == *" $key "* && -z ${!key:-} ]] && printf -v "$key" '%s' "$value"
  done <"$fleet_folder/fleet.env"
  return 0
}

# kept_setting NAME: what the folder's fleet has; nothing where there is none, or an older one that had no such setting.
kept_setting() { sed -n "s/^$1=//p" "$fleet_folder/fleet.env" 2>/dev/null || true; }

# Keeps the settings.
save_settings() {
  local key
  for key in "${settings[@]}"; do printf '%s=%s\n' "$key" "${!key}"; done >"$fleet_folder/fleet.env"
}

# Refuses settings that can't work.
check_settings() {
  is_number "$port" 1024 64000 || fail "--port takes a number from 1024 to 64000, not '$port'"
  is_number "$instances" 1 16 || fail "--instances takes a number from 1 to 16, not '$instances'"
  is_number "$shards" 1 6 && ((shards != 2)) || fail "--shards takes 1, or a number from 3 to 6, not '$shards'"
  is_number "$replicas" 0 4 || fail "--replicas takes a number from 0 to 4, not '$replicas'"
  ! is_cluster || ((replicas <= 2)) || fail "--replicas takes a number from 0 to 2 where there are shards, not '$replicas'"
  [[ $listen =~ ^[][A-Za-z0-9.:*-]+$ ]] || fail "--listen takes an address, not '$listen'"
  # A socket's address has room for 108 bytes, and supervisord adds its process id.
  ((${#fleet_folder} <= 80)) || fail "the path $fleet_folder is too long for sockets: choose another with --run FOLDER"
}

# is_number TEXT LEAST MOST
is_number() { [[ $1 =~ ^[0-9]{1,6}$ ]] && ((10#$1 >= $2 && 10#$1 <= $3)); }

# Whether the rooms are spread over several Redis. Fleets of before 0.9.0 have no such setting.
is_cluster() { ((${shards:-1} > 1)); }

# All ports follow from the public one, so that one number moves the whole fleet.
public_port_of() { printf '%s\n' $((port + 100 + $1)); }
admin_port_of() { printf '%s\n' $((port + 200 + $1)); }
# redis_port [NUMBER]: of the first Redis, or of another one.
redis_port() {
  local number=${1:-1}
  printf '%s\n' $((port + 300 + (number > 1 ? number : 0)))
}
sentinel_port() { printf '%s\n' $((port + 310 + $1)); }
# bus_port NUMBER: where a cluster's nodes tell each other how they are.
bus_port() { printf '%s\n' $((port + 320 + $1)); }
statistics_port() { printf '%s\n' $((port + 301)); }

# The names of the fleet's processes, in the order in which they start.
process_names() {
  redis_names
  sentinel_names
  instance_names
  say haproxy
}
redis_names() {
  local count=$((${shards:-1} * (1 + replicas)))
  say redis
  ((count == 1)) || seq -f 'redis-%.0f' 2 "$count"
}
# redis_number NAME: 1 for redis, 2 for redis-2 …
redis_number() { if [[ $1 == redis ]]; then say 1; else say "${1#redis-}"; fi; }
# Three of them, so that two can agree when one is lost with the primary.
sentinel_names() { is_cluster || ((replicas == 0)) || seq -f 'sentinel-%.0f' 1 3; }
instance_names() { seq -f 'instance-%.0f' 1 "$instances"; }

# port_of NAME: the port on which a process serves first of all.
port_of() {
  case $1 in
    redis | redis-*) redis_port "$(redis_number "$1")" ;;
    sentinel-*) sentinel_port "${1#sentinel-}" ;;
    haproxy) printf '%s\n' "$port" ;;
    instance-*) public_port_of "${1#instance-}" ;;
  esac
}

# ports_of NAME: all its ports.
ports_of() {
  port_of "$1"
  case $1 in
    haproxy) statistics_port ;;
    redis | redis-*) ! is_cluster || bus_port "$(redis_number "$1")" ;;
    instance-*) admin_port_of "${1#instance-}" ;;
  esac
}

# The address under which people reach the page from this machine.
page_address() {
  local host=$listen
  case $host in '*' | 0.0.0.0 | '::' | '[::]') host=127.0.0.1 ;; esac
  if [[ -n ${BALANCER_CERTIFICATE:-} ]]; then say "https://$host:$port/"; else say "http://$host:$port/"; fi
}

# Whether somebody listens on a port of this machine.
is_taken() {
  local hex
  printf -v hex '%04X' "$1"
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port=":$hex" '$4 == "0A" && $2 ~ port "$" { found = 1 } END { exit !found }'
}

# Who listens on a port, as far as it can be told: ` by NAME (pid N)`.
holder_of() {
  has ss || return 0
  ss -ltnpH "sport = :$1" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/ by \1 (pid \2)/p' | head -n 1
}
