# shellcheck shell=bash
# The release before this one, built from the repository's history, so that each version is tried against it. Needs `packages`.

# Its commit, and what it called itself.
previous_commit=b245fa95aa88fbf03a622941db048af86bfb177d
previous_version=0.15.0

# build_previous PROGRAM: `previous` is then a folder with its programs and its page. Built once, in .run/previous.
build_previous() {
  local program
  previous=$project/.run/previous/$previous_version-${previous_commit:0:12}
  [[ ! -x $previous/$1 ]] || return 0
  git -C "$project" cat-file -e "$previous_commit^{commit}" 2>/dev/null ||
    fail "version $previous_version (commit $previous_commit) is not in this clone: git fetch --unshallow brings its history"
  need_build_tools
  say "building $previous_version, once"
  rm -rf "$previous" "$previous.log" "$previous.part" && mkdir -p "$previous.part/source"
  git -C "$project" archive "$previous_commit" | tar -x -C "$previous.part/source"
  for program in tchatter tchatter-bots; do
    (cd "$previous.part/source" && swift build -c release --product "$program") >>"$previous.log" 2>&1 ||
      fail "version $previous_version does not build: see $previous.log"
    cp -p "$previous.part/source/.build/release/$program" "$previous.part/"
  done
  mv "$previous.part/source/Public" "$previous.part/"
  rm -rf "$previous.part/source"
  mv "$previous.part" "$previous"
}
