package org.calliope.ims.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.RegistrationFormat;
import org.calliope.ims.registration.Subscribers;
import org.infinispan.commons.marshall.WrappedByteArray;
import org.infinispan.container.entries.CacheEntry;
import org.infinispan.container.entries.ImmortalCacheEntry;
import org.junit.jupiter.api.Test;

/** When a cluster that fell apart comes together. */
class MoreChangesTest {

    private final Registration old = Subscribers.set("alice").first();
    private final Registration later = old.after(old);

    private static CacheEntry<Object, Object> entry(Registration registration) {
        return new ImmortalCacheEntry("alice", new WrappedByteArray(RegistrationFormat.encode(registration)));
    }

    private static CacheEntry<Object, Object> merged(CacheEntry<Object, Object> preferred,
                                                     List<CacheEntry<Object, Object>> others) {
        return new MoreChanges().merge(preferred, others);
    }

    @Test
    void theSideOnWhichTheUserWasServedHolds() {
        CacheEntry<Object, Object> now = entry(later);
        assertThat(merged(entry(old), List.of(now))).isSameAs(now);
        assertThat(merged(now, List.of(entry(old)))).isSameAs(now);
    }

    @Test
    void whatOneSideEndedIsThereAgain() {
        CacheEntry<Object, Object> kept = entry(old);
        assertThat(merged(null, List.of(kept))).isSameAs(kept);
        assertThat(merged(kept, Arrays.asList((CacheEntry<Object, Object>) null))).isSameAs(kept);
        assertThat(merged(null, List.of())).isNull();
    }
}
