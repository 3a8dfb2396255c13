#!/usr/bin/env bash
# linphone and baresip call each other, each once the caller; the tones are found in both recordings.
# shellcheck source=../lib.sh
. "$(dirname -- "$0")/../lib.sh"
# shellcheck source=../phones.sh
. "$(dirname -- "$0")/../phones.sh"
need linphonec baresip sox

sound() {
    local file
    file=$(baresip_heard "$1")
    heard "$file" 440; verdict $? "baresip hears linphone's 440 Hz" "heard $(pitch "$file") Hz"
    heard "$work/$2/heard.wav" 660; verdict $? "linphone hears baresip's 660 Hz" "heard $(pitch "$work/$2/heard.wav") Hz"
}

what "linphone calls baresip, UDP"
linphone_start lin1 alice alice alice 15300 440 udp
baresip_start bare1 bob bob bob 15320 660 udp
await 10 linphone_registered lin1; verdict $? "linphone registers"
await 10 baresip_registered bare1; verdict $? "baresip registers"
linphone_do lin1 "call sip:bob@$DOMAIN"
await 10 baresip_in_call bare1; verdict $? "the call is answered"
sleep 5
linphone_do lin1 terminate
await 5 baresip_ended bare1; verdict $? "linphone's hang-up reaches baresip"
quits lin1
phone_stop bare1
sound bare1 lin1

what "baresip calls linphone, TCP"
linphone_start lin2 alice alice alice 15340 440 tcp
baresip_start bare2 bob bob bob 15360 660 tcp
await 10 linphone_registered lin2; verdict $? "linphone registers"
await 10 baresip_registered bare2; verdict $? "baresip registers"
baresip_do bare2 dial "sip:alice@$DOMAIN"
await 10 baresip_in_call bare2; verdict $? "linphone answers"
sleep 5
baresip_do bare2 hangup
await 5 linphone_ended lin2; verdict $? "baresip's hang-up reaches linphone"
quits lin2
phone_stop bare2
sound bare2 lin2
