#!/usr/bin/env bash
# The console as a person uses it: signs in, makes services and a subscriber, imports, edits, checks, removes and undoes, in
# headless Chromium driven by its DevTools protocol; pictures in light, dark, on a phone and in German are kept.
# docs/console has some of them, of the same names: when a page changes, copy them from a new server after ./ims demo.
# shellcheck source=../lib.sh
. "$(dirname -- "$0")/../lib.sh"
need chromium curl

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
profile=$(mktemp -d "$work/profile.XXXXXX")

# owner FIELD...: a form of /users sent with the owner's key, answered with a page that shows a one-time password
owner() {
    curl -fsS -m 20 -u "admin:$(cat "$CALLIOPE_HOME/data/admin-password")" "$@" "$CONSOLE/users" |
        sed -n 's/.*<code>\([A-Za-z0-9_-]\{20,\}\)<\/code>.*/\1/p'
}

what "somebody to sign in as"
secret=$(owner -d action=add -d name=tour -d role=administrator 2>/dev/null)
[[ -n $secret ]] || secret=$(owner -d action=reset -d name=tour)
[[ -n $secret ]]; verdict $? "a user with a one-time password"

what "a browser"
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$profile" --remote-debugging-port=0 \
    --remote-allow-origins='*' about:blank >"$work/browser.log" 2>&1 &
keep $!
await 20 test -s "$profile/DevToolsActivePort"; verdict $? "Chromium runs"
port=$(head -n 1 "$profile/DevToolsActivePort")
socket=$(curl -fsS -m 10 "http://127.0.0.1:$port/json/list" | tr -d ' \n' |
    grep -o '"type":"page"[^}]*"webSocketDebuggerUrl":"[^"]*"' | sed 's/.*"webSocketDebuggerUrl":"//; s/"$//' | head -n 1)

what "through the console"
timeout 300 "$java" "$ci_dir/console/Tour.java" "$socket" "$CONSOLE" tour "$secret" "$work" >"$work/tour" 2>"$work/tour.err"
verdict $? "the tour comes to its end" "$(head -n 1 "$work/tour.err")"
while read -r outcome words; do
    case $outcome in
        PASS) pass "$words" ;;
        FAIL) fail "$words" ;;
    esac
done <"$work/tour"
