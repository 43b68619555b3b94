# shellcheck shell=bash
# A fleet whose rooms are spread over the shards of a Redis Cluster.

# cluster_options NUMBER: for redis-server. A shard that is away takes nothing with it: the others serve their rooms. One that has
# given all its slots away stays a primary, and can get some again.
cluster_options() {
  printf '%s ' --cluster-enabled yes --cluster-config-file nodes.conf --cluster-port "$(bus_port "$1")"
  printf '%s ' --cluster-allow-replica-migration no --repl-backlog-size 64mb --repl-diskless-sync-delay 0
  printf '%s' "--cluster-node-timeout ${FLEET_CLUSTER_TIMEOUT_MS:-2000} --cluster-require-full-coverage no"
}

# Makes one cluster of the nodes that run, unless they are one already, and waits until all of them know it. What was cut off
# while it was made goes on.
form_cluster() {
  [[ $(cluster_fact redis cluster_known_nodes) == 1 ]] || await 20 is_cluster_whole || mend_cluster
  [[ $(cluster_fact redis cluster_known_nodes) != 1 ]] || make_cluster
  await 60 is_cluster_whole || fail "the cluster does not come to be whole: infra/logs, and $fleet_folder/log/cluster.log"
}

# Of nodes that serve all slots, those without any become the replicas that are missing; others begin anew if they hold nothing.
mend_cluster() {
  local name
  say "redis: the cluster was cut off while it was made"
  [[ $(cluster_fact redis cluster_slots_ok) != 16384 ]] || { add_replicas && return; }
  for name in $(redis_names); do
    [[ $(redis-cli -p "$(port_of "$name")" dbsize) == 0 ]] || fail "the cluster is not whole, and holds data: infra/logs $name"
  done
  for name in $(redis_names); do redis-cli -p "$(port_of "$name")" cluster reset hard >/dev/null; done
}

add_replicas() {
  local name primary count
  for name in $(redis_names); do
    [[ $(own_slots "$name") == 0 ]] || continue
    for primary in $(redis_names); do
      count=$(own_slots "$primary")
      ((${count:-0} > 0 && $(replicas_of "$primary") < replicas)) || continue
      redis-cli -p "$(port_of "$name")" cluster replicate "$(node_id "$primary")" >/dev/null
      await 60 has_replica "$primary" "$name" || fail "$name does not become a replica of $primary"
      break
    done
  done
}

# replicas_of NAME: how many follow it, as it knows.
replicas_of() { redis-cli -p "$(port_of "$1")" cluster replicas "$(node_id "$1")" 2>/dev/null | { grep -c . || true; }; }
has_replica() { redis-cli -p "$(port_of "$1")" cluster replicas "$(node_id "$1")" | grep -q "^$(node_id "$2") "; }

make_cluster() {
  local name nodes=()
  for name in $(redis_names); do nodes+=("127.0.0.1:$(port_of "$name")"); done
  say "redis: making a cluster of $shards shards, replicas of each: $replicas"
  redis-cli --cluster create "${nodes[@]}" --cluster-replicas "$replicas" --cluster-yes >"$fleet_folder/log/cluster.log" 2>&1 9>&- ||
    fail_with_log cluster "can't be made"
}

# Whether every node is ready, and there are as many replicas as there should be.
is_cluster_whole() {
  local name
  for name in $(redis_names); do is_cluster_ready "$name" || return 1; done
  (($(redis-cli -p "$(port_of redis)" cluster nodes | grep -c ' \(myself,\)\?slave ') == shards * replicas))
}

# is_cluster_ready NAME: it knows all nodes and that every slot has one, and, as a replica, has what its primary has.
is_cluster_ready() {
  [[ $(cluster_fact "$1" cluster_state) == ok && $(cluster_fact "$1" cluster_slots_ok) == 16384 ]] &&
    [[ $(cluster_fact "$1" cluster_known_nodes) == $((shards * (1 + replicas))) ]] && is_redis_ready "$1"
}

# cluster_fact NAME FACT: of what a node tells about its cluster.
cluster_fact() {
  { redis-cli -p "$(port_of "$1")" cluster info 2>/dev/null || true; } | tr -d '\r' | sed -n "s/^$2://p"
}

# node_id NAME: what the cluster calls a node.
node_id() { redis-cli -p "$(port_of "$1")" cluster myid; }

# own_line NAME: what it says of itself, as CLUSTER NODES has it; nothing of one that does not answer.
own_line() { { redis-cli -p "$(port_of "$1")" cluster nodes 2>/dev/null || true; } | { grep myself || true; }; }

# own_slots NAME: how many a Redis has; nothing for a replica.
own_slots() {
  own_line "$1" | awk '$3 ~ /master/ {
    for (field = 9; field <= NF; field++) if ($field !~ /^\[/) { split($field, ends, "-"); count += (ends[2] == "" ? ends[1] : ends[2]) - ends[1] + 1 }
    print count + 0 }'
}
