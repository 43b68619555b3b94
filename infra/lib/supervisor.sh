# shellcheck shell=bash
# The fleet's own supervisord: its configuration, starting it, asking it. Nothing of it touches the machine's.

supervisor_config() { say "$fleet_folder/supervisor.conf"; }

# supervisorctl on the fleet's socket.
supervise() { supervisorctl -c "$(supervisor_config)" "$@" 9>&-; }

# What supervisord tells of a process, as XML-RPC has it: for questions that are asked often, as supervisorctl takes a
# quarter of a second to start.
process_info() {
  curl -fs --max-time 20 --unix-socket "$fleet_folder/supervisor.sock" -H "Content-Type: text/xml" http://localhost/RPC2 \
    -d "<methodCall><methodName>supervisor.getProcessInfo</methodName><params><param><value><string>$1</string></value></param></params></methodCall>"
}

# Whether the fleet's supervisord runs.
is_supervised() { curl -s --max-time 20 --unix-socket "$fleet_folder/supervisor.sock" -o /dev/null http://localhost/; }

# find_running_fleet: the one in the folder, with its settings.
find_running_fleet() {
  [[ -f $fleet_folder/fleet.env ]] || fail "there is no fleet in $fleet_folder: infra/up starts one"
  fleet_folder=$(cd "$fleet_folder" && pwd -P)
  load_settings
  is_supervised || fail "the fleet in $fleet_folder does not run: infra/up starts it"
}

# state_of NAME: RUNNING, STARTING, BACKOFF, FATAL, EXITED, STOPPED, or nothing for an unknown process.
state_of() { { process_info "$1" || true; } | sed -n '/<name>statename</{n; s|.*<string>\([A-Z]*\)<.*|\1|p}'; }

# keeps_ending NAME: whether it ended three times in a row as soon as it was started. supervisord tries it again and again,
# each time after a second more: it has waited for three then.
keeps_ending() {
  local info
  info=$(process_info "$1") || return 1
  python3 -I -c '
import sys, xmlrpc.client
(info,), _ = xmlrpc.client.loads(sys.stdin.read())
waited = info["now"] - max(info["start"], info["stop"])
sys.exit(not (info["statename"] in ("FATAL", "EXITED") or info["statename"] == "BACKOFF" and waited >= 3))' <<<"$info"
}

# pid_of NAME: 0 while it does not run.
pid_of() {
  local pid
  pid=$({ process_info "$1" || true; } | sed -n '/<name>pid</{n; s|.*<int>\([0-9]*\)<.*|\1|p}')
  printf '%s\n' "${pid:-0}"
}

# Starts supervisord, with nothing of the caller's settings in its own environment: each program has its own.
start_supervisor() {
  local name unset=()
  while read -r name; do unset+=(-u "$name"); done < <(compgen -e | grep -E '^(TCHATTER|BALANCER|FLEET)_')
  env "${unset[@]}" supervisord -c "$(supervisor_config)" 9>&- ||
    fail "supervisord did not start: $(tail -n 2 "$fleet_folder/log/supervisor.log" 2>/dev/null)"
  await 60 is_supervised || fail "supervisord does not answer: see $fleet_folder/log/supervisor.log"
}

# Stops everything: the instances together, so that each tells its clients, then the rest. An instance holds its clients
# as long as there is nowhere to move to, which is in vain here: a second signal ends that.
stop_fleet() {
  local supervisor names name pid pids=() jobs=()
  supervisor=$(supervise pid) || return 0
  names=$(supervise status 2>/dev/null | awk '$1 ~ /^instance-/ { print $1 }') || true
  for name in $names; do
    pid=$(pid_of "$name")
    ((pid == 0)) || pids+=("$pid")
    supervise stop "$name" >/dev/null 2>&1 &
    jobs+=($!)
  done
  await 3 are_gone "${pids[@]}" || kill "${pids[@]}" 2>/dev/null || true
  ((${#jobs[@]} == 0)) || wait "${jobs[@]}" || true
  supervise shutdown >/dev/null
  await 60 is_gone "$supervisor" || fail "supervisord (pid $supervisor) does not end: see $fleet_folder/log/supervisor.log"
}

is_gone() { ! kill -0 "$1" 2>/dev/null; }
are_gone() {
  local pid
  for pid; do is_gone "$pid" || return 1; done
}

# quote VALUE: for a value in supervisord's `environment`.
quote() {
  local value=${1//\\/\\\\}
  value=${value//\"/\\\"}
  printf '"%s"' "${value//%/%%}"
}

# The head of the configuration.
write_supervisor_head() {
  cat <<END
[supervisord]
logfile = $fleet_folder/log/supervisor.log
logfile_maxbytes = 5MB
pidfile = $fleet_folder/supervisor.pid
childlogdir = $fleet_folder/log
umask = 077
$( ((EUID != 0)) || say "user = root")

[unix_http_server]
file = $fleet_folder/supervisor.sock
chmod = 0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl = unix://$fleet_folder/supervisor.sock
END
}

# write_program NAME PRIORITY STOP_SECONDS COMMAND [NAME=VALUE…]: one program with its environment.
write_program() {
  local name=$1 priority=$2 stop=$3 command=$4 variable environment=
  shift 4
  for variable; do environment+="${environment:+,}${variable%%=*}=$(quote "${variable#*=}")"; done
  cat <<END

[program:$name]
command = ${command//%/%%}
directory = $fleet_folder
environment = $environment
priority = $priority
autorestart = true
startsecs = 1
# Never given up: by chance, or by who kills it, one may end a few times in its first second. Each try waits a second longer.
startretries = 1000000
stopsignal = TERM
stopwaitsecs = $stop
redirect_stderr = true
stdout_logfile = $fleet_folder/log/$name.log
stdout_logfile_maxbytes = 20MB
stdout_logfile_backups = 3
END
}
