package org.calliope.ims.diameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.calliope.ims.diameter.FakeHss.ALICE;
import static org.calliope.ims.diameter.FakeHss.ALICE_PRIVATE;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.sh.DataReference;
import org.calliope.ims.sh.DataSelection;
import org.calliope.ims.sh.IdentitySet;
import org.calliope.ims.sh.ProfileUpdateAnswer;
import org.calliope.ims.sh.ProfileUpdateRequest;
import org.calliope.ims.sh.PushNotificationAnswer;
import org.calliope.ims.sh.PushNotificationRequest;
import org.calliope.ims.sh.RequestedDomain;
import org.calliope.ims.sh.ShHandler;
import org.calliope.ims.sh.Subject;
import org.calliope.ims.sh.SubscribeNotificationsAnswer;
import org.calliope.ims.sh.SubscribeNotificationsRequest;
import org.calliope.ims.sh.SubscriptionType;
import org.calliope.ims.sh.UserDataAnswer;
import org.calliope.ims.sh.UserDataRequest;
import org.calliope.ims.sh.UserIdentity;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All Sh commands over real TCP: TS 29.328 6.1, TS 29.329 6.1. */
class ShTest {

    private static final String DATA = "<Sh-Data><RepositoryData><ServiceIndication>mmtel</ServiceIndication>"
            + "<SequenceNumber>7</SequenceNumber></RepositoryData></Sh-Data>";
    private static final Instant UNTIL = Instant.parse("2040-02-29T12:00:00Z");
    private static final SupportedFeatures OURS = SupportedFeatures.of(1, 0b11);
    private static final Subject EVERYTHING = new Subject(UserIdentity.of(ALICE), Optional.of("sip:a!.*!@ims.example"),
            Optional.of(ALICE_PRIVATE), OptionalInt.of(0));

    private final Trace trace = new Trace(1_000, 1_000_000);
    private final BlockingQueue<Object> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> notified = new LinkedBlockingQueue<>();
    private DiameterNode hss;
    private DiameterNode as;

    private final class Handler implements ShHandler {

        @Override
        public UserDataAnswer read(UserDataRequest request, Asker asker) {
            asked.add(request);
            asked.add(asker);
            return new UserDataAnswer(ResultCode.SUCCESS, Optional.of("sip:a!.*!@ims.example"), Optional.of(DATA));
        }

        @Override
        public ProfileUpdateAnswer update(ProfileUpdateRequest request, Asker asker) {
            asked.add(request);
            return new ProfileUpdateAnswer(ResultCode.ERROR_TRANSPARENT_DATA_OUT_OF_SYNC, Optional.empty(),
                    Optional.of(new ProfileUpdateAnswer.Failed(DataReference.REPOSITORY_DATA, "mmtel", 7)));
        }

        @Override
        public SubscribeNotificationsAnswer subscribe(SubscribeNotificationsRequest request, Asker asker) {
            asked.add(request);
            return new SubscribeNotificationsAnswer(ResultCode.SUCCESS, Optional.empty(), Optional.of(DATA),
                    Optional.of(UNTIL));
        }

        @Override
        public List<SupportedFeatures> features() {
            return List.of(OURS);
        }
    }

    @BeforeEach
    void start() {
        hss = DiameterNode.server("hss.ims.example", "ims.example", new DiameterEndpoint("127.0.0.1", 0), trace,
                new SimpleMeterRegistry(), Duration.ofSeconds(1), new FakeHss(), new Handler());
        as = DiameterNode.client("as.ims.example", "ims.example", ClientRules.sh(
                List.of(new PeerAddress("hss.ims.example", "127.0.0.1", hss.port())), Duration.ofSeconds(2))
                .with(List.of(SupportedFeatures.of(1, 1))).with((request, from) -> {
                    notified.add(request);
                    notified.add(from.originHost());
                    return new PushNotificationAnswer(ResultCode.SUCCESS);
                }), trace, new SimpleMeterRegistry());
        await().atMost(5, TimeUnit.SECONDS).until(as::connected);
    }

    @AfterEach
    void stop() {
        as.close();
        hss.close();
    }

    private static <A> A get(CompletionStage<A> stage) {
        return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }

    /** TS 29.329 6.1.1 and 6.1.2; TS 29.328 6.2: who asks is known by Origin-Host. */
    @Test
    void userData() throws InterruptedException {
        UserDataRequest request = new UserDataRequest(EVERYTHING, new DataSelection(
                List.of(DataReference.REPOSITORY_DATA, DataReference.UE_5G_SRVCC_CAPABILITY), List.of("mmtel", "x"),
                List.of(IdentitySet.ALL_IDENTITIES, IdentitySet.ALIAS_IDENTITIES), Optional.of("sip:as.ims.example"),
                List.of("tag")), Optional.of(RequestedDomain.PS_DOMAIN), true);
        UserDataAnswer answer = get(as.sh().read(request, Join.NONE));

        assertThat(answer).isEqualTo(new UserDataAnswer(ResultCode.SUCCESS, Optional.of("sip:a!.*!@ims.example"),
                Optional.of(DATA)));
        assertThat(asked.poll(1, TimeUnit.SECONDS)).isEqualTo(request);
        Asker asker = (Asker) asked.poll(1, TimeUnit.SECONDS);
        assertThat(asker.originHost()).isEqualTo("as.ims.example");
        assertThat(asker.originRealm()).isEqualTo("ims.example");
        assertThat(asker.supports(1, 0)).isTrue();
        assertThat(asker.supports(1, 1)).isFalse();
    }

    /** TS 29.329 6.3.2: an MSISDN is a TBCD string. */
    @Test
    void aUserMayBeNamedByMsisdn() throws InterruptedException {
        for (String number : List.of("12125550101", "123456789012345", "1234567890")) {
            UserDataRequest request = new UserDataRequest(Subject.of(UserIdentity.ofMsisdn(number)),
                    DataSelection.of(DataReference.IMS_PUBLIC_IDENTITY));
            get(as.sh().read(request, Join.NONE));
            assertThat(asked.poll(1, TimeUnit.SECONDS)).isEqualTo(request);
            asked.clear();
        }
        assertThat(Tbcd.encode("123")).containsExactly(0x21, 0xF3);
        assertThatThrownBy(() -> Tbcd.decode(Octets.of(new byte[] {0x2A})))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** TS 29.329 6.1.3, 6.1.4 and 6.2.2.6. */
    @Test
    void profileUpdate() throws InterruptedException {
        ProfileUpdateRequest request = new ProfileUpdateRequest(EVERYTHING, List.of(DataReference.REPOSITORY_DATA),
                DATA);
        ProfileUpdateAnswer answer = get(as.sh().update(request, Join.NONE));

        assertThat(answer.result()).isEqualTo(ResultCode.ERROR_TRANSPARENT_DATA_OUT_OF_SYNC);
        assertThat(answer.failed())
                .contains(new ProfileUpdateAnswer.Failed(DataReference.REPOSITORY_DATA, "mmtel", 7));
        assertThat(asked.poll(1, TimeUnit.SECONDS)).isEqualTo(request);
    }

    /** TS 29.329 6.1.5, 6.1.6 and 6.3.16: the time is also right after 2036, RFC 5905 6. */
    @Test
    void subscribeNotifications() throws InterruptedException {
        SubscribeNotificationsRequest request = new SubscribeNotificationsRequest(EVERYTHING,
                DataSelection.repository("mmtel"), SubscriptionType.UNSUBSCRIBE, true,
                Optional.of(Instant.parse("2030-01-01T00:00:00Z")), true);
        SubscribeNotificationsAnswer answer = get(as.sh().subscribe(request, Join.NONE));

        assertThat(answer).isEqualTo(new SubscribeNotificationsAnswer(ResultCode.SUCCESS, Optional.empty(),
                Optional.of(DATA), Optional.of(UNTIL)));
        assertThat(asked.poll(1, TimeUnit.SECONDS)).isEqualTo(request);
    }

    /** TS 29.329 6.1.7 and 6.1.8: by the connection that the application server opened. */
    @Test
    void pushNotification() throws InterruptedException {
        PushNotificationRequest request = new PushNotificationRequest(EVERYTHING, DATA);

        assertThat(get(hss.peers().notify("as.ims.example", request, Join.NONE)).result())
                .isEqualTo(ResultCode.SUCCESS);
        assertThat(notified.poll(1, TimeUnit.SECONDS)).isEqualTo(request);
        assertThat(notified.poll(1, TimeUnit.SECONDS)).isEqualTo("hss.ims.example");
    }

    @Test
    void anApplicationServerHasNoCx() {
        assertThatThrownBy(as::cx).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(hss::sh).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(as::peers).isInstanceOf(IllegalStateException.class);
    }
}
