# Sourced by bench/run.
# shellcheck shell=bash
# Load by our own generator (bench/load): for more than the server can do, for hours, and for latency second by second.

# offer NAME PHASES OPTION...: returns when all is over; table and files in NAME of the run's directory
offer() {
    start_offer "$@"
    wait "$generator" || die "the load generator did not work; see $work/$1.log."
    kill -0 "$server" 2>/dev/null || die "the server ended under load; see $home/logs/console.log."
    cat "$work/$1.out"
}

# start_offer NAME PHASES OPTION...: in the background; sets generator
start_offer() {
    local name=$1 phases=$2
    shift 2
    (cd "$work" && exec "$java" -Xms256m -Xmx1g -Xmn192m -XX:+UseSerialGC -Djava.net.preferIPv4Stack=true -cp "$bench/load/target/bench-load.jar:$dist/lib/*" \
        org.calliope.ims.bench.load.Load --server "127.0.0.1:$pcscf_port" --port "$ue_port" --domain "$domain" --out "$name" \
        --phases "$phases" "$@" >"$name.out" 2>"$name.log") &
    generator=$!
    started+=("$generator")
}

# result NAME KEY: a number of a run of the generator
result() { sed -n "s/^$2=//p" "$work/$1/summary" | head -n 1; }

# warm RATE: phases before those that count, the first half at a quarter of the rate
warm() { if ((warm_up > 1)); then printf 'warm:%sx%s,warm:%sx%s,' $((warm_up / 2)) $((($1 + 3) / 4)) $((warm_up - warm_up / 2)) "$1"; fi; }
