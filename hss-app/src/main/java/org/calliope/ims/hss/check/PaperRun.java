package org.calliope.ims.hss.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.page.Triggers;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.RegistrationState;

/** A registration from the home network on paper, by the rules of Cx; nothing is changed. */
final class PaperRun {

    private final Subject subject;
    private final Texts texts;
    private final List<Answer> answers = new ArrayList<>();

    private PaperRun(Subject subject, Texts texts) {
        this.subject = subject;
        this.texts = texts;
    }

    /** Every answer in the order in which a registration would get them. */
    static List<Answer> of(Subject subject, Texts texts) {
        PaperRun run = new PaperRun(subject, texts);
        Subscription subscription = subject.subscription();
        subscription.implicitSets().forEach(run::authorization);
        subscription.privateIdentities().forEach(run::authentication);
        subscription.implicitSets().forEach(run::assignment);
        subject.services().profiles().values().forEach(run::criteria);
        return run.answers;
    }

    // TS 29.228 6.1.1.1 steps 3 to 5, type REGISTRATION
    private void authorization(ImplicitSet set) {
        String identity = set.publicIdentities().get(0).identity();
        List<String> networks = subject.subscription().visitedNetworks();
        boolean home = networks.stream().anyMatch(name -> name.equals(Subscription.ANY_NETWORK)
                || name.equalsIgnoreCase(subject.domain()));
        if (set.publicIdentities().stream().allMatch(PublicUser::barred)) {
            add("UAR", identity, ResultCode.AUTHORIZATION_REJECTED, "check.uar-barred");
        } else if (!home) {
            add("UAR", identity, ResultCode.ERROR_ROAMING_NOT_ALLOWED, "check.uar-roaming", subject.domain());
        } else if (state(identity) != RegistrationState.NOT_REGISTERED || !subject.row().serverName().isEmpty()) {
            add("UAR", identity, ResultCode.SUBSEQUENT_REGISTRATION, "check.uar-server", subject.row().serverName());
        } else {
            List<Long> wanted = subject.capabilities().map(CapabilitySet::mandatory).orElse(List.of());
            add("UAR", identity, ResultCode.FIRST_REGISTRATION,
                    wanted.isEmpty() ? "check.uar-any" : "check.uar-capable", wanted.toString());
        }
    }

    private RegistrationState state(String identity) {
        return subject.row().publicIdentities().stream().filter(row -> row.identity().equals(identity))
                .map(row -> row.state()).findFirst().orElse(RegistrationState.NOT_REGISTERED);
    }

    // TS 29.228 6.3.1 step 3, scheme "Unknown": the provisioned one counts
    private void authentication(PrivateUser user) {
        Optional<Credentials> secret = Optional.ofNullable(subject.credentials().get(user.identity()));
        if (secret.filter(one -> one.serve(user.scheme())).isPresent()) {
            add("MAR", user.identity(), ResultCode.SUCCESS, "check.mar", user.scheme().wireName());
        } else {
            add("MAR", user.identity(), ResultCode.ERROR_AUTH_SCHEME_NOT_SUPPORTED, "check.mar-none",
                    user.scheme().wireName());
        }
    }

    // TS 29.228 6.1.2.1: the profile of the whole set
    private void assignment(ImplicitSet set) {
        List<PublicUser> open = set.publicIdentities().stream().filter(identity -> !identity.barred()).toList();
        String first = set.publicIdentities().get(0).identity();
        if (open.isEmpty()) {
            answers.add(new Answer("SAR", first, false, "–", "check.sar-never", List.of(), "TS 29.228 6.1.2.1"));
        } else {
            add("SAR", first, ResultCode.SUCCESS, "check.sar", Integer.toString(set.publicIdentities().size()),
                    open.get(0).identity());
        }
    }

    // TS 24.229 5.4.3.2: by ascending priority
    private void criteria(ServiceProfile profile) {
        for (ServiceProfile.Use use : subject.services().uses(profile)) {
            FilterCriteria of = subject.services().criteria().get(use.criteria());
            if (of == null) {
                continue;
            }
            answers.add(new Answer("iFC", profile.name(), true, use.priority() + ": "
                    + Triggers.sentence(Triggers.read(of.triggerPoint()), texts) + " → " + of.applicationServer(),
                    "", List.of(), "TS 24.229 5.4.3.2"));
        }
    }

    private void add(String step, String about, ResultCode result, String key, String... values) {
        boolean good = result == ResultCode.SUCCESS || result == ResultCode.FIRST_REGISTRATION
                || result == ResultCode.SUBSEQUENT_REGISTRATION;
        String clause = switch (step) {
            case "UAR" -> "TS 29.228 6.1.1.1";
            case "MAR" -> "TS 29.228 6.3.1";
            default -> "TS 29.228 6.1.2.1";
        };
        answers.add(new Answer(step, about, good, result.label(), key, List.of(values), clause));
    }
}
