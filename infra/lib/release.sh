# shellcheck shell=bash
# From the sources to a release: program and page side by side in a folder named after their content, so that what
# runs stays what it is while the next one is built, and two versions can run at once.

# Builds the program, telling how far it is.
build_release() {
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

# Puts what was built into its folder and makes it the current release.
install_release() {
  local built folder
  built=$(swift build -c release --show-bin-path 2>/dev/null)/tchatter
  [[ -x $built ]] || fail "the build left no program at $built"
  folder=$fleet_folder/release/$(release_id "$built")
  if [[ ! -d $folder ]]; then
    rm -rf "$folder.new"
    mkdir -p "$folder.new"
    cp -p "$built" "$folder.new/"
    [[ ! -d $project/Public ]] || cp -R "$project/Public" "$folder.new/"
    mv "$folder.new" "$folder"
  fi
  ln -sfn "${folder##*/}" "$fleet_folder/release/current"
  forget_old_releases
}

# release_id PROGRAM: from the content of program and page.
release_id() {
  {
    sha256sum <"$1"
    cd "$project"
    [[ ! -d Public ]] || find Public -type f -print0 | sort -z | xargs -0 sha256sum
  } | sha256sum | cut -c 1-12
}

# Keeps the five newest releases, and those that still run.
forget_old_releases() {
  local folder
  for folder in $(find "$fleet_folder/release" -mindepth 1 -maxdepth 1 -type d -printf '%T@ %p\n' | sort -rn | tail -n +6 | cut -d ' ' -f 2-)
  do
    [[ $(readlink -f "$fleet_folder/release/current") == "$folder" ]] || is_running_from "$folder" || rm -rf "$folder"
  done
}

# is_running_from FOLDER: whether an instance of this fleet was started from a release.
is_running_from() {
  local name
  is_supervised || return 1
  for name in $(instance_names); do [[ $(release_of "$name") != "$1" ]] || return 0; done
  return 1
}

# release_of NAME: the folder from which a running instance was started.
release_of() {
  local pid
  pid=$(pid_of "$1")
  ((pid > 0)) && dirname "$(readlink "/proc/$pid/exe" 2>/dev/null)" || true
}
