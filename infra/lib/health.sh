# shellcheck shell=bash
# Whether the fleet's processes do their work, and waiting for it.

# An HTTP GET that answers 200 within five seconds.
answers() { curl -fsk -o /dev/null --max-time 5 "$1" 2>/dev/null; }

# is_redis_ready NAME: it answers and, as a replica, has what the primary has.
is_redis_ready() {
  local facts
  facts=$(redis-cli -p "$(port_of "$1")" info replication 2>/dev/null) || return 1
  [[ $facts == *role:master* || $facts == *master_link_status:up* ]]
}

# is_sentinel_ready NAME: it knows the replicas and the other sentinels, so that it could appoint another primary.
is_sentinel_ready() {
  local facts
  facts=$(redis-cli -p "$(port_of "$1")" sentinel master "$primary_name" 2>/dev/null | paste -d= - -) || return 1
  [[ $facts == *num-slaves=$replicas* && $facts == *num-other-sentinels=2* ]]
}

is_instance_ready() { answers "http://127.0.0.1:$(port_of "$1")/health"; }

# balancer_view NAME: UP, DOWN, NOLB … as HAProxy's statistics tell of an instance.
balancer_view() {
  { curl -fs --max-time 5 "http://127.0.0.1:$(statistics_port)/;csv" 2>/dev/null || true; } |
    awk -F , -v name="$1" '$1 == "instances" && $2 == name { print $18 }'
}

# Whether HAProxy hears SIGUSR2: while it reloads it ignores it (findings/haproxy-reload-while-reloading.sh).
takes_reload() {
  local caught
  caught=$(awk '$1 == "SigCgt:" { print $2 }' "/proc/$(pid_of haproxy)/status" 2>/dev/null) || return 1
  [[ $caught =~ [0-9a-f]{8}$ ]] && ((16#${BASH_REMATCH[0]} & 1 << 11))
}

# is_running NAME: for as long as supervisord wants to see before it says so.
is_running() { [[ $(state_of "$1") == RUNNING ]]; }

is_balanced() { [[ $(balancer_view "$1") == UP ]]; }
is_page_served() { answers "$(page_address)health"; }

# await_process NAME SECONDS CONDITION…: waits until the condition holds; a process that gave up ends the wait.
await_process() {
  local name=$1 deadline=$((SECONDS + $2)) looked=$SECONDS
  shift 2
  until "$@"; do
    # Once a second, and at the end.
    if ((SECONDS > looked)); then
      looked=$SECONDS
      ! keeps_ending "$name" || fail_with_log "$name" "does not start"
    fi
    ((SECONDS < deadline)) || fail_with_log "$name" "is not ready in time"
    sleep 0.1
  done
}

# fail_with_log NAME WHAT: the end, with the last lines of the process's log.
fail_with_log() {
  local log=$fleet_folder/log/$1.log
  tail -n 8 "$log" 2>/dev/null | sed 's/^/    /' >&2
  fail "$1 $2 (the whole log: $log)"
}
