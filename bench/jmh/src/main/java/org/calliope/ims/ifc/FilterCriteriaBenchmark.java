package org.calliope.ims.ifc;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.calliope.ims.ifc.PastedRequest.Served;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.ServicePointTrigger.RequestUri;
import org.calliope.ims.ifc.ServicePointTrigger.SessionDescription;
import org.calliope.ims.ifc.ServicePointTrigger.SipHeader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Five filter criteria of four conditions each against an INVITE: all conditions are looked at, and the last criterion matches. */
@State(Scope.Benchmark)
public class FilterCriteriaBenchmark {

    private static final String INVITE = """
            INVITE sip:bob@ims.example SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:5064;branch=z9hG4bK-524287-1---d8754z
            Via: SIP/2.0/UDP 127.16.1.2:5060;branch=z9hG4bK-1-1-0
            Max-Forwards: 68
            Route: <sip:127.0.0.1:5064;lr>
            Record-Route: <sip:127.0.0.1:5060;lr>
            From: "Alice" <sip:alice@ims.example>;tag=1
            To: <sip:bob@ims.example>
            Call-ID: 1-1@127.16.1.2
            CSeq: 1 INVITE
            Contact: <sip:alice@127.16.1.2:5060>;+g.3gpp.icsi-ref="urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel"
            P-Asserted-Identity: "Alice" <sip:alice@ims.example>, <tel:+12125550101>
            P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.mmtel
            Content-Type: application/sdp

            v=0
            o=alice 1 1 IN IP4 127.16.1.2
            s=-
            c=IN IP4 127.16.1.2
            t=0 0
            m=audio 49170 RTP/AVP 0 8 101
            a=rtpmap:101 telephone-event/8000
            """;

    private final FilterableRequest invite = PastedRequest.parse(INVITE,
            new Served(SessionCase.ORIGINATING_REGISTERED, true, RegistrationType.INITIAL));
    private final Evaluations ready = new Evaluations();
    private final Evaluation plain = Evaluation.of(five(new SipHeader("P-Asserted-Service", "mmtel"),
            new SessionDescription("m", "video")));
    private final List<InitialFilterCriteria> withExpressions = five(
            new SipHeader("P-Asserted-Identity", "<tel:\\+1212[0-9]+>$"),
            new SessionDescription("m", "^(video|message) [0-9]+"));
    private final Evaluation expressions = Evaluation.of(withExpressions);

    private static List<InitialFilterCriteria> five(SipHeader header, SessionDescription video) {
        return IntStream.range(0, 5).mapToObj(i -> new InitialFilterCriteria(i, TriggerPoint.allOf(
                List.of(new Method("INVITE")), List.of(new InSessionCase(SessionCase.ORIGINATING_REGISTERED)), List.of(header),
                List.of(i == 4 ? new RequestUri("ims\\.example$") : video)),
                new ApplicationServer("sip:as" + i + ".ims.example", DefaultHandling.SESSION_CONTINUED))).toList();
    }

    @Benchmark
    public Optional<Evaluation.Match> plainWords() {
        return plain.next(invite, 0);
    }

    @Benchmark
    public Optional<Evaluation.Match> regularExpressions() {
        return expressions.next(invite, 0);
    }

    /** With the criteria made ready for this one request. */
    @Benchmark
    public Optional<Evaluation.Match> madeReadyEachTime() {
        return Evaluation.of(withExpressions).next(invite, 0);
    }

    /** As the S-CSCF does at each REGISTER. */
    @Benchmark
    public Optional<Evaluation.Match> keptReady() {
        return ready.of(withExpressions).next(invite, 0);
    }
}
