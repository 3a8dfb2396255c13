package org.calliope.ims.scscf;

import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.SessionCase;

/**
 * Where a request is on its way through the application servers of a user (TS 23.218 5.2.2, 5.3.2). Pure.
 *
 * @param served the user whose filter criteria are looked at; of a terminating request who was called
 * @param set    default identity of the set that he is registered in; himself when he is not registered
 * @param from   position in the criteria where the next look begins, 0 for a new request
 */
record ServiceStep(SessionCase sessionCase, PublicIdentity served, PublicIdentity set, int from) {

    /** The first step. */
    ServiceStep(SessionCase sessionCase, PublicIdentity served, PublicIdentity set) {
        this(sessionCase, served, set, 0);
    }

    /** @return whether no application server has had the request yet */
    boolean first() {
        return from == 0 && sessionCase != SessionCase.ORIGINATING_CDIV;
    }

    /** @param position of the criterion whose server has seen the request, or is left out */
    ServiceStep behind(int position) {
        return new ServiceStep(sessionCase, served, set, position + 1);
    }

    /** TS 24.229 5.4.3.3: a server has put another Request-URI, and from now on the request is one of the served user. */
    ServiceStep diverted() {
        return new ServiceStep(SessionCase.ORIGINATING_CDIV, served, set);
    }

    boolean terminating() {
        return sessionCase == SessionCase.TERMINATING_REGISTERED || sessionCase == SessionCase.TERMINATING_UNREGISTERED;
    }

    /** @return whether the served user was registered when his services began */
    boolean registered() {
        return sessionCase == SessionCase.ORIGINATING_REGISTERED || sessionCase == SessionCase.TERMINATING_REGISTERED;
    }

    /** @return the value of P-Served-User (RFC 5502, RFC 8498) */
    String servedUser() {
        String user = '<' + served.uri() + '>';
        if (sessionCase == SessionCase.ORIGINATING_CDIV) {
            return user + ";orig-cdiv";
        }
        return user + ";sescase=" + (terminating() ? "term" : "orig") + ";regstate=" + (registered() ? "reg" : "unreg");
    }
}
