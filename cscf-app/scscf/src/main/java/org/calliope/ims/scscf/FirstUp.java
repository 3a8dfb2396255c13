package org.calliope.ims.scscf;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.calliope.ims.cx.CxPushHandler;
import org.calliope.ims.cx.PushProfileAnswer;
import org.calliope.ims.cx.PushProfileRequest;
import org.calliope.ims.cx.RegistrationTerminationAnswer;
import org.calliope.ims.cx.RegistrationTerminationRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.DiameterRefusal;

/**
 * Lets the HSS in when the element is up: its connection is there before what it speaks to is. Who is let in too late
 * is told to try again (DIAMETER_UNABLE_TO_COMPLY). Any thread.
 */
final class FirstUp implements CxPushHandler {

    private final Duration patience;
    private final CompletableFuture<CxPushHandler> handler = new CompletableFuture<>();

    FirstUp(Duration patience) {
        this.patience = patience;
    }

    void up(CxPushHandler ready) {
        handler.complete(ready);
    }

    @Override
    public RegistrationTerminationAnswer terminate(RegistrationTerminationRequest request, Asker hss) {
        return handler().terminate(request, hss);
    }

    @Override
    public PushProfileAnswer push(PushProfileRequest request, Asker hss) {
        return handler().push(request, hss);
    }

    private CxPushHandler handler() {
        try {
            return handler.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException late) {
            throw new DiameterRefusal(ResultCode.UNABLE_TO_COMPLY, "");
        }
    }
}
