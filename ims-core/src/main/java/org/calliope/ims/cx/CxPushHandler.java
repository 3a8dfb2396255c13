package org.calliope.ims.cx;

import org.calliope.ims.diameter.Asker;

/**
 * What an S-CSCF does with what the HSS tells it unasked (TS 29.228 6.1.3 and 6.2). Called on the bounded worker pool
 * of the Diameter node and may block. Errors as for {@link CxHandler}.
 */
public interface CxPushHandler {

    RegistrationTerminationAnswer terminate(RegistrationTerminationRequest request, Asker hss);

    PushProfileAnswer push(PushProfileRequest request, Asker hss);
}
