# Sourced by bench/run.
# shellcheck shell=bash
# register, call, proxy, options: a rate for a while, and one table.

steady() {
    case $kind in
        register)
            scenario=$bench/sipp/register.xml rtd=register what="registrations"
            if [[ $aka == yes ]]; then scenario=$bench/sipp/register-aka.xml what="registrations with a SIM"; fi
            ;;
        call) scenario=$bench/sipp/call-uac.xml rtd=setup what="calls" ;;
        proxy) scenario=$bench/sipp/proxy-uac.xml rtd=setup what="proxied calls" ;;
        options) scenario=$bench/sipp/options.xml rtd=options what="OPTIONS" ;;
    esac
    latency_before=$(memory_latency)
    system_up
    if [[ $kind == call || $kind == proxy ]]; then answer "$bench/sipp/call-uas.xml"; fi
    if ((warm_up > 0)); then
        # a cold virtual machine that is offered the full rate at once falls behind and measures its own backlog
        note "warming up for $warm_up s: the first half at a quarter of the rate"
        drive warm-slow "$scenario" "$work/callers" $(((rate + 3) / 4)) $(((rate + 3) * (warm_up / 2) / 4)) -d "$hold"
        drive warm "$scenario" "$work/callers" "$rate" $((rate * (warm_up - warm_up / 2))) -d "$hold"
    fi
    steady_measure
    steady_table
    if [[ $profile == yes ]]; then hottest_frames; fi
    ((done_ok > 0 && failures * 1000 <= rate * seconds)) || exit 1
}

steady_measure() {
    local server_before machine_before began children_before generators_before gc_before
    if [[ $profile == yes ]]; then server_jcmd JFR.start name=bench settings=profile "filename=$work/load.jfr" >"$work/jfr.log" 2>&1; fi
    note "measuring for $seconds s"
    uas_before=$(last_stat 'Retransmissions(C)' "$work"/uas.*/stat.csv)
    generators_before=$(cpu "${uas_pids[@]+"${uas_pids[@]}"}") gc_before=$(gc_lines)
    server_before=$(cpu "$server") machine_before=$(machine_cpu) began=$(date +%s%N)
    children_before=$(awk '{ print $16 + $17 }' "/proc/$$/stat")
    drive load "$scenario" "$work/callers" "$rate" $((rate * seconds)) -d "$hold"
    server_cpu=$(($(cpu "$server") - server_before)) machine=$(($(machine_cpu) - machine_before)) took=$((($(date +%s%N) - began) / 1000000))
    # the callers are gone: what they used is in our own children's times
    generators_cpu=$(($(cpu "${uas_pids[@]+"${uas_pids[@]}"}") - generators_before +
        ($(awk '{ print $16 + $17 }' "/proc/$$/stat") - children_before) * 1000 / ticks_per_second))
    pauses=$(gc_pauses "$gc_before") rss=$(resident "$server") heap=$(heap_used)
    if [[ $profile == yes ]]; then server_jcmd JFR.stop name=bench >>"$work/jfr.log" 2>&1; fi
    latency_after=$(memory_latency)
    sleep 5.5   # the callees write their counters every five seconds
}

steady_table() {
    local retransmissions achieved per_operation other p50 p99 conditions
    done_ok=$(last_stat 'SuccessfulCall(C)' "$work"/load.*/stat.csv)
    # what never ended counts as failed too
    failures=$(($(last_stat 'OutgoingCall(C)' "$work"/load.*/stat.csv) - done_ok))
    retransmissions=$(($(last_stat 'Retransmissions(C)' "$work"/load.*/stat.csv) + $(last_stat 'Retransmissions(C)' "$work"/uas.*/stat.csv) - uas_before))
    # what was answered while the load lasted; a straggler must not stretch the time
    achieved=$(cat "$work"/load.*/*_rtt.csv 2>/dev/null | awk -F';' -v rtd="$rtd" -v s="$seconds" '$3 == rtd && $1 <= s * 1000 + 500 { n++ } END { printf "%.0f", n / s }')
    per_operation=$(awk -v n="$done_ok" -v ms="$server_cpu" 'BEGIN { if (n) printf "%.0f", ms * 1000 / n; else print "-" }')
    other=$(awk -v m="$machine" -v s="$server_cpu" -v g="$generators_cpu" -v t="$took" 'BEGIN { o = (m - s - g) * 100 / t; printf "%.0f", o < 0 ? 0 : o }')
    p50=$(percentile "$rtd" 50 "$work"/load.*/*_rtt.csv)
    p99=$(percentile "$rtd" 99 "$work"/load.*/*_rtt.csv)
    conditions="$users UEs$(service_condition), $seconds s after $warm_up s warm-up, hold $hold ms, $(machine_conditions)"

    title "$kind"
    row "offered" "$rate/s ($((rate * seconds)) $what)"
    row "achieved" "$achieved/s ($done_ok in all)"
    row "failed" "$failures"
    row "retransmissions (SIPp, both sides)" "$retransmissions"
    row "time to the answer p50 / p99" "$p50 / $p99 ms"
    row "server CPU per 1,000" "$per_operation ms"
    row "server memory (resident / heap)" "$rss / $heap MB"
    row "GC pauses p50 / p99 / p99.9 / max" "$pauses"
    row "load generators' CPU" "$((generators_cpu * 100 / took)) % of a core"
    row "other load on the machine" "$other % of a core"
    row "memory latency before / after" "$latency_before / $latency_after ns"
    row "conditions" "$conditions"
    row "files" "$work"
    record steady "$kind" "$rate" "$achieved" "$failures" "$retransmissions" "$p50 / $p99" "$per_operation" "$rss / $heap" "$pauses" \
        "$other %" "$latency_before / $latency_after" "$conditions"
}

hottest_frames() {
    printf '\nhottest frames (JFR, top of stack)\n'
    "${JAVA_HOME:+$JAVA_HOME/bin/}jfr" print --events jdk.ExecutionSample "$work/load.jfr" 2>/dev/null |
        awk '/stackTrace = \[/ { getline; sub(/^ */, ""); sub(/ *line:.*/, ""); sub(/\(.*/, ""); count[$0]++; all++ }
            END { for (f in count) printf "%5.1f %%  %s\n", count[f] * 100 / all, f }' | sort -rn | head -n 10 | tee "$work/frames.txt"
}
