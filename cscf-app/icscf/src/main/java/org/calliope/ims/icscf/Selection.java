package org.calliope.ims.icscf;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.sip.SipRefusal;

/**
 * Which S-CSCFs one REGISTER was sent to and which one is next, TS 24.229 5.3.1.2 and 5.3.1.3: none is taken twice.
 * For the thread that has the request.
 */
final class Selection {

    private static final String CLAUSE = "TS 24.229 5.3.1.3";
    private static final int SERVER_TIMEOUT = 504;

    private final ServerChoice choice;
    private final Optional<String> named;
    private final Optional<ServerCapabilities> capabilities;
    private final int mostTries;
    private final Set<String> tried;
    private String current = "";

    /**
     * @param named        the S-CSCF that the user has
     * @param capabilities what one is chosen by when the user has none
     * @param tried        S-CSCFs that this REGISTER was sent to before
     */
    Selection(ServerChoice choice, Optional<String> named, Optional<ServerCapabilities> capabilities, int mostTries,
              Set<String> tried) {
        this.choice = choice;
        this.named = named;
        this.capabilities = capabilities;
        this.mostTries = mostTries;
        this.tried = new LinkedHashSet<>(tried);
    }

    /** @return whether the HSS named the S-CSCF: for another one it has to be asked for capabilities */
    boolean isNamed() {
        return named.isPresent();
    }

    /** @return the S-CSCF that the HSS named */
    Optional<String> named() {
        return named;
    }

    /** @return whether there is any S-CSCF beside the one that has the request now */
    boolean hasOthers() {
        return tried.size() < mostTries && choice.several();
    }

    /** @return the S-CSCF that has the REGISTER now, "" before the first */
    String current() {
        return current;
    }

    /** @return SIP URI of the S-CSCF to send the request to, which then has it; nothing when none is left */
    Optional<String> next() {
        Optional<String> server = tried.size() >= mostTries ? Optional.empty()
                : named.or(() -> choice.choose(capabilities, tried));
        server.ifPresent(uri -> {
            current = uri;
            tried.add(uri);
        });
        return server;
    }

    /** @return the refusal when none is left */
    SipRefusal noneLeft() {
        return new SipRefusal(SERVER_TIMEOUT, "no S-CSCF answers", ServerChoice.RULE, CLAUSE,
                Map.of("tried", tried.toString()));
    }
}
