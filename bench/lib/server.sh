# Sourced by bench/run.
# shellcheck shell=bash
# The system under load: a home of its own, on ports of its own.

# shellcheck source=set-key.sh
. "$bench/lib/set-key.sh"

# build MODULE FILE: makes what a module of ours makes, unless it is there
build() {
    [[ -f $root/$1/target/$2 ]] && return
    note "building $1 (log: bench/target/build.log)"
    mkdir -p "$bench/target"
    (cd "$root" && ./mvnw -B -ntp -pl "$1" -am -DskipTests package) >"$bench/target/build.log" 2>&1 ||
        die "$1 did not build; see bench/target/build.log."
}

configure() {
    cp "$dist"/conf/* "$home/conf/"
    set_key "$home/conf/ims.properties" pcscf "sip:127.0.0.1:$pcscf_port"
    set_key "$home/conf/ims.properties" icscf "sip:127.0.0.1:$icscf_port"
    set_key "$home/conf/ims.properties" scscf "sip:127.0.0.1:$scscf_port"
    set_key "$home/conf/ims.properties" bgcf "sip:127.0.0.1:$bgcf_port"
    set_key "$home/conf/ims.properties" ecscf "sip:127.0.0.1:$ecscf_port"
    set_key "$home/conf/ims.properties" hss "aaa://127.0.0.1:$hss_port"
    set_key "$home/conf/server.properties" http-port "$console_port"
    set_key "$home/conf/hss.properties" demo-subscribers false
    case $kind in
        register | call)
            cp "$dist"/deploy/* "$home/deploy/"
            if [[ $service == yes ]]; then configure_service; fi
            ;;
        proxy | options)
            build bench/proxy-sample proxy-sample.war
            cp "$bench/proxy-sample/target/proxy-sample.war" "$home/deploy/proxy-sample.sar"
            ;;
    esac
}

start_server() {
    local limit=$((SECONDS + 120))
    note "starting the server with $("$java" -version 2>&1 | head -n 1)"
    # the options as they are shipped, and a log of the collections; from the home, whose path may have spaces
    CALLIOPE_HOME=$home JAVA_OPTS="${JAVA_OPTS:-} -Xlog:gc:file=logs/gc.log:uptime" "$dist/bin/server" >"$home/logs/console.log" 2>&1 </dev/null &
    server=$!
    started+=("$server")
    # the bare container has no console: its log tells when it listens
    until grep -q 'ready: HTTP' "$home/logs/server.log" 2>/dev/null; do
        kill -0 "$server" 2>/dev/null || die "the server stopped while starting; see $home/logs/console.log."
        ((SECONDS < limit)) || die "the server was not ready within 120 s; see $home/logs/console.log."
        sleep 0.3
    done
}

# system_up: the server, and UEs that can do what the bench is about
system_up() {
    configure
    start_server
    case $kind in
        register) provision "$users"; lists ;;
        call) provision "$users"; prepare_call "$users" ;;
        *) lists ;;
    esac
}

# address N RANGE: each UE has its own loopback address, 127.16.x.y for callers, 127.17.x.y for callees;
# each SIPp process has a main socket of its own beside those of its UEs: 127.15.x.y
address() { printf '127.%s.%s.%s' "$2" "$(($1 / 250))" "$(($1 % 250 + 1))"; }

# for curl; the password stays out of the process list
as_administrator() { printf 'user = "admin:%s"\n' "$(<"$home/data/admin-password")" >"$work/curlrc"; }

# the SIM of every UE with --aka: "Calliope-bench-1" and -0, since SIPp takes an octet that is [ for a keyword
sim_k=43616c6c696f70652d62656e63682d31 sim_op=43616c6c696f70652d62656e63682d30 sim_amf=8000

# provision COUNT: subscribers u0, u1 and so on
provision() {
    local status sim=''
    note "provisioning $1 subscribers"
    if [[ $aka == yes ]]; then sim="\"authentication\":{\"k\":\"$sim_k\",\"op\":\"$sim_op\",\"amf\":\"$sim_amf\"}"; fi
    awk -v users="$1" -v sim="$sim" 'BEGIN { printf "["; for (n = 0; n < users; n++) printf "%s{\"user\":\"u%d\",%s}", n ? "," : "", n, sim ? sim : "\"password\":\"u" n "\""; print "]" }' >"$work/subscribers.json"
    as_administrator
    status=$(curl -sS -m 120 -K "$work/curlrc" -H 'Content-Type: application/json' --data-binary "@$work/subscribers.json" \
        -o "$work/provision.answer" -w '%{http_code}' "http://127.0.0.1:$console_port/api/v1/subscriptions")
    [[ $status == 201 ]] || die "provisioning failed with $status: $(head -c 300 "$work/provision.answer")"
    if [[ $service == yes ]]; then provision_service; fi
}

# lists: who calls whom, one line a UE
lists() {
    local sim=''
    if [[ $aka == yes ]]; then sim="aka_K=0x$sim_k aka_OP=0x$sim_op aka_AMF=0x$sim_amf"; fi
    awk -v users="$users" -v kind="$kind" -v sim="$sim" -v domain="$domain" -v port="$ue_port" -v callers="$work/callers" -v callees="$work/callees" '
        function address(n, range) { return "127." range "." int(n / 250) "." n % 250 + 1 }
        BEGIN {
            for (n = 0; n < users; n++) {
                more = kind == "proxy" ? ";" address(n, 17) ":" port : ""
                if (kind == "register") more = ";[authentication username=u" n "@" domain " " (sim ? sim : "password=u" n) "]"
                print address(n, 16) ";u" n more >callers
                if (kind == "proxy") print address(n, 17) ";v" n >callees
            }
        }'
}
