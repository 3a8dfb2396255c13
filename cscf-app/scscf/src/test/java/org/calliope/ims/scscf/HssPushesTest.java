package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.cx.DeregistrationReason.Code;
import org.calliope.ims.cx.IdentityWithEmergencyRegistration;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.PushProfileRequest;
import org.calliope.ims.cx.RegistrationTerminationAnswer;
import org.calliope.ims.cx.RegistrationTerminationRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.trace.Join;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HssPushesTest {

    private static final Asker HSS = Asker.of("hss.ims.example", "ims.example", Join.NONE);
    private static final PrivateIdentity ALICE = new PrivateIdentity("alice@ims.example");
    private static final PrivateIdentity TABLET = new PrivateIdentity("tablet@ims.example");
    private static final PublicIdentity WORK = new PublicIdentity("sip:alice.work@ims.example");

    private final Phone.Network network = new Phone.Network();
    private final Phone alice = network.phone("alice");
    private final List<RegistrationChange> heard = new ArrayList<>();

    HssPushesTest() {
        network.book.listen(heard::add);
    }

    @ParameterizedTest
    @CsvSource({"PERMANENT_TERMINATION,REJECTED", "SERVER_CHANGE,DEACTIVATED", "REMOVE_S_CSCF,DEACTIVATED",
        "NEW_SERVER_ASSIGNED,REASSIGNED"})
    @DisplayName("TS 29.229 6.3.17, TS 24.229 5.4.1.5: an RTR ends the registration, and its reason says what is heard")
    void reasons(Code code, Cause cause) {
        alice.register();

        RegistrationTerminationAnswer answer = terminate(code, List.of(), List.of());

        assertThat(answer.result()).isEqualTo(ResultCode.SUCCESS);
        assertThat(answer.associatedIdentities()).isEmpty();
        assertThat(answer.emergencyRegistrations()).isEmpty();
        assertThat(network.registrations.size()).isZero();
        assertThat(network.book.watched()).isZero();
        assertThat(heard).last().satisfies(change -> {
            assertThat(change.cause()).isEqualTo(cause);
            assertThat(change.after()).isEmpty();
        });
        assertThat(network.hss.assignmentTypes()).as("the HSS knows: it said so")
                .containsExactly(ServerAssignmentType.REGISTRATION);
    }

    @Test
    @DisplayName("TS 29.228 6.1.3: an RTR for one private identity leaves the contacts of another")
    void onePrivateIdentity() {
        alice.register();
        registerByUserName(tablet());

        terminate(Code.PERMANENT_TERMINATION, List.of(), List.of());

        assertThat(bindings()).extracting(Binding::impi).containsExactly(TABLET);
    }

    @Test
    @DisplayName("TS 29.228 6.1.3, TS 29.229 6.3.33: associated identities go too and are named in the answer")
    void associatedIdentities() {
        alice.register();
        registerByUserName(tablet());

        RegistrationTerminationAnswer answer = terminate(Code.SERVER_CHANGE,
                List.of(TABLET, new PrivateIdentity("stranger@ims.example")), List.of());

        assertThat(answer.associatedIdentities()).as("only who was registered").containsExactly(TABLET);
        assertThat(network.registrations.size()).isZero();
    }

    @Test
    @DisplayName("TS 29.228 6.1.3: with public identities only their sets end")
    void publicIdentities() {
        alice.register();
        registerByUserName(network.phone("alice").to(WORK.uri()));

        terminate(Code.PERMANENT_TERMINATION, List.of(), List.of(WORK));

        assertThat(network.registrations.find(WORK)).isEmpty();
        assertThat(bindings()).hasSize(1);
    }

    @Test
    @DisplayName("TS 29.228 6.1.3, 6.2: DIAMETER_ERROR_USER_UNKNOWN for who is not registered here")
    void unknown() {
        assertThatThrownBy(() -> terminate(Code.PERMANENT_TERMINATION, List.of(), List.of()))
                .isInstanceOfSatisfying(DiameterRefusal.class, refusal ->
                        assertThat(refusal.result()).contains(ResultCode.ERROR_USER_UNKNOWN));
        assertThatThrownBy(() -> push(profile(open(alice.identity()))))
                .isInstanceOfSatisfying(DiameterRefusal.class, refusal ->
                        assertThat(refusal.result()).contains(ResultCode.ERROR_USER_UNKNOWN));
    }

    @Test
    @DisplayName("TS 29.228 6.2, TS 24.229 5.4.1.8: identities that come, go or are barred change the set at once")
    void implicitSet() {
        network.hss.implicitSet(open(alice.identity()), open(WORK));
        alice.register();
        PublicIdentity tel = new PublicIdentity("tel:+4930123");
        UserProfile pushed = profile(open(alice.identity()), barred(WORK), open(tel));

        assertThat(push(pushed)).isEqualTo(ResultCode.SUCCESS);

        Registration now = network.registrations.find(tel).orElseThrow();
        assertThat(now.identities()).containsExactly(alice.identity(), tel);
        assertThat(now.profile()).isEqualTo(pushed);
        assertThat(now.bindings()).hasSize(1);
        assertThat(ImplicitSet.barred(now.profile(), WORK)).as("found, to be refused").contains(true);
        assertThat(heard).last().extracting(RegistrationChange::cause).isEqualTo(Cause.PROFILE);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.8: another default identity: the contacts move to the set that has it")
    void defaultIdentity() {
        network.hss.implicitSet(open(alice.identity()), open(WORK));
        alice.register();
        List<Binding> before = bindings();

        push(profile(open(WORK), open(alice.identity())));

        Registration now = network.registrations.find(alice.identity()).orElseThrow();
        assertThat(now.defaultIdentity()).isEqualTo(WORK);
        assertThat(now.bindings()).isEqualTo(before);
        assertThat(heard).as("one change, and no end").last().satisfies(change -> {
            assertThat(change.before().map(Registration::defaultIdentity)).contains(alice.identity());
            assertThat(change.after()).contains(now);
            assertThat(change.cause()).isEqualTo(Cause.PROFILE);
        });
        assertThat(heard).hasSize(2);
        assertThat(network.registrations.size()).isEqualTo(1);
        assertThat(network.book.watched()).isEqualTo(1);
        network.pass(3600);
        assertThat(network.registrations.size()).isZero();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.5: nobody stays registered whose identities are all barred, and the HSS hears of it")
    void allBarred() {
        alice.register();

        assertThat(push(profile(barred(alice.identity())))).isEqualTo(ResultCode.SUCCESS);

        assertThat(network.registrations.size()).isZero();
        assertThat(heard).last().extracting(RegistrationChange::cause).isEqualTo(Cause.REJECTED);
        assertThat(network.hss.assignmentTypes()).endsWith(ServerAssignmentType.ADMINISTRATIVE_DEREGISTRATION);
    }

    @Test
    @DisplayName("TS 29.228 6.2: charging addresses alone leave the profile as it was")
    void charging() {
        alice.register();
        Registration before = network.registrations.find(alice.identity()).orElseThrow();
        ChargingInformation addresses = new ChargingInformation("", "", "aaa://ccf.ims.example", "");

        network.hss.pushes().push(new PushProfileRequest(ALICE, Optional.empty(), Optional.of(addresses)), HSS);

        Registration now = network.registrations.find(alice.identity()).orElseThrow();
        assertThat(now.charging()).contains(addresses);
        assertThat(now.profile()).isEqualTo(before.profile());
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.6: re-authentication leaves the operator's time, and who uses it stays registered")
    void reauthentication() {
        alice.register();

        assertThat(network.serving.network().reauthenticate(alice.identity()).toCompletableFuture())
                .isCompletedWithValue(true);

        assertThat(bindings()).extracting(Binding::expires).containsExactly(network.now().plusSeconds(60));
        assertThat(heard).last().extracting(RegistrationChange::cause).isEqualTo(Cause.SHORTENED);
        alice.register();
        network.pass(61);
        assertThat(bindings()).hasSize(1);
        network.serving.network().reauthenticate(alice.identity());
        network.pass(60);
        assertThat(network.registrations.size()).as("who does not is gone (5.4.1.5)").isZero();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.6: nothing is shortened for who is not registered, nor made longer")
    void nothingToShorten() {
        assertThat(network.serving.network().reauthenticate(WORK).toCompletableFuture())
                .isCompletedWithValue(false);
        alice.expires(60).register();
        List<Binding> before = bindings();
        network.pass(1);

        network.serving.network().reauthenticate(alice.identity());

        assertThat(bindings()).isEqualTo(before);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.5, 5.4.1.6: an emergency registration is neither ended nor shortened, and the HSS told so")
    void emergency() {
        alice.register();
        alice.at("sip:alice@127.0.0.1:5073;sos").register();
        Binding sos = bindings().get(1);

        network.serving.network().reauthenticate(alice.identity());
        assertThat(bindings()).hasSize(2).contains(sos);
        RegistrationTerminationAnswer answer = terminate(Code.PERMANENT_TERMINATION, List.of(), List.of());
        assertThat(bindings()).containsExactly(sos);
        assertThat(answer.result()).isEqualTo(ResultCode.LIMITED_SUCCESS);
        assertThat(answer.emergencyRegistrations()).as("TS 29.229 6.3.57")
                .containsExactly(new IdentityWithEmergencyRegistration(ALICE, alice.identity()));
        network.serving.network().deregister(alice.identity(), Cause.REJECTED, "test", Join.NONE);
        assertThat(bindings()).containsExactly(sos);
        assertThat(network.hss.assignmentTypes())
                .doesNotContain(ServerAssignmentType.ADMINISTRATIVE_DEREGISTRATION);
    }

    @Test
    @DisplayName("RFC 6733 7.1.5: an RTR before the element is up is told to come again")
    void tooEarly() {
        FirstUp early = new FirstUp(Duration.ofMillis(1));

        assertThatThrownBy(() -> early.push(new PushProfileRequest(ALICE, Optional.empty(), Optional.empty()), HSS))
                .isInstanceOfSatisfying(DiameterRefusal.class, refusal ->
                        assertThat(refusal.result()).contains(ResultCode.UNABLE_TO_COMPLY));
        early.up(network.hss.pushes());
        alice.register();
        assertThat(early.terminate(new RegistrationTerminationRequest(ALICE, List.of(), List.of(),
                new DeregistrationReason(Code.SERVER_CHANGE, "")), HSS).result()).isEqualTo(ResultCode.SUCCESS);
    }

    private Phone tablet() {
        return alice.at("sip:alice@127.0.0.1:5072").userName(TABLET.value()).password("tablet");
    }

    /** One whose private identity is not what its public identity looks like: challenged anew once it is named. */
    private static void registerByUserName(Phone phone) {
        RegisterAnswer named = phone.answer(((RegisterAnswer.Challenged) phone.ask()).challenge());
        assertThat(phone.answer(((RegisterAnswer.Challenged) named).challenge()))
                .isInstanceOf(RegisterAnswer.Accepted.class);
    }

    private List<Binding> bindings() {
        return network.registrations.find(alice.identity()).map(Registration::bindings).orElse(List.of());
    }

    private RegistrationTerminationAnswer terminate(Code code, List<PrivateIdentity> associated,
                                                    List<PublicIdentity> identities) {
        return network.hss.pushes().terminate(new RegistrationTerminationRequest(ALICE, associated, identities,
                new DeregistrationReason(code, "test")), HSS);
    }

    private ResultCode push(UserProfile profile) {
        return network.hss.pushes().push(new PushProfileRequest(ALICE, Optional.of(profile), Optional.empty()), HSS)
                .result();
    }

    private static UserProfile profile(ProfileIdentity... identities) {
        return new UserProfile(ALICE, List.of(new ServiceProfile(List.of(identities), List.of())));
    }

    private static ProfileIdentity open(PublicIdentity identity) {
        return new ProfileIdentity(identity, false, Optional.empty());
    }

    private static ProfileIdentity barred(PublicIdentity identity) {
        return new ProfileIdentity(identity, true, Optional.empty());
    }
}
