# shellcheck shell=bash
# Writes the configuration of every process of the fleet into its folder.

# What a client's drain may take, and how long supervisord then waits before it kills.
drain_seconds=${TCHATTER_DRAIN_SECONDS:-10}

# Everything, into files of the run folder. Settings can hold secrets: nobody else reads them.
write_configuration() {
  write_balancer_settings >"$fleet_folder/balancer.cfg"
  {
    write_supervisor_head
    write_redis_program
    local name
    for name in $(instance_names); do write_instance_program "${name#instance-}"; done
    write_balancer_program
  } >"$(supervisor_config)"
}

write_redis_program() {
  write_program redis 10 30 "redis-server $project/infra/redis.conf --port $(redis_port) --dir $fleet_folder/redis\
 --maxmemory ${FLEET_REDIS_MEMORY:-512mb} --appendfsync ${FLEET_REDIS_FSYNC:-everysec}"
}

# Each TCHATTER_ variable of the caller reaches the instances; where they listen and what they share is the fleet's.
write_instance_program() {
  local variables=() name
  [[ ! -d $fleet_folder/release/current/Public ]] || variables+=("TCHATTER_PUBLIC=$fleet_folder/release/current/Public")
  while read -r name; do variables+=("$name=${!name}"); done < <(compgen -e | grep '^TCHATTER_' | sort)
  write_program "instance-$1" 30 $((drain_seconds + 10)) "$fleet_folder/release/current/tchatter" "${variables[@]}" \
    "TCHATTER_LISTEN=127.0.0.1:$(public_port_of "$1")" \
    "TCHATTER_ADMIN_LISTEN=127.0.0.1:$(admin_port_of "$1")" \
    "TCHATTER_REDIS_URL=redis://127.0.0.1:$(redis_port)" \
    "TCHATTER_INSTANCE=instance-$1"
}

write_balancer_program() {
  write_program haproxy 20 10 "haproxy -W -db -f $fleet_folder/balancer.cfg -f $project/haproxy/haproxy.cfg"
}

# HAProxy's settings as a file that it reads first, not as its environment: so a reload takes up what has changed.
write_balancer_settings() {
  local name number
  say "global"
  setting BALANCER_BIND "${BALANCER_BIND:-$listen:$port}"
  setting BALANCER_STATS "${BALANCER_STATS:-127.0.0.1:$(statistics_port)}"
  setting BALANCER_SOCKET "$fleet_folder/haproxy.sock"
  setting BALANCER_CONNECTIONS "${BALANCER_CONNECTIONS:-$(balancer_connections)}"
  for number in $(seq 1 "$instances"); do setting "BALANCER_INSTANCE_$number" "127.0.0.1:$(public_port_of "$number")"; done
  while read -r name; do
    case $name in
      BALANCER_BIND | BALANCER_STATS | BALANCER_SOCKET | BALANCER_CONNECTIONS | BALANCER_INSTANCE_*) ;;
      *) setting "$name" "${!name}" ;;
    esac
  done < <(compgen -e | grep '^BALANCER_' | sort)
}

# setting NAME VALUE: a line of balancer.cfg. Between strong quotes HAProxy takes everything as it stands.
setting() { printf "  setenv %s '%s'\n" "$1" "${2//\'/}"; }

# As many connections as the limit on open files allows, at two a connection, up to 20,000.
balancer_connections() {
  local files
  files=$(ulimit -Hn)
  [[ $files =~ ^[0-9]+$ ]] && ((files < 40400)) && printf '%s\n' $(((files - 400) / 2)) || say 20000
}

# Refuses a balancer configuration that HAProxy would not take.
check_balancer() {
  local output
  output=$(haproxy -c -f "$fleet_folder/balancer.cfg" -f "$project/haproxy/haproxy.cfg" 2>&1) ||
    fail "HAProxy refuses its configuration: $({ grep -m 1 ALERT <<<"$output" || tail -n 1 <<<"$output"; } | sed 's/^.*parsing //')"
}

# What HAProxy was last told, to see whether it must be told anew.
balancer_fingerprint() { cat "$fleet_folder/balancer.cfg" "$project/haproxy/haproxy.cfg" | sha256sum; }
