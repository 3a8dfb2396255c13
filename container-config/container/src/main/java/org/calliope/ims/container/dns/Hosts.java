package org.calliope.ims.container.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.container.dns.Answer.Address;
import org.calliope.ims.container.dns.Answer.Datum;
import org.calliope.ims.container.dns.Question.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.hosts.HostsFileParser;

/**
 * The names that DNS is not asked for: those of the hosts file, which is all that many labs have, {@code localhost}
 * and {@code *.invalid} (RFC 6761 6.3, 6.4). Such a name has addresses and no other records. Any thread.
 */
final class Hosts {

    private static final Logger LOG = LoggerFactory.getLogger(Hosts.class);
    private static final Duration TTL = Duration.ofMinutes(1);
    private static final Answer NOTHING = Answer.of(List.of(), TTL);

    private final HostsFileParser file;

    Hosts(HostsFileParser file) {
        this.file = file;
    }

    /** @return nothing when the name is not one of these */
    Optional<Answer> answer(Question question) {
        // the records of a service stand at _service._transport.name
        String name = question.kind() == Kind.SRV ? question.name().replaceFirst("^_[^.]+\\._[^.]+\\.", "") : question.name();
        if (name.equals("invalid") || name.endsWith(".invalid")) {
            return Optional.of(NOTHING);
        }
        List<InetAddress> v4 = addresses(name, Kind.A);
        List<InetAddress> v6 = addresses(name, Kind.AAAA);
        if (v4.isEmpty() && v6.isEmpty()) {
            return Optional.empty();
        }
        List<Datum> data = new ArrayList<>();
        (question.kind() == Kind.A ? v4 : question.kind() == Kind.AAAA ? v6 : List.<InetAddress>of())
            .forEach(address -> data.add(new Address(address)));
        return Optional.of(Answer.of(data, TTL));
    }

    private List<InetAddress> addresses(String name, Kind kind) {
        try {
            if (name.equals("localhost") || name.endsWith(".localhost")) {
                return List.of(InetAddress.getByName(kind == Kind.A ? "127.0.0.1" : "::1"));
            }
            return file.getAddressForHost(Name.fromString(name + '.'), AnswerReader.type(kind)).stream().toList();
        } catch (TextParseException e) {
            return List.of();
        } catch (IOException e) {
            LOG.debug("the hosts file can not be read: {}", e.toString());
            return List.of();
        }
    }
}
