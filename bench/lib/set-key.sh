# Sourced by bench/run and by the checks of .ci, which both start servers with a configuration of their own.
# shellcheck shell=bash

# set_key FILE KEY VALUE: the key has this value and stands once
set_key() {
    touch "$1"
    sed -i "/^[[:space:]]*$2[[:space:]]*[=:]/d" "$1"
    printf '%s = %s\n' "$2" "$3" >>"$1"
}
