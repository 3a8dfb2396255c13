# Sourced by bench/run.
# shellcheck shell=bash
# Load by SIPp: for rates the server keeps up with.

# generators OPERATIONS_A_SECOND: how many SIPp processes share that rate
generators() { echo $((($1 + per_generator - 1) / per_generator)); }

# slice FILE HEADER LINES GENERATOR COUNT: every COUNT-th line of a list, for one process
slice() { awk -v me="$4" -v all="$5" -v head="$2" 'BEGIN { print head } NR % all == me % all' "$3" >"$1"; }

# drive PHASE SCENARIO LIST RATE OPERATIONS OPTION...: callers in parallel; returns when all are done
drive() {
    local phase=$1 scenario=$2 list=$3 speed=$4 operations=$5 count g status pids=()
    shift 5
    count=$(generators "$speed")
    for ((g = 1; g <= count; g++)); do
        slice "$work/$phase.$g.csv" SEQUENTIAL "$list" "$g" "$count"
        mkdir -p "$work/$phase.$g"
        (cd "$work/$phase.$g" && exec sipp -timeout $((operations / speed + 40)) -sf "$scenario" -t ui -inf "$work/$phase.$g.csv" -ip_field 0 \
            -i "127.15.0.$g" -p "$ue_port" "${common[@]}" -stf stat.csv -trace_rtt -rtt_freq 1 -trace_logs -r $((speed / count)) -m $((operations / count)) \
            -l 10000 -cid_str "$phase-%u-%p@%s" "$@" "127.0.0.1:$pcscf_port" >screen.log 2>&1) &
        pids+=("$!")
        started+=("$!")
    done
    watch_over $((operations / speed + 90)) "${pids[@]}"
    for g in "${!pids[@]}"; do
        wait "${pids[g]}"
        status=$?
        # 0: all went well, 1: some failed, which the table counts, 137/143: ended by us; else SIPp itself did not work
        ((status <= 1 || status == 137 || status == 143)) ||
            die "SIPp did not work in $work/$phase.$((g + 1)): $(tail -n 1 "$work/$phase.$((g + 1))"/*errors.log 2>/dev/null)"
    done
}

# watch_over SECONDS PID...: until all have ended; SIPp's own time limit waits for its calls, however long they take
watch_over() {
    local limit=$((SECONDS + $1)) pid alive
    shift
    while :; do
        alive=no
        for pid in "$@"; do kill -0 "$pid" 2>/dev/null && alive=yes; done
        [[ $alive == no ]] && return
        kill -0 "$server" 2>/dev/null || die "the server ended under load; see $home/logs/console.log."
        if ((SECONDS > limit)); then
            note "ending SIPp, which still waits for answers"
            kill -KILL "$@" 2>/dev/null
            return
        fi
        sleep 0.2
    done
}

uas_pids=()
# answer SCENARIO: the called side, in the background; COUNT processes share the callees' addresses
answer() {
    local count g
    count=$(generators "$rate")
    for ((g = 1; g <= count; g++)); do
        slice "$work/uas.$g.csv" SEQUENTIAL "$work/callees" "$g" "$count"
        mkdir -p "$work/uas.$g"
        (cd "$work/uas.$g" && exec sipp -timeout $((seconds + warm_up + 300)) -sf "$1" -t ui -inf "$work/uas.$g.csv" -ip_field 0 \
            -i "127.15.1.$g" -p "$ue_port" "${common[@]}" -stf stat.csv -l 10000 >screen.log 2>&1) &
        uas_pids+=("$!")
        started+=("$!")
    done
    sleep 1.5
}

# last_stat FIELD FILE...: sum over processes of the last value of a SIPp counter
last_stat() {
    local field=$1 file
    shift
    for file in "$@"; do
        awk -F';' -v field="$field" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == field) at = i } END { if (at) print $at }' "$file" 2>/dev/null
    done | awk '{ sum += $1 } END { print sum + 0 }'
}

# percentile RTD P FILE...: response time in ms
percentile() {
    local rtd=$1 p=$2
    shift 2
    cat "$@" 2>/dev/null | awk -F';' -v rtd="$rtd" '$3 == rtd { print $2 }' | sort -n |
        awk -v p="$p" '{ v[NR] = $1 } END { if (NR) { i = int(NR * p / 100 + 0.999999); print v[i < 1 ? 1 : i] } else print "-" }'
}

# prepare_call COUNT: the first half of so many users calls the second; the callers' Route is what their registration brought
prepare_call() {
    local n users=$1 half=$(($1 / 2)) attempt missing=0
    : >"$work/register-all"
    for ((n = 0; n < users; n++)); do
        printf '%s;u%s;[authentication username=u%s@%s password=u%s]\n' "$(address $((n % half)) $((16 + n / half)))" "$n" "$n" "$domain" "$n" >>"$work/register-all"
    done
    note "registering $users UEs"
    : >"$work/service-routes"
    # a cold server may be late for some: those try again
    for attempt in 1 2 3 4; do
        awk -F';' -v routes="$work/service-routes" 'BEGIN { while ((getline line < routes) > 0) { split(line, f, ";"); there[f[1]] = 1 } } !($2 in there)' \
            "$work/register-all" >"$work/register-now"
        missing=$(wc -l <"$work/register-now")
        ((missing == 0 || attempt == 4)) && break
        drive "register$attempt" "$bench/sipp/register.xml" "$work/register-now" $((attempt == 1 ? 50 : 20)) "$missing"
        cat "$work/register$attempt".*/*logs.log >>"$work/service-routes"
    done
    ((missing == 0)) || die "only $((users - missing)) of $users UEs could register; see $work/register3.1."
    awk -F';' -v half="$half" -v routes="$work/service-routes" '
        BEGIN { while ((getline line < routes) > 0) { split(line, f, ";"); route[f[1]] = f[2] } }
        { n = NR - 1 } n < half { printf "%s;u%d;u%d;%s\n", $1, n, n + half, route["u" n] }' "$work/register-all" >"$work/callers"
    awk -F';' -v half="$half" 'NR > half { printf "%s;%s\n", $1, $2 }' "$work/register-all" >"$work/callees"
}
