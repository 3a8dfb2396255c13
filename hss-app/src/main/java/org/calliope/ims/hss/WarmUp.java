package org.calliope.ims.hss;

import java.util.List;
import java.util.Optional;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.CxHandler;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Join;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every procedure about somebody nobody knows before the first S-CSCF does: the first question of each kind takes
 * the database a while, which may be longer than a telephone waits for its answer (T1, RFC 3261 17.1.2.1).
 */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROUNDS = 20;

    private WarmUp() { }

    static void ask(CxHandler procedures, String domain) {
        PrivateIdentity nobody = new PrivateIdentity("nobody@" + domain);
        PublicIdentity none = PublicIdentity.parse("sip:nobody@" + domain);
        String server = "sip:nowhere." + domain;
        Asker nobodyAsks = Asker.of("nowhere." + domain, domain, Join.NONE);
        List<Runnable> questions = List.of(
                () -> procedures.authorize(new UserAuthorizationRequest(nobody, none, domain, UserAuthorizationType.REGISTRATION),
                        nobodyAsks),
                () -> procedures.locate(new LocationInfoRequest(none, false), nobodyAsks),
                () -> procedures.authenticate(
                        new MultimediaAuthRequest(nobody, none, server, AuthScheme.SIP_DIGEST, 1, Optional.empty()),
                        nobodyAsks),
                () -> procedures.assign(new ServerAssignmentRequest(Optional.of(nobody), List.of(none), server,
                        ServerAssignmentType.REGISTRATION, false), nobodyAsks));
        for (int round = 0; round < ROUNDS; round++) {
            questions.forEach(WarmUp::ask);
        }
    }

    private static void ask(Runnable question) {
        try {
            question.run();
        } catch (DiameterRefusal unknownUser) {
            LOG.trace("as expected: {}", unknownUser.getMessage());
        }
    }
}
