# Sourced by bench/run.
# shellcheck shell=bash
# soak: registrations and calls for a long time, while others come and go, and whether the heap stays flat.

call_users=1000     # half of them call the other half; those who register are others
churn_users=3000    # and those who come and go: a third of their registrations runs out
churn_share=0.04    # of the peak of registrations: each comes by once in more than the minute that it registers for

soak() {
    local gc_before began
    build bench/load bench-load.jar
    configure
    latency_before=$(memory_latency)
    start_server
    provision $((call_users + users + churn_users))
    prepare_call "$call_users"
    soak_list "$call_users" "$users" 18 >"$work/registering"
    soak_list $((call_users + users)) "$churn_users" 19 >"$work/churning"
    live_objects "$work/begin.histogram" >/dev/null
    note "$warm_up s of warm-up, then $minutes min at $load of the peak: half of it registrations, half calls"
    gc_before=$(gc_lines) began=$SECONDS
    start_offer load "$(load_warm)soak:$((minutes * 60))x$load" --hold "$hold" \
        --flow "call=callers,callees*$(half "$peak_call")" --flow "register=registering*$(half "$peak_register")" \
        --flow "churn=churning*$(awk -v p="$peak_register" -v s="$churn_share" 'BEGIN { print p * s }')"
    soak_watch
    wait "$generator" || die "the load generator did not work; see $work/load.log."
    cat "$work/load.out"
    note "40 s for the timers of the last"
    sleep 40
    live_objects "$work/end.histogram" >/dev/null
    soak_table
}

half() { awk -v n="$1" 'BEGIN { print n / 2 }'; }
load_warm() { if ((warm_up > 1)); then printf 'warm:%sx%s,warm:%sx%s,' $((warm_up / 2)) "$(awk -v l="$load" 'BEGIN { print l / 4 }')" $((warm_up - warm_up / 2)) "$load"; fi; }

# soak_list FIRST COUNT NET: so many UEs from that user on
soak_list() {
    local n u
    for ((n = 0; n < $2; n++)); do
        u=u$(($1 + n))
        printf '%s;%s;[authentication username=%s@%s password=%s]\n' "$(address "$n" "$3")" "$u" "$u" "$domain" "$u"
    done
}

# every minute, or ten times when that is more: seconds, live heap, threads, resident memory
soak_watch() {
    local every=$((minutes * 6)) next
    every=$((every > 60 ? 60 : every))
    printf 'seconds;live_kb;threads;rss_mb\n' >"$work/soak.csv"
    next=$((began + warm_up + every))
    while kill -0 "$generator" 2>/dev/null; do
        kill -0 "$server" 2>/dev/null || die "the server ended under load; see $home/logs/console.log."
        if ((SECONDS >= next && SECONDS <= began + warm_up + minutes * 60)); then
            printf '%s;%s;%s;%s\n' $((SECONDS - began - warm_up)) "$(live_heap_kb)" "$(awk '/^Threads/ { print $2 }' "/proc/$server/status")" \
                "$(resident "$server")" >>"$work/soak.csv"
            note "$(tail -n 1 "$work/soak.csv" | awk -F';' '{ printf "%d s: %d KB live, %d threads, %d MB resident", $1, $2, $3, $4 }')"
            next=$((next + every))
        fi
        sleep 0.5
    done
}

# soak_slope: KB a minute, its standard error, the mean of the live heap; the first fifth is for what fills once
soak_slope() {
    tail -n +2 "$work/soak.csv" | awk -F';' -v from=$((minutes * 12)) '$1 > from { n++; x = $1 / 60; sx += x; sy += $2; xs[n] = x; ys[n] = $2 }
        END {
            if (n < 3) { print "- - 0"; exit }
            for (i = 1; i <= n; i++) { a += (xs[i] - sx / n) * (ys[i] - sy / n); b += (xs[i] - sx / n) ^ 2 }
            for (i = 1; i <= n; i++) e += (ys[i] - sy / n - a / b * (xs[i] - sx / n)) ^ 2
            printf "%.0f %.0f %.0f\n", a / b, sqrt(e / (n - 2) / b), sy / n
        }'
}

# results WORD: of registrations, calls, and those who come and go
results() { printf '%s + %s + %s' "$(result load "register.soak.$1")" "$(result load "call.soak.$1")" "$(result load "churn.soak.$1")"; }

soak_table() {
    local slope error mean pauses verdict threads conditions
    read -r slope error mean <<<"$(soak_slope)"
    pauses=$(gc_pauses "$gc_before")
    verdict=$(awk -v s="$slope" -v m="$mean" -v t="$minutes" 'BEGIN {
        if (m == 0) print "too short to tell"; else print s * t <= m / 20 ? "flat" : "GROWS" }')
    threads=$(awk -F';' 'NR > 1 { if (!min || $3 < min) min = $3; if ($3 > max) max = $3 } END { print min " to " max }' "$work/soak.csv")
    conditions="$minutes min at $load of $peak_register registrations/s and $peak_call calls/s, half each, $churn_users UEs that come and go at $churn_share of those registrations/s, hold $hold ms$(service_condition), $(machine_conditions)"
    title soak
    row "live heap" "$((mean / 1024)) MB, $slope KB/min (standard error $error)"
    row "GC pauses p50 / p99 / p99.9 / max" "$pauses"
    row "threads" "$threads"
    row "before / in the end" "$(left "$work/begin.histogram") / $(left "$work/end.histogram")"
    row "log lines WARN and ERROR" "$(grep -cE ' (WARN|ERROR) ' "$home/logs/server.log")"
    row "memory latency before / after" "$latency_before / $(memory_latency) ns"
    row "conditions" "$conditions"
    row "files" "$work"
    row "verdict" "live heap $verdict ($slope KB/min), GC pauses at p99.9 $(awk -F' / ' '{ print $3 }' <<<"$pauses") ms"
    record soak "$minutes" "$load" "$((mean / 1024))" "$slope ± $error" "$pauses" "$threads" "$(left "$work/end.histogram")" \
        "$(results completed)" "$(results failed)" "$conditions"
    [[ $verdict == flat ]] || exit 1
}
