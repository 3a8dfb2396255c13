package org.calliope.ims.hss.check;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.identity.PublicIdentity;

/** Mistakes in what identities are called and how they stand together. */
final class IdentityRules {

    static final List<Rule> ALL = List.of(IdentityRules::imsi, IdentityRules::msisdn, IdentityRules::number,
            IdentityRules::realm, IdentityRules::host, IdentityRules::upperCase, IdentityRules::lookAlike,
            IdentityRules::allBarred, IdentityRules::telAlone, IdentityRules::unused, IdentityRules::anchored,
            IdentityRules::shadowed);

    /** TS 23.003 13.2: the home domain that is made of an IMSI. */
    private static final Pattern REALM =
            Pattern.compile("ims\\.mnc(\\d{3})\\.mcc(\\d{3})\\.3gppnetwork\\.org", Pattern.CASE_INSENSITIVE);
    private static final Pattern DIGITS = Pattern.compile("\\+?\\d{6,}");
    private static final int IMSI_DIGITS = 15;

    private IdentityRules() {
    }

    private static Stream<PrivateUser> privates(Subject subject) {
        return subject.subscription().privateIdentities().stream();
    }

    private static String user(String identity) {
        return identity.substring(0, identity.lastIndexOf('@'));
    }

    private static String realmOf(String identity) {
        return identity.substring(identity.lastIndexOf('@') + 1);
    }

    /** MCC and MNC as an IMSI of this realm begins with them; a two digit MNC is written with a 0 before it. */
    private static Optional<String> network(String realm, String digits) {
        Matcher parts = REALM.matcher(realm);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String three = parts.group(2) + parts.group(1);
        String two = parts.group(2) + parts.group(1).substring(1);
        return Optional.of(parts.group(1).startsWith("0") && !digits.startsWith(three) ? two : three);
    }

    // TS 23.003 13.3: the private identity is IMSI@ims.mnc<MNC>.mcc<MCC>.3gppnetwork.org
    static Stream<Advice> imsi(Subject subject) {
        return privates(subject).map(PrivateUser::identity).filter(identity -> DIGITS.matcher(user(identity)).matches()
                && network(realmOf(identity), user(identity)).filter(net -> !user(identity).startsWith(net)).isPresent())
                .map(identity -> Advice.odd("check.imsi", "TS 23.003 13.3", identity,
                        network(realmOf(identity), user(identity)).orElseThrow()));
    }

    // E.164 6.1: no number begins like an IMSI of the own network and is as long
    static Stream<Advice> msisdn(Subject subject) {
        return subject.identities().map(PublicUser::identity).filter(uri -> uri.startsWith("tel:"))
                .filter(uri -> privates(subject).anyMatch(user -> {
                    String digits = new PublicIdentity(uri).user().replace("+", "");
                    return digits.length() == IMSI_DIGITS && network(realmOf(user.identity()), digits)
                            .filter(digits::startsWith).isPresent() || digits.equals(user(user.identity()));
                })).map(uri -> Advice.odd("check.msisdn", "TS 23.003 13.4", uri));
    }

    static Stream<Advice> number(Subject subject) {
        return privates(subject).map(PrivateUser::identity).filter(identity -> identity.startsWith("+"))
                .map(identity -> Advice.odd("check.number", "TS 23.003 13.3", identity));
    }

    static Stream<Advice> realm(Subject subject) {
        return privates(subject).map(PrivateUser::identity)
                .filter(identity -> !realmOf(identity).equalsIgnoreCase(subject.domain()))
                .map(identity -> Advice.odd("check.realm", "TS 23.003 13.2", identity, subject.domain()));
    }

    static Stream<Advice> host(Subject subject) {
        return subject.identities().filter(identity -> !identity.type().wildcarded()).map(PublicUser::identity)
                .filter(uri -> !uri.startsWith("tel:"))
                .filter(uri -> !new PublicIdentity(uri).host().equalsIgnoreCase(subject.domain()))
                .map(uri -> Advice.odd("check.host", "TS 23.003 13.4", uri, subject.domain()));
    }

    // RFC 3261 19.1.4: upper and lower case of the user part differ
    static Stream<Advice> upperCase(Subject subject) {
        return names(subject).filter(name -> !name.equals(name.toLowerCase(Locale.ROOT)))
                .map(name -> Advice.odd("check.case", "RFC 3261 19.1.4", name));
    }

    static Stream<Advice> lookAlike(Subject subject) {
        return names(subject).filter(name -> name.chars().anyMatch(c -> c <= ' ' || c > '~'))
                .map(name -> Advice.grave("check.lookalike", "RFC 3261 25.1", name, strange(name)));
    }

    private static String strange(String name) {
        return name.chars().filter(c -> c <= ' ' || c > '~').mapToObj(c -> "U+%04X".formatted(c)).distinct()
                .reduce((a, b) -> a + " " + b).orElse("");
    }

    private static Stream<String> names(Subject subject) {
        return Stream.concat(privates(subject).map(PrivateUser::identity), subject.identities()
                .filter(identity -> !identity.type().wildcarded()).map(PublicUser::identity));
    }

    // TS 29.228 6.1.1.1 step 3, TS 24.229 5.4.1.2.2F: without an unbarred one there is no default identity
    static Stream<Advice> allBarred(Subject subject) {
        return subject.subscription().implicitSets().stream()
                .filter(set -> set.publicIdentities().stream().allMatch(PublicUser::barred))
                .map(set -> Advice.grave("check.barred", "TS 29.228 6.1.1.1",
                        set.publicIdentities().get(0).identity()));
    }

    // TS 23.003 13.4, TS 24.229 5.1.1.2: a phone registers a SIP URI, never a tel URI
    static Stream<Advice> telAlone(Subject subject) {
        return subject.subscription().implicitSets().stream().flatMap(IdentityRules::telWithoutAlias);
    }

    private static Stream<Advice> telWithoutAlias(ImplicitSet set) {
        return set.publicIdentities().stream().filter(tel -> tel.identity().startsWith("tel:"))
                .filter(tel -> set.publicIdentities().stream().noneMatch(sip -> sip.identity().startsWith("sip")
                        && (tel.aliasGroup().isEmpty() || sip.aliasGroup().equals(tel.aliasGroup()))))
                .map(tel -> Advice.odd("check.tel", "TS 23.003 13.4", tel.identity()));
    }

    static Stream<Advice> unused(Subject subject) {
        return privates(subject).map(PrivateUser::identity).filter(identity -> subject.subscription().implicitSets()
                .stream().noneMatch(set -> set.privateIdentities().contains(identity)))
                .map(identity -> Advice.grave("check.unused", "TS 29.228 6.1.1.1", identity));
    }

    // TS 23.003 13.4A: the expression stands within an identity, so that an anchor in it never holds
    static Stream<Advice> anchored(Subject subject) {
        return subject.identities().filter(identity -> identity.type().wildcarded()).map(PublicUser::identity)
                .filter(pattern -> pattern.matches(".*!\\^.*") || pattern.matches(".*[^\\\\]\\$!.*"))
                .map(pattern -> Advice.grave("check.anchored", "TS 23.003 13.4A", pattern));
    }

    // TS 29.228 6.1.1.1: a distinct identity goes before a wildcarded one
    static Stream<Advice> shadowed(Subject subject) {
        return subject.identities().filter(identity -> identity.type().wildcarded())
                .flatMap(wild -> subject.identities().filter(plain -> !plain.type().wildcarded()
                        && covers(wild.identity(), plain.identity())).map(plain -> Advice.odd("check.shadowed",
                        "TS 23.003 13.4A", plain.identity(), wild.identity())));
    }

    private static boolean covers(String pattern, String identity) {
        String[] parts = pattern.split("!", -1);
        try {
            return Pattern.matches(Pattern.quote(parts[0]) + "(" + parts[1] + ")" + Pattern.quote(parts[2]), identity);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
