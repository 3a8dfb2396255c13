#!/usr/bin/env bash
# The console in headless Chromium: what a user sees before and after a registration; pictures are kept.
# shellcheck source=../lib.sh
. "$(dirname -- "$0")/../lib.sh"
# shellcheck source=../phones.sh
. "$(dirname -- "$0")/../phones.sh"
need chromium baresip curl

# browse FILE OPTION...: the page as the browser has it, one profile each time
browse() {
    local out=$1
    shift
    timeout 40 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$(mktemp -d "$work/profile.XXXXXX")" \
        --virtual-time-budget=4000 "$@" "$CONSOLE/" >"$out" 2>"$work/browser.log"
}

picture() {
    local name=$1
    shift
    browse /dev/null --screenshot="$work/$name.png" --hide-scrollbars "$@"
    [[ -s $work/$name.png ]]; verdict $? "picture $name.png ($(du -k "$work/$name.png" 2>/dev/null | cut -f1) KB)"
}

what "the page as delivered"
browse "$work/before.html" --dump-dom
for word in alice bob carol P-CSCF I-CSCF S-CSCF HSS; do
    grep -q "$word" "$work/before.html"; verdict $? "the page shows $word"
done
grep -qE "(src|href)=\"https?://" "$work/before.html" && status=1 || status=0
verdict "$status" "the page loads nothing from another host"

what "a registration appears by itself"
baresip_start page carol carol carol 15400 440 udp
await 10 baresip_registered page; verdict $? "carol registers"
browse "$work/after.html" --dump-dom
grep -q '127.0.0.1:15400' "$work/after.html"; verdict $? "carol's contact is on the page"
! cmp -s "$work/before.html" "$work/after.html"; verdict $? "the page changed"

what "pictures"
picture light --window-size=1280,900
picture dark --window-size=1280,900 --force-dark-mode --blink-settings=preferredColorScheme=0
picture phone --window-size=390,844
