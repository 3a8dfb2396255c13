package org.calliope.ims.diameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.calliope.ims.diameter.FakeHss.ALICE;
import static org.calliope.ims.diameter.FakeHss.ALICE_PRIVATE;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import org.calliope.ims.cx.AkaVector;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.diameter.Dictionary.Name;
import org.calliope.ims.identity.PrivateIdentity;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.client.api.IMessage;
import org.jdiameter.client.impl.parser.MessageParser;
import org.junit.jupiter.api.Test;

/** Every AVP of TS 29.229 6.1 that has a place in a message is on the wire and comes back from it. */
class CxMessagesTest {

    private static final String WILDCARD = "sip:chat-!.*!@ims.example";

    private static AvpReader encoded(Consumer<AvpWriter> writer) {
        IMessage message = new MessageParser().createEmptyMessage(303, Dictionary.CX_APPLICATION);
        writer.accept(new AvpWriter(message.getAvps()));
        try {
            return new AvpReader(new MessageParser().createMessage(RawPeer.bytes(message)).getAvps());
        } catch (AvpDataException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static <T> void comesBack(T value, Consumer<AvpWriter> writer, Function<AvpReader, T> reader) {
        assertThat(reader.apply(encoded(writer))).isEqualTo(value);
    }

    private static Octets octets(int length, int first) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return Octets.of(bytes);
    }

    private static AkaVector vector(int item) {
        return new AkaVector(item, octets(32, 200 + item), octets(8, item), octets(16, 1), octets(16, 2));
    }

    /** TS 29.229 6.3.44 and 6.3.56. */
    @Test
    void emergencyRegistration() {
        UserAuthorizationRequest request = new UserAuthorizationRequest(ALICE_PRIVATE, ALICE, "visited.example",
                UserAuthorizationType.REGISTRATION, true, OptionalInt.of(4));
        comesBack(request, out -> CxRequests.write(request, out), CxRequests::userAuthorization);
    }

    /** TS 29.228 6.1.4: for another S-CSCF; TS 29.229 6.3.35: the wildcard is text, no identity. */
    @Test
    void locationInfo() {
        LocationInfoRequest request = new LocationInfoRequest(ALICE, false,
                Optional.of(UserAuthorizationType.REGISTRATION_AND_CAPABILITIES), OptionalInt.of(0));
        comesBack(request, out -> CxRequests.write(request, out), CxRequests::locationInfo);
        LocationInfoAnswer answer = new LocationInfoAnswer(ResultCode.SUCCESS, Optional.of("sip:s"), Optional.empty(),
                Optional.of(WILDCARD));
        comesBack(answer, out -> CxAnswers.write(answer, out), in -> CxAnswers.locationInfo(ResultCode.SUCCESS, in));
    }

    /** TS 29.229 6.3.11: RAND and AUTS, of any bytes; another length makes no sense. */
    @Test
    void resynchronisation() {
        MultimediaAuthRequest request = new MultimediaAuthRequest(ALICE_PRIVATE, ALICE, "sip:s",
                AuthScheme.DIGEST_AKAV1_MD5, 3, Optional.of(octets(30, 240)));
        comesBack(request, out -> CxRequests.write(request, out), CxRequests::multimediaAuth);
        MultimediaAuthRequest cut = new MultimediaAuthRequest(ALICE_PRIVATE, ALICE, "sip:s",
                AuthScheme.DIGEST_AKAV1_MD5, 3, Optional.of(octets(29, 1)));
        AvpReader wrong = encoded(out -> CxRequests.write(cut, out));
        assertThatThrownBy(() -> CxRequests.multimediaAuth(wrong)).isInstanceOfSatisfying(DiameterRefusal.class,
                refusal -> assertThat(refusal.result()).contains(ResultCode.INVALID_AVP_VALUE));
    }

    /** TS 29.229 6.1.8: the order is that of SIP-Item-Number. */
    @Test
    void akaVectors() {
        MultimediaAuthAnswer answer = MultimediaAuthAnswer.of(List.of(vector(2), vector(1), vector(3)));
        AvpReader in = encoded(out -> CxAnswers.write(answer, out));

        assertThat(in.number(Name.SIP_NUMBER_AUTH_ITEMS)).isEqualTo(3);
        assertThat(CxAnswers.multimediaAuth(ResultCode.SUCCESS, in).vectors())
                .containsExactly(vector(1), vector(2), vector(3));
        assertThat(answer.toString()).contains("16 octets").doesNotContain("[1, 2");
        assertThatThrownBy(() -> new AkaVector(1, octets(31, 0), octets(8, 0), octets(16, 0), octets(16, 0)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("SIP-Authenticate");
    }

    /** TS 29.229 6.3.36: MD5 and beside it another algorithm of RFC 7616. */
    @Test
    void alternateDigest() {
        MultimediaAuthAnswer answer = new MultimediaAuthAnswer(ResultCode.SUCCESS, Optional.of(new DigestAuthenticate(
                "ims.example", "MD5", "auth", "11", Optional.of(new DigestAuthenticate.Alternate("SHA-256", "22")))));
        comesBack(answer, out -> CxAnswers.write(answer, out), in -> CxAnswers.multimediaAuth(ResultCode.SUCCESS, in));
        assertThat(answer.toString()).doesNotContain("11").doesNotContain("22");
    }

    /** TS 29.229 6.1.3 and 6.1.4. */
    @Test
    void serverAssignment() {
        ServerAssignmentRequest request = new ServerAssignmentRequest(Optional.of(ALICE_PRIVATE), List.of(ALICE),
                "sip:s", ServerAssignmentType.RESTORATION, true, Optional.of(WILDCARD), true, OptionalInt.of(2));
        comesBack(request, out -> CxRequests.write(request, out), CxRequests::serverAssignment);
        ServerAssignmentAnswer answer = new ServerAssignmentAnswer(ResultCode.SUCCESS, Optional.of(FakeHss.PROFILE),
                Optional.of(FakeHss.CHARGING), Optional.of(ALICE_PRIVATE),
                List.of(new PrivateIdentity("a2@ims.example"), new PrivateIdentity("a3@ims.example")), true,
                Optional.of(WILDCARD), Optional.of("sip:other"));
        comesBack(answer, out -> CxAnswers.write(answer, out),
                in -> CxAnswers.serverAssignment(ResultCode.SUCCESS, in));
    }
}
