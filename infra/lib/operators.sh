# shellcheck shell=bash
# What operators ask of a running fleet: `tchatter COMMAND` with the fleet's own addresses. Needs `fleet`.

# operate COMMAND [--run FOLDER] ARGUMENT…: with --admin for the first instance that answers; `operate_all` for all of them.
operate() { operate_with first_admin_address "$@"; }
operate_all() { operate_with admin_addresses "$@"; }

operate_with() {
  local addresses=$1 command=$2 program options
  shift 2
  if [[ ${1:-} == --run ]]; then
    (($# > 1)) || fail "--run needs a folder"
    fleet_folder=$2
    shift 2
  fi
  program=$fleet_folder/release/current/tchatter
  if [[ ${1:-} == --help ]]; then
    show_help
    [[ -x $program ]] || exit 0
  fi
  [[ -x $program ]] || fail "there is no fleet in $fleet_folder: infra/up starts one"
  # Three of them ask for something without a word.
  if [[ " $* " == *" --help "* ]] || { (($# == 0)) && [[ ! $command =~ ^(statistics|abandoned|top)$ ]]; }; then
    exec "$program" "$command" --help
  fi
  load_settings
  options=(--admin "$("$addresses")")
  if [[ $command == hooks && ${1:-} == add && " $* " != *" --url"* ]]; then
    options+=(--url "$(page_address | sed 's:/$::')")
  fi
  exec "$program" "$command" "$@" "${options[@]}"
}

# first_admin_address: of the first instance that answers.
first_admin_address() { admin_addresses | cut -d, -f1; }

# admin_addresses: of those that answer, separated by commas. Whoever runs and does not is left out with a word.
admin_addresses() {
  local number addresses=''
  for number in $(seq 1 "$instances"); do
    if curl -fsS -m 5 -o /dev/null "http://127.0.0.1:$(admin_port_of "$number")/live" 2>/dev/null; then
      addresses+=,127.0.0.1:$(admin_port_of "$number")
    elif [[ $(pid_of "instance-$number") != 0 ]]; then
      say "instance-$number does not answer, and is left out" >&2
    fi
  done
  [[ -n $addresses ]] || fail "no instance answers: infra/status tells more"
  say "${addresses#,}"
}
