#!/usr/bin/env bash
# An operator looks at who is talking to whom and ends the call: both phones hear of it, and stay registered.
# shellcheck source=../lib.sh
. "$(dirname -- "$0")/../lib.sh"
# shellcheck source=../phones.sh
. "$(dirname -- "$0")/../phones.sh"
need baresip sox curl

# owner PATH OPTION...: a question to the REST interface with the owner's key
owner() {
    local path=$1
    shift
    curl -fsS -m 10 -u "admin:$(cat "$CALLIOPE_HOME/data/admin-password")" "$@" "$CONSOLE/api/v1$path"
}

what "baresip pair"
baresip_start alice-9 alice alice alice 15460 440 udp
baresip_start bob-9 bob "bob@$DOMAIN" bob 15480 660 tcp
await 10 baresip_registered alice-9; verdict $? "alice registers"
await 10 baresip_registered bob-9; verdict $? "bob registers"
baresip_do alice-9 dial "sip:bob@$DOMAIN"
await 10 baresip_in_call alice-9; verdict $? "alice's call is answered"

what "an operator"
call=$(owner "/calls?user=alice@")
grep -q "\"callers\":\[\"sip:alice@$DOMAIN\"\],\"called\":\[\"sip:bob@$DOMAIN\"\]" <<<"$call"; verdict $? "sees who calls whom" "$call"
icid=$(sed -n 's/.*"icid":"\([^"]*\)".*/\1/p' <<<"$call")
owner "/calls?icid=$icid" -X DELETE; verdict $? "ends the call"
await 5 baresip_ended alice-9; verdict $? "the call ends at alice"
await 5 baresip_ended bob-9; verdict $? "the call ends at bob"
[[ $(owner "/calls?user=alice@") == '{"total":0,"items":[]}' ]]; verdict $? "and is in the list no more"
owner "/subscriptions/alice@$DOMAIN/registration" | grep -q '"state":"REGISTERED"'; verdict $? "alice is registered as before"
phone_stop alice-9
phone_stop bob-9
