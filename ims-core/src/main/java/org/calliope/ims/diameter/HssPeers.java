package org.calliope.ims.diameter;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.calliope.ims.cx.PushProfileAnswer;
import org.calliope.ims.cx.PushProfileRequest;
import org.calliope.ims.cx.RegistrationTerminationAnswer;
import org.calliope.ims.cx.RegistrationTerminationRequest;
import org.calliope.ims.sh.PushNotificationAnswer;
import org.calliope.ims.sh.PushNotificationRequest;
import org.calliope.ims.trace.Join;

/**
 * What an HSS tells its peers unasked, over the connection that the peer opened. No method blocks. A stage completes
 * on a Diameter thread; exceptionally with {@link DiameterRefusal} of kind UNREACHABLE, at once when that host has no
 * connection, TIMEOUT or MALFORMED. An error code in a well-formed answer is a value of {@code result()}. Any thread.
 */
public interface HssPeers {

    /** RTR, TS 29.228 6.1.3: the S-CSCF at this Diameter identity no longer serves a user. */
    CompletionStage<RegistrationTerminationAnswer> terminate(String destinationHost,
                                                             RegistrationTerminationRequest request, Join join);

    /** PPR, TS 29.228 6.2: the S-CSCF gets another profile or other charging addresses. */
    CompletionStage<PushProfileAnswer> push(String destinationHost, PushProfileRequest request, Join join);

    /** PNR, TS 29.328 6.1.4: an application server hears of a change that it subscribed to. */
    CompletionStage<PushNotificationAnswer> notify(String destinationHost, PushNotificationRequest request, Join join);

    /** @return whether this Diameter identity has a connection now */
    boolean connected(String destinationHost);

    /**
     * @param listener gets the Diameter identity of each peer that is there, at once, and of each as its capabilities
     *                 are exchanged, so that what waits for it can go; maybe twice; on a Diameter thread, must not block
     */
    void onConnected(Consumer<String> listener);
}
