# Sourced by bench/run.
# shellcheck shell=bash
# What it cost: CPU, memory, pauses.

ticks_per_second=$(getconf CLK_TCK)
# cpu PID...: user and system time in ms
cpu() {
    local pid sum=0 stat
    for pid in "$@"; do
        stat=$(cat "/proc/$pid/stat" 2>/dev/null) || continue
        # the name in brackets may hold spaces
        read -r -a fields <<<"${stat##*) }"
        sum=$((sum + fields[11] + fields[12]))
    done
    echo $((sum * 1000 / ticks_per_second))
}
# ns an access from each of the first processors; others' use of a shared machine's caches shows only here, and may show
# on one of them alone
memory_latency() {
    local cpu
    for ((cpu = 0; cpu < $(nproc) && cpu < 4; cpu++)); do
        taskset -c "$cpu" "$java" "$bench/MemoryLatency.java" 2>/dev/null || echo '?'
    done | paste -sd+
}
# everything the machine did, in ms, without idle and waiting for the disk
machine_cpu() { awk -v hz="$ticks_per_second" '/^cpu / { printf "%d\n", ($2 + $3 + $4 + $7 + $8 + $9) * 1000 / hz }' /proc/stat; }
resident() { awk '/^VmRSS/ { printf "%d\n", $2 / 1024 }' "/proc/$1/status"; }

server_jcmd() { "${JAVA_HOME:+$JAVA_HOME/bin/}jcmd" "$server" "$@"; }
# used heap in KB, of all generations: what the collectors' lines say, which are none of Metaspace's
heap_kb() {
    server_jcmd GC.heap_info 2>/dev/null | awk '!/Metaspace|class space/ && match($0, /used [0-9]+K/) { sum += substr($0, RSTART + 5, RLENGTH - 6) } END { print sum + 0 }'
}
heap_used() { echo $(($(heap_kb) / 1024)); }
# what is left in KB when all garbage has been collected: as the collector says, since under load the heap has more again
# before it can be asked
live_heap_kb() {
    server_jcmd GC.run >/dev/null 2>&1
    sed -n 's/.*Pause Full (Diagnostic Command) [0-9]*M->\([0-9]*\)M.*/\1/p' "$home/logs/gc.log" | tail -n 1 | awk '{ print $1 * 1024 }'
}

# live_objects FILE: every class with its live objects, after a collection; prints their bytes. Not those of int arrays: the
# collector fills gaps of the old generation with some, megabytes of them, and calls have none.
live_objects() {
    server_jcmd GC.class_histogram >"$1" 2>&1 || die "jcmd can not look into the server; see $1."
    awk '$1 ~ /^[0-9]+:$/ && $4 != "[I" && $4 !~ /^jdk[.]internal[.]vm[.]Filler/ { sum += $3 } END { printf "%d\n", sum }' "$1"
}
# objects FILE REGEX: how many of the classes whose whole name matches
objects() { awk -v class="^($2)$" '$4 ~ class { sum += $2 } END { print sum + 0 }' "$1"; }
# left FILE: what a server without work must not have
left() {
    printf '%s transactions, %s sessions, %s application sessions, %s proxies' \
        "$(objects "$1" 'org[.]calliope[.].*[.](Server|Client)Transaction')" "$(objects "$1" '.*[.]DialogSession')" \
        "$(objects "$1" '.*[.](SipApplicationSessionImpl|JoinableSession)')" "$(objects "$1" '.*[.]ApplicationProxy')"
}

gc_lines() { wc -l <"$home/logs/gc.log"; }
# gc_pauses AFTER: pauses behind that line of the log: p50 / p99 / p99.9 / max, how many; those that we forced do not count
gc_pauses() {
    tail -n "+$(($1 + 1))" "$home/logs/gc.log" | grep -v -e 'Diagnostic Command' -e 'Heap Inspection' |
        sed -n 's/.* Pause .* \([0-9.]*\)ms$/\1/p' | sort -n | awk '
            function at(p, i) { i = int(NR * p / 100 + 0.999999); return v[i < 1 ? 1 : i] }
            { v[NR] = $1 }
            END { if (NR) printf "%.1f / %.1f / %.1f / %.1f ms (%d)\n", at(50), at(99), at(99.9), v[NR], NR; else print "none" }'
}
