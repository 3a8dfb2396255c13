# Sourced by bench/run.
# shellcheck shell=bash
# restart: a whole system with many registrations, or its S-CSCF alone, is killed, and starts again, while people go on calling each
# other.

calls_a_second=20   # of random users: what a cold virtual machine is offered must be bounded
calls_before=10     # s, with everything up
calls_after=40      # s from about the kill on
prompt=1000         # ms that a caller waits for an answer without wondering

restart() {
    local began killed up
    build bench/load bench-load.jar
    note "preparing the archive of classes"
    "$dist/bin/classes" >"$work/classes.log" 2>&1 || die "bin/classes did not work; see $work/classes.log."
    configure
    if [[ $alone == yes ]]; then restart_part; fi
    start_server
    as_administrator
    title restart
    storm_subscribers
    hss_import
    storm_list >"$work/registering"
    restart_pairs >"$work/calling"
    if [[ $alone == yes ]]; then home=$apart; start_server; fi
    restart_register
    note "$calls_a_second calls a second, of random users"
    start_offer calls "before:${calls_before}x$calls_a_second,each:${calls_after}x$calls_a_second" --flow call=calling,registering
    until began=$(sed -n 's/^ *began at //p' "$work/calls.log" 2>/dev/null) && [[ -n $began ]]; do
        kill -0 "$generator" 2>/dev/null || die "the load generator did not work; see $work/calls.log."
        sleep 0.1
    done
    sleep "$calls_before.5"
    note "kill -9, and a new start"
    killed=$(date +%s%3N)
    kill -KILL "$server"
    wait "$server" 2>/dev/null
    rm "$home/logs/server.log" # whose words say when it is ready
    start_server
    up=$(($(date +%s%3N) - killed))
    wait "$generator" || die "the load generator did not work; see $work/calls.log."
    restart_table "$((killed - began))" "$up"
}

# restart_part: the S-CSCF has a server of its own
restart_part() {
    local port listen=''
    apart=$work/scscf
    mkdir -p "$apart/deploy" "$apart/logs" "$apart/data"
    mv "$home/deploy/scscf.sar" "$apart/deploy/"
    cp -R "$home/conf" "$apart/"
    for port in "$pcscf_port" "$icscf_port" "$bgcf_port" "$ecscf_port"; do listen+="udp:127.0.0.1:$port, tcp:127.0.0.1:$port, "; done
    set_key "$home/conf/server.properties" sip-listen "${listen%, }"
    set_key "$apart/conf/server.properties" sip-listen "udp:127.0.0.1:$scscf_port, tcp:127.0.0.1:$scscf_port"
    set_key "$apart/conf/server.properties" http-port 0
}

# restart_register: everybody, or nothing that follows means anything; who was turned away comes again, and slower
restart_register() {
    local attempt now=registering missing=$users warming left
    warming=$(warm "$rate")
    for attempt in 1 2 3 4; do
        note "$missing registrations at $rate/s"
        offer "first$attempt" "${warming}each:$(((missing + rate - 1) / rate))x$rate" --flow "register=$now" >"$work/first$attempt.table"
        awk -F';' 'NR == FNR { if ($3 == "completed") there[$4] = 1; next } !($2 in there)' "$work/first$attempt/register.each.csv" "$work/$now" >"$work/missing$attempt"
        left=$(wc -l <"$work/missing$attempt")
        row "registered" "all but $left of $missing at $rate/s"
        now=missing$attempt missing=$left rate=$(((rate + 1) / 2)) warming=''
        ((missing > 0)) || return 0
    done
    die "not all of the users could be registered; see $work. Is the machine busy with other things?"
}

# restart_pairs: who calls whom, one line a call: any two users, who have registered and do not do so again
restart_pairs() {
    awk -v users="$users" -v calls="$(((calls_before + calls_after) * calls_a_second))" -v domain="$domain" -v addresses="$storm_addresses" \
        -v scscf="$scscf_port" 'BEGIN {
        srand(5)
        for (n = 0; n < calls; n++) {
            caller = int(rand() * users)
            called = (caller + 1 + int(rand() * (users - 1))) % users
            at = caller % addresses
            printf "127.16.%d.%d;u%d;u%d;sip:orig@127.0.0.1:%d\n", int(at / 250), at % 250 + 1, caller, called, scscf
        }
    }'
}

# restart_table KILLED UP: when it was killed in ms of the generator's time, and ms from there until it said ready
restart_table() {
    local before first steady made answered longest refused conditions
    conditions=$(machine_conditions)
    before="$(result calls call.before.completed) of $(result calls call.before.offered), p50 $(result calls call.before.p50) ms"
    # of the calls made after the kill: the first that was answered; since when all were, and promptly; and those before
    read -r first steady made answered longest refused < <(sort -t';' -n "$work/calls/call.each.csv" | awk -F';' -v killed="$1" -v prompt="$prompt" '
        $1 < killed { next }
        { due[++n] = $1 - killed; waited[n] = $2; ok[n] = $3 == "completed" }
        ok[n] && (!first || due[n] + $2 < first) { first = due[n] + $2 }
        !ok[n] || $2 > prompt { bad = n }
        END {
            for (i = 1; i <= bad; i++) if (ok[i]) { answered++; if (waited[i] > longest) longest = waited[i] }
            print first + 0, bad < n ? due[bad + 1] : "never", bad + 0, answered + 0, longest + 0, bad - answered
        }')
    row "calls before the kill" "$before"
    row "server ready" "$2 ms after the kill, which is when it was started again"
    row "first call answered" "$first ms after the kill, without any REGISTER"
    row "all answered within $prompt ms" "of the calls made from $steady ms after the kill on"
    row "of the $made calls made until then" "$answered answered, after $longest ms at the latest; $refused not"
    row "said instead" "$(sort -t';' -n "$work/calls/call.each.csv" | awk -F';' -v killed="$1" '$1 >= killed && $3 != "completed" { n[$3]++ } END { for (what in n) printf "%s%s: %d", c++ ? ", " : "", what, n[what] }')"
    if [[ $alone == yes ]]; then
        conditions="the S-CSCF alone, on a server of its own; $conditions"
        row "read from the file" "$(restart_read registrations) sets"
    else
        row "read from the files" "$(restart_read registrations) sets by the S-CSCF, $(restart_read ue-registrations) flows by the P-CSCF"
    fi
    row "memory latency" "$(memory_latency) ns"
    row "conditions" "$users users at $storm_addresses addresses, $conditions"
    row "files" "$work"
    record restart "$users" "$calls_a_second/s" "$2 ms" "$first ms" "$steady ms" "$made, $answered answered" "$conditions"
    [[ $steady != never ]] && ((steady <= 5000)) || exit 1
}

# restart_read NAME: entries that were found at the start
restart_read() { sed -n "s/.* \([0-9]*\) $1 of .*/\1/p" "$home/logs/server.log" | tail -n 1; }
