package org.calliope.ims.container.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * What DNS says to a question.
 *
 * @param failure why there is no answer, "" when there is one
 * @param data    empty when the name or the kind of record does not exist
 * @param ttl     how long it may be kept
 */
record Answer(String failure, List<Datum> data, Duration ttl) {

    /** One record. */
    sealed interface Datum permits Naptr, Srv, Address { }

    /** RFC 3403; of use for SIP are those with the flag s, RFC 3263 4.1. */
    record Naptr(int order, int preference, String flags, String service, String replacement) implements Datum { }

    /** RFC 2782. */
    record Srv(int priority, int weight, int port, String target) implements Datum { }

    record Address(InetAddress address) implements Datum { }

    static Answer of(List<Datum> data, Duration ttl) {
        return new Answer("", List.copyOf(data), ttl);
    }

    static Answer failed(String why, Duration ttl) {
        return new Answer(why, List.of(), ttl);
    }

    <T extends Datum> List<T> all(Class<T> kind) {
        return data.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
