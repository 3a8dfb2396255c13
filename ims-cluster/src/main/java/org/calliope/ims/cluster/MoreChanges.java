package org.calliope.ims.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.RegistrationFormat;
import org.calliope.ims.registration.Sharing;
import org.infinispan.conflict.EntryMergePolicy;
import org.infinispan.container.entries.CacheEntry;

/**
 * Which state of a set holds when a cluster that fell apart comes together: the later one, which is that of the side where
 * the user was served. What one side has ended and the other has not is there again until it expires: a contact too many
 * costs a request that is not answered, one too few makes the user unreachable.
 */
final class MoreChanges implements EntryMergePolicy<Object, Object> {

    private final RegistrationFormat format = new RegistrationFormat(new Sharing());

    @Override
    public CacheEntry<Object, Object> merge(CacheEntry<Object, Object> preferred,
                                            List<CacheEntry<Object, Object>> others) {
        return Stream.concat(Stream.ofNullable(preferred), others.stream()).filter(Objects::nonNull)
                .filter(entry -> entry.getValue() != null)
                .max(Comparator.comparingLong(this::version)).orElse(null);
    }

    private long version(CacheEntry<Object, Object> entry) {
        Registration registration = format.decode(Values.octets(entry.getValue()));
        return registration.version();
    }
}
