package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.cx.DeregistrationReason.Code;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.PushProfileRequest;
import org.calliope.ims.cx.RegistrationTerminationRequest;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.RegistrationType;
import org.calliope.ims.scscf.RegisterAnswer.Accepted;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.scscf.ThirdPartyDelivery.Answer;
import org.calliope.ims.trace.Join;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThirdPartyRegistrationsTest {

    private static final Asker HSS = Asker.of("hss.ims.example", "ims.example", Join.NONE);
    private static final PrivateIdentity IMPI = new PrivateIdentity("alice@ims.example");
    private static final String AS = "sip:as.example";
    private static final String OTHER = "sip:other.example";
    private static final String OF_ALICE = " sip:alice@ims.example ";
    private static final int UNAVAILABLE = 503;

    private final Phone.Network network = new Phone.Network("third-party-timeout", "5s");
    private final FakeServers servers = network.servers;
    private final Phone alice = network.phone("alice");

    ThirdPartyRegistrationsTest() {
        network.hss.criteria(Criteria.register(AS));
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.7: initial registration, refresh and de-registration by the user")
    void byTheUser() {
        register();
        network.pass(1800);
        register();
        alice.expires(0);
        register();

        assertThat(servers.heard).allSatisfy(register -> assertThat(register.join().icid())
                .as("also when the P-CSCF gave none").isNotEmpty());
        assertThat(servers.news()).containsExactly(AS + OF_ALICE + 3600, AS + OF_ALICE + 3600, AS + OF_ALICE + 0);
        assertThat(network.serving.thirdParty().underWay()).isZero();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.7: a contact less is no de-registration while another stays")
    void oneContactOfTwo() {
        register();
        Phone desk = alice.at("sip:alice@127.0.0.1:5071");
        register(desk.expires(600));
        servers.news();

        register(alice.expires(0));

        assertThat(servers.news()).containsExactly(AS + OF_ALICE + 600);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.5, 5.4.1.7: a registration that expires is over for the servers")
    void expiry() {
        register();
        servers.news();

        network.pass(3600);

        assertThat(servers.news()).containsExactly(AS + OF_ALICE + 0);
    }

    @ParameterizedTest
    @EnumSource(value = Code.class, names = {"PERMANENT_TERMINATION", "SERVER_CHANGE", "REMOVE_S_CSCF"})
    @DisplayName("TS 24.229 5.4.1.5, 5.4.1.7: so is one that the HSS ends")
    void termination(Code code) {
        register();
        servers.news();

        terminate(code);

        assertThat(servers.news()).containsExactly(AS + OF_ALICE + 0);
    }

    @Test
    @DisplayName("TS 29.228 6.1.3.1: NEW_SERVER_ASSIGNED is no de-registration: the new S-CSCF tells the servers")
    void newServer() {
        register();
        servers.news();

        terminate(Code.NEW_SERVER_ASSIGNED);

        assertThat(servers.news()).isEmpty();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.5, 5.4.1.7: an administrator's de-registration; the network's has an icid-value too")
    void administrator() {
        register();
        servers.heard.clear();

        network.serving.network().deregister(alice.identity(), Cause.REJECTED, "test", Join.NONE);

        assertThat(servers.heard).singleElement().satisfies(register -> {
            assertThat(register.expires()).isZero();
            assertThat(register.join().icid()).isNotEmpty();
        });
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.8: after a PPR who is named anew hears of the user, who is not any more of the end")
    void profile() {
        register();
        servers.news();
        network.pass(600);

        push(Criteria.register(OTHER));
        assertThat(servers.news()).containsExactly(AS + OF_ALICE + 0, OTHER + OF_ALICE + 3000);
        push(Criteria.register(OTHER));
        assertThat(servers.news()).as("nothing changed").isEmpty();
        push(Criteria.of(1, Criteria.informed(OTHER, "info", false, false)));
        assertThat(servers.heard).singleElement().satisfies(register ->
                assertThat(register.content()).as("new service information").isPresent());
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.7: an SAA with another profile has the same effect")
    void profileOfARefresh() {
        register();
        servers.news();
        network.hss.criteria(Criteria.register(OTHER));
        network.hss.assigning(ServerAssignmentType.RE_REGISTRATION, request -> network.hss.profile(
                new ServerAssignmentRequest(request.userName(), request.publicIdentities(),
                        request.serverName(), request.type(), false)));

        register();

        assertThat(servers.news()).containsExactlyInAnyOrder(AS + OF_ALICE + 0, OTHER + OF_ALICE + 3600);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.7: no answer, 408 and 5xx: sent again a few times, then the server is gone")
    void retries() {
        servers.silent(AS);
        register();
        network.pass(5);
        assertThat(servers.heard).as("waits a little").hasSize(1);
        servers.answering(AS, new Answer(UNAVAILABLE));
        network.pass(2);
        assertThat(servers.heard).hasSize(2);
        network.pass(2);
        network.pass(60);

        assertThat(servers.heard).as("three attempts").hasSize(3);
        assertThat(network.serving.thirdParty().underWay()).isZero();
        assertThat(counted("gone")).isEqualTo(1);
        assertThat(away()).isEqualTo(1);
        servers.unanswered.get(0).accept(new Answer(200));
        assertThat(away()).as("an answer after its time does not count").isEqualTo(1);
        servers.answering(AS, new Answer(200));
        register();
        assertThat(away()).as("it works again").isZero();
    }

    @Test
    @DisplayName("RFC 3261 20.33: not before Retry-After; who wants to be left alone for too long is gone")
    void retryAfter() {
        servers.answering(AS, new Answer(UNAVAILABLE, Optional.of(Duration.ofSeconds(30))));
        register();
        network.pass(29);
        assertThat(servers.heard).hasSize(1);
        servers.answering(AS, new Answer(UNAVAILABLE, Optional.of(Duration.ofHours(1))));
        network.pass(1);

        assertThat(servers.heard).hasSize(2);
        assertThat(counted("gone")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 603})
    @DisplayName("TS 24.229 5.4.1.7: any other refusal is the server's word: no second try, no default handling")
    void refused(int status) {
        network.hss.criteria(Criteria.of(1, Criteria.terminating(AS)));
        servers.answering(AS, new Answer(status));

        register();
        network.pass(60);

        assertThat(servers.heard).hasSize(1);
        assertThat(network.registrations.size()).isEqualTo(1);
        assertThat(counted("refused")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"SESSION_CONTINUED,1", "SESSION_TERMINATED,0"})
    @DisplayName("TS 24.229 5.4.1.7: default handling of a server that is gone: de-registered only if terminated")
    void defaultHandling(String handling, int registered) {
        network.hss.criteria(handling.equals("SESSION_TERMINATED")
                ? Criteria.of(1, Criteria.terminating(AS), RegistrationType.INITIAL)
                : Criteria.register(AS, RegistrationType.INITIAL));
        servers.answering(AS, new Answer(UNAVAILABLE));

        register();
        network.pass(2);
        assertThat(network.registrations.size()).isEqualTo(1);
        network.pass(2);

        assertThat(network.registrations.size()).isEqualTo(registered);
        assertThat(network.hss.assignmentTypes().contains(ServerAssignmentType.ADMINISTRATIVE_DEREGISTRATION))
                .isEqualTo(registered == 0);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.7: a server that is gone when a registration ends ends nothing more")
    void goneAtTheEnd() {
        network.hss.criteria(Criteria.of(1, Criteria.terminating(AS), RegistrationType.DE));
        servers.answering(AS, new Answer(UNAVAILABLE));
        register();
        register(alice.expires(0));
        register(alice.expires(3600));
        network.pass(2);
        network.pass(2);

        assertThat(servers.news()).containsExactly(AS + OF_ALICE + 0, AS + OF_ALICE + 0, AS + OF_ALICE + 0);
        assertThat(network.registrations.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("RFC 3261 10.3 step 7: what is newer waits for the answer before it, and an old try comes no more")
    void order() {
        servers.silent(AS);
        register();
        register(alice.expires(600));
        register(alice.expires(0));
        assertThat(servers.news()).as("one at a time").containsExactly(AS + OF_ALICE + 3600);

        servers.unanswered.get(0).accept(new Answer(UNAVAILABLE));

        assertThat(servers.news()).as("the newest, not the one that failed").containsExactly(AS + OF_ALICE + 0);
        servers.unanswered.get(1).accept(new Answer(200));
        network.pass(60);
        assertThat(servers.news()).isEmpty();
    }

    @Test
    @DisplayName("TS 23.167 7.3: servers hear nothing of an emergency registration")
    void emergency() {
        register(alice.at("sip:alice@127.0.0.1:5073;sos"));
        assertThat(servers.news()).isEmpty();
        register();
        assertThat(servers.news()).containsExactly(AS + OF_ALICE + 3600);
        register(alice.expires(0));

        assertThat(servers.news()).as("the ordinary registration is over").containsExactly(AS + OF_ALICE + 0);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.7: a user without criteria for it costs a server nothing")
    void nobody() {
        network.hss.criteria();

        register();
        register(alice.expires(0));

        assertThat(servers.heard).isEmpty();
    }

    private void register() {
        register(alice);
    }

    /** What the servlet does with a REGISTER. */
    private void register(Phone phone) {
        Accepted accepted = phone.register();
        accepted.change().ifPresent(all -> network.serving.thirdParty().registered(all, change ->
                new RegisterEvent(RegisterEvent.type(change), "sip:ims.example", Map.of(), () -> "", () -> "",
                        change.join())));
    }

    private void terminate(Code code) {
        network.hss.pushes().terminate(new RegistrationTerminationRequest(IMPI, List.of(), List.of(),
                new DeregistrationReason(code, "")), HSS);
    }

    private void push(InitialFilterCriteria... criteria) {
        UserProfile profile = new UserProfile(IMPI, List.of(new ServiceProfile(List.of(
                new ProfileIdentity(alice.identity(), false, Optional.empty())), List.of(criteria))));
        network.hss.pushes().push(new PushProfileRequest(IMPI, Optional.of(profile), Optional.empty()), HSS);
    }

    private double counted(String outcome) {
        return network.meters.counter(ThirdPartyDelivery.REGISTERS, "outcome", outcome).count();
    }

    private double away() {
        return network.meters.get(ThirdPartyDelivery.AWAY).gauge().value();
    }
}
