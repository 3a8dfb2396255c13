# Sourced by bench/run.
# shellcheck shell=bash
# jmh: what single steps cost (bench/jmh), about three minutes in all.

jmh() {
    build bench/jmh class-path
    note "about eight seconds a benchmark (log: $work/jmh.log)"
    # with the server's own options; the stack has a thread that does not end: the forked JVM need not wait for it
    "$java" -cp "$bench/jmh/target/bench-jmh.jar:$(<"$bench/jmh/target/class-path")" org.openjdk.jmh.Main "$filter" \
        -bm avgt -tu ns -f 1 -wi 3 -w 1s -i 4 -r 1s -prof gc -rf csv -rff "$work/jmh.csv" -jvmArgs "$(grep -v '^#' "$dist/conf/jvm.options" | tr '\n' ' ')" \
        -jvmArgsAppend -Djmh.shutdownTimeout=1 >"$work/jmh.log" 2>&1 &
    started+=("$!")
    wait "$!" || die "the benchmarks did not work; see $work/jmh.log."
    jmh_rows >"$work/rows"
    title jmh
    printf '%-52s %12s %10s %12s\n' "" "ns" "±" "bytes"
    awk -F';' '{ printf "%-52s %12s %10s %12s\n", $1, $2, $3, $4 }' "$work/rows"
    row "conditions" "$(machine_conditions)"
    row "files" "$work"
    while IFS=';' read -r name ns error bytes; do record jmh "$name" "$ns ± $error" "$bytes" "$(machine_conditions)"; done <"$work/rows"
}

# name;ns;error;bytes of each benchmark
jmh_rows() {
    tr -d '"\r' <"$work/jmh.csv" | awk -F',' '
        NR == 1 { next }
        {
            name = $1
            bytes = sub(/:gc\.alloc\.rate\.norm$/, "", name)
            if (name ~ /:/) next
            sub(/.*\.[a-z]+\./, "", name)
            sub(/Benchmark/, "", name)
            for (i = 8; i <= NF; i++) if ($i != "") name = name " " $i
            if (bytes) printf "%s;%.0f;%.0f;%.0f\n", name, ns[name], error[name], $5
            else { ns[name] = $5; error[name] = $6 }
        }'
}
