# shellcheck shell=bash
# Which Redis of a replicated fleet is the primary, as its sentinels tell it.

# Of what the running sentinels say, the latest: the primary's port. Nothing when none of them answers.
told_primary() {
  local number
  for number in 1 2 3; do
    { timeout 5 redis-cli -p "$(sentinel_port "$number")" sentinel master "$primary_name" 2>/dev/null || true; } |
      paste -d' ' - - | awk '$1 == "port" { port = $2 } $1 == "config-epoch" { epoch = $2 } END { if (port) print epoch, port }'
  done | sort -n | awk 'END { print $2 }'
}

# What they knew when they ran last; at first the primary is number 1.
remembered_primary() {
  cat "$fleet_folder"/sentinel-*/sentinel.conf | awk -v name="$primary_name" -v first="$(redis_port 1)" '
    $2 == "monitor" && $3 == name { port = $5; if (!latest) latest = port }
    $2 == "config-epoch" && $3 == name && $4 >= epoch { epoch = $4; latest = port }
    END { print latest ? latest : first }'
}
