package org.calliope.ims.diameter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.CxPushHandler;
import org.calliope.ims.diameter.StackConfiguration.Watchdog;
import org.calliope.ims.sh.ShPushHandler;

/**
 * How a node asks the HSS or tells the charging function: made by {@link #cx}, {@link #sh} or {@link #rf}, changed by
 * the others. Immutable.
 */
public final class ClientRules {

    private final long application;
    private final List<PeerAddress> servers;
    private final Duration timeout;
    private final Watchdog watchdog;
    private final List<SupportedFeatures> features;
    private final Optional<CxPushHandler> cxPush;
    private final Optional<ShPushHandler> shPush;

    private ClientRules(long application, List<PeerAddress> servers, Duration timeout, Watchdog watchdog,
                        List<SupportedFeatures> features, Optional<CxPushHandler> cxPush,
                        Optional<ShPushHandler> shPush) {
        if (servers.isEmpty() || servers.size() > StackConfiguration.MOST_SERVERS) {
            throw new IllegalArgumentException("a client has 1 to " + StackConfiguration.MOST_SERVERS + " servers");
        }
        this.application = application;
        this.servers = List.copyOf(servers);
        this.timeout = timeout;
        this.watchdog = watchdog;
        this.features = List.copyOf(features);
        this.cxPush = cxPush;
        this.shPush = shPush;
    }

    /**
     * A CSCF.
     *
     * @param servers the primary, then its stand-ins, 1 to 16, each with another Diameter identity
     * @param timeout how long to wait for an answer, accurate to 50 ms
     */
    public static ClientRules cx(List<PeerAddress> servers, Duration timeout) {
        return new ClientRules(Dictionary.CX_APPLICATION, servers, timeout, Watchdog.DEFAULT, List.of(),
                Optional.empty(), Optional.empty());
    }

    /** An application server; parameters as of {@link #cx}. */
    public static ClientRules sh(List<PeerAddress> servers, Duration timeout) {
        return new ClientRules(Dictionary.SH_APPLICATION, servers, timeout, Watchdog.DEFAULT, List.of(),
                Optional.empty(), Optional.empty());
    }

    /** Who charges offline; parameters as of {@link #cx}. Which of the servers a request goes to is said with each. */
    public static ClientRules rf(List<PeerAddress> servers, Duration timeout) {
        return new ClientRules(Dictionary.ACCOUNTING_APPLICATION, servers, timeout, Watchdog.DEFAULT, List.of(),
                Optional.empty(), Optional.empty());
    }

    /** @param handler takes RTR and PPR, which are otherwise answered COMMAND_UNSUPPORTED */
    public ClientRules with(CxPushHandler handler) {
        return new ClientRules(application, servers, timeout, watchdog, features, Optional.of(handler), shPush);
    }

    /** @param handler takes PNR, which is otherwise answered COMMAND_UNSUPPORTED */
    public ClientRules with(ShPushHandler handler) {
        return new ClientRules(application, servers, timeout, watchdog, features, cxPush, Optional.of(handler));
    }

    /** @param supported what each request says in Supported-Features, without the M bit */
    public ClientRules with(List<SupportedFeatures> supported) {
        return new ClientRules(application, servers, timeout, watchdog, supported, cxPush, shPush);
    }

    ClientRules with(Watchdog other) {
        return new ClientRules(application, servers, timeout, other, features, cxPush, shPush);
    }

    long application() {
        return application;
    }

    List<PeerAddress> servers() {
        return servers;
    }

    Duration timeout() {
        return timeout;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    List<SupportedFeatures> features() {
        return features;
    }

    Optional<CxPushHandler> cxPush() {
        return cxPush;
    }

    Optional<ShPushHandler> shPush() {
        return shPush;
    }
}
