# Sourced by bench/run.
# shellcheck shell=bash
# overload: the sustainable rate, three times that, and the sustainable rate again.

overload() {
    local around=$(((seconds + 2) / 3)) flow=$kind=callers gc_before cpu_before generator_cpu
    build bench/load bench-load.jar
    system_up
    if [[ $kind != register ]]; then flow+=",callees"; fi
    note "$warm_up s of warm-up, $around s at $peak/s, $seconds s at $((peak * 3))/s, $around s at $peak/s"
    gc_before=$(gc_lines)
    cpu_before=$(awk '{ print $16 + $17 }' "/proc/$$/stat")
    offer load "$(warm "$peak")before:${around}x$peak,overload:${seconds}x$((peak * 3)),after:${around}x$peak" \
        --peak "$peak" --hold "$hold" --emergency 5 --flow "$flow"
    generator_cpu=$((($(awk '{ print $16 + $17 }' "/proc/$$/stat") - cpu_before) * 1000 / ticks_per_second))
    overload_table
}

overload_table() {
    local p pauses conditions
    pauses=$(gc_pauses "$gc_before")
    conditions="$users UEs, $seconds s at three times the peak after $warm_up s warm-up, hold $hold ms, $(machine_conditions)"
    title "overload $kind"
    row "GC pauses p50 / p99 / p99.9 / max" "$pauses"
    row "emergency asked / let in" "$(emergency offered) / $(emergency completed)"
    row "load generator's CPU" "$generator_cpu ms in all"
    row "log lines WARN and ERROR" "$(grep -cE ' (WARN|ERROR) ' "$home/logs/server.log")"
    row "conditions" "$conditions"
    row "files" "$work"
    p=$kind.overload
    record overload "$kind" "$peak" "$(result load "$kind.before.p50") / $(result load "$kind.before.p99")" "$((peak * 3))" "$(result load "$p.share") %" \
        "$(result load "$p.refused")" "$(result load "$p.failed")" "$(result load "$p.p50") / $(result load "$p.p99")" \
        "$(result load "$kind.begun") / $(result load "$kind.ended")" "$(result load "$kind.recovery")" "$pauses" "$conditions"
    (($(result load "$p.share") >= 80)) || exit 1
}

# emergency WHAT: of all phases
emergency() {
    local sum=0 phase
    for phase in before overload after; do sum=$((sum + $(result load "emergency.$phase.$1"))); done
    echo "$sum"
}
