# Shared by the check scripts: sourced, not run.
#
# A check runs against a running system; these say where it is:
#   PCSCF     127.0.0.1:5060          CONSOLE   http://127.0.0.1:8080
#   DOMAIN    ims.example             CALLIOPE_HOME  the server's home (default: run/)
# Its files go to a new directory below CI_WORK (default: target/ci of the repository).
# shellcheck shell=bash
set -uo pipefail

ci_dir=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
repo=${CI_REPO:-${ci_dir%/.ci}}
PCSCF=${PCSCF:-127.0.0.1:5060}
CONSOLE=${CONSOLE:-http://127.0.0.1:8080}
DOMAIN=${DOMAIN:-ims.example}
CALLIOPE_HOME=${CALLIOPE_HOME:-$repo/run}
CI_WORK=${CI_WORK:-$repo/target/ci}

check_name=$(basename -- "$0" .sh)
work=$CI_WORK/$check_name
passed=0
failed=0
started=()   # pids this script started and has to end

rm -rf -- "$work"
mkdir -p -- "$work"

what() { printf '\n%s: %s\n' "$check_name" "$*"; }
pass() { passed=$((passed + 1)); printf 'PASS  %s\n' "$*"; }
fail() { failed=$((failed + 1)); printf 'FAIL  %s\n' "$*"; }

# verdict STATUS WHAT [DETAIL]: one line for one thing looked at
verdict() {
    if [[ $1 == 0 ]]; then pass "$2"; else fail "$2${3:+ ($3)}"; fi
}

# keep PID: this script ends it when it exits
keep() { started+=("$1"); }

# stop PID: ends one of our processes, waiting up to 5 s before force
stop() {
    local i
    kill -TERM "$1" 2>/dev/null || return 0
    for ((i = 0; i < 50; i++)); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$1" 2>/dev/null || true
}

finish() {
    local status=$? pid
    trap - EXIT
    for pid in "${started[@]+"${started[@]}"}"; do stop "$pid"; done
    if ((passed + failed == 0)); then fail "$check_name ended early (status $status)"; fi
    ((failed == 0)) && exit 0
    exit 1
}
trap finish EXIT
trap 'exit 130' INT TERM

# await SECONDS COMMAND...: repeats the command until it succeeds
await() {
    local limit=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < limit)) || return 1
        sleep 0.2
    done
}

need() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null 2>&1 || { fail "$tool is not installed"; exit 1; }
    done
}

console() { curl -fsS -m 10 "$CONSOLE$1"; }
