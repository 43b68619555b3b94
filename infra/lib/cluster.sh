# shellcheck shell=bash
# A fleet whose rooms are spread over the shards of a Redis Cluster.

# cluster_options NUMBER: for redis-server. A shard that is away takes nothing with it: the others serve their rooms. One that has
# given all its slots away stays a primary, and can get some again.
cluster_options() {
  printf '%s ' --cluster-enabled yes --cluster-config-file nodes.conf --cluster-port "$(bus_port "$1")"
  printf '%s ' --cluster-allow-replica-migration no --repl-backlog-size 64mb --repl-diskless-sync-delay 0
  printf '%s' "--cluster-node-timeout ${FLEET_CLUSTER_TIMEOUT_MS:-2000} --cluster-require-full-coverage no"
}

# Makes one cluster of the nodes that run, unless they are one already, and waits until all of them know it.
form_cluster() {
  local name nodes=()
  for name in $(redis_names); do nodes+=("127.0.0.1:$(port_of "$name")"); done
  if [[ $(cluster_fact redis cluster_known_nodes) == 1 && $(cluster_fact redis cluster_slots_assigned) == 0 ]]; then
    say "redis: making a cluster of $shards shards with $replicas replicas each"
    redis-cli --cluster create "${nodes[@]}" --cluster-replicas "$replicas" --cluster-yes >"$fleet_folder/log/cluster.log" 2>&1 ||
      fail_with_log cluster "can't be made"
  fi
  for name in $(redis_names); do
    await 30 is_cluster_ready "$name" ||
      fail "$name does not know a whole cluster of $shards shards. One that was cut off while it was made is made anew after infra/down --erase"
  done
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
