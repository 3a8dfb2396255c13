# Sourced by bench/run.
# shellcheck shell=bash
# storm: everybody registers, and then everybody again within the time given.

storm_addresses=4000   # many UEs behind each, as behind a NAT

storm() {
    local gc_before cpu_before first again empty full completed failed per pauses
    build bench/load bench-load.jar
    configure
    latency_before=$(memory_latency)
    start_server
    as_administrator
    title storm
    storm_subscribers
    hss_import
    storm_list >"$work/registering"
    first=$(((users + rate - 1) / rate)) again=$(((users + seconds - 1) / seconds))
    empty=$(live_heap_kb)
    note "$users registrations at $rate/s, after $warm_up s of warm-up among them"
    offer first "$(warm "$rate")first:${first}x$rate" --flow register=registering >"$work/first.table"
    row "registered" "$(result first register.first.completed) of $(result first register.first.offered) at $rate/s"
    full=$(live_heap_kb)
    note "all of them again within $seconds s: $again/s"
    cpu_before=$(cpu "$server") gc_before=$(gc_lines)
    offer storm "storm:${seconds}x$again" --flow register=registering >"$work/storm.table"
    completed=$(result storm register.storm.completed) failed=$(($(result storm register.storm.offered) - completed))
    per=$(awk -v n="$completed" -v ms="$(($(cpu "$server") - cpu_before))" 'BEGIN { printf "%.2f", ms / n }')
    pauses=$(gc_pauses "$gc_before")
    cat "$work/storm.table"
    row "registered again" "$completed within $seconds s, $failed not, CPU $per ms each"
    row "live heap before / registered" "$((empty / 1024)) / $((full / 1024)) MB, with what the HSS keeps of subscribers"
    row "GC pauses p50 / p99 / p99.9 / max" "$pauses"
    row "memory latency before / after" "$latency_before / $(memory_latency) ns"
    row "conditions" "$users users at $storm_addresses addresses, $(machine_conditions)"
    row "files" "$work"
    record storm "$users" "$seconds s" "$completed" "$failed" "$per" "$pauses" "$((empty / 1024)) / $((full / 1024)) MB" "$(machine_conditions)"
    ((failed == 0 && completed >= users)) || exit 1
}

storm_subscribers() {
    awk -v users="$users" -v domain="$domain" 'BEGIN {
        print "private_identity,password,public_identities"
        for (n = 0; n < users; n++) printf "u%d@%s,u%d,sip:u%d@%s\n", n, domain, n, n, domain
    }' >"$work/subscribers.csv"
}

storm_list() {
    awk -v users="$users" -v domain="$domain" -v addresses="$storm_addresses" 'BEGIN {
        for (n = 0; n < users; n++) {
            at = n % addresses
            printf "127.16.%d.%d;u%d;[authentication username=u%d@%s password=u%d]\n", int(at / 250), at % 250 + 1, n, n, domain, n
        }
    }'
}
