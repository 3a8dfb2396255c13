package org.calliope.ims.container.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.container.dns.Answer.Address;
import org.calliope.ims.container.dns.Answer.Datum;
import org.calliope.ims.container.dns.Answer.Naptr;
import org.calliope.ims.container.dns.Answer.Srv;
import org.calliope.ims.container.dns.Question.Kind;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a DNS response says to a question, RFC 1034 4.3 and RFC 2308. Pure. */
final class AnswerReader {

    /** RFC 2308 5: what does not exist is not believed not to for longer than this. */
    private static final long LONGEST_NEGATIVE = 3_600;
    private static final long LONGEST = 86_400;
    private static final int LONGEST_CHAIN = 8;
    private static final int MOST_RECORDS = 64;

    private AnswerReader() { }

    static int type(Kind kind) {
        return switch (kind) {
            case NAPTR -> Type.NAPTR;
            case SRV -> Type.SRV;
            case A -> Type.A;
            case AAAA -> Type.AAAA;
        };
    }

    /** @return whether a response is an answer, be it that there is nothing; else another server may know more */
    static boolean says(Message response) {
        return response.getRcode() == Rcode.NOERROR || response.getRcode() == Rcode.NXDOMAIN;
    }

    static Answer read(Question question, Message response) {
        Name name = response.getQuestion().getName();
        long ttl = LONGEST;
        // a resolver that is asked for recursion gives the whole chain of aliases, RFC 1034 3.6.2
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            List<Datum> data = new ArrayList<>();
            Optional<CNAMERecord> alias = Optional.empty();
            for (Record each : response.getSection(Section.ANSWER)) {
                if (each.getName().equals(name) && each.getType() == type(question.kind()) && data.size() < MOST_RECORDS) {
                    data.add(datum(each));
                    ttl = Math.min(ttl, each.getTTL());
                } else if (each.getName().equals(name) && each instanceof CNAMERecord cname) {
                    alias = Optional.of(cname);
                }
            }
            if (!data.isEmpty() || alias.isEmpty()) {
                return Answer.of(data, Duration.ofSeconds(data.isEmpty() ? Math.min(ttl, negative(response)) : ttl));
            }
            ttl = Math.min(ttl, alias.get().getTTL());
            name = alias.get().getTarget();
        }
        return Answer.failed("too many aliases for " + question.name(), DnsServers.FAILURE_TTL);
    }

    /** RFC 2308 5: without SOA it is not kept. */
    private static long negative(Message response) {
        return response.getSection(Section.AUTHORITY).stream().filter(SOARecord.class::isInstance).map(SOARecord.class::cast)
            .mapToLong(soa -> Math.min(Math.min(soa.getTTL(), soa.getMinimum()), LONGEST_NEGATIVE)).min().orElse(0);
    }

    private static Datum datum(Record each) {
        if (each instanceof NAPTRRecord r) {
            return new Naptr(r.getOrder(), r.getPreference(), r.getFlags(), r.getService(), r.getReplacement().toString(true));
        }
        if (each instanceof SRVRecord r) {
            return new Srv(r.getPriority(), r.getWeight(), r.getPort(), r.getTarget().toString(true));
        }
        return new Address(each instanceof ARecord a ? a.getAddress() : ((AAAARecord) each).getAddress());
    }
}
