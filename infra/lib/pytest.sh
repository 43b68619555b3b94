# shellcheck shell=bash
# What the commands that run one folder of tests have in common.

# name_tests FOLDER ARGUMENT…: `arguments` are then those for pytest, with the folder where they name no file or folder: pytest
# would take every test of the project for meant.
name_tests() {
  local argument
  arguments=("${@:2}")
  for argument in "${arguments[@]}"; do [[ ! -e ${argument%%::*} ]] || return 0; done
  arguments+=("$1")
}
