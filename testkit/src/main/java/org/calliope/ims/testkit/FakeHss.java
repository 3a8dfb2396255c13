package org.calliope.ims.testkit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.CxHandler;
import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.PushProfileRequest;
import org.calliope.ims.cx.RegistrationTerminationRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.DiameterNode;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.diameter.Octets;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ServicePointTrigger;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * A small HSS in memory behind a real Diameter server, which a test can make late, refusing, senseless or absent. It
 * knows alice, bob and carol, whose passwords are their names. Any thread.
 */
public final class FakeHss implements AutoCloseable {
    private static final List<String> USERS = List.of("alice", "bob", "carol");
    private static final int EVENTS = 1000;
    private static final int BYTES = 1_000_000;

    /** The commands of Cx that an HSS answers (TS 29.228 6.1, 6.3). */
    public enum Command { UAR, LIR, MAR, SAR }

    /** What becomes of the next requests with a command. */
    private enum Mood { RIGHT, SILENT, REFUSING, SENSELESS }

    private record Behaviour(Mood mood, ResultCode code) {
        static final Behaviour RIGHT = new Behaviour(Mood.RIGHT, ResultCode.SUCCESS);
    }

    private final DiameterEndpoint endpoint;
    private final String domain;
    private final Map<Command, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final Map<PublicIdentity, String> serving = new ConcurrentHashMap<>();
    private volatile Optional<ServerCapabilities> capabilities = Optional.empty();
    private final Map<PublicIdentity, String> numbers = new ConcurrentHashMap<>();
    private final List<Record> asked = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch silence = new CountDownLatch(1);
    private Optional<DiameterNode> node = Optional.empty();
    private volatile List<InitialFilterCriteria> criteria = List.of();
    private volatile Optional<ChargingInformation> charging = Optional.empty();

    /** @param endpoint where it listens once {@link #start} is called */
    public FakeHss(DiameterEndpoint endpoint, String domain) {
        this.endpoint = endpoint;
        this.domain = domain;
    }

    /** Starts to listen; nothing happens when it does already. */
    public synchronized FakeHss start() {
        if (node.isEmpty()) {
            node = Optional.of(DiameterNode.server("hss." + domain, domain, endpoint, new Trace(EVENTS, BYTES),
                    new SimpleMeterRegistry(), new Handler()));
        }
        return this;
    }

    /** Goes away: its peers lose the connection and cannot make a new one until {@link #start}. */
    public synchronized void stop() {
        silence.countDown();
        node.ifPresent(DiameterNode::close);
        node = Optional.empty();
    }

    /** Takes requests with this command and leaves them without answer until {@link #right} is called. */
    public void silent(Command command) {
        behaviours.put(command, new Behaviour(Mood.SILENT, ResultCode.SUCCESS));
    }

    /** Refuses requests with this command. */
    public void refusing(Command command, ResultCode code) {
        behaviours.put(command, new Behaviour(Mood.REFUSING, code));
    }

    /** Says yes to requests with this command, and in the answer leaves out or garbles what belongs to a yes. */
    public void senseless(Command command) {
        behaviours.put(command, new Behaviour(Mood.SENSELESS, ResultCode.SUCCESS));
    }

    /** Answers everything rightly again; what was left without answer is answered now, late. */
    public void right() {
        behaviours.clear();
        CountDownLatch ended = silence;
        silence = new CountDownLatch(1);
        ended.countDown();
    }

    /** Says that a user is served by this S-CSCF, such as a scripted one. */
    public void serve(String publicIdentity, String server) {
        serving.put(PublicIdentity.parse(publicIdentity), server);
    }

    /** Gives a user a telephone number, a tel URI, beside the SIP URI; it counts from the next registration on. */
    public void number(String user, String tel) {
        numbers.put(PublicIdentity.parse(tel), user);
    }

    /** What an S-CSCF is to be chosen by from now on (TS 29.229 6.3.4), until {@link #forget}. */
    public void choosing(ServerCapabilities wanted) {
        capabilities = Optional.of(wanted);
    }

    /** The charging functions of everybody from the next registration on (TS 29.229 6.3.19), until {@link #forget}. */
    public void charging(ChargingInformation addresses) {
        charging = Optional.of(addresses);
    }

    /** Forgets who is registered where, what S-CSCFs are chosen by, charging functions, and what it was asked. */
    public void forget() {
        charging = Optional.empty();
        serving.clear();
        capabilities = Optional.empty();
        asked.clear();
    }

    /** The filter criteria of everybody's profile from now on. */
    public void criteria(InitialFilterCriteria... inProfile) {
        criteria = List.of(inProfile);
    }

    /** RTR to this domain's S-CSCF for all of a user's registrations (TS 29.228 6.1.3), and what it answers. */
    public ResultCode terminate(String user, DeregistrationReason.Code reason) {
        return node.orElseThrow().peers().terminate("scscf." + domain, new RegistrationTerminationRequest(impi(user),
                List.of(), List.of(), new DeregistrationReason(reason, "")), Join.NONE).toCompletableFuture().join()
                .result();
    }

    /** PPR to this domain's S-CSCF with a user's profile as it is now (TS 29.228 6.2), and what it answers. */
    public ResultCode push(String user) {
        return node.orElseThrow().peers().push("scscf." + domain, new PushProfileRequest(impi(user),
                Optional.of(profile(impi(user), PublicIdentity.parse("sip:" + impi(user)))), Optional.empty()),
                Join.NONE).toCompletableFuture().join().result();
    }

    private PrivateIdentity impi(String user) {
        return new PrivateIdentity(user + '@' + domain);
    }

    private boolean servesUnregistered() {
        return criteria.stream().flatMap(criterion -> criterion.triggerPoint().stream())
                .flatMap(trigger -> trigger.groups().stream()).anyMatch(group ->
                        group.contains(new ServicePointTrigger.InSessionCase(SessionCase.TERMINATING_UNREGISTERED)));
    }

    private UserProfile profile(PrivateIdentity user, PublicIdentity identity) {
        List<ProfileIdentity> identities = new ArrayList<>(List.of(new ProfileIdentity(identity, false, Optional.empty())));
        numbers.forEach((number, owner) -> {
            if (user.equals(impi(owner))) {
                identities.add(new ProfileIdentity(number, false, Optional.empty()));
            }
        });
        return new UserProfile(user, List.of(new ServiceProfile(identities, criteria)));
    }

    /** Every request it got, in order. */
    public List<Record> asked() {
        return List.copyOf(asked);
    }

    /** The S-CSCF that serves a user as far as the HSS knows. */
    public Optional<String> servedBy(String publicIdentity) {
        return Optional.ofNullable(serving.get(PublicIdentity.parse(publicIdentity)));
    }

    @Override
    public void close() {
        stop();
    }

    private final class Handler implements CxHandler {
        @Override
        public UserAuthorizationAnswer authorize(UserAuthorizationRequest request, Asker asker) {
            if (senseless(Command.UAR, request)) {
                return new UserAuthorizationAnswer(ResultCode.SUBSEQUENT_REGISTRATION, Optional.of("no URI at all"),
                        Optional.empty());
            }
            known(request.publicIdentity());
            // TS 29.228 6.1.1.1 step 2
            if (!("sip:" + request.userName()).equals(request.publicIdentity().uri())) {
                throw new DiameterRefusal(ResultCode.ERROR_IDENTITIES_DONT_MATCH, "");
            }
            if (request.type() == UserAuthorizationType.REGISTRATION_AND_CAPABILITIES) {
                return new UserAuthorizationAnswer(ResultCode.SUCCESS, Optional.empty(), capabilities);
            }
            Optional<String> server = Optional.ofNullable(serving.get(request.publicIdentity()));
            return server.isPresent()
                    ? new UserAuthorizationAnswer(ResultCode.SUBSEQUENT_REGISTRATION, server, Optional.empty())
                    : new UserAuthorizationAnswer(ResultCode.FIRST_REGISTRATION, Optional.empty(), capabilities);
        }

        @Override
        public LocationInfoAnswer locate(LocationInfoRequest request, Asker asker) {
            if (senseless(Command.LIR, request)) {
                return new LocationInfoAnswer(ResultCode.SUCCESS, Optional.of("<<<"), Optional.empty());
            }
            known(request.publicIdentity());
            if (request.type().isPresent()) { // TS 29.228 6.1.4.1: capabilities are asked for, not who serves
                return new LocationInfoAnswer(ResultCode.SUCCESS, Optional.empty(), capabilities);
            }
            String owner = numbers.get(request.publicIdentity());
            Optional<String> server = Optional.ofNullable(serving.get(owner == null ? request.publicIdentity()
                    : PublicIdentity.parse("sip:" + impi(owner))));
            if (server.isEmpty() && (request.originating() || servesUnregistered())) { // TS 29.228 6.1.4.1 step 3
                return new LocationInfoAnswer(ResultCode.UNREGISTERED_SERVICE, Optional.empty(), capabilities);
            }
            return new LocationInfoAnswer(server.isPresent() ? ResultCode.SUCCESS
                    : ResultCode.ERROR_IDENTITY_NOT_REGISTERED, server, Optional.empty());
        }

        @Override
        public MultimediaAuthAnswer authenticate(MultimediaAuthRequest request, Asker asker) {
            if (senseless(Command.MAR, request)) {
                return MultimediaAuthAnswer.of(ResultCode.SUCCESS);
            }
            known(request.publicIdentity());
            String spelled = request.authorization().map(Octets::text).orElse(request.userName().value());
            String ha1 = Digest.ha1(spelled, domain, request.publicIdentity().user());
            return new MultimediaAuthAnswer(ResultCode.SUCCESS,
                    Optional.of(new DigestAuthenticate(domain, Digest.MD5, Digest.QOP_AUTH, ha1)));
        }

        @Override
        public ServerAssignmentAnswer assign(ServerAssignmentRequest request, Asker asker) {
            // TS 29.228 6.1.2.1: none named means all those of the private identity; here each user has one
            PublicIdentity identity = request.publicIdentities().stream().findFirst()
                    .orElseGet(() -> PublicIdentity.parse("sip:" + request.userName().orElseThrow()));
            boolean nonsense = senseless(Command.SAR, request);
            known(identity);
            if (request.type() == ServerAssignmentType.REGISTRATION
                    || request.type() == ServerAssignmentType.RE_REGISTRATION) {
                serving.put(identity, request.serverName());
            } else {
                serving.remove(identity);
            }
            if (request.type() == ServerAssignmentType.UNREGISTERED_USER) {
                PrivateIdentity user = new PrivateIdentity(identity.user() + '@' + domain);
                return new ServerAssignmentAnswer(ResultCode.SUCCESS, Optional.of(profile(user, identity)), Optional.empty());
            }
            if (nonsense) {
                return ServerAssignmentAnswer.of(ResultCode.SUCCESS);
            }
            return new ServerAssignmentAnswer(ResultCode.SUCCESS, request.userName()
                    .map(user -> profile(user, identity)), charging);
        }

        /** Does what was asked for with this command; true when the answer is to be senseless. */
        private boolean senseless(Command command, Record request) {
            asked.add(request);
            Behaviour behaviour = behaviours.getOrDefault(command, Behaviour.RIGHT);
            if (behaviour.mood() == Mood.REFUSING) {
                throw new DiameterRefusal(behaviour.code(), "");
            }
            if (behaviour.mood() == Mood.SILENT) {
                untilSilenceEnds();
            }
            return behaviour.mood() == Mood.SENSELESS;
        }

        private void untilSilenceEnds() {
            try {
                silence.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void known(PublicIdentity identity) {
            if (numbers.containsKey(identity)) {
                return;
            }
            if (!identity.host().equals(domain) || !USERS.contains(identity.user())) {
                throw new DiameterRefusal(ResultCode.ERROR_USER_UNKNOWN, "");
            }
        }
    }
}
