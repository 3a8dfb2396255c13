package org.calliope.ims.cluster;

import org.infinispan.commons.marshall.WrappedByteArray;

/** Octets as Infinispan has them. */
final class Values {

    private Values() {
    }

    static byte[] octets(Object value) {
        return value instanceof WrappedByteArray wrapped ? wrapped.getBytes() : (byte[]) value;
    }
}
