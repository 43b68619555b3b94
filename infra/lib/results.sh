# shellcheck shell=bash
# How a suite tells its result: the last line `N passed, N failed`, whatever its tool prints.

# Prints the result line and ends: a failure is never status 0.
report_result() {
  say "$1 passed, $2 failed"
  (($2 == 0))
}

# One check: its name, then the command; counts into passed and failed.
passed=0 failed=0
check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    say "failed: $name" "$output"
  fi
}

# attribute NAME FILE: the sum of a numeric attribute over all test suites of a JUnit report.
attribute() { { grep -o '<testsuite [^>]*' "$2" || true; } | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | awk '{ n += $1 } END { print n + 0 }'; }

# report_junit FILE STATUS: the result of a run that wrote a JUnit report; one without a report has failed.
report_junit() {
  local tests bad
  [[ -s $1 ]] || {
    say "there is no test report: the run ended before its time (status $2)"
    report_result 0 1
    return
  }
  tests=$(attribute tests "$1")
  bad=$(($(attribute failures "$1") + $(attribute errors "$1")))
  # Counted as failed too: a run that ended badly, or that ran nothing.
  ((bad > 0 || ($2 == 0 && tests > 0))) || bad=1 tests=$((tests + 1))
  report_result $((tests - bad - $(attribute skipped "$1"))) "$bad"
}
