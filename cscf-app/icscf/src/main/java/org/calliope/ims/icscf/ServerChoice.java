package org.calliope.ims.icscf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.sip.SipRefusal;

/**
 * Chooses the S-CSCF for a user who has none: TS 24.229 5.3.1.2, TS 29.228 6.7. Those that the HSS names come first,
 * in its order; then those of the list that have all mandatory capabilities, the most optional ones first, and among
 * equals one by the load sharing. Who did not answer lately is taken when nobody else is left. Any thread.
 */
final class ServerChoice {

    static final String RULE = "s-cscf selection";

    private static final String CLAUSE = "TS 24.229 5.3.1.3";
    private static final int BUSY_EVERYWHERE = 600;

    private final List<Server> servers;
    private final Silent silent;
    private final IntUnaryOperator sharing;

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

    private ServerChoice(List<Server> servers, Silent silent, IntUnaryOperator sharing) {
        this.servers = List.copyOf(servers);
        this.silent = silent;
        this.sharing = sharing;
    }

    /**
     * @param configured values of scscf-list
     * @param only       the S-CSCF when none is configured
     * @param sharing    which of so many equal servers is taken: 0 to that number less one
     * @throws IllegalArgumentException when an entry is no SIP URI followed by numbers
     */
    static ServerChoice of(List<String> configured, String only, Silent silent, IntUnaryOperator sharing) {
        if (configured.isEmpty()) {
            return new ServerChoice(List.of(new Server(only, Set.of(), true)), silent, sharing);
        }
        List<Server> servers = new ArrayList<>();
        for (String entry : configured) {
            servers.add(server(entry));
        }
        return new ServerChoice(servers, silent, sharing);
    }

    /** @return whether more than one S-CSCF is configured */
    boolean several() {
        return servers.size() > 1;
    }

    /**
     * @param tried servers that are not to be taken again
     * @return SIP URI of the S-CSCF for these capabilities; nothing when all that have them were tried
     * @throws SipRefusal when there is none that has the mandatory ones
     */
    Optional<String> choose(Optional<ServerCapabilities> capabilities, Set<String> tried) {
        ServerCapabilities wanted = capabilities.orElse(new ServerCapabilities(List.of(), List.of(), List.of()));
        List<Server> able = servers.stream().filter(server -> wanted.mandatory().stream().allMatch(server::has)).toList();
        if (able.isEmpty() && wanted.serverNames().isEmpty()) {
            throw new SipRefusal(BUSY_EVERYWHERE, "no S-CSCF has the capabilities that the user needs", RULE, CLAUSE,
                    Map.of("mandatory", wanted.mandatory().toString()));
        }
        Predicate<String> fresh = uri -> !tried.contains(uri);
        return best(wanted, able, fresh.and(uri -> !silent.contains(uri))).or(() -> best(wanted, able, fresh));
    }

    private Optional<String> best(ServerCapabilities wanted, List<Server> able, Predicate<String> allowed) {
        return wanted.serverNames().stream().filter(allowed).findFirst().or(() -> {
            List<Server> equals = new ArrayList<>();
            long most = 0;
            for (Server server : able) {
                long has = wanted.optional().stream().filter(server::has).count();
                if (!allowed.test(server.uri()) || has < most) {
                    continue;
                }
                if (has > most) {
                    equals.clear();
                    most = has;
                }
                equals.add(server);
            }
            return equals.isEmpty() ? Optional.empty()
                    : Optional.of(equals.get(sharing.applyAsInt(equals.size())).uri());
        });
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
