# Sourced by bench/run.
# shellcheck shell=bash
# memory: what finished OPTIONS and proxied calls hold on the heap while their timers run (RFC 3261 17: 32 s), and after.

timers=40   # seconds until all timers of a transaction have run, and what a busy machine needs

memory() {
    build bench/load bench-load.jar
    system_up
    note "warming up, and $timers s for the timers of that"
    offer warm "slow:$((warm_up / 2 + 1))x250,fast:$((warm_up / 2 + 1))x500" --flow options=callers --flow "proxy=callers,callees*0.5" >"$work/warm.table"
    title memory
    memory_of options $((count / 10)) options=callers 6
    memory_of proxy $((count / 20)) proxy=callers,callees 16
    row "conditions" "$count of each, $users UEs, $(machine_conditions)"
    row "files" "$work"
}

# memory_of WHAT RATE FLOW KB: bytes an operation, and the most it may be
memory_of() {
    local what=$1 rate=$2 flow=$3 limit=$4 before during after began completed held kept verdict
    housekeeping "$what-before"
    before=$(live_objects "$work/$what-before.histogram")
    note "$count $what at $rate/s"
    began=$SECONDS
    offer "$what" "measured:$((count / rate))x$rate" --flow "$flow" >"$work/$what.table"
    during=$(live_objects "$work/$what-during.histogram")
    completed=$(result "$what" "$what.measured.completed")
    row "$what" "$completed of $count completed, within $((SECONDS - began)) s"
    ((completed > 0)) || die "no $what was completed; see $work/$what.table."
    housekeeping "$what-after"
    after=$(live_objects "$work/$what-after.histogram")
    held=$(((during - before) / completed)) kept=$(((after - before) / completed)) verdict="over $limit KB"
    if ((held < limit * 1024)); then verdict="under $limit KB"; fi
    row "$what: held while timers run" "$held bytes each ($verdict); $(left "$work/$what-during.histogram")"
    row "$what: left after the timers" "$kept bytes each; $(left "$work/$what-after.histogram")"
    record memory "$what" "$completed" "$held" "$kept" "$(left "$work/$what-after.histogram")" "$(machine_conditions)"
}

# housekeeping NAME: what is over is thrown away by whoever comes by next, so somebody does
housekeeping() {
    sleep "$timers"
    offer "$1" "warm:2x50" --flow options=callers >"$work/$1.table"
    sleep 2
}
