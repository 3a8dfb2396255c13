package org.calliope.ims.icscf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.sip.SipRefusal;

/**
 * Chooses the S-CSCF for a user who has none yet: TS 29.228 6.7, TS 24.229 5.3.1.2. All mandatory capabilities
 * must be there; of those that have them the first with the most optional ones is taken. Immutable.
 */
final class ServerChoice {

    private static final String RULE = "s-cscf selection";
    private static final String CLAUSE = "TS 24.229 5.3.1.3";
    private static final int SERVER_TIMEOUT = 504;

    private final List<Server> servers;

    /**
     * An S-CSCF.
     *
     * @param capabilities what it can
     * @param any          it is taken to have every capability
     */
    private record Server(String uri, Set<Long> capabilities, boolean any) {

        boolean has(long capability) {
            return any || capabilities.contains(capability);
        }
    }

    private ServerChoice(List<Server> servers) {
        this.servers = List.copyOf(servers);
    }

    /**
     * @param configured values of scscf-list
     * @param only       the S-CSCF when none is configured
     * @throws IllegalArgumentException when an entry is no SIP URI followed by numbers
     */
    static ServerChoice of(List<String> configured, String only) {
        if (configured.isEmpty()) {
            return new ServerChoice(List.of(new Server(only, Set.of(), true)));
        }
        List<Server> servers = new ArrayList<>();
        for (String entry : configured) {
            servers.add(server(entry));
        }
        return new ServerChoice(servers);
    }

    /** @return SIP URI of the S-CSCF for these capabilities */
    String choose(Optional<ServerCapabilities> wanted) {
        List<Long> mandatory = wanted.map(ServerCapabilities::mandatory).orElse(List.of());
        List<Long> optional = wanted.map(ServerCapabilities::optional).orElse(List.of());
        List<String> named = wanted.map(ServerCapabilities::serverNames).orElse(List.of());
        // TS 29.229 6.3.4: a Server-Name among the capabilities is the S-CSCF to take when there are no others
        if (!named.isEmpty()) {
            return named.get(0);
        }
        Server best = null;
        long mostOptional = -1;
        for (Server server : servers) {
            long has = optional.stream().filter(server::has).count();
            if (mandatory.stream().allMatch(server::has) && has > mostOptional) {
                best = server;
                mostOptional = has;
            }
        }
        if (best == null) {
            throw new SipRefusal(SERVER_TIMEOUT, "no S-CSCF has the capabilities that the user needs", RULE, CLAUSE,
                    Map.of("mandatory", mandatory.toString()));
        }
        return best.uri();
    }

    private static Server server(String entry) {
        String[] words = entry.strip().split("\\s+");
        try {
            ContactUri.parse(words[0]);
            Set<Long> capabilities = new HashSet<>();
            for (int i = 1; i < words.length; i++) {
                capabilities.add(Long.parseUnsignedLong(words[i]));
            }
            return new Server(words[0], capabilities, false);
        } catch (SipRefusal | NumberFormatException e) {
            throw new IllegalArgumentException("scscf-list: '" + entry + "' is no SIP URI followed by numbers", e);
        }
    }
}
