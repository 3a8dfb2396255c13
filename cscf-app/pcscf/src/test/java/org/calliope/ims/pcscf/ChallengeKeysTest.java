package org.calliope.ims.pcscf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengeKeysTest {

    @ParameterizedTest
    @DisplayName("TS 24.229 5.2.2.2, 7.2A.1: ck and ik go, everything else stays as it was")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "Digest realm=\"a\",ck=\"00\",ik=\"11\",nonce=\"n\" | Digest realm=\"a\",nonce=\"n\"",
        "Digest ck=\"00\" , realm=\"a\", IK = \"11\" | Digest realm=\"a\"",
        "Digest realm=\"a\",CK=00,ik=11 | Digest realm=\"a\"",
        "Digest realm=\"a, ck=\\\"0\\\", ik\",nonce=\"ik=1\" | Digest realm=\"a, ck=\\\"0\\\", ik\",nonce=\"ik=1\"",
        "Digest realm=\"a\",qop=\"auth,auth-int\",ckx=\"1\",stale | Digest realm=\"a\",qop=\"auth,auth-int\",ckx=\"1\",stale",
        "Digest ck=\"00 | Digest ",
        "Digest | Digest"})
    void keysAreRemoved(String header, String kept) {
        assertThat(ChallengeKeys.removed(header).strip()).isEqualTo(kept);
    }
}
