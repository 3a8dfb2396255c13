#!/usr/bin/env bash
# Two baresip phones register and call each other; what each hears is the other's tone.
# shellcheck source=../lib.sh
. "$(dirname -- "$0")/../lib.sh"
# shellcheck source=../phones.sh
. "$(dirname -- "$0")/../phones.sh"
need baresip sox

# pair ROUND TRANSPORT_OF_ALICE TRANSPORT_OF_BOB
# alice gives a plain user name as softphones do, bob his full private identity.
pair() {
    local a=alice-$1 b=bob-$1 port=$((15100 + $1 * 40)) file
    what "baresip pair, alice over $2, bob over $3"
    baresip_start "$a" alice alice alice "$port" 440 "$2"
    baresip_start "$b" bob "bob@$DOMAIN" bob "$((port + 20))" 660 "$3"
    await 10 baresip_registered "$a"; verdict $? "alice registers over $2"
    await 10 baresip_registered "$b"; verdict $? "bob registers over $3"
    baresip_do "$a" dial "sip:bob@$DOMAIN"
    await 10 baresip_in_call "$a"; verdict $? "alice's call is answered"
    sleep 5
    # the called one hangs up in odd rounds, the caller in even ones
    if (($1 % 2)); then baresip_do "$b" hangup; else baresip_do "$a" hangup; fi
    await 5 baresip_ended "$a"; verdict $? "the call ends at alice"
    await 5 baresip_ended "$b"; verdict $? "the call ends at bob"
    phone_stop "$a"
    phone_stop "$b"
    file=$(baresip_heard "$b")
    heard "$file" 440; verdict $? "bob hears alice's 440 Hz" "heard $(pitch "$file") Hz"
    file=$(baresip_heard "$a")
    heard "$file" 660; verdict $? "alice hears bob's 660 Hz" "heard $(pitch "$file") Hz"
    baresip_gone "$a" "$port"; verdict $? "alice takes her registration back when the phone ends"
}

pair 0 udp udp
pair 1 tcp tcp
pair 2 udp tcp
