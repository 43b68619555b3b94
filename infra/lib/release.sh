# shellcheck shell=bash
# From the sources to a release: program and page side by side in a folder named after their content, so that what
# runs stays what it is while the next one is built, and two versions can run at once.

# Builds the program, telling how far it is; nothing where BUILT_PROGRAMS says that it is built (infra/lib/programs.sh).
build_release() {
  [[ -z ${BUILT_PROGRAMS:-} ]] || return 0
  local log=$fleet_folder/log/build.log start=$SECONDS
  cd "$project"
  [[ -t 1 ]] || say "building the release (minutes the first time)"
  # shellcheck disable=SC2094
  swift build -c release --product tchatter 2>&1 | tee "$log" | show_progress "building" || {
    grep -E 'error:' "$log" | head -n 5 >&2
    fail "the build failed: see $log"
  }
  say "built in $((SECONDS - start)) s"
}

# show_progress TITLE: turns the `[n/m]` lines of a build into one line, on a terminal.
show_progress() {
  local line
  while IFS= read -r line; do
    [[ -t 1 && $line =~ ^\[([0-9]+)/([0-9]+)\] ]] && printf '\r%s %s of %s ' "$1" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
  done
  if [[ -t 1 ]]; then printf '\r\033[K'; fi
}

# Puts what was built into its folder; `release` is then its name. The page is the one beside the program, or the project's.
install_release() {
  local built page
  built=${BUILT_PROGRAMS:-$project/.build/release}/tchatter
  [[ -x $built ]] || fail "the build left no program at $built"
  page=$(dirname "$built")/Public
  [[ -d $page ]] || page=$project/Public
  keep_release "$built" "$page"
}

# keep_release PROGRAM PAGE: takes a program, and the page if there is one, into a folder of their own, named by the
# version and the content; `release` is then its name. The program must be able to tell its version.
keep_release() {
  local program=$1 page=$2 version folder
  version=$("$program" --version 2>/dev/null) || fail "$program does not tell its version (--version)"
  version=${version##* }
  [[ $version =~ ^[0-9A-Za-z][0-9A-Za-z.+_-]*$ ]] || fail "$program does not tell its version: '$version'"
  release=$version-$(release_id "$program" "$page")
  folder=$fleet_folder/release/$release
  if [[ ! -d $folder ]]; then
    rm -rf "$folder.new"
    mkdir -p "$folder.new"
    cp -p "$program" "$folder.new/tchatter"
    [[ ! -d $page ]] || cp -RL "$page" "$folder.new/Public"
    mv "$folder.new" "$folder"
  fi
  touch "$folder"
  forget_old_releases
}

# release_id PROGRAM PAGE: from the content of both.
release_id() {
  {
    sha256sum <"$1"
    [[ ! -d $2 ]] || (cd "$2" && find . -type f -print0 | sort -z | xargs -0 sha256sum)
  } | sha256sum | cut -c 1-12
}

# The releases that are kept, newest first.
releases() {
  find "$fleet_folder/release" -mindepth 1 -maxdepth 1 -type d ! -name '*.new' -printf '%T@ %f\n' | sort -rn | cut -d ' ' -f 2-
}

# Keeps the five newest releases, and those that something runs from or refers to.
forget_old_releases() {
  local name
  while read -r name; do
    is_needed "$name" || rm -rf "${fleet_folder:?}/release/$name"
  done < <(releases | tail -n +6)
}

# is_needed RELEASE: whether a link names it, or an instance runs from it.
is_needed() {
  local link name
  for link in "$fleet_folder"/release/*; do
    [[ -L $link && $(readlink "$link") == "$1" ]] && return 0
  done
  is_supervised || return 1
  for name in $(instance_names); do [[ $(release_of "$name") != "$fleet_folder/release/$1" ]] || return 0; done
  return 1
}

# point_at NAME RELEASE: an instance's own link, from which it starts; `current` is what new ones get.
point_at() { ln -sfn "$2" "$fleet_folder/release/$1"; }

# roll OPTION…: brings the instances of the running fleet to a release, one after the other (infra/lib/rolling).
roll() {
  (cd "$project/infra/lib" &&
    exec python3 -m rolling --folder "$fleet_folder" --port "$port" --instances "$instances" "$@")
}

# release_of NAME: the folder from which a running instance was started.
release_of() {
  local pid
  pid=$(pid_of "$1")
  ((pid > 0)) && dirname "$(readlink "/proc/$pid/exe" 2>/dev/null)" || true
}
