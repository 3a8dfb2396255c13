package org.calliope.ims.cx;

import java.util.concurrent.CompletionStage;
import org.calliope.ims.trace.Join;

/**
 * The Cx interface as a CSCF uses it (TS 29.228 6). No method blocks. A stage completes on a Diameter thread,
 * so what hangs on it must be short or go elsewhere; it completes exceptionally with
 * {@link org.calliope.ims.diameter.DiameterRefusal} of kind UNREACHABLE, TIMEOUT or MALFORMED. An error code in
 * a well-formed answer is a value of {@code result()}, no exception.
 *
 * <p>The {@link Join} says which dialog the question belongs to; the node adds the Diameter session.
 */
public interface CxClient {

    CompletionStage<UserAuthorizationAnswer> authorize(UserAuthorizationRequest request, Join join);

    CompletionStage<LocationInfoAnswer> locate(LocationInfoRequest request, Join join);

    CompletionStage<MultimediaAuthAnswer> authenticate(MultimediaAuthRequest request, Join join);

    CompletionStage<ServerAssignmentAnswer> assign(ServerAssignmentRequest request, Join join);
}
