# shellcheck shell=bash
# Building programs and tests. Who has built the release already says so in BUILT_PROGRAMS, the folder where it lies:
# nothing is built then, which would take seconds even where nothing changed, and wait for builds that run beside it.
# BUILT_TESTS says the same of the unit tests. In an unpacked release the programs are there, and nothing can be built. Needs
# `packages`.
if [[ -x $project/bin/tchatter && ! -e $project/Package.swift ]]; then export BUILT_PROGRAMS=${BUILT_PROGRAMS:-$project/bin}; fi

# build_programs NAME…: builds these programs for release; `programs` is then their folder.
build_programs() {
  programs=${BUILT_PROGRAMS:-$project/.build/release}
  [[ -z ${BUILT_PROGRAMS:-} ]] || return 0
  need_build_tools
  local name output
  for name; do
    output=$(cd "$project" && swift build -c release --product "$name" 2>&1) ||
      fail "$name does not build: $({ grep -m 3 'error:' <<<"$output" || tail -n 3 <<<"$output"; } | tr '\n' ' ')"
  done
}

# need_fleet_of NAME…: what runs a fleet, and these programs, which tests find by BUILT_PROGRAMS.
need_fleet_of() {
  need_fleet_tools
  build_programs "$@"
  export BUILT_PROGRAMS=$programs
}

# build_tests SUITE: the unit tests, in a build folder of the suite's own: all, with AddressSanitizer for `address` and with
# ThreadSanitizer for `thread-all`, or for `thread` those of what has threads. That is the way to Redis, where names are looked
# up, and what lies below; everything else is one thread's, and Swift 6 compiles no state that several could share.
build_tests() {
  # Which targets there are (Package.swift), for whoever runs them, too.
  export TCHATTER_TESTS=all
  [[ $1 != thread ]] || TCHATTER_TESTS="EventLoopTests NetClientTests RedisBrokerTests RedisClientTests"
  [[ -z ${BUILT_TESTS:-} ]] || return 0
  need_build_tools
  local options
  mapfile -t options < <(test_build_options "$1")
  (cd "$project" && swift build --build-tests "${options[@]}")
}

# The options that builds and runs of the unit tests have in common, one a line. A module compiled as a whole takes half
# the time of its files one by one.
test_build_options() {
  printf '%s\n' --disable-xctest -Xswiftc -whole-module-optimization -Xswiftc -num-threads -Xswiftc 2
  printf '%s\n' --scratch-path ".build/$1" --sanitize "${1%-all}"
}
