package org.calliope.ims.hss.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.CxHandler;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.identity.Wildcard;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.page.Triggers;
import org.calliope.ims.hss.secret.SecretUnreadable;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * A registration from the home network on paper: what the CSCFs would ask, put to the procedures that answer them. An
 * S-CSCF that says nothing of its features asks, so that shared sets of filter criteria come one by one. One thread.
 */
final class PaperRun {

    private static final String UAR = "TS 29.228 6.1.1.1";
    private static final String SAR = "TS 29.228 6.1.2.1";
    private static final String LIR = "TS 29.228 6.1.4.1";
    private static final String MAR = "TS 29.228 6.3.1";
    private static final String CRITERIA = "TS 24.229 5.4.3.2";

    private final CxHandler hss;
    /** In which a refusal says why; of the procedures alone, so that its newest event is about the last question. */
    private final Trace trace = new Trace(1, 1 << 16);
    private final Asker asker;
    private final String domain;
    private final Texts texts;
    private final List<Answer> answers = new ArrayList<>();
    /** The S-CSCF of each set that may register, by the identity it is asked for. */
    private final Map<PublicIdentity, String> authorized = new HashMap<>();
    private final Set<String> authenticated = new HashSet<>();

    private PaperRun(Function<Trace, CxHandler> procedures, String domain, Texts texts) {
        this.hss = procedures.apply(trace);
        this.asker = Asker.of("paper." + domain, domain, Join.NONE);
        this.domain = domain;
        this.texts = texts;
    }

    /**
     * Every answer in the order in which a registration would get them; blocks on SQL.
     *
     * @param procedures over a store on paper, which say what they find in this trace
     */
    static List<Answer> of(Subscription subscription, Function<Trace, CxHandler> procedures, String domain,
            Texts texts) {
        PaperRun run = new PaperRun(procedures, domain, texts);
        List<ImplicitSet> users = subscription.implicitSets().stream()
                .filter(set -> !set.privateIdentities().isEmpty()).toList();
        users.forEach(run::authorization);
        subscription.privateIdentities().forEach(user -> run.authentication(user, subscription));
        users.forEach(run::assignment);
        subscription.implicitSets().stream().filter(set -> set.privateIdentities().isEmpty()).forEach(run::location);
        return run.answers;
    }

    private void authorization(ImplicitSet set) {
        PublicIdentity identity = identity(set);
        ask(() -> hss.authorize(new UserAuthorizationRequest(member(set), identity, domain,
                UserAuthorizationType.REGISTRATION), asker), UserAuthorizationAnswer::result,
                answer -> server(answer.serverName(), answer.capabilities()), "UAR", identity.uri(), UAR)
                .ifPresent(answer -> authorized.put(identity, answer.serverName().orElse("sip:" + asker.originHost())));
    }

    // scheme "Unknown": the provisioned one counts
    private void authentication(PrivateUser user, Subscription subscription) {
        List<ImplicitSet> sets = subscription.implicitSets();
        PublicIdentity identity = identity(sets.stream().filter(set -> set.privateIdentities()
                .contains(user.identity())).findFirst().orElse(sets.get(0)));
        String server = authorized.getOrDefault(identity, "sip:" + asker.originHost());
        ask(() -> hss.authenticate(new MultimediaAuthRequest(new PrivateIdentity(user.identity()), identity, server,
                AuthScheme.UNKNOWN, 1, Optional.empty()), asker), MultimediaAuthAnswer::result,
                answer -> texts.of("check.mar", (answer.digest().isPresent() ? AuthScheme.SIP_DIGEST
                        : AuthScheme.DIGEST_AKAV1_MD5).wireName()), "MAR", user.identity(), MAR)
                .ifPresent(answer -> authenticated.add(user.identity()));
    }

    private void assignment(ImplicitSet set) {
        PublicIdentity identity = identity(set);
        String server = authorized.get(identity);
        if (server == null || !authenticated.contains(member(set).toString())) {
            add("SAR", identity.uri(), false, "–", texts.of("check.sar-never"), SAR);
            return;
        }
        ask(() -> hss.assign(new ServerAssignmentRequest(Optional.of(member(set)), List.of(identity), server,
                ServerAssignmentType.REGISTRATION, false), asker), ServerAssignmentAnswer::result, this::profile,
                "SAR", identity.uri(), SAR).flatMap(ServerAssignmentAnswer::profile)
                .ifPresent(profile -> profile.serviceProfiles().forEach(this::criteria));
    }

    // a service does not register; it is called
    private void location(ImplicitSet set) {
        PublicIdentity identity = identity(set);
        ask(() -> hss.locate(new LocationInfoRequest(identity, false), asker), LocationInfoAnswer::result,
                answer -> server(answer.serverName(), answer.capabilities()), "LIR", identity.uri(), LIR);
    }

    private String server(Optional<String> name, Optional<ServerCapabilities> capabilities) {
        List<Long> wanted = capabilities.map(ServerCapabilities::mandatory).orElse(List.of());
        return name.map(known -> texts.of("check.uar-server", known)).orElseGet(() -> wanted.isEmpty()
                ? texts.of("check.uar-any") : texts.of("check.uar-capable", wanted.toString()));
    }

    private String profile(ServerAssignmentAnswer answer) {
        List<ProfileIdentity> all = answer.profile().orElseThrow().serviceProfiles().stream()
                .flatMap(profile -> profile.identities().stream()).toList();
        return texts.of("check.sar", Integer.toString(all.size()), all.stream().filter(one -> !one.barred())
                .findFirst().map(one -> one.identity().uri()).orElse("–"));
    }

    // by ascending priority
    private void criteria(ServiceProfile profile) {
        profile.filterCriteria().stream().sorted(Comparator.comparingInt(InitialFilterCriteria::priority))
                .forEach(one -> add("iFC", profile.identities().get(0).identity().uri(), true, one.priority() + ": "
                        + Triggers.sentence(one.triggerPoint(), texts) + " → " + one.applicationServer().serverName(),
                        "", CRITERIA));
    }

    /** Asks, and notes what is answered; empty when it is refused. */
    private <A> Optional<A> ask(Supplier<A> question, Function<A, ResultCode> result, Function<A, String> words,
            String step, String about, String clause) {
        try {
            A answer = question.get();
            ResultCode code = result.apply(answer);
            if (code.success()) {
                add(step, about, true, code.label(), words.apply(answer), clause);
                return Optional.of(answer);
            }
            refused(step, about, code);
        } catch (DiameterRefusal refusal) {
            refused(step, about, refusal.result().orElseThrow());
        } catch (SecretUnreadable e) { // any other exception is answered so, see CxHandler
            add(step, about, false, ResultCode.UNABLE_TO_COMPLY.label(), texts.of("check.mar-unreadable"), clause);
        }
        return Optional.empty();
    }

    private void refused(String step, String about, ResultCode code) {
        Decision why = (Decision) trace.at(trace.sequence()).orElseThrow();
        add(step, about, false, code.label(), why.reason(), why.clause());
    }

    private void add(String step, String about, boolean good, String result, String words, String clause) {
        answers.add(new Answer(step, about, good, result, words, clause));
    }

    private static PrivateIdentity member(ImplicitSet set) {
        return new PrivateIdentity(set.privateIdentities().get(0));
    }

    /** A phone registers a distinct identity; where there is none, one in place of the wildcarded one. */
    private static PublicIdentity identity(ImplicitSet set) {
        return set.publicIdentities().stream().filter(one -> !one.type().wildcarded()).map(PublicUser::identity)
                .findFirst().map(PublicIdentity::new)
                .orElseGet(() -> Wildcard.of(set.publicIdentities().get(0).identity()).standing());
    }
}
