# shellcheck shell=bash
# The one list of the project's test suites, in the order in which they run: name, seconds it may take at most, command
# from the project's folder. A suite's last line says `N passed, N failed`, or it is pytest's summary.
suites='
format        120  infra/suites/format
scripts       120  infra/suites/scripts
build        1200  infra/suites/build
unit          600  infra/suites/unit
page          120  infra/suites/page
thread       1200  infra/suites/unit thread
address      1200  infra/suites/unit address
fuzz          900  Tests/Fuzz/run 5
conformance   900  infra/conformance
stack        1200  infra/suites/stack
faults        600  infra/suites/faults
browser       900  Tests/Browser/run
'

# The suites that are there: those whose command exists, and which have something to test.
list_suites() {
  local name limit command
  while read -r name limit command; do
    [[ -n $name && -x $project/${command%% *} ]] || continue
    [[ $name != page || -d $project/Tests/Page ]] || continue
    printf '%s %s %s\n' "$name" "$limit" "$command"
  done <<<"$suites"
}

# The first comment line of a suite's command: what it is about.
about_suite() { sed -n '2s/^# *//p' "$project/${1%% *}"; }
