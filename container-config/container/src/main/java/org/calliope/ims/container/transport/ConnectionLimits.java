package org.calliope.ims.container.transport;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections others have opened, in all and from each address. Any thread. */
final class ConnectionLimits {

    private final int maxTotal;
    private final int maxPerAddress;
    private final StreamMeters meters;
    private final AtomicInteger total = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    ConnectionLimits(int maxTotal, int maxPerAddress, StreamMeters meters) {
        this.maxTotal = maxTotal;
        this.maxPerAddress = maxPerAddress;
        this.meters = meters;
        meters.watch(total::get);
    }

    /** @return whether there is room for one more; then {@link #leave} is to follow */
    boolean enter(InetAddress address) {
        boolean room = total.incrementAndGet() <= maxTotal;
        if (room && byAddress.merge(address, 1, Integer::sum) <= maxPerAddress) {
            return true;
        }
        if (room) {
            leave(address);
        } else {
            total.decrementAndGet();
        }
        meters.refused(room ? "address" : "total");
        return false;
    }

    void leave(InetAddress address) {
        total.decrementAndGet();
        byAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
    }
}
