package org.calliope.ims.diameter;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.CxHandler;
import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.TriggerPoint;

/** Answers what it is told to and keeps what it was asked. */
final class FakeHss implements CxHandler {

    static final PrivateIdentity ALICE_PRIVATE = new PrivateIdentity("alice@ims.example");
    static final PublicIdentity ALICE = PublicIdentity.parse("sip:alice@ims.example");
    static final UserProfile PROFILE = new UserProfile(ALICE_PRIVATE, List.of(new ServiceProfile(
            List.of(new ProfileIdentity(ALICE, false, Optional.of("Alice <&> \"A\"")),
                    new ProfileIdentity(PublicIdentity.parse("tel:+1-212-555-0101"), true, Optional.empty())),
            List.of(new InitialFilterCriteria(3, TriggerPoint.allOf(List.of(new Method("MESSAGE"))),
                    new ApplicationServer("sip:as.ims.example", DefaultHandling.SESSION_CONTINUED))))));
    static final ChargingInformation CHARGING = new ChargingInformation("aaa://ecf1.ims.example", "",
            "aaa://cdf1.ims.example:3868;transport=tcp", "aaa://cdf2.ims.example");
    static final ServerCapabilities CAPABILITIES =
            new ServerCapabilities(List.of(1L, 4_294_967_295L), List.of(7L), List.of("sip:127.0.0.1:5064"));

    final BlockingQueue<Record> asked = new LinkedBlockingQueue<>();
    volatile Supplier<UserAuthorizationAnswer> onAuthorize = () -> new UserAuthorizationAnswer(
            ResultCode.FIRST_REGISTRATION, Optional.empty(), Optional.of(CAPABILITIES));
    volatile Supplier<LocationInfoAnswer> onLocate = () -> new LocationInfoAnswer(ResultCode.SUCCESS,
            Optional.of("sip:127.0.0.1:5064"), Optional.empty());
    volatile Supplier<MultimediaAuthAnswer> onAuthenticate = () -> new MultimediaAuthAnswer(ResultCode.SUCCESS,
            Optional.of(new DigestAuthenticate("ims.example", "MD5", "auth", "939e7578ed9e3c518a452acee763bce9")));
    volatile Supplier<ServerAssignmentAnswer> onAssign = () -> new ServerAssignmentAnswer(ResultCode.SUCCESS,
            Optional.of(PROFILE), Optional.of(CHARGING));
    volatile List<SupportedFeatures> features = List.of();

    @Override
    public UserAuthorizationAnswer authorize(UserAuthorizationRequest request, Asker asker) {
        asked.add(request);
        return onAuthorize.get();
    }

    @Override
    public LocationInfoAnswer locate(LocationInfoRequest request, Asker asker) {
        asked.add(request);
        return onLocate.get();
    }

    @Override
    public MultimediaAuthAnswer authenticate(MultimediaAuthRequest request, Asker asker) {
        asked.add(request);
        return onAuthenticate.get();
    }

    @Override
    public ServerAssignmentAnswer assign(ServerAssignmentRequest request, Asker asker) {
        asked.add(request);
        return onAssign.get();
    }

    @Override
    public List<SupportedFeatures> features() {
        return features;
    }
}
