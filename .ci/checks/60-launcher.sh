#!/usr/bin/env bash
# What a user of ./ims meets: help, a slip of the finger, a port in use, no JDK, demo, logs, restart.
# Runs its own system in its own home; the system under the other checks may go on.
# shellcheck source=../lib.sh
. "$(dirname -- "$0")/../lib.sh"
need curl

home="$work/a home with spaces"
ims() { CALLIOPE_HOME=$home "$repo/ims" "$@"; }
end_all() {
    ims down >/dev/null 2>&1
    finish
}
trap 'end_all' EXIT

# one FILE: one line only
one() { [[ $(wc -l <"$1") -eq 1 ]]; }

what "words"
ims --help >"$work/help"; verdict $? "--help answers"
grep -q 'demo' "$work/help"; verdict $? "it lists the words"
ims statsu >"$work/slip" 2>&1; [[ $? == 2 ]] && grep -q '"status"' "$work/slip" && one "$work/slip"; verdict $? "an unknown word names the nearest one"
ims status >"$work/not-running" 2>&1; [[ $? == 3 ]] && grep -q 'ims up' "$work/not-running"; verdict $? "status of what does not run says how to start it"
ims down >"$work/not-running" 2>&1; verdict $? "down of what does not run is no error"

what "no JDK"
mkdir -p "$work/path"
for tool in bash sh env readlink dirname mktemp sed awk grep find df ps tail head cat rm mkdir cp mv touch cmp sleep nohup uname wc; do
    ln -sf "$(command -v "$tool")" "$work/path/$tool"
done
# java is hidden only when none lies in the usual places; there the sentence cannot be seen
if compgen -G '/usr/lib/jvm/*/bin/java' >/dev/null; then
    printf 'SKIP  a JDK is in /usr/lib/jvm, ./ims finds it without PATH\n'
    PATH=$work/path JAVA_HOME='' "$repo/ims" --help >/dev/null; verdict $? "./ims needs nothing unusual on the PATH"
else
    CALLIOPE_HOME=$home PATH=$work/path JAVA_HOME='' "$repo/ims" up >"$work/no-jdk" 2>&1
    grep -q 'no JDK 17' "$work/no-jdk" && one "$work/no-jdk"; verdict $? "a missing JDK is told in one sentence"
fi

what "a home of its own"
mkdir -p "$home/conf"
cat >"$home/conf/ims.properties" <<END
domain = $DOMAIN
pcscf = sip:127.0.0.1:17160
icscf = sip:127.0.0.1:17162
scscf = sip:127.0.0.1:17164
bgcf = sip:127.0.0.1:17166
ecscf = sip:127.0.0.1:17170
hss = aaa://127.0.0.1:17968
END
echo 'http-port = 17180' >"$home/conf/server.properties"

what "a port in use"
sipp -sn uas -i 127.0.0.1 -p 17162 -nostdin -timeout 300 -max_socket 1000 >/dev/null 2>&1 &
holder=$!
keep "$holder"
sleep 1
ims up >"$work/port" 2>"$work/port.err"; [[ $? == 1 ]]; verdict $? "up refuses"
one "$work/port.err" && grep -q '17162/udp.*sipp.*line 3 of.*ims.properties' "$work/port.err"
verdict $? "one sentence names port, program, file and line" "$(cat "$work/port.err")"
stop "$holder"

what "up, status, logs, demo, down"
ims up >"$work/up" 2>&1; verdict $? "up" "$(tail -n 1 "$work/up")"
grep -q 'http://127.0.0.1:17180/' "$work/up" && grep -q 'user alice, password alice' "$work/up"; verdict $? "it says where the console is and what to type into a softphone"
grep -qF "one-time password $(<"$home/data/admin-password")" "$work/up"; verdict $? "the first start tells the console's one-time password"
ims up >"$work/again" 2>&1 && grep -q 'already running' "$work/again"; verdict $? "a second up leaves it alone"
ims status >"$work/status" 2>&1; verdict $? "status"
grep -q 'P-CSCF' "$work/status" && grep -qE 'subscribers +3' "$work/status"; verdict $? "status lists elements and subscribers" "$(tail -n 3 "$work/status" | tr '\n' ' ')"
ims logs >"$work/logs" && [[ -s $work/logs ]]; verdict $? "logs"
timeout 60 bash -c "CALLIOPE_HOME='$home' '$repo/ims' demo" >"$work/demo" 2>&1; verdict $? "demo" "$(tail -n 1 "$work/demo")"
for word in REGISTER INVITE UAR MAR SAR LIR BYE P-CSCF S-CSCF; do
    grep -q "$word" "$work/demo"; verdict $? "the demo's ladder shows $word"
done

what "import"
ims import --help | grep -q -- '--dry-run'; verdict $? "import --help"
printf 'private_identity,password\ndan@%s,s3cret\neve@%s,s3cret\n' "$DOMAIN" "$DOMAIN" >"$work/two people.csv"
ims import "$work/two people.csv" --dry-run >"$work/import" 2>&1 && grep -q '2 could be imported' "$work/import"; verdict $? "a dry run" "$(cat "$work/import")"
ims import "$work/two people.csv" >"$work/import" 2>&1 && grep -q '2 imported' "$work/import"; verdict $? "two subscribers" "$(cat "$work/import")"
(cd "$work" && ims import "two people.csv") >"$work/import" 2>&1; [[ $? == 4 ]] && grep -q 'is provisioned already' "$work/import"; verdict $? "again: both are rejected with the reason" "$(cat "$work/import")"
ims import "$work/two people.csv" --existing skip >"$work/import" 2>&1 && grep -q '2 were there already' "$work/import"; verdict $? "again, skipping them"
ims import "$work/nothing.csv" >"$work/import" 2>&1; [[ $? == 1 ]] && one "$work/import"; verdict $? "a file that is not there is told in one sentence"
ims import "$work/two people.csv" --format xml >"$work/import" 2>&1; [[ $? == 1 ]] && grep -q 'csv, json, fhoss or pyhss' "$work/import"; verdict $? "a format that nobody knows names the known ones" "$(cat "$work/import")"

what "rotate-keys"
ims rotate-keys --help | grep -q 'data/hss-keys'; verdict $? "rotate-keys --help"
keys=$(grep -c '^[0-9]' "$home/data/hss-keys")
ims rotate-keys >"$work/rotate" 2>&1 && grep -q 'secrets are encrypted by the new key' "$work/rotate"; verdict $? "every secret is encrypted anew" "$(cat "$work/rotate")"
[[ $(grep -c '^[0-9]' "$home/data/hss-keys") == $((keys + 1)) ]]; verdict $? "by one more key"
echo '# kept' >>"$home/conf/ims.properties"
ims down >"$work/down" 2>&1; verdict $? "down"
ims status >/dev/null 2>&1; [[ $? == 3 ]]; verdict $? "then it does not run"
(cd / && ims up) >"$work/up-2" 2>&1; verdict $? "up again, from another directory"
! grep -qF "$(<"$home/data/admin-password")" "$work/again" "$work/up-2" "$home/logs/"*; verdict $? "no later one does, and no log"
grep -q '# kept' "$home/conf/ims.properties"; verdict $? "the configuration was kept"
ims down >"$work/down" 2>&1; verdict $? "down again"
