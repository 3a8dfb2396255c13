package org.calliope.ims.scscf;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipSession;
import org.calliope.ims.element.TrustBoundary;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sip.SipRefusal;

/**
 * Requests to other domains: TS 24.229 5.4.3.2, and 4.4 for what is not trusted there. Any thread.
 *
 * @param routing how they are reached
 * @param border  SIP URI of the border peer, "" for none
 * @param trusted domains, and host of the border peer, that belong to the trust domain
 */
record Foreign(Routing routing, String border, List<String> trusted) {

    private static final int NOT_FOUND = 404;

    Foreign {
        trusted = trusted.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** How other domains are reached. */
    enum Routing {
        /** Not at all. */
        OFF,
        /** All by one peer, such as an IBCF. */
        BORDER,
        /** Each as DNS says (RFC 3263). */
        DNS
    }

    /**
     * @return the Route entry that leads there, nothing when the Request-URI does
     * @throws SipRefusal when nothing does
     */
    Optional<String> route(PublicIdentity called) {
        return switch (routing) {
            case OFF -> throw new SipRefusal(NOT_FOUND, "the domain " + called.host() + " is not served here, and other"
                    + " networks are not reached: see foreign in conf/" + ScscfSettings.FILE, Destination.RULE,
                    Destination.CLAUSE, Map.of("request-uri", called.uri()));
            case BORDER -> Optional.of(border);
            case DNS -> Optional.empty();
        };
    }

    /** Takes from a request what stays in the trust domain, when it leaves that. */
    void leave(PublicIdentity called, SipServletMessage sent, SipSession session) {
        Stream<String> there = routing == Routing.BORDER ? Stream.of(called.host(), PublicIdentity.parse(border).host())
                : Stream.of(called.host());
        if (there.noneMatch(trusted::contains)) {
            TrustBoundary.leave(sent, session);
        }
    }
}
