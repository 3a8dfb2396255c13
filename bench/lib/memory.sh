# Sourced by bench/run.
# shellcheck shell=bash
# memory: what finished OPTIONS and proxied calls hold on the heap while their timers run (RFC 3261 17: 32 s), and after.

timers=40   # seconds until all timers of a transaction have run, and what a busy machine needs

memory() {
    build bench/load bench-load.jar
    configure
    start_server
    lists
    note "warming up, and $timers s for the timers of that"
    offer warm "warm:$((warm_up / 2 + 1))x250,warm:$((warm_up / 2 + 1))x500" --flow options=callers --flow "proxy=callers,callees*0.5" >"$work/warm.table"
    title memory
    memory_of options $((count / 10)) options=callers 6
    memory_of proxy $((count / 20)) proxy=callers,callees 16
    row "conditions" "$count of each, $users UEs, $(machine_conditions)"
    row "files" "$work"
}

# memory_of WHAT RATE FLOW KB: bytes an operation, and the most it may be
memory_of() {
    local what=$1 rate=$2 flow=$3 limit=$4 before during after took last bytes verdict
    housekeeping "$what-before"
    before=$(live_objects "$work/$what-before.histogram")
    SECONDS=0
    note "$count $what at $rate/s"
    offer "$what" "measured:$((count / rate))x$rate" --flow "$flow" >"$work/$what.table"
    took=$SECONDS
    during=$(live_objects "$work/$what-during.histogram")
    last=$(result "$what" "$what.measured.completed")
    housekeeping "$what-after"
    after=$(live_objects "$work/$what-after.histogram")
    bytes=$(((during - before) / count)) verdict="over $limit KB"
    if ((bytes < limit * 1024)); then verdict="under $limit KB"; fi
    row "$what: held while timers run" "$bytes bytes each ($verdict), $took s after the first of $last completed"
    row "$what: left after the timers" "$(((after - before) / count)) bytes each"
    row "$what: then" "$(left "$work/$what-during.histogram")"
    row "$what: in the end" "$(left "$work/$what-after.histogram")"
    record memory "$what" "$count" "$bytes" "$(((after - before) / count))" "$(left "$work/$what-after.histogram")" "$(machine_conditions)"
}

# housekeeping NAME: what is over is thrown away by whoever comes by next, so somebody does
housekeeping() {
    sleep "$timers"
    offer "$1" "warm:2x50" --flow options=callers >"$work/$1.table"
    sleep 2
}
