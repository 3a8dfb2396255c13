package org.calliope.ims.sh;

import java.util.concurrent.CompletionStage;
import org.calliope.ims.trace.Join;

/**
 * The Sh interface as an application server uses it (TS 29.328 6). No method blocks. A stage completes on a Diameter
 * thread, so what hangs on it must be short or go elsewhere; it completes exceptionally with
 * {@link org.calliope.ims.diameter.DiameterRefusal} of kind UNREACHABLE, TIMEOUT or MALFORMED. An error code in
 * a well-formed answer is a value of {@code result()}, no exception.
 */
public interface ShClient {

    CompletionStage<UserDataAnswer> read(UserDataRequest request, Join join);

    CompletionStage<ProfileUpdateAnswer> update(ProfileUpdateRequest request, Join join);

    CompletionStage<SubscribeNotificationsAnswer> subscribe(SubscribeNotificationsRequest request, Join join);
}
