package org.calliope.ims.hss.check;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.calliope.ims.hss.cx.CxProcedures;
import org.calliope.ims.hss.cx.CxRules;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.Services;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.secret.SecretUnreadable;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.RegistrationStore;

/** Says what a subscriber will do, and what is odd about it. Any thread; blocks on SQL, and on DNS for a second. */
public final class Checks implements AutoCloseable {

    private static final int MOST_NODES = 1_000;
    /** For all hosts of a subscriber together: somebody waits for the page. */
    private static final Duration LOOKUPS = Duration.ofSeconds(1);

    /** What came of it. */
    public record Report(List<Answer> answers, List<Advice> advice) {
    }

    private final Provisioning provisioning;
    private final RegistrationStore paper;
    private final CxRules rules;
    private final String domain;
    private final HostLookup hosts;

    /**
     * Opens them, with the resolver of this machine.
     *
     * @param rules  as the Diameter server has them
     * @param domain home network domain
     */
    public Checks(Provisioning provisioning, RegistrationStore store, CxRules rules, String domain) {
        this(provisioning, store, rules, domain, HostLookup::resolves);
    }

    /**
     * Opens them.
     *
     * @param resolver whether a host name leads anywhere; may block for long
     */
    public Checks(Provisioning provisioning, RegistrationStore store, CxRules rules, String domain,
            Predicate<String> resolver) {
        this.provisioning = provisioning;
        this.paper = store.onPaper();
        this.rules = rules;
        this.domain = domain;
        this.hosts = new HostLookup(resolver, LOOKUPS);
    }

    /**
     * Looks at a subscription as it is stored.
     *
     * @param secrets whether the reader may hear that a key is a well-known one, which is as good as the key itself
     */
    public Report of(Subscription subscription, boolean secrets, Texts texts) {
        Services services = Services.of(subscription, provisioning);
        Subject subject = new Subject(subscription, credentials(subscription), services, subscription.capabilitySet().isEmpty()
                ? Optional.empty() : provisioning.find(Kind.CAPABILITY_SET, subscription.capabilitySet()),
                provisioning.list(Kind.SERVING_NODE, "", MOST_NODES), domain,
                hosts.of(services.servers().values().stream().map(ServiceRules::host).toList()));
        return new Report(PaperRun.of(subscription,
                trace -> new CxProcedures(paper, rules, trace), domain, texts), advice(subject, secrets));
    }

    static List<Advice> advice(Subject subject, boolean secrets) {
        return Stream.of(IdentityRules.ALL, ServiceRules.ALL, secrets ? ServiceRules.OF_SECRETS : List.<Rule>of())
                .flatMap(List::stream).flatMap(rule -> rule.look(subject))
                .sorted((a, b) -> Boolean.compare(b.grave(), a.grave())).toList();
    }

    private Map<String, Credentials> credentials(Subscription subscription) {
        Map<String, Credentials> all = new LinkedHashMap<>();
        for (PrivateUser user : subscription.privateIdentities()) {
            try {
                all.put(user.identity(), provisioning.credentials(user));
            } catch (SecretUnreadable e) {
                continue; // a rule says that there is none
            }
        }
        return all;
    }

    @Override
    public void close() {
        hosts.close();
    }
}
