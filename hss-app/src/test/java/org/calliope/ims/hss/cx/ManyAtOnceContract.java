package org.calliope.ims.hss.cx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.cx.ServerAssignmentType.AUTHENTICATION_FAILURE;
import static org.calliope.ims.cx.ServerAssignmentType.REGISTRATION;
import static org.calliope.ims.cx.ServerAssignmentType.UNREGISTERED_USER;
import static org.calliope.ims.cx.ServerAssignmentType.USER_DEREGISTRATION;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.trace.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One subscriber is registered, changed and removed by many at once, on every database: nothing is lost or stuck. */
abstract class ManyAtOnceContract extends CxFixture {

    private static final Actor TEST = new Actor("test");
    private static final String CAROL = "carol@ims.example";
    private static final String CAROL_SIP = "sip:carol@ims.example";
    private static final int ROUNDS = 400;

    private Provisioning provisioning;

    private interface Round {
        void run(int number);
    }

    @Test
    @Timeout(120)
    void nothingIsLostAndNothingIsStuck() throws Exception {
        provisioning = new Provisioning(database, Clock.systemUTC());
        Provision.share(database, TABLET, ALICE_SIP);
        Provision.add(database, Provision.subscriber(CAROL, CAROL_SIP));
        AtomicInteger written = new AtomicInteger();
        run(List.of(
                n -> comeAndGo(ALICE, ALICE_SIP, n), n -> comeAndGo(TABLET, ALICE_SIP, n),
                n -> comeAndGo(CAROL, CAROL_SIP, n), n -> comeAndGo(CAROL, CAROL_SIP, n + 1),
                n -> count(written), n -> count(written), n -> removeAndAdd()));

        assertThat(document().implicitSets().get(0).publicIdentities().get(0).displayName())
                .as("each change that was acknowledged is there").isEqualTo(String.valueOf(written.get()));
        assertThat(written.get()).isPositive();
        assertNotStuck(ALICE, ALICE_SIP);
        assertNotStuck(TABLET, ALICE_SIP);
        assertNotStuck(CAROL, CAROL_SIP);
    }

    private void run(List<Round> all) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(all.size());
        try {
            List<Future<?>> threads = new ArrayList<>();
            for (Round each : all) {
                threads.add(pool.submit(() -> {
                    for (int n = 0; n < ROUNDS; n++) {
                        each.run(n);
                    }
                }));
            }
            for (Future<?> thread : threads) {
                thread.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** Whatever comes in between, who began to authenticate says how it ended. */
    private void comeAndGo(String impi, String impu, int number) {
        try {
            mar(impi, impu, S1);
            sar(number % 3 == 0 ? AUTHENTICATION_FAILURE : REGISTRATION, S1, impi, impu);
            if (number % 2 == 0) {
                sar(USER_DEREGISTRATION, S1, impi, impu);
            } else if (number % 5 == 0) {
                sar(UNREGISTERED_USER, S1, "", impu);
            }
        } catch (DiameterRefusal goneMeanwhile) {
            assertThat(goneMeanwhile.result().orElseThrow().code()).as(refusals()).isEqualTo(5001);
        }
    }

    private String refusals() {
        return trace.since(Math.max(0, trace.sequence() - 20), 20).stream().filter(Decision.class::isInstance)
                .map(Decision.class::cast).filter(one -> one.outcome() == Decision.Outcome.REFUSED).map(Decision::reason)
                .distinct().toList().toString();
    }

    private Subscription document() {
        return provisioning.find(Kind.SUBSCRIPTION, ALICE).orElseThrow();
    }

    private void count(AtomicInteger written) {
        Subscription old = document();
        ImplicitSet set = old.implicitSets().get(0);
        PublicUser first = set.publicIdentities().get(0);
        int next = first.displayName().isEmpty() ? 1 : Integer.parseInt(first.displayName()) + 1;
        try {
            provisioning.replace(Kind.SUBSCRIPTION, ALICE, new Subscription(old.name(), "", "", old.visitedNetworks(),
                    old.privateIdentities(), List.of(new ImplicitSet(set.privateIdentities(),
                            List.of(first.named(String.valueOf(next)))))), Optional.of(Provisioning.tag(old)), TEST);
            written.incrementAndGet();
        } catch (Refused overtaken) {
            assertThat(overtaken.why()).isEqualTo(Refused.Why.OVERTAKEN);
        }
    }

    private void removeAndAdd() {
        provisioning.remove(Kind.SUBSCRIPTION, CAROL, Optional.empty(), TEST);
        Provision.add(database, Provision.subscriber(CAROL, CAROL_SIP));
    }

    private void assertNotStuck(String impi, String impu) {
        Situation seen = state(impi, impu);
        assertThat(seen.authPending()).as("authentication of " + impi).isFalse();
        assertThat(seen.serverName().isPresent()).as("server of " + impi)
                .isEqualTo(seen.state() != RegistrationState.NOT_REGISTERED);
        if (seen.state() == RegistrationState.REGISTERED) {
            assertThat(seen.registeredMembers()).isPositive();
        } else {
            assertThat(seen.registeredMembers()).isZero();
        }
    }

    @Test
    void aRegisteredPrivateIdentityThatIsRemovedLeavesNoRegistrationBehind() {
        provisioning = new Provisioning(database, Clock.systemUTC());
        Provision.share(database, TABLET, ALICE_SIP);
        register(TABLET, ALICE_SIP, S1);
        Subscription old = document();
        provisioning.replace(Kind.SUBSCRIPTION, ALICE, new Subscription(old.name(), "", "", old.visitedNetworks(),
                old.privateIdentities().subList(0, 1), List.of(new ImplicitSet(List.of(ALICE),
                        old.implicitSets().get(0).publicIdentities()))), Optional.empty(), TEST);
        assertState(ALICE_SIP, RegistrationState.NOT_REGISTERED, "");
    }
}
