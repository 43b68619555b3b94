# shellcheck shell=bash
# Writes the configuration of every process of the fleet into its folder.

# What a drain may take with the notice before it, and how long supervisord then waits before it kills.
drain_seconds=$((${TCHATTER_DRAIN_SECONDS:-10} + ${TCHATTER_DRAIN_NOTICE_SECONDS:-0}))

# Everything, into files of the run folder. Settings can hold secrets: nobody else reads them.
write_configuration() {
  write_balancer_settings >"$fleet_folder/balancer.cfg"
  {
    write_supervisor_head
    local name
    for name in $(redis_names); do write_redis_program "$name"; done
    for name in $(sentinel_names); do write_sentinel_program "${name#sentinel-}"; done
    for name in $(instance_names); do write_instance_program "${name#instance-}"; done
    write_balancer_program
  } >"$(supervisor_config)"
}

# write_redis_program NAME
write_redis_program() {
  local name=$1 number options
  number=$(redis_number "$name")
  options="--port $(port_of "$name") --dir $fleet_folder/$name --maxmemory ${FLEET_REDIS_MEMORY:-512mb}\
 --appendfsync ${FLEET_REDIS_FSYNC:-everysec}"
  mkdir -p "$fleet_folder/$name"
  if is_cluster; then
    write_program "$name" 10 30 "redis-server $project/infra/redis.conf $options $(cluster_options "$number")"
  elif ((replicas == 0)); then
    write_program redis 10 30 "redis-server $project/infra/redis.conf $options"
  else
    write_program "$name" 10 30 "$project/infra/lib/redis-node $number $fleet_folder $options"
  fi
}

# write_sentinel_program NUMBER: a sentinel keeps what it learns in its own configuration, which is therefore written once.
write_sentinel_program() {
  local folder=$fleet_folder/sentinel-$1
  mkdir -p "$folder"
  [[ -f $folder/sentinel.conf ]] || cat >"$folder/sentinel.conf" <<END
bind 127.0.0.1
port $(sentinel_port "$1")
dir $folder
sentinel monitor $primary_name 127.0.0.1 $(redis_port) 2
sentinel down-after-milliseconds $primary_name ${FLEET_SENTINEL_DOWN_MS:-1500}
sentinel failover-timeout $primary_name 5000
sentinel parallel-syncs $primary_name $replicas
END
  write_program "sentinel-$1" 15 10 "$project/infra/lib/sentinel-node $1 $fleet_folder"
}

# Each TCHATTER_ variable of the caller reaches the instances, but for a bot's key, which is none of theirs; where they listen
# and what they share is the fleet's.
write_instance_program() {
  local variables=() name
  # Each instance has a link of its own to its release, so that one that is started again stays at its version.
  variables+=("TCHATTER_PUBLIC=$fleet_folder/release/instance-$1/Public")
  # Acknowledged is what one replica has, unless the caller wants more, or less.
  ((replicas == 0)) || variables+=("TCHATTER_REDIS_REPLICAS=1")
  while read -r name; do variables+=("$name=${!name}"); done < <(compgen -e | grep '^TCHATTER_' | grep -vx TCHATTER_BOT_KEY | sort)
  write_program "instance-$1" 30 $((drain_seconds + 10)) "$fleet_folder/release/instance-$1/tchatter" "${variables[@]}" \
    "TCHATTER_LISTEN=127.0.0.1:$(public_port_of "$1")" \
    "TCHATTER_ADMIN_LISTEN=127.0.0.1:$(admin_port_of "$1")" \
    "TCHATTER_REDIS_URL=$(redis_url)" \
    "TCHATTER_INSTANCE=instance-$1"
}

# Where the instances find their Redis.
redis_url() {
  if is_cluster; then
    say "redis+cluster://$(addresses_of "$(redis_names)")"
  elif ((replicas > 0)); then
    say "redis+sentinel://$(addresses_of "$(sentinel_names)")/$primary_name"
  else
    say "redis://127.0.0.1:$(redis_port)"
  fi
}

# addresses_of NAMES: where processes listen, with commas between.
addresses_of() {
  local name addresses=()
  for name in $1; do addresses+=("127.0.0.1:$(port_of "$name")"); done
  local IFS=,
  say "${addresses[*]}"
}

write_balancer_program() {
  write_program haproxy 20 10 "haproxy -W -db -f $fleet_folder/balancer.cfg -f $project/haproxy/haproxy.cfg"
}

# HAProxy's settings as a file that it reads first, not as its environment: so a reload takes up what has changed. What was set
# before a reload is still set after it (findings/haproxy-setenv-outlives-reload.sh): all that it knows is taken back first.
write_balancer_settings() {
  local name number
  say "global"
  printf '  unsetenv %s\n' "$(grep -o 'BALANCER_[A-Z0-9_]*' "$project/haproxy/haproxy.cfg" | sort -u | paste -sd ' ')"
  setting BALANCER_BIND "${BALANCER_BIND:-$listen:$port}"
  setting BALANCER_STATS "${BALANCER_STATS:-127.0.0.1:$(statistics_port)}"
  setting BALANCER_SOCKET "$fleet_folder/haproxy.sock"
  setting BALANCER_CONNECTIONS "${BALANCER_CONNECTIONS:-$(balancer_connections)}"
  for number in $(seq 1 "$instances"); do setting "BALANCER_INSTANCE_$number" "127.0.0.1:$(public_port_of "$number")"; done
  while read -r name; do
    case $name in
      BALANCER_BIND | BALANCER_STATS | BALANCER_SOCKET | BALANCER_CONNECTIONS | BALANCER_INSTANCE_*) ;;
      # As in TCHATTER_TRUSTED_PROXIES, commas may stand between them.
      BALANCER_TRUSTED_PROXIES) setting "$name" "${!name//,/ }" ;;
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
