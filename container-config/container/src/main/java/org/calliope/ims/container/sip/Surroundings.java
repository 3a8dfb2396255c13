package org.calliope.ims.container.sip;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calliope.ims.container.dns.Reach;
import org.calliope.ims.container.transport.Transport;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.node.Topology;

/** What follows from where the server listens. Pure. */
final class Surroundings {

    private Surroundings() { }

    /** The other elements, which send on behalf of everybody. */
    static Set<String> neighbours(Topology topology, List<String> trusted) {
        return Stream.concat(trusted.stream(), topology.sipElements().stream().map(SipEndpoint::host))
            .collect(Collectors.toSet());
    }

    static Map<String, Role> roles(List<ListenAddress> addresses) {
        Map<String, Role> roles = new HashMap<>();
        for (ListenAddress address : addresses) {
            Stream.of(Role.values()).filter(role -> role.label().equals(address.label())).findFirst()
                .ifPresent(role -> roles.put(address.sentBy(), role));
        }
        return roles;
    }

    static Map<SipEndpoint, Role> endpoints(List<ListenAddress> addresses) {
        Map<SipEndpoint, Role> endpoints = new HashMap<>();
        addresses.forEach(address -> Stream.of(Role.values()).filter(role -> role.label().equals(address.label())).findFirst()
            .ifPresent(role -> endpoints.put(new SipEndpoint(address.host(), address.port()), role)));
        return endpoints;
    }

    static Reach reach(List<ListenAddress> addresses) {
        return new Reach(Stream.of(Transport.values())
            .filter(t -> addresses.stream().anyMatch(a -> a.transport() == t)).toList(),
            addresses.stream().anyMatch(a -> a.host().indexOf(':') < 0), addresses.stream().anyMatch(a -> a.host().indexOf(':') >= 0));
    }
}
