package org.calliope.ims.container.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.calliope.ims.container.dns.Answer.Address;
import org.calliope.ims.container.dns.Answer.Naptr;
import org.calliope.ims.container.dns.Answer.Srv;
import org.calliope.ims.container.dns.Question.Kind;
import org.calliope.ims.container.transport.Transport;

/**
 * RFC 3263 4.1 and 4.2 as rules over records: from a target and the answers that are known follows what is to be asked
 * next, or where the servers are. NAPTR first, then SRV, then A and AAAA; what the target says itself is not asked.
 * An NAPTR or SRV question that fails counts as "no such record": many servers and middle boxes know A only. One use.
 */
final class Procedure {

    /** Records of a kind that are looked at, and servers that are tried: DNS of others must not keep us busy. */
    private static final int ENOUGH = 16;
    /** RFC 2782: the service is decidedly not available at this domain. */
    private static final String NOWHERE = "";

    private final Target target;
    private final Reach reach;
    private final Map<Question, Answer> known;
    private final Random random;
    private final Set<Question> missing = new LinkedHashSet<>();
    private String failure = "";

    private record Endpoint(Transport transport, String host, int port) { }

    Procedure(Target target, Reach reach, Map<Question, Answer> known, Random random) {
        this.target = target;
        this.reach = reach;
        this.known = known;
        this.random = random;
    }

    Step step() {
        List<Endpoint> endpoints = endpoints();
        List<Place> places = missing.isEmpty()
            ? endpoints.stream().limit(ENOUGH).flatMap(this::places).limit(ENOUGH).toList() : List.of();
        if (!missing.isEmpty()) {
            return new Step.Ask(missing);
        }
        return places.isEmpty() ? Located.nowhere(failure.isEmpty() ? "no server is known for " + target.host() : failure)
            : Located.at(places);
    }

    private List<Endpoint> endpoints() {
        if (target.transport().isEmpty() && target.port().isEmpty()) {
            return byNaptr();
        }
        Optional<Transport> given = target.transport().isEmpty() ? Optional.of(plain())
            : target.secure() ? ServiceNames.secured(target.transport().get()) : target.transport();
        if (given.isEmpty() || !reach.transports().contains(given.get())) {
            failure = "this server can not send over " + (target.secure() ? "TLS and " : "")
                + target.transport().orElse(plain()).name();
            return List.of();
        }
        // 4.2: with a port, the addresses of the name are looked up
        return target.port().isPresent() ? List.of(new Endpoint(given.get(), target.host(), target.port().getAsInt()))
            : bySrv(Stream.of(given.get()).toList());
    }

    /** 4.1: the transport when nothing else says it. */
    private Transport plain() {
        return target.secure() ? Transport.TLS : Transport.UDP;
    }

    private List<Endpoint> byNaptr() {
        List<Naptr> usable = ask(target.host(), Kind.NAPTR).map(answer -> answer.all(Naptr.class)).orElse(List.of()).stream()
            .filter(n -> n.flags().equalsIgnoreCase("s") && ServiceNames.ofService(n.service()).filter(this::usable).isPresent())
            .sorted(Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference)).limit(ENOUGH).toList();
        if (!missing.isEmpty()) {
            return List.of();
        }
        if (usable.isEmpty()) {
            return bySrv(reach.transports().stream().filter(t -> t.secure() == target.secure()).toList());
        }
        // RFC 3403 4.1: a higher order is not looked at once there is a match
        return usable.stream().filter(n -> n.order() == usable.get(0).order())
            .flatMap(n -> services(ServiceNames.ofService(n.service()).orElseThrow(), n.replacement()).stream()).toList();
    }

    /** 4.1: of a sips URI only the services that are sips; a sip URI may use these too. */
    private boolean usable(Transport transport) {
        return reach.transports().contains(transport) && (transport.secure() || !target.secure());
    }

    /** The SRV records of each transport; without any, the addresses of the name itself. */
    private List<Endpoint> bySrv(List<Transport> transports) {
        List<Endpoint> found = new ArrayList<>();
        boolean none = true;
        for (Transport transport : transports) {
            String name = ServiceNames.srv(transport, target.host());
            found.addAll(services(transport, name));
            none &= srvs(name).isEmpty();
        }
        if (!missing.isEmpty() || !none) {
            return found;
        }
        Optional<Transport> fallback = transports.contains(plain()) ? Optional.of(plain()) : transports.stream().findFirst();
        failure = fallback.isEmpty() ? "this server can not send over TLS" : failure;
        return fallback.stream().map(t -> new Endpoint(t, target.host(), t.defaultPort())).toList();
    }

    private List<Endpoint> services(Transport transport, String name) {
        return SrvOrder.order(srvs(name), random).stream().filter(srv -> !srv.target().equals(NOWHERE))
            .map(srv -> new Endpoint(transport, srv.target(), srv.port())).toList();
    }

    private List<Srv> srvs(String name) {
        return ask(name, Kind.SRV).map(answer -> answer.all(Srv.class)).orElse(List.of()).stream().limit(ENOUGH).toList();
    }

    private Stream<Place> places(Endpoint endpoint) {
        List<Place> places = new ArrayList<>();
        for (Kind kind : Stream.of(Kind.A, Kind.AAAA).filter(k -> k == Kind.A ? reach.ipv4() : reach.ipv6()).toList()) {
            Optional<Answer> answer = ask(endpoint.host(), kind);
            answer.filter(a -> !a.failure().isEmpty()).ifPresent(a -> failure = a.failure());
            List<Place> some = new ArrayList<>(answer.map(a -> a.all(Address.class)).orElse(List.of()).stream()
                .map(a -> new Place(endpoint.transport(), a.address(), endpoint.port())).toList());
            // who is asked for rotates them, but what is kept does not
            Collections.shuffle(some, random);
            places.addAll(some);
        }
        return places.stream();
    }

    private Optional<Answer> ask(String name, Kind kind) {
        Question question = new Question(name, kind);
        Answer answer = known.get(question);
        if (answer == null) {
            missing.add(question);
        }
        return Optional.ofNullable(answer);
    }
}
