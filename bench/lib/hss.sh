# Sourced by bench/run.
# shellcheck shell=bash
# hss: many subscribers into the HSS, the console among them, and LIR and MAR at a rate.

hss() {
    build bench/load bench-load.jar
    configure
    cp "$dist/deploy/hss.war" "$home/deploy/"
    latency_before=$(memory_latency)
    start_server
    as_administrator
    title hss
    hss_subscribers
    hss_import
    hss_console
    hss_cx "before"
    if ((sequences > 0)); then
        note "$sequences sequence numbers, as they would come in a day"
        cx_load "$rate:5" "$((rate)):$((sequences / rate))" 0 >"$work/sequences.out"
        row "sequence numbers moved" "about $((sequences / 2)), $(cx_failed sequences) failed"
        hss_cx "after them"
    fi
    row "memory latency before / after" "$latency_before / $(memory_latency) ns"
    row "conditions" "$users subscribers, embedded database, $(machine_conditions)"
    row "files" "$work"
}

# half with a SIM, half with a password; a SIP and a tel URI each
hss_subscribers() {
    awk -v users="$users" -v domain="$domain" 'BEGIN {
        print "private_identity,password,k,opc,amf,public_identities,display_name"
        for (n = 0; n < users; n++)
            printf "u%d@%s,%s,%s,%s,%s,sip:u%d@%s tel:+1555%09d,User %d\n", n, domain, n % 2 ? "" : "secret" n, n % 2 ? sprintf("%032x", n) : "",
                n % 2 ? sprintf("%032x", n + 77) : "", n % 2 ? "8000" : "", n, domain, n, n
    }' >"$work/subscribers.csv"
}

api() { curl -sS -m "${limit:-60}" -K "$work/curlrc" "$@"; }
console_url() { printf 'http://127.0.0.1:%s' "$console_port"; }
import_field() { api "$1" | sed -n "s/.*\"$2\":\"\{0,1\}\([^,\"}]*\).*/\1/p"; }

# hss_import: subscribers.csv
hss_import() {
    local before began where state ms limit_at
    note "importing $users subscribers"
    before=$(cpu "$server") began=$(date +%s%N)
    where=$(limit=600 api -D - -o /dev/null -H 'Content-Type: text/csv' -T "$work/subscribers.csv" -X POST "$(console_url)/api/v1/imports?format=csv" |
        tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
    [[ -n $where ]] || die "the import was not taken; see $home/logs/server.log."
    limit_at=$((SECONDS + 1800))
    while :; do
        state=$(import_field "$(console_url)$where" state)
        case $state in done) break ;; failed | cancelled) die "the import ended as $state; see $home/logs/server.log." ;; esac
        ((SECONDS < limit_at)) || die "the import did not end; see $home/logs/server.log."
        sleep 0.2
    done
    ms=$((($(date +%s%N) - began) / 1000000))
    row "import" "$users subscribers in $((ms / 1000)).$((ms % 1000 / 100)) s, CPU $((($(cpu "$server") - before) / 1000)) s"
    api "$(console_url)$where" >"$work/import.json"
    imported_ms=$ms
}

# timed NAME URL...: 200 requests one after another; p50 / p99 / max in ms
timed() {
    local name=$1 n=0
    shift
    for url in "$@"; do printf 'url = "%s"\noutput = "/dev/null"\n' "$url"; done >"$work/$name.urls"
    curl -sS -K "$work/curlrc" -K "$work/$name.urls" -w '%{http_code} %{time_total}\n' >"$work/$name.times"
    awk '$1 != 200 { bad++ } { print $2 * 1000 } END { if (bad) print bad " failed" >"/dev/stderr" }' "$work/$name.times" | sort -n |
        awk '{ v[NR] = $1 } function at(p, i) { i = int(NR * p / 100 + 0.999999); return v[i < 1 ? 1 : i] }
            END { printf "%.0f / %.0f / %.0f ms", at(50), at(99), v[NR] }'
}

hss_console() {
    local n lists=() searches=() opens=()
    for ((n = 0; n < 200; n++)); do
        local who=$((RANDOM * 32768 + RANDOM))
        who=$((who % users))
        case $((n % 4)) in
            0) lists+=("$(console_url)/api/v1/subscriptions?limit=50") ;;
            1) lists+=("$(console_url)/api/v1/subscriptions?limit=50&after=u$who@$domain") ;;
            2) lists+=("$(console_url)/api/v1/subscriptions?limit=50&q=u") ;;
            *) lists+=("$(console_url)/subscribers") ;;
        esac
        searches+=("$(console_url)/api/v1/subscriptions?limit=50&q=%2B1555$(printf '%09d' "$who")")
        opens+=("$(console_url)/api/v1/subscriptions/u$who@$domain")
    done
    note "list, search and open"
    timed warm "${lists[@]:0:50}" "${searches[@]:0:50}" "${opens[@]:0:50}" >/dev/null
    listed=$(timed list "${lists[@]}") searched=$(timed search "${searches[@]}") opened=$(timed open "${opens[@]}")
    row "list p50 / p99 / max" "$listed"
    row "search p50 / p99 / max" "$searched"
    row "open p50 / p99 / max" "$opened"
}

# cx_load WARM-UP MEASURED SHARE-OF-LIR
cx_load() {
    "$java" -Xms256m -Xmx512m -XX:+UseSerialGC -cp "$bench/load/target/bench-load.jar:$dist/lib/*" org.calliope.ims.bench.hss.CxLoad \
        127.0.0.1 "$hss_port" "$domain" "$users" "$3" "$1" "$2" 2>>"$work/cx.log" || die "the Cx load did not work; see $work/cx.log."
}
cx_value() { sed -n "s/^$2=//p" "$work/$1.out"; }
cx_failed() { cx_value "$1" failed; }

# hss_cx WHEN: LIR and MAR half and half
hss_cx() {
    local before gc_before per name=cx-${1%% *} ms
    note "LIR and MAR at $rate/s for $seconds s after $warm_up s ($1)"
    cx_load "$(((rate + 3) / 4)):$((warm_up / 2))" "$rate:$((warm_up - warm_up / 2))" 0.5 >/dev/null
    before=$(cpu "$server") gc_before=$(gc_lines)
    cx_load "$rate:1" "$rate:$seconds" 0.5 >"$work/$name.out"
    ms=$(($(cpu "$server") - before))
    per=$(awk -v n="$(($(cx_value "$name" offered) + rate))" -v ms="$ms" 'BEGIN { printf "%.3f", ms / n }')
    row "LIR and MAR $1" "$rate/s, $(cx_failed "$name") failed, CPU $per ms each ($(awk -v p="$per" 'BEGIN { printf "%.0f", 1000 / p }')/s a core)"
    row "  p50 / p99 / p99.9 / max" "$(cx_value "$name" p50) / $(cx_value "$name" p99) / $(cx_value "$name" p999) / $(cx_value "$name" p100) ms"
    row "  GC p50 / p99 / p99.9 / max" "$(gc_pauses "$gc_before")"
    record hss "$users" "$imported_ms ms" "$listed" "$searched" "$opened" "$1" "$rate" "$(cx_failed "$name")" "$per" \
        "$(cx_value "$name" p50) / $(cx_value "$name" p99) / $(cx_value "$name" p999) / $(cx_value "$name" p100)" "$(gc_pauses "$gc_before")" "$(machine_conditions)"
}
