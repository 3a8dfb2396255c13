package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;

/** TS 24.229 5.4.3.4. */
class OriginalDialogIdentifiersTest {

    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final PublicIdentity TEL = new PublicIdentity("tel:+4930123");

    private final OriginalDialogIdentifiers identifiers = new OriginalDialogIdentifiers();

    private void refused(String user) {
        assertThatThrownBy(() -> identifiers.read(user)).as(user).isInstanceOfSatisfying(SipRefusal.class, refusal ->
                assertThat(refusal.status()).isEqualTo(403));
    }

    @Test
    void tellsWhereTheRequestWas() {
        for (SessionCase sessionCase : SessionCase.values()) {
            ServiceStep step = new ServiceStep(sessionCase, TEL, ALICE, 63);
            assertThat(identifiers.read(identifiers.issue(step))).contains(step);
        }
        ServiceStep own = new ServiceStep(SessionCase.TERMINATING_REGISTERED, ALICE, ALICE, 70_000);
        assertThat(identifiers.read(identifiers.issue(own))).contains(own);
    }

    @Test
    void isAUserPartOfASipUriThatNeedsNoEscapes_RFC3261_25_1() {
        String user = identifiers.issue(new ServiceStep(SessionCase.ORIGINATING_CDIV, ALICE, ALICE, 1));
        assertThat(user).matches("odi_[A-Za-z0-9_-]+").hasSizeLessThan(80);
    }

    @Test
    void whatIsNoneIsLeftToOthers() {
        assertThat(identifiers.read(null)).isEmpty();
        assertThat(identifiers.read("orig")).isEmpty();
    }

    @Test
    void oneThatWasNotGivenOutHereIsRefused() {
        String user = identifiers.issue(new ServiceStep(SessionCase.ORIGINATING_REGISTERED, ALICE, ALICE, 2));
        byte[] content = Base64.getUrlDecoder().decode(user.substring(4));
        List<String> forged = new ArrayList<>(List.of("odi_", "odi_AAAA", "odi_%%%", user.substring(0, user.length() - 4)));
        for (int i = 0; i < content.length; i++) {
            byte[] changed = content.clone();
            changed[i] ^= 1;
            forged.add("odi_" + Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
        }
        forged.add(new OriginalDialogIdentifiers().issue(new ServiceStep(SessionCase.ORIGINATING_REGISTERED, ALICE, ALICE)));
        forged.forEach(this::refused);
    }
}
