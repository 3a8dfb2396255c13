# Sourced by bench/run.
# shellcheck shell=bash
# An application server in the path of every call: the sample proxy, deployed beside the elements (docs/writing-a-service.md).

service_condition() { if [[ $service == yes ]]; then printf ', the sample proxy in the path'; fi; }

# before the server starts
configure_service() {
    cp "$dist/samples/proxy.sar" "$home/deploy/"
    set_key "$home/conf/server.properties" sip-listen "elements, udp:127.0.0.1:$service_port, tcp:127.0.0.1:$service_port"
    set_key "$home/conf/scscf.properties" trusted-peers "127.0.0.1:$service_port"
}

# provision_service: INVITEs of whom this profile is for visit it, on the caller's side
provision_service() {
    local api
    api=$(console_url)/api/v1
    service_document 201 "$api/application-servers" "{\"name\": \"proxy\", \"serverName\": \"sip:proxy@127.0.0.1:$service_port\"}"
    service_document 201 "$api/filter-criteria" '{"name": "own calls", "applicationServer": "proxy", "triggerPoint": "<TriggerPoint><ConditionTypeCNF>1</ConditionTypeCNF><SPT><Group>0</Group><Method>INVITE</Method></SPT><SPT><Group>1</Group><SessionCase>0</SessionCase></SPT></TriggerPoint>"}'
    service_document 200 "$api/service-profiles/default" '{"filterCriteria": [{"criteria": "own calls", "priority": 0}]}' \
        -X PATCH -H 'If-Match: *'
}

# service_document STATUS URL JSON OPTION...: 201 for what is new, 200 for a change
service_document() {
    local wanted=$1 url=$2 document=$3 type=application/json status
    if [[ $wanted == 200 ]]; then type=application/merge-patch+json; fi
    shift 3
    status=$(api -o "$work/service.answer" -w '%{http_code}' --data-binary "$document" -H "Content-Type: $type" "$@" "$url")
    [[ $status == "$wanted" ]] || die "$url answered $status: $(head -c 300 "$work/service.answer")"
}
