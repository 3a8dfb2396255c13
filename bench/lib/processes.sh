# Sourced by bench/run.
# shellcheck shell=bash
# Words to the user, and the processes that end with us.

die() { printf 'bench: %s\n' "$*" >&2; exit 1; }
note() { printf '  %s\n' "$*" >&2; }

started=()
finish() {
    local pid i
    trap - EXIT
    for pid in "${started[@]+"${started[@]}"}"; do kill -TERM "$pid" 2>/dev/null; done
    for ((i = 0; i < 100; i++)); do
        local alive=no
        for pid in "${started[@]+"${started[@]}"}"; do kill -0 "$pid" 2>/dev/null && alive=yes; done
        [[ $alive == no ]] && break
        sleep 0.1
    done
    for pid in "${started[@]+"${started[@]}"}"; do kill -KILL "$pid" 2>/dev/null; done
}
trap finish EXIT
trap 'exit 130' INT TERM
