#!/usr/bin/env bash
# twinkle as it comes: it registers, calls and is called, and takes its registration back.
# shellcheck source=../lib.sh
. "$(dirname -- "$0")/../lib.sh"
# shellcheck source=../phones.sh
. "$(dirname -- "$0")/../phones.sh"
need twinkle baresip sox

what "twinkle and baresip"
twinkle_start twin alice alice alice 15400
baresip_start bare bob bob bob 15420 660 udp
await 20 says twin 'registration succeeded'; verdict $? "twinkle registers"
await 10 baresip_registered bare; verdict $? "baresip registers"
typed twin "call sip:bob@$DOMAIN"
await 10 baresip_in_call bare; verdict $? "its call is answered"
await 5 says twin 'far end answered call'; verdict $? "twinkle knows"
typed twin bye
await 5 baresip_ended bare; verdict $? "its hang-up reaches baresip"
baresip_do bare dial "sip:alice@$DOMAIN"
await 10 says twin 'incoming call'; verdict $? "baresip's call reaches twinkle"
typed twin answer
await 10 says twin 'call established'; verdict $? "twinkle answers"
baresip_do bare hangup
await 5 says twin 'far end ended call'; verdict $? "baresip's hang-up reaches it"
quits twin
says twin 'de-registration succeeded'; verdict $? "twinkle takes its registration back"
phone_stop bare
