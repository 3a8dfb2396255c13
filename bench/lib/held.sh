# Sourced by bench/run.
# shellcheck shell=bash
# held: what a call holds on the heap while people talk, when the timers of its transactions have run.

held_rate=50        # calls a second
held_limit=12       # KB a call may hold

held() {
    local setting hold_seconds before during after begun each kept verdict conditions
    build bench/load bench-load.jar
    system_up
    note "warming up, and $timers s for the timers of that"
    offer warm "slow:$((warm_up / 2 + 1))x$((held_rate / 2)),fast:$((warm_up / 2 + 1))x$((held_rate * 4))" --flow call=callers,callees >"$work/warm.table"
    sleep "$timers"
    before=$(live_objects "$work/before.histogram")
    setting=$(((count + held_rate - 1) / held_rate)) hold_seconds=$((setting + timers + 20))
    note "$count calls at $held_rate/s, which are held for $hold_seconds s"
    start_offer held "measured:${setting}x$held_rate" --hold "${hold_seconds}000" --flow call=callers,callees
    sleep $((setting + timers + 2))
    kill -0 "$generator" 2>/dev/null || die "the load generator did not work; see $work/held.log."
    during=$(live_objects "$work/during.histogram")
    wait "$generator" || die "the load generator did not work; see $work/held.log."
    sleep "$timers"
    after=$(live_objects "$work/after.histogram")
    begun=$(result held call.begun)
    ((begun > 0)) || die "no call was answered; see $work/held.out."
    each=$(((during - before) / begun)) kept=$(((after - before) / begun)) verdict="over $held_limit KB"
    if ((each < held_limit * 1024)); then verdict="under $held_limit KB"; fi
    conditions="$users UEs$(service_condition), $(machine_conditions)"
    title held
    row "calls" "$begun of $(result held call.measured.offered) answered, $(result held call.ended) ended properly"
    row "held while people talk" "$each bytes each ($verdict); $(left "$work/during.histogram")"
    row "left in the end" "$kept bytes each; $(left "$work/after.histogram")"
    row "conditions" "$conditions"
    row "files" "$work"
    record held "$begun" "$each" "$kept" "$(left "$work/after.histogram")" "$conditions"
    [[ $verdict == under* ]] || exit 1
}
