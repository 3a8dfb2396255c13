package org.calliope.ims.scscf;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calliope.ims.element.Refusals;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NioClient;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Asks DNS for NAPTR records. An answer is kept for as long as it says, up to a day, and that there is none for up to an
 * hour (RFC 2308 5). Any thread; none is held up, and what waits for an answer goes on on the thread that brings it.
 */
final class EnumDns implements Function<String, CompletionStage<List<Naptr>>>, AutoCloseable {

    private static final int PORT = 53;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern SERVER =
            Pattern.compile("([0-9]+(?:\\.[0-9]+){3}|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");
    /** Times that each server is asked. */
    private static final int TRIES = 2;
    private static final int MOST_ALIASES = 4;
    private static final int MOST_KEPT = 10_000;
    private static final int LONGEST_KEPT_SECONDS = 86_400;
    private static final int LONGEST_NEGATIVE_SECONDS = 3_600;
    private static final int OCTET = 0xFF;

    private final LookupSession session;

    /**
     * @param servers asked one after the other; empty for those of this machine
     * @param timeout for all tries at all of them
     */
    EnumDns(List<InetSocketAddress> servers, Duration timeout) {
        List<InetSocketAddress> asked = servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers;
        List<Resolver> resolvers = asked.stream().map(address -> {
            Resolver resolver = new SimpleResolver(address);
            resolver.setTimeout(timeout.dividedBy((long) TRIES * asked.size()));
            return resolver;
        }).toList();
        ExtendedResolver all = new ExtendedResolver(resolvers);
        all.setRetries(TRIES);
        all.setTimeout(timeout);
        Cache cache = new Cache(DClass.IN);
        cache.setMaxEntries(MOST_KEPT);
        cache.setMaxCache(LONGEST_KEPT_SECONDS);
        cache.setMaxNCache(LONGEST_NEGATIVE_SECONDS);
        session = LookupSession.builder().resolver(all).cache(cache).maxRedirects(MOST_ALIASES).executor(Runnable::run).build();
    }

    /**
     * @param text an address with a port or without: {@code 10.0.0.1}, {@code 10.0.0.1:5353}, {@code [::1]:5353}
     * @throws IllegalArgumentException when it is something else; a name would have to be looked up itself
     */
    static InetSocketAddress server(String text) {
        Matcher parts = SERVER.matcher(text);
        int port = !parts.matches() ? 0 : parts.group(2) == null ? PORT : Integer.parseInt(parts.group(2));
        try {
            if (port > 0 && port <= HIGHEST_PORT) {
                return new InetSocketAddress(InetAddress.getByName(parts.group(1)), port);
            }
        } catch (UnknownHostException none) {
            // as below
        }
        throw new IllegalArgumentException("'" + text + "' is no address such as 10.0.0.1, 10.0.0.1:5353 or [::1]:53");
    }

    /** @return the records of this name, none when it does not exist; fails when DNS does not answer */
    @Override
    public CompletionStage<List<Naptr>> apply(String name) {
        try {
            return session.lookupAsync(Name.fromString(name + '.'), Type.NAPTR).handle((found, failure) -> {
                Throwable cause = failure == null ? null : Refusals.cause(failure);
                if (cause == null) {
                    return CompletableFuture.completedStage(found.getRecords().stream()
                            .filter(NAPTRRecord.class::isInstance).map(record -> naptr((NAPTRRecord) record)).toList());
                }
                return cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException
                        ? CompletableFuture.completedStage(List.<Naptr>of()) : CompletableFuture.<List<Naptr>>failedStage(cause);
            }).thenCompose(answer -> answer);
        } catch (TextParseException tooLong) {
            return CompletableFuture.completedStage(List.of()); // no such name can exist
        }
    }

    /** As it stands in the message: as text the library gives it with escapes of its own. */
    private static Naptr naptr(NAPTRRecord record) {
        ByteBuffer octets = ByteBuffer.wrap(record.rdataToWireCanonical());
        octets.position(2 * Short.BYTES);
        return new Naptr(record.getOrder(), record.getPreference(), text(octets), text(octets), text(octets));
    }

    private static String text(ByteBuffer octets) {
        byte[] text = new byte[octets.get() & OCTET];
        octets.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Ends the library's thread. */
    @Override
    public void close() {
        NioClient.close();
    }
}
