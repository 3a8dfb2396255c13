package org.calliope.ims.rf;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.calliope.ims.trace.Join;

/** Rf as a charging trigger function uses it. Any thread; no method blocks. */
public interface RfClient {

    /**
     * Sends a request to a charging function, and to no other.
     *
     * @param function its Diameter identity
     * @param again    T bit (RFC 6733 3): it may have been sent before and got no answer
     * @return completes on a Diameter thread; exceptionally with a {@code DiameterRefusal} of kind UNREACHABLE, TIMEOUT or
     *         MALFORMED. An error code is a value of {@code result()}
     */
    CompletionStage<AccountingAnswer> send(String function, AccountingRequest request, boolean again, Join join);

    /** @return whether there is a connection with this charging function */
    boolean connected(String function);

    /** @param listener gets the identity of each charging function that comes; on a Diameter thread, must not block */
    void onConnected(Consumer<String> listener);
}
