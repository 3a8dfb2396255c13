# Real softphones without display or sound card, and the tones they send each other.
# Sourced by checks after lib.sh.
# shellcheck shell=bash disable=SC2154  # work comes from lib.sh

declare -A phone_pid phone_control phone_in

# tone FILE HERTZ: twenty seconds of a sine, telephone quality
tone() { sox -n -r 8000 -c 1 -b 16 "$1" synth 20 sine "$2" gain -6; }

# pitch FILE: the strongest frequency in Hz, 0 when the recording is silent or absent
pitch() {
    local level
    [[ -s $1 ]] || { echo 0; return; }
    level=$(sox "$1" -n stat 2>&1 | awk '/RMS +amplitude/ { print ($3 > 0.01) }')
    [[ $level == 1 ]] || { echo 0; return; }
    sox "$1" -n stat -freq 2>&1 | awk 'NF == 2 && $1 ~ /^[0-9.]+$/ && $1 > 50 && $1 < 3800 { power[$1] += $2 }
        END { for (f in power) if (power[f] > best) { best = power[f]; at = f } printf "%d\n", at }'
}

# heard FILE HERTZ: the recording is that tone (an FFT bin is 2 Hz wide)
heard() {
    local found
    found=$(pitch "$1")
    ((found > $2 - 12 && found < $2 + 12))
}

# seconds FILE: how long the recording is
seconds() { sox "$1" -n stat 2>&1 | awk '/^Length/ { printf "%.1f\n", $3 }'; }

# baresip_start NAME USER AUTH_USER PASSWORD SIP_PORT HERTZ TRANSPORT
# Answers by itself, sends HERTZ, records what it hears. SIP_PORT + 1 is its TLS port, + 5 its control port.
baresip_start() {
    local name=$1 dir=$work/$1 port=$5 modules
    for modules in /usr/lib/baresip/modules /usr/lib/*/baresip/modules /usr/local/lib/baresip/modules; do
        [[ -d $modules ]] && break
    done
    mkdir -p "$dir"
    tone "$dir/tone.wav" "$6"
    cat >"$dir/config" <<END
poll_method epoll
sip_listen 127.0.0.1:$port
net_interface 127.0.0.1
call_local_timeout 60
audio_player aufile,$dir/unused.wav
audio_source aufile,$dir/tone.wav
audio_alert aufile,$dir/unused.wav
ausrc_srate 8000
auplay_srate 8000
rtp_ports $((port + 10000))-$((port + 10098))
module_path $modules
module g711.so
module aufile.so
module sndfile.so
module_tmp uuid.so
module_tmp account.so
module_app contact.so
module_app debug_cmd.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:$((port + 5))
snd_path $dir
END
    printf '<sip:%s@%s>;auth_user=%s;auth_pass=%s;outbound="sip:%s;transport=%s";regint=300;audio_codecs=PCMU;answermode=auto\n' \
        "$2" "$DOMAIN" "$3" "$4" "$PCSCF" "$7" >"$dir/accounts"
    : >"$dir/contacts"
    (cd "$dir" && exec baresip -f "$dir" -s </dev/null >log 2>&1) &
    phone_pid[$name]=$!
    phone_control[$name]=$((port + 5))
    keep "$!"
}

# baresip_do NAME COMMAND [PARAMETERS]: one command; the answer goes to NAME/control
baresip_do() {
    local json="{\"command\":\"$2\",\"params\":\"${3:-}\",\"token\":\"t\"}"
    {
        exec 8<>"/dev/tcp/127.0.0.1/${phone_control[$1]}" || return 1
        printf '%d:%s,' "${#json}" "$json" >&8
        timeout 0.5 cat <&8 >>"$work/$1/control"
        exec 8<&-
    } 2>/dev/null
    return 0
}

baresip_says() { tr -d '\000' <"$work/$1/log" | grep -qE "$2"; }
# the answer to its last REGISTER names no contact of this phone any more
baresip_gone() {
    tr -d '\000' <"$work/$1/log" | awk -v port=":$2" '/^SIP\/2.0 200/ { answer = 1; there = 0 } answer && /^Contact:/ { there = index($0, port) > 0 } /^CSeq:.*REGISTER/ && answer { last = 1 }
        /^\r?$/ { if (answer && last) state = there; answer = 0; last = 0 } END { exit state }'
}
baresip_registered() { baresip_says "$1" '[0-9]+ binding'; }
baresip_in_call() { baresip_says "$1" 'Call established'; }
baresip_ended() { baresip_says "$1" 'terminated|session closed'; }

# baresip_heard NAME: the newest recording of what the phone received
baresip_heard() {
    local file newest=''
    for file in "$work/$1"/dump-*-dec.wav; do [[ -f $file ]] && newest=$file; done
    printf '%s' "$newest"
}

phone_stop() {
    stop "${phone_pid[$1]}"
    wait "${phone_pid[$1]}" 2>/dev/null || true
}

# of phones with a command line: typed NAME LINE, says NAME REGEX, quits NAME
typed() { printf '%s\n' "$2" >&"${phone_in[$1]}"; }
says() { grep -qE "$2" "$work/$1/log"; }
quits() {
    typed "$1" quit
    local fd=${phone_in[$1]}
    exec {fd}>&-
    await 5 not_alive "${phone_pid[$1]}" || true
    phone_stop "$1"
}
not_alive() { ! kill -0 "$1" 2>/dev/null; }

# linphone_start NAME USER AUTH_USER PASSWORD SIP_PORT HERTZ TRANSPORT
# Driven by lines on its standard input; plays and records files instead of a sound card.
linphone_start() {
    local name=$1 dir=$work/$1 port=$5 udp=-1 tcp=-1 fd
    mkdir -p "$dir/.local/share/linphone"
    tone "$dir/tone.wav" "$6"
    if [[ $7 == tcp ]]; then tcp=$port; else udp=$port; fi
    # it rewrites this file when it ends, so it is made anew each time
    cat >"$dir/rc" <<END
[sip]
sip_port=$udp
sip_tcp_port=$tcp
sip_tls_port=0
use_ipv6=0
guess_hostname=0
contact=sip:$2@127.0.0.1
register_only_when_network_is_up=0
default_proxy=0
[net]
mtu=1300
[rtp]
audio_rtp_port=$((port + 10000))
[sound]
echocancellation=0
[auth_info_0]
username=$3
userid=$3
passwd=$4
realm=$DOMAIN
[proxy_0]
reg_proxy=<sip:$PCSCF;transport=$7>
reg_route=<sip:$PCSCF;transport=$7>
reg_identity=sip:$2@$DOMAIN
reg_expires=300
reg_sendregister=1
publish=0
END
    rm -f "$dir/in"
    mkfifo "$dir/in"
    (cd "$dir" && HOME=$dir exec linphonec -c "$dir/rc" -a -d 3 -l "$dir/stack.log" <"$dir/in" >log 2>&1) &
    phone_pid[$name]=$!
    keep "$!"
    exec {fd}>"$dir/in"
    phone_in[$name]=$fd
    linphone_do "$name" "ipv6 disable"
    linphone_do "$name" "soundcard use files"
    linphone_do "$name" "play $dir/tone.wav"
    linphone_do "$name" "record $dir/heard.wav"
}

linphone_do() { typed "$1" "$2"; sleep 0.5; }
linphone_registered() { grep -q 'LinphoneRegistrationOk' "$work/$1/stack.log"; }
linphone_in_call() { says "$1" 'Media streams established|Call answered'; }
linphone_ended() { says "$1" 'ended'; }

# twinkle_start NAME USER AUTH_USER PASSWORD SIP_PORT: its command line; without a sound card it sends and hears nothing
twinkle_start() {
    local name=$1 dir=$work/$1 port=$5 fd
    mkdir -p "$dir/.twinkle"
    cat >"$dir/.twinkle/$2.cfg" <<END
user_name=$2
user_domain=$DOMAIN
user_display=$2
auth_name=$3
auth_pass=$4
outbound_proxy=$PCSCF
all_requests_to_proxy=yes
register_at_startup=yes
registration_time=600
END
    cat >"$dir/.twinkle/twinkle.sys" <<END
sip_port=$port
rtp_port=$((port + 10000))
dev_ringtone=alsa:null
dev_speaker=alsa:null
dev_mic=alsa:null
log_show_sip=yes
END
    rm -f "$dir/in"
    mkfifo "$dir/in"
    (cd "$dir" && HOME=$dir exec twinkle -c -f "$2" <"$dir/in" >log 2>&1) &
    phone_pid[$name]=$!
    keep "$!"
    exec {fd}>"$dir/in"
    phone_in[$name]=$fd
}
