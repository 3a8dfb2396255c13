#!/usr/bin/env bash
# Registration, calls and refusals with SIPp; alice is at 127.16.200.1, bob at 127.16.200.2.
# shellcheck source=../lib.sh
. "$(dirname -- "$0")/../lib.sh"
need sipp curl

flows=$ci_dir/sipp
load=$repo/bench/sipp
port=5080
expires=600
declare -A at=([alice]=127.16.200.1 [bob]=127.16.200.2 [carol]=127.16.200.3 [nobody]=127.16.200.4)

# fill SCENARIO OUT KEY VALUE...: a scenario with its @KEY@s set
fill() {
    local from=$1 to=$2 script=''
    shift 2
    while (($#)); do script+="s|@$1@|${2//&/\\&}|g;"; shift 2; done
    sed "$script" "$from" >"$to"
}

# as USER SCENARIO PASSWORD-OR-FIELD2 [FIELD3] [OPTION...]: SIPp once, as that UE
as() {
    local user=$1 scenario=$2 field2=$3 field3=${4:-} name
    shift $(($# < 4 ? $# : 4))
    name=$user-$(basename -- "$scenario" .xml)
    printf 'SEQUENTIAL\n%s;%s;%s;%s\n' "${at[$user]}" "$user" "$field2" "$field3" >"$work/$name.csv"
    (cd "$work" && exec timeout 20 sipp -sf "$scenario" -inf "$work/$name.csv" -i "${at[$user]}" -p "$port" \
        -key domain "$DOMAIN" -key port "$port" -key expires "$expires" -auth_uri "$DOMAIN" -max_socket 1000 \
        -m 1 -nostdin -timeout 12 -timeout_error -trace_msg -message_file "$work/$name.sip" \
        -trace_err -error_file "$work/$name.err" -trace_logs -log_file "$work/$name.log" "$@" "$PCSCF" >"$work/$name.out" 2>&1)
}

login() { printf '[authentication username=%s@%s password=%s]' "$1" "$DOMAIN" "${2:-$1}"; }

register() {
    as "$1" "$load/register.xml" "$(login "$1")"
    verdict $? "$1 registers with two REGISTERs and gets a Service-Route"
}

# what the network said, for a failed check
last_status() { grep -aoE '^SIP/2.0 [0-9]{3}.*' "$work/$1.sip" 2>/dev/null | tail -n 1 | tr -d '\r'; }

service_route() { sed -n "s/^$1;//p" "$work/$1-register.log" | tail -n 1; }

# callee USER SCENARIO: waits for one call in the background
callee() {
    as "$1" "$2" - - &
    callee=$!
    keep "$callee"
    sleep 0.5
}

ack='<send><![CDATA[
ACK @URI@ SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch-3]
Max-Forwards: 70
From: <sip:[field1]@[domain]>;tag=[pid]-[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: 1 ACK
Content-Length: 0

]]></send>'
ack=$(printf '%s' "$ack" | awk '{ printf "%s\\n", $0 }')

# gets STATUS METHOD URI WHAT: alice sends it and must get that status
gets() {
    local scenario=$work/$2-$1-$RANDOM.xml extra=''
    [[ $2 == INVITE ]] && extra=$ack
    fill "$flows/request.xml" "$scenario" ACK "$extra" METHOD "$2" URI "$3" STATUS "$1"
    as alice "$scenario" "$(service_route alice)"
    verdict $? "$4" "$(last_status "alice-$(basename "$scenario" .xml)")"
}

what "registration"
register alice
register bob

what "registrations that are refused"
as alice "$flows/register-wrong-password.xml" "$(login alice wrong)"
verdict $? "a wrong password gets new challenges and, the third time, 403" "$(last_status alice-register-wrong-password)"
fill "$flows/register-refused.xml" "$work/unknown-user.xml" STATUS 403 DOMAIN "$DOMAIN"
as nobody "$work/unknown-user.xml" -
verdict $? "an unknown user gets 403" "$(last_status nobody-unknown-user)"
grep -qaiE '^(Reason|Warning):' "$work/nobody-unknown-user.sip"; verdict $? "that 403 says why"
fill "$flows/register-refused.xml" "$work/unknown-domain.xml" STATUS 403 DOMAIN elsewhere.example
as alice "$work/unknown-domain.xml" -
verdict $? "a foreign domain gets 403" "$(last_status alice-unknown-domain)"

what "calls"
callee bob "$load/call-uas.xml"
as alice "$load/call-uac.xml" bob "$(service_route alice)" -d 500
verdict $? "alice calls bob, bob answers, alice hangs up" "$(last_status alice-call-uac)"
wait "$callee"; verdict $? "bob sees INVITE, ACK and BYE"
grep -qa '^P-Asserted-Identity:.*alice@' "$work/bob-call-uas.sip"; verdict $? "bob is told who calls (P-Asserted-Identity)"

fill "$flows/uas-refuse.xml" "$work/busy.xml" STATUS 486
callee bob "$work/busy.xml"
gets 486 INVITE "sip:bob@$DOMAIN" "a busy callee: the caller gets 486"
wait "$callee"; verdict $? "bob gets the ACK for his 486"

fill "$flows/uas-refuse.xml" "$work/decline.xml" STATUS 603
callee bob "$work/decline.xml"
gets 603 INVITE "sip:bob@$DOMAIN" "a declined call: the caller gets 603"
wait "$callee"; verdict $? "bob gets the ACK for his 603"

callee bob "$flows/uas-cancelled.xml"
as alice "$flows/uac-cancel.xml" "$(service_route alice)" bob
verdict $? "alice gives up while it rings: 200 and 487" "$(last_status alice-uac-cancel)"
wait "$callee"; verdict $? "bob gets the CANCEL"

what "other requests"
callee bob "$flows/uas-answer-message.xml"
gets 200 MESSAGE "sip:bob@$DOMAIN" "a MESSAGE reaches bob"
wait "$callee"; verdict $? "bob reads in it that alice sent it"
gets 200 OPTIONS "sip:$PCSCF" "OPTIONS to the P-CSCF is answered"
gets 404 INVITE "sip:nobody@$DOMAIN" "a call to an unknown user gets 404"
gets 480 INVITE "sip:carol@$DOMAIN" "a call to a user who is not registered gets 480"

what "malformed SIP"
printf 'INVITE sip:bob@%s SIP/2.0\r\nVia: SIP/2.0/UDP %s:%s;branch=z9hG4bKbad\r\nFrom: <sip:alice@%s\r\nTo: :::\r\n\r\n' \
    "$DOMAIN" "${at[alice]}" "$port" "$DOMAIN" >"/dev/udp/${PCSCF%:*}/${PCSCF##*:}"
printf '\x00\x01garbage' >"/dev/udp/${PCSCF%:*}/${PCSCF##*:}"
gets 200 OPTIONS "sip:$PCSCF" "after malformed SIP the P-CSCF still answers"

what "de-registration"
expires=0
for user in alice bob; do
    as "$user" "$load/register.xml" "$(login "$user")"
    verdict $? "$user de-registers" "$(last_status "$user-register")"
done
console /api/status | grep -q '"registrations" *: *0'; verdict $? "the console counts no registration"
