package org.calliope.ims.cx;

import java.util.Optional;
import org.calliope.ims.identity.PublicIdentity;

/**
 * A public identity within a profile, TS 29.228 B.2.1.
 *
 * @param barred      it may not be used for anything but registration
 * @param displayName how to show the user
 */
public record ProfileIdentity(PublicIdentity identity, boolean barred, Optional<String> displayName) {
}
