package org.calliope.ims.scscf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.CxPushHandler;
import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.diameter.Octets;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.trace.Join;

/**
 * An HSS that knows everybody, whose password is the user part of the private identity, and does what a test says
 * instead where one does.
 */
final class FakeHss implements CxClient {

    static final String REALM = "ims.example";

    final List<MultimediaAuthRequest> asked = new ArrayList<>();
    final List<ServerAssignmentRequest> assigned = new ArrayList<>();
    private final Map<ServerAssignmentType, Function<ServerAssignmentRequest,
            CompletionStage<ServerAssignmentAnswer>>> assignments = new HashMap<>();
    private Function<MultimediaAuthRequest, CompletionStage<MultimediaAuthAnswer>> authentication = this::digest;
    private List<ProfileIdentity> implicitSet = List.of();
    private List<InitialFilterCriteria> criteria = List.of();
    private CxPushHandler pushes;
    private boolean sha256;

    FakeHss connected(CxPushHandler handler) {
        pushes = handler;
        return this;
    }

    /** Where it sends RTR and PPR. */
    CxPushHandler pushes() {
        return pushes;
    }


    /** From now on it gives H(A1) by SHA-256 beside MD5, as ours does. */
    void knowsSha256() {
        sha256 = true;
    }

    /** The identities of everybody's profile, in order; without it just the one that is registered. */
    void implicitSet(ProfileIdentity... identities) {
        implicitSet = List.of(identities);
    }

    /** The filter criteria of everybody's one service profile. */
    void criteria(InitialFilterCriteria... inProfile) {
        criteria = List.of(inProfile);
    }

    void authenticating(Function<MultimediaAuthRequest, CompletionStage<MultimediaAuthAnswer>> answer) {
        authentication = answer;
    }

    void assigning(ServerAssignmentType type,
                   Function<ServerAssignmentRequest, CompletionStage<ServerAssignmentAnswer>> answer) {
        assignments.put(type, answer);
    }

    void assigning(ServerAssignmentType type, ResultCode result) {
        assigning(type, request -> CompletableFuture.completedStage(ServerAssignmentAnswer.of(result)));
    }

    void assigning(ServerAssignmentType type, RuntimeException failure) {
        assigning(type, request -> CompletableFuture.failedStage(failure));
    }

    List<ServerAssignmentType> assignmentTypes() {
        return assigned.stream().map(ServerAssignmentRequest::type).toList();
    }

    @Override
    public CompletionStage<MultimediaAuthAnswer> authenticate(MultimediaAuthRequest request, Join join) {
        asked.add(request);
        return authentication.apply(request);
    }

    @Override
    public CompletionStage<ServerAssignmentAnswer> assign(ServerAssignmentRequest request, Join join) {
        assigned.add(request);
        return assignments.getOrDefault(request.type(), this::profile).apply(request);
    }

    @Override
    public CompletionStage<UserAuthorizationAnswer> authorize(UserAuthorizationRequest request, Join join) {
        throw new UnsupportedOperationException("an S-CSCF sends no UAR");
    }

    @Override
    public CompletionStage<LocationInfoAnswer> locate(LocationInfoRequest request, Join join) {
        throw new UnsupportedOperationException("this S-CSCF sends no LIR");
    }

    private CompletionStage<MultimediaAuthAnswer> digest(MultimediaAuthRequest request) {
        String impi = request.userName().value();
        String userName = request.authorization().map(Octets::text).orElse(impi);
        String password = impi.substring(0, impi.indexOf('@'));
        return CompletableFuture.completedStage(new MultimediaAuthAnswer(ResultCode.SUCCESS, Optional.of(
                new DigestAuthenticate(REALM, "MD5", "auth", Digest.ha1(userName, REALM, password),
                        Optional.of(new DigestAuthenticate.Alternate("SHA-256",
                                Digest.ha1("SHA-256", userName, REALM, password))).filter(known -> sha256)))));
    }

    CompletionStage<ServerAssignmentAnswer> profile(ServerAssignmentRequest request) {
        if (request.userDataAlreadyAvailable()) {
            return CompletableFuture.completedStage(ServerAssignmentAnswer.of(ResultCode.SUCCESS));
        }
        PublicIdentity identity = request.publicIdentities().get(0);
        List<ProfileIdentity> identities = implicitSet.isEmpty()
                ? List.of(new ProfileIdentity(identity, false, Optional.empty())) : implicitSet;
        UserProfile profile = new UserProfile(request.userName().orElseThrow(),
                List.of(new ServiceProfile(identities, criteria)));
        return CompletableFuture.completedStage(
                new ServerAssignmentAnswer(ResultCode.SUCCESS, Optional.of(profile), Optional.empty()));
    }
}
