# Sourced by bench/run.
# shellcheck shell=bash
# restart: an S-CSCF with many registrations is killed, and starts again; how long until its users are reached.

probed=500   # users of whom it is tried

# two servers, as on two machines: the S-CSCF, which is killed, and the rest
restart() {
    scscf_home=$work/scscf-home
    local killed reach status first last reached up file
    build bench/load bench-load.jar
    configure
    cp "$dist"/deploy/* "$home/deploy/"
    rm "$home/deploy/scscf.sar"
    set_key "$home/conf/server.properties" sip-listen "udp:127.0.0.1:$pcscf_port, tcp:127.0.0.1:$pcscf_port, udp:127.0.0.1:$icscf_port, tcp:127.0.0.1:$icscf_port"
    # the one who asks for users plays another element of the network
    set_key "$home/conf/icscf.properties" trusted-peers '*'
    mkdir -p "$scscf_home/conf" "$scscf_home/deploy" "$scscf_home/logs" "$scscf_home/data"
    cp "$home"/conf/* "$scscf_home/conf/"
    rm "$scscf_home/conf/icscf.properties"
    cp "$dist/deploy/scscf.sar" "$scscf_home/deploy/"
    set_key "$scscf_home/conf/server.properties" sip-listen "udp:127.0.0.1:$scscf_port, tcp:127.0.0.1:$scscf_port"
    set_key "$scscf_home/conf/server.properties" http-port $((console_port + 1))
    start_server
    rest=$server
    as_administrator
    start_scscf
    scscf=$server server=$rest
    title restart
    storm_subscribers
    hss_import
    storm_list >"$work/registering"
    note "$users registrations at $rate/s"
    offer first "$(warm "$rate")first:$(((users + rate - 1) / rate))x$rate" --flow register=registering >"$work/first.table"
    row "registered" "$(result first register.first.completed) of $(result first register.first.offered)"
    file=$(stat -c %s "$scscf_home/data/registrations.mv")
    note "kill -9 of the S-CSCF, and the start of another"
    killed=$(date +%s%3N)
    kill -KILL "$scscf"
    wait "$scscf" 2>/dev/null
    "$java" "$bench/Reach.java" "$killed" "127.0.0.1:$icscf_port" "$domain" "$ue_port" "$users" "$storm_addresses" "$probed" \
        >"$work/reach.out" 2>"$work/reach.log" &
    reach=$!
    started+=("$reach")
    start_scscf
    up=$(($(date +%s%3N) - killed))
    wait "$reach"
    status=$?
    read -r first last reached <"$work/reach.out"
    ((status == 0)) || die "only ${reached:-0} of $probed users were reached; see $work/reach.log."
    row "reached first / last of $probed" "$first / $last ms after the kill, without any REGISTER"
    row "server ready" "$up ms after the kill"
    row "registrations there" "$(registered) of $users, file $((file / 1048576)) MB"
    row "memory latency" "$(memory_latency) ns"
    row "conditions" "$users users at $storm_addresses addresses, $(machine_conditions)"
    row "files" "$work"
    record restart "$users" "$probed" "$first ms" "$last ms" "$(registered)" "$((file / 1048576)) MB" "$(machine_conditions)"
    ((last <= 5000)) || exit 1
}

start_scscf() {
    local home=$scscf_home
    rm -f "$home/logs/server.log" # whose words say when it is ready
    start_server
}

# registered: sets that the S-CSCF found when it started
registered() { sed -n 's/.* \([0-9]*\) registrations of .*/\1/p' "$scscf_home/logs/server.log" | tail -n 1; }
