package org.calliope.ims.hss.sh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.ClientRules;
import org.calliope.ims.diameter.DiameterNode;
import org.calliope.ims.diameter.PeerAddress;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sh.DataReference;
import org.calliope.ims.sh.DataSelection;
import org.calliope.ims.sh.ImsUserState;
import org.calliope.ims.sh.ProfileUpdateRequest;
import org.calliope.ims.sh.PushNotificationAnswer;
import org.calliope.ims.sh.ShData;
import org.calliope.ims.sh.ShDataXml;
import org.calliope.ims.sh.Subject;
import org.calliope.ims.sh.SubscribeNotificationsRequest;
import org.calliope.ims.sh.SubscriptionType;
import org.calliope.ims.sh.UserDataRequest;
import org.calliope.ims.sh.UserIdentity;
import org.calliope.ims.trace.Join;
import org.junit.jupiter.api.Test;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** An application server made with the Sh client that ours use: TS 29.328 6.1. */
class ShClientTest extends ShFixture {

    private static final Subject SUBJECT = Subject.of(UserIdentity.of(new PublicIdentity(ALICE)));

    private static <A> A get(CompletionStage<A> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void readsChangesAndHears() throws InterruptedException {
        BlockingQueue<ShData> heard = new LinkedBlockingQueue<>();
        try (DiameterNode client = DiameterNode.client("as2.ims.example", "ims.example", ClientRules.sh(List.of(
                new PeerAddress("hss.ims.example", "127.0.0.1", hss.port())), Duration.ofSeconds(5))
                .with((request, from) -> {
                    heard.add(ShDataXml.parse(request.userData()));
                    return new PushNotificationAnswer(ResultCode.SUCCESS);
                }), trace, new SimpleMeterRegistry())) {
            await().atMost(Duration.ofSeconds(10)).until(client::connected);

            assertThat(get(client.sh().update(new ProfileUpdateRequest(SUBJECT, List.of(DataReference.REPOSITORY_DATA),
                    repository("mmtel", 0, "<a/>")), Join.NONE)).result()).isEqualTo(ResultCode.SUCCESS);
            assertThat(ShDataXml.parse(get(client.sh().read(new UserDataRequest(SUBJECT,
                    DataSelection.repository("mmtel")), Join.NONE)).userData().orElseThrow()).repositoryData())
                    .singleElement().satisfies(one -> assertThat(one.serviceData()).contains("<a></a>"));
            assertThat(get(client.sh().subscribe(new SubscribeNotificationsRequest(SUBJECT, DataSelection.of(
                    DataReference.IMS_USER_STATE), SubscriptionType.SUBSCRIBE), Join.NONE)).result())
                    .isEqualTo(ResultCode.SUCCESS);
            register(ALICE);
            assertThat(heard.poll(10, TimeUnit.SECONDS).ims().userState()).contains(ImsUserState.REGISTERED);
        }
    }
}
