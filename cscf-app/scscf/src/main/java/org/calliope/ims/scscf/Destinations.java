package org.calliope.ims.scscf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.Refusals;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.TelephoneNumber;
import org.calliope.ims.scscf.Destination.Next;
import org.calliope.ims.sip.SipRefusal;

/**
 * Finds where originating requests go next: TS 24.229 5.4.3.2, TS 23.228 5.19. Without ENUM a telephone number goes to the
 * I-CSCF, whose HSS knows the numbers of this network and which sends all others to the BGCF. Any thread.
 */
final class Destinations {

    private static final int ADDRESS_INCOMPLETE = 484;

    /** A number in a SIP URI that does not say that it is one; parameters but transport, such as gr, have another meaning. */
    private static final Pattern PLAIN_NUMBER = Pattern.compile("(?i)sips?:\\+[0-9][0-9.()-]*@[^;?]+(;transport=[a-z]+)?");
    private static final String USER_PHONE = ";user=phone";

    private final String domain;
    private final boolean plainNumbers;
    private final String suffix;
    private final Function<String, CompletionStage<List<Naptr>>> enumeration;

    /**
     * @param domain       the home network
     * @param plainNumbers whether a SIP URI with a global number as user part, without user=phone, stands for the number
     * @param suffix       of the names that ENUM asks for, "" for no ENUM
     * @param enumeration  gives the records of a name; not called without a suffix
     */
    Destinations(String domain, boolean plainNumbers, String suffix, Function<String, CompletionStage<List<Naptr>>> enumeration) {
        this.domain = domain;
        this.plainNumbers = plainNumbers;
        this.suffix = suffix;
        this.enumeration = enumeration;
    }

    /**
     * @param requestUri as it came
     * @throws SipRefusal when it leads nowhere
     */
    CompletionStage<Destination> of(String requestUri) {
        if (Identities.isService(requestUri)) { // the I-CSCF knows who offers it
            return CompletableFuture.completedStage(new Destination(Next.HOME, requestUri, "service"));
        }
        PublicIdentity called = Identities.called(requestUri);
        if (plainNumbers && called.host().equals(domain) && PLAIN_NUMBER.matcher(requestUri).matches()) {
            return of(requestUri + USER_PHONE);
        }
        Optional<TelephoneNumber> number = TelephoneNumber.of(requestUri)
                .filter(any -> called.isTel() || called.host().equals(domain));
        return number.isPresent() ? ofNumber(number.get(), requestUri)
                : CompletableFuture.completedStage(Destination.ofSip(requestUri, domain, "domain"));
    }

    private CompletionStage<Destination> ofNumber(TelephoneNumber number, String requestUri) {
        if (!number.global() && !number.context().equals(domain)) {
            throw new SipRefusal(ADDRESS_INCOMPLETE, "the local number " + number.number() + " of " + number.context()
                    + " is not known here: dial it with + and the country code", Destination.RULE, Destination.CLAUSE,
                    Map.of("request-uri", requestUri));
        }
        if (number.routingNumber().isPresent()) { // RFC 4694 5.1: it has moved to where that leads
            return CompletableFuture.completedStage(new Destination(Next.BREAKOUT, requestUri, "rn"));
        }
        // RFC 4694 5.3: with npdi it was looked up already
        if (suffix.isEmpty() || !number.global() || number.dipped()) {
            return CompletableFuture.completedStage(new Destination(Next.HOME, requestUri, "number"));
        }
        return enumeration.apply(EnumRules.domain(number.number(), suffix)).handle((records, failure) -> failure == null
                ? EnumRules.uri(number.number(), records).map(uri -> Destination.ofSip(uri, domain, "ENUM"))
                        .orElseGet(() -> new Destination(Next.BREAKOUT, requestUri, "ENUM knows no SIP URI"))
                : new Destination(Next.BREAKOUT, requestUri, "ENUM does not answer: " + Refusals.cause(failure).getMessage()));
    }
}
